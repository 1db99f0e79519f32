"""Many strings as one artist: a Text of matplotlib for every name, amount and cell is most of a chart's time.

A `Word` stands where the same Text would stand: matplotlib's layout, with the measures of the shipped font.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matplotlib.artist import Artist, allow_rasterization
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox, Transform

from juesuan_nb.charts.style import FALLBACK, FAMILY, INK

ASCENT, DESCENT = 0.88, 0.12
"""Of the shipped font, in parts of its size: a line's height above and below its baseline."""


@dataclass(frozen=True, slots=True)
class Word:
    """A string, of one or more lines, at a place (x, y), moved by (dx, dy) points; its size is in points.

    `ha` is left, center or right; `va` top, bottom, center, baseline (of the last line) or center_baseline (midway
    between the top and the last baseline); `leading` is from line to line, in parts of the size, or as the glyphs need.
    """

    text: str
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0
    ha: str = "left"
    va: str = "center"
    size: float = 8.5
    bold: bool = False
    color: str = INK
    leading: float | None = None


class Words(Artist):
    """Words whose places are in the coordinates of `transform`; not clipped by the Axes they are put in."""

    def __init__(self, words: Sequence[Word], transform: Transform) -> None:
        super().__init__()
        self.words = list(words)
        self.set_transform(transform)
        self.set_clip_on(False)
        self.set_zorder(3)

    @property
    def strings(self) -> list[str]:
        """What is written, in order."""
        return [word.text for word in self.words]

    @allow_rasterization
    def draw(self, renderer: RendererBase) -> None:
        """Write all words, each line with its baseline where it belongs."""
        if not self.get_visible():
            return
        gc, height = renderer.new_gc(), renderer.get_canvas_width_height()[1]
        gc.set_alpha(self.get_alpha())
        renderer.open_group("words", self.get_gid())
        for word, x, y in self._places(renderer):
            font = _font(word.size, word.bold)
            gc.set_foreground(word.color)
            for line in _lines(word, x, y, renderer):
                down = height - line.baseline if renderer.flipy() else line.baseline
                renderer.draw_text(gc, line.left, down, line.text, font, 0)
        renderer.close_group("words")
        gc.restore()
        self.stale = False

    def boxes(self, renderer: RendererBase | None = None) -> list[tuple[str, Bbox]]:
        """Each word's text and the box of its lines, in dots from the lower left corner."""
        renderer = renderer or self.get_figure(root=True)._get_renderer()
        return [(word.text, _box(word, x, y, renderer)) for word, x, y in self._places(renderer)]

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """The box around all words, in dots; this is what a tight picture keeps."""
        boxes = [box for _, box in self.boxes(renderer)]
        return Bbox.union(boxes) if boxes else Bbox.null()

    def _places(self, renderer: RendererBase) -> Iterator[tuple[Word, float, float]]:
        """The words with the dots at which they stand."""
        if not self.words:
            return
        dots = renderer.points_to_pixels(1.0)
        places = self.get_transform().transform([(word.x, word.y) for word in self.words]).tolist()
        for word, (x, y) in zip(self.words, places, strict=True):
            yield word, x + word.dx * dots, y + word.dy * dots


def write(ax: Axes, words: Sequence[Word], transform: Transform | None = None) -> Words:
    """Put `words` on an Axes, in its data coordinates unless another `transform` is given."""
    return ax.add_artist(Words(words, transform or ax.transData))


@cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=[FAMILY, FALLBACK], size=size, weight="bold" if bold else "normal")


_ABOVE = {
    "top": lambda height, _: 0.0,
    "center": lambda height, _: height / 2,
    "bottom": lambda height, _: height,
    "baseline": lambda height, descent: height - descent,
    "center_baseline": lambda height, descent: (height - descent) / 2,
}
"""How far the top of the lines is above the place, by `va`."""
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""The part of a line that is left of the place, by `ha`."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line where it begins on its baseline, its width, and how far it reaches above and below; in dots."""

    text: str
    left: float
    baseline: float
    width: float
    above: float
    below: float


def _lines(word: Word, x: float, y: float, renderer: RendererBase) -> list[_Line]:
    """The lines of a word, as matplotlib lays them out."""
    em, texts = renderer.points_to_pixels(word.size), word.text.split("\n")
    sizes = [_size(text, word, em, renderer) for text in texts]
    height = sum(above + below for _, above, below in sizes)
    top, lines = y + _ABOVE[word.va](height, sizes[-1][2]), []
    for text, (width, above, below) in zip(texts, sizes, strict=True):
        lines.append(_Line(text, x - width * _BEFORE[word.ha], top - above, width, above, below))
        top -= above + below
    return lines


def _size(text: str, word: Word, em: float, renderer: RendererBase) -> tuple[float, float, float]:
    """Width of a line, and how far it reaches above and below its baseline."""
    font = _font(word.size, word.bold)
    width, height, below = renderer.get_text_width_height_descent(text, font, False) if text else (0.0, 0.0, 0.0)
    if word.leading is None:
        return width, max(height - below, ASCENT * em), max(below, DESCENT * em)
    margin = (word.leading * em - height) / 2
    return width, height - below + margin, below + margin


def _box(word: Word, x: float, y: float, renderer: RendererBase) -> Bbox:
    lines = _lines(word, x, y, renderer)
    left, right = min(line.left for line in lines), max(line.left + line.width for line in lines)
    return Bbox([[left, lines[-1].baseline - lines[-1].below], [right, lines[0].baseline + lines[0].above]])
