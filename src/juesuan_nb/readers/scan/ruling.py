"""The rules of tables on a scanned page: long straight runs of ink that meet each other."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

_UPRIGHT, _LEVEL = 36, 60
"""The shortest rules in pixels (at 200 dpi a row of 13 points, a column of 21): strokes of type are shorter."""
_SOLID = 0.95
_THICKEST = 12
_TOUCH = 8
_NARROWEST = 200
_MAX_CROSSINGS = 20_000
"""More make a photograph or a pattern: no tables, and slow to sort out."""


class Rule(NamedTuple):
    """The pixels that a rule covers: x0 to x1, top to bottom."""

    x0: int
    top: int
    x1: int
    bottom: int


def find(ink: np.ndarray) -> tuple[list[Rule], list[Rule]]:
    """The upright and the level rules of a page; `ink` says of every pixel (height × width) whether it is dark."""
    uprights = [Rule(low, start, high, end) for low, start, high, end in _runs(ink.T, _UPRIGHT)]
    levels = [Rule(start, low, end, high) for low, start, high, end in _runs(ink, _LEVEL)]
    if len(uprights) * len(levels) > _MAX_CROSSINGS:
        return [], []
    kept = set(_tables(uprights + levels))
    return [rule for rule in uprights if rule in kept], [rule for rule in levels if rule in kept]


def _runs(ink: np.ndarray, least: int) -> Iterator[tuple[int, int, int, int]]:
    """Straight runs along the rows of `ink` as (first row, start, last row + 1, end)."""
    solid = _opened(_thickened(ink), least)
    bordered = np.zeros((solid.shape[0], solid.shape[1] + 2), dtype=np.int8)
    bordered[:, 1:-1] = solid
    change = np.diff(bordered, axis=1)
    rows, starts = np.nonzero(change == 1)
    ends = np.nonzero(change == -1)[1]
    for rule in _joined(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)):
        if rule[2] - rule[0] <= _THICKEST:
            yield rule


def _thickened(ink: np.ndarray) -> np.ndarray:
    """Each row with its neighbours: a rule that is not quite level changes rows."""
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    return thick


def _opened(ink: np.ndarray, least: int) -> np.ndarray:
    """The pixels that lie in some stretch of `least` pixels that is dark but for specks."""
    if ink.shape[1] < least:
        return np.zeros_like(ink)
    sums = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=sums[:, 1:])
    starts = sums[:, least:] - sums[:, :-least] >= _SOLID * least
    marks = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    marks[:, : starts.shape[1]] += starts
    marks[:, least:] -= starts
    return np.cumsum(marks, axis=1)[:, :-1] > 0


def _joined(runs: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Runs in neighbouring rows that overlap are one rule."""
    open_rules: list[list[int]] = []
    for row, start, end in runs:
        for done in [rule for rule in open_rules if rule[2] < row]:
            open_rules.remove(done)
            yield tuple(done)
        for rule in open_rules:
            if start < rule[3] and rule[1] < end:
                rule[1], rule[2], rule[3] = min(rule[1], start), row + 1, max(rule[3], end)
                break
        else:
            open_rules.append([row, start, row + 1, end])
    yield from (tuple(rule) for rule in open_rules)


def _tables(rules: list[Rule]) -> Iterator[Rule]:
    """The rules of groups that touch and are as wide as a table: strokes of large type are not."""
    left = list(rules)
    while left:
        group, waiting = [], [left.pop()]
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            near = [other for other in left if _touch(rule, other)]
            left = [other for other in left if other not in near]
            waiting += near
        if len(group) > 3 and max(rule.x1 for rule in group) - min(rule.x0 for rule in group) >= _NARROWEST:
            yield from group


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _TOUCH
        and other.x0 <= one.x1 + _TOUCH
        and one.top <= other.bottom + _TOUCH
        and other.top <= one.bottom + _TOUCH
    )
