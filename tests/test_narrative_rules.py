"""Family NV over whole narratives: quiet on correct ones in any wording, and each planted error is found by its rule."""

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan_nb import synth
from juesuan_nb.amounts import to_fen
from juesuan_nb.checks import check
from juesuan_nb.checks.told import gather
from juesuan_nb.frames import CELLS, frame
from juesuan_nb.report import load_report
from wordings import NAMES, found, report, texts


@pytest.mark.parametrize("name", NAMES)
def test_a_correct_narrative_gives_no_error_and_no_warning(name):
    assert found(*texts(name)) == []


PLANTED = [
    ("national", "增长2.73%", "增长7.23%", "NV04", "error"),
    ("national", "财政拨款收、支总计各增加30.00万元", "财政拨款收、支总计各减少30.00万元", "NV04", "error"),
    ("national", "下降7.49%", "下降9.47%", "NV04", "error"),
    ("national", "占81.08%", "占80.18%", "NV02", "error"),
    ("national", "占81.08%", "占80.18%", "NV03", "error"),
    ("national", "占政府采购支出总额的88.89%", "占政府采购支出总额的89.88%", "NV02", "error"),
    ("national", "支出决算为600万元，完成年初预算的120%", "支出决算为600万元，完成年初预算的102%", "NV05", "error"),
    ("national", "年初预算为290万元", "年初预算为300万元", "NV06", "error"),
    ("national", "决算数等于年初预算数", "决算数小于年初预算数", "NV15", "info"),
    ("national", "120%，决算数大于年初预算数", "120%，决算数小于年初预算数", "NV15", "error"),
    ("national", "货物支出20.00万元", "货物支出25.00万元", "NV10", "error"),
    ("national", "授予小微企业合同金额40.00万元", "授予小微企业合同金额84.00万元", "NV10", "error"),
    ("national", "授予中小企业合同金额80.00万元", "授予中小企业合同金额98.00万元", "NV10", "warning"),
    ("national", "共有车辆5辆", "共有车辆6辆", "NV11", "error"),
    ("national", "国内公务接待20批次、150人次", "国内公务接待0批次、0人次", "NV11", "warning"),
    ("national", "当年购置公务用车0辆", "当年购置公务用车1辆", "NV11", "warning"),
    ("national", "公务用车购置费0万元", "公务用车购置费1.50万元", "NV12", "error"),
    ("national", "支出1,110.00万元，占本年", "支出1,101.00万元，占本年", "NV13", "error"),
    ("national", "机关运行经费支出100.00万元", "机关运行经费支出130.00万元", "NV09", "warning"),
    ("national", "人员经费700.00万元", "人员经费770.00万元", "NV01", "error"),
    ("by-budget", "增长5.47%。其中", "增长4.57%。其中", "NV04", "error"),
    (
        "by-budget",
        "决算数1.00万元，比2023年年初预算数2.00万元减少",
        "决算数1.00万元，比2023年年初预算数2.00万元增加",
        "NV15",
        "error",
    ),
    ("with-parts", "完成调整预算的66.67%", "完成调整预算的76.67%", "NV05", "error"),
    ("with-parts", "结余分配0万元", "结余分配3万元", "NV01", "error"),
    ("national", "国内公务接待20批次、150人次", "国内公务接待0批次、150人次", "NV11", "warning"),
    ("national", "120%，决算数大于年初预算数", "120%，决算数等于年初预算数", "NV15", "error"),
    ("only-rates", "完成预算92.59%，决算数小于", "完成预算92.59%，决算数大于", "NV15", "error"),
    ("only-rates", "本年支出总计990.00万元", "本年支出总计909.00万元", "NV01", "error"),
    ("only-rates", "增长3.53%", "增长5.33%", "NV04", "error"),
    ("only-rates", "完成预算85.71%", "完成预算58.71%", "NV05", "warning"),
    ("both-years", "较2022年度的910.00万元减少30.00万元", "较2022年度的901.00万元减少30.00万元", "NV04", "error"),
    ("both-years", "支出决算小于年初预算10.00万元", "支出决算大于年初预算10.00万元", "NV15", "error"),
    ("both-years", "占77.78%", "占78.77%", "NV03", "error"),
    ("both-years", "全年预算3.00万元", "全年预算5.00万元", "NV12", "error"),
    ("yuan", "60,000元", "50,000元", "NV12", "error"),
    ("yuan", "较上年1,089万元", "较上年1,098万元", "NV04", "error"),
    ("yuan", "20万元、30万元、40万元", "20万元、35万元、40万元", "NV10", "error"),
    ("yuan", "较2022年的10万元减少2万元", "较2022年的10万元减少5万元", "NV04", "error"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "rule", "severity"), PLANTED)
def test_a_planted_error_is_found_by_its_rule(name, right, wrong, rule, severity):
    text, tables = texts(name)
    assert right in text
    told = found(text.replace(right, wrong, 1), tables, infos=True)
    assert (rule, severity) in [(code, grade) for code, grade, _ in told], told


def test_an_item_left_out_is_found_and_a_chosen_list_is_only_told():
    text, tables = texts("national")
    lines = text.splitlines(keepends=True)
    without = [line for line in lines if "防汛（项）" not in line]
    assert ("NV07", "warning") in [entry[:2] for entry in found("".join(without), tables)]
    few = [line for line in lines if "（项）" not in line or "行政运行（项）" in line]
    assert [entry[:2] for entry in found("".join(few), tables)] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("公务接待费支出决算为2.00万元，比上年3.00万元减少1.00万元。", {"prior_outturn": "3.00", "yoy_change": "1.00"}),
        (
            "公务接待费支出决算为2.00万元，比年初预算3.00万元节约1.00万元。",
            {"original_budget": "3.00", "outturn": "2.00"},
        ),
        ("公务接待费支出决算为2.00万元，比2023年年初预算减少1.00万元。", {"variance": "1.00", "outturn": "2.00"}),
        ("公务接待费支出预算2.50万元，支出决算2.00万元，完成调整预算的80%。", {"revised_budget": "2.50"}),
        ("2022年公务接待费支出9.00万元。2023年公务接待费支出2.00万元。", {"other_year": "9.00", "outturn": "2.00"}),
    ],
)
def test_what_an_amount_is_measured_as(sentence, expected):
    head = "第三部分 2023年度部门决算情况说明\n七、“三公”经费支出决算情况说明\n"
    told = {}
    for own in gather(report(head + sentence).claims, 2023):
        for claim in own.claims:
            told.setdefault(claim.measure, claim.value)
    assert expected.items() <= told.items()


def planted(kind: str, layout: str, seed: int):
    """The findings of a synthetic report with one planted error, and what was planted; None where nothing could be."""
    department = synth.department(seed, year=synth.layouts()[layout].years[1], layout=layout, size="medium")
    wrong, what = synth.plant(department, kind, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_bytes(synth.render(wrong, "text"))
        findings = check(load_report(path), select=("NV",)).findings
    return findings[findings["severity"] != "info"], what


@pytest.mark.parametrize("layout", list(synth.layouts()))
@pytest.mark.parametrize(("kind", "rules"), [("claim", ()), ("direction", ("NV15",)), ("item", ("NV07",))])
def test_what_synth_plants_in_the_text_is_found(layout, kind, rules):
    findings, what = planted(kind, layout, 7)
    if what.hidden:
        pytest.skip(f"{kind}: {what.hidden}")
    assert what.code or what.item
    assert len(findings)
    assert set(rules) <= set(findings["rule"])
    if what.code and kind != "claim":
        assert any(what.code in codes for codes in findings["codes"])


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("决算数等于年初预算数的主要原因是厉行节约，压减基本支出", "failed"),
        ("决算数与年初预算数基本持平，主要原因是厉行节约", "passed"),
        ("决算数略大于年初预算数", "passed"),
    ],
)
def test_a_word_for_roughly_counts_before_the_comparison_and_not_in_its_reason(said, verdict):
    head = "第三部分 2023年度部门决算情况说明\n五、一般公共预算财政拨款支出决算情况说明\n"
    item = "1.社会保障和就业支出（类）就业补助（款）职业培训补贴（项）。年初预算为40.00万元，支出决算为10.00万元。"
    results = check(report(f"{head}{item}{said}。"), select=("NV15",)).results
    assert results["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("said", "verdicts"),
    [
        ("支出总计30.00万元，其中基本支出20.00万元，项目支出10.00万元", [("passed", "")] * 3),
        (
            "支出总计30.00万元，其中基本支出20.00万元，项目支出15.00万元",
            [("passed", ""), ("passed", ""), ("failed", "warning")],
        ),
    ],
)
def test_tables_that_are_not_national_are_compared_by_their_own_names(said, verdicts):
    head = "第三部分 2023年度部门决算情况说明\n三、支出决算情况说明\n"
    columns = {"合计": "30.00", "基本支出": "20.00", "项目支出": "10.00"}
    cells = [
        {"table": "高等学校支出决算表", "statement": "", "item": "合计", "column": name, "unit": "万元"}
        | {"amount": to_fen(Decimal(value)), "value": value, "quality": "printed"}
        for name, value in columns.items()
    ]
    sample = report(head + said + "。")
    sample.__dict__["cells"] = frame(cells, CELLS)
    results = check(sample, select=("NV01",)).results
    assert list(results[["verdict", "severity"]].itertuples(index=False, name=None)) == verdicts
