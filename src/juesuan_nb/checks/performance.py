"""Family PF 绩效, rates of the self-evaluation against the figures they are made of (PF02, PF04 to PF07)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.checks.attachments import RATE_FIELDS, RESULT, Entry, Form
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, rate_outcome, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import budget_line, indicator, self_evaluation
from juesuan_nb.document import fold


@declare(
    "PF02",
    "自评表的执行率等于全年执行数除以全年预算数",
    severity="error",
    basis="arithmetic",
    needs=("evaluation",),
    examples=(
        Example("相符", self_evaluation(budget_line()), "passed"),
        Example("不符", self_evaluation(budget_line(executed="85.00")), "failed", "error"),
    ),
)
def execution_rate(facts: Facts) -> Iterator[Outcome]:
    """执行率＝全年执行数÷全年预算数（每个资金来源和每个项目），在舍入允许的区间内；预算为零的不核对。"""
    for entry in facts.entries:
        name = next((name for name in RATE_FIELDS if name in entry.fields), "")
        part, whole = entry.amount("全年执行数"), entry.amount("全年预算数")
        if not name or part is None or whole is None:
            continue
        stated = entry.number(name)
        if stated is None:
            yield not_checked(entry.place, "执行率没有读清")
            continue
        outcome = rate_outcome(entry.place, f"{entry.place}执行率", str(stated), part, whole, places=entry.places)
        yield outcome.at(severity=outcome.severity or entry.severity(name, "全年执行数", "全年预算数"))


@declare(
    "PF04",
    "预算调整率等于全年预算与年初预算之差除以年初预算",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    examples=(
        Example("相符", self_evaluation(budget_line("80.00"), indicator("预算调整率", 实际完成值="25 %")), "passed"),
        Example(
            "不符",
            self_evaluation(budget_line("80.00"), indicator("预算调整率", 实际完成值="1 %")),
            "failed",
            "warning",
        ),
    ),
)
def adjustment_rate(facts: Facts) -> Iterator[Outcome]:
    """预算调整率＝（全年预算数－年初预算数）÷年初预算数，不计正负。

    因政策、不可抗力、上级交办而作的调整可以不计入，所以不符只是疑点。
    """
    for form in facts.forms:
        original = form.main.amount("年初预算数") if form.main else None
        revised = form.main.amount("全年预算数") if form.main else None
        for entry in form.find("预算调整率"):
            stated = entry.number(RESULT)
            if original is None or revised is None or stated is None:
                yield not_checked(entry.place, "年初预算数、全年预算数或完成值没有读清")
                continue
            change = Amount(abs(revised.fen - original.fen), original.step + revised.step)
            said = f"{entry.place}（年初预算{facts.money(original.fen)}，全年预算{facts.money(revised.fen)}）"
            yield rate_outcome(entry.place, said, str(abs(stated)), change, original, places=entry.places)


_CLOSING = "T1 | 支出/金额\n年末结转和结余 | {closing}\n总计 | 100.00"


@declare(
    "PF05",
    "结转结余率与决算的年末结转结余一致",
    severity="warning",
    basis="regulation",
    needs=("evaluation", "table:revenue_expenditure_summary"),
    examples=(
        Example(
            "相符",
            self_evaluation(
                budget_line("100.00", "100.00", "100.00"),
                indicator("结转结余率", 实际完成值="0 %"),
                text=_CLOSING.format(closing="0.00"),
            ),
            "passed",
        ),
        Example(
            "自评表另有未执行数",
            self_evaluation(
                budget_line(), indicator("结转结余率", 实际完成值="0 %"), text=_CLOSING.format(closing="0.00")
            ),
            "failed",
            "info",
        ),
        Example(
            "与决算表不符",
            self_evaluation(
                budget_line(), indicator("结转结余率", 实际完成值="0 %"), text=_CLOSING.format(closing="20.00")
            ),
            "failed",
            "warning",
        ),
    ),
)
def carryover_rate(facts: Facts) -> Iterator[Outcome]:
    """结转结余率＝年末结转结余÷全年预算（或支出总计）。

    与决算总表的年末结转和结余不符的是疑点；与总表相符而自评表自己还有未执行数的，作为提示。
    """
    ledger = facts.ledger
    closing = ledger.get(("revenue_expenditure_summary", "closing_carryover", "支出/金额"))
    total = ledger.get(("revenue_expenditure_summary", "grand_total", "支出/金额"))
    for form in facts.forms:
        for entry in form.find("结转结余率"):
            stated = entry.number(RESULT)
            if stated is None or closing.state != "printed" or total.state != "printed":
                yield not_checked(entry.place, "完成值或总表的年末结转和结余没有读清")
                continue
            step = ledger.step("revenue_expenditure_summary")
            off = deviation(str(stated), Amount(closing.amount, step), Amount(total.amount, step))
            yield _carryover(facts, form, entry, stated, closing.amount, bool(off))


def _carryover(facts: Facts, form: Form, entry: Entry, stated: Decimal, closing: int, off: bool) -> Outcome:
    revised = form.main.amount("全年预算数") if form.main else None
    executed = form.main.amount("全年执行数") if form.main else None
    left = None if revised is None or executed is None else revised.fen - executed.fen
    if off and (not revised or deviation(str(stated), Amount(left, revised.step), revised)):
        message = f"{entry.place}写{stated}%，而决算总表年末结转和结余为{facts.money(closing)}。"
        return failed(entry.place, message, found=stated, unit="%", places=entry.places, money=closing)
    if left and not off and deviation(str(stated), Amount(left, revised.step + executed.step), revised):
        rate = recomputed(Amount(left, revised.step), revised)
        message = (
            f"{entry.place}写{stated}%，与决算总表的年末结转和结余{facts.money(closing)}相符；"
            f"但自评表的全年预算比执行数多{facts.money(left)}（{rate}%），未执行的去向没有说明。"
        )
        fields = {"expected": rate, "found": stated, "unit": "%", "places": entry.places}
        return failed(entry.place, message, severity="info", money=left, **fields)
    return passed(entry.place)


_THREE = "T9 | 预算数/合计 | 决算数/合计\n- | 8.00 | 4.00"


@declare(
    "PF06",
    "“三公经费”控制率等于“三公”经费决算除以预算",
    severity="warning",
    basis="regulation",
    needs=("evaluation", "table:three_public"),
    examples=(
        Example("相符", self_evaluation(indicator("三公经费控制率", 实际完成值="50 %"), text=_THREE), "passed"),
        Example(
            "不符", self_evaluation(indicator("三公经费控制率", 实际完成值="100 %"), text=_THREE), "failed", "warning"
        ),
    ),
)
def three_public_rate(facts: Facts) -> Iterator[Outcome]:
    """“三公经费”控制率＝“三公”经费决算数÷预算数，与“三公”经费表比较。"""
    ledger = facts.ledger
    outturn, budget = (ledger.get(("three_public", "", f"{side}/合计")) for side in ("决算数", "预算数"))
    for form in facts.forms:
        for entry in form.find('"?三公"?经费"?控制率'):
            stated = entry.number(RESULT)
            if stated is None or outturn.state != "printed" or budget.state != "printed":
                yield not_checked(entry.place, "完成值或“三公”经费表没有读清")
                continue
            step = ledger.step("three_public")
            said = f"{entry.place}（决算{facts.money(outturn.amount)}，预算{facts.money(budget.amount)}）"
            part, whole = Amount(outturn.amount, step), Amount(budget.amount, step)
            yield rate_outcome(entry.place, said, str(stated), part, whole, places=entry.places)


def _procured(amount: str) -> tuple[dict, ...]:
    return claims("procurement", f"政府采购支出总额 | outturn | {amount} 万元")


@declare(
    "PF07",
    "政府采购执行率与情况说明的政府采购支出不矛盾",
    severity="warning",
    basis="regulation",
    needs=("evaluation", "topic:procurement"),
    examples=(
        Example(
            "不矛盾", self_evaluation(indicator("政府采购执行率", 实际完成值="0 %"), told=_procured("0.00")), "passed"
        ),
        Example(
            "没有采购而有执行率",
            self_evaluation(indicator("政府采购执行率", 实际完成值="85 %"), told=_procured("0.00")),
            "failed",
        ),
        Example(
            "预算没有公布",
            self_evaluation(indicator("政府采购执行率", 实际完成值="85 %"), told=_procured("5.00")),
            "not_checked",
        ),
    ),
)
def procurement_rate(facts: Facts) -> Iterator[Outcome]:
    """政府采购执行率＝实际政府采购金额÷政府采购预算。情况说明写采购支出为零的，执行率只能是零或没有定义。

    有采购支出而没有公布采购预算的，不能核对。
    """
    totals = [told for told in facts.told if told.topic == "procurement" and "总额" in fold(told.subject)]
    amount = next((found for told in totals if (found := told.amount("outturn")) is not None), None)
    for form in facts.forms:
        for entry in form.find("政府采购执行率"):
            stated = entry.number(RESULT)
            if amount is None or stated is None or amount:
                yield not_checked(entry.place, "完成值没有读清，或没有公布政府采购预算")
            elif stated:
                message = f"{entry.place}写{stated}%，而情况说明的政府采购支出总额为{facts.money(0)}。"
                yield failed(entry.place, message, expected=Decimal(0), found=stated, unit="%", places=entry.places)
            else:
                yield passed(entry.place)
