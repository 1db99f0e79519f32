"""What a set of cells would have to say: the value that the edits agree on, and how likely such a misprint is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from juesuan_nb.checks.localise.bounds import bounds, interval
from juesuan_nb.checks.localise.edits import Cell, Edits, is_text
from juesuan_nb.checks.localise.search import Answer, Cells
from juesuan_nb.checks.localise.slips import SWAPPED, slip

_GRID = 40
"""Values of an interval that are tried for a telling slip."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell: what it should say, between which values rounding leaves it open, and what slip that would be."""

    cell: Cell
    printed: int
    value: int
    low: int
    high: int
    slip: str = ""
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The changes of one set of cells."""

    changes: tuple[Change, ...]
    weight: int

    @property
    def cells(self) -> Cells:
        return frozenset(change.cell for change in self.changes)

    @property
    def swapped(self) -> bool:
        """Whether two figures have changed places."""
        return any(change.slip == SWAPPED for change in self.changes)

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Lower is likelier: a telling slip, no amount below zero, the cheapest to doubt."""
        below = any(change.value < 0 <= change.printed for change in self.changes)
        return not any(change.telling for change in self.changes), below, self.weight

    def shifts(self) -> dict[Cell, int]:
        """How far each cell moves."""
        return {change.cell: change.value - change.printed for change in self.changes}


def proposals(edits: Edits, answer: Answer) -> list[Proposal]:
    """One proposal for each set of the answer, the likeliest first, but for sets whose values no form can print."""
    found = (_proposal(edits, answer.group, cells) for cells in answer.sets)
    return sorted((one for one in found if one), key=lambda one: one.rank)


def _proposal(edits: Edits, group: frozenset[int], cells: Cells) -> Proposal | None:
    ordered = sorted(cells, key=lambda cell: (-len(edits.of[cell]), cell))
    numbers = sorted(edits.touched(cells) | group)
    weight = sum(map(edits.weight, cells))
    if len(ordered) == 2 and (swapped := swap(edits, numbers, *ordered)):
        return Proposal(swapped, weight)
    fixed: dict[Cell, int] = {}
    changes = []
    for place, cell in enumerate(ordered):
        free = ordered[place:]
        low, high = interval(bounds(edits, numbers, free, fixed), len(free), 0)
        change = _change(edits, numbers, cell, set(free[1:]), fixed, low, high)
        if change is None:
            return None
        changes.append(change)
        fixed[cell] = change.value - change.printed
    return Proposal(tuple(changes), weight)


def _printed(edits: Edits, cell: Cell) -> int:
    return 0 if is_text(cell) else edits.figure(cell).amount


def swap(edits: Edits, numbers: Iterable[int], *cells: Cell) -> tuple[Change, ...]:
    """The changes where two figures of one table change places and every edit holds; else none."""
    if any(map(is_text, cells)) or len({(scope, key[0]) for scope, key in cells}) > 1:
        return ()
    one, other = (_printed(edits, cell) for cell in cells)
    shifts = {cells[0]: other - one, cells[1]: one - other}
    if not all(edits.all[number].holds(edits.all[number].shift(shifts)) for number in numbers):
        return ()
    pairs = ((cells[0], one, other), (cells[1], other, one))
    return tuple(Change(cell, printed, true, true, true, SWAPPED, True) for cell, printed, true in pairs)


def _change(
    edits: Edits,
    numbers: Iterable[int],
    cell: Cell,
    free: set[Cell],
    fixed: dict[Cell, int],
    low: int | None,
    high: int | None,
) -> Change | None:
    """The value of one cell: a telling slip that fits, else what most edits say to the last digit."""
    if low is None or high is None:
        return None
    printed = _printed(edits, cell)
    step = edits.step(cell)
    low, high = printed + low, printed + high
    low, high = -(-low // step) * step, high // step * step
    if low > high:
        return None
    unit = edits.facts.report.unit
    near = range(low, min(high, low + _GRID * step) + 1, step)
    for value in near:
        name, telling = slip(printed, value, unit, low == high)
        if telling:
            return Change(cell, printed, value, low, high, name, True)
    value = _voted(edits, numbers, cell, free, fixed, printed, low, high)
    return Change(cell, printed, value, low, high, *slip(printed, value, unit, low == high))


def _voted(
    edits: Edits, numbers: Iterable[int], cell: Cell, free: set[Cell], fixed: dict[Cell, int], printed: int, *ends: int
) -> int:
    """The value between the ends that most equations ask for exactly; else the middle."""
    votes: Counter[int] = Counter()
    for number in numbers:
        edit = edits.all[number]
        factor = edit.factors.get(cell, 0)
        if abs(factor) == 1 and edit.outcome.equation.relation == "=" and free.isdisjoint(edit.factors):
            votes[printed - factor * (edit.outcome.equation.excess + edit.shift(fixed))] += 1
    inside = {value: count for value, count in votes.items() if ends[0] <= value <= ends[1]}
    return max(inside, key=lambda value: (inside[value], -value)) if inside else (ends[0] + ends[1]) // 2
