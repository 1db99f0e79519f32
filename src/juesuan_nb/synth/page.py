"""The logical pages of a synthetic report: what is printed, and beside it what is true. Every renderer prints these.

`text` is what a renderer prints and may be damaged; `value` and the labels are the truth. A blank figure has no value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed amount of a table: `value` as published without separators, labels in the words of the contract."""

    text: str
    value: str = ""
    code: str = ""
    item: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of the narrative, or a comparison in words (`unit` empty)."""

    text: str
    subject: str
    measure: str
    value: str
    unit: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of a 绩效自评 form: `kind`, `item` and `field` as in the EVALUATION frame."""

    text: str
    kind: str
    item: str
    field: str
    value: str
    unit: str = ""


Row = tuple[str | Figure | Mark, ...]
Words = tuple[str | Told, ...]
Span = tuple[int, int, int, int]
"""Row, column, height and width of a merged area of a head; its text stands in its first place."""


@dataclass(frozen=True, slots=True)
class Table:
    """One statement: `lines` stand above the head (title first), `remarks` below the body; `parts` are its pages.

    A part is the number of body rows on a page and whether its page repeats the head; no parts: the table is whole.
    `scope` is 汇总 or 本级 where the whole set is printed twice. A form of an attachment has no `statement`.
    """

    statement: str
    name: str
    unit: str
    lines: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    body: tuple[Row, ...]
    remarks: tuple[str, ...] = ()
    scope: str = ""
    parts: tuple[tuple[int, bool], ...] = ()

    @property
    def width(self) -> int:
        return len((*self.head, *self.body)[0])

    @property
    def figures(self) -> Iterator[Figure]:
        """The figures that are printed."""
        return (cell for row in self.body for cell in row if isinstance(cell, Figure) and cell.value)

    def pieces(self) -> Iterator["Table"]:
        """The table page by page: the title stands on the first one, the remarks on the last."""
        parts = self.parts or ((len(self.body), True),)
        start = 0
        for number, (rows, headed) in enumerate(parts):
            last = number == len(parts) - 1
            stop = len(self.body) if last else start + rows
            yield replace(
                self,
                lines=() if number else self.lines,
                head=self.head if headed or not number else (),
                spans=self.spans if headed or not number else (),
                body=self.body[start:stop],
                remarks=self.remarks if last else (),
                parts=(),
            )
            start = stop


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of depth 1 (the cover), 2 (a part), 3 (a section)."""

    text: str
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    words: Words

    @property
    def text(self) -> str:
        return "".join(word if isinstance(word, str) else word.text for word in self.words)


Block = Heading | Prose | Table


def printed(cell: str | Figure | Mark) -> str:
    """What is printed in a cell."""
    return cell if isinstance(cell, str) else cell.text
