"""Binds a figure of the narrative to the table cell it repeats, by narrative.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from juesuan_nb.checks.ledger import TOTAL, Figure, Ledger
from juesuan_nb.checks.terms import Spot, Term
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold

_SIDES = {"outturn": "决算数", "original_budget": "预算数", "revised_budget": "预算数"}

_NOT_THE_WHOLE = re.compile("上年|去年|上一年|同期|人均|车均|平均|每[人辆批]|其中")


@dataclass(frozen=True, slots=True)
class Binding:
    """One line of narrative.toml."""

    topic: str
    term: str
    subject: str = ""
    otherwise: str = ""
    also_called: tuple[str, ...] = ()
    coded: bool = False

    def fits(self, told: Told) -> bool:
        """Whether it speaks of this subject. A whole statement's name with a 类 code is still the whole."""
        if told.topic != self.topic or _NOT_THE_WHOLE.search(told.subject):
            return False
        if self.coded:
            return bool(told.code)
        whole_code = not told.code or (len(told.code) == 3 and told.topic in ("state_capital", "government_funds"))
        return whole_code and re.fullmatch(self.subject, fold(told.subject)) is not None


@cache
def bindings() -> tuple[Binding, ...]:
    """All lines of narrative.toml."""
    data = tomllib.loads((files(__package__) / "narrative.toml").read_text(encoding="utf-8"))
    return tuple(Binding(**entry | {"also_called": tuple(entry.get("also_called", ()))}) for entry in data["figure"])


def bound(told: Told, claim: Claim, ledger: Ledger) -> list[Figure]:
    """The figures whose sum an amount of the text repeats; empty where no table says it."""
    if claim.measure not in _SIDES or claim.amount is None:
        return []
    binding = _binding(told)
    if binding is None or (claim.measure != "outturn" and "{side}" not in binding.term):
        return []
    term = binding.term.format(subject=fold(told.subject), side=_SIDES[claim.measure])
    figures = figures_of(term, told.code or TOTAL, ledger)
    if binding.otherwise and not any(figure.state == "printed" for figure in figures):
        return figures_of(binding.otherwise, told.code or TOTAL, ledger)
    return figures


def _binding(told: Told) -> Binding | None:
    return next((entry for entry in bindings() if entry.fits(told)), None)


def also_called(told: Told, amount: int, ledger: Ledger) -> Figure | None:
    """Another total of the report that loose texts call by this name (总计 for 合计), where it is the amount."""
    binding = _binding(told)
    figures = (figure for term in (binding.also_called if binding else ()) for figure in figures_of(term, "", ledger))
    return next((figure for figure in figures if figure.state == "printed" and figure.amount == amount), None)


def term_of(told: Told) -> str:
    """The term of the cell that its outturn repeats, of the 决算数 side; empty where no table says it."""
    entry = _binding(told)
    return entry.term.format(subject=fold(told.subject), side=_SIDES["outturn"]) if entry else ""


def is_whole(told: Told) -> bool:
    """Whether it speaks of the whole of a coded statement, not of a part of it."""
    entry = _binding(told)
    return entry is not None and not entry.coded and f"[{TOTAL}]" in entry.term


def figures_of(term: str, row: str, ledger: Ledger) -> list[Figure]:
    """The figures of a term for one row."""
    return [figure for _, figure in Term.parse(term).figures(ledger, Spot(row))]
