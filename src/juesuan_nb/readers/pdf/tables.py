"""The tables of a page: by its rules, where some are missing by those that the print implies, else by the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from juesuan_nb.document import Grid
from juesuan_nb.readers.pdf import borderless, grids
from juesuan_nb.readers.pdf.grids import Filled, fill
from juesuan_nb.readers.pdf.lines import Line, rows
from juesuan_nb.readers.pdf.page import Box, Char, Page
from juesuan_nb.readers.pdf.rules import level, upright

AMOUNT = re.compile(r"-?\d[\d,]*\.\d{2}")
_NEAR = 3.0


@dataclass(frozen=True)
class Found:
    """The tables of a page with their tops and left sides, and the rows of characters outside them."""

    tables: list[tuple[float, float, Grid]]
    outside: list[list[Char]]


def find(page: Page) -> Found:
    """Every table of a page, and the rows of characters outside them. A table without rules must have amounts."""
    filled, outside = fill(page.rules, page.chars)
    for implied in (_closing, _between_rows):
        if more := implied(page.rules, filled, outside):
            again, left = fill([*page.rules, *more], page.chars)
            if len(left) <= len(outside):
                filled, outside = again, left
    found = [(one.box[1], one.box[0], grids.grid(page, one)) for one in filled]
    free, rest = borderless.find(page, rows(outside), [one.box for one in filled])
    return Found([*found, *free], rest)


def _closing(rules: Sequence[dict], filled: Sequence[Filled], outside: Sequence[Char]) -> list[dict]:
    """The left and right sides of tables that are open there: between level rules that uprights inside connect."""
    if not any(char.text.isdigit() for char in outside):
        return []
    levels = [rule for rule in rules if rule["orientation"] == "h" and not any(_spans(one.box, rule) for one in filled)]
    levels.sort(key=lambda rule: rule["top"])
    inside = [rule for rule in rules if rule["orientation"] == "v"]
    sides = []
    for one in levels:
        below = next((other for other in levels if other["top"] > one["top"] + _NEAR and _alike(one, other)), None)
        if below and any(_connects(rule, one, below) for rule in inside):
            sides += [upright(one[side], one["top"], below["top"]) for side in ("x0", "x1")]
    return sides


def _spans(box: Box, level: dict) -> bool:
    """Whether a table is as wide as a rule of it: then it is closed."""
    x0, top, x1, bottom = box
    beside = top - _NEAR <= level["top"] <= bottom + _NEAR
    return beside and x0 <= level["x0"] + _NEAR and x1 >= level["x1"] - _NEAR


def _alike(one: dict, other: dict) -> bool:
    return abs(one["x0"] - other["x0"]) < _NEAR and abs(one["x1"] - other["x1"]) < _NEAR


def _connects(rule: dict, above: dict, below: dict) -> bool:
    within = above["x0"] + _NEAR < rule["x0"] < above["x1"] - _NEAR
    return within and rule["top"] <= above["top"] + _NEAR and rule["bottom"] >= below["top"] - _NEAR


def _between_rows(_rules: Sequence[dict], filled: Sequence[Filled], _outside: Sequence[Char]) -> list[dict]:
    """Level rules between the rows of tables that have upright rules only: amounts stand under each other in a cell."""
    return [
        level((above + below) / 2, one.box[0], one.box[2])
        for one in filled
        for row in one.rows
        for above, below in pairwise(_heights([one.lines(cell) for cell in row.cells if cell]))
    ]


def _heights(cells: Sequence[list[Line]]) -> list[float]:
    """The heights of the rows that stand in one row of cells: none where it is a single one."""
    several = [found for found in cells if len(found) > 1]
    figures = [found for found in several if all(AMOUNT.fullmatch(line.text) for line in found)]
    if not figures or len(several) < 2:
        return []
    return list(_apart(sorted((line.box[1] + line.box[3]) / 2 for found in figures for line in found)))


def _apart(heights: Sequence[float]) -> Iterator[float]:
    last = None
    for height in heights:
        if last is None or height - last > _NEAR:
            yield height
            last = height
