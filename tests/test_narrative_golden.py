"""The claims of the real report against the list made by hand: recall and precision, subjects, codes, lines, reasons."""

from decimal import Decimal

import pandas as pd
import pytest

from juesuan_nb import narrative, readers
from juesuan_nb.amounts import to_fen
from juesuan_nb.document import fold
from juesuan_nb.errors import ReadError
from juesuan_nb.frames import CELLS, frame
from juesuan_nb.vocabulary import statements
from scoring import MEASURES


@pytest.fixture(scope="module")
def golden(shared) -> pd.DataFrame:
    path = shared / "golden" / "jiaozuo-hr-2024" / "narrative.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def document(shared):
    return readers.read(shared / "reports" / "jiaozuo-hr-2024.txt")


@pytest.fixture(scope="module")
def claims(shared, document) -> pd.DataFrame:
    table = pd.read_csv(shared / "golden" / "jiaozuo-hr-2024" / "cells.csv", dtype=str, keep_default_na=False)
    return narrative.extract(document, _cells(table))


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    """The hand-made cells as a frame of cells: this test stands on the narrative alone."""
    titles = {fold(entry.title): name for name, entry in statements().items()}
    titles |= {fold(alias): name for name, entry in statements().items() for alias in entry.aliases}
    return frame(
        (
            {
                "statement": titles[fold(row.title)],
                "code": row.code,
                "item": row.item,
                "amount": to_fen(Decimal(row.value)),
            }
            for row in table.itertuples()
        ),
        CELLS,
    )


def _keys(rows, measure) -> list[tuple]:
    return sorted(
        (
            row["section"],
            fold(row["subject"]),
            row["code"],
            measure(row["measure"]),
            Decimal(row["value"]),
            row["unit"],
            fold(row["reason"]),
            "" if pd.isna(row["item_no"]) else str(row["item_no"]),
            str(row["line"]),
        )
        for row in rows
    )


def test_recall_and_precision(golden, claims, capsys):
    rows = golden.rename(columns={"source_line": "line"}).to_dict("records")
    expected, found = _keys(rows, MEASURES.__getitem__), _keys(claims.to_dict("records"), str)
    left, hits = list(expected), 0
    for key in found:
        if key in left:
            left.remove(key)
            hits += 1
    surplus = [key for key in found if key not in expected]
    recall, precision = Decimal(hits) / len(expected), Decimal(hits) / len(found)
    with capsys.disabled():
        print(
            f"\nnarrative: {len(expected)} figures by hand, {len(found)} claims, recall {recall:.4f}, precision {precision:.4f}"
        )
    assert not left, left
    assert not surplus, surplus
    assert recall == precision == 1


def test_every_figure_is_placed_where_it_is_printed(document, claims):
    """A claim's line holds its figure; spaces inside the printed number do not count."""
    lines = {paragraph.place.line: fold(paragraph.text) for paragraph in document.paragraphs}
    for claim in claims.itertuples():
        if claim.subject.endswith("(一百余次)"):
            assert "一百余次" in lines[claim.line]
        else:
            assert claim.value in lines[claim.line], claim


def test_nothing_of_the_narrative_is_left_out(document):
    assert narrative.unplaced(document).empty


SHANGHAI = {
    "总计": "outturn",
    "收入决算": "outturn",
    "支出决算": "outturn",
    "占比": "share",
    "年初预算": "original_budget",
    "全年预算": "revised_budget",
    "完成比例": "execution_rate",
    "方向": "direction",
    "政府采购": "amount",
    "国有资产": "count",
}
BY_UNIT = {
    ("上年对比", "万元"): "yoy_change",
    ("上年对比", "%"): "yoy_rate",
    ("绩效", "个"): "count",
    ("绩效", "万元"): "amount",
    ("绩效", "分"): "score",
}
OWN_WORDS = ("绩效", "政府采购", "国有资产")
"""Kinds whose subjects the hand-made list words in its own way: figure, unit and measure are compared."""


def test_the_wording_of_shanghai(shared):
    path = shared / "golden" / "putuo-social-work-2024" / "claims.csv"
    golden = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    try:
        document = readers.read(shared / "reports" / "putuo-social-work-2024.pdf")
    except ReadError as error:
        pytest.skip(f"no reader for PDF yet: {error}")
    found = [
        (row.section.partition("(")[0], row.measure, row.value, row.unit, fold(row.subject))
        for row in narrative.extract(document, frame([], CELLS)).itertuples()
    ]
    assert [row for row in golden.itertuples() if row.unit != "年" and not _take(found, row)] == []
    assert narrative.unplaced(document).empty


def _take(found: list[tuple], row) -> bool:
    """Take the claim that says what a row of the Shanghai list says; False where there is none."""
    measure = BY_UNIT.get((row.kind, row.unit)) or SHANGHAI[row.kind]
    wanted = (row.section.partition("、")[0], measure, row.value, fold(row.unit))
    for claim in found:
        if claim[:4] == wanted and (row.kind in OWN_WORDS or claim[4].startswith(fold(row.code_path))):
            found.remove(claim)
            return True
    return False
