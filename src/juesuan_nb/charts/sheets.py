"""Empty sheets to draw on, made when they are asked for or, before a process forks, for all its children at once.

Figure and Axes take a quarter of a chart's time, and depend on nothing but the panels and matplotlib's settings.
"""

from collections.abc import Iterable

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from juesuan_nb.charts.ruled import RuledAxes
from juesuan_nb.charts.style import use_style

WIDTH, NAMES, RIGHT, TOP, BOTTOM = 9.0, 2.45, 0.15, 0.95, 0.55
"""Inches: a sheet's width and margins, the left one with room for names."""

Panels = tuple[float, ...]
"""How wide each Axes of a sheet is, one relative to the other."""

_kept: list[tuple[Panels, dict, Figure]] = []
"""Sheets for later, and matplotlib's settings when they were made. pyplot does not know them yet."""


def keep_sheets(sheets: Iterable[Panels]) -> None:
    """Make empty sheets for later; each is used once, and only under the settings of now."""
    use_style()
    _kept.extend((panels, _settings(), _made(panels)) for panels in sheets)


def new_sheet(height: float, panels: Panels) -> Figure:
    """An empty sheet of pyplot, so many inches high."""
    figure = _taken(panels) or _made(panels)
    figure.set_size_inches(WIDTH, height)
    plt.figure(FigureClass=lambda **_: figure)
    figure.axes[0].get_gridspec().update(bottom=BOTTOM / height, top=1 - TOP / height)
    return figure


def _made(panels: Panels) -> Figure:
    figure = Figure()
    figure.subplots(
        1,
        len(panels),
        sharey=True,
        subplot_kw={"axes_class": RuledAxes, "facecolor": "none"},
        gridspec_kw={"width_ratios": panels, "left": NAMES / WIDTH, "right": 1 - RIGHT / WIDTH, "wspace": 0.06},
    )
    figure.juesuan_names = NAMES
    return figure


def _taken(panels: Panels) -> Figure | None:
    settings = _settings()
    fitting = (place for place, (width, then, _) in enumerate(_kept) if width == panels and then == settings)
    place = next(fitting, None)
    return None if place is None else _kept.pop(place)[-1]


def _settings() -> dict:
    """matplotlib's, but for what a kernel sets for pyplot, and read as a dict's: asking for the backend chooses one."""
    return {name: value for name, value in dict.items(mpl.rcParams) if name not in ("backend", "interactive")}
