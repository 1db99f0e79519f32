"""RawDocument: what a reader found, in reading order, before anything is understood."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. Which fields are set depends on the form: a text has lines, a PDF pages and boxes.

    `file` is set where several files are one report, `scanned` where the text was read from a picture.
    """

    page: int | None = None
    line: int | None = None
    sheet: str = ""
    cell: str = ""
    box: tuple[float, float, float, float] | None = None
    file: str = ""
    scanned: bool = False

    def __str__(self) -> str:
        page = f"第{self.page}页" if self.page else ""
        return self._words(page, f"第{self.line}行" if self.line and not self.cell else "")

    @property
    def spot(self) -> str:
        """What pages and lines do not say: the box on a page; file, sheet and cell in words."""
        return str(self.box) if self.box else self._words()

    def _words(self, page: str = "", line: str = "") -> str:
        file = f"《{self.file}》" if self.file else ""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"{file}{page}{sheet}{self.cell}{line}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, text as found."""

    text: str
    place: Place


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as found: rows may differ in length. `place` is that of its first cell."""

    rows: tuple[Row, ...]

    @property
    def place(self) -> Place:
        return self.rows[0][0].place

    @property
    def width(self) -> int:
        return max(map(len, self.rows))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text. `pieces` (offset, place) say where each source line begins in a joined one."""

    text: str
    place: Place
    pieces: tuple[tuple[int, Place], ...] = ()

    def place_at(self, offset: int) -> Place:
        """The place of the character at `offset` of the text."""
        if not self.pieces:
            return self.place
        return self.pieces[bisect_right([start for start, _ in self.pieces], offset) - 1][1]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A whole input: `name` for messages, `form` (text, pdf, …), `sha256` of the bytes, and its blocks in order.

    `notes` are Chinese sentences on what the reader left out or could not have: hidden sheets, formulas without values.
    """

    name: str
    form: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def scanned_pages(self) -> tuple[int, ...]:
        """The pages with something that was read from a picture."""
        places = (block.place for block in self.blocks if block.place.scanned)
        return tuple(sorted({place.page for place in places if place.page}))

    @property
    def grids(self) -> Iterator[Grid]:
        return (block for block in self.blocks if isinstance(block, Grid))


_BRACKETS = str.maketrans(
    {"（": "(", "）": ")", "：": ":", "，": ",", "；": ";", "“": '"', "”": '"', "„": '"', "％": "%", "．": "."}
)


def squeeze(text: str) -> str:
    """`text` without white space: how names are stored, as printed."""
    return "".join(text.split())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` brought to one form for comparison only: no white space, ASCII brackets, quotes and punctuation."""
    return squeeze(text).translate(_BRACKETS)
