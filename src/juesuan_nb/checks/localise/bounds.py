"""Fourier-Motzkin elimination over the few cells that may change: can all edits hold, and if not, which ones clash.

Exact in whole 分: figures of different magnitude stand in one sum, where the tolerance of a floating-point programme
times its big M would be worth more than the error that is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from juesuan_nb.checks.localise.edits import Cell, Edits

Pattern = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """Σ pattern · change ≤ limit, as follows from the edits `support`."""

    pattern: Pattern
    limit: int
    support: frozenset[int]


def bounds(edits: Edits, numbers: Iterable[int], free: Sequence[Cell], fixed: dict[Cell, int]) -> list[Bound]:
    """The bounds that the edits set to the free cells, where others have been changed already."""
    filled = {cell for cell in (*free, *fixed) if edits.is_zero(cell)}
    found = [_filling(edits, free, place) for place, cell in enumerate(free) if cell in filled]
    for number in numbers:
        edit = edits.all[number]
        slack = edit.slack if filled & edit.factors.keys() else 0
        moved = edit.shift(fixed) if fixed else 0
        pattern = tuple(edit.factors.get(cell, 0) for cell in free)
        if edit.high is not None:
            found.append(Bound(pattern, edit.high + slack - moved, frozenset((number,))))
        if edit.low is not None:
            found.append(Bound(tuple(-factor for factor in pattern), moved - edit.low + slack, frozenset((number,))))
    return _tightest(found)


def _filling(edits: Edits, free: Sequence[Cell], place: int) -> Bound:
    """A cell that counts nothing now gets an amount above zero: there is no minus to lose."""
    return Bound(tuple(-int(other == place) for other in range(len(free))), -edits.step(free[place]), frozenset())


def clashes(found: list[Bound], size: int) -> list[frozenset[int]]:
    """The sets of edits that cannot hold together, however the free cells are chosen; none where all can."""
    for position in range(size):
        found = eliminated(found, position)
    return [bound.support for bound in found if bound.limit < 0]


def interval(found: list[Bound], size: int, position: int) -> tuple[int | None, int | None]:
    """Between which values one free cell may change; None where nothing bounds it."""
    for other in range(size):
        if other != position:
            found = eliminated(found, other)
    highs = [bound.limit // bound.pattern[position] for bound in found if bound.pattern[position] > 0]
    lows = [-(bound.limit // -bound.pattern[position]) for bound in found if bound.pattern[position] < 0]
    return max(lows, default=None), min(highs, default=None)


def eliminated(found: list[Bound], position: int) -> list[Bound]:
    """The bounds that follow without one of the cells."""
    above = [bound for bound in found if bound.pattern[position] > 0]
    below = [bound for bound in found if bound.pattern[position] < 0]
    rest = [bound for bound in found if not bound.pattern[position]]
    return _tightest([*rest, *(_added(one, other, position) for one in above for other in below)])


def _added(above: Bound, below: Bound, position: int) -> Bound:
    one, other = -below.pattern[position], above.pattern[position]
    pattern = tuple(one * a + other * b for a, b in zip(above.pattern, below.pattern, strict=True))
    divisor = gcd(*pattern) or 1
    limit = (one * above.limit + other * below.limit) // divisor
    return Bound(tuple(factor // divisor for factor in pattern), limit, above.support | below.support)


def _tightest(found: Iterable[Bound]) -> list[Bound]:
    """Of the same pattern the lowest limit; a clash is kept with each set of edits that shows it."""
    kept: dict[object, Bound] = {}
    for bound in found:
        clash = bound.limit < 0 and not any(bound.pattern)
        key = (bound.pattern, bound.support) if clash else bound.pattern
        if key not in kept or bound.limit < kept[key].limit:
            kept[key] = bound
    return list(kept.values())
