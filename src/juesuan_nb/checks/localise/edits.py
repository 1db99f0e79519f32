"""The edits: every equation that was evaluated, as bounds on how far its cells may be changed together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import Figure, Key
from juesuan_nb.checks.model import Outcome, Rule

Cell = tuple[str, Key]
"""Scope and key of a figure; the table of a figure of the text is ""."""

WEIGHTS = {"printed": 100, "repaired": 90, "recovered": 70, "scanned": 70}
"""How hard it is to believe that a cell is wrong: damage in reading is suspected before the department."""
_LIKELY_LOST, _ABSENT, _TEXT = 80, 110, 100


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """low ≤ Σ factor · change ≤ high, in 分, over its cells; broken where 0 is not between. `slack` widens both.

    A `hard` edit must hold in the end; others (rules that are no errors) only follow.
    """

    rule: Rule
    outcome: Outcome
    factors: dict[Cell, int]
    low: int | None
    high: int | None
    slack: int
    hard: bool

    @property
    def broken(self) -> bool:
        """Whether it does not hold as printed."""
        return not self.holds(0)

    def holds(self, change: int) -> bool:
        """Whether it holds once its sum has changed so far."""
        return (self.low is None or self.low <= change) and (self.high is None or change <= self.high)

    def shift(self, changes: dict[Cell, int]) -> int:
        """How far its sum moves with these changes."""
        return sum(factor * changes[cell] for cell, factor in self.factors.items() if cell in changes)


class Edits:
    """All edits of a report, by number and by cell."""

    def __init__(self, facts: Facts, outcomes: Iterable[tuple[Rule, Outcome]]) -> None:
        self.facts = facts
        self.all = [_edit(facts, rule, outcome) for rule, outcome in outcomes if outcome.equation]

    @cached_property
    def broken(self) -> frozenset[int]:
        """The hard edits that do not hold."""
        return frozenset(number for number, edit in enumerate(self.all) if edit.hard and edit.broken)

    @cached_property
    def of(self) -> dict[Cell, list[int]]:
        """The hard edits that a cell stands in."""
        found = defaultdict(list)
        for number, edit in enumerate(self.all):
            if edit.hard:
                for cell in edit.factors:
                    found[cell].append(number)
        return found

    def groups(self) -> list[frozenset[int]]:
        """The broken edits, parted where they share no cell."""
        rest, found = set(self.broken), []
        while rest:
            group, edge = set(), {min(rest)}
            while edge:
                group |= edge
                near = {other for number in edge for cell in self.all[number].factors for other in self.of[cell]}
                edge = (near & rest) - group
            rest -= group
            found.append(frozenset(group))
        return found

    def touched(self, cells: Iterable[Cell]) -> set[int]:
        """The hard edits that any of the cells stands in."""
        return {number for cell in cells for number in self.of[cell]}

    def figure(self, cell: Cell) -> Figure:
        """What is printed in a cell."""
        return self.facts.ledgers[cell[0]].get(cell[1])

    def weight(self, cell: Cell) -> int:
        """What it costs to doubt a cell."""
        if is_text(cell):
            return _TEXT
        figure = self.figure(cell)
        if figure.state == "printed":
            return WEIGHTS.get(figure.quality, WEIGHTS["printed"])
        if figure.state == "absent":
            return _ABSENT
        return _LIKELY_LOST if self.facts.ledgers[cell[0]].prints_zeros(cell[1]) else WEIGHTS["printed"]

    def step(self, cell: Cell) -> int:
        """The unit that its table is printed to, in 分."""
        return 1 if is_text(cell) else self.facts.ledgers[cell[0]].step(cell[1][0]) or 1

    def is_zero(self, cell: Cell) -> bool:
        """Whether a cell counts nothing now: a sum has one rounded addend more once it is filled."""
        return not is_text(cell) and not self.figure(cell).amount

    def following(self, cells: Iterable[Cell]) -> Iterator[Edit]:
        """The broken edits of any kind that a cell stands in."""
        wanted = set(cells)
        return (edit for edit in self.all if edit.broken and wanted & edit.factors.keys())


def is_text(cell: Cell) -> bool:
    """Whether it is a figure of the narrative."""
    return not cell[1][0]


def _edit(facts: Facts, rule: Rule, outcome: Outcome) -> Edit:
    compared = outcome.equation
    told = rule.family == "NV"
    scope = facts.scope if told else outcome.scope or next(iter(facts.ledgers))
    factors: dict[Cell, int] = defaultdict(int)
    for sign, key in compared.terms:
        factors[scope, key] += sign
    if told:
        factors[scope, ("", outcome.place, f"{id(outcome)}")] = -1
    return Edit(
        rule,
        outcome,
        {cell: factor for cell, factor in factors.items() if factor},
        None if compared.relation == "<=" else -compared.allowed - compared.excess,
        None if compared.relation == ">=" else compared.allowed - compared.excess,
        compared.loose - compared.allowed,
        rule.severity == "error",
    )
