"""Font and style of all charts: a shipped Chinese font, Okabe-Ito colours that keep apart in grey, and hatches."""

from functools import cache
from importlib.resources import as_file, files

import matplotlib as mpl
from matplotlib import font_manager

FAMILY, FALLBACK = "Juesuan Sans SC", "DejaVu Sans"
"""The shipped font, and the one that draws what it lacks."""
BLUE, ORANGE, SKY, GREY, INK, PALE = "#0072B2", "#E69F00", "#56B4E9", "#6E6E6E", "#1A1A1A", "#EDEDED"
"""Okabe-Ito blue, orange and sky blue; never red beside green, never colour without a hatch, marker or word."""

SOLID = {"color": BLUE, "edgecolor": BLUE, "linewidth": 0.8}
HATCHED = {"color": ORANGE, "edgecolor": "white", "hatch": "////", "linewidth": 0}
DOTTED = {"color": SKY, "edgecolor": "white", "hatch": "....", "linewidth": 0}
FILLS = (SOLID, HATCHED, DOTTED)
"""Fills of the parts of a bar, in order: dark and plain, light and hatched, lighter and dotted."""

STYLE = {
    "font.family": [FAMILY, FALLBACK],
    "font.size": 9,
    "text.hinting": "none",
    "axes.unicode_minus": True,
    "text.color": INK,
    "axes.titlesize": 12.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelcolor": GREY,
    "axes.labelsize": 8.5,
    "axes.edgecolor": "#9A9A9A",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "xtick.labelsize": 8,
    "ytick.labelcolor": INK,
    "ytick.labelsize": 9,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "hatch.linewidth": 1.0,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "svg.hashsalt": "juesuan",
}


@cache
def register_fonts() -> None:
    """Make the shipped Regular and Bold known to matplotlib, once."""
    for weight in ("Regular", "Bold"):
        with as_file(files("juesuan_nb.charts") / "fonts" / f"JuesuanSansSC-{weight}.ttf") as path:
            font_manager.fontManager.addfont(path)


def use_style() -> None:
    """Register the font and set matplotlib's defaults to the style of the workbook. Every chart calls it."""
    register_fonts()
    mpl.rcParams.update(STYLE)
