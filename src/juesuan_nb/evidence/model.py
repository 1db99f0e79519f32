"""What evidence is, and how it shows itself in a notebook, on a page and in a terminal."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import zip_longest
from typing import NamedTuple

import pandas as pd

from juesuan_nb.document import Place

NOTHING = "这一条没有可以在原文中标出的位置。"
STYLE = (
    "<style>.evidence{margin:.6em 0}.evidence img{max-width:100%;border:1px solid #ccc}"
    ".evidence table{border-collapse:collapse}"
    ".evidence table td{text-align:left!important;border:1px solid #ddd;padding:.2em .5em}"
    ".evidence mark{background:#ffe08a;color:#000;outline:1px solid #b58900}</style>"
)
_SPOT = re.compile(r"(?:《(?P<file>.+?)》)?(?:工作表“(?P<sheet>.+?)”)?(?P<cell>.*)")
_BOX = re.compile(r"(?:《(?P<file>.+?)》)?\((?P<sides>[\d., -]+)\)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with what stands there: `title` in words, `figure` as printed.

    Where a line of text is the place of several equal figures, this is the one numbered `nth` (from 0) of `among`.
    """

    place: Place
    title: str = ""
    figure: str = ""
    nth: int = 0
    among: int = 1

    def __str__(self) -> str:
        where = f"（{self.place}）" if str(self.place) else ""
        return f"{self.title} {self.figure}".strip() + where


class Mark(NamedTuple):
    """The figure in a row and column of shown text."""

    row: int
    column: int
    figure: str


@dataclass(frozen=True, slots=True)
class Text:
    """Rows of text with the marked figures in them."""

    rows: tuple[tuple[str, ...], ...]
    marks: tuple[Mark, ...]

    def html(self) -> str:
        """A table with the figures marked."""
        figures: dict[tuple[int, int], list[str]] = {}
        for mark in self.marks:
            figures.setdefault((mark.row, mark.column), []).append(mark.figure)
        rows = (
            "".join(f"<td>{_marked(text, figures.get((at, column), []))}</td>" for column, text in enumerate(row))
            for at, row in enumerate(self.rows)
        )
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def __str__(self) -> str:
        marked = {mark.row for mark in self.marks}
        lines = enumerate(" | ".join(row) for row in self.rows)
        return "\n".join(f"{'→' if at in marked else '　'} {line}" for at, line in lines)


def _marked(text: str, figures: list[str]) -> str:
    """The text with each of the figures marked, spaces in them or not; the whole where one is not found in it."""
    if not figures:
        return escape(text)
    if set(figures) == {text}:  # most cells of a table
        return f"<mark>{escape(text)}</mark>"
    loose = [r"\s*".join(map(re.escape, figure)) for figure in sorted(figures, key=len, reverse=True)]
    pattern = re.compile("|".join(rf"(?<![\d.]){figure}(?![\d.]*\d)" for figure in loose if figure))
    if not all(figures) or not pattern.search(text):
        return f"<mark>{escape(text)}</mark>"
    parts = zip_longest(pattern.split(text), pattern.findall(text), fillvalue="")
    return "".join(f"{escape(plain)}{f'<mark>{escape(hit)}</mark>' if hit else ''}" for plain, hit in parts)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Places that lie together: `spots` say what they are, `png` pictures them (PDF) or `text` is around them.

    `note` says why it is not shown as it could be.
    """

    spots: tuple[Spot, ...]
    png: bytes = b""
    text: Text | None = None
    note: str = ""

    @property
    def caption(self) -> str:
        """What is marked, and where; each name and place once, with all its figures."""
        figures: dict[tuple[str, str], list[str]] = {}
        for spot in self.spots:
            figures.setdefault((spot.title, str(spot.place)), []).append(spot.figure)
        return "；".join(
            " ".join(filter(None, (title, "、".join(filter(None, dict.fromkeys(shown)))))) + (f"（{at}）" if at else "")
            for (title, at), shown in figures.items()
        )

    def _repr_html_(self) -> str:
        body = self._picture() if self.png else self.text.html() if self.text else ""
        said = "".join(f"<p>{escape(line)}</p>" for line in (self.note,) if line)
        return f'<figure class="evidence"><figcaption>{escape(self.caption)}</figcaption>{said}{body}</figure>'

    def _picture(self) -> str:
        data = b64encode(self.png).decode()
        return f'<img alt="{escape(self.caption)}" src="data:image/png;base64,{data}">'

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.caption, self.note, str(self.text or ""))))

    __repr__ = __str__


class Shown(tuple[Evidence, ...]):
    """The evidence of a row or a finding, one group of places below the other."""

    def html(self) -> str:
        """Without style, for a page that has its own."""
        return "".join(one._repr_html_() for one in self) or f"<p>{NOTHING}</p>"

    def _repr_html_(self) -> str:
        return STYLE + self.html()

    def __str__(self) -> str:
        return "\n\n".join(map(str, self)) or NOTHING

    __repr__ = __str__


def place_of(row: Mapping[str, object]) -> Place:
    """The place that a row of cells, claims or evaluation names in its columns page, line and box."""
    return place_at(row.get("page"), row.get("line"), str(row.get("box") or ""))


@lru_cache(maxsize=4096)  # the cells of a row stand in one place
def place_at(page: object, line: object, spot: str = "") -> Place:
    """The place that these columns name."""
    page, line = (None if pd.isna(number) else int(number) for number in (page, line))
    if box := _BOX.fullmatch(spot):
        return Place(page, line, box=tuple(float(side) for side in box["sides"].split(",")), file=box["file"] or "")
    return Place(page, line, **_SPOT.fullmatch(spot).groupdict(default=""))
