"""部门预算 as the second source of original budgets: read exactly, refused where it is another's, told where it is used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb import check, load_budget, load_report
from juesuan_nb.budget import BUDGET
from juesuan_nb.budget.columns import named
from juesuan_nb.budget.locate import title_of
from juesuan_nb.errors import ReadError
from juesuan_nb.synth import department, render
from juesuan_nb.synth.disclosure import STYLES, budget, misprint

KEY = ["statement", "code", "item", "column", "value", "unit"]
LITERAL = """某市某局2024年部门预算
目录
表一、部门收支总表
表二、一般公共预算支出表
第一部分 部门概况
第二部分 2024年部门预算表
部门收支总表
部门：某市某局	单位：万元
收入		支出
项目	预算数	项目	预算数
一、一般公共预算拨款收入	150.50	一、社会保障和就业支出	130.50
二、政府性基金预算拨款收入		二、住房保障支出	20.00
收入总计	150.50	支出总计	150.50

一般公共预算支出表
部门：某市某局	单位：万元
功能分类科目		2023年执行数	2024年预算数			2024年预算数比2023年执行数
科目编码	科目名称		小计	基本支出	项目支出	增减额	增减%
	合计	140.00	150.50	60.50	90.00	10.50	7.50
208	社会保障和就业支出	120.00	130.50	40.50	90.00	10.50	8.75
20801	人力资源和社会保障管理事务	120.00	130.50	40.50	90.00	10.50	8.75
2080101	行政运行	30.00	40.50	40.50		10.50	35.00
2080102	一般行政管理事务	90.00	90.00		90.00	0.00	0.00
221	住房保障支出	20.00	20.00	20.00		0.00	0.00
22102	住房改革支出	20.00	20.00	20.00		0.00	0.00
2210201	住房公积金	20.00	20.00	20.00		0.00	0.00
政府性基金预算支出表
部门：某市某局	单位：万元
科目编码	科目名称	合计	基本支出	项目支出
	合计
"""


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def literal(tmp_path):
    return load_budget(written(tmp_path / "某局预算.txt", LITERAL))


def pair(tmp_path, seed=0, layout="national", style="plain", size="small", change=lambda made: made):
    """Accounts and budget of one invented department, as files."""
    accounts, disclosed = tmp_path / "决算.txt", tmp_path / "预算.txt"
    accounts.write_bytes(render(department(seed, size=size, layout=layout)))
    disclosed.write_bytes(render(change(budget(seed, size=size, layout=layout, style=style))))
    return accounts, disclosed


def test_a_budget_typed_by_hand(literal):
    assert (literal.department, literal.year, literal.unit) == ("某市某局", 2024, "万元")
    original = {code: line.amount for code, line in literal.original().items()}
    assert original == {
        "": 150_500_000, "208": 130_500_000, "20801": 130_500_000, "2080101": 40_500_000, "2080102": 90_000_000,
        "221": 20_000_000, "22102": 20_000_000, "2210201": 20_000_000,
    }  # fmt: skip
    line = literal.original()["2080101"]
    assert (line.item, line.value, line.step, line.quality) == ("行政运行", "40.50", 10_000, "printed")
    assert LITERAL.splitlines()[line.place.line - 1].startswith("2080101\t行政运行")
    assert (
        literal.place_of(line)
        == f"部门预算《某局预算.txt》一般公共预算支出表 2080101 行政运行（第{line.place.line}行）"
    )


def test_last_years_figures_keep_their_own_head_and_are_no_budget(literal):
    rows = literal.frame.query("code == '2080101' and statement == 'general_public_expenditure'")
    assert list(literal.frame.columns) == list(BUDGET)
    assert dict(zip(rows["column"], rows["value"], strict=True)) == {
        "2023年执行数": "30.00", "合计": "40.50", "基本支出": "40.50",
        "2024年预算数比2023年执行数/增减额": "10.50", "2024年预算数比2023年执行数/增减%": "35.00",
    }  # fmt: skip


def test_an_empty_table_says_that_nothing_was_budgeted_and_an_absent_one_says_nothing(literal):
    assert "government_funds" in literal.empty
    assert literal.silent("2120802", "government_funds") == ""
    assert "没有读到" in literal.silent("2230105", "state_capital")


def test_what_a_table_does_not_list_was_not_budgeted(literal):
    assert literal.silent("2101101") == ""
    assert literal.silent("2210299") == ""
    assert "没有印合计" in literal.silent("", "general_public_expenditure")


def test_a_table_down_to_sections_only(tmp_path):
    only = "".join(line for line in LITERAL.splitlines(True) if not line.startswith("2210201"))
    assert "只列到款" in load_budget(written(tmp_path / "b.txt", only)).silent("2210201")


def test_a_code_printed_with_two_amounts_is_no_budget(tmp_path):
    twice = LITERAL.replace(
        "221\t住房保障支出", "2080101\t行政运行\t30.00\t41.50\t41.50\t\t11.50\t35.00\n221\t住房保障支出"
    )
    found = load_budget(written(tmp_path / "b.txt", twice))
    assert "2080101" not in found.original()
    assert "两个不同的数" in found.silent("2080101")


def test_the_tables_of_a_unit_behind_the_departments_are_not_mixed_in(tmp_path):
    """The second set has a code of its own, and one that the department's table has too."""
    unit = "一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n\t合计\t9.00\t9.00\t\n"
    unit += "2080101\t行政运行\t4.00\t4.00\t\n2101101\t行政单位医疗\t5.00\t5.00\t\n"
    found = load_budget(written(tmp_path / "b.txt", LITERAL + unit))
    assert found.original()["2080101"].amount == 40_500_000
    assert "2101101" not in found.original()


def test_a_page_that_repeats_the_title_goes_on_with_the_table(tmp_path):
    head, _, tail = LITERAL.partition("221\t住房保障支出")
    repeated = "一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t2023年执行数\t2024年预算数\t\t\t增减额\t增减%\n"
    repeated += "\t\t\t小计\t基本支出\t项目支出\t\t\n"
    found = load_budget(written(tmp_path / "b.txt", f"{head}{repeated}221\t住房保障支出{tail}"))
    assert {"2080101", "2210201"} <= set(found.original())


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("2024年部门一般公共预算支出功能分类预算表", "general_public_expenditure"),
        ("表5 一般公共预算支出情况表", "general_public_expenditure"),
        ("一般公共预算当年财政拨款支出表", "general_public_expenditure"),
        ("一般公共预算基本支出表", "basic_expenditure"),
        ("一般公共预算基本支出部门预算经济分类预算表", "basic_expenditure"),
        ("某市某局2024年收支预算总表", "revenue_expenditure_summary"),
        ("部门收支总体情况表", "revenue_expenditure_summary"),
        ("部门收入总体情况表", "revenue"),
        ("支出预算总表", "expenditure"),
        ("财政拨款收支总体情况表", "appropriation_summary"),
        ("政府性基金预算支出表", "government_funds"),
        ("国有资本经营预算支出情况表", "state_capital"),
        ("财政拨款“三公”经费支出表", "three_public"),
        ("“三公”经费和机关运行经费预算表", "three_public"),
        ("支出决算表", None),
        ("一般公共预算财政拨款支出决算表", None),
        ("项目支出绩效目标表", None),
        ("政府采购预算表", None),
        ("我局按照一般公共预算支出表的口径编制，收支平衡。", None),
    ],
)
def test_titles_as_provinces_word_them(title, statement):
    found = title_of(title)
    assert (found[0] if found else None) == statement


@pytest.mark.parametrize(
    ("heads", "whole"),
    [
        (("合计", "基本支出", "项目支出"), "合计"),
        (
            ("2023年预算数/合计", "2023年预算数/基本支出", "2024年预算数/合计", "2024年预算数/基本支出"),
            "2024年预算数/合计",
        ),
        (("上年执行数", "2024年预算数"), "2024年预算数"),
        (("基本支出/小计", "基本支出/人员经费", "项目支出"), None),
        (("2023年执行数", "增减额"), None),
    ],
)
def test_which_column_is_this_years_budget(heads, whole):
    names = named(heads, 2024)
    assert next((head for head, name in names.items() if name == "合计"), None) == whole


@given(
    seed=st.integers(0, 10_000),
    style=st.sampled_from(list(STYLES)),
    layout=st.sampled_from(["national", "shanghai"]),
    size=st.sampled_from(["small", "medium"]),
)
def test_what_is_printed_is_read(tmp_path_factory, seed, style, layout, size):
    made = budget(seed, size=size, layout=layout, style=style)
    path = tmp_path_factory.getbasetemp() / "预算.txt"
    path.write_bytes(render(made))
    if not made.cells["code"].any():
        return
    read = load_budget(path)
    assert (read.department, read.year) == (made.department, made.year)
    assert sorted(map(tuple, read.frame[KEY].to_numpy())) == sorted(map(tuple, made.cells[KEY].to_numpy()))


@pytest.mark.parametrize("form", ["markdown", "html", "xlsx", "docx", "pdf"])
@pytest.mark.parametrize("style", STYLES)
def test_in_every_form(tmp_path, form, style):
    made = budget(3, style=style)
    path = tmp_path / "预算"
    path.write_bytes(render(made, form))
    read = load_budget(path)
    assert sorted(map(tuple, read.frame[KEY].to_numpy())) == sorted(map(tuple, made.cells[KEY].to_numpy()))
    assert all(str(line.place) for line in read.lines)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [("2024", "2023", "不是同一年度"), ("某市某局", "另一个区教育委员会", "不是同一部门")],
)
def test_a_budget_of_another_year_or_department_is_refused(tmp_path, old, new, problem):
    accounts, disclosed = pair(tmp_path)
    name = department(0, size="small").department
    text = disclosed.read_text(encoding="utf-8")
    disclosed.write_text(text.replace(name if old != "2024" else old, new), encoding="utf-8")
    with pytest.raises(ReadError, match=problem) as refusal:
        load_report(accounts, budget=disclosed)
    assert str(refusal.value).startswith("预算.txt：这份部门预算是")
    assert "请给出" in str(refusal.value)


def test_accounts_are_no_budget_and_a_budget_no_accounts(tmp_path):
    accounts, disclosed = pair(tmp_path, style="parted")
    with pytest.raises(ReadError, match="这是部门决算，不是部门预算"):
        load_report(accounts, budget=accounts)
    with pytest.raises(ReadError, match="这是部门预算，不是部门决算"):
        load_report(disclosed)
    with pytest.raises(ReadError, match="没有找到部门预算"):
        load_budget(written(tmp_path / "信.txt", "各位同事：\n明天开会。\n"))
    with pytest.raises(ReadError, match="找不到这个文件"):
        load_report(accounts, budget=tmp_path / "没有.pdf")


def test_a_report_without_a_budget_has_none(tmp_path):
    accounts, disclosed = pair(tmp_path)
    assert load_report(accounts).budget is None
    assert load_report(accounts, budget="").budget is None
    known = load_budget(disclosed)
    assert load_report(accounts, budget=known).budget is known


@pytest.mark.parametrize("seed", range(6))
def test_both_sources_agree_and_a_misprint_is_found_where_it_is(tmp_path, seed):
    style = list(STYLES)[seed % 3]
    accounts, disclosed = pair(tmp_path, seed, style=style)
    result = check(load_report(accounts, budget=disclosed), select=["NV16"])
    assert set(result.results["verdict"]) == {"passed"}
    planted = []

    def change(made):
        made, told = misprint(made, seed)
        planted.append(told)
        return made

    accounts, disclosed = pair(tmp_path, seed, style=style, change=change)
    report = load_report(accounts, budget=disclosed)
    findings = check(report, select=["NV16"]).findings
    assert list(findings["codes"]) == [planted[0].code]
    assert list(findings["severity"]) == ["warning"]
    line = report.budget.original()[planted[0].code]
    assert line.value == planted[0].found
    assert findings["places"][0].split("；")[1] == report.budget.place_of(line)


def test_a_list_on_another_basis_is_one_finding(tmp_path):
    accounts, disclosed = pair(tmp_path, 2)
    text = disclosed.read_text(encoding="utf-8").replace("单位：万元", "单位：千元")
    disclosed.write_text(text, encoding="utf-8")
    findings = check(load_report(accounts, budget=disclosed), select=["NV16"]).findings
    assert len(findings) == 1
    assert "口径不同" in findings["message"][0]
