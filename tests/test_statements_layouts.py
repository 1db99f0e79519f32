"""Layouts other than the sample's: every cell of five invented reports, with its source line."""

from pathlib import Path

import pytest

from juesuan_nb import readers, statements, vocabulary
from scoring import cells_read, cells_true, differences

DATA = Path(__file__).parent / "data"
REPORTS = ("shanghai-pipes.md", "html-spans.md", "cell-per-line.txt", "five-of-nine.txt", "funds-and-own-money.txt")


@pytest.fixture(scope="module", params=REPORTS)
def path(request) -> Path:
    return DATA / request.param


def extract(path: Path) -> statements.Tables:
    return statements.extract(readers.read(path))


def test_every_cell_is_read_where_it_is_printed(path):
    true = cells_true(path.with_name(path.stem + ".cells.csv"))
    assert len(true) > 200
    assert differences(true, cells_read(extract(path).cells, "line")) == ""


def test_nothing_had_to_be_inferred_or_recovered(path):
    assert set(extract(path).cells["quality"]) == {"printed"}


def test_the_statements_found_are_those_that_are_there(path):
    missing = (
        {"revenue", "appropriation_summary", "government_funds", "state_capital"}
        if path.stem == "five-of-nine"
        else set()
    )
    expected = set(vocabulary.statements()) - missing
    assert set(extract(path).found["statement"]) == expected


def test_a_report_in_yuan_has_the_same_exact_amounts():
    tables = extract(DATA / "five-of-nine.txt")
    assert tables.unit == "元"
    total = tables.cells.query("statement == 'expenditure' and item == '合计' and column == '本年支出合计'")
    assert total["value"].tolist() == ["6420638.15"]
    assert total["amount"].tolist() == [642063815]


def test_the_six_column_form_of_state_capital_keeps_its_carryover():
    cells = extract(DATA / "shanghai-pipes.md").cells
    row = cells[(cells["statement"] == "state_capital") & (cells["code"] == "2239999")]
    assert dict(zip(row["column"], row["value"], strict=True)) == {
        "年初结转和结余": "0.50",
        "本年收入": "8.40",
        "本年支出/小计": "8.64",
        "本年支出/项目支出": "8.64",
        "年末结转和结余": "0.26",
    }


def test_interleaved_three_public_columns_are_sorted_by_their_heads():
    cells = extract(DATA / "shanghai-pipes.md").cells
    row = cells[cells["statement"] == "three_public"].set_index("column")["value"]
    assert (row["预算数/合计"], row["决算数/合计"]) == ("5.00", "3.49")
    assert (row["预算数/公务用车运行维护费"], row["决算数/公务接待费"]) == ("4.00", "0.64")
