"""The workbook's own words are computed, complete and escaped."""

import pandas as pd
import pytest

from juesuan_nb import charts, digest, load_report, measures
from juesuan_nb.checks import FINDINGS, RESULTS, CheckResult, check
from juesuan_nb.frames import frame
from juesuan_nb.vocabulary import statements
from literals import cells, report


def result(findings=(), results=()) -> CheckResult:
    return CheckResult(frame(findings, FINDINGS), frame(results, RESULTS))


def finding(severity: str, message: str, rule: str = "FT01") -> dict:
    return {"rule": rule, "family": rule[:2], "severity": severity, "verdict": "failed", "message": message}


def place(rule: str, verdict: str, reason: str = "") -> dict:
    return {"rule": rule, "family": rule[:2], "verdict": verdict, "reason": reason}


def part(conclusion: digest.Conclusion, head: str) -> tuple[str, ...]:
    return dict(conclusion.parts)[head]


def test_contents_list_nine_statements_and_say_which_are_missing(pytestconfig):
    partial = load_report(pytestconfig.rootpath / "tests" / "data" / "five-of-nine.txt")
    found = digest.contents(partial)
    assert list(found["title"]) == [entry.title for entry in statements().values()]
    assert (found["state"] == digest.HAS).sum() == 5
    assert set(found.loc[found["state"] == digest.ABSENT, "title"]) >= {"收入决算表", "财政拨款收入支出决算总表"}
    assert found["figures"].sum() == len(partial.cells)


def test_contents_of_nothing():
    found = digest.contents(report())
    assert set(found["state"]) == {digest.ABSENT}
    assert not found["figures"].any()


def test_contents_count_what_reading_mended_and_tell_an_empty_table(sample):
    found = digest.contents(sample).set_index("title")
    assert found["repaired"].sum() == (sample.cells["quality"] != "printed").sum() > 0
    empty = sample.tables[~sample.tables["table"].isin(sample.cells["table"])]["table"]
    assert list(found.index[found["state"] == digest.EMPTY]) == list(empty)


def test_verdicts_count_places_by_family_in_the_order_of_the_catalogue():
    counted = digest.verdicts(
        result(
            results=[place("AR01", "passed"), place("FT01", "passed"), place("FT02", "failed"), place("FT02", "passed")]
        )
    )
    assert counted.to_dict("records") == [
        {"family": "FT 表内", "passed": 2, "failed": 1, "not_applicable": 0, "not_checked": 0},
        {"family": "AR 表间", "passed": 1, "failed": 0, "not_applicable": 0, "not_checked": 0},
    ]


def test_what_could_not_be_checked_is_grouped_by_reason():
    counted = digest.unchecked(
        result(
            results=[
                place("FT01", "not_checked", "没有表"),
                place("FT02", "not_checked", "没有表"),
                place("AR01", "passed"),
            ]
        )
    )
    assert counted.to_dict("records") == [{"rules": "FT01、FT02", "occurrences": 2, "message": "没有表"}]


def test_the_conclusion_repeats_the_finding_of_each_chart():
    literal = report(
        cells(
            "expenditure",
            "本年支出合计 基本支出 项目支出",
            "合计 | 4.00 | 1.00 | 3.00\n2010101 甲项 | 3.00 | 0.00 | 3.00\n2010102 乙项 | 1.00 | 1.00 | 0.00",
        )
    )
    ax = charts.structure(measures.expenditure_structure(literal, "item"))
    lines = part(digest.conclusion(literal, result(), [ax]), "分析所见")
    assert lines == (ax.get_title(loc="left").replace("\n", "") + "。",)
    assert "甲项占 75.0%" in lines[0]


def test_the_conclusion_lists_the_worst_and_counts_the_rest():
    many = [finding("error", f"第{n}处不符。") for n in range(digest.LISTED + 2)]
    said = digest.conclusion(report(), result(many))
    assert part(said, "错误")[0] == "FT01 第0处不符。"
    assert part(said, "错误")[-1] == "另有 2 条，见 findings.csv。"
    assert part(said, "疑点") == ("没有发现疑点。",)


def test_the_conclusion_never_takes_the_unchecked_for_sound():
    said = digest.conclusion(
        report(), result(results=[place("FT01", "not_checked", "没有表"), place("FT02", "passed")])
    )
    lines = part(said, "核对范围")
    assert lines[0].startswith("九张公开报表读到 0 张，没有找到：收入支出决算总表、")
    assert "共核对 2 处：通过 1 处，不符 0 处，不适用 0 处，未核对 1 处。" in lines[1]


def test_the_conclusion_is_escaped_and_the_same_as_text():
    said = digest.conclusion(report(), result([finding("error", "<script>alert(1)</script>")]))
    assert "<script>" not in said._repr_html_()
    assert "&lt;script&gt;" in said._repr_html_()
    assert "- FT01 <script>alert(1)</script>" in repr(said)


@pytest.mark.parametrize(
    "make", [digest.contents, lambda r: digest.verdicts(check(r)), lambda r: digest.unchecked(check(r))]
)
def test_frames_have_chinese_heads(make):
    from juesuan_nb.measures.words import HEADS

    assert set(make(report()).columns) <= set(HEADS)
    assert isinstance(make(report()), pd.DataFrame)
