"""Tables with merged cells laid out in rows and columns: of HTML and of Word alike."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from juesuan_nb.document import Cell, Place, Row

MAX_SPAN = 200


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell and how many columns and rows it covers."""

    cell: Cell
    width: int = 1
    height: int = 1


class SpanLayout:
    """Lays out row after row: a spanned cell's text stands in its first place, the rest of its area is blank."""

    def __init__(self) -> None:
        self._pending: dict[int, int] = {}

    def row(self, cells: Iterable[Spanned], here: Place) -> Row:
        """The cells of the next row in their columns; `here` is the place of what cells above reach down to."""
        row: list[Cell] = []
        waiting = {column: left for column, left in self._pending.items() if left > 0}
        self._pending = {column: left - 1 for column, left in waiting.items()}
        for spanned in (*cells, None):
            while len(row) in waiting:
                row.append(Cell("", here))
            if spanned is None:
                break
            reached = range(len(row), len(row) + spanned.width)
            self._pending |= dict.fromkeys(reached, spanned.height - 1)
            row += [spanned.cell, *[Cell("", spanned.cell.place)] * (spanned.width - 1)]
        return tuple(row)


def spans(attributes: Mapping[str, object]) -> tuple[int, int]:
    """Columns and rows that an HTML cell covers, at most MAX_SPAN each."""
    return _span(attributes.get("colspan")), _span(attributes.get("rowspan"))


def _span(text: object) -> int:
    found = re.match(r"\s*(\d{1,9})", str(text))
    return min(max(int(found[1]), 1), MAX_SPAN) if found else 1
