"""Sheets of a spreadsheet → blocks: every table a grid with its title and unit rows, running text as paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from juesuan_nb.document import Block, Cell, Grid, Paragraph, Place
from juesuan_nb.errors import ReadError

MAX_CELLS = 1_000_000
MAX_AREA = 4_000_000

_TITLE = re.compile(r"(?!备?注|说明).{2,50}表(?:[(（].{0,20}[)）])?")
_ABOVE_TITLE = re.compile(r"(?:公开|附|表|附件|附表)\s*\d*\s*表?|公开\d+表")
_FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表格)\s*\d*", re.IGNORECASE)


@dataclass
class Sheet:
    """The filled cells of a sheet by (row, column), both from 0; a merged area's text stands in its first cell.

    `uncached` are the places (A1) of formulas that were never computed; `figures` counts the numbers.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: list[str] = field(default_factory=list)
    figures: int = 0


def address(row: int, column: int) -> str:
    """The name of a cell as a spreadsheet shows it: (6, 1) → "B7"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def blocks(sheets: Sequence[Sheet], name: str) -> Iterator[Block]:
    """The blocks of all sheets in their order, each sheet's own name before its first block.

    Raises ReadError where the filled area is larger than any report.
    """
    area = 0
    for sheet in sheets:
        rows = _rows(sheet)
        if not rows:
            continue
        if not _DEFAULT_NAME.fullmatch(sheet.name.strip()):
            yield Paragraph(sheet.name.strip(), Place(sheet=sheet.name))
        for region in _regions(rows):
            area += len(region) * len({column for _, cells in region for column in cells})
            if area > MAX_AREA:
                raise ReadError(name, f"工作表“{sheet.name}”过大", "请删去与决算无关的工作表，另存一份再试")
            yield from _region(sheet.name, region)


Line = tuple[int, dict[int, str]]
"""A row's number and its filled cells by column."""


def _rows(sheet: Sheet) -> list[Line]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        if text.strip():
            rows.setdefault(row, {})[column] = text
    return [(row, dict(sorted(rows[row].items()))) for row in sorted(rows)]


def _regions(rows: Sequence[Line]) -> Iterator[list[Line]]:
    """Tables that stand one below the other, and side by side under two titles, are parted.

    A blank row alone parts nothing (forms have them): a region begins at a title, or at a lone text after a blank row.
    """
    starts = sorted({0, *(_start(rows, place) for place in range(1, len(rows)) if _begins(rows, place))})
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
        region = list(rows[start:stop])
        titles = [column for column, text in region[0][1].items() if _TITLE.fullmatch(text.strip())]
        if len(titles) > 1 and len(titles) == len(region[0][1]):
            yield from _side_by_side(region, titles)
        else:
            yield region


def _begins(rows: Sequence[Line], place: int) -> bool:
    number, cells = rows[place]
    after_blank = number - rows[place - 1][0] > 1
    if len(cells) > 1:
        return after_blank and all(_TITLE.fullmatch(text.strip()) for text in cells.values())
    return after_blank or bool(_TITLE.fullmatch(next(iter(cells.values())).strip()))


def _start(rows: Sequence[Line], place: int) -> int:
    """The first row of a region: 公开01表 and the like above a title belong to it."""
    while place and len(cells := rows[place - 1][1]) == 1 and rows[place][0] - rows[place - 1][0] == 1:
        if not _ABOVE_TITLE.fullmatch(next(iter(cells.values())).strip()):
            break
        place -= 1
    return place


def _side_by_side(region: Sequence[Line], titles: Sequence[int]) -> Iterator[list[Line]]:
    edges = [0, *titles[1:], 1 << 30]
    for left, right in pairwise(edges):
        part = [(row, {c: text for c, text in cells.items() if left <= c < right}) for row, cells in region]
        yield [(row, cells) for row, cells in part if cells]


def _is_row(cells: dict[int, str]) -> bool:
    """Whether the filled cells are a row of a table: several, or a figure that stands alone among blanks."""
    return len(cells) > 1 or any(_FIGURE.fullmatch(text.strip()) for text in cells.values())


def _region(sheet: str, region: Sequence[Line]) -> Iterator[Block]:
    """A grid without blank rows and columns; lone texts below it, and a region of nothing else, are paragraphs."""
    stop = max((place + 1 for place, (_, cells) in enumerate(region) if _is_row(cells)), default=0)
    columns = sorted({column for _, cells in region[:stop] for column in cells})
    if stop:
        yield Grid(
            tuple(
                tuple(Cell(cells.get(column, ""), Place(sheet=sheet, cell=address(row, column))) for column in columns)
                for row, cells in region[:stop]
            )
        )
    for row, cells in region[stop:]:
        for column, text in cells.items():
            place = Place(line=row + 1, sheet=sheet, cell=address(row, column))
            yield from (Paragraph(line.strip(), place) for line in text.splitlines() if line.strip())
