"""EX rules on running text as departments print it: read by the narrative reader, then judged."""

from dataclasses import replace

import pytest

import literals
from juesuan_nb import narrative
from juesuan_nb.checks import check, rule
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.runner import run
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.frames import CELLS, frame
from juesuan_nb.report import load_report

HEAD = """
第三部分 2024年度部门决算情况说明
五、一般公共预算财政拨款支出决算情况说明
（三）一般公共预算财政拨款支出决算具体情况。
"""
PRIMARY = "教育支出（类）普通教育（款）小学教育（项）"
FIGURES = {"up": ("50.00", "100.00", "200.00"), "down": ("100.00", "50.00", "50.00")}


def facts(text: str) -> Facts:
    document = Sample(lines=text).document
    told = narrative.extract(document, frame([], CELLS)).to_dict("records")
    return Facts(replace(literals.report(claims=told), document=document), settings(None))


def item(way: str, rest: str, name: str = PRIMARY, number: int = 1, before: str = "") -> str:
    budget, outturn, percent = FIGURES[way]
    figures = f"年初预算为{budget}万元，支出决算为{outturn}万元，完成年初预算的{percent}%{rest}"
    return f"{number}.{name}。{before}{figures}\n"


def verdicts(text: str, code: str) -> list[str]:
    outcomes = run(rule(code), facts(text))
    return [f"{one.verdict} {one.severity}".strip() for one in outcomes if one.verdict in ("failed", "not_checked")]


SAID = """
up | 。 | EX02
up | 。用于小学日常运转。 | EX02
up | ，年中追加人员经费。 |
up | ，决算数大于预算数，系年中追加。 |
up | 。差异原因：年中追加人员经费。 |
up | ，增加50.00万元，主要为新增项目。 |
up | ，年中根据上级文件下达资金。 |
up | ，决算数大于年初预算数的主要原因是学生人数减少。 | EX01
up | 。原因：年初预算未安排。 |
up | ，决算数大于年初预算数的主要原因是上级拨付资金，用于改善办学条件。 | EX03
up | ，较上年减少5.00万元，下降4.76%，主要原因是学生人数减少。 |
down | ，决算数小于年初预算数，主要原因：一是学生减少；二是厉行节约。 |
down | 。决算数小于年初预算数，主要原因是新增学生，生均经费增加。 | EX01
down | ，决算数与年初预算数存在差异的主要原因是学生人数增加。 | EX01
down | ，决算数大于年初预算数的主要原因是学生人数增加。 |
down | ，决算数小于年初预算数的主要原因是人员变动。 |
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in SAID.strip().splitlines()]


@pytest.mark.parametrize(("way", "rest", "expected"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_an_item_as_printed(way, rest, expected):
    text = HEAD + item(way, rest)
    found = [code for code in ("EX01", "EX02", "EX03", "EX04", "EX05") if "failed" in verdicts(text, code)]
    assert found == [expected] * bool(expected)


def test_a_reason_in_the_paragraph_below_counts():
    text = HEAD + item("up", "。") + "决算数大于预算数的主要原因：压减支出。\n"
    assert verdicts(text, "EX01") == ["failed"]
    assert verdicts(text, "EX02") == []


def test_a_section_without_any_reason_is_one_finding():
    text = HEAD + item("up", "。") + item("down", "。", "教育支出（类）普通教育（款）初中教育（项）", 2)
    assert verdicts(text, "EX02") == ["failed"]


def test_a_use_copied_from_another_item_is_seen_and_two_items_under_one_number_are_not_mixed_up():
    fund = "住房保障支出（类）住房改革支出（款）住房公积金（项）"
    care = "卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）"
    use = "主要用于：事业单位医疗保险支出。"
    copied = HEAD + item("down", "。", care, 1, use) + item("down", "。", fund, 2, use)
    right = HEAD + item("down", "。", care, 1, use) + item("down", "。", fund, 1)
    assert verdicts(copied, "EX04") == ["failed"]
    assert verdicts(right, "EX04") == []


def test_the_total_is_explained_by_its_items():
    whole = "2024年度一般公共预算财政拨款支出年初预算为50.00万元，支出决算为100.00万元，完成年初预算的200.00%。其中：\n"
    assert verdicts(HEAD + whole + item("up", "，主要是年中追加。"), "EX02") == []


def test_two_budgets_are_told_apart_by_the_word_of_comparison():
    """Outturn above an original budget of nothing and below the revised one: the reason speaks of the latter."""
    text = (
        "2024年度一般公共预算财政拨款支出年初预算为0万元，全年预算为120.00万元，支出决算为100.00万元。"
        "决算数小于预算数的主要原因：人员经费减少。\n"
    )
    assert verdicts(HEAD + text, "EX01") == []


def test_what_an_auditor_would_ask_of_a_district_report(shared):
    """One use that names another item, one reason under six items; no reason against its figure, none missing."""
    found = check(load_report(shared / "reports" / "putuo-social-work-2024.pdf"), select=("EX", "NV14")).findings
    listed = sorted(zip(found["rule"], found["severity"], found["codes"].str.count("；") + 1, strict=True))
    assert listed == [("EX04", "warning", 1), ("EX05", "info", 2), ("EX05", "info", 6)]
    assert list(found.loc[found["rule"] == "EX04", "codes"]) == ["2210201"]


def test_a_university_report_explains_what_it_must(shared):
    report = load_report(shared / "reports" / "southwest-university-2023.pdf")
    assert check(report, select=("EX", "NV14")).findings.empty
