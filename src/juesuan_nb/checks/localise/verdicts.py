"""One verdict for each group of broken edits; two groups that two swapped figures explain are one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from juesuan_nb.checks.localise.edits import Cell, Edits, is_text
from juesuan_nb.checks.localise.leads import Verdict
from juesuan_nb.checks.localise.proposals import Proposal, proposals, swap
from juesuan_nb.checks.localise.search import Answer


def verdicts(edits: Edits, found: Sequence[Answer]) -> list[Verdict]:
    """The verdicts on all groups."""
    waiting = [Verdict(edits, answer, proposals(edits, answer)) for answer in found]
    for one, other in combinations(list(waiting), 2):
        if one in waiting and other in waiting and (merged := _swapped(one, other)):
            waiting = [verdict for verdict in waiting if verdict not in (one, other)] + [merged]
    return waiting


def _swapped(one: Verdict, other: Verdict) -> Verdict | None:
    """Both groups as one slip: exactly one pair of their cells mends both when the figures change places."""
    edits, group = one.edits, one.answer.group | other.answer.group
    found = [
        Proposal(changes, sum(edits.weight(cell) for cell in pair))
        for pair in product(_shared(one), _shared(other))
        if (changes := swap(edits, sorted(edits.touched(pair) | group), *pair))
    ]
    if len(found) != 1:
        return None
    complete = one.unique and other.unique and not (one.told or other.told)
    return Verdict(edits, Answer(group, (found[0].cells,), complete), found)


def _shared(verdict: Verdict) -> list[Cell]:
    """The figures that stand in every broken edit of a group."""
    edits = [verdict.edits.all[number].factors.keys() for number in verdict.answer.group]
    return sorted(cell for cell in set.intersection(*map(set, edits)) if not is_text(cell))
