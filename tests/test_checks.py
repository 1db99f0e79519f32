"""The runner: four verdicts, nothing absent passes, nothing crashes silently, findings led by severity and money."""

from dataclasses import replace

import pytest

from checks_clean import CLEAN, report
from juesuan_nb.checks import FINDINGS, RESULTS, check, runner
from juesuan_nb.checks.literal import Sample, sample
from juesuan_nb.checks.model import Rule, failed
from juesuan_nb.errors import UsageError
from juesuan_nb.report import load_report


@pytest.fixture(scope="module")
def clean():
    return check(report(CLEAN))


def verdicts(result, rule):
    return set(result.results.loc[result.results["rule"] == rule, "verdict"])


def test_a_clean_report_has_no_error_and_no_warning(clean):
    serious = clean.findings[clean.findings["severity"] != "info"]
    assert serious.empty, serious["message"].tolist()
    assert {"FT", "AR", "NV", "CP", "PF"} <= set(clean.verdicts())
    assert all("failed" not in clean.verdicts()[family] for family in ("FT", "AR", "NV", "CP", "PF"))


def test_a_clean_report_is_really_checked(clean):
    counts = clean.verdicts()
    assert counts["FT"]["passed"] > 100
    assert counts["AR"]["passed"] > 80
    assert "not_checked" not in counts["FT"] | counts["AR"]
    unchecked = clean.results[(clean.results["family"] == "NV") & (clean.results["verdict"] == "not_checked")]
    assert set(unchecked["reason"]) == {"情况说明中没有读到这一部分的数字"}


def test_the_frames_keep_the_contract(clean):
    assert list(clean.findings.columns) == list(FINDINGS)
    assert list(clean.results.columns) == list(RESULTS)
    assert set(clean.findings["verdict"]) <= {"failed"}


def test_tails_are_one_finding_per_rule_and_the_places_pass(clean):
    tails = clean.findings[clean.findings["message"].str.contains("尾差")]
    assert len(tails) == tails["rule"].nunique() > 0
    listed = clean.results[clean.results["reason"].str.startswith("尾差")]
    assert set(listed["verdict"]) == {"passed"}
    assert len(listed) >= len(tails)


def test_findings_are_led_by_severity_then_money():
    text = "T3 | 本年支出合计 | 基本支出\n2080101 甲 | 5.00 | 4.00\n2080102 乙 | 50.00 | 40.00"
    found = check(sample(text), select=("FT09", "CP01")).findings
    assert list(found["severity"]) == sorted(found["severity"], key=["error", "warning", "info"].index)
    assert list(found["difference"])[:2] == ["10.00", "1.00"]
    assert list(found["expected"])[:2] == ["40.00", "4.00"]
    assert list(found["found"])[:2] == ["50.00", "5.00"]


def test_nothing_absent_passes():
    result = check(Sample())
    assert set(result.verdicts()["FT"]) <= {"not_checked", "not_applicable"}
    assert set(result.verdicts()["AR"]) == {"not_checked"}
    assert set(result.verdicts()["NV"]) == {"not_checked"}
    assert set(result.verdicts()["PF"]) == {"not_checked"}
    assert all(result.results.loc[result.results["verdict"] == "not_checked", "reason"] != "")


def test_a_missing_table_is_named_in_the_reason():
    result = check(sample("T1 | 收入/金额\n本年收入合计 | 1.00"), select=("AR01",))
    assert list(result.results["verdict"]) == ["not_checked"]
    assert "收入决算表" in result.results["reason"][0]


def test_a_rule_that_crashes_is_not_checked_with_the_name_of_the_exception(monkeypatch):
    def crash(facts):
        raise KeyError("somewhere")
        yield

    broken = Rule("FT98", "会出错的规则", "error", "form", "无", crash)
    sound = Rule("FT99", "好规则", "error", "form", "无", lambda facts: [failed("某处", "某处不符。")])
    monkeypatch.setattr(runner, "chosen", lambda *_: [broken, sound])
    result = check(Sample())
    assert list(result.results["verdict"]) == ["not_checked", "failed"]
    assert "KeyError" in result.results["reason"][0]
    assert list(result.findings["rule"]) == ["FT99"]


def test_an_inferred_cell_proves_nothing():
    text = "T3 | 本年支出合计 | 基本支出 | 项目支出\n2080101 甲 | 5.00? | 1.00 | 2.00"
    assert verdicts(check(sample(text), select=("FT09",)), "FT09") == {"not_checked"}
    agreeing = text.replace("5.00?", "3.00?")
    assert verdicts(check(sample(agreeing), select=("FT09",)), "FT09") == {"not_checked"}


def test_a_cell_that_reading_lost_is_not_a_zero():
    note = {"kind": "cell_lost", "statement": "expenditure", "code": "2080101", "column": "项目支出", "value": "2.00"}
    text = "T3 | 本年支出合计 | 基本支出 | 项目支出\n2080101 甲 | 5.00 | 1.00 |"
    lost = replace(sample(text), notes=(note,))
    assert verdicts(check(lost, select=("FT09",)), "FT09") == {"not_checked"}


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        ("5.00 | 1.00 | 2.00", "error"),
        ("5.00+ | 1.00 | 2.00", "warning"),
        ("5.00 | 0.00 |", "warning"),
        (" | 1.00 | 2.00", "warning"),
    ],
    ids=["printed", "recovered", "blank among printed zeros", "blank total"],
)
def test_only_printed_figures_prove_an_error(row, severity):
    text = f"T3 | 本年支出合计 | 基本支出 | 项目支出\n2080100 乙 | 2.00 | 1.00 | 1.00\n2080101 甲 | {row}"
    found = check(sample(text), select=("FT09",)).findings
    assert list(found["severity"]) == [severity]


def test_a_blank_is_zero_where_zeros_are_not_printed():
    text = "T3 | 本年支出合计 | 基本支出 | 项目支出\n2080101 甲 | 5.00 | 5.00 |"
    assert verdicts(check(sample(text), select=("FT09",)), "FT09") == {"passed"}
    found = check(
        sample(text.replace("5.00 |\n", "4.00 |\n").replace("| 5.00 |", "| 4.00 |")), select=("FT09",)
    ).findings
    assert list(found["severity"]) == ["error"]


def test_one_addend_has_no_tail_and_several_have():
    one = "T3 | 本年支出合计 | 基本支出\n2080505 甲 | 32.42 | 32.43"
    assert list(check(sample(one), select=("FT09",)).findings["severity"]) == ["error"]
    two = "T3 | 本年支出合计 | 基本支出 | 项目支出\n2080505 甲 | 32.42 | 12.43 | 20.00"
    assert list(check(sample(two), select=("FT09",)).findings["severity"]) == ["info"]
    beyond = two.replace("32.42", "32.40")
    assert list(check(sample(beyond), select=("FT09",)).findings["severity"]) == ["error"]


def test_the_same_datum_may_differ_by_a_tail_only_where_both_are_sums():
    sums = "T1 | 支出/金额\n八、社会保障和就业支出 | {}\nT3 | 本年支出合计\n208 甲 | 5.00\n2080101 乙 | 2.00\n2080102 丙 | 3.00"
    assert list(check(sample(sums.format("5.01")), select=("AR05",)).findings["severity"]) == ["info"]
    assert list(check(sample(sums.format("5.02")), select=("AR05",)).findings["severity"]) == ["error"]
    single = "T1 | 支出/金额\n八、社会保障和就业支出 | 5.01\nT3 | 本年支出合计\n208 甲 | 5.00\n2080101 乙 | 5.00"
    assert list(check(sample(single), select=("AR05",)).findings["severity"]) == ["error"]


def test_the_carry_over_lines_are_told_from_the_grants():
    text = """
    T4 | 收入/金额
    一、一般公共预算财政拨款 | 50.00
    二、政府性基金预算财政拨款 | 5.00
    本年收入合计 | 55.00
    年初财政拨款结转和结余 | 3.00
    一般公共预算财政拨款 | 1.00
    政府性基金预算财政拨款 | 2.00
    总计 | 58.00
    """
    result = check(sample(text), select=("FT18", "FT19", "FT20"))
    assert result.verdicts() == {"FT": {"passed": 3}}


def test_carry_over_lines_are_told_by_line_number_too():
    cells = sample("T4 | 收入/金额\n一般公共预算财政拨款 | 9.00\n一般公共预算财政拨款 | 4.00").cells
    from juesuan_nb.checks.ledger import Ledger

    cells["line_no"] = [29, 1]
    empty = Sample()
    ledger = Ledger(cells, empty.tables, empty.quality, "万元")
    assert ledger.get(("appropriation_summary", "opening_general_public_budget", "收入/金额")).amount == 9_000_000
    assert ledger.get(("appropriation_summary", "general_public_budget", "收入/金额")).amount == 4_000_000


def test_own_funds_explain_a_difference_between_the_summaries():
    text = """
    T1 | 收入/金额 | 支出/金额
    八、其他收入 | {own} |
    本年支出合计 | | 6.00
    T4 | 收入/金额 | 支出/合计
    本年支出合计 | | 5.00
    """
    with_own = check(sample(text.format(own="1.00")), select=("AR09", "AR11"))
    assert with_own.findings.empty
    assert verdicts(with_own, "AR11") == {"not_applicable"}
    without = check(sample(text.format(own="0.00")), select=("AR09", "AR11"))
    assert list(without.findings["rule"]) == ["AR11"]


def test_each_scope_is_checked_on_its_own():
    whole = sample("T3 | 本年支出合计 | 基本支出\n2080101 甲 | 5.00 | 5.00")
    own = sample("T3 | 本年支出合计 | 基本支出\n2080101 甲 | 3.00 | 2.00")
    import pandas as pd

    cells = pd.concat([whole.cells.assign(scope="汇总"), own.cells.assign(scope="本级")], ignore_index=True)
    both = Sample()
    both.__dict__["cells"] = cells
    result = check(both, select=("FT09",))
    assert list(result.results["verdict"]) == ["passed", "failed"]
    assert result.results["place"][1].startswith("（本级）")


def test_an_empty_table_is_not_applicable_inside_and_zero_between():
    text = "T4 | 收入/金额\n二、政府性基金预算财政拨款 | {}\nT7 | 本年收入\n# 没有政府性基金收入和支出，本表无数据。"
    result = check(sample(text.format("0.00")), select=("FT35", "AR20", "CP02"))
    assert verdicts(result, "FT35") == {"not_applicable"}
    assert "passed" in verdicts(result, "AR20")
    told_otherwise = check(sample(text.format("5.00")), select=("AR20",))
    assert list(told_otherwise.findings["severity"]) == ["warning"]


def test_select_and_ignore_take_codes_and_families():
    chosen = set(check(report(CLEAN), select=("FT", "AN01"), ignore=("ft09",)).results["rule"])
    assert "AN01" in chosen
    assert "FT08" in chosen
    assert "FT09" not in chosen
    assert not any(code.startswith("AR") for code in chosen)
    with pytest.raises(UsageError, match="ZZ99"):
        check(Sample(), select=("ZZ99",))


def test_thresholds_are_overridden_by_name():
    rule = ("AN01",)
    from juesuan_nb.checks.samples import item

    told = Sample(told=item("100.00", "110.00"))
    assert check(told, select=rule).findings.empty
    assert len(check(told, select=rule, thresholds={"execution_rate_high": 105}).findings) == 1
    assert check(
        told, select=rule, thresholds={"execution_rate_high": "105", "variance_materiality": 20}
    ).findings.empty
    with pytest.raises(UsageError, match="no_such"):
        check(told, thresholds={"no_such": 1})
    with pytest.raises(UsageError, match="execution_rate_high"):
        check(told, thresholds={"execution_rate_high": "很高"})


def test_amounts_are_told_in_the_unit_of_the_report():
    text = "T3 | 本年支出合计 | 基本支出\n2080101 甲 | 50000.00 | 40000.00"
    in_yuan = replace(sample(text), unit="元")
    finding = check(in_yuan, select=("FT09",)).findings.iloc[0]
    assert "相差10,000.00元" in finding["message"]
    assert (finding["found"], finding["unit"]) == ("50000.00", "元")


def test_a_table_in_yuan_and_a_text_in_wan_agree_within_half_a_printed_unit():
    from juesuan_nb.checks.literal import claims

    told = claims("general_public_expenditure", "一般公共预算财政拨款支出 | outturn | 6519.14 万元", section="五(一)")
    text = "T5 | 合计\n合计 | {}\n2080101 甲 | {}"
    for yuan, severities in (("65191449.99", ["info"]), ("65191450.01", ["error"])):
        in_yuan = Sample(text.format(yuan, yuan), told, unit="元")
        assert list(check(in_yuan, select=("NV01",)).findings["severity"]) == severities


def test_a_row_that_only_another_statement_prints_is_perhaps_unread():
    text = """
    T2 | 本年收入合计
    20807 就业补助 | 3.00
    2080701 甲 | 1.00
    2080702 乙 | 2.00
    T3 | 本年支出合计
    20807 就业补助 | {}
    2080701 甲 | 1.00
    """
    unread = check(sample(text.format("3.00")), select=("FT15",)).findings
    assert list(unread["severity"]) == ["warning"]
    assert "2080702" in unread["message"][0]
    assert list(check(sample(text.format("3.50")), select=("FT15",)).findings["severity"]) == ["error"]


def test_a_part_told_after_the_items_is_not_taken_for_the_total():
    from juesuan_nb.checks.literal import claims
    from juesuan_nb.checks.samples import item

    whole = claims("general_public_expenditure", "一般公共预算财政拨款支出 | outturn | 30.00 万元", section="五(三)")
    part = claims("general_public_expenditure", "其中:基本支出 | outturn | 7.00 万元", section="五(三)")
    told = Sample("T5 | 合计\n合计 | 30.00\n2080702 甲 | 30.00", whole + item("40.00", "30.00") + part)
    assert check(told, select=("NV06",)).findings.empty


def test_own_funds_and_carry_over_leave_a_clean_report_clean():
    richer = replace(CLEAN, own={"2080102": 500_000, "2299999": 123_456}, opening=700_049, closing=90_051)
    result = check(report(richer), select=("FT", "AR", "NV", "CP", "PF"))
    serious = result.findings[result.findings["severity"] != "info"]
    assert serious.empty, serious["message"].tolist()
    assert "passed" in verdicts(result, "AR08") & verdicts(result, "AR09") & verdicts(result, "AR15")
    assert verdicts(result, "AR10") == verdicts(result, "AR16") == {"not_applicable"}


def test_a_higher_education_set_is_told_as_what_it_is_not_as_nine_missing_tables(tmp_path):
    path = tmp_path / "某大学.txt"
    path.write_text(
        "某大学2023年度部门决算\n表2：高等学校收入决算表\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\n205\t教育支出\t3.00\t3.00\n",
        encoding="utf-8",
    )
    findings = check(load_report(path)).findings
    assert findings[["rule", "severity"]].values.tolist() == [["CP01", "info"]]
    assert "高等学校的一套报表（《高等学校收入决算表》）" in findings["message"][0]
