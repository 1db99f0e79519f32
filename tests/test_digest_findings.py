"""The lists of findings of a workbook: order, members below their lead, false alarms grey and last, links to rules."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from juesuan_nb import digest
from juesuan_nb.checks import FINDINGS, check
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.runner import CheckResult
from juesuan_nb.frames import frame

TEXT = "T3 | 本年支出合计 | 基本支出\n2080101 甲 | 1005.00 | 4.00\n2080102 乙 | 50.00 | 40.00"


def finding(key, **fields):
    row = {
        "rule": "FT09",
        "family": "FT",
        "severity": "error",
        "verdict": "failed",
        "key": key,
        "message": f"{key}不符。",
    }
    return row | fields


def listed(*rows, families=("FT", "AR")):
    return digest.findings(CheckResult(frame(rows, FINDINGS), frame((), {})), families)


def soup(shown):
    return BeautifulSoup(shown._repr_html_(), "html.parser")


def rows(shown):
    return [(row.get("class", []), row.find_all("td")[2].get_text()) for row in soup(shown).select("tbody tr")]


def test_a_finding_shows_its_figures_its_place_and_the_way_to_its_rule():
    result = check(sample(TEXT), select=["FT09"])
    cells = [cell.get_text() for cell in soup(digest.findings(result, ["FT"])).select_one("tbody tr").find_all("td")]
    assert cells[:2] == ["错误", "FT09"]
    assert cells[3:6] == ["4.00", "1,005.00", "1,001.00"]
    assert "2080101 甲·本年支出合计" in cells[6]
    link = soup(digest.findings(result, ["FT"])).find("a")
    pages = BeautifulSoup(digest.rule_pages(result)._repr_html_(), "html.parser")
    target = pages.find(id=link["href"].removeprefix("#"))
    assert target.name == "details"
    assert target.summary.get_text() == f"FT09 {result.findings['title'].iloc[0]}"
    assert "相差" in target.get_text()


def test_members_stand_below_their_lead_whatever_lies_between():
    shown = listed(
        finding("甲"), finding("乙"), finding("丙", lead="甲"), finding("丁", lead="甲", rule="AR05", family="AR"), finding("戊", lead="无")
    )  # fmt: skip
    assert rows(shown) == [
        ([], "甲不符。"),
        (["m"], "丙不符。"),
        (["m"], "丁不符。"),
        ([], "乙不符。"),
        ([], "戊不符。"),
    ]
    assert [line.startswith("  └ ") for line in repr(shown).splitlines()[1:6]] == [False, True, True, False, False]


def test_a_member_of_another_list_or_of_a_false_alarm_stands_for_itself():
    shown = listed(
        finding("乙", lead="甲"), finding("丙", lead="丁"), finding("己", lead="乙"), finding("甲", severity="info"), finding("丁", disposition="误报")
    )  # fmt: skip
    assert rows(shown) == [
        ([], "乙不符。"),
        ([], "丙不符。"),
        ([], "己不符。"),
        (["d"], "丁不符。误报"),
        ([], "甲不符。"),
    ]


def test_what_analysts_noted_and_what_a_cell_mends_stand_with_the_message():
    shown = soup(listed(finding("甲", disposition="已核实", note="<b>属实</b>", mends="4"), finding("乙", note="待查")))
    assert [small.get_text() for small in shown.find_all("small")] == [
        "改正这一格可使 4 条关系相符；已核实：<b>属实</b>",
        "备注：待查",
    ]
    assert not shown.select("small b")


def test_remarks_are_folded_and_counted():
    shown = soup(listed(finding("甲"), finding("乙", severity="info")))
    assert shown.details.summary.get_text() == "提示（1 条）"
    assert not shown.details.has_attr("open")
    assert "错误和疑点：没有。" in soup(listed()).get_text()


def test_conclusion_and_lists_leave_false_alarms_out_and_last():
    result = check(sample(TEXT), select=["FT09"])
    result = replace(result, findings=result.findings.assign(disposition=["误报", ""]))
    said = dict(digest.conclusion(sample_report(), result).parts)["错误"]
    assert len(said) == 1
    assert "乙" in said[0]


def sample_report():
    from literals import report

    return report()


@pytest.mark.parametrize("made", [listed(finding("甲", message="<script>")), digest.rule_pages(check(sample(TEXT)))])
def test_texts_are_escaped(made):
    assert "<script" not in made._repr_html_()
    assert repr(made)
