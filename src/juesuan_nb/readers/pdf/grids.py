"""Rules and characters of a page → tables, by pdfplumber's own table functions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pdfplumber.table import Row, Table, cells_to_tables, edges_to_intersections, merge_edges
from pdfplumber.utils import filter_edges

from juesuan_nb.document import Cell, Grid, Place
from juesuan_nb.readers.pdf.lines import Line, lines
from juesuan_nb.readers.pdf.page import Box, Char, Page
from juesuan_nb.readers.pdf.rules import Point

_TOLERANCE = 3.0


@dataclass
class Filled:
    """A table with the characters of each of its cells."""

    table: Table
    chars: dict[Box, list[Char]] = field(default_factory=dict)
    _lines: dict[Box, list[Line]] = field(default_factory=dict)

    @cached_property
    def box(self) -> Box:
        return self.table.bbox

    @cached_property
    def rows(self) -> list[Row]:
        return self.table.rows

    def lines(self, cell: Box) -> list[Line]:
        """The printed lines of one cell."""
        if cell not in self._lines:
            self._lines[cell] = lines(self.chars[cell]) if cell in self.chars else []
        return self._lines[cell]


def fill(rules: Sequence[dict], chars: Iterable[Char]) -> tuple[list[Filled], list[Char]]:
    """The tables that the rules make, filled, and the characters that stand in no cell."""
    filled = [Filled(table) for table in _tables(rules)]
    if not filled:
        return [], list(chars)
    finders = [(_Locator(one.table.cells), one) for one in filled]
    outside: list[Char] = []
    left, top, right, bottom, last = 0.0, 0.0, -1.0, -1.0, outside
    for char in chars:
        _, x0, y0, x1, y1 = char
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if left <= x < right and top <= y < bottom:  # mostly the cell of the character before
            last.append(char)
            continue
        for locator, one in finders:
            if (cell := locator.cell_at(x, y)) is not None:
                last = one.chars.setdefault(cell, [])
                last.append(char)
                left, top, right, bottom = cell
                break
        else:
            outside.append(char)
    return filled, outside


def _tables(rules: Sequence[dict]) -> list[Table]:
    """What pdfplumber's TableFinder finds with its default settings (one step of it is done faster here)."""
    edges = filter_edges(merge_edges(filter_edges(rules), *[_TOLERANCE] * 4), min_length=_TOLERANCE)
    crossings = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    return [Table(None, cells) for cells in cells_to_tables(_cells(crossings))]


def _cells(crossings: dict[Point, dict[str, list[dict]]]) -> list[Box]:
    """pdfplumber's intersections_to_cells, which compares every crossing with all others, along the rules only."""
    columns, rows = defaultdict(list), defaultdict(list)
    edges = {point: {id(edge) for found in by.values() for edge in found} for point, by in crossings.items()}
    points = sorted(crossings)
    for x, top in points:
        columns[x].append(top)
        rows[top].append(x)
    found = []
    for x, top in points:
        below = columns[x][bisect_right(columns[x], top) :]
        right = rows[top][bisect_right(rows[top], x) :]
        found.append(_smallest(x, top, below, right, edges))
    return [cell for cell in found if cell]


def _smallest(x: float, top: float, below: list[float], right: list[float], edges: dict[Point, set[int]]) -> Box | None:
    """The smallest cell whose upper left corner is (x, top): all four sides lie on rules."""
    corner = edges[x, top]
    for bottom in below:
        if corner.isdisjoint(edges[x, bottom]):
            continue
        for x1 in right:
            last = edges.get((x1, bottom))
            if (
                last
                and not corner.isdisjoint(edges[x1, top])
                and not last.isdisjoint(edges[x1, top])
                and not last.isdisjoint(edges[x, bottom])
            ):
                return x, top, x1, bottom
    return None


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
    for row in filled.rows:
        rest = Cell("", Place(page=page.number, box=page.shown(row.bbox)))
        rows.append(tuple(rest if cell is None else _cell(page, cell, filled.lines(cell)) for cell in row.cells))
    return Grid(tuple(rows))


def _cell(page: Page, cell: Box, found: Sequence[Line]) -> Cell:
    return Cell("\n".join(line.text for line in found), Place(page=page.number, box=page.shown(cell)))
