"""绩效 tables in the layouts of other departments: national project form, pipe and tab tables, several projects, none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juesuan_nb import evaluation
from juesuan_nb.document import Cell, Grid, Paragraph, Place, RawDocument
from juesuan_nb.evaluation.attachments import attachments
from juesuan_nb.frames import EVALUATION
from juesuan_nb.readers import text as text_reader


def extract(text: str):
    return evaluation.extract(text_reader.read(text.encode(), "样例.txt", ""))


def values(facts, item: str) -> dict:
    """field → (value, unit) of one item."""
    return {fact.field: (fact.value, fact.unit) for fact in facts[facts["item"] == item].itertuples()}


def qualities(facts, item: str) -> dict:
    return dict(facts.loc[facts["item"] == item, ["field", "quality"]].itertuples(index=False))


def project_form(name: str, amount: str = "90.00", score: str = "98.5") -> str:
    """The national form with a nested head, as a tab table: the rows under 项目资金 stand one cell right of their head."""
    return "\n".join(
        [
            "项目支出绩效自评表",
            "(2023年度)",
            f"项目名称\t{name}",
            "主管部门\t示范局\t实施单位\t示范中心",
            "项目资金(万元)\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分",
            f"\t年度资金总额:\t{amount}\t80.00\t72.00\t10\t90.00%\t9",
            f"\t其中:当年财政拨款\t{amount}\t80.00\t72.00\t—\t90.00%\t—",
            "\t上年结转资金\t0\t0\t0\t—\t\t—",
            "年度总体目标\t预期目标\t\t\t实际完成情况",
            "\t完成培训120人次\t\t\t培训130人次,投入72万元",
            "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施",
            "\t产出指标\t数量指标\t培训人次\t≥120人次\t130人次\t20\t20\t",
            "\t\t质量指标\t培训合格率\t≥95%\t93%\t20\t19.5\t个别学员缺考",
            "\t\t时效指标\t按期完成\t按期\t按期\t10\t10\t无",
            "\t效益指标\t社会效益指标\t技能提升\t明显\t基本达成\t30\t30\t",
            "\t满意度指标\t服务对象满意度指标\t学员满意度\t≥90%\t96%\t10\t10\t",
            f"总分\t\t\t\t\t\t100\t{score}\t",
            "",
        ]
    )


def test_the_national_project_form():
    facts = extract("附件2:项目支出绩效自评表\n\n" + project_form("技能培训经费"))
    assert set(facts["attachment"]) == {"附件2"}
    assert values(facts, "技能培训经费/年度资金总额") == {
        "年初预算数": ("90.00", "万元"),
        "全年预算数": ("80.00", "万元"),
        "全年执行数": ("72.00", "万元"),
        "分值": ("10", "分"),
        "执行率": ("90.00", "%"),
        "得分": ("9", "分"),
    }
    assert values(facts, "技能培训经费/上年结转资金") == dict.fromkeys(
        ("年初预算数", "全年预算数", "全年执行数"), ("0", "万元")
    )
    assert values(facts, "技能培训经费/培训合格率") == {
        "一级指标": ("产出指标", ""),
        "二级指标": ("质量指标", ""),
        "年度指标值": ("≥95%", ""),
        "实际完成值": ("93", "%"),
        "分值": ("20", "分"),
        "得分": ("19.5", "分"),
        "偏差原因分析及改进措施": ("个别学员缺考", ""),
    }
    assert values(facts, "技能培训经费/培训人次")["实际完成值"] == ("130", "人次")
    assert values(facts, "技能培训经费/学员满意度")["一级指标"] == ("满意度指标", "")
    assert values(facts, "技能培训经费/总分") == {"分值": ("100", "分"), "得分": ("98.5", "分")}
    goal = values(facts, "技能培训经费/年度总体目标")
    assert goal["预期目标:完成培训"] == ("120", "人次")
    assert goal["实际完成情况:投入"] == ("72", "万元")
    assert set(facts["quality"]) == {"printed"}


def test_several_projects_in_one_file_stay_apart():
    facts = extract("附件1\n" + project_form("甲项目") + project_form("乙项目", "30.00", "88"))
    wide = evaluation.projects(facts)
    assert list(wide["item"]) == ["甲项目", "乙项目"]
    assert list(wide["年初预算数"]) == [Decimal("90.00"), Decimal("30.00")]
    assert list(wide["自评得分"]) == [Decimal("98.5"), Decimal(88)]
    assert list(evaluation.totals(facts)["project"]) == ["甲项目", "乙项目"]
    shown = evaluation.indicators(facts)
    assert len(shown) == 10
    assert shown.groupby("project", sort=False)["分值"].sum().to_dict() == {"甲项目": 90, "乙项目": 90}


PIPE_WITHOUT_LEVEL_TWO = """
## 附件3：部门整体支出绩效自评表

| 资金(万元) | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|---|---|---|---|---|---|---|---|
| | 部门预算总额 | 1,200.00 | 1,300.50 | 1,290.00 | 10 | 99.19% | 10 |
| 一级指标 | 三级指标 | | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注 |
| 产出指标 | 巡查次数 | | ≥12次 | 15次 | 40 | 40 | |
| | 隐患整改率 | | ≥98% | 100 | 20 | 20 | |
| 效益指标 | 投诉下降 | | ≤€5% | 4% | 30 | 29.5 | 受疫情影响 |
| 总分 | | | | | 100 | 99.5 | |
"""


def test_a_pipe_table_without_level_two():
    facts = extract(PIPE_WITHOUT_LEVEL_TWO)
    assert set(facts["attachment"]) == {"附件3"}
    assert values(facts, "部门预算总额")["全年预算数"] == ("1300.50", "万元")
    assert values(facts, "巡查次数") == {
        "一级指标": ("产出指标", ""),
        "年度指标值": ("≥12次", ""),
        "实际完成值": ("15", "次"),
        "分值": ("40", "分"),
        "得分": ("40", "分"),
    }
    assert values(facts, "隐患整改率")["一级指标"] == ("产出指标", "")
    assert qualities(facts, "隐患整改率")["实际完成值"] == "doubtful", "100 lost the percent sign of its target"
    assert values(facts, "总分")["得分"] == ("99.5", "分")
    assert "二级指标" in evaluation.indicators(facts)


HTML = """附件一：整体支出绩效自评表
<table>
<tr><td rowspan="2">部门整体支出(万元)</td><td>项目</td><td>年初预算数</td><td>全年预算数</td><td>全年执行数</td><td>分值</td><td>执行率</td><td>得分</td></tr>
<tr><td>资金总额</td><td>10.5</td><td>12</td><td>12</td><td>10</td><td>100%</td><td>10</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td><td>偏差原因分析及改进措施</td></tr>
<tr><td rowspan="3">产出指标</td><td rowspan="2">数量指标</td><td>检查户数</td><td>≥50户</td><td>50户</td><td>30</td><td>30</td><td></td></tr>
<tr><td>抽检批次</td><td>≥8批次</td><td>8批次</td><td>30</td><td>30</td><td></td></tr>
<tr><td>质量指标</td><td>合格率</td><td>≥95%</td><td>97%</td><td>30</td><td>30</td><td></td></tr>
</table>"""


def test_an_html_table_with_spans():
    facts = extract(HTML)
    assert set(facts["attachment"]) == {"附件一"}
    assert values(facts, "资金总额")["年初预算数"] == ("10.5", "万元")
    shown = evaluation.indicators(facts)
    assert list(shown["二级指标"]) == ["数量指标", "数量指标", "质量指标"]
    assert list(shown["一级指标"]) == ["产出指标"] * 3


PROVINCIAL = """附件2
部门预算项目支出绩效自评表（2023年度）
项目名称\t安全设备购置
预算执行情况（10分）\t年度预算数（万元）\t年初预算\t调整后预算数\t预算执行数\t预算执行率\t权重\t得分\t原因
\t总额\t0.00\t3.36\t3.36\t100.00%\t10\t10\t
\t其中：财政资金\t0.00\t3.36\t3.36\t100.00%\t/\t/\t
绩效指标（90分）\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分\t未完成原因分析
\t产出指标\t质量指标\t设备合格率\t＝\t100\t%\t100\t60\t60\t
\t效益指标\t社会效益指标\t使用年限\t≥\t5\t年\t5\t30\t27\t设备老化
合计\t\t\t\t\t\t\t\t100\t97\t
"""


def test_a_provincial_form_with_other_heads():
    facts = extract(PROVINCIAL)
    assert values(facts, "安全设备购置/总额") == {
        "年初预算": ("0.00", "万元"),
        "调整后预算数": ("3.36", "万元"),
        "预算执行数": ("3.36", "万元"),
        "预算执行率": ("100.00", "%"),
        "权重": ("10", "分"),
        "得分": ("10", "分"),
    }
    assert values(facts, "安全设备购置/使用年限")["未完成原因分析"] == ("设备老化", "")
    line = evaluation.budget_lines(facts).iloc[0]
    assert (line["全年预算数"], line["执行率"], line["分值"]) == (Decimal("3.36"), Decimal("100.00"), 10), (
        "national wording"
    )
    shown = evaluation.indicators(facts).set_index("item")
    assert shown.loc["使用年限", ["指标性质", "年度指标值", "度量单位", "实际完成值"]].tolist() == ["≥", "5", "年", "5"]
    assert evaluation.totals(facts)["得分"].tolist() == [97]


SUMMARY = """附件2:项目自评汇总表
单位:元
序号\t项目名称\t项目资金\t\t评价结果\t
\t\t全年预算数\t全年执行数\t自评得分\t评价等级
1\t道路养护\t1,000,000.00\t900000\t95\t优
2\t路灯 更换\t50000.5\t0\t60\t-
\t合计\t1050000.5\t900000\t\t
"""


def test_a_summary_with_a_head_of_two_storeys():
    facts = extract(SUMMARY)
    assert values(facts, "道路养护") == {
        "序号": ("1", ""),
        "全年预算数": ("1000000.00", "元"),
        "全年执行数": ("900000", "元"),
        "自评得分": ("95", "分"),
        "评价等级": ("优", ""),
    }
    assert "评价等级" not in values(facts, "路灯更换"), "a dash is none"
    wide = evaluation.projects(facts).set_index("item")
    assert wide.loc["合计", "全年预算数"] == Decimal("1050000.5")
    assert wide.loc["合计", "自评得分"] is None
    assert wide.loc["道路养护", "unit"] == "元"


@pytest.mark.parametrize(
    ("heading", "name", "title"),
    [
        ("附件1:《部门整体自评表》", "附件1", "部门整体自评表"),
        ("附件 4: 《部门评价报告》", "附件4", "部门评价报告"),
        ("附件1 2024年度部门整体自评表", "附件1", "2024年度部门整体自评表"),
        ("附件12项目自评表", "附件12", "项目自评表"),
        ("附件2-1：某项目自评表", "附件2-1", "某项目自评表"),
        ("附件一", "附件一", ""),
        ("第五部分 附件", "附件", ""),
        ("附件1所示各项目均已完成", "", ""),
        ("详见附件1:《部门整体自评表》", "", ""),
    ],
)
def test_headings_of_attachments(heading, name, title):
    document = text_reader.read(f"{heading}\n说明文字。\n".encode(), "样例.txt", "")
    last = attachments(document)[-1]
    assert (last.name, last.title) == (name, title)


def test_other_tables_among_the_attachments_are_left_alone():
    other = "科目\t年初预算数\t调整预算数\t执行数\t执行率\n基本支出\t10\t12\t11\t91.67%\n"
    assert len(extract("附件1:部门决算公开表\n" + other)) == 0
    assert len(extract("附件1:部门整体绩效自评表\n" + other)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第一部分 部门概况\n一、部门职责\n负责示范工作。\n",
        "表格\n科目\t年初预算数\t调整预算数\t决算数\t完成率\n基本支出\t10\t12\t11\t91.67%\n",
    ],
)
def test_a_report_without_attachments_gives_an_empty_frame(text):
    facts = extract(text)
    assert len(facts) == 0
    assert list(facts) == list(EVALUATION)
    for view in (evaluation.budget_lines, evaluation.indicators, evaluation.projects, evaluation.totals):
        assert len(view(facts)) == 0


LOST_CELLS = """附件1
项目支出绩效自评表
项目名称 | 影像执法经费 |||||
项目资金(万元) | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
年度资金总额 | 7.29 | 7.29 | 7.29 | 10.00 | 100% | 10.00 |
其中:当年财政拨款 | 7.29 | 7.29 | 7.20 | 98.77% |||
绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 ||||
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 ||||
产出指标 | 数量指标 | 图斑核查 | ≥ | 120 | 个 | 126 | 10.00 | 9.00 ||
质量指标 | 验收合格率 | ＝ | 100 | % | 100 | 20 | 19 |||
判定准确率 | ＝ | 100 | % | 99 | 20 | 18 ||||
效益指标 | 社会效益指标 | 违法下降 | ≥ | 95 | % | 95 | 30.00 | 27.00 ||
总分 | 100 | 93 |||||||||
"""


def test_rows_that_lost_the_cells_of_merged_labels():
    """Conversions of web pages drop the places of merged cells: the rows stand left of their heads."""
    facts = extract("\n".join(f"| {line} |" if "|" in line else line for line in LOST_CELLS.splitlines()))
    assert values(facts, "影像执法经费/其中:当年财政拨款")["执行率"] == ("98.77", "%")
    assert "分值" not in values(facts, "影像执法经费/其中:当年财政拨款")
    shown = evaluation.indicators(facts)
    assert shown["item"].tolist() == ["图斑核查", "验收合格率", "判定准确率", "违法下降"]
    assert shown["二级指标"].tolist() == ["数量指标", "质量指标", "质量指标", "社会效益指标"]
    assert shown["一级指标"].tolist() == ["产出指标"] * 3 + ["效益指标"]
    assert shown["实际完成值"].tolist() == ["126", "100", "99", "95"]
    assert shown["得分"].tolist() == [9, 19, 18, 27]
    assert evaluation.totals(facts)[["分值", "得分"]].values.tolist() == [[100, 93]]


HTML_STOREYS = """<table>
<tr><td colspan="3">绩效指标</td><td colspan="3">年度指标值</td><td rowspan="2">实际完成值</td><td rowspan="2">分值</td><td rowspan="2">得分</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标性质</td><td>指标值</td><td>度量单位</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>开展督查</td><td>≥</td><td>4</td><td>次</td><td>5次</td><td>50</td><td>50</td></tr>
</table>"""


def test_an_indicator_head_of_two_storeys():
    facts = extract(HTML_STOREYS)
    assert values(facts, "开展督查") == {
        "一级指标": ("产出指标", ""),
        "二级指标": ("数量指标", ""),
        "指标性质": ("≥", ""),
        "指标值": ("4", ""),
        "度量单位": ("次", ""),
        "实际完成值": ("5", "次"),
        "分值": ("50", "分"),
        "得分": ("50", "分"),
    }


BROKEN_OVER_PAGES = """附件1
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t检查次数\t≥4次\t5次\t30\t30
- 12 -

一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t\t检查覆盖率\t100%\t100%\t20\t20
效益指标\t社会效益指标\t投诉率\t≤1%\t0.5%\t40\t40
评价结论\t目标完成
存在问题\t无
"""


def test_a_table_that_goes_on_after_a_page_break():
    facts = extract(BROKEN_OVER_PAGES)
    shown = evaluation.indicators(facts)
    assert shown["二级指标"].tolist() == ["数量指标", "数量指标", "社会效益指标"]
    assert set(shown["quality"]) == {"printed"}
    assert values(facts, "附件1") == {"评价结论": ("目标完成", ""), "存在问题": ("无", "")}


def test_a_document_with_pages_instead_of_lines():
    place = Place(page=3, box=(0, 0, 1, 1))
    rows = [
        ("一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "检查次数", "≥4次", "5次", "30", "30"),
    ]
    grid = Grid(tuple(tuple(Cell(text, place) for text in row) for row in rows))
    facts = evaluation.extract(RawDocument("样例.pdf", "pdf", "", (Paragraph("附件1:自评表", place), grid)))
    assert values(facts, "检查次数")["得分"] == ("30", "分")
    assert set(facts["page"]) == {3}
    assert facts["line"].isna().all()
    assert evaluation.indicators(facts)["page"].tolist() == [3]


TASKS = """附件1:部门整体自评表
年度主要\t任务名称\t主要内容\t实际完成情况
任务\t整治行业秩序\t查处 120件\t持续开展"清风"、"护航"等专项整治行动,办结案件132件,为60余户企业挽回损失约35.5万元。
\t-\t-\t-
"""


def test_tasks_and_the_figures_in_them():
    facts = extract(TASKS)
    assert set(facts["kind"]) == {"task"}
    assert [(f.field, f.value, f.unit) for f in facts.itertuples() if not f.field.endswith(("内容", "情况"))] == [
        ("主要内容:查处", "120", "件"),
        ("实际完成情况:办结案件", "132", "件"),
        ("实际完成情况:企业挽回损失", "60", "户"),
        ("实际完成情况:企业挽回损失", "35.5", "万元"),
        ("专项行动", "清风", ""),
        ("专项行动", "护航", ""),
    ]


def test_views_have_none_for_what_is_garbled_or_missing():
    facts = extract(PIPE_WITHOUT_LEVEL_TWO.replace("| 1,300.50 |", "| <u>13</u> 5 |").replace("| 99.19% |", "| - |"))
    line = evaluation.budget_lines(facts).iloc[0]
    assert line["全年预算数"] is None
    assert line["执行率"] is None
    assert line["年初预算数"] == Decimal("1200.00")
    assert line["quality"] == "doubtful"


WORDS = st.sampled_from(
    [
        "",
        "",
        "",
        "项目名称",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "执行率",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "预期目标",
        "实际完成情况",
        "任务名称",
        "主要内容",
        "自评得分",
        "总分",
        "产出指标",
        "数量指标",
        "甲项目",
        "≥90%",
        "100%",
        "-",
        "10",
        "1 0",
        "<u>3</u>",
        "二级抽",
        "旨标",
        "注:",
        "存在问题",
        "部门预算总额(万元)",
        "培训12人次",
        "自评表",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), min_size=1, max_size=8))
def test_no_grid_breaks_the_reading(rows):
    facts = extract("附件1:绩效自评表\n" + "\n".join("\t".join([*row, ""]) for row in rows))
    assert list(facts) == list(EVALUATION)
    assert (facts["value"] != "").all()
    assert set(facts["quality"]) <= {"printed", "repaired", "doubtful"}
    for view in (evaluation.budget_lines, evaluation.indicators, evaluation.projects, evaluation.totals):
        view(facts)
