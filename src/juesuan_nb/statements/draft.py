"""What the layouts hand on: rows of a statement as far as they are understood, before codes are recovered."""

from dataclasses import dataclass, field
from decimal import Decimal

from juesuan_nb.amounts import Printed, read_number
from juesuan_nb.document import Cell, Place, fold, squeeze
from juesuan_nb.statements.located import Located

BLANK_MARKS = {"", "-", "--", "_", "—", "－", "——", "/", "\\", "·", "."}


@dataclass
class Value:
    """One figure of a row. `printed` is None for a cell that holds something unreadable."""

    printed: Printed | None
    place: Place
    quality: str = "printed"
    raw: str = ""


@dataclass
class Item:
    """One row of a statement, or one side (收入 or 支出) of a row of a summary; `piece` numbers its page's grid.

    `tail` is the end of a wrapped name that was put to `item`.
    """

    code: str
    item: str
    place: Place
    line_no: int | None = None
    side: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    recovered: bool = False
    piece: int = 0
    tail: str = ""

    def same_as(self, other: "Item") -> bool:
        """Whether both print the same label and the same figures: a row repeated over a page break."""
        return (
            (self.code, self.side, self.line_no) == (other.code, other.side, other.line_no)
            and fold(self.item) == fold(other.item)
            and self._figures() == other._figures()
        )

    def _figures(self) -> dict[str, Decimal]:
        return {name: value.printed.value for name, value in self.values.items() if value.printed}


@dataclass
class Draft:
    """A statement as read: its rows, the columns that were recognised, and what reading had to do."""

    table: Located
    columns: tuple[str, ...] = ()
    items: list[Item] = field(default_factory=list)
    notes: list[dict[str, object]] = field(default_factory=list)

    def note(self, kind: str, message: str, place: Place, **details: object) -> None:
        """Write down what reading had to do (a row of frames.NOTES)."""
        self.notes.append(
            {
                "kind": kind,
                "table": self.table.name,
                "statement": self.table.statement,
                "message": message,
                "page": place.page,
                "line": place.line,
                **details,
            }
        )


def take(cell: Cell) -> Value | None:
    """The figure of a cell; None for a blank; a Value without `printed` for a cell that cannot be read."""
    if squeeze(cell.text) in BLANK_MARKS:
        return None
    printed = read_number(cell.text)
    if printed is None:
        return Value(None, cell.place, "lost", cell.text)
    return Value(printed, cell.place, "repaired" if printed.repaired else "printed", cell.text)
