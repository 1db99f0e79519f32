"""Synthetic departments: the books balance, the layouts print what they say, the truth is the print."""

from decimal import Decimal

import pandas as pd
import pytest

from juesuan_nb import codebook, synth
from juesuan_nb.checks import check
from juesuan_nb.document import squeeze
from juesuan_nb.errors import UsageError
from juesuan_nb.report import load_report
from juesuan_nb.synth.books import BUDGETS
from juesuan_nb.synth.heads import head_of
from juesuan_nb.synth.page import Figure, Table, printed
from juesuan_nb.synth.report import CELLS, CLAIMS, accounts_of

LAYOUTS = list(synth.layouts())
SIZES = ("small", "medium", "large")


@pytest.fixture(scope="module", params=range(12))
def books(request):
    return accounts_of(request.param, 2024, SIZES[request.param % 3], LAYOUTS[0])


def test_the_books_balance_to_the_cent(books):
    assert all(grant.closing >= 0 and grant.opening >= 0 for grant in books.grants)
    assert books.own_closing >= 0
    whole = books.expenditure + books.distribution + books.closing() + books.own_closing
    assert books.revenue + books.used + books.opening() + books.own_opening == whole == books.grand_total
    for budget in BUDGETS:
        assert books.opening(budget) + books.granted(budget) == books.spent(budget) + books.closing(budget)
    basic = sum(grant.basic for grant in books.of("general_public_budget"))
    assert sum(books.economic.values()) == basic
    assert all(amount > 0 for amount in books.economic.values())


def test_counts_and_money_go_together(books):
    assert bool(books.counts["groups"]) == bool(books.public["因公出国(境)费"])
    assert bool(books.counts["bought"]) == bool(books.public["公务用车购置费"])
    assert bool(books.counts["kept"]) == bool(books.public["公务用车运行维护费"])
    assert books.procurement["small"] <= books.procurement["medium"]
    grades = sum(books.performance[grade] for grade in "优良中差")
    assert grades == sum(books.performance[f"{budget}_count"] for budget in BUDGETS)


def test_a_seed_always_gives_the_same_report_and_another_seed_another_one():
    one, same, other = (synth.department(seed, layout="shanghai") for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert synth.render(one, "text") == synth.render(same, "text")


def test_sizes_grow():
    rows = [len(synth.department(3, size=size).cells) for size in SIZES]
    assert rows == sorted(set(rows))


def test_the_truth_is_in_the_columns_of_the_contract_and_in_the_codebook():
    report = synth.department(5, size="large")
    assert tuple(report.cells.columns) == CELLS
    assert tuple(report.claims.columns) == CLAIMS
    functional = report.cells[report.cells["code"].str.len() == 7]
    assert {codebook.function_name(code) for code in functional["code"]} == set(functional["item"])
    assert not report.claims.duplicated().all()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_published_amounts_are_rounded_one_by_one(layout):
    """Rounding tails are as in real reports: sums of the print are off by at most half a cent for every addend."""
    report = synth.department(7, size="large", layout=layout)
    table = report.cells[(report.cells["statement"] == "expenditure") & (report.cells["scope"] != "本级")]
    amounts = table.drop_duplicates(["code", "column"]).set_index(["code", "column"])["value"].map(Decimal)
    column = amounts.xs("本年支出合计", level="column")
    items = [amount for code, amount in column.items() if len(code) == 7]
    assert abs(sum(items) - column[""]) <= Decimal("0.005") * (len(items) + 1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_print_what_they_say(layout):
    report = synth.department(2, layout=layout)
    form, tables = report.layout, {table.statement: table for table in report.tables}
    assert list(tables) == list(form.order)
    whole = tables["revenue_expenditure_summary"]
    assert (whole.head[-1][0] == "栏次") is form.numbered
    assert len(whole.body) == form.rows["revenue_expenditure_summary"]
    totals = [
        place
        for place, row in enumerate(tables["expenditure"].body)
        if "合计" in [squeeze(printed(cell)) for cell in row[:4]]
    ]
    last = len(tables["expenditure"].body) - 1
    assert totals == {"first": [0], "last": [last], "both": [0, last]}[form.total]
    figures = [cell for row in tables["expenditure"].body for cell in row if isinstance(cell, Figure)]
    assert any(not cell.text for cell in figures) is not form.zeros
    assert {table.unit for table in tables.values()} == {form.unit}


def test_heads_of_several_storeys():
    paths = [("项目", "编码"), ("项目", "名称"), ("合计", "", "预算数"), ("合计", "", "决算数"), ("其他",)]
    storeys, spans = head_of(paths)
    assert storeys == [["项目", "", "合计", "", "其他"], ["编码", "名称", "", "", ""], ["", "", "预算数", "决算数", ""]]
    assert set(spans) == {(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 2, 1), (0, 2, 2, 2), (0, 4, 3, 1)}


def test_columns_of_one_path_stand_under_one_label():
    storeys, spans = head_of([("项目", "编码"), ("项目", "编码"), ("金额",)])
    assert storeys == [["项目", "", "金额"], ["编码", "", ""]]
    assert set(spans) == {(0, 0, 1, 2), (1, 0, 1, 2), (0, 2, 2, 1)}


def test_a_table_by_pages():
    head, body = (("甲", "乙"),), tuple((str(number), "x") for number in range(5))
    table = Table("revenue", "表", "元", ("表",), head, (), body, ("注",), parts=((2, True), (2, False), (1, True)))
    pieces = list(table.pieces())
    assert [len(piece.body) for piece in pieces] == [2, 2, 1]
    assert [bool(piece.head) for piece in pieces] == [True, False, True]
    assert [piece.lines for piece in pieces] == [("表",), (), ()]
    assert [piece.remarks for piece in pieces] == [(), (), ("注",)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"layout": "mars"},
        {"size": "huge"},
        {"layout": "older", "year": 2024},
        {"layout": "national", "year": 2020},
    ],
)
def test_wrong_names_are_refused_in_chinese(wrong):
    with pytest.raises(UsageError, match="没有"):
        synth.department(0, **wrong)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_clean_reports_raise_no_alarm(layout, tmp_path):
    """No error and no warning of the families that prove something; the exact 元 layout has not even a tail."""
    for seed in range(3):
        path = tmp_path / f"{layout}-{seed}.txt"
        path.write_bytes(synth.render(synth.department(seed, layout=layout, size=SIZES[seed])))
        found = check(load_report(path)).findings
        proving = found[found["family"].isin(["FT", "AR", "NV", "CP", "PF"])]
        loud = proving[proving["severity"].isin(["error", "warning"])]
        assert loud["message"].tolist() == []
        if layout == "yuan":
            assert proving[proving["family"].isin(["FT", "AR"])]["message"].tolist() == []


def test_the_frames_are_text():
    report = synth.department(0)
    assert all(pd.api.types.is_string_dtype(report.cells[name]) for name in CELLS)
