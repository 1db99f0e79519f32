"""The evaluation facts of a real, damaged report against a hand-made list: recall over what is legible, precision of tables."""

import csv

import pytest

from juesuan_nb import evaluation, readers
from juesuan_nb.document import fold

NAME = "jiaozuo-hr-2024"
PROSE_TASKS = ("主要内容", "实际", "年度目标")


@pytest.fixture(scope="module")
def facts(shared):
    return evaluation.extract(readers.read(shared / "reports" / f"{NAME}.txt"))


@pytest.fixture(scope="module")
def golden(shared):
    with (shared / "golden" / NAME / "performance.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def of_a_table(row) -> bool:
    """Whether a golden row is a cell of a table; the others are figures and statements in running text."""
    return row["section"] == "附件2" or (
        row["section"] == "附件1" and (row["field"] in TABLE_FIELDS or row["field"].endswith("指标"))
    )


TABLE_FIELDS = {
    "年初预算数",
    "全年预算数",
    "全年执行数",
    "执行率",
    "分值",
    "得分",
    "年度指标值",
    "实际完成值",
    "偏差度",
}


def test_every_legible_row_is_found(facts, golden):
    exact = {(fact.attachment, fold(fact.item), fact.field, fold(fact.value), fact.unit) for fact in facts.itertuples()}
    by_line = {}
    for fact in facts.itertuples():
        by_line.setdefault((fact.attachment, int(fact.line)), []).append((fold(fact.value), fact.unit))

    def found(row) -> bool:
        value, unit = fold(row["value"]), row["unit"]
        if of_a_table(row):
            return (row["section"], fold(row["item"]), row["field"], value, unit) in exact
        there = by_line.get((row["section"], int(row["source_line"])), [])
        return (value, unit) in there or (not unit and any(value in text for text, _ in there))

    legible = [row for row in golden if row["ocr_suspect"] == "no"]
    missed = [row for row in legible if not found(row)]
    suspect = [row for row in golden if row["ocr_suspect"] == "yes"]
    print(
        f"\nrecall {len(legible) - len(missed)}/{len(legible)}, of suspect rows {sum(map(found, suspect))}/{len(suspect)}"
    )
    assert missed == []


def test_every_table_fact_is_in_the_list_or_marked(facts, golden):
    listed = {(row["section"], fold(row["item"]), row["field"], fold(row["value"]), row["unit"]) for row in golden}
    tables = facts[facts["kind"].isin(["budget_line", "indicator", "project"])]
    extra = [
        fact
        for fact in tables.itertuples()
        if (fact.attachment, fold(fact.item), fact.field, fold(fact.value), fact.unit) not in listed
    ]
    print(f"\nprecision {len(tables) - len(extra)}/{len(tables)}")
    # A cell that recognition garbled is reported as it stands, marked doubtful; the list holds what a person could infer.
    assert [fact for fact in extra if fact.quality != "doubtful"] == []
    assert len(extra) <= 3


def test_what_is_legible_is_not_doubted(facts, golden):
    legible = {
        (row["section"], fold(row["item"]), row["field"])
        for row in golden
        if row["ocr_suspect"] == "no" and of_a_table(row) and not row["field"].endswith("级指标")
    }
    doubted = [
        (fact.attachment, fact.item, fact.field)
        for fact in facts.itertuples()
        if (fact.attachment, fold(fact.item), fact.field) in legible and fact.quality != "printed"
    ]
    assert doubted == []
