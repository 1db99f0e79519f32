"""A chart in a notebook: the picture with its words, so that a reader without eyes and a test both see the numbers."""

import io
from base64 import b64encode

from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axes import Axes


def alt_text(ax: Axes) -> str:
    """The words of a chart: its finding, what is drawn, and every number in it."""
    return getattr(ax, "alt_text", "") or ax.get_title(loc="left") or ax.get_title()


def png(ax: Axes) -> bytes:
    """The figure of an Axes as PNG, 150 dots an inch, nothing cut off and no software version in it."""
    stream = io.BytesIO()
    ax.get_figure().savefig(stream, format="png", bbox_inches="tight", pad_inches=0.12, metadata={"Software": None})
    return stream.getvalue()


def show(ax: Axes) -> None:
    """Display the figure of `ax` as PNG with its alt text (also as text/plain, which nbval compares), and close it."""
    words = alt_text(ax)
    data = {"image/png": b64encode(png(ax)).decode("ascii"), "text/plain": words}
    display(data, metadata={"image/png": {"alt": words}}, raw=True)
    plt.close(ax.get_figure())
