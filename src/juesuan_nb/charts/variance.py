"""Budget against outturn: the two-panel variance chart and the bridge from one total to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from juesuan_nb import frames
from juesuan_nb.amounts import show_amount, show_rate
from juesuan_nb.charts import findings
from juesuan_nb.charts.draw import (
    amount_axis,
    amount_ticks,
    bars,
    beside,
    blank,
    distinct_names,
    headline,
    name_rows,
    sheet,
    signed,
    wan,
)
from juesuan_nb.charts.style import BLUE, GREY, HATCHED, INK, ORANGE, PALE, SOLID
from juesuan_nb.charts.words import Word, write
from juesuan_nb.measures.rows import known
from juesuan_nb.measures.words import VALUES

BASES = VALUES["base"] | {"": "预算"}
BAND = (90, 110)


@dataclass(frozen=True, slots=True)
class Change:
    """One item's change in 分, its execution rate in percent, and its budget; what is missing is None."""

    name: str
    change: int
    rate: Decimal | None
    budget: int | None


def _changes(frame: pd.DataFrame) -> list[Change]:
    rows = zip(distinct_names(frame), frames.records(frame), strict=True)
    return [
        Change(name, int(row["variance"]), row["execution_rate"], known(row[row["base"]]) if row["base"] else None)
        for name, row in rows
        if known(row["variance"]) is not None
    ]


def _base(frame: pd.DataFrame) -> str:
    bases = frame.loc[frame["base"] != "", "base"]
    return BASES[bases.mode().iloc[0] if len(bases) else ""]


def _unit(frame: pd.DataFrame) -> str:
    longest = frame["code"].str.len().max() if len(frame) else 7
    return {3: "类", 5: "款"}.get(longest, "项")


def _largest(changes: Sequence[Change], top: int) -> tuple[list[Change], list[Change]]:
    """The `top` largest changes, from most above to most below the budget, and the rest (not one alone)."""
    by_size = sorted(changes, key=lambda item: -abs(item.change))
    cut = len(by_size) if len(by_size) <= top + 1 else top
    return sorted(by_size[:cut], key=lambda item: -item.change), by_size[cut:]


def variance(frame: pd.DataFrame, ax: Sequence[Axes] | None = None, *, top: int = 20) -> Axes:
    """Signed change in 万元 beside the execution rate on a log axis, from `measures.variance` at any level.

    The band is 90%–110%; an item without a budget says so in words. Beyond `top` items the smallest changes are one row
    without a rate. `ax` is a pair of Axes; returns the left one (the right one holds the rates). Items without variance
    (not told in the text) are left out and counted in the subtitle.
    """
    changes, base, unit = _changes(frame), _base(frame), _unit(frame)
    shown, rest = _largest(changes, top)
    rows = [*shown, *_rest(rest, unit)]
    left, right = sheet(len(rows), ax, panels=(1, 1)) if rows else (*sheet(0, ax), None)
    untold = len(frame) - len(changes)
    absent = f"；另有 {findings.unit_count(untold, unit)}无预决算对比" if untold else ""
    subtitle = f"变动额与完成率，灰带为 90%–110%{absent}"
    if not rows:
        return blank(left, "没有预决算对比", subtitle)
    _amounts_panel(left, rows)
    _rates_panel(right, rows, base)
    left.set_xlabel(f"支出决算减{base}（万元）")
    right.set_xlabel(f"支出决算为{base}的百分比（对数刻度）")
    finding = findings.execution(
        [item.name for item in changes], [item.rate for item in changes], [item.budget for item in changes], base, unit
    )
    headline(
        left, finding, subtitle, [f"{item.name} {signed(item.change)}，{_rate_words(item, base)}" for item in rows]
    )
    return left


def _rest(rest: Sequence[Change], unit: str) -> list[Change]:
    words = f"其余 {findings.unit_count(len(rest), unit)}"
    return [Change(words, sum(item.change for item in rest), None, None)] if rest else []


def _amounts_panel(ax: Axes, rows: Sequence[Change]) -> None:
    name_rows(ax, [item.name for item in rows])
    amount_axis(ax, [item.change for item in rows], [signed(item.change) for item in rows])
    for above, fill in ((True, SOLID), (False, HATCHED)):
        places = [place for place, item in enumerate(rows) if (item.change >= 0) == above]
        bars(ax, places, [wan(rows[place].change) for place in places], height=0.6, **fill)
    write(ax, [beside(place, item.change, signed(item.change)) for place, item in enumerate(rows)])


def _rates_panel(ax: Axes, rows: Sequence[Change], base: str) -> None:
    rates = [float(item.rate) for item in rows if item.rate is not None and item.rate > 0]
    low, high = min([50.0, *rates]) / 1.5, max([200.0, *rates]) * 4
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.axvspan(*BAND, color=PALE, zorder=0)
    ax.axvline(100, color="#9A9A9A", linewidth=0.8)
    ax.xaxis.set_major_locator(FixedLocator(_ticks(low, high)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}%"))
    ax.tick_params(axis="y", labelleft=False)
    ax.tick_params(axis="x", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    _rate_marks(ax, rows)
    write(ax, [_rate_word(place, item, base) for place, item in enumerate(rows)])


def _ticks(low: float, high: float) -> list[float]:
    """100% and round rates on either side of it, so far apart that their labels keep clear of each other."""
    apart = (high / low) ** (1 / 6)
    ticks = [100.0]
    for tick in (200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000):
        if tick <= high and tick >= ticks[-1] * apart:
            ticks.append(tick)
    for tick in (50, 20, 10, 5, 2, 1, 0.1):
        if low <= tick <= ticks[0] / apart:
            ticks.insert(0, tick)
    return ticks


_MARKS = {"inside": ("o", INK, "none"), "above": ("^", BLUE, "full"), "below": ("v", ORANGE, "full")}


def _rate_marks(ax: Axes, rows: Sequence[Change]) -> None:
    """A mark for each rate that a log axis can hold, those of one kind as one line."""
    kinds: dict[str, list[tuple[float, int]]] = {}
    for place, item in enumerate(rows):
        if item.rate is not None and item.rate > 0:
            inside = BAND[0] <= item.rate <= BAND[1]
            kind = "inside" if inside else "above" if item.rate > 100 else "below"
            kinds.setdefault(kind, []).append((float(item.rate), place))
    for kind, places in kinds.items():
        look = {"marker": _MARKS[kind][0], "color": _MARKS[kind][1], "fillstyle": _MARKS[kind][2], "markersize": 6.5}
        edge = {"linestyle": "none", "markeredgecolor": INK, "markeredgewidth": 0.6}
        ax.add_line(Line2D(*zip(*places, strict=True), **look, **edge))


def _rate_word(place: int, item: Change, base: str) -> Word:
    words = _rate_words(item, base)
    if item.rate is None or item.rate <= 0:
        return Word(words, BAND[1], place, dx=5, color=GREY)
    # Below 100% the label stands to the left, so that it never lies on the band.
    left = item.rate < 100
    return Word(words, float(item.rate), place, dx=-7 if left else 7, ha="right" if left else "left")


def _rate_words(item: Change, base: str) -> str:
    if item.rate is not None:
        return show_rate(item.rate).replace("-", "−")
    return f"无{base}" if item.budget == 0 else "—"


def waterfall(frame: pd.DataFrame, ax: Axes | None = None, *, top: int = 8) -> Axes:
    """The bridge from the items' budgets to their outturn: the `top` largest changes one by one, the rest in one.

    The two totals are marks, not bars, so that the axis need not begin at zero. Items without both figures are left
    out. Returns the Axes.
    """
    rows, base, unit = frame[frame["variance"].notna()], _base(frame), _unit(frame)
    changes = [item for item in _changes(rows) if item.change]
    shown, rest = _largest(changes, top)
    steps = [(item.name, item.change) for item in [*shown, *_rest(rest, unit)]]
    outturn = sum(map(int, rows["outturn"]))
    budget = outturn - sum(item.change for item in changes)
    (ax,) = sheet(len(steps) + 2, ax)
    subtitle = f"从各项{base}之和到支出决算之和，单位：万元；横轴不从零开始"
    if not len(rows):
        return blank(ax, "没有预决算对比", subtitle)
    _bridge(ax, base, budget, outturn, steps)
    lines = [f"{base} {show_amount(budget)}", *(f"{name} {signed(change)}" for name, change in steps)]
    finding = findings.bridge(budget, outturn, {item.name: item.change for item in changes}, base)
    headline(ax, finding, subtitle, [*lines, f"支出决算 {show_amount(outturn)}"])
    return ax


def _bridge(ax: Axes, base: str, budget: int, outturn: int, steps: Sequence[tuple[str, int]]) -> None:
    name_rows(ax, [base, *(name for name, _ in steps), "支出决算"])
    levels = [budget]
    for _, change in steps:
        levels.append(levels[-1] + change)
    low, high = min(levels), max(levels)
    amount_ticks(ax)
    pad = (high - low) * 0.16 or abs(high) * 0.05 or 1_000_000
    ax.set_xlim(wan(int(low - pad)), wan(int(high + pad * 1.4)))
    for above, fill in ((True, SOLID), (False, HATCHED)):
        rows = [row for row, (_, change) in enumerate(steps, start=1) if (change >= 0) == above]
        widths, lefts = [wan(steps[row - 1][1]) for row in rows], [wan(levels[row - 1]) for row in rows]
        bars(ax, rows, widths, lefts, height=0.6, **fill)
    last = len(steps) + 1
    # At every level a line leads from one row to the next; the last leads to the outturn.
    falls = [((wan(level), row), (wan(level), row + 1)) for row, level in enumerate([*levels[:-1], outturn])]
    ax.add_collection(LineCollection(falls, colors=GREY, linewidths=0.7), autolim=False)
    ends = ((0, budget), (last, outturn))
    places = [wan(amount) for _, amount in ends]
    ax.add_line(Line2D(places, [row for row, _ in ends], marker="D", color=INK, markersize=7, linestyle="none"))
    words = [
        beside(row, max(levels[row - 1 : row + 1]), signed(change)) for row, (_, change) in enumerate(steps, start=1)
    ]
    write(ax, [*words, *(beside(row, amount, f" {show_amount(amount)}", bold=True) for row, amount in ends)])
