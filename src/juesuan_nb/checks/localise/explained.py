"""Findings of other rules that a wrong cell brings about: those that are gone once it says what it should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy

from juesuan_nb.checks.evaluate import run
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.localise.edits import is_text
from juesuan_nb.checks.localise.proposals import Change
from juesuan_nb.checks.model import Outcome, Rule

_FAMILIES = ("FT", "AR", "NV", "PF")
"""Families whose findings rest on table figures; the leads and reasons of others are about the text."""


def explained(facts: Facts, rules: Iterable[Rule], changes: Iterable[Change], led: set[int]) -> Iterator[Outcome]:
    """The broken outcomes, besides those already `led` (by id), that do not come back with the changed cells."""
    corrected = _corrected(facts, [change for change in changes if not is_text(change.cell)])
    for rule in rules:
        broken = [one for one in run(rule, facts) if one.verdict == "failed" and id(one) not in led]
        if broken and rule.family in _FAMILIES:
            left = {_subject(outcome) for outcome in run(rule, corrected) if outcome.verdict == "failed"}
            yield from (outcome for outcome in broken if _subject(outcome) not in left)


def _corrected(facts: Facts, changes: Iterable[Change]) -> Facts:
    """The same report with other figures in some cells; nothing is read again."""
    found = copy(facts)
    found.outcomes, found.located = {}, None
    found.ledgers = dict(facts.ledgers)
    for change in changes:
        scope, key = change.cell
        found.ledgers[scope] = found.ledgers[scope].corrected(key, change.value)
    return found


def _subject(outcome: Outcome) -> tuple[str, tuple[str, ...]]:
    return outcome.place, outcome.codes
