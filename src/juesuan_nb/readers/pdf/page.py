"""One page as pdfium gives it: its characters and its straight rules, in points from the upper left corner.

Text may run along the page in another direction than the page is shown (a wide table on an upright sheet):
everything is turned so that most of the text reads from left to right, and `Page.shown` turns a box back.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan_nb.readers.pdf.glyphs import ORDINARY, is_unreadable

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

MAX_CHARS = 60_000
MAX_CROSSINGS = 8_000
"""Crossings of rules on one page: more make a map or a drawing, and the search for cells slow."""
_GRAIN = 3.0
_LINE_ENDS = (9, 10, 13)
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SLANT = 0.05
_SAME_SIZE = 0.01
_MAX_SEGMENTS = 200_000
_MAX_DEPTH = 8
_STRAIGHT = 0.5
"""Points by which the ends of a rule may differ and it still counts as level or upright."""


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
        chars, unreadable = _chars(text.raw, codes, crop, quarter)
        rules, dense = _rules(page.raw, crop, quarter)
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
    turns = radians / (math.pi / 2)
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


def _chars(text: ctypes.c_void_p, codes: list[int], crop: Box, quarter: int) -> tuple[list[Char], int]:
    """The characters that run in the direction of the page, and how many of all the font does not explain."""
    found, unreadable, turned = [], 0, _TURNED[quarter]
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
                found.append(make((word, *turned(crop, left, bottom, right, top))))
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


def _rules(page: ctypes.c_void_p, crop: Box, quarter: int) -> tuple[list[dict], bool]:
    """Level and upright pieces of the painted paths; whether there were too many to be a page of tables."""
    found, budget, turned = [], _MAX_SEGMENTS, _TURNED[quarter]
    for path, matrix in _paths(page):
        budget -= raw.FPDFPath_CountSegments(path)
        if budget < 0:
            return [], True
        for (xa, ya), (xb, yb) in _pieces(path, matrix):
            width, height = abs(xa - xb), abs(ya - yb)
            if min(width, height) <= _STRAIGHT < max(width, height):
                found.append(_rule(*turned(crop, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))))
    return ([], True) if _too_many(found) else (found, False)


def _too_many(rules: list[dict]) -> bool:
    xs = {round(rule["x0"] / _GRAIN) for rule in rules if rule["orientation"] == "v"}
    tops = {round(rule["top"] / _GRAIN) for rule in rules if rule["orientation"] == "h"}
    return len(xs) * len(tops) > MAX_CROSSINGS


def _paths(page: ctypes.c_void_p) -> Iterator[tuple[ctypes.c_void_p, Matrix]]:
    """Painted path objects, those of form objects too, each with its matrix to user space."""
    kind_of = raw.FPDFPageObj_GetType
    stack = [(_objects(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject), _IDENTITY)]
    while stack:
        objects, outer = stack[-1]
        for item in objects:
            kind = kind_of(item)
            if kind == raw.FPDF_PAGEOBJ_PATH and _painted(item):
                yield item, _times(_matrix(item), outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and len(stack) < _MAX_DEPTH:
                inner = _objects(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
                stack.append((inner, _times(_matrix(item), outer)))
                break
        else:
            stack.pop()


def _objects(owner: ctypes.c_void_p, count: Callable, get: Callable) -> Iterator[ctypes.c_void_p]:
    return (get(owner, at) for at in range(count(owner)))


def _painted(path: ctypes.c_void_p) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value or stroke.value)


def _matrix(item: ctypes.c_void_p) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _pieces(path: ctypes.c_void_p, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path as (start, end) in user space."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for at in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or last is None:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, start


def _rule(x0: float, top: float, x1: float, bottom: float) -> dict:
    if x1 - x0 < bottom - top:
        return upright((x0 + x1) / 2, top, bottom)
    return level((top + bottom) / 2, x0, x1)


def upright(x: float, top: float, bottom: float) -> dict:
    """An edge, as pdfplumber's table functions take it."""
    return _edge(x, top, x, bottom, "v")


def level(top: float, x0: float, x1: float) -> dict:
    """An edge, as pdfplumber's table functions take it."""
    return _edge(x0, top, x1, top, "h")


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict:
    return {
        "x0": x0, "top": top, "x1": x1, "bottom": bottom, "doctop": top,
        "width": x1 - x0, "height": bottom - top, "orientation": orientation, "object_type": "line",
    }  # fmt: skip
