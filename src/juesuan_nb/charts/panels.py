"""Small multiples: one small Axes per department or year, alike in all but the data."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from juesuan_nb.amounts import show_amount
from juesuan_nb.charts import findings_across
from juesuan_nb.charts.draw import blank, sheet, wan, wrapped
from juesuan_nb.charts.sheets import WIDTH
from juesuan_nb.charts.style import FILLS, GREY, HATCHED, SOLID, use_style
from juesuan_nb.measures.rows import known

_COLUMNS, _HIGH, _TOP, _GAP = 4, 1.45, 0.95, 0.75
"""Panels in a row; inches: height of a panel, room for the title, and between rows for the panels' names."""
_CLIP = (0, 200)
"""Percent: rates beyond are drawn in the last bar."""


def _grid(count: int, columns: int, high: float) -> list[Axes]:
    """`count` Axes in rows of `columns` under one title."""
    use_style()
    rows = -(-count // columns)
    height = _TOP + rows * (high + _GAP)
    figure, made = plt.subplots(rows, columns, figsize=(WIDTH, height), squeeze=False)
    figure.subplots_adjust(
        left=0.05, right=0.98, top=1 - (_TOP + 0.3) / height, bottom=0.38 / height, hspace=_GAP / high, wspace=0.18
    )
    listed = list(made.flat)
    for spare in listed[count:]:
        spare.set_axis_off()
    return listed[:count]


def _title(axes: Sequence[Axes], finding: str, subtitle: str, rows: Sequence[str]) -> Axes:
    """The finding and what is drawn above all panels; the words are kept with the first."""
    figure = axes[0].get_figure()
    height = figure.get_figheight()
    words = wrapped(finding, 96, lines=2)
    above = 0.1 if "\n" in words else 0.3
    figure.text(0.02, 1 - above / height, words, va="top", fontsize=12.5, fontweight="bold")
    figure.text(0.02, 1 - 0.62 / height, subtitle, va="top", fontsize=8.5, color=GREY)
    axes[0].alt_text = f"{finding}。{subtitle}。" + "；".join(rows)
    return axes[0]


def expenditures(frame: pd.DataFrame, *, top: int = 12) -> Axes:
    """Expenditure by year, 基本 and 项目 stacked, a panel for each of the largest departments, from `compare.overview`.

    Each panel has its own scale; the amount of every year stands on its bar. Returns the first Axes.
    """
    years = sorted(int(year) for year in frame["year"].unique())
    totals = {year: _by_department(frame[frame["year"] == year]) for year in years}
    latest = totals[years[-1]] if years else {}
    shown = sorted(latest, key=lambda name: (-latest[name], name))[:top]
    if not shown:
        return blank(sheet(0)[0], "没有部门的支出可比", "本年支出，单位：万元")
    axes = _grid(len(shown), min(_COLUMNS, len(shown)), _HIGH)
    lines = [_years(ax, name, frame[frame["department"] == name], years) for ax, name in zip(axes, shown, strict=True)]
    handles, labels = axes[0].get_legend_handles_labels()
    figure = axes[0].get_figure()
    figure.legend(handles, labels, loc="upper right", bbox_to_anchor=(0.99, 1 - 0.5 / figure.get_figheight()), ncols=3)
    rest = f"，支出最大的 {len(shown)} 个部门" if len(shown) < len(latest) else ""
    finding = findings_across.growth(totals[years[0]], latest, years)
    return _title(axes, finding, f"本年支出（万元），各图刻度不同{rest}", lines)


def _by_department(frame: pd.DataFrame) -> dict[str, int]:
    amounts = zip(frame["department"], map(known, frame["total_expenditure"]), strict=True)
    return {name: amount for name, amount in amounts if amount is not None}


def _years(ax: Axes, name: str, frame: pd.DataFrame, years: Sequence[int]) -> str:
    rows = {int(row.year): row for row in frame.itertuples(index=False) if known(row.total_expenditure) is not None}
    places = [place for place, year in enumerate(years) if year in rows]
    parts = [_parts(rows[years[place]]) for place in places]
    bottoms = [0] * len(places)
    for part, label in enumerate(("基本支出", "项目支出", "其他支出")):
        amounts = [parts_of[part] for parts_of in parts]
        ax.bar(
            places,
            [wan(fen) for fen in amounts],
            bottom=[wan(fen) for fen in bottoms],
            width=0.6,
            label=label,
            **FILLS[part],
        )
        bottoms = [low + fen for low, fen in zip(bottoms, amounts, strict=True)]
    totals = [int(rows[years[place]].total_expenditure) for place in places]
    for place, total in zip(places, totals, strict=True):
        ax.annotate(
            show_amount(total, places=0),
            (place, wan(total)),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=7.5,
        )
    ax.set_xticks(range(len(years)), [str(year) for year in years])
    ax.set_xlim(-0.6, len(years) - 0.4)
    ax.set_ylim(0, max(map(wan, bottoms), default=1) * 1.2 or 1)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_title(wrapped(name, 24, lines=2), fontsize=8.5, fontweight="normal", loc="left", pad=4)
    return f"{name} " + "、".join(
        f"{years[place]}年 {show_amount(total)}" for place, total in zip(places, totals, strict=True)
    )


def _parts(row: tuple) -> tuple[int, int, int]:
    """基本, 项目, and what is neither; never below zero, so that a rounding tail draws nothing."""
    whole, basic, project = (
        known(value) or 0 for value in (row.total_expenditure, row.basic_expenditure, row.project_expenditure)
    )
    return basic, project, max(0, whole - basic - project)


def execution(frame: pd.DataFrame, *, low: float = 80, high: float = 120) -> Axes:
    """How the execution rates of the departments are spread, one panel per year, from `compare.execution`.

    Bars of ten points; those outside `low` and `high` (percent) are hatched; 200% and more stand in the last bar.
    Returns the first Axes.
    """
    told = frame[frame["execution_rate"].notna()]
    years = sorted(int(year) for year in told["year"].unique())
    subtitle = "一般公共预算财政拨款支出完成预算的比例（%），斜纹为界线之外，200% 及以上的在最后一格"
    if not years:
        return blank(sheet(0)[0], "没有部门有完成率", subtitle)
    axes = _grid(len(years), len(years) if len(years) <= _COLUMNS else _COLUMNS, 2.0)
    limits = Decimal(str(low)), Decimal(str(high))
    by_year = {year: _rates(told[told["year"] == year]) for year in years}
    most = max(max(_counted(rates.values())) for rates in by_year.values())
    for ax, year in zip(axes, years, strict=True):
        _histogram(ax, year, list(by_year[year].values()), limits, most)
    lines = [findings_across.spread(year, by_year[year], *limits) for year in years]
    return _title(axes, lines[-1], subtitle, lines)


def _rates(frame: pd.DataFrame) -> dict[str, Decimal]:
    return dict(zip(frame["department"], frame["execution_rate"], strict=True))


def _counted(rates: Sequence[Decimal]) -> np.ndarray:
    places = [min(max(int(done // 10), 0), _CLIP[1] // 10) for done in rates]
    return np.bincount(places, minlength=_CLIP[1] // 10 + 1)


def _histogram(ax: Axes, year: int, rates: list[Decimal], limits: tuple[Decimal, Decimal], most: int) -> None:
    low, high = limits
    inside = _counted([done for done in rates if low <= done <= high])
    outside = _counted([done for done in rates if not low <= done <= high])
    lefts = np.arange(len(inside)) * 10
    ax.bar(lefts, inside, width=9, align="edge", **SOLID)
    ax.bar(lefts, outside, bottom=inside, width=9, align="edge", **HATCHED)
    for limit in limits:
        ax.axvline(float(limit), color=GREY, linewidth=0.8, linestyle="--")
    ax.set_xlim(_CLIP[0], _CLIP[1] + 10)
    ax.set_ylim(0, most * 1.12)
    ax.set_title(
        f"{year}年，{len(rates)} 个部门，界线外 {int(outside.sum())} 个", fontsize=9, fontweight="normal", loc="left"
    )
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    ax.grid(axis="y")
    ax.tick_params(axis="both", length=0)
