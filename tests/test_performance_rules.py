"""Rules of 绩效 on literal forms: other heads, other phrasings, damage; what is explained is not raised."""

import pytest

from juesuan_nb.checks import check
from juesuan_nb.checks.attachments import Entry, Fact, entries, forms
from juesuan_nb.checks.literal import Sample, claims, facts, sample
from juesuan_nb.checks.reviews import alike, core
from juesuan_nb.checks.samples import budget_line, indicator, self_evaluation
from juesuan_nb.checks.targets import aim


def outcomes(report: Sample, rule: str, **settings) -> set[tuple[str, str]]:
    results = check(report, select=(rule,), **settings).results
    return set(zip(results["verdict"], results["severity"], strict=True))


def mark(target: str, result: str, **more: str) -> Entry:
    entry = Entry("附件1", "indicator", "某指标")
    value, _, unit = result.partition(" ")
    entry.fields = {"年度指标值": Fact(target, "", "printed", ""), "实际完成值": Fact(value, unit, "printed", "")}
    entry.fields |= {name: Fact(text, "", "printed", "") for name, text in more.items()}
    return entry


@pytest.mark.parametrize(
    ("target", "result", "kind", "met", "deviation"),
    [
        ("≥90%", "99 %", "least", True, "10.00"),
        ("90%以上", "80 %", "least", False, "-11.11"),
        ("不低于50人次", "40 人次", "least", False, "-20.00"),
        ("≤10万元", "8 万元", "most", True, "-20.00"),
        ("20个以内", "25 个", "most", False, "25.00"),
        ("100％", "100 %", "same", True, "0.00"),
        ("=12次", "11 次", "same", False, "-8.33"),
        ("≤3个月", "2 个月", "most", True, "-33.33"),
    ],
)
def test_targets_and_results_are_compared_as_numbers(target, result, kind, met, deviation):
    found = aim(mark(target, result))
    assert (found.kind, found.met, str(found.deviation)) == (kind, met, deviation)


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("稳步推进", "100 %"),
        ("12月底前", "11 月"),
        ("2024年", "2024 年"),
        ("≥90%", "9 次"),
        ("€20%", "1 %"),
        ("1-3次", "2 次"),
    ],
)
def test_what_is_no_quantity_or_another_unit_is_not_compared(target, result):
    assert aim(mark(target, result)) is None


def test_sign_and_unit_may_stand_in_columns_of_their_own():
    found = aim(mark("50", "60", 指标性质="≥", 计量单位="场"))
    assert (found.kind, found.unit, found.met) == ("least", "场", True)


def test_a_target_that_was_read_in_doubt_is_not_compared():
    entry = mark("20%", "1 %")
    entry.fields["年度指标值"] = Fact("20%", "", "doubtful", "")
    assert aim(entry) is None


def test_other_provinces_call_the_heads_otherwise():
    line = facts(
        "附件1",
        "budget_line",
        *(f"部门预算总额 | {cell}" for cell in ("预算数 | 100 万元", "执行数 | 80 万元", "预算执行率 | 85 %")),
    )
    assert outcomes(Sample(attached=line), "PF02") == {("failed", "error")}
    assert entries(Sample(attached=line).evaluation)[0].amount("全年执行数").fen == 80_000_000


def test_a_repaired_figure_proves_no_error():
    line = [dict(row) | {"quality": "repaired"} for row in budget_line(executed="85.00")]
    assert outcomes(Sample(attached=tuple(line)), "PF02") == {("failed", "warning")}


def test_forms_that_were_not_told_apart_are_not_summed():
    part = indicator("甲", 分值="90 分", 得分="90 分") + indicator("总分", 分值="100 分", 得分="98 分")
    assert outcomes(self_evaluation(budget_line(), part, part), "PF01") == {("not_checked", "")}


@pytest.mark.parametrize("printed", ["10.00", "9.00", "110.00", "0.00"])
def test_every_usual_way_to_print_a_deviation_passes(printed):
    line = indicator("满意度", 年度指标值="≥90%", 实际完成值="99 %", 偏差度=f"{printed} %", 分值="5 分")
    assert outcomes(self_evaluation(line), "PF08") == {("passed", "")}


def test_less_carry_over_than_allowed_is_not_far_from_target():
    line = indicator("结转结余率", 年度指标值="≤10%", 实际完成值="0 %", 分值="1 分", 得分="1 分")
    assert outcomes(self_evaluation(line), "PF09") == {("passed", "")}


EVALUATED = ("绩效自评项目 | count | 5 个", "绩效自评项目 | amount | 10.00 万元")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("一般公共预算项目 | amount | 6.00 万元", "政府性基金预算项目 | amount | 4.00 万元"), ("passed", "")),
        (("一般公共预算项目 | amount | 6.00 万元",), ("not_checked", "")),
        (("一般公共预算项目 | amount | 9.00 万元", "政府性基金预算项目 | amount | 4.00 万元"), ("failed", "warning")),
        (('绩效评级为"优"的项目 | count | 4 个', '绩效评级为"良"的项目 | count | 1 个'), ("passed", "")),
        (('绩效评级为"优"的项目 | count | 4 个',), ("not_checked", "")),
        (("自评结果为优秀 | count | 4 个", "为良好 | count | 2 个"), ("failed", "warning")),
        (("机关项目 | count | 3 个", "二级机构项目 | count | 2 个"), ("passed", "")),
        (("机关项目 | count | 3 个", "二级机构项目 | count | 1 个"), ("failed", "warning")),
    ],
)
def test_parts_of_what_was_evaluated(rows, expected):
    assert outcomes(sample("", claims("performance", *EVALUATED, *rows)), "PF10") == {expected}


def test_money_besides_the_three_budgets_is_explained_by_own_funds():
    funds = [
        f"{name} | amount | {value} 万元"
        for name, value in zip(
            ("一般公共预算项目", "政府性基金预算项目", "国有资本经营预算项目"), ("6.00", "1.00", "0.00"), strict=True
        )
    ]
    told = claims("performance", *EVALUATED[1:], *funds)
    text = "T1 | 收入/金额\n八、其他收入 | {own}\nT4 | 收入/金额\n本年收入合计 | 9.00"
    assert outcomes(sample(text.format(own="3.00"), told), "PF10") == {("passed", "")}
    assert outcomes(sample(text.format(own="0.00"), told), "PF10") == {("failed", "warning")}


WHOLE = "T1 | 支出/金额\n本年支出合计 | 60.00\n总计 | 100.00\nT5 | 合计\n合计 | {general}"


def test_an_evaluation_of_the_appropriations_alone_is_reconciled():
    report = self_evaluation(budget_line(executed="55.00"), text=WHOLE.format(general="55.00"))
    assert outcomes(report, "PF11") == {("passed", "")}


def test_a_stated_amount_explains_its_part_and_the_rest_is_said():
    told = claims("performance", "部门整体支出绩效自评 | amount | 80.00 万元", reason="包含专户资金12.00万元")
    report = self_evaluation(budget_line(), text=WHOLE.format(general="50.00"), told=told)
    finding = check(report, select=("PF11",)).findings.iloc[0]
    assert finding["severity"] == "warning"
    assert "解释12.00万元，尚余8.00万元" in finding["message"]


def test_the_form_of_one_project_is_not_held_against_the_accounts():
    line = facts(
        "附件1", "budget_line", "年度资金总额 | 全年执行数 | 5.00 万元", "年度资金总额 | 全年预算数 | 5.00 万元"
    )
    assert outcomes(Sample(WHOLE.format(general="60.00"), attached=line), "PF11") == {("not_applicable", "")}


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("2024年度“河道清淤”项目支出绩效评价报告", "河道清淤"),
        ("河道清淤项目财政重点绩效评价", "河道清淤"),
        ("河道清淤项目", "河道清淤"),
        ("部门整体支出绩效自评", "部门整体支出"),
    ],
)
def test_names_of_projects_without_the_words_around_them(name, bare):
    assert core(name) == bare


def test_short_names_are_not_alike():
    assert alike("河道清淤", "城区河道清淤")
    assert not alike("清淤", "城区河道清淤")


def test_scores_of_projects_with_like_names_prove_nothing():
    told = claims("performance", "河道清淤项目 | score | 96 分")
    attached = facts("附件2", "project", "城区河道清淤项目 | 自评得分 | 90 分")
    assert outcomes(Sample(told=told, attached=attached), "PF14") == {("failed", "info")}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("评价得分为94.37分，等级为优。", "passed"),
        ("自评得分100分，评价等级为“优秀”。", "passed"),
        ("自评得分88分,结果为良好。", "passed"),
        ("自评得分75分，等级为合格。", "passed"),
        ("自评得分91分，等级为良。", "failed"),
        ("自评得分85分，评为优秀等级。", "failed"),
    ],
)
def test_grades_of_scores_in_running_text(line, expected):
    text = f"第三部分 情况说明\n一、预算绩效情况说明\n某项目{line}"
    assert {verdict for verdict, _ in outcomes(Sample(lines=text), "PF16")} == {expected}


def test_a_coverage_on_a_budget_base_is_no_error():
    text = "T3 | 项目支出\n合计 | 8.00"
    rows = ("自评项目 | amount | 9.00 万元",)
    told = claims("performance", *rows) + claims(
        "performance", "自评项目(占部门预算项目支出总额) | share | 100 %", base="部门预算项目支出总额"
    )
    assert check(sample(text, told), select=("NV02",)).findings.empty
    assert outcomes(sample(text, told), "PF10") == {("failed", "info")}


def test_the_whole_form_is_told_by_its_budget_line_or_its_indicators():
    named = self_evaluation(budget_line())
    marked = Sample(attached=indicator("结转结余率", 分值="1 分"))
    other = Sample(attached=indicator("培训场次", 分值="1 分"))
    found = [forms(entries(report.evaluation))[0] for report in (named, marked, other)]
    assert [(form.names_whole, form.is_whole) for form in found] == [(True, True), (False, True), (False, False)]


def test_a_threshold_moves_the_border():
    line = indicator("场次", 年度指标值="≥50场", 实际完成值="60 场", 分值="5 分", 得分="5 分")
    assert outcomes(self_evaluation(line), "PF09") == {("passed", "")}
    assert outcomes(self_evaluation(line), "PF09", thresholds={"target_deviation": 10}) == {("failed", "info")}
