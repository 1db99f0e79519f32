"""The words of the 绩效 forms, as data: heads of columns, the indicator framework, words of evaluation reports.

Sources: 财政部's 项目支出绩效自评表 (the national form), the provincial 部门整体绩效自评表, tables that several
provinces published. The first word of a group is the national wording.
"""

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LEVELS = _words("一级指标 二级指标 三级指标")
ITEM_HEADS = _words("三级指标 指标名称 绩效指标 二级指标")
"""Heads of the column that names an indicator."""

TARGET_HEADS = _words("年度指标值 指标值 目标值 年初目标值 年度目标值 全年指标值")
RESULT_HEADS = _words("实际完成值 全年实际完成值 全年完成值 完成值 实际值 实际完成情况 完成情况")
POINTS_HEADS = _words("分值 权重 指标分值 标准分 满分")
SCORE_HEADS = _words("得分 自评得分 自评分 指标得分 实际得分 评价得分 自评分数")
DEVIATION_HEADS = _words("偏差度 偏差率")
REASON_HEADS = _words(
    "偏差原因分析及改进措施 偏差原因分析 偏差原因 未完成原因分析 未完成原因及拟采取的改进措施 未完成原因和改进措施"
    " 未完成原因 改进措施 原因 备注"
)
SIGN_HEADS = _words("指标性质 指标方向 度量单位 计量单位")
OTHER_HEADS = _words(
    "绩效指标 指标类型 指标解释 指标说明 指标内容 评分标准 评价标准 评分细则 计分标准 数据来源 佐证材料 序号 得分率"
    " 完成率 扣分原因 评价要点 指标分类 年度预算数 资金来源"
)
"""Heads that are themselves: never taken for a damaged form of another."""

ORIGINAL_HEADS = _words("年初预算数 年初预算 预算批复数")
REVISED_HEADS = _words("全年预算数 全年预算 调整后预算数 调整预算数 调整后预算 预算数")
EXECUTED_HEADS = _words("全年执行数 全年执行 预算执行数 实际执行数 执行数 全年支出数 实际支出数")
RATE_HEADS = _words("执行率 预算执行率")
MONEY_HEADS = (*ORIGINAL_HEADS, *REVISED_HEADS, *EXECUTED_HEADS)
PERCENT_HEADS = (*RATE_HEADS, *DEVIATION_HEADS)
NUMBER_HEADS = (*MONEY_HEADS, *PERCENT_HEADS, *POINTS_HEADS, *SCORE_HEADS)
BUDGET_HEADS = (*MONEY_HEADS, *RATE_HEADS, *POINTS_HEADS[:2], *SCORE_HEADS, "原因", "备注")
INDICATOR_VALUE_HEADS = (
    *TARGET_HEADS, *RESULT_HEADS, *POINTS_HEADS, *SCORE_HEADS, *DEVIATION_HEADS, *REASON_HEADS, *SIGN_HEADS,
)  # fmt: skip
INDICATOR_HEADS = (*LEVELS, "指标名称", *INDICATOR_VALUE_HEADS, *OTHER_HEADS)

TASK_HEADS = _words("任务名称 主要内容 实际完成情况 完成情况 任务完成情况")
GOAL_HEADS = _words("预期目标 年初设定目标 年度绩效目标 项目年度目标 设定目标 年度目标")
GOAL_LABELS = _words("年度总体目标 年度履职目标 项目总体目标 总体目标 年度目标完成情况 项目年度目标完成情况")
DONE_HEADS = _words("实际完成情况 全年实际完成情况 年度目标完成情况 目标实际完成情况 目标完成情况 完成情况")
REMARKS = _words("评价结论 自评结论 存在问题 存在的问题 存在问题及原因 改进措施 下一步改进措施 整改措施")
TOTALS = _words("总分 合计 总计 总得分 合计得分")

CANONICAL = {
    alias: heads[0]
    for heads in (
        TARGET_HEADS,
        RESULT_HEADS[:5],
        POINTS_HEADS,
        SCORE_HEADS,
        DEVIATION_HEADS,
        ORIGINAL_HEADS,
        REVISED_HEADS,
        EXECUTED_HEADS,
        RATE_HEADS,
    )
    for alias in heads
}
"""Every wording of a head → the national one."""
CANONICAL_OF_PROJECTS = {
    alias: heads[0]
    for heads in (ORIGINAL_HEADS, REVISED_HEADS, EXECUTED_HEADS, ("预算执行率", "执行率"), ("自评得分", *SCORE_HEADS))
    for alias in heads
}
"""The same for the columns of a summary of projects."""

FRAMEWORK: dict[str, dict[str, tuple[str, ...]]] = {
    "投入管理指标": {
        "工作目标管理": _words("年度履职目标相关性 工作任务科学性 绩效指标合理性"),
        "预算和财务管理": _words(
            '预算编制完整性 专项资金细化率 预算执行率 预算调整率 结转结余率 "三公经费"控制率 政府采购执行率'
            " 决算真实性 资金使用合规性 管理制度健全性 预决算信息公开性 资产管理规范性 固定资产利用率"
        ),
        "绩效管理": _words("绩效监控完成率 绩效自评完成率 绩效目标编制完成率 部门绩效评价完成率 评价结果应用率"),
    },
    "产出指标": dict.fromkeys(_words("重点工作任务完成 履职目标实现 数量指标 质量指标 时效指标 成本指标"), ()),
    "成本指标": dict.fromkeys(_words("经济成本指标 社会成本指标 生态环境成本指标 生态成本指标 成本指标"), ()),
    "效益指标": dict.fromkeys(
        _words(
            "履职效益 满意度 经济效益指标 社会效益指标 生态效益指标 可持续影响指标 可持续发展指标 服务对象满意度指标"
            " 满意度指标 经济效益 社会效益 生态效益 可持续影响"
        ),
        (),
    ),
    "满意度指标": dict.fromkeys(_words("服务对象满意度指标 满意度指标 服务对象满意度 满意度 社会公众满意度指标"), ()),
    "决策": dict.fromkeys(_words("项目立项 绩效目标 资金投入"), ()),
    "过程": dict.fromkeys(_words("资金管理 组织实施"), ()),
    "产出": dict.fromkeys(_words("产出数量 产出质量 产出时效 产出成本"), ()),
    "效益": dict.fromkeys(_words("项目效益 社会效益 经济效益 生态效益 可持续影响 满意度"), ()),
    "履职效能": {"整体效能": ()},
    **{one: {} for one in _words("预算执行 管理指标 运行成本 管理效率 社会效应 可持续性 投入 投入指标 预算执行率")},
}
"""Level one → level two → the closed list of level three; empty where departments fill it in."""

LEVEL_ONE_MARKS = _words("指标 投入 产出 效益 效果 满意 成本 决策 过程 管理 履职 预算 运行 执行")
"""A label of level one that the framework does not know must at least speak of one of these."""

GRADES = "优秀|良好|中等|优|良|中|及格|合格|较差|差|不合格"
SHORTFALL = re.compile(
    "存在|不足|滞后|偏低|偏高|不够|未(?!来)|没有|缺[乏少失]|不完善|不健全|不规范|不及时|不高|不强|不到位|不明确|不合理|较低|较慢|偏离|有待"
)
"""Words by which a sentence of the problem section says what is wrong."""

COUNTERS = _words(
    "人次 户次 批次 场次 车次 家次 件次 个月 个工作日 工作日 平方公里 平方米 立方米 公里 公顷 公斤 万人次 万人 万户"
    " 万份 万亩 万条 学时 课时 小时 名 人 户 家 个 起 件 场 次 条 项 处 套 台 辆 亩 米 吨 所 座 份 篇 天 批 倍 间 张"
    " 只 头 株 块 幅 册 本 部 支 盏 村 类 位 宗 笔 艘 眼"
)
"""What figures in running text count, the longer words first where one begins another."""
