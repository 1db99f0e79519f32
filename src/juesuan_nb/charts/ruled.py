"""Axes whose ticks are not made: the grid is one path, the labels are `Words`.

matplotlib makes a Tick for every label (three lines and two texts), though a chart of the workbook shows no marks. As
soon as someone asks for ticks or for a tight box, or styles them beyond what `_plain` knows, matplotlib makes and draws
them as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import allow_rasterization
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick, XAxis, YAxis
from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.ticker import NullLocator
from matplotlib.transforms import IdentityTransform

from juesuan_nb.charts.words import Word, Words

_IDENTITY = IdentityTransform()
_KNOWN = {"gridOn", "tick1On", "tick2On", "label1On", "label2On", "size"}
"""What may be set of ticks that are not made."""


class _Ruled(Axis):
    """An axis at the left or below, without tick marks."""

    @contextmanager
    def _unmade(self) -> Iterator[None]:
        """Ticks that are not there yet are not made now, as there would be nothing to see of it."""
        missing = [name for name in ("majorTicks", "minorTicks") if name not in vars(self)]
        vars(self).update((name, []) for name in missing)
        try:
            yield
        finally:
            for name in missing:
                vars(self).pop(name, None)

    def set_tick_params(self, *args: object, **kwargs: object) -> None:
        """As ever; ticks made later take it from here."""
        with self._unmade():
            super().set_tick_params(*args, **kwargs)

    def set_clip_path(self, *args: object, **kwargs: object) -> None:
        """As ever; ticks made later are clipped when they are made."""
        with self._unmade():
            super().set_clip_path(*args, **kwargs)

    def _get_tick(self, major: bool) -> Tick:
        tick = super()._get_tick(major)
        tick.set_clip_path(self.axes.patch)
        return tick

    def get_majorticklabels(self) -> list[Text]:
        """The labels as Texts; from then on matplotlib draws them."""
        self.get_major_ticks()
        return super().get_majorticklabels()

    def _plain(self) -> bool:
        """Nobody has asked for ticks, and what they would look like is what is drawn here."""
        looks, name = self._major_tick_kw, self.axis_name
        return (
            "majorTicks" not in vars(self)
            and _KNOWN.issuperset(looks)
            and not looks.get("size", rcParams[f"{name}tick.major.size"])
            and not looks.get("label2On")
            and self.label_position in ("left", "bottom")
            and isinstance(self.get_minor_locator(), NullLocator)
            and (name == "x" or not self.get_label_text())
            and not self._offset()
        )

    def _offset(self) -> str:
        """What matplotlib would write at the end of the axis, as "1e6"."""
        formatter = self.get_major_formatter()
        formatter.set_locs(self.get_majorticklocs())
        return formatter.get_offset()

    def _places(self) -> tuple[list[float], list[str]]:
        """Where the visible ticks would be, and what they would say."""
        places = self.get_majorticklocs()
        labels = self.get_major_formatter().format_ticks(places)
        low, high = sorted(self.get_view_interval())
        edge = (high - low) * 1e-10
        shown = [(at, label) for at, label in zip(places, labels, strict=True) if low - edge <= at <= high + edge]
        return [at for at, _ in shown], [label for _, label in shown]

    def _words(self, places: list[float], labels: list[str]) -> Words:
        """The labels beside the axis, as far off and in the style that matplotlib has them."""
        name = self.axis_name
        style = {"size": rcParams[f"{name}tick.labelsize"], "color": rcParams[f"{name}tick.labelcolor"]}
        if style["color"] == "inherit":
            style["color"] = rcParams[f"{name}tick.color"]
        pad = rcParams[f"{name}tick.major.pad"]
        pairs = [pair for pair in zip(places, labels, strict=True) if pair[1]]
        if not self._major_tick_kw.get("label1On", True):
            pairs = []
        if name == "x":
            words = [Word(label, at, 0, dy=-pad, ha="center", va="top", **style) for at, label in pairs]
            written = Words(words, self.axes.get_xaxis_transform())
        else:
            words = [Word(label, 0, at, dx=-pad, ha="right", va="center_baseline", **style) for at, label in pairs]
            written = Words(words, self.axes.get_yaxis_transform())
        written.set_figure(self.get_figure())
        return written

    @allow_rasterization
    def draw(self, renderer: RendererBase) -> None:
        """The grid, the labels, and the name of an x axis below them."""
        if not self.get_visible() or not self._plain():
            super().draw(renderer)
            return
        places, labels = self._places()
        if self._major_tick_kw.get("gridOn") and places:
            self._draw_grid(renderer, places)
        words = self._words(places, labels)
        words.draw(renderer)
        if self.get_label_text():
            self._lower(words, renderer)
            self.label.draw(renderer)
        self.stale = False

    def _draw_grid(self, renderer: RendererBase, places: list[float]) -> None:
        along = np.repeat(places, 2)
        across = np.tile([0.0, 1.0], len(places))
        upright = self.axis_name == "x"
        path = Path(
            np.column_stack([along, across] if upright else [across, along]), [Path.MOVETO, Path.LINETO] * len(places)
        )
        gc = renderer.new_gc()
        gc.set_snap(True)
        gc.set_clip_rectangle(self.axes.bbox)
        gc.set_foreground(rcParams["grid.color"])
        gc.set_linewidth(rcParams["grid.linewidth"])
        transform = self.axes.get_xaxis_transform() if upright else self.axes.get_yaxis_transform()
        renderer.draw_path(gc, transform.transform_path(path), _IDENTITY)
        gc.restore()

    def _lower(self, words: Words, renderer: RendererBase) -> None:
        """Put the name of the axis below its labels."""
        below = words.get_window_extent(renderer).y0 if words.words else self.axes.bbox.y0
        self.label.set_y(below - renderer.points_to_pixels(self.labelpad))


class _RuledX(_Ruled, XAxis):
    pass


class _RuledY(_Ruled, YAxis):
    pass


class RuledAxes(Axes):
    """Axes with a light x and y axis."""

    def _init_axis(self) -> None:
        self.xaxis, self.yaxis = _RuledX(self, clear=False), _RuledY(self, clear=False)
        for side, axis in (("bottom", self.xaxis), ("top", self.xaxis), ("left", self.yaxis), ("right", self.yaxis)):
            self.spines[side].register_axis(axis)

    def clear(self) -> None:
        """As ever, and the spines at the edges, where otherwise the first tick puts them."""
        super().clear()
        for spine in self.spines.values():
            spine.get_spine_transform()
