"""The smallest sets of cells whose change lets every edit hold (Fellegi and Holt 1976; de Waal and Quere 2003).

Best first: a set of cells that cannot mend everything shows edits that clash, and one more cell of these must change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from juesuan_nb.checks.localise.bounds import bounds, clashes
from juesuan_nb.checks.localise.edits import WEIGHTS, Cell, Edits

NODES, APART = 800, 6
"""Sets looked at, and errors that have nothing in common, before the search gives up: such a group was not misprinted
in a cell or two, it was read or filled in wrongly as a whole."""
IN_ALL = 2 * NODES
"""Sets looked at in one report: where a whole table is in another unit, none of its many groups has an answer."""
ALTERNATIVES = 60
_UNIT = WEIGHTS["printed"]
_LEAST = min(WEIGHTS.values())

Cells = frozenset[Cell]


@dataclass(frozen=True, slots=True)
class Answer:
    """The sets of cells that mend a group of broken edits, lightest first, all of the smallest size; `complete`: there
    is no other. `nodes` were looked at."""

    group: frozenset[int]
    sets: tuple[Cells, ...]
    complete: bool
    nodes: int = 0


def answers(edits: Edits) -> list[Answer]:
    """One answer for each group; groups that a solution ties together are solved as one."""
    waiting, found, left = edits.groups(), [], IN_ALL
    while waiting:
        answer = solved(edits, waiting.pop(0), min(NODES, left))
        left -= answer.nodes
        reached = {number for cells in answer.sets for number in edits.touched(cells)} & edits.broken
        tied = [
            group for group in [*waiting, *(one.group for one in found)] if group & reached and group != answer.group
        ]
        if tied:
            waiting = [answer.group.union(*tied), *(group for group in waiting if group not in tied)]
            found = [one for one in found if one.group not in tied]
        else:
            found.append(answer)
    return found


def solved(edits: Edits, group: frozenset[int], most: int = NODES) -> Answer:
    """The lightest sets of cells for one group; none where it would take more than `most` looks."""
    ordered = sorted(group, key=lambda number: len(edits.all[number].factors))
    if _apart(edits, ordered, frozenset()) > APART:
        return Answer(group, (), False)
    heap: list[tuple[int, int, Cells]] = [(0, 0, frozenset())]
    seen: set[Cells] = {frozenset()}
    sets: list[Cells] = []
    limit, nodes = None, 0
    while heap and (limit is None or heap[0][0] <= limit):
        if nodes == most or len(sets) == ALTERNATIVES:
            return Answer(group, tuple(sets), False, nodes)
        _, _, cells = heappop(heap)
        nodes += 1
        branches = _branches(edits, ordered, cells)
        if branches is None:
            sets.append(cells)
            limit = limit or max(_cost(edits, cells), _UNIT * len(cells))
            continue
        for more in (cells | {cell} for cell in branches):
            if more not in seen and not any(one <= more for one in sets):
                seen.add(more)
                heappush(heap, (_cost(edits, more) + _LEAST * _apart(edits, ordered, more), len(seen), more))
    return Answer(group, tuple(cells for cells in sets if len(cells) == len(sets[0])), True, nodes)


def _cost(edits: Edits, cells: Cells) -> int:
    return sum(map(edits.weight, cells))


def _apart(edits: Edits, ordered: Sequence[int], cells: Cells) -> int:
    """How many broken edits share no cell, with each other or with the set: each needs a change of its own."""
    used, count = set(cells), 0
    for number in ordered:
        if used.isdisjoint(edits.all[number].factors):
            used.update(edits.all[number].factors)
            count += 1
    return count


def _branches(edits: Edits, ordered: Sequence[int], cells: Cells) -> list[Cell] | None:
    """The cells of which one more must change; None where the set can mend everything."""
    free, touched = sorted(cells), edits.touched(cells)
    untouched = next((number for number in ordered if number not in touched), None)
    found = clashes(bounds(edits, touched, free, {}), len(free))
    found += [] if untouched is None else [frozenset((untouched,))]
    choices = [{cell for number in clash for cell in edits.all[number].factors} - cells for clash in found]
    return sorted(min(choices, key=len)) if choices else None
