"""A chart in a notebook: the picture with its words, so that a reader without eyes and a test both see the numbers."""

import io
from base64 import b64encode

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from juesuan_nb.charts.pen import Canvas

COLOURS, FILLS = 64, 16
"""Of a picture: enough for the edges of letters; so many most frequent colours stay exactly what they are."""
WHITE = np.uint32(0xFFFFFFFF)
MARGIN = 18
"""Dots of white around what is drawn: 0.12 inch."""


def alt_text(ax: Axes) -> str:
    """The words of a chart: its finding, what is drawn, and every number in it."""
    return getattr(ax, "alt_text", "") or ax.get_title(loc="left") or ax.get_title()


def png(ax: Axes) -> bytes:
    """The figure of an Axes as PNG, 150 dots an inch, nothing cut off and no software version in it."""
    figure = ax.get_figure()
    canvas, screen = figure.canvas, figure.get_dpi()
    try:
        figure.set_dpi(mpl.rcParams["savefig.dpi"])
        trimmed = _trimmed(_drawn(figure))
        return _packed(_whole(figure) if trimmed is None else trimmed)
    finally:
        figure.set_canvas(canvas)
        figure.set_dpi(screen)


def _drawn(figure: Figure) -> np.ndarray:
    canvas = Canvas(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    return _pixels(canvas.buffer_rgba(), (height, width))


def _pixels(rgba: bytes | memoryview, shape: tuple[int, int]) -> np.ndarray:
    """The picture as rows by columns of one number a pixel."""
    return np.frombuffer(rgba, np.uint32).reshape(shape)


def _trimmed(pixels: np.ndarray) -> np.ndarray | None:
    """Without its empty margins; None where something reaches the edge, and may go on beyond it.

    What is drawn is found in the picture: asking matplotlib lays out every text once more, half as long as drawing.
    """
    ink = pixels != WHITE
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return pixels
    (top, bottom), (left, right) = rows[[0, -1]], columns[[0, -1]]
    if not top or not left or bottom == len(ink) - 1 or right == len(ink[0]) - 1:
        return None
    trimmed = np.full((bottom - top + 1 + 2 * MARGIN, right - left + 1 + 2 * MARGIN), WHITE)
    trimmed[MARGIN:-MARGIN, MARGIN:-MARGIN] = pixels[top : bottom + 1, left : right + 1]
    return trimmed


def _whole(figure: Figure) -> np.ndarray:
    """The picture with whatever stands outside the figure."""
    stream = io.BytesIO()
    box = figure.get_tightbbox().padded(MARGIN / figure.get_dpi())
    figure.savefig(stream, format="rgba", bbox_inches=box)
    width, height = (int(side * figure.get_dpi()) for side in box.size)
    return _pixels(stream.getvalue(), (height, width))


def _packed(pixels: np.ndarray) -> bytes:
    """As PNG with a palette: a third of the size and half of the time, and a chart has few colours."""
    flat = pixels.ravel()
    starts = np.concatenate(([0], np.flatnonzero(flat[1:] != flat[:-1]) + 1))
    lengths = np.diff(starts, append=flat.size)
    found, places = np.unique(flat[starts], return_inverse=True)
    palette, numbers = _palette(found, np.bincount(places, weights=lengths))
    indexes = np.repeat(numbers[places], lengths).reshape(pixels.shape)
    picture = Image.fromarray(indexes)
    picture.putpalette(palette.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def _palette(colours: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At most `COLOURS` colours, and the number in them of each given one.

    The most frequent stay what they are; of the others like ones become the most frequent of them.
    """
    order = np.argsort(-counts, kind="stable")
    fills, edges = colours[order[:FILLS]], colours[order[FILLS:]]
    for bits in range(8):
        mask = np.uint32((0xFF >> bits << bits) * 0x01010101)
        _, first, group = np.unique(edges & mask, return_index=True, return_inverse=True)
        if len(first) <= COLOURS - FILLS:
            break
    numbers = np.empty(len(colours), np.uint8)
    numbers[order] = np.concatenate([np.arange(len(fills)), len(fills) + group])
    return np.concatenate([fills, edges[first]]), numbers


def _width(picture: bytes) -> int:
    """Screen pixels at which 150 dots an inch look their size (a screen has 96): from the PNG's header."""
    return int.from_bytes(picture[16:20], "big") * 96 // 150


def show(ax: Axes) -> None:
    """Display the figure of `ax` as PNG with its alt text (also as text/plain, which nbval compares), and close it."""
    words, picture = alt_text(ax), png(ax)
    data = {"image/png": b64encode(picture).decode("ascii"), "text/plain": words}
    display(data, metadata={"image/png": {"alt": words, "width": _width(picture)}}, raw=True)
    close(ax)


def close(ax: Axes) -> None:
    """Close the figure of `ax`, which frees what it holds."""
    plt.close(ax.get_figure())
