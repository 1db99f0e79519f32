"""One page as pdfium gives it: its characters and its straight rules, in points from the upper left corner.

Text may run along the page in another direction than the page is shown (a wide table on an upright sheet):
everything is turned so that most of the text reads from left to right, and `Page.shown` turns a box back.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan_nb.readers.pdf.glyphs import ORDINARY, is_unreadable
from juesuan_nb.readers.pdf.rules import Turn, rules_of

Box = tuple[float, float, float, float]

MAX_CHARS = 60_000
_LINE_ENDS = (9, 10, 13)
_SLANT = 0.05
_SAME_SIZE = 0.01


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

    `unreadable` counts characters that the font does not explain; `dense` says that there were too many rules to be
    tables; `has_image` is asked of pages without any character only.
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
        return tuple(round(side, 1) for side in box)


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
        image = not codes and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        if quarter % 2:
            width, height = height, width
        return Page(index + 1, width, height, chars, rules, unreadable, (rotation - quarter) % 4, dense, image)
    finally:
        text.close()
        page.close()


def _codes(text: ctypes.c_void_p) -> list[int]:
    """The code points of a page's characters: in one call where each is one unit of UTF-16, else one by one."""
    count = min(max(raw.FPDFText_CountChars(text), 0), MAX_CHARS)
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text, 0, count, units) == count + 1 and not any(0xD800 <= code < 0xE000 for code in units):
        return units[:count]
    return [raw.FPDFText_GetUnicode(text, at) for at in range(count)]


def _quarter(radians: float) -> int | None:
    turns = -radians / (math.pi / 2)  # pdfium counts them clockwise
    return round(turns) % 4 if abs(turns - round(turns)) < _SLANT else None


def _direction(text: ctypes.c_void_p, count: int, rotation: int) -> int:
    """The direction of most of the text in quarter turns, by every sixteenth character."""
    turns = (_quarter(raw.FPDFText_GetCharAngle(text, at)) for at in range(0, count, 16))
    counts = Counter(turn for turn in turns if turn is not None)
    return max(counts, key=lambda quarter: (counts[quarter], quarter == rotation)) if counts else rotation


# From PDF user space (y upwards) to points from the upper left corner, by the clockwise turns that make text level.
_TURNED: tuple[Callable[[Box, float, float, float, float], Box], ...] = (
    lambda crop, left, bottom, right, top: (left - crop[0], crop[3] - top, right - crop[0], crop[3] - bottom),
    lambda crop, left, bottom, right, top: (bottom - crop[1], left - crop[0], top - crop[1], right - crop[0]),
    lambda crop, left, bottom, right, top: (crop[2] - right, bottom - crop[1], crop[2] - left, top - crop[1]),
    lambda crop, left, bottom, right, top: (crop[3] - top, crop[2] - right, crop[3] - bottom, crop[2] - left),
)


def _chars(text: ctypes.c_void_p, codes: list[int], turn: Turn, quarter: int) -> tuple[list[Char], int]:
    """The characters that run in the direction of the page, and how many of all the font does not explain."""
    found, unreadable = [], 0
    words = {code: _word(code) for code in set(codes)}
    get_box, rect = raw.FPDFText_GetLooseCharBox, raw.FS_RECTF()
    pointer, size, along, make = ctypes.byref(rect), None, True, Char._make
    for at, code in enumerate(codes):
        word = words[code]
        if word is None:
            unreadable += 1
        elif word and get_box(text, at, pointer):
            left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
            if size is None or abs(top - bottom - size) > _SAME_SIZE:  # other type, perhaps a watermark's
                size, along = top - bottom, _quarter(raw.FPDFText_GetCharAngle(text, at)) == quarter
            if along and not (word == " " and raw.FPDFText_IsGenerated(text, at)):
                found.append(make((word, *turn(left, bottom, right, top))))
    return found, unreadable


def _word(code: int) -> str | None:
    """What is read for a code point: nothing for line ends, a space for all white space, None where unreadable."""
    if code in _LINE_ENDS:
        return ""
    if (word := ORDINARY.get(code)) is not None:
        return word
    if is_unreadable(code):
        return None
    return " " if chr(code).isspace() else chr(code)
