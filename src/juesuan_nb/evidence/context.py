"""The rows or lines around a place, where there is no picture of it."""

from collections.abc import Iterable, Sequence

from juesuan_nb.document import Grid, Paragraph, Place, RawDocument, Row, squeeze

Rows = tuple[tuple[str, ...], ...]
Found = tuple[Rows, tuple[int, int] | None]
AROUND = 2
"""Rows or lines shown before and after the place."""
HEADS = 3
"""Rows at the top of a table that are shown with any of its rows."""


def around(document: RawDocument, place: Place, figure: str) -> Found:
    """The text around a place, and (row, column) in it of the text that holds `figure`; nothing where it is unknown."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            if spot := _spot_in(block, place, figure):
                return _rows(block, *spot)
        elif any(_same(at, place) for at in (block.place, *(at for _, at in block.pieces))):
            return _lines(document.blocks, number)
    return (), None


def _same(one: Place, other: Place) -> bool:
    return (one.page, one.line, one.spot) == (other.page, other.line, other.spot)


def _spot_in(grid: Grid, place: Place, figure: str) -> tuple[int, int] | None:
    """(row, column) of the cell at a place; of a row that is one place (a line of text) the cell with the figure."""
    hits = [
        (at, column) for at, row in enumerate(grid.rows) for column, cell in enumerate(row) if _same(cell.place, place)
    ]
    exact = [(at, column) for at, column in hits if squeeze(grid.rows[at][column].text) == squeeze(figure)]
    return next(iter(exact or hits), None)


def _rows(grid: Grid, at: int, column: int) -> Found:
    first = max(min(HEADS, at), at - AROUND)
    shown = [*range(min(HEADS, at)), *range(first, min(len(grid.rows), at + AROUND + 1))]
    return tuple(_texts(grid.rows[number]) for number in shown), (shown.index(at), column)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(cell.text) for cell in row)


def _lines(blocks: Sequence[Grid | Paragraph], number: int) -> Found:
    before = _near(reversed(blocks[max(0, number - AROUND) : number]))
    after = _near(blocks[number + 1 : number + 1 + AROUND])
    lines = [*reversed(before), blocks[number], *after]
    return tuple((line.text.strip(),) for line in lines), (len(before), 0)


def _near(blocks: Iterable[Grid | Paragraph]) -> list[Paragraph]:
    """The paragraphs up to the next table."""
    found = []
    for block in blocks:
        if isinstance(block, Grid):
            break
        found.append(block)
    return found
