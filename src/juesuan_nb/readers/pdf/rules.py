"""The straight rules of a page: level and upright pieces of its painted paths, as pdfplumber's functions take them."""

import ctypes
from collections.abc import Callable, Iterator, Sequence

import pypdfium2.raw as raw

from juesuan_nb.readers.pdf.native import (
    Box,
    Matrix,
    count_segments,
    handle,
    is_painted,
    matrix,
    objects,
    segments,
)

Point = tuple[float, float]
Turn = Callable[[Sequence[Box]], list[Box]]
"""From boxes (left, top, right, bottom) in user space to boxes in points from the upper left corner, text level."""

_MAX_SEGMENTS = 200_000
_MAX_DEPTH = 8
_MAX_CROSSINGS = 8_000
"""Crossings of rules on one page: more make a map or a drawing, and the search for cells slow."""
_GRAIN = 3.0
_STRAIGHT = 0.5
"""Points by which the ends of a rule may differ and it still counts as level or upright."""
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def rules_of(page: ctypes.c_void_p, turn: Turn) -> tuple[list[dict], bool]:
    """The rules of a page; whether there were too many of them to be those of tables."""
    found, budget = [], _MAX_SEGMENTS
    for path, to_page in _paths(handle(page)):
        budget -= count_segments(path)
        if budget < 0:
            return [], True
        for (xa, ya), (xb, yb) in _pieces(path, to_page):
            width, height = abs(xa - xb), abs(ya - yb)
            if min(width, height) <= _STRAIGHT < max(width, height):
                found.append((min(xa, xb), max(ya, yb), max(xa, xb), min(ya, yb)))
    rules = [_rule(*box) for box in turn(found)]
    return ([], True) if _too_many(rules) else (rules, False)


def _too_many(rules: list[dict]) -> bool:
    xs = {round(rule["x0"] / _GRAIN) for rule in rules if rule["orientation"] == "v"}
    tops = {round(rule["top"] / _GRAIN) for rule in rules if rule["orientation"] == "h"}
    return len(xs) * len(tops) > _MAX_CROSSINGS


def _paths(page: int) -> Iterator[tuple[int, Matrix]]:
    """Painted path objects, those of form objects too, each with its matrix to user space."""
    waiting = [(objects(page), _IDENTITY, 1)]
    while waiting:
        found, outer, depth = waiting.pop()
        for kind, item in found:
            if kind == raw.FPDF_PAGEOBJ_PATH and is_painted(item):
                yield item, _times(matrix(item), outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                waiting.append((objects(item, form=True), _times(matrix(item), outer), depth + 1))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _pieces(path: int, to_page: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path as (start, end) in user space."""
    a, b, c, d, e, f = to_page
    start = last = None
    for kind, x, y, closes in segments(path):
        point = a * x + c * y + e, b * x + d * y + f
        if kind == raw.FPDF_SEGMENT_MOVETO or last is None:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if closes:
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
