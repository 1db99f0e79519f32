"""Whose accounts the heads of tables and the openings of sections say these are (rule CP03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.model import Outcome, failed, passed
from juesuan_nb.checks.organisations import is_another
from juesuan_nb.checks.outline import Head, Line
from juesuan_nb.document import Place

_MOST = 3
"""Tables of one set that must name the same unit before another name among them is a stranger."""


def owners(facts: Facts, named: Iterable[tuple[str, Place]]) -> Iterator[Outcome]:
    """Names of quite another organisation than the department."""
    name = facts.report.department
    yield from _strangers([one for one in named if one[0]], name, f"报告是“{name}”的")


def owners_of_sets(tops: list[tuple[str, Head]]) -> Iterator[Outcome]:
    """Several sets of tables may be of several units: a name in one set against the name that most of the set says."""
    for scope in dict.fromkeys(scope for scope, _ in tops):
        named = [(head.owner, head.line.place) for own, head in tops if own == scope and head.owner]
        name, count = Counter(owner for owner, _ in named).most_common(1)[0] if named else ("", 0)
        yield from _strangers(named, name, f"同一套的别的表是“{name}”的") if count >= _MOST else ()


def _strangers(named: list[tuple[str, Place]], name: str, otherwise: str) -> Iterator[Outcome]:
    if not name:
        return
    others: dict[str, list[Line]] = {}
    for owner, place in named:
        if is_another(owner, name):
            others.setdefault(owner, []).append(Line(owner, place))
    for owner, lines in others.items():
        message = f"有{len(lines)}处写的部门是“{owner}”，{otherwise}。"
        yield failed(owner, message, severity="warning", places=places(lines))
    if named and not others:
        yield passed(f"部门名称{len(named)}处")


def places(lines: Iterable[Line]) -> tuple[str, ...]:
    """Where lines stand, for a finding."""
    return tuple(f"{line.shown}（{line.place}）" if str(line.place) else line.shown for line in lines)
