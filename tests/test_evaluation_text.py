"""Figures in running text and the facts of evaluation reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb import evaluation
from juesuan_nb.evaluation.figures import figures, without_loops
from juesuan_nb.evaluation.values import measured, number, target
from juesuan_nb.readers import text as text_reader


def found(text: str) -> list[tuple[str, str, str]]:
    return [(figure.phrase, figure.value.text, figure.value.unit) for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年办理案件603起(工程领域468起),", [("全年办理案件", "603", "起"), ("工程领域", "468", "起")]),
        ("提供岗位8500余个", [("提供岗位", "8500", "个")]),
        ("追讨工资约6,500.5万元。", [("追讨工资", "6500.5", "万元")]),
        ("累计培训98人,占年度任务的24.5%", [("累计培训", "98", "人"), ("累计培训占年度任务", "24.5", "%")]),
        ("参保指标全市排名第2", [("参保指标全市排名", "2", "名")]),
        ("专科生不低于 2500 元/月、本科生不低于2600元/月", [("专科生", "2500", "元/月"), ("本科生", "2600", "元/月")]),
        ("按照每人每年24000元补助", [("按照每人每年", "24000", "元/人·年")]),
        ("给予每名新招人员一次性 3000元", [("给予每名新招人员一次性", "3000", "元/人")]),
        ("在岗满6个月", [("在岗满", "6", "个月")]),
        ("两个月的资金", [("资金", "两个月", "")]),
        ("得分为 94.37 分,其中", [("得分", "94.37", "分")]),
        ("其中:30万元用于编制", [("用于编制", "30", "万元")]),
    ],
)
def test_figures_and_what_they_are_of(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年度工作",
        "2010年11月12日",
        "(豫政〔2010〕51号)",
        "第3次会议",
        "第四轮计划",
        "一、基本情况",
        "5分别",
        "GB2312标准",
        "第12条",
    ],
)
def test_dates_document_numbers_and_ordinals_are_no_figures(text):
    assert found(text) == []


@given(st.integers(0, 10**9), st.sampled_from(["万元", "元", "%", "人次", "户", "平方米", "个百分点"]))
def test_every_number_with_a_unit_is_found_exactly(value, unit):
    assert [(text, printed) for _, text, printed in found(f"共安排{value:,}{unit},其余从略。")] == [(str(value), unit)]


def test_what_a_failing_recognition_repeats_is_left_out():
    text = "补贴35万元。" + "共发放补贴资金19万元," * 9 + "惠及120人"
    assert found(without_loops(text)) == [("补贴", "35", "万元"), ("惠及", "120", "人")]
    assert without_loops("培训12人,培训12人") == "培训12人,培训12人"


@pytest.mark.parametrize(
    ("raw", "value", "unit", "quality"),
    [
        ("10065, 85", "10065.85", "万元", "repaired"),
        ("1,300.50", "1300.50", "万元", "printed"),
        ("-%", "-", "%", "printed"),
        ("<u> 45</u> 5", "45 5", "万元", "doubtful"),
        ("见附表", "见附表", "万元", "doubtful"),
    ],
)
def test_number_cells(raw, value, unit, quality):
    read = number(raw, "万元")
    assert (read.text, read.unit, read.quality) == (value, unit, quality)


@pytest.mark.parametrize("raw", ["", "-", "—", "/", ".", "<u> </u>", "·"])
def test_a_dash_or_a_speck_is_none(raw):
    assert number(raw, "万元") is None
    assert measured(raw) is None
    assert target(raw) is None


@pytest.mark.parametrize(
    ("raw", "quality"),
    [
        ("≥90%", "printed"),
        ("稳步推进", "printed"),
        ("100%", "printed"),
        ("第1名", "printed"),
        ("约5场", "printed"),
        ("€20%", "doubtful"),
        ("s20%", "doubtful"),
        ("(一)完成", "printed"),
    ],
)
def test_a_foreign_sign_before_a_target_is_doubtful(raw, quality):
    assert target(raw).quality == quality


REPORT = """第五部分 附件
附件2:《重点评价报告》
2023年度某镇
道路养护项目绩效评价报告
一、基本情况
(一)项目概况
项目预算250万元,养护里程38.6公里。
二、评价结论
经综合评定,该项目得分为82.5分,评价等级为“良”。
三、存在的主要问题
(一)绩效目标编制不够细化
部分指标没有量化。养护计划于三月下达。
(二)资金拨付滞后
1月至6月未拨付资金,涉及120万元。
四、有关建议
(一)完善目标
建议把目标值定为40公里。
五、其他需要说明的事项
无。
"""


def reports(text: str):
    facts = evaluation.extract(text_reader.read(text.encode(), "样例.txt", ""))
    return facts[facts["kind"] == "report"]


def test_an_evaluation_report():
    facts = reports(REPORT)
    shown = [(fact.field, fact.value, fact.unit) for fact in facts.itertuples()]
    assert shown == [
        ("项目预算", "250", "万元"),
        ("养护里程", "38.6", "公里"),
        ("评价等级", "良", ""),
        ("评价得分", "82.5", "分"),
        ("问题1", "绩效目标编制不够细化", ""),
        ("问题1(1)", "部分指标没有量化", ""),
        ("问题2", "资金拨付滞后", ""),
        ("问题2(1)", "1月至6月未拨付资金,涉及120万元", ""),
        ("涉及", "120", "万元"),
        ("建议把目标值定", "40", "公里"),
        ("其他需要说明的事项", "无", ""),
    ]
    assert set(facts["attachment"]) == {"附件2"}
    assert set(facts["item"]) == {"道路养护项目绩效评价报告"}
    assert facts.set_index("field")["line"]["评价得分"] == 9
    assert "经综合评定" in facts.set_index("field")["text"]["评价等级"]


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("绩效评级为优秀。", "优秀"),
        ("本项目评价结果为“良好”,", "良好"),
        ("综合评价等级为:中。", "中"),
        ("自评结果属于优秀等级。", "优秀"),
        ("被评为“优”等次。", "优"),
        ('本次绩效等级为"优"。', "优"),
        ("优化流程,评价为民服务水平。", ""),
        ("社会评价良好。", ""),
    ],
)
def test_grades(sentence, grade):
    text = f"附件1:部门评价报告\n一、评价结论\n{sentence}\n"
    assert [fact.value for fact in reports(text).itertuples() if fact.field == "评价等级"] == [grade] * bool(grade)


def test_running_text_is_read_in_reports_only():
    assert len(reports("附件1:情况说明\n全年培训120人,投入30万元。\n")) == 0
