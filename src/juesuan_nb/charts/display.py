"""A chart in a notebook: the picture with its words, so that a reader without eyes and a test both see the numbers."""

import io
from base64 import b64encode

import matplotlib as mpl
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from PIL import Image

COLOURS = 128
"""Enough for two or three fills, black, greys and the edges of letters."""


def alt_text(ax: Axes) -> str:
    """The words of a chart: its finding, what is drawn, and every number in it."""
    return getattr(ax, "alt_text", "") or ax.get_title(loc="left") or ax.get_title()


def png(ax: Axes) -> bytes:
    """The figure of an Axes as PNG, 150 dots an inch, nothing cut off and no software version in it."""
    figure, stream = ax.get_figure(), io.BytesIO()
    # What bbox_inches="tight" does, without drawing everything a second time to find it out.
    screen = figure.get_dpi()
    figure.set_dpi(mpl.rcParams["savefig.dpi"])
    box = figure.get_tightbbox().padded(0.12)
    figure.savefig(stream, format="rgba", bbox_inches=box)
    size = tuple(int(side * figure.get_dpi()) for side in box.size)
    figure.set_dpi(screen)
    return _packed(Image.frombuffer("RGBA", size, stream.getvalue()))


def _packed(picture: Image.Image) -> bytes:
    """As PNG with a palette: a third of the size and half of the time, and a chart has few colours."""
    stream = io.BytesIO()
    flat = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


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
