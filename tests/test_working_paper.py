"""tables.xlsx as a working paper: formulas give what is written beside them, choices are offered, rules are explained."""

import re
from decimal import Decimal

import openpyxl
import pytest

from juesuan_nb import check, load_report, synth
from juesuan_nb.checks.dispositions import WORDS
from juesuan_nb.export import write_tables
from juesuan_nb.export.footing import BROKEN, FITS, ROUNDED, footings
from juesuan_nb.measures import variance

REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!)?([A-Z]+\d+)")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")
    report, planted = synth.plant(synth.department(9, layout="national", size="medium"), "cell", 5)
    (folder / "r.txt").write_bytes(synth.render(report))
    report = load_report(folder / "r.txt")
    result = check(report)
    write_tables(report, result, folder / "t.xlsx")
    return report, result, planted, folder / "t.xlsx"


@pytest.fixture(scope="module")
def book(made):
    return openpyxl.load_workbook(made[3])


@pytest.fixture(scope="module")
def values(made):
    """As a reader sees it that does not calculate."""
    return openpyxl.load_workbook(made[3], data_only=True)


def figure(book, sheet, field):
    """The number of a field, worked out where it holds a formula of sums and differences."""
    value = book[sheet][field].value
    if not str(value).startswith("="):
        return Decimal(str(value or 0))
    total, text = Decimal(0), str(value)[1:]
    text = re.sub(r"ROUND\((.*),4\)", r"\1", text)
    text = re.sub(r"SUM\(([^)]*)\)", lambda found: found[1].replace(",", "+"), text)
    for sign, name, at in re.findall(r"([-+]?)(?:'((?:[^']|'')+)'!)?([A-Z]+\d+)", text):
        total += (-1 if sign == "-" else 1) * figure(book, name or sheet, at)
    return total


def rows(sheet):
    heads = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        yield dict(zip(heads, row, strict=True))


def test_each_sum_is_a_formula_over_the_statements_and_gives_its_value(book, values):
    sheet = book["合计核对"]
    seen = 0
    for line, row in enumerate(rows(sheet), start=4):
        for column in "CDE":
            written = values["合计核对"][f"{column}{line}"].value
            assert str(sheet[f"{column}{line}"].value).startswith("=")
            assert figure(book, "合计核对", f"{column}{line}") == Decimal(str(written)).quantize(Decimal("0.0001"))
        assert not book[REFERENCE.search(row["原表数"].value)[1]].title.startswith("合计")
        seen += 1
    assert seen > 40


def test_what_does_not_add_up_is_what_the_rules_found(made, values):
    _, result, planted, _ = made
    told = {row["合计"].value for row in rows(values["合计核对"]) if row["结论"].value == BROKEN}
    found = result.results.query("family == 'FT' and verdict == 'failed' and rule != 'FT00'")["place"]
    assert told == set(found)
    assert any(planted.item in place for place in told)
    assert {row["结论"].value for row in rows(values["合计核对"])} <= {FITS, ROUNDED, BROKEN}


def test_the_verdict_is_a_formula_that_knows_rounding(book):
    for line, row in enumerate(rows(book["合计核对"]), start=4):
        assert row["结论"].value == f'=IF(E{line}=0,"{FITS}",IF(ABS(E{line})<=F{line},"{ROUNDED}","{BROKEN}"))'


def test_rounding_is_told_from_a_mistake(jiaozuo):
    found = footings(jiaozuo)
    verdicts = {(one.rule, one.place): one.verdict for one in found}
    assert verdicts["FT03", "《收入支出决算总表》·本年支出合计·支出/金额"] == BROKEN
    assert verdicts["FT01", "《收入支出决算总表》·本年收入合计·收入/金额"] == ROUNDED
    assert sum(one.verdict == BROKEN for one in found) == 3


def test_differences_and_rates_are_formulas(made, book, values):
    measured = variance(made[0])
    sheet, shown = book["预决算差异"], values["预决算差异"]
    heads = {cell.value: cell.column_letter for cell in sheet[3]}
    budgets = {"original_budget": "年初预算数", "revised_budget": "全年预算数"}
    checked = 0
    for line, row in enumerate(measured.itertuples(), start=4):
        gap, rate = (sheet[f"{heads[name]}{line}"].value for name in ("差额（决算－预算）", "重算完成率"))
        if not row.base or row.execution_rate is None:
            continue
        base, outturn = (f"{heads[name]}{line}" for name in (budgets[row.base], "决算数"))
        assert gap == f"={outturn}-{base}"
        assert rate == f'=IF({base}=0,"—",ROUND({outturn}/{base},4))'
        budget, spent = (Decimal(str(shown[field].value)) for field in (base, outturn))
        assert Decimal(str(shown[f"{heads['差额（决算－预算）']}{line}"].value)) == spent - budget
        assert shown[f"{heads['重算完成率']}{line}"].value == pytest.approx(float(spent / budget), abs=0.00006)
        checked += 1
    assert checked > 3


def test_dispositions_are_chosen_from_a_list(made, book):
    sheet = book["问题清单"]
    heads = {cell.value: cell.column_letter for cell in sheet[3]}
    [choice] = sheet.data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(WORDS)}"'
    assert str(choice.sqref) == f"{heads['处置']}4:{heads['处置']}{3 + len(made[1].findings)}"
    assert "处置说明" in heads
    assert "findings.csv" in sheet["A2"].value


def test_the_rules_that_found_something_are_explained(made, book):
    listed = {row["规则"].value: row for row in rows(book["规则说明"])}
    counts = made[1].findings["rule"].value_counts()
    assert {rule: row["发现（条）"].value for rule, row in listed.items()} == counts.to_dict()
    assert all(row["关系"].value for row in listed.values())


def test_it_is_signed_by_who_made_it_and_who_looked_it_over(book):
    texts = {cell.value for row in book["目录"].iter_rows() for cell in row}
    assert {"编制：", "编制日期：", "复核：", "复核日期："} <= texts


def test_a_sheet_name_with_a_quote_is_quoted_twice():
    from juesuan_nb.export.statement_sheet import address

    class Named:
        def get_name(self):
            return "01 某'表"

    assert address(Named(), 4, 2) == "'01 某''表'!C5"
