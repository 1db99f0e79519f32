"""Family PF 绩效: the self-evaluation against itself, the tables and the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.amounts import half_up
from juesuan_nb.checks.attachments import RATE_FIELDS, Entry, Form
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.literal import facts as attached
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, last_digit, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import fold

_RESULT = "实际完成值"
_FULL = Decimal(100)


def _budget(
    original: str = "90.00", revised: str = "100.00", executed: str = "80.00", **fields: str
) -> tuple[dict, ...]:
    rows = {"年初预算数": f"{original} 万元", "全年预算数": f"{revised} 万元", "全年执行数": f"{executed} 万元"}
    rows |= {"执行率": "80.00 %", "分值": "10 分", "得分": "8 分"} | fields
    return attached("附件1", "budget_line", *(f"部门预算总额 | {name} | {value}" for name, value in rows.items()))


def _indicator(name: str, **fields: str) -> tuple[dict, ...]:
    return attached("附件1", "indicator", *(f"{name} | {field} | {value}" for field, value in fields.items()))


def _form(*parts: tuple[dict, ...], text: str = "", told: tuple[dict, ...] = ()) -> Sample:
    return Sample(text, told, tuple(row for part in parts for row in part))


def _scored(points: str, score: str, total: str) -> Sample:
    marks = _indicator("甲", 分值=f"{points} 分", 得分=f"{score} 分")
    return _form(_budget(), marks, _indicator("总分", 分值="100 分", 得分=f"{total} 分"))


@declare(
    "PF01",
    "自评表的分值合计一百分，得分合计等于总分，得分不超过分值",
    severity="warning",
    basis="arithmetic",
    needs=("evaluation",),
    examples=(
        Example("相符", _scored("90", "90", "98"), "passed"),
        Example("分值不足", _scored("80", "80", "88"), "failed", "warning"),
        Example("总分不符", _scored("90", "90", "100"), "failed", "warning"),
        Example("得分超过分值", _scored("90", "92", "100"), "failed", "error"),
    ),
)
def points_add_up(facts: Facts) -> Iterator[Outcome]:
    """各指标和预算执行的分值合计为100分；得分合计等于所列总分；每个得分不大于它的分值（大于的是错误）。"""
    for form in facts.forms:
        if not form.indicators:
            continue
        for entry in form.entries:
            points, score = entry.number("分值"), entry.number("得分")
            if points is not None and score is not None and score > points:
                message = f"{entry.place}得分{score}，超过分值{points}。"
                fields = {"expected": points, "found": score, "unit": "分", "places": entry.places}
                yield failed(entry.place, message, severity="error", **fields)
        yield from _sums(form)


def _sums(form: Form) -> Iterator[Outcome]:
    place = f"{form.indicators[0].attachment}自评表"
    stated = form.total.number("得分") if form.total else None
    for name, wanted in (("分值", _FULL), ("得分", stated)):
        values = [entry.number(name) for entry in form.indicators]
        budget = form.main.number(name) if form.main else None
        if wanted is None or None in values:
            yield not_checked(f"{place}{name}合计", "有的分数没有读到或没有读清")
            continue
        added = sum(values, Decimal(0))
        if wanted in (added, added + (budget or 0)):
            yield passed(f"{place}{name}合计")
            continue
        found = added + (budget or 0)
        message = f"{place}各项{name}合计{found}分，应为{wanted}分。"
        yield failed(
            f"{place}{name}合计", message, expected=wanted, found=found, unit="分", places=form.indicators[0].places
        )


@declare(
    "PF02",
    "自评表的执行率等于全年执行数除以全年预算数",
    severity="error",
    basis="arithmetic",
    needs=("evaluation",),
    examples=(
        Example("相符", _form(_budget()), "passed"),
        Example("不符", _form(_budget(executed="85.00")), "failed", "error"),
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
        yield _rate(entry, f"{entry.place}执行率", stated, part, whole, "error")


def _rate(entry: Entry, said: str, stated: Decimal, part: Amount, whole: Amount, severity: str) -> Outcome:
    off = deviation(str(stated), part, whole)
    if off is None:
        return not_applicable(entry.place, "预算为零")
    if not off:
        return passed(entry.place)
    expected, cut = recomputed(part, whole), off <= last_digit(str(stated))
    message = f"{said}写{stated}%，按所列金额重算为{expected}%{'（末位舍入）' if cut else ''}。"
    fields = {"expected": expected, "found": stated, "unit": "%", "places": entry.places}
    return failed(entry.place, message, severity="info" if cut else severity, **fields)


@declare(
    "PF03",
    "预算执行的得分等于分值乘执行率",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    examples=(
        Example("相符", _form(_budget()), "passed"),
        Example("没有执行完而得满分", _form(_budget(得分="10 分")), "failed", "warning"),
    ),
)
def execution_score(facts: Facts) -> Iterator[Outcome]:
    """预算执行的得分＝分值×执行率（不超过分值），按得分的位数四舍五入；执行率不到100%而得满分的列出。"""
    for form in facts.forms:
        entry = form.main
        if entry is None or "得分" not in entry.fields:
            continue
        points, score, rate = entry.number("分值"), entry.number("得分"), entry.number(*RATE_FIELDS)
        if points is None or score is None or rate is None:
            yield not_checked(entry.place, "分值、得分或执行率没有读清")
            continue
        expected = points * min(rate, _FULL) / _FULL
        if score in (half_up(expected, places) for places in range(max(0, -score.as_tuple().exponent), 3)):
            yield passed(entry.place)
            continue
        full = "，执行率不到100%而得满分" if score == points and rate < _FULL else ""
        message = f"{entry.place}执行率{rate}%、分值{points}，得分应为{half_up(expected)}，写{score}{full}。"
        fields = {"expected": half_up(expected), "found": score, "unit": "分", "places": entry.places}
        yield failed(entry.place, message, **fields)


@declare(
    "PF04",
    "预算调整率等于全年预算与年初预算之差除以年初预算",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    examples=(
        Example("相符", _form(_budget("80.00"), _indicator("预算调整率", 实际完成值="25 %")), "passed"),
        Example("不符", _form(_budget("80.00"), _indicator("预算调整率", 实际完成值="1 %")), "failed", "warning"),
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
            stated = entry.number(_RESULT)
            if original is None or revised is None or stated is None:
                yield not_checked(entry.place, "年初预算数、全年预算数或完成值没有读清")
                continue
            change = Amount(abs(revised.fen - original.fen), original.step + revised.step)
            said = f"{entry.place}（年初预算{facts.money(original.fen)}，全年预算{facts.money(revised.fen)}）"
            yield _rate(entry, said, abs(stated), change, original, "warning")


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
            _form(
                _budget("100.00", "100.00", "100.00"),
                _indicator("结转结余率", 实际完成值="0 %"),
                text=_CLOSING.format(closing="0.00"),
            ),
            "passed",
        ),
        Example(
            "自评表另有未执行数",
            _form(_budget(), _indicator("结转结余率", 实际完成值="0 %"), text=_CLOSING.format(closing="0.00")),
            "failed",
            "info",
        ),
        Example(
            "与决算表不符",
            _form(_budget(), _indicator("结转结余率", 实际完成值="0 %"), text=_CLOSING.format(closing="20.00")),
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
            stated = entry.number(_RESULT)
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
        Example("相符", _form(_indicator("三公经费控制率", 实际完成值="50 %"), text=_THREE), "passed"),
        Example("不符", _form(_indicator("三公经费控制率", 实际完成值="100 %"), text=_THREE), "failed", "warning"),
    ),
)
def three_public_rate(facts: Facts) -> Iterator[Outcome]:
    """“三公经费”控制率＝“三公”经费决算数÷预算数，与“三公”经费表比较。"""
    ledger = facts.ledger
    outturn, budget = (ledger.get(("three_public", "", f"{side}/合计")) for side in ("决算数", "预算数"))
    for form in facts.forms:
        for entry in form.find('"?三公"?经费"?控制率'):
            stated = entry.number(_RESULT)
            if stated is None or outturn.state != "printed" or budget.state != "printed":
                yield not_checked(entry.place, "完成值或“三公”经费表没有读清")
                continue
            step = ledger.step("three_public")
            said = f"{entry.place}（决算{facts.money(outturn.amount)}，预算{facts.money(budget.amount)}）"
            yield _rate(entry, said, stated, Amount(outturn.amount, step), Amount(budget.amount, step), "warning")


def _procured(amount: str) -> tuple[dict, ...]:
    return claims("procurement", f"政府采购支出总额 | outturn | {amount} 万元")


@declare(
    "PF07",
    "政府采购执行率与情况说明的政府采购支出不矛盾",
    severity="warning",
    basis="regulation",
    needs=("evaluation", "topic:procurement"),
    examples=(
        Example("不矛盾", _form(_indicator("政府采购执行率", 实际完成值="0 %"), told=_procured("0.00")), "passed"),
        Example(
            "没有采购而有执行率",
            _form(_indicator("政府采购执行率", 实际完成值="85 %"), told=_procured("0.00")),
            "failed",
        ),
        Example(
            "预算没有公布",
            _form(_indicator("政府采购执行率", 实际完成值="85 %"), told=_procured("5.00")),
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
            stated = entry.number(_RESULT)
            if amount is None or stated is None or amount:
                yield not_checked(entry.place, "完成值没有读清，或没有公布政府采购预算")
            elif stated:
                message = f"{entry.place}写{stated}%，而情况说明的政府采购支出总额为{facts.money(0)}。"
                yield failed(entry.place, message, expected=Decimal(0), found=stated, unit="%", places=entry.places)
            else:
                yield passed(entry.place)
