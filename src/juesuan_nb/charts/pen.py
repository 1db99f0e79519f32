"""A renderer for PNG that draws a string of the shipped font as one picture and keeps it for the next time.

matplotlib lays every string out twice and renders its glyphs one by one, for each picture anew: half of a chart's time.
Whatever is unusual (turned, transparent, a formula, a font of the analyst's) goes matplotlib's own way.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties, fontManager, get_font, weight_dict
from matplotlib.ft2font import FT2Font, LoadFlags, RenderMode

from juesuan_nb.charts.style import FALLBACK, FAMILY, STYLE
from juesuan_nb.pictures import pixels

Ink = tuple[np.ndarray, float, tuple[float, float, float]]
"""Coverage (rows by columns, 0 to 255), how far right of the pen it begins, and width, height and descent; in dots."""
_SETS_GLYPHS = hasattr(FT2Font, "_render_glyph") and hasattr(FT2Font, "_set_transform")
"""Whether matplotlib has what it sets a string by itself with (3.11 has; it is not promised)."""
_BOLD = 600
"""Weights from here on are nearer to the shipped Bold (700) than to Regular (400)."""


class Pen(RendererAgg):
    """Agg with a memory for strings."""

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: object = None,
    ) -> None:
        """A string with its baseline at (x, y), dots from the top left, rounded to whole ones."""
        colour = gc.get_rgb()
        if angle or not _usual(prop, ismath) or colour[3:] not in ((), (1.0,)) or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        coverage, left, (_, _, descent) = _string(s, prop, self.dpi)
        bottom = int(self.height) - round(self.height - y - descent)
        self._renderer.draw_text_image(coverage, round(x + left), bottom, 0, gc)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Dots, as matplotlib measures them."""
        if not _usual(prop, ismath):
            return super().get_text_width_height_descent(s, prop, ismath)
        return _string(s, prop, self.dpi)[2]

    def clear(self) -> None:
        """White paper, on which a white figure need not be painted first."""
        np.frombuffer(self.buffer_rgba(), np.uint8).fill(255)

    def let_go(self) -> None:
        """Measure from now on, and draw no more.

        A text keeps the pen that drew it, and with it megabytes of paper, as long as its figure lives.
        """
        paper = self._renderer
        for name, held in list(vars(self).items()):
            if held is paper or getattr(held, "__self__", None) is paper:
                delattr(self, name)


class Canvas(FigureCanvasAgg):
    """A canvas drawn on with a `Pen`."""

    def get_renderer(self) -> Pen:
        """The pen for the figure's present size."""
        width, height = self.figure.bbox.size
        key = width, height, self.figure.dpi
        if getattr(self, "_key", None) != key:
            self.renderer, self._key = Pen(width, height, self.figure.dpi), key
        return self.renderer

    def draw(self) -> None:
        """Draw the figure; its background only if it is not plain white, as the paper is."""
        paper = self.figure.patch
        shown = paper.get_visible()
        white = paper.get_facecolor() == (1.0, 1.0, 1.0, 1.0) and not paper.get_linewidth() and not paper.get_hatch()
        try:
            paper.set_visible(shown and not white)
            super().draw()
        finally:
            paper.set_visible(shown)

    def taken(self) -> np.ndarray:
        """What was drawn (see `pictures.pixels`); the next time there is new paper."""
        width, height = self.get_width_height()
        drawn = pixels(self.buffer_rgba(), (height, width))
        self.renderer.let_go()
        self._key = None
        return drawn


def _usual(prop: FontProperties, ismath: bool | str) -> bool:
    return not ismath and prop.get_family()[0] == FAMILY and prop.get_style() == "normal"


def _string(text: str, prop: FontProperties, dpi: float) -> Ink:
    weight = weight_dict.get(prop.get_weight(), prop.get_weight())
    return _ink(text, prop.get_size_in_points(), weight >= _BOLD, dpi)


def learn(chars: Iterable[str], size: float, phases: Iterable[int], *, bold: bool = False) -> None:
    """Draw characters before they are asked for, begun at such parts of a dot (see `_glyph`)."""
    dpi = STYLE["savefig.dpi"]
    for char in _own(bold).intersection(chars):
        _measures(char, size, bold, dpi)
        for phase in phases:
            _glyph(char, size, bold, dpi, phase)


@lru_cache(maxsize=2048)
def _ink(text: str, size: float, bold: bool, dpi: float) -> Ink:
    """A string as a picture; `size` in points, `dpi` dots an inch. What the shipped font lacks comes from the next."""
    if text and _SETS_GLYPHS and _own(bold).issuperset(text):
        return _composed(text, size, bold, dpi)
    font = _font(size, bold, dpi)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    font.draw_glyphs_to_bitmap(antialiased=True)
    width, height = font.get_width_height()
    measures = width / 64, height / 64, font.get_descent() / 64
    return np.array(font.get_image()), font.get_bitmap_offset()[0] / 64, measures


def _composed(text: str, size: float, bold: bool, dpi: float) -> Ink:
    """As FreeType makes it, of glyphs drawn before: the shipped font sets one after the other, and knows no kerning."""
    pen, placed = 0, []
    left, low, right, high = 32000, 32000, -32000, -32000
    for char in text:
        advance, (x0, y0, x1, y1) = _measures(char, size, bold, dpi)
        at = pen if x0 < x1 else 0  # FreeType leaves the empty box of a space where it is
        left, low, right, high = min(left, at + x0), min(low, y0), max(right, at + x1), max(high, y1)
        placed.append((pen >> 6, _glyph(char, size, bold, dpi, pen & 63)))
        pen += advance
    coverage = np.zeros(((high - low) // 64 + 2, (right - left) // 64 + 2), np.uint8)
    for at, (glyph, x, top) in placed:
        height, width = glyph.shape
        down, across = int(high / 64 - top + 1), int(at + x - left / 64)
        coverage[down : down + height, across : across + width] |= glyph
    return coverage, left / 64, (pen / 64, (high - low) / 64, -low / 64)


@lru_cache(maxsize=8192)
def _measures(char: str, size: float, bold: bool, dpi: float) -> tuple[int, tuple[int, int, int, int]]:
    """How far the pen moves on, and the glyph's box; in 64ths of a dot."""
    glyph = _font(size, bold, dpi).load_char(ord(char), LoadFlags.NO_HINTING)
    return (glyph.linearHoriAdvance + 512) >> 10, glyph.bbox


@lru_cache(maxsize=16384)
def _glyph(char: str, size: float, bold: bool, dpi: float, phase: int) -> tuple[np.ndarray, int, int]:
    """A glyph begun `phase` 64ths of a dot right of a whole one: its coverage, and where its left and top are."""
    font = _font(size, bold, dpi)
    font._set_transform([[0x10000, 0], [0, 0x10000]], [phase, 0])
    drawn = font._render_glyph(font.get_char_index(ord(char)), LoadFlags.NO_HINTING, RenderMode.NORMAL)
    return np.array(drawn.buffer), drawn.left, drawn.top


def _font(size: float, bold: bool, dpi: float) -> FT2Font:
    font = get_font(_paths(bold))
    font.clear()
    font.set_size(size, dpi)
    return font


@lru_cache(maxsize=2)
def _own(bold: bool) -> frozenset[str]:
    """The characters of the shipped font that stand by themselves, whatever is beside them."""
    chars = map(chr, get_font(_paths(bold)[:1]).get_charmap())
    return frozenset(char for char in chars if unicodedata.category(char)[0] not in "CM")


@lru_cache(maxsize=2)
def _paths(bold: bool) -> tuple[str, ...]:
    weight = "bold" if bold else "normal"
    return tuple(fontManager.findfont(FontProperties(family=[name], weight=weight)) for name in (FAMILY, FALLBACK))
