"""The key of a finding: the same after unrelated changes, another for every other finding."""

import pytest

from juesuan_nb.checks import check, rule
from juesuan_nb.checks.keys import finding_key, finding_keys
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.model import failed

TEXT = "T3 | 本年支出合计 | 基本支出\n2080101 甲 | 5.00 | 4.00\n2080102 乙 | 50.00 | 40.00"


def keys(text, **options):
    found = check(sample(text), **options).findings
    return dict(zip(found["codes"], found["key"], strict=True))


def test_every_finding_of_a_report_has_its_own_key(sample):
    found = check(sample).findings
    assert found["key"].is_unique
    assert all(key.startswith(f"{code}-") for key, code in zip(found["key"], found["rule"], strict=True))


def test_the_key_stays_when_the_figures_and_other_findings_change():
    before = keys(TEXT, select=["FT09"])
    assert set(before) == {"2080101", "2080102"}
    assert keys(TEXT.replace("40.00", "41.00"), select=["FT09"]) == before
    assert keys(TEXT.replace("4.00\n", "5.00\n"), select=["FT09"]) == {"2080102": before["2080102"]}
    assert keys(TEXT, select=["FT", "CP"]).items() >= before.items()


def test_the_key_of_a_sum_stays_when_another_addend_is_printed():
    text = "T1 | 支出/金额\n一、一般公共服务支出 | 30.01\n本年支出合计 | 32.03"
    more = text.replace("本年", "八、社会保障和就业支出 | 1.00\n本年")
    (one,), (other,) = ((check(sample(each), select=["FT03"]).findings)["key"] for each in (text, more))
    assert one == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("支出决算表 合计（第3页）", "支出决算表 合计（第14页第2行）"),
        ("支出决算表 合计 12.30", "支出决算表 合计 1,512.30"),
        ("支出决算表 合 计", "支出决算表合计（）"),
    ],
)
def test_page_line_figures_and_white_space_do_not_count(one, other):
    assert finding_key("AN01", failed(one, "")) == finding_key("AN01", failed(other, ""))


@pytest.mark.parametrize(
    "other",
    [
        failed("（本级）某处", "", codes=("208",), tables=("支出决算表",)),
        failed("某处", "", codes=("210",), tables=("支出决算表",)),
        failed("某处", "", codes=("208",), tables=("收入决算表",)),
    ],
    ids=["scope", "code", "table"],
)
def test_another_subject_has_another_key(other):
    one = failed("某处", "", codes=("208",), tables=("支出决算表",))
    assert finding_key("NV01", one) != finding_key("NV01", other)


def test_two_findings_of_one_place_are_told_apart_by_what_they_say_and_then_by_order():
    said = [failed("某处", text) for text in ("甲", "乙", "乙")]
    first = finding_keys([(rule("CP07"), one) for one in said])
    assert len(set(first)) == 3
    assert finding_keys([(rule("CP07"), one) for one in reversed(said)]) == [first[1], first[2], first[0]]
    assert finding_keys([(rule("CP07"), said[0])])[0] not in first
