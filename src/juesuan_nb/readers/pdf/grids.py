"""Rules and characters of a page → tables, by pdfplumber's own table functions."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

from pdfplumber.table import Table, TableFinder

from juesuan_nb.document import Cell, Grid, Place
from juesuan_nb.readers.pdf.lines import lines
from juesuan_nb.readers.pdf.page import Box, Char, Page

MAX_CROSSINGS = 8_000
"""Crossings of rules on one page: above (a map, a drawing) pdfplumber's search takes minutes."""
_TOLERANCE = 3.0


@dataclass
class Filled:
    """A table with the characters of each of its cells."""

    table: Table
    chars: dict[Box, list[Char]] = field(default_factory=dict)

    @property
    def box(self) -> Box:
        return self.table.bbox


def fill(rules: Sequence[dict], chars: Iterable[Char]) -> tuple[list[Filled], list[Char]]:
    """The tables that the rules make, filled, and the characters that stand in no cell."""
    filled = [Filled(table) for table in _tables(rules)]
    finders = [(_Locator(one.table.cells), one) for one in filled]
    outside = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for locator, one in finders:
            if (cell := locator.cell_at(x, y)) is not None:
                one.chars.setdefault(cell, []).append(char)
                break
        else:
            outside.append(char)
    return filled, outside


def too_dense(rules: Sequence[dict]) -> bool:
    """Whether the rules would cross more often than a page of tables does."""
    places = {orientation: set() for orientation in "vh"}
    for rule in rules:
        at = rule["x0"] if rule["orientation"] == "v" else rule["top"]
        places[rule["orientation"]].add(round(at / _TOLERANCE))
    return len(places["v"]) * len(places["h"]) > MAX_CROSSINGS


def _tables(rules: Sequence[dict]) -> list[Table]:
    return TableFinder(SimpleNamespace(edges=rules)).tables if rules else []


class _Locator:
    """Which cell a point lies in: cells laid over the lattice of all their borders."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self.xs = sorted({x for x0, _, x1, _ in cells for x in (x0, x1)})
        self.ys = sorted({y for _, top, _, bottom in cells for y in (top, bottom)})
        columns = {x: at for at, x in enumerate(self.xs)}
        rows = {y: at for at, y in enumerate(self.ys)}
        self.cells = {
            (column, row): cell
            for cell in cells
            for column in range(columns[cell[0]], columns[cell[2]])
            for row in range(rows[cell[1]], rows[cell[3]])
        }

    def cell_at(self, x: float, y: float) -> Box | None:
        return self.cells.get((bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1))


def grid(page: Page, filled: Filled) -> Grid:
    """The table as a Grid: a merged cell's text stands in its first place, the rest of its area is blank."""
    rows = []
    for row in filled.table.rows:
        rest = Cell("", Place(page=page.number, box=page.shown(row.bbox)))
        rows.append(tuple(rest if cell is None else _cell(page, cell, filled.chars.get(cell, ())) for cell in row.cells))
    return Grid(tuple(rows))


def _cell(page: Page, cell: Box, chars: Sequence[Char]) -> Cell:
    text = "\n".join(line.text for line in lines(chars)) if chars else ""
    return Cell(text, Place(page=page.number, box=page.shown(cell)))
