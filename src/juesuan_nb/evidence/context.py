"""The rows or lines around places, where there is no picture of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from juesuan_nb.document import Block, Grid, Paragraph, Place, RawDocument, squeeze
from juesuan_nb.evidence.model import Mark, Spot, Text

AROUND = 1
"""Rows or lines shown before and after each place."""
HEADS = 3
"""Rows at the top of a table that are shown with any of its rows, as long as they hold no figure."""
_FIGURE = re.compile(r"[-−]?[\d,]*\.?\d+%?")
_GAP = ("…",)


At = tuple[int, int, int]
"""Block, row and column in it."""


class Context:
    """The places of a document, indexed once."""

    def __init__(self, document: RawDocument) -> None:
        self._document = document
        self._at: dict[Place, list[At]] = defaultdict(list)
        for number, block in enumerate(document.blocks):
            for place, at in _places(block):
                self._at[_bare(place)].append((number, *at))

    def around(self, spots: Iterable[Spot]) -> Iterator[tuple[list[Spot], Text]]:
        """The text around the places, those of one table or one run of lines together; unknown ones are left out."""
        found = sorted(((at, spot) for spot in spots for at in self._find(spot)), key=lambda pair: pair[0])
        for _, group in groupby(found, key=lambda pair: _run(self._document, pair[0][0])):
            marked = list(group)
            yield list(dict.fromkeys(spot for _, spot in marked)), _text(self._document, marked)

    def _find(self, spot: Spot) -> list[At]:
        """Where a place is. In a table the cell that shows the figure, else the first cell there.

        Several where a whole line is one place and prints the figure more often than cells of it were read.
        """
        hits = self._at.get(_bare(spot.place), [])
        if not hits or not isinstance(self._document.blocks[hits[0][0]], Grid):
            return hits[:1]
        exact = [at for at in hits if self._shown(at) == squeeze(spot.figure)]
        return [exact[spot.nth]] if len(exact) == spot.among else exact or hits[:1]

    def _shown(self, at: At) -> str:
        block = self._document.blocks[at[0]]
        return squeeze(block.rows[at[1]][at[2]].text) if isinstance(block, Grid) else ""


def _places(block: Block) -> Iterator[tuple[Place, tuple[int, int]]]:
    if isinstance(block, Paragraph):
        yield from ((place, (0, 0)) for place in (block.place, *(place for _, place in block.pieces)))
        return
    for at, row in enumerate(block.rows):
        yield from ((cell.place, (at, column)) for column, cell in enumerate(row))


def _bare(place: Place) -> Place:
    """A place as the frames of a report name it."""
    return replace(place, scanned=False) if place.scanned else place


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
        heads = next((at for at, row in enumerate(rows) if any(map(_FIGURE.fullmatch, row))), HEADS)
        return _near(rows, marks, min(heads, HEADS))
    first = _run(document, marked[0][0][0])
    lines = [(line.text.strip(),) for line in _lines(document.blocks[first:])]
    return _near(lines, [Mark(number - first, 0, spot.figure) for (number, _, _), spot in marked], 0)


def _lines(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if not isinstance(block, Paragraph):
            return
        yield block


def _near(rows: list[tuple[str, ...]], marks: list[Mark], heads: int) -> Text:
    """The heads of a table and the rows near the marks; … where rows between are left out."""
    shown = {row for mark in marks for row in range(mark.row - AROUND, mark.row + AROUND + 1)} | set(range(heads))
    kept: list[int | None] = []
    for row in sorted(row for row in shown if 0 <= row < len(rows)):
        kept += [None] * bool(kept and kept[-1] != row - 1) + [row]
    moved = tuple(Mark(kept.index(mark.row), mark.column, mark.figure) for mark in marks)
    return Text(tuple(_GAP if row is None else rows[row] for row in kept), moved)
