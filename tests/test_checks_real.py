"""The real report: what is provable is an error, rounding and reading damage are not, the leads are all there."""

from pathlib import Path

import pytest

from juesuan_nb.checks import check
from juesuan_nb.report import load_report

SAMPLE = Path(__file__).parent.parent / "data" / "jiaozuo-hr-2024.txt"


@pytest.fixture(scope="module", params=["sample", "report"])
def result(request):
    """The shipped sample has all figures and defects of the real report; where that is at hand, it must say the same."""
    return check(load_report(SAMPLE) if request.param == "sample" else request.getfixturevalue("jiaozuo"))


def found(result, rule, severity=None):
    rows = result.findings[result.findings["rule"] == rule]
    return rows if severity is None else rows[rows["severity"] == severity]


def test_the_errors_are_the_two_misprints_and_one_sentence_and_nothing_else(result):
    errors = result.findings[result.findings["severity"] == "error"]
    assert sorted(errors["rule"]) == ["AR05", "AR10", "AR21", "FT00", "FT03", "FT09", "FT28", "NV14"]
    lead = errors.iloc[0]
    assert "二十一、国有资本经营预算支出·支出/金额印0.90万元" in lead["message"]
    capital = errors[errors["lead"] == lead["key"]]
    assert sorted(capital["rule"]) == ["AR05", "AR10", "AR21", "FT03"]
    assert set(capital["difference"]) <= {"1.33", "-1.33"}
    pension = errors[errors["rule"].isin(["FT09", "FT28"])]
    assert set(pension["codes"]) == {"2080505"}
    assert list(pension["found"] + " " + pension["expected"]) == ["32.42 32.43"] * 2


def test_the_pension_is_misprinted_in_two_tables_and_one_witness_each_proves_no_cell(result):
    leads = found(result, "FT00", "warning")
    assert set(leads["codes"]) == {"2080505"}
    assert list(leads["found"] + " " + leads["expected"]) == ["32.43 32.42"] * 2
    assert leads["message"].str.contains("同时改正").all()


def test_rounding_tails_are_info(result):
    tails = result.findings[result.findings["message"].str.contains("尾差")]
    assert set(tails["severity"]) == {"info"}
    assert {"FT01", "FT14", "FT15", "FT18", "FT30", "AR02", "AR22", "NV06"} <= set(tails["rule"])


def test_cells_that_reading_lost_are_not_checked(result):
    lost = result.results[result.results["reason"].str.contains("读取时丢失")]
    assert set(lost["verdict"]) == {"not_checked"}
    assert {"FT09", "FT15", "FT33", "FT34", "AR17"} <= set(lost["rule"])


def test_no_rule_crashed(result):
    assert not result.results["reason"].str.contains("出错").any()


@pytest.mark.parametrize("rate", ["1981.20%", "449.88%", "342.89%", "139.40%", "75.85%", "54.67%", "8.92%"])
def test_the_rates_far_from_the_budget_are_raised(result, rate):
    assert found(result, "AN01")["message"].str.contains(rate, regex=False).sum() == 1


def test_no_other_rate_is_raised(result):
    assert len(found(result, "AN01")) == 7


def test_the_items_without_a_budget_are_raised(result):
    assert set(found(result, "AN02")["codes"]) == {"2080701", "2080704", "2080713"}
    assert set(found(result, "AN02")["found"]) == {"52.00", "188.63", "2.00"}


def test_the_section_that_drives_the_variance_is_named(result):
    section = found(result, "AN03", "warning").iloc[0]
    assert section["codes"] == "20807"
    assert "94.18%" in section["message"]


def test_the_number_used_twice_is_found(result):
    assert list(found(result, "CP07")["codes"]) == ["2080709；2080711"]


def test_the_narrative_agrees_with_the_tables(result):
    assert result.verdicts()["NV"]["passed"] > 70
    assert set(result.findings.loc[result.findings["family"] == "NV", "rule"]) <= {"NV06", "NV14"}


def test_a_large_carry_over_in_words_stands_against_zero(result):
    (message,) = found(result, "NV14", "error")["message"]
    assert "年末财政拨款结转和结余·支出/国有资本经营预算财政拨款为0.00万元" in message


def test_reasons_that_say_the_opposite_of_the_figures(result):
    assert set(found(result, "EX01", "warning")["codes"]) == {"2080505", "2101101", "2101102", "2101103", "2210201"}


def test_reasons_that_only_name_the_source(result):
    assert set(found(result, "EX03", "warning")["codes"]) == {"2080701", "2080702", "2080704", "2080705", "2080799"}
    assert list(found(result, "EX03", "info")["codes"]) == ["2080713"]


def test_every_difference_has_a_reason_and_one_use_names_another_item(result):
    assert found(result, "EX02").empty
    assert list(found(result, "EX04")["codes"]) == ["2080704"]
    assert set(found(result, "EX04")["severity"]) == {"info"}


def test_the_reason_of_the_total_leaves_out_the_section_that_drives_it(result):
    assert list(found(result, "EX06", "info")["codes"]) == ["20807"]


def test_reading_is_reported(result):
    assert {"RD01", "RD02", "RD03", "RD04"} <= set(result.findings["rule"])
    assert "179.95" in " ".join(found(result, "RD03")["message"])


def test_the_self_evaluation_is_questioned(result):
    assert "92.65%" in found(result, "PF03", "warning")["message"].iloc[0]
    assert "17.47%" in found(result, "PF04", "warning")["message"].iloc[0]
    assert "7.35%" in found(result, "PF05", "info")["message"].iloc[0]
    assert found(result, "PF06", "warning")["found"].iloc[0] == "100"
    assert found(result, "PF07", "warning")["found"].iloc[0] == "85"
    assert found(result, "PF02").empty
    assert result.findings[result.findings["family"] == "PF"]["severity"].ne("error").all()
