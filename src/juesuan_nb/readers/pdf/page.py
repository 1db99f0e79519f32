"""One page as pdfium gives it: its characters and its straight rules, in points from the upper left corner.

Text may run along the page in another direction than the page is shown (a wide table on an upright sheet):
everything is turned so that most of the text reads from left to right, and `Page.shown` turns a box back.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan_nb.readers.pdf.glyphs import ORDINARY, is_unreadable
from juesuan_nb.readers.pdf.native import Box, boxes
from juesuan_nb.readers.pdf.rules import Turn, rules_of

MAX_CHARS = 60_000
FEW = 40
"""Characters that a scanner may print on the picture of a page: its name, a page number."""
_LINE_ENDS = (9, 10, 13)
_SLANT = 0.05
_SAME_SIZE = 0.01
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_SAMPLE = 20


class Char(NamedTuple):
    """A character and its box; a printed space is kept as " "."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """`rules` are edges as pdfplumber's table functions take them; `turns` quarter turns from reading to showing.

    `unreadable` counts characters that the font does not explain; `dense` says that there were too many rules or
    characters to be a page of a report; `has_image` is asked of pages with hardly any character (FEW) only.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    rules: list[dict]
    unreadable: int = 0
    turns: int = 0
    dense: bool = False
    has_image: bool = False

    def shown(self, box: Box) -> Box:
        """`box` on the page as a viewer shows it, rounded to a tenth of a point."""
        width, height = self.width, self.height
        for _ in range(self.turns):
            x0, top, x1, bottom = box
            box, width, height = (height - bottom, x0, height - top, x1), height, width
        x0, top, x1, bottom = box
        return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def load(document: pdfium.PdfDocument, index: int) -> Page:
    """The page at `index`. Raises pdfium.PdfiumError where pdfium cannot load it."""
    page = document[index]
    text = page.get_textpage()
    try:
        # The bare handles: pypdfium2's objects convert themselves on every one of some thousand calls.
        codes = _codes(text.raw)
        rotation = page.get_rotation() // 90
        quarter = _direction(text.raw, len(codes), rotation)
        crop = page.get_cropbox()
        turn = partial(_TURNED[quarter], crop)
        chars, unreadable = _chars(text.raw, codes, turn, quarter)
        rules, dense = rules_of(page.raw, turn)
        image = len(codes) <= FEW and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        if quarter % 2:
            width, height = height, width
        dense |= len(codes) == MAX_CHARS
        return Page(index + 1, width, height, chars, rules, unreadable, (rotation - quarter) % 4, dense, image)
    finally:
        text.close()
        page.close()


def _codes(text: ctypes.c_void_p) -> list[int]:
    """The code points of a page's characters: in one call where each is one unit of UTF-16, else one by one."""
    count = min(max(raw.FPDFText_CountChars(text), 0), MAX_CHARS)
    units = (ctypes.c_ushort * (count + 1))()
    codes = units[:count] if raw.FPDFText_GetText(text, 0, count, units) == count + 1 else []
    if codes and not any(0xD800 <= code < 0xE000 for code in set(codes)):
        return codes
    return [raw.FPDFText_GetUnicode(text, at) for at in range(count)]


def _quarter(radians: float) -> int | None:
    if not radians:
        return 0
    turns = -radians / (math.pi / 2)  # pdfium counts them clockwise
    return round(turns) % 4 if abs(turns - round(turns)) < _SLANT else None


def _direction(text: ctypes.c_void_p, count: int, rotation: int) -> int:
    """The direction of most of the text in quarter turns, by a sample of its characters."""
    turns = (_quarter(raw.FPDFText_GetCharAngle(text, at)) for at in range(0, count, max(1, count // _SAMPLE)))
    counts = Counter(turn for turn in turns if turn is not None)
    return max(counts, key=lambda quarter: (counts[quarter], quarter == rotation)) if counts else rotation


# By the clockwise quarter turns that make the text level: from user space, where y runs upwards, see Turn.
_TURNED: tuple[Callable[[Box, Sequence[Box]], list[Box]], ...] = (
    lambda crop, found: [(x0 - crop[0], crop[3] - y1, x1 - crop[0], crop[3] - y0) for x0, y1, x1, y0 in found],
    lambda crop, found: [(y0 - crop[1], x0 - crop[0], y1 - crop[1], x1 - crop[0]) for x0, y1, x1, y0 in found],
    lambda crop, found: [(crop[2] - x1, y0 - crop[1], crop[2] - x0, y1 - crop[1]) for x0, y1, x1, y0 in found],
    lambda crop, found: [(crop[3] - y1, crop[2] - x1, crop[3] - y0, crop[2] - x0) for x0, y1, x1, y0 in found],
)


def _chars(text: ctypes.c_void_p, codes: list[int], turn: Turn, quarter: int) -> tuple[list[Char], int]:
    """The characters that run in the direction of the page, and how many of all the font does not explain."""
    found, unreadable, size, along, new = [], 0, None, True, partial(tuple.__new__, Char)
    words = {code: _word(code) for code in set(codes)}
    plain = boxes(text, len(codes))
    for at, (word, own, box) in enumerate(zip(map(words.__getitem__, codes), plain, turn(plain), strict=True)):
        if word is None:
            unreadable += 1
        elif word and own != _NOWHERE:
            height = own[1] - own[3]
            if height != size and (size is None or abs(height - size) > _SAME_SIZE):  # other type, a watermark's?
                size, along = height, _quarter(raw.FPDFText_GetCharAngle(text, at)) == quarter
            if along and not (word == " " and raw.FPDFText_IsGenerated(text, at)):
                found.append(new((word, *box)))
    return found, unreadable


@cache
def _word(code: int) -> str | None:
    """What is read for a code point: nothing for line ends, a space for all white space, None where unreadable."""
    if code in _LINE_ENDS:
        return ""
    if (word := ORDINARY.get(code)) is not None:
        return word
    if is_unreadable(code):
        return None
    return " " if chr(code).isspace() else chr(code)
