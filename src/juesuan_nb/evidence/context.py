"""The rows or lines around places, where there is no picture of them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from juesuan_nb.document import Block, Grid, Paragraph, Place, RawDocument, squeeze
from juesuan_nb.evidence.model import Mark, Spot, Text

AROUND = 1
"""Rows or lines shown before and after each place."""
HEADS = 3
"""Rows at the top of a table that are shown with any of its rows."""


def around(document: RawDocument, spots: Iterable[Spot]) -> Iterator[tuple[list[Spot], Text]]:
    """The text around the places, those of one table or one run of lines together; unknown places are left out."""
    found = sorted(((at, spot) for spot in spots for at in _find(document, spot)), key=lambda pair: pair[0])
    for _, group in groupby(found, key=lambda pair: _run(document, pair[0][0])):
        marked = list(group)
        yield list(dict.fromkeys(spot for _, spot in marked)), _text(document, marked)


def _find(document: RawDocument, spot: Spot) -> list[tuple[int, int, int]]:
    """(block, row, column) of a place; several where a whole line of text is one place and prints the figure twice."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            if hits := _find_in(block, spot):
                return [(number, *at) for at in hits]
        elif any(_same(place, spot.place) for place in (block.place, *(place for _, place in block.pieces))):
            return [(number, 0, 0)]
    return []


def _same(one: Place, other: Place) -> bool:
    return (one.page, one.line, one.spot) == (other.page, other.line, other.spot)


def _find_in(grid: Grid, spot: Spot) -> list[tuple[int, int]]:
    """(row, column) of the cells at a place that show the figure, else of the first cell there."""
    hits = [
        (at, column)
        for at, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if _same(cell.place, spot.place)
    ]
    exact = [(at, column) for at, column in hits if squeeze(grid.rows[at][column].text) == squeeze(spot.figure)]
    return exact or hits[:1]


def _run(document: RawDocument, number: int) -> int:
    """The first block of the run of paragraphs that a block lies in; a table is a run of its own."""
    while number and not isinstance(document.blocks[number], Grid) and _is_line(document.blocks[number - 1]):
        number -= 1
    return number


def _is_line(block: Block) -> bool:
    return isinstance(block, Paragraph)


def _text(document: RawDocument, marked: list[tuple[tuple[int, int, int], Spot]]) -> Text:
    block = document.blocks[marked[0][0][0]]
    if isinstance(block, Grid):
        rows = [tuple(squeeze(cell.text) for cell in row) for row in block.rows]
        marks = [Mark(at, column, squeeze(spot.figure)) for (_, at, column), spot in marked]
        return _near(rows, marks, HEADS)
    first = _run(document, marked[0][0][0])
    lines = [(line.text.strip(),) for line in _lines(document.blocks[first:])]
    return _near(lines, [Mark(number - first, 0, spot.figure) for (number, _, _), spot in marked], 0)


def _lines(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if not isinstance(block, Paragraph):
            return
        yield block


def _near(rows: list[tuple[str, ...]], marks: list[Mark], heads: int) -> Text:
    """The heads of a table and the rows near the marks."""
    shown = {row for mark in marks for row in range(mark.row - AROUND, mark.row + AROUND + 1)} | set(range(heads))
    kept = sorted(row for row in shown if 0 <= row < len(rows))
    moved = tuple(Mark(kept.index(mark.row), mark.column, mark.figure) for mark in marks)
    return Text(tuple(rows[row] for row in kept), moved)
