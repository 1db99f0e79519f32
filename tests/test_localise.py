"""The wrong cell: the smallest change that mends every identity, its value, and what is said where that is not unique."""

import pytest

from juesuan_nb import checks, synth
from juesuan_nb.checks import check
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.localise import located
from juesuan_nb.checks.localise.slips import slip
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.report import load_report

SUM = """
T5 | 合计 | 基本支出 | 项目支出
合计 | 60.00 | 40.00 | 20.00
208 甲 | 30.00 | 25.00 | 5.00
210 乙 | 30.00 | 15.00 | 15.00
"""


def findings(text, *told, **options):
    return check(sample(text, *told), select=("FT", "AR", "NV01"), **options).findings


def changed(old, new, *told, text=SUM):
    assert old in text
    return findings(text.replace(old, new, 1), *told)


def test_a_report_that_adds_up_has_no_lead_and_nothing_is_searched():
    assert findings(SUM).empty
    assert located(Facts(sample(SUM), settings({}))) == []


def test_one_cell_in_two_broken_sums_is_named_with_its_value_and_leads_both():
    found = changed("208 甲 | 30.00 | 25.00", "208 甲 | 30.00 | 52.00")
    lead, *led = found.itertuples()
    assert (lead.rule, lead.severity, lead.found, lead.expected, lead.mends) == ("FT00", "error", "52.00", "25.00", "2")
    assert lead.codes == "208"
    assert "两位数字颠倒" in lead.message
    assert [row.lead for row in led] == [lead.key] * 2
    assert {row.rule for row in led} == {"FT28", "FT29"}


def test_the_key_of_a_lead_survives_other_figures_lines_and_findings():
    one = changed("208 甲 | 30.00 | 25.00", "208 甲 | 30.00 | 52.00").iloc[0]
    other = changed(
        "208 甲 | 30.00 | 25.00",
        "208 甲 | 30.00 | 99.00",
        text=SUM + "T6 | 决算数\n301 甲 | 5.00\n30101 乙 | 4.00",
    )
    assert one["key"] in set(other["key"])
    assert other["key"].is_unique


def test_two_cells_alone_are_not_told_apart():
    found = findings("T5 | 合计 | 基本支出 | 项目支出\n208 甲 | 460.91 | 364.93 | 90.00")
    assert list(found["rule"]) == ["FT28"]
    assert found["suspects"].iloc[0].count("应为") == 3


def test_the_text_speaks_for_the_cell_that_it_repeats():
    text = "T5 | 合计 | 基本支出 | 项目支出\n208 甲 | 460.91 | 364.93 | 90.00"
    told = claims("general_public_expenditure", "208 甲 | outturn | 460.91 万元", section="五(二)")
    alone, witnessed = (found["suspects"].iloc[0] for found in (findings(text), findings(text, told)))
    assert "甲·合计" in alone
    assert "甲·合计" not in witnessed
    assert "甲·基本支出" in witnessed


def test_a_table_that_disagrees_with_sum_and_text_leads_the_finding_of_the_text():
    told = claims("general_public_expenditure", "208 甲 | outturn | 30.00 万元", section="五(三)", item_no=1)
    found = changed("208 甲 | 30.00", "208 甲 | 33.00", told)
    assert set(found.loc[found["lead"] == found["key"].iloc[0], "rule"]) == {"FT28", "FT29", "NV01"}
    assert found["mends"].iloc[0] == "3"


def test_a_wrong_text_is_not_blamed_on_a_sound_cell():
    told = claims("general_public_expenditure", "208 甲 | outturn | 31.00 万元", section="五(三)", item_no=1)
    found = findings(SUM, told)
    assert list(found["rule"]) == ["NV01"]
    assert list(found["lead"]) == [""]


def test_two_swapped_figures_are_one_finding():
    text = SUM.replace("60.00 | 40.00 | 20.00", "61.00 | 40.00 | 21.00").replace(
        "30.00 | 15.00 | 15.00", "31.00 | {} | 16.00"
    )
    assert findings(text.format("15.00")).empty
    found = findings(text.replace("30.00 | 25.00", "30.00 | 15.00").format("25.00"))
    assert list(found["rule"]) == ["FT00", "FT28", "FT28"]
    assert "两数互换" in found["message"].iloc[0]
    assert found["mends"].iloc[0] == "2"


def test_two_misprints_apart_are_two_leads():
    heads = "T9 | 预算数/合计 | 预算数/小计 | 预算数/公务用车运行维护费 | 预算数/公务接待费"
    leads = findings(SUM.replace("25.00 | 5.00", "52.00 | 5.00") + f"{heads}\n- | 9.00 | 8.00 | 7.00 | 2.00")
    leads = leads[leads["rule"] == "FT00"]
    assert set(zip(leads["found"], leads["expected"], strict=True)) == {("52.00", "25.00"), ("8.00", "7.00")}


def test_a_recovered_cell_is_suspected_before_the_department():
    text = "T5 | 合计 | 基本支出 | 项目支出\n208 甲 | 460.91 | 364.93+ | 90.00"
    found = findings(text)
    assert list(found["severity"]) == ["warning", "warning"]
    assert "基本支出" in found["places"].iloc[0]
    assert "解不唯一" in found["message"].iloc[0]


def test_figures_beyond_the_digits_of_a_float_stay_exact():
    great = "T5 | 合计 | 基本支出 | 项目支出\n合计 | {0} | {0} | 0.00\n208 甲 | {0} | {1} | 0.00"
    found = findings(great.format("9007199254740.93", "9007199254740.92"))
    assert (found["found"].iloc[0], found["expected"].iloc[0]) == ("9007199254740.92", "9007199254740.93")


def test_a_total_printed_above_and_below_must_be_the_same():
    found = findings(SUM + "合计 | 60.00 | 40.00 | 22.00")
    assert set(found["rule"]) == {"FT00", "FT46"}
    assert (found["found"].iloc[0], found["expected"].iloc[0]) == ("22.00", "20.00")
    assert findings(SUM + "合计 | 60.00 | 40.00 | 20.00").empty


def test_totals_of_different_things_are_left_alone():
    assert findings(SUM + "合计 | 7.00 | 4.00 | 3.00")["rule"].tolist() == []


@pytest.mark.parametrize(
    ("printed", "true", "name"),
    [
        (-5_000_000, 5_000_000, "正负号颠倒"),
        (2_234_567_000_000, 223_460_000, "单位写错，差一万倍"),
        (12_340_000, 123_400_000, "小数点错位"),
        (32_420_000, 34_220_000, "两位数字颠倒"),
        (32_420_000, 32_430_000, "写错一位数字"),
        (3_240_000, 32_440_000, "多写或漏写一位数字"),
        (3_240_000, 98_760_000, ""),
        (32_420_000, 0, ""),
    ],
)
def test_the_slip_is_told(printed, true, name):
    assert slip(printed, true, "万元", True)[0] == name


def test_chance_makes_no_telling_slip():
    assert slip(32_420_000, 34_220_000, "万元", True)[1]
    assert not slip(32_420_000, 34_220_000, "万元", False)[1]


@pytest.mark.parametrize("layout", ["national", "yunnan", "appendix", "twice"])
@pytest.mark.parametrize("kind", ["cell", "scaled", "sign"])
def test_the_planted_cell_is_named_first(layout, kind, tmp_path):
    broken, planted = synth.plant(synth.department(7, layout=layout), kind, 7)
    (tmp_path / "a.txt").write_bytes(synth.render(broken, "text"))
    first = check(load_report(tmp_path / "a.txt"), select=("FT", "AR", "NV")).findings.iloc[0]
    named = first["message"] if first["rule"] == "FT00" else first["suspects"]
    assert planted.code in named
    assert planted.item.rpartition("、")[2] in named


def test_many_misread_figures_end_the_search_and_are_told_one_by_one():
    rows = "\n".join(f"{200 + n} 甲 | {n}.00 | {n + 3}.00 | {n + 2}.00" for n in range(1, 30))
    found = findings(f"T5 | 合计 | 基本支出 | 项目支出\n合计 | 900.00 | 500.00 | 300.00\n{rows}")
    assert (found["rule"] == "FT28").sum() == 30
    assert found["key"].is_unique


def test_the_rule_has_its_page():
    assert "Fellegi-Holt" in checks.explain("FT00")
