"""Outturn against budget, subject by subject: the text's budget, or the disclosed one where it has no original."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.amounts import rate
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.told import BUDGETS, Told

_TOPICS = ("general_public_expenditure", "government_funds", "state_capital")


@dataclass(frozen=True, slots=True)
class Variance:
    """Budget and outturn of one thing, in 分; `base` says in words which budget, `where` its place in the 部门预算."""

    budget: int
    outturn: int
    base: str = ""
    where: tuple[str, ...] = ()

    @property
    def amount(self) -> int:
        """Outturn less budget."""
        return self.outturn - self.budget

    @property
    def rate(self) -> Decimal | None:
        """Outturn as a percentage of the budget; undefined on a zero budget."""
        return rate(self.outturn, self.budget)


def variance_of(told: Told) -> Variance | None:
    budget, outturn = told.amount(told.base) if told.base else None, told.amount("outturn")
    return None if budget is None or outturn is None else Variance(budget, outturn, BUDGETS[told.base])


def _disclosed(facts: Facts, told: Told) -> Variance | None:
    """Against the original budget of the 部门预算, where the text tells none."""
    budget, outturn = facts.report.budget, told.amount("outturn")
    if not budget or outturn is None or told.amount("original_budget") is not None or not told.is_item:
        return None
    if line := budget.original(told.topic).get(told.code):
        return Variance(line.amount, outturn, "年初预算（取自部门预算）", (budget.place_of(line),))
    if not told.code or budget.silent(told.code, told.topic):
        return None
    return Variance(0, outturn, "年初预算（部门预算没有列）")


def compared(facts: Facts) -> list[tuple[Told, Variance]]:
    """Every subject of the expenditure sections for which the text gives budget and outturn, totals too."""
    told = [one for one in facts.told if one.topic in _TOPICS]
    return [(one, variance) for one in told if (variance := _disclosed(facts, one) or variance_of(one))]


def asked(told: Told, variance: Variance) -> str:
    """What a reason of the text explains: not the difference from a budget that it does not tell."""
    known = told.base and variance.base == BUDGETS[told.base]
    return "所说原因" if known or not told.base else f"正文与{BUDGETS[told.base]}比较所说的原因"
