"""Which difference a stated reason explains: against a budget, or against the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.reasons import BASES, DOWN, UP
from juesuan_nb.checks.told import BUDGETS, Claim, Told
from juesuan_nb.document import fold

SPENT = ("general_public_expenditure", "government_funds", "state_capital", "three_public")
"""Sections whose items have a budget, an outturn and a reason for the difference."""

COMPARED = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "agency_operating_costs",
    *SPENT,
)
"""Sections that compare with the year before."""

NAMES = BUDGETS | {"year": "上年"}
_ABOVE = re.compile("大于|高于|超过")
_BELOW = re.compile("小于|低于")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference (outturn less `base`, in 分) and the reason given for it; `base` is a key of reasons.BASES."""

    told: Told
    base: str
    amount: int
    reason: str

    @property
    def way(self) -> str:
        """Whether the outturn is above or below; empty where it is neither."""
        return UP if self.amount > 0 else DOWN if self.amount < 0 else ""

    @property
    def words(self) -> str:
        """What reasons.toml calls the base."""
        return BASES[self.base]

    @property
    def name(self) -> str:
        """The base in Chinese."""
        return NAMES[self.base]


def differences(facts: Facts) -> Iterator[tuple[Told, list[Difference]]]:
    """Every subject with the differences that the text gives of it."""
    for told in facts.told:
        found = _from_budget(told) if told.topic in SPENT else []
        found += _from_last_year(told) if told.topic in COMPARED else []
        if found:
            yield told, found


def _from_budget(told: Told) -> list[Difference]:
    outturn = told.amount("outturn")
    if outturn is None:
        return []
    own = [claim for claim in told.claims if claim.measure in (*BUDGETS, "execution_rate", "direction")]
    reason = _reason(claim for claim in own if claim.base != "上年")
    budgets = {name: amount for name in BUDGETS if (amount := told.amount(name)) is not None}
    return [Difference(told, name, outturn - amount, reason) for name, amount in budgets.items()]


def _from_last_year(told: Told) -> list[Difference]:
    change = told.amount("yoy_change")
    if change is None:
        return []
    own = (claim for claim in told.claims if claim.measure.startswith("yoy") or claim.base == "上年")
    return [Difference(told, "year", change, _reason(own))]


def _reason(claims: Iterator[Claim]) -> str:
    return next((claim.reason for claim in claims if claim.reason), "")


def meant(told: Told, found: list[Difference]) -> list[Difference]:
    """The differences that the words may speak of: those that fit 大于, 小于 where the text says so."""
    said = [claim for claim in told.claims if claim.measure == "direction"]
    return [one for one in found if all(_fits(claim, one) for claim in said)]


def _fits(claim: Claim, one: Difference) -> bool:
    if (claim.base == "上年") != (one.base == "year"):
        return True
    above, below = bool(_ABOVE.search(claim.value)), bool(_BELOW.search(claim.value))
    return not (above and one.amount < 0) and not (below and one.amount > 0)


def running_text(facts: Facts, told: Told) -> str:
    """The passages that speak of a subject: those of its item, or those of its section outside any item."""
    return "".join(
        fold(passage.text)
        for passage in facts.passages
        if passage.section == told.section and passage.item_no == told.item_no and passage.topic == told.topic
    )


def fields(told: Told, amount: int) -> dict:
    """Code, places and money of an outcome about a subject."""
    return {"codes": (told.code,) if told.code else (), "places": told.places, "money": abs(amount)}
