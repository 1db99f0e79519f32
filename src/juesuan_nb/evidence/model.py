"""What evidence is, and how it shows itself in a notebook, on a page and in a terminal."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd

from juesuan_nb.document import Place

_SPOT = re.compile(r"(?:《(?P<file>.+?)》)?(?:工作表“(?P<sheet>.+?)”)?(?P<cell>.*)")
_BOX = re.compile(r"(?:《(?P<file>.+?)》)?\((?P<sides>[\d., -]+)\)")


@dataclass(frozen=True)
class Evidence:
    """One place: `caption` says what and where, `png` is the picture of it (PDF), `rows` the text around it.

    `marked` is (row, column) of the text that holds `figure`.
    """

    caption: str
    png: bytes = b""
    rows: tuple[tuple[str, ...], ...] = ()
    marked: tuple[int, int] | None = None
    figure: str = ""

    def _repr_html_(self) -> str:
        caption = f"<figcaption>{escape(self.caption)}</figcaption>"
        return f'<figure class="evidence">{caption}{self._picture() if self.png else self._table()}</figure>'

    def _picture(self) -> str:
        data = b64encode(self.png).decode()
        return f'<img alt="{escape(self.caption)}" src="data:image/png;base64,{data}">'

    def _table(self) -> str:
        rows = (
            "".join(f"<td>{self._cell((at, column), text)}</td>" for column, text in enumerate(row))
            for at, row in enumerate(self.rows)
        )
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def _cell(self, at: tuple[int, int], text: str) -> str:
        if at != self.marked:
            return escape(text)
        before, figure, after = text.partition(self.figure) if self.figure and self.figure in text else ("", text, "")
        return f"{escape(before)}<mark>{escape(figure)}</mark>{escape(after)}"

    def __str__(self) -> str:
        arrows = ["→" if self.marked and at == self.marked[0] else "　" for at in range(len(self.rows))]
        lines = [f"{arrow} {' | '.join(row)}" for arrow, row in zip(arrows, self.rows, strict=True)]
        return "\n".join([self.caption, *lines])

    __repr__ = __str__


class Shown(tuple[Evidence, ...]):
    """Several places, one below the other."""

    def _repr_html_(self) -> str:
        return "".join(one._repr_html_() for one in self)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self))

    __repr__ = __str__


def place_of(row: Mapping[str, object]) -> Place:
    """The place that a row of cells, claims or evaluation names in its columns page, line and box."""
    page, line = (None if pd.isna(row.get(name)) else int(row[name]) for name in ("page", "line"))
    spot = str(row.get("box") or "")
    if box := _BOX.fullmatch(spot):
        return Place(page, line, box=tuple(float(side) for side in box["sides"].split(",")), file=box["file"] or "")
    return Place(page, line, **_SPOT.fullmatch(spot).groupdict(default=""))
