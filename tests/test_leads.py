"""Leads of AN07 to AN12, and the account of own funds: what is explained is no lead."""

from decimal import Decimal

import pytest

from juesuan_nb.checks import check
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.pairs import pairs
from juesuan_nb.checks.peers import LABELS, PEERS, profile, robust_z
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.terms import Term


def severities(report: Sample, rule: str, **settings) -> list[str]:
    return list(check(report, select=(rule,), **settings).findings["severity"])


def test_leads_are_never_errors():
    text = "T3 | 本年支出合计\n20807 就业补助 | 100.00\n2080799 其他 | 90.00\nT6 | 决算数\n302 商品 | 50.00\n30299 其他 | 40.00"
    assert severities(sample(text), "AN07") == ["info", "info"]


def test_a_category_without_its_parent_row_is_no_residue():
    assert severities(sample("T3 | 本年支出合计\n2080799 其他 | 90.00"), "AN07") == []


def test_whole_numbers_say_nothing_where_everything_is_printed_whole():
    told = tuple(
        row for place in range(1, 7) for row in item(f"{place + 1}", f"{place}", name=f"20807{place:02} 某项", no=place)
    )
    assert severities(sample("", told), "AN09") == []


def test_last_year_told_as_such_is_not_stale():
    change = claims(
        "revenue_expenditure_summary", "收入支出总计 | outturn | 60.25 万元", "收入支出总计 | yoy_change | 60.25 万元"
    )
    assert severities(sample("T4 | 收入/金额\n总计 | 0.00", change), "AN10") == []


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_the_terms_of_a_pair_can_be_read(pair):
    assert all(Term.parse(term) for term in pair.money)


def test_what_the_text_does_not_tell_is_not_judged():
    report = sample("T6 | 决算数\n310 资本性支出 | 9.00", claims("state_assets", "其他用车 | count | 0 辆"))
    results = check(report, select=("AN12",)).results
    assert set(results["verdict"]) == {"not_checked", "not_applicable"}


def test_a_part_of_three_public_over_budget_within_the_whole_is_only_info():
    text = "T9 | 预算数/合计 | 预算数/因公出国(境)费 | 预算数/公务接待费 | 决算数/合计 | 决算数/因公出国(境)费 | 决算数/公务接待费\n"
    assert severities(sample(f"{text}- | 5.00 | 1.00 | 4.00 | 4.50 | 1.50 | 3.00"), "AN06") == ["info"]
    assert severities(sample(f"{text}- | 5.00 | 1.00 | 4.00 | 5.50 | 1.50 | 4.00"), "AN06") == ["warning", "warning"]


def test_a_year_before_that_was_nothing_is_no_jump():
    rows = (
        "收入支出总计 | outturn | 60.00 万元",
        "收入支出总计 | yoy_change | 60.00 万元",
        "收入支出总计 | yoy_rate | 100.00 %",
    )
    assert severities(sample("", claims("revenue_expenditure_summary", *rows)), "AN05") == ["info"]


def department(name: str, basic: str) -> Sample:
    text = f"T3 | 本年支出合计 | 基本支出\n合计 | 100.00 | {basic}\nT2 | 本年收入合计 | 财政拨款收入\n合计 | 100.00 | 100.00"
    return Sample(text, department=name)


CORPUS = [department(f"部门{place}", f"{share}.00") for place, share in enumerate((40, 44, 46, 48, 50, 52, 54, 56, 60))]


def test_the_profile_of_a_corpus_has_a_row_per_report():
    peers = profile(CORPUS)
    assert list(peers.columns) == list(PEERS)
    assert list(peers["basic_share"]) == [Decimal(f"{share}.00") for share in (40, 44, 46, 48, 50, 52, 54, 56, 60)]
    assert peers["three_public_rate"].isna().all()


def test_robust_z_is_exact():
    others = [Decimal(share) for share in (40, 44, 46, 48, 50, 52, 54, 56, 60)]
    assert robust_z(Decimal(80), others) == Decimal("5.06")
    assert robust_z(Decimal(80), [Decimal(50)] * 9) is None


def test_a_department_among_its_peers():
    peers = profile(CORPUS)
    odd, usual = department("某局", "90.00"), department("某局", "55.00")
    assert severities(odd, "AN11", peers=peers) == ["info"]
    assert severities(usual, "AN11", peers=peers) == []
    message = check(odd, select=("AN11",), peers=peers).findings.iloc[0]["message"]
    assert LABELS["basic_share"] in message
    assert "50.00%" in message


def test_a_department_is_not_its_own_peer_and_years_do_not_mix():
    peers = profile(CORPUS)
    assert set(check(department("部门0", "40.00"), select=("AN11",), peers=peers).results["verdict"]) == {
        "passed",
        "not_checked",
    }
    peers["year"] = 2019
    assert set(check(department("某局", "90.00"), select=("AN11",), peers=peers).results["verdict"]) == {"not_checked"}


def test_a_share_that_all_peers_have_is_not_judged():
    report = Sample(
        department("某局", "50.00").text.replace("| 100.00 | 100.00", "| 100.00 | 50.00"), department="某局"
    )
    results = check(report, select=("AN11",), peers=profile(CORPUS)).results
    row = results[results["place"] == LABELS["appropriation_share"]].iloc[0]
    assert (row["verdict"], row["reason"]) == ("not_checked", "半数以上的同类部门这个数相同")


def test_own_funds_are_named_with_their_amounts():
    text = """
    T1 | 收入/金额 | 支出/金额
    五、事业收入 | 4.00 |
    本年支出合计 | | 8.00
    年末结转和结余 | | 1.50
    T4 | 收入/金额 | 支出/合计
    本年支出合计 | | 5.00
    年末财政拨款结转和结余 | | 0.50
    """
    row = check(sample(text), select=("AR25",)).results.iloc[0]
    assert row["verdict"] == "passed"
    assert "事业收入4.00万元" in row["reason"]
    assert "非财政拨款支出3.00万元，非财政拨款年末结转1.00万元" in row["reason"]


def test_a_deficit_of_own_funds_is_no_error_anywhere():
    text = """
    T1 | 收入/金额 | 支出/金额
    五、事业收入 | 4.00 |
    本年支出合计 | | 10.00
    年末结转和结余 | | 0.50
    T4 | 收入/金额 | 支出/合计
    本年支出合计 | | 5.00
    年末财政拨款结转和结余 | | 1.50
    """
    findings = check(sample(text), select=("AR08", "AR09", "AR25")).findings
    assert list(findings["rule"] + findings["severity"]) == ["AR25info"]
