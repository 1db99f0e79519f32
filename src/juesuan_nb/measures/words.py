"""What analysts read for the columns and identifiers of the measures: the one dictionary of tables and charts."""

HEADS = {
    # who and where
    "code": ("编码", "code"), "name": ("名称", "text"), "path": ("上级科目", "wrap"), "item_no": ("序号", "count"),
    "level": ("层级", "text"), "side": ("类别", "text"), "key": ("项目", "text"),
    "item": ("项目", "text"),
    "items": ("项数", "count"), "line_no": ("行次", "count"),
    "page": ("出处（页）", "count"), "line": ("出处（行）", "count"),
    "topic": ("事项", "text"), "measure": ("指标", "text"), "kind": ("类别", "text"), "source": ("出处", "text"),
    "quality": ("读取", "text"), "project": ("项目", "text"), "group": ("一级指标", "text"),
    "subgroup": ("二级指标", "text"),
    # money, in 分
    "amount": ("金额", "money"), "total": ("合计", "money"), "basic_expenditure": ("基本支出", "money"),
    "project_expenditure": ("项目支出", "money"), "payments_to_superiors": ("上缴上级支出", "money"),
    "operating_expenditure": ("经营支出", "money"), "subsidies_to_subordinates": ("对附属单位补助支出", "money"),
    "fiscal_appropriation": ("财政拨款收入", "money"), "superior_subsidy": ("上级补助收入", "money"),
    "institutional_revenue": ("事业收入", "money"), "operating_revenue": ("经营收入", "money"),
    "subordinate_payments": ("附属单位上缴收入", "money"), "other_revenue": ("其他收入", "money"),
    "general_public_budget": ("一般公共预算", "money"), "government_funds": ("政府性基金预算", "money"),
    "state_capital": ("国有资本经营预算", "money"), "original_budget": ("年初预算数", "money"),
    "revised_budget": ("全年预算数", "money"), "outturn": ("决算数", "money"), "executed": ("全年执行数", "money"),
    "variance": ("决算减预算", "money"), "table_outturn": ("决算表数", "money"), "stated": ("原文总数", "money"),
    "items_sum": ("各项之和", "money"), "table": ("决算表合计", "money"),
    "items_minus_stated": ("各项之和减总数", "money"),
    "stated_minus_table": ("总数减决算表", "money"), "slack": ("尾差容许", "money"),
    # rates, counts, words
    "share": ("占比", "rate"), "stated_rate": ("原文完成率", "rate"), "execution_rate": ("完成率", "rate"),
    "rate": ("比率", "rate"), "rate_of": ("比率口径", "text"), "score_rate": ("得分率", "rate"),
    "deviation": ("偏差度", "rate"), "points": ("分值", "number"), "score": ("得分", "number"),
    "indicators": ("指标数", "count"), "grade": ("等级", "text"), "target": ("年度指标值", "text"),
    "result": ("实际完成值", "text"), "counts": ("实物量", "wrap"), "reason": ("原因（原文）", "wrap"),
    "budget_source": ("预算出自", "text"), "budget_place": ("部门预算中的位置", "text"),
    "agrees": ("与决算表一致", "flag"), "verdict": ("结论", "text"), "base": ("比较基数", "text"),
    "value": ("数值", "figure"),
    "unit": ("单位", "text"), "subject": ("对象", "wrap"), "section": ("章节", "text"), "text": ("原文", "wrap"),
    # findings and reading notes
    "rule": ("规则", "text"), "family": ("类别", "text"), "severity": ("级别", "text"), "message": ("说明", "wrap"),
    "expected": ("应为", "figure"), "found": ("实为", "figure"), "difference": ("差额", "figure"),
    "codes": ("编码", "code"), "tables": ("涉及表格", "wrap"), "places": ("出处", "wrap"),
    "suspects": ("可疑数字", "wrap"), "lead": ("归于", "text"), "mends": ("可使相符", "count"),
    "disposition": ("处置", "text"), "note": ("备注", "wrap"), "column": ("栏目", "text"),
    "statement": ("报表", "text"), "title": ("表名", "text"), "scope": ("口径", "text"), "raw": ("原样", "text"),
    "attachment": ("附件", "text"), "field": ("栏目", "text"), "remark": ("表下说明", "wrap"), "box": ("位置", "text"),
    # the digest of a workbook
    "state": ("情况", "text"), "figures": ("数字", "count"), "repaired": ("其中修复", "count"),
    "rules": ("规则", "wrap"),
    "one": ("一方", "text"), "other": ("另一方", "text"),
    "occurrences": ("处数", "count"), "passed": ("通过", "count"), "failed": ("不符", "count"),
    "not_applicable": ("不适用", "count"), "not_checked": ("未核对", "count"),
    # departments and years side by side
    "department": ("部门", "text"), "year": ("年度", "count"), "peer_group": ("分组", "text"),
    "folder": ("文件夹", "text"), "problem": ("原因", "wrap"),
    "total_revenue": ("本年收入", "money"), "total_expenditure": ("本年支出", "money"),
    "closing_carryover": ("年末结转和结余", "money"), "general_public_expenditure": ("一般公共预算支出", "money"),
    "change_rate": ("支出比上年", "rate"), "fiscal_share": ("财政拨款占收入", "rate"),
    "basic_share": ("基本支出占支出", "rate"), "personnel_share": ("人员经费占基本支出", "rate"),
    "error": ("错误", "count"), "warning": ("疑点", "count"), "info": ("提示", "count"),
    "last_closing": ("上年年末结转和结余", "money"), "opening": ("本年年初结转和结余", "money"),
    "gap": ("相差", "money"), "figure": ("项目", "text"), "implied": ("按本年推算的上年数", "money"),
    "reported": ("上年决算所列", "money"), "above": ("偏高的项", "count"), "below": ("偏低的项", "count"),
    "without_budget": ("无预算的项", "count"), "budget": ("预算数", "money"), "departments": ("部门数", "count"),
    "rule_title": ("规则名称", "wrap"), "ratio": ("比例", "text"), "median": ("同类中位数", "rate"),
    "z": ("稳健z值", "number"), "peers": ("同类部门", "count"), "last_outturn": ("上年决算数", "money"),
    "agency_operating_costs": ("机关运行经费", "money"), "last_agency": ("上年机关运行经费", "money"),
}  # fmt: skip
"""Column → (Chinese head, kind). Kinds: text, wrap (long text), code, money (分), rate (percent), number (Decimal),
count, flag (true, false), figure (text that is a number)."""

_BUDGETS = {"original_budget": "年初预算", "revised_budget": "全年预算"}
_STATEMENTS = {
    "revenue_expenditure_summary": "收入支出决算总表", "revenue": "收入决算表", "expenditure": "支出决算表",
    "appropriation_summary": "财政拨款收入支出决算总表", "general_public_expenditure": "一般公共预算财政拨款支出",
    "basic_expenditure": "一般公共预算财政拨款基本支出", "government_funds": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款", "three_public": "“三公”经费", "narrative": "情况说明",
}  # fmt: skip

VALUES = {
    "level": {"category": "类", "section": "款", "item": "项", "total": "合计"},
    "quality": {
        "printed": "", "repaired": "修复", "recovered": "找回", "inferred": "推算",
        "summed": "按类相加", "doubtful": "存疑", "scanned": "扫描识别",
    },
    "base": _BUDGETS,
    "budget_source": {"narrative": "正文", "disclosed": "部门预算"},
    "verdict": {
        "exact": "一致", "rounding": "尾差", "differs": "不符", "unknown": "无从比较",
        "passed": "通过", "failed": "不符", "not_applicable": "不适用", "not_checked": "未核对",
    },
    "severity": {"error": "错误", "warning": "疑点", "info": "提示"},
    "kind": {
        "budget_line": "预算执行", "indicator": "一级指标", "project": "项目", "report": "评价报告", "task": "年度任务",
        "number_repaired": "数字修复", "code_recovered": "编码找回", "name_recovered": "名称找回",
        "cell_lost": "单元格缺失", "row_junk": "剔除杂行", "order_restored": "行序还原", "head_recovered": "表头还原",
        "table_partial": "表格不完整", "unplaced": "未能归位", "scanned": "扫描识别",
    },
    "item": {
        "overseas_travel": "因公出国（境）费", "vehicle_purchase": "公务用车购置费",
        "vehicle_operation": "公务用车运行维护费", "vehicles": "公务用车购置及运行维护费",
        "official_reception": "公务接待费", "total": "合计",
    },
    "key": {
        "grand_total": "收支总计", "total_revenue": "本年收入", "fiscal_appropriation": "其中：财政拨款",
        "total_expenditure": "本年支出", "basic_expenditure": "其中：基本支出",
        "project_expenditure": "其中：项目支出", "opening_carryover": "年初结转和结余",
        "closing_carryover": "年末结转和结余", "original_budget_total": "一般公共预算支出年初预算",
        "revised_budget_total": "一般公共预算支出全年预算", "general_public_expenditure": "一般公共预算支出决算",
        "personnel_costs": "人员经费", "operating_costs": "公用经费", "three_public": "“三公”经费",
    },
    "figure": {
        "grand_total": "收支总计", "grants_total": "财政拨款收支总计",
        "general_public_expenditure": "一般公共预算财政拨款支出", "agency_operating_costs": "机关运行经费",
    },
    "rate_of": _BUDGETS | {
        "previous_year": "比上年增减", "total_revenue": "占本年收入", "total_expenditure": "占本年支出",
        "basic_expenditure": "占基本支出", "original_budget": "完成年初预算", "revised_budget": "完成全年预算",
    },
    "measure": _BUDGETS | {
        "outturn": "支出决算", "execution_rate": "完成率", "share": "占比", "yoy_change": "比上年增减额",
        "yoy_rate": "比上年增减率", "count": "数量", "amount": "金额", "involved": "涉及金额",
        "score": "得分", "ratio": "比率",
    },
    "topic": _STATEMENTS | {
        "agency_operating_costs": "机关运行经费", "procurement": "政府采购", "state_assets": "国有资产",
        "performance": "预算绩效", "other_matters": "其他事项",
    },
    "source": _STATEMENTS,
    "statement": _STATEMENTS,
}  # fmt: skip
"""Column → identifier → the words for it. What is not listed stands as it is."""
