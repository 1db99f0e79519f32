"""Two readings of a scanned figure: the sums choose, and only where they leave one choice."""

from dataclasses import replace

import pytest

from juesuan_nb import statements
from juesuan_nb.document import Cell, Grid, RawDocument
from juesuan_nb.readers import text

TABLE = """一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t86.30\t60.30\t26.00
208\t社会保障和就业支出\t86.30\t60.30\t26.00
20801\t人力资源和社会保障管理事务\t86.30\t60.30\t26.00
2080101\t行政运行\t{basic}\t{basic_part}\t0.00
2080102\t一般行政管理事务\t26.00\t0.00\t26.00
"""


def read(source: str, *, scanned: bool) -> statements.Tables:
    document = text.read(source.encode(), "scan.pdf", "")
    blocks = tuple(_scanned(block) if scanned and isinstance(block, Grid) else block for block in document.blocks)
    return statements.extract(RawDocument(document.name, "pdf", "", blocks))


def _scanned(grid: Grid) -> Grid:
    rows = (tuple(Cell(cell.text, replace(cell.place, scanned=True)) for cell in row) for row in grid.rows)
    return Grid(tuple(rows))


def value(tables: statements.Tables, code: str, column: str) -> str:
    own = tables.cells[(tables.cells["code"] == code) & (tables.cells["column"] == column)]
    return own["value"].item()


@pytest.mark.parametrize("seen", ["80.30", "60.80", "6030"])
def test_the_one_lookalike_that_mends_all_sums_is_taken_and_told(seen):
    tables = read(TABLE.format(basic="60.30", basic_part=seen), scanned=True)
    assert value(tables, "2080101", "基本支出") == "60.30"
    told = tables.notes[tables.notes["kind"] == "number_repaired"]
    assert told["message"].tolist() == [f"“{seen}”读作60.30"]
    assert set(tables.cells["quality"]) == {"scanned"}


def test_a_printed_figure_is_never_reread():
    tables = read(TABLE.format(basic="60.30", basic_part="80.30"), scanned=False)
    assert value(tables, "2080101", "基本支出") == "80.30"


@pytest.mark.parametrize("seen", ["62.30", "60.34", "99.99"])
def test_a_misprint_that_no_lookalike_explains_stays(seen):
    tables = read(TABLE.format(basic="60.30", basic_part=seen), scanned=True)
    assert value(tables, "2080101", "基本支出") == seen


def test_one_witness_is_not_enough():
    """The row's total alone is broken: the department's own error looks the same."""
    source = TABLE.format(basic="60.30", basic_part="60.30")
    source = source.replace("一般行政管理事务\t26.00", "一般行政管理事务\t28.00").replace(
        "保障管理事务\t86.30", "保障管理事务\t88.30"
    )
    tables = read(source, scanned=True)
    assert value(tables, "2080102", "合计") == "28.00"
