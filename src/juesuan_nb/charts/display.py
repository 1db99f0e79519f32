"""A chart in a notebook: the picture with its words, so that a reader without eyes and a test both see the numbers."""

import io
from base64 import b64encode

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from juesuan_nb.charts.pen import Canvas
from juesuan_nb.pictures import packed, pixels, trimmed

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
        # Trimmed by what is in the picture: asking matplotlib lays out every text once more, half as long as drawing.
        return trimmed(_drawn(figure), MARGIN) or packed(_whole(figure))
    finally:
        figure.set_canvas(canvas)
        figure.set_dpi(screen)


def _drawn(figure: Figure) -> np.ndarray:
    canvas = Canvas(figure)
    canvas.draw()
    return canvas.taken()


def _whole(figure: Figure) -> np.ndarray:
    """The picture with whatever stands outside the figure."""
    stream = io.BytesIO()
    box = figure.get_tightbbox().padded(MARGIN / figure.get_dpi())
    figure.savefig(stream, format="rgba", bbox_inches=box)
    width, height = (int(side * figure.get_dpi()) for side in box.size)
    return pixels(stream.getvalue(), (height, width))


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
