"""Whether money besides the three budgets explains that more was evaluated than these sum up to (rule PF10)."""

from __future__ import annotations

from juesuan_nb.amounts import rate
from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.conditions import own_funds
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.rates import last_digit
from juesuan_nb.checks.told import Told

_TOTALS = ("T1[grand_total].支出/金额", "T4[grand_total].支出/合计")
_PROJECTS = "T3[合计].项目支出"


def other_money_explains(facts: Facts, head: Told, added: int) -> bool:
    """Whether the total told of `head` may hold more than the parts that sum up to `added`, in 分.

    Not where the department has no such money, or less; nor where the share that the text states is that of the parts.
    """
    if own_funds(facts.ledger)[0] is False or _is_all(facts, head, added):
        return False
    whole, granted = (figures_of(term, "", facts.ledger)[0] for term in _TOTALS)
    known = whole.state == granted.state == "printed"
    return not known or head.amount("amount") - added <= whole.amount - granted.amount


def _is_all(facts: Facts, head: Told, added: int) -> bool:
    """Whether the share that the text states is that of the parts, and not that of the total."""
    share, whole = head.get("share"), figures_of(_PROJECTS, "", facts.ledger)[0]
    if share is None or share.unit != "%" or whole.state != "printed" or not whole.amount:
        return False
    shares = [rate(part, whole.amount) for part in (added, head.amount("amount"))]
    return [abs(share.number - one) <= last_digit(share.value) for one in shares] == [True, False]
