"""A scanned page → characters and rules in points, as the PDF reader's table functions take them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from juesuan_nb.readers.pdf import grids
from juesuan_nb.readers.pdf.page import Box, Char, Page
from juesuan_nb.readers.pdf.rules import level, upright
from juesuan_nb.readers.scan import engine, ruling
from juesuan_nb.readers.scan.engine import PixelBox
from juesuan_nb.readers.scan.ruling import Rule
from juesuan_nb.readers.scan.straighten import skew

DPI = 200
_POINT = 72 / DPI
_COARSE, _AROUND = 16, 9
_PAPER, _SHADOW = 90, 0.55
_DARK = 0.75
_SAMPLE = 12
_SPECK = 4
_INSIDE = 4
_EDGE = 2


@dataclass(frozen=True)
class Scanned(Page):
    """A page read from its picture: `skew` is the angle, in degrees, by which the picture had to be turned.

    `scale` is the size of the page as it is shown to that of the picture at 200 dpi.
    """

    skew: float = 0.0
    scale: float = 1.0

    def shown(self, box: Box) -> Box:
        """`box` on the page as it was scanned."""
        angle = math.radians(self.skew)
        cos, sin = math.cos(angle), math.sin(angle)
        x0, top, x1, bottom = box
        across, down = self.width / 2, self.height / 2
        corners = [
            (across + (x - across) * cos - (y - down) * sin, down + (x - across) * sin + (y - down) * cos)
            for x in (x0, x1)
            for y in (top, bottom)
        ]
        xs, ys = ([corner[side] for corner in corners] for side in (0, 1))
        x0, top, x1, bottom = super().shown((min(xs), min(ys), max(xs), max(ys)))
        return tuple(round(max(0.0, side) * self.scale, 1) for side in (x0, top, x1, bottom))


def read(image: Image.Image, number: int, scale: float = 1.0) -> Scanned:
    """What is printed on the picture of a page, which may lie askew by a few degrees, or on its side or head.

    The picture is taken at 200 dpi; boxes are shown `scale` times as large.
    """
    gray = _evenly_lit(image.convert("L"))
    angle = skew(gray)
    pixels = np.asarray(gray.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else gray)
    pixels, turns = _upright(pixels) if _ink(pixels).any() else (pixels, 0)
    ink = _ink(pixels)
    uprights, levels = ruling.find(ink)
    clean, ink = _without(pixels, ink, [*uprights, *levels])
    edges = [*map(_upright_edge, uprights), *map(_level_edge, levels)]
    pieces = list(_pieces(clean, ink, uprights, edges))
    chars = [char for piece in pieces for char in _chars(clean, ink, piece)]
    height, width = (side * _POINT for side in pixels.shape)
    return Scanned(number, width, height, chars, edges, turns=turns, has_image=True, skew=angle, scale=scale)


def _evenly_lit(gray: Image.Image) -> Image.Image:
    """The page on white paper: shadows and tinted cells are taken out, what is darker than a shadow stays."""
    coarse = gray.reduce(_COARSE).filter(ImageFilter.MaxFilter(_AROUND)).filter(ImageFilter.BoxBlur(_AROUND // 2))
    paper = np.asarray(coarse.resize(gray.size, Image.Resampling.BILINEAR), dtype=np.float32)
    paper = np.maximum(paper, _SHADOW * np.percentile(paper, _PAPER))
    return Image.fromarray(np.minimum(np.asarray(gray) / np.maximum(paper, 1) * 255, 255).astype(np.uint8))


def _ink(pixels: np.ndarray) -> np.ndarray:
    return pixels < _DARK * 255


def _upright(pixels: np.ndarray) -> tuple[np.ndarray, int]:
    """The page with its text level, and the quarter turns, clockwise, from there back to the page as scanned."""
    turns, boxes = 0, _roughly(pixels)
    if sum(bottom - top for _, top, _, bottom in boxes) > sum(x1 - x0 for x0, _, x1, _ in boxes):
        pixels, turns = np.ascontiguousarray(np.rot90(pixels)), 1
        boxes = _roughly(pixels)
    widest = sorted(boxes, key=lambda box: box[0] - box[2])[:_SAMPLE]
    if widest and engine.is_upside_down([pixels[top:bottom, x0:x1] for x0, top, x1, bottom in widest]):
        pixels, turns = np.ascontiguousarray(pixels[::-1, ::-1]), turns + 2
    return pixels, turns


def _roughly(pixels: np.ndarray) -> list[PixelBox]:
    """Where print stands, by the page at half its size: enough to tell its direction, at a quarter of the cost."""
    half = np.asarray(Image.fromarray(pixels).reduce(2))
    return [tuple(2 * side for side in box) for box in engine.detect(half)]


def _upright_edge(rule: Rule) -> dict:
    return upright((rule.x0 + rule.x1) / 2 * _POINT, rule.top * _POINT, rule.bottom * _POINT)


def _level_edge(rule: Rule) -> dict:
    return level((rule.top + rule.bottom) / 2 * _POINT, rule.x0 * _POINT, rule.x1 * _POINT)


def _without(pixels: np.ndarray, ink: np.ndarray, rules: Sequence[Rule]) -> tuple[np.ndarray, np.ndarray]:
    """The page and its ink without the rules: they are read as strokes of the characters beside them."""
    pixels, ink = pixels.copy(), ink.copy()
    for rule in rules:
        area = np.s_[max(0, rule.top - 1) : rule.bottom + 1, max(0, rule.x0 - 1) : rule.x1 + 1]
        pixels[area], ink[area] = 255, False
    return pixels, ink


def _pieces(pixels: np.ndarray, ink: np.ndarray, uprights: Sequence[Rule], edges: Sequence[dict]) -> Iterator[PixelBox]:
    """Pieces of print, none reaching over an upright rule; what stands in a cell and was not detected comes last."""
    covered = np.zeros_like(ink)
    for box in engine.detect(pixels) if ink.any() else ():
        for x0, top, x1, bottom in _cut(box, uprights):
            covered[top:bottom, x0:x1] = True
            yield x0, top, x1, bottom
    left = ink & ~covered
    for table in grids.fill(edges, [])[0]:
        for cell in table.table.cells:
            x0, top, x1, bottom = (round(side / _POINT) for side in cell)
            yield from _lines(left, (x0 + _INSIDE, top + _INSIDE, x1 - _INSIDE, bottom - _INSIDE))


def _cut(box: PixelBox, uprights: Sequence[Rule]) -> Iterator[PixelBox]:
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2
    cuts = sorted(
        (rule.x0, rule.x1) for rule in uprights if rule.top <= middle <= rule.bottom and x0 < rule.x1 and rule.x0 < x1
    )
    for start, end in cuts:
        if start - x0 > _SPECK:
            yield x0, top, start, bottom
        x0 = end
    if x1 - x0 > _SPECK:
        yield x0, top, x1, bottom


def _lines(ink: np.ndarray, cell: PixelBox) -> Iterator[PixelBox]:
    """The lines of print among the ink of a cell, a little larger than their ink."""
    x0, top, x1, bottom = cell
    dark = ink[top:bottom, x0:x1]
    rows = np.flatnonzero(dark.sum(axis=1) > 0) if dark.size else []
    for line in np.split(rows, np.flatnonzero(np.diff(rows) > _SPECK) + 1) if len(rows) else ():
        columns = np.flatnonzero(dark[line[0] : line[-1] + 1].any(axis=0))
        if line[-1] - line[0] > 2 * _SPECK and columns[-1] - columns[0] > _SPECK:
            low, high = top + int(line[0]) - _INSIDE, top + int(line[-1]) + 1 + _INSIDE
            yield x0 + int(columns[0]), max(0, low), x0 + int(columns[-1]) + 1, high


def _chars(pixels: np.ndarray, ink: np.ndarray, piece: PixelBox) -> Iterator[Char]:
    """The characters of a piece, as high as its ink."""
    x0, top, x1, bottom = piece
    rows = np.flatnonzero(ink[top:bottom, x0:x1].sum(axis=1) > _EDGE - 1)
    if not len(rows):
        return
    high, low = (top + int(rows[0])) * _POINT, (top + int(rows[-1]) + 1) * _POINT
    for glyph in engine.recognise(pixels[top:bottom, x0:x1]):
        yield Char(glyph.text, (x0 + glyph.x0) * _POINT, high, (x0 + glyph.x1) * _POINT, low)
