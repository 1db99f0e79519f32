"""A table of accounts where it stands in the document, before its layout is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from juesuan_nb import vocabulary
from juesuan_nb.document import Grid, Paragraph, Place, Row, fold

_EMPTY = re.compile(r"无数据|为空|空表|(?:没有|无).{0,40}(?:收入|支出|拨款|安排)")


@dataclass
class Located:
    """A statement where it stands: `statement` is its identifier, empty for a table beyond the nine.

    `pieces` are its grids, `lines` the paragraphs under its title (cells, in a conversion of one cell per line).
    """

    statement: str
    title: str
    place: Place
    number: str = ""
    unit: str = ""
    scope: str = ""
    remark: str = ""
    pieces: list[Grid] = field(default_factory=list)
    lines: list[Paragraph] = field(default_factory=list)
    untitled: bool = False
    streamed: bool = False

    @property
    def says_empty(self) -> bool:
        """Whether the remark says that the department has nothing to put here."""
        return bool(_EMPTY.search(fold(self.remark)))

    @property
    def name(self) -> str:
        """The national title, or the printed one for a table beyond the nine."""
        return vocabulary.statements()[self.statement].title if self.statement else self.title


def rows_of(table: Located) -> Iterator[tuple[int, Row]]:
    """(piece number, row) for every row that is not blank."""
    for number, piece in enumerate(table.pieces):
        for row in piece.rows:
            if any(cell.text.strip() for cell in row):
                yield number, row
