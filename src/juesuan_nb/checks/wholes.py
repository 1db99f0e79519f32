"""What a share of the text is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.rates import Amount
from juesuan_nb.document import fold

if TYPE_CHECKING:
    from juesuan_nb.checks.facts import Facts
    from juesuan_nb.checks.told import Claim, Told

CORE = ("revenue_expenditure_summary", "revenue", "expenditure", "general_public_expenditure", "basic_expenditure")
"""Sections whose lists are parts of the section's own total, also where the text does not say so."""
_REVENUE = r"(本年|全年|当年)?(总收入|收入(决算)?(合计|总额|总计|总数)?)"
_SPENT = r"(本年|全年|当年)?(总支出|支出(决算)?(合计|总额|总计|总数)?)"
_WHOLES = (
    (_REVENUE, ("T2[合计].本年收入合计", "T1[total_revenue].收入/金额", "T1[grand_total].收入/金额")),
    (_SPENT, ("T3[合计].本年支出合计", "T1[total_expenditure].支出/金额", "T1[grand_total].支出/金额")),
    (r"一般公共预算(财政拨款)?支出(合计|总额|决算)?", ("T5[合计].合计",)),
    (r"(本年)?财政拨款(总)?支出(合计|总额|总计)?", ("T4[total_expenditure].支出/合计", "T5[合计].合计")),
    (r'.*"?三公"?经费.*', ("T9[].决算数/合计",)),
    (r".*项目支出(总额|合计)?", ("T3[合计].项目支出",)),
)
"""What a share may be of, by its name, and the cells that are it: one that fits is enough."""
_OWN_TOTALS = {
    "general_public_expenditure": "T5[合计].合计",
    "appropriation_summary": "T4[total_expenditure].支出/合计",
    "government_funds": "T7[合计].本年支出/小计",
    "basic_expenditure": "T5[合计].基本支出",
}
"""What 总支出 may mean in a section besides the department's."""


def base_of(told: Told, claim: Claim) -> str:
    """What a share is of: what the text says, else what the section is about."""
    if claim.base and fold(claim.base) != fold(told.subject):
        return claim.base
    implied = {"revenue": "收入合计", "expenditure": "支出合计"}.get(told.topic, "")
    if told.topic == "general_public_expenditure":
        implied = "一般公共预算财政拨款支出" if told.code else "支出合计"
    return "" if fold(told.subject) == implied else implied


def whole_of(facts: Facts, told: Told, base: str) -> list[Amount]:
    """The amounts that a share is of: told under that name in the same topic, else the cells of that name, else the
    one total of a like name in the same section."""
    name = fold(base)
    named = (other for other in facts.told if other.topic == told.topic and not other.code and _alike(other, name))
    found = [amount for other in named for amount in amounts_of(other)] or _cells(facts, told, name)
    like = [amount for other in _alike_totals(facts, told, name) for amount in amounts_of(other)]
    return found or (like if len({amount.fen for amount in like}) == 1 else [])


def likely_wholes(facts: Facts, told: Told, base: str) -> list[Amount]:
    """What it may be of besides: any amount of the section, the totals of that name and of the report."""
    here = [other for other in facts.told if (other.topic, other.section) == (told.topic, told.section)]
    amounts = [amount for other in here if other is not told for amount in amounts_of(other)]
    return [
        *amounts,
        *(amount for name in (fold(base), "收入合计", "支出合计") for amount in _cells(facts, told, name)),
    ]


def _alike_totals(facts: Facts, told: Told, name: str) -> list[Told]:
    """The totals of the same section whose name says the same: 各项支出总计 for 支出总额."""
    pattern = next((words for words, _ in _WHOLES if re.fullmatch(words, name)), "")
    like = re.compile(f"(各项|财政拨款)?({pattern})")
    here = [other for other in facts.told if (other.topic, other.section) == (told.topic, told.section)]
    return [other for other in here if pattern and not other.code and like.fullmatch(fold(other.subject))]


def _cells(facts: Facts, told: Told, name: str) -> list[Amount]:
    if told.topic == "performance":
        return []  # of a budget or of the outturn: PF10 says which it can be
    pattern, terms = next(((words, cells) for words, cells in _WHOLES if re.fullmatch(words, name)), ("", ()))
    terms += (_OWN_TOTALS[told.topic],) if pattern == _SPENT and told.topic in _OWN_TOTALS else ()
    figures = [figure for term in terms for figure in figures_of(term, "", facts.ledger) if figure.state == "printed"]
    return [Amount(figure.amount, facts.ledger.step(figure.key[0])) for figure in figures]


def _alike(told: Told, name: str) -> bool:
    """Whether a share's base is this subject; in the section of 政府采购 these words may be left out."""
    own = fold(told.subject)
    return own == name or (
        told.topic == "procurement" and own.removeprefix("政府采购") == name.removeprefix("政府采购")
    )


def amounts_of(told: Told) -> list[Amount]:
    """The amounts told of a subject."""
    return [Amount(claim.amount, claim.step) for claim in told.all("outturn", "amount") if claim.amount is not None]
