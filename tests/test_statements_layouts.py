"""Whole invented reports of other layouts and years: every cell, with titles and without."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from juesuan_nb import statements
from juesuan_nb.document import Paragraph, RawDocument
from juesuan_nb.readers import read
from juesuan_nb.statements.locate import title_of

DATA = Path(__file__).parent / "data"
REPORTS = sorted(path for path in DATA.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README")
KEYS = ["table", "code", "item", "column", "value"]


def truth(report: Path) -> Counter[tuple[str, ...]]:
    with report.with_suffix(".cells.csv").open(encoding="utf-8-sig", newline="") as file:
        return Counter(tuple(row[key] for key in KEYS) for row in csv.DictReader(file))


def cells(document: RawDocument) -> Counter[tuple[str, ...]]:
    frame = statements.extract(document).cells
    published = frame[frame["quality"] != "inferred"]
    return Counter(published[KEYS].itertuples(index=False, name=None))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_every_cell_of_every_layout(report):
    assert cells(read(report)) == truth(report)


@pytest.mark.parametrize(
    "report", [path for path in REPORTS if path.stem != "cell-per-line"], ids=lambda path: path.stem
)
def test_tables_without_their_titles_are_known_by_their_heads(report):
    document = read(report)
    blocks = tuple(b for b in document.blocks if not (isinstance(b, Paragraph) and title_of(b.text)))
    assert len(blocks) < len(document.blocks)
    assert cells(RawDocument(document.name, document.form, document.sha256, blocks)) == truth(report)
