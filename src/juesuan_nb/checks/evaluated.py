"""Family PF 绩效, the money that was evaluated against the final accounts (PF11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.amounts import to_fen
from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.rates import Amount
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import budget_line, self_evaluation
from juesuan_nb.checks.told import Told
from juesuan_nb.document import fold

_WHOLE = re.compile(r"(部门|单位)?整体.*(自评|评价)")
_DIFFERS = re.compile(r"有出入|不一致|有差异|存在差异|不同|不包含|不包括|包含|口径")
_SAYS = re.compile(r"自评|绩效|评价")
_EXECUTED = {
    "收入支出决算总表的本年支出合计": "T1[total_expenditure].支出/金额",
    "财政拨款总表的本年支出合计": "T4[total_expenditure].支出/合计",
    "一般公共预算财政拨款支出": "T5[合计].合计",
    "收入支出决算总表的总计": "T1[grand_total].支出/金额",
    "财政拨款总表的总计": "T4[grand_total].支出/合计",
}
_BY_FUND = {
    "一般公共预算": "T5[合计].合计",
    "政府性基金": "T7[合计].本年支出/小计",
    "国有资本经营": "T8[合计].合计",
}
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿元|万元|元)")
_TABLES = "T1 | 支出/金额\n本年支出合计 | {spent}\n总计 | 100.00"


def _told_whole(amount: str, reason: str = "") -> tuple:
    return claims("performance", f"部门整体支出绩效自评 | amount | {amount} 万元", reason=reason)


@declare(
    "PF11",
    "部门整体绩效自评的金额与决算相符，或说明了差异的原因",
    severity="warning",
    basis="arithmetic",
    needs=("evaluation", "table:revenue_expenditure_summary"),
    thresholds=("variance_materiality",),
    examples=(
        Example("等于本年支出", self_evaluation(budget_line(), text=_TABLES.format(spent="80.00")), "passed"),
        Example(
            "等于总计", self_evaluation(budget_line(executed="100.00"), text=_TABLES.format(spent="80.00")), "passed"
        ),
        Example(
            "没有说明原因", self_evaluation(budget_line(), text=_TABLES.format(spent="60.00")), "failed", "warning"
        ),
        Example(
            "说明的金额等于差额",
            self_evaluation(
                budget_line(),
                text=_TABLES.format(spent="60.00"),
                told=_told_whole("80.00", "自评表包含社保基金专户资金20.00万元"),
            ),
            "passed",
        ),
        Example(
            "说明了原因",
            self_evaluation(
                budget_line(),
                text=_TABLES.format(spent="60.00"),
                told=_told_whole("80.00", "自评表包含社保基金专户资金"),
            ),
            "failed",
            "info",
        ),
    ),
)
def reconciled(facts: Facts) -> Iterator[Outcome]:
    """部门整体自评表的全年执行数与决算比较：等于本年支出合计、财政拨款支出、一般公共预算支出或支出总计之一（按尾差）的，可以解释。

    都不等的，按资金分开看差在哪里；文中说明了原因的作为提示（原因没有给出金额的，说明不了多少），没有说明的列为疑点。
    """
    told = [one for one in facts.told if one.topic == "performance" and _WHOLE.search(fold(one.subject))]
    for form in facts.forms:
        if form.is_whole and form.main:
            executed = form.main.amount("全年执行数")
            place = f"{form.main.place}全年执行数"
            if executed is None:
                yield not_checked(place, "全年执行数没有读清")
                continue
            outcome = _against_accounts(facts, place, executed, told).at(places=form.main.places)
            yield outcome if form.names_whole else outcome.at(severity="info")


def _against_accounts(facts: Facts, place: str, amount: Amount, told: list[Told]) -> Outcome:
    figures = {name: figures_of(term, "", facts.ledger)[0] for name, term in _EXECUTED.items()}
    printed = {name: figure.amount for name, figure in figures.items() if figure.state == "printed"}
    for name, known in printed.items():
        if abs(known - amount.fen) <= _tail(facts, amount):
            return passed(place, reason=f"等于{name}{facts.money(known)}")
    name, spent = next(iter(printed.items()), ("", None))
    if spent is None or name != next(iter(_EXECUTED)):
        return not_checked(place, "收入支出决算总表的本年支出合计没有读清")
    gap = amount.fen - spent
    if abs(gap) < facts.limits["variance_materiality"]:
        return passed(place, reason=f"与{name}相差{facts.money(gap)}，金额很小")
    reason = _reason(facts, told)
    left = _left(reason, abs(gap), _tail(facts, amount))
    if not left:
        return passed(place, reason=f"与{name}的差额{facts.money(gap)}等于文中说明的金额：{reason}")
    more = f"比{name}{facts.money(spent)}{'多' if gap > 0 else '少'}{facts.money(abs(gap))}"
    said = f"{place}{facts.money(amount.fen)}，{more}{_by_fund(facts, told)}；{_why(facts, reason, abs(gap), left)}"
    told_all = bool(reason) and left == abs(gap)
    fields = {"severity": "info" if told_all else "warning", "expected": spent, "found": amount.fen, "money": left}
    return failed(place, said, **fields)


def _why(facts: Facts, reason: str, gap: int, left: int) -> str:
    """What part of a difference the stated reason explains."""
    if not reason:
        return "没有说明原因。"
    if left == gap:
        return f"文中说明的原因：{reason}。原因没有给出金额，能解释多少无法核对。"
    return f"文中说明的原因：{reason}。所说金额解释{facts.money(gap - left)}，尚余{facts.money(left)}没有解释。"


def _left(reason: str, gap: int, tail: int) -> int:
    """What the amounts in a reason leave unexplained of a difference."""
    stated = [to_fen(Decimal(number.replace(",", "")), unit) for number, unit in _MONEY.findall(fold(reason))]
    if any(abs(gap - one) <= tail for one in (*stated, sum(stated))):
        return 0
    return gap - sum(stated) if 0 < sum(stated) < gap else gap


def _tail(facts: Facts, amount: Amount) -> int:
    return 2 * max(amount.step if amount.fen % 1_000_000 else 0, facts.ledger.step("revenue_expenditure_summary"))


def _by_fund(facts: Facts, told: list[Told]) -> str:
    """Where the difference lies, by the funds that the text names."""
    parts = []
    for fund, term in _BY_FUND.items():
        known = figures_of(term, "", facts.ledger)[0]
        said = next((one.amount("amount") for one in told if fund in fold(one.subject).partition(":")[2]), None)
        if said is not None and known.state == "printed":
            gap = said - known.amount
            tail = 2 * facts.ledger.step("revenue_expenditure_summary")
            parts.append(f"{fund}的支出{f'相差{facts.money(gap)}' if abs(gap) > tail else '相符'}")
    return f"（其中{'，'.join(parts)}）" if parts else ""


def _reason(facts: Facts, told: list[Told]) -> str:
    """The reason that the text gives for the difference."""
    if stated := next((one.reason for one in told if one.reason), ""):
        return stated
    about = [part for part in facts.passages if part.topic == "performance" and _DIFFERS.search(part.text)]
    return next((part.text.strip() for part in about if "决算" in part.text and _SAYS.search(part.text)), "")
