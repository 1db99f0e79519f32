"""Ranked horizontal bars, stacked, with the amounts written beside them, and the charts made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from juesuan_nb import frames
from juesuan_nb.amounts import rate, show_amount
from juesuan_nb.charts import draw, findings
from juesuan_nb.charts.draw import (
    amount_axis,
    beside,
    blank,
    distinct_names,
    headline,
    legend_above,
    name_rows,
    sheet,
    wan,
)
from juesuan_nb.charts.style import FILLS
from juesuan_nb.charts.words import write
from juesuan_nb.measures.rows import known


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its parts in 分, and a mark for the label ("*" where the total is not printed but added up)."""

    name: str
    parts: tuple[int, ...]
    mark: str = ""

    @property
    def total(self) -> int:
        return sum(self.parts)


def ranked(bars: Sequence[Bar], top: int, unit: str = "项") -> list[Bar]:
    """The bars that are not zero, the longest first; beyond `top` of them the rest is one bar at the end."""
    bars = sorted((bar for bar in bars if any(bar.parts)), key=lambda bar: -bar.total)
    if len(bars) <= top + 1:
        return bars
    rest = bars[top:]
    sums = tuple(map(sum, zip(*(bar.parts for bar in rest), strict=True)))
    return [*bars[:top], Bar(f"其余 {findings.unit_count(len(rest), unit)}", sums)]


def draw_bars(ax: Axes, bars: Sequence[Bar], labels: Sequence[str]) -> list[str]:
    """Draw the bars, each with its amount and share beside it; returns one line per bar for the alt text."""
    whole = sum(bar.total for bar in bars)
    texts = [_label(bar, findings.share_text(rate(bar.total, whole, 4)) if whole > 0 else "") for bar in bars]
    name_rows(ax, [bar.name for bar in bars])
    amount_axis(ax, [bar.total for bar in bars], texts)
    for place, label in enumerate(labels):
        lefts = [wan(sum(bar.parts[:place])) for bar in bars]
        widths = [wan(bar.parts[place]) for bar in bars]
        draw.bars(ax, range(len(bars)), widths, lefts, height=0.62, label=label, **FILLS[place])
    write(ax, [beside(row, bar.total, text) for row, (bar, text) in enumerate(zip(bars, texts, strict=True))])
    if len(labels) > 1:
        legend_above(ax)
    return [f"{bar.name} {text}" for bar, text in zip(bars, texts, strict=True)]


def _label(bar: Bar, share: str) -> str:
    amount = f"{show_amount(bar.total)}{bar.mark}".replace("-", "−")
    return f"{amount}（{share}）" if share else amount


_PARTS = {"basic_expenditure": "基本支出", "project_expenditure": "项目支出"}


def structure(frame: pd.DataFrame, ax: Axes | None = None, *, top: int = 15) -> Axes:
    """Expenditure ranked by item (or 款, 类), stacked 基本/项目, from `measures.expenditure_structure`.

    What is neither basic nor project expenditure is a third part. Beyond `top` rows the tail is one bar. A total that
    is not printed is the sum of its parts, marked "*". Returns the Axes.
    """
    level = frame["level"].iloc[0] if len(frame) else "item"
    unit = findings.LEVEL_WORDS[level]
    bars = [_expenditure_bar(name, row) for name, row in zip(distinct_names(frame), frames.records(frame), strict=True)]
    shown = ranked(bars, top, unit)
    (ax,) = sheet(len(shown), ax)
    marked = "，* 为基本支出与项目支出之和（合计未读出）" if any(bar.mark for bar in shown) else ""
    subtitle = f"支出按功能分类（{unit}），单位：万元，括号内为占比{marked}"
    if not shown:
        return blank(ax, "没有支出", subtitle)
    labels = [*_PARTS.values(), "其他支出"][: 3 if any(bar.parts[2] for bar in shown) else 2]
    lines = draw_bars(ax, shown, labels)
    headline(ax, findings.concentration({bar.name: bar.total for bar in bars}, "支出", unit), subtitle, lines)
    return ax


_TAIL = 15_000
"""分: three amounts printed to 0.01 万元 may miss their sum by (2 + 1) · u / 2."""


def _expenditure_bar(name: str, row: Mapping[str, object]) -> Bar:
    basic, project = (known(row[part]) or 0 for part in _PARTS)
    total = known(row["total"])
    if total is None:
        return Bar(name, (basic, project, 0), "*")
    other = total - basic - project
    if abs(other) > _TAIL:
        return Bar(name, (basic, project, other))
    # A rounding tail is no third part: the bar ends at the printed total.
    return Bar(name, (basic + other, project, 0) if basic else (0, project + other, 0))


def economic(frame: pd.DataFrame, ax: Axes | None = None, *, top: int = 15) -> Axes:
    """Basic expenditure ranked by economic 款, people and running costs told apart, from `measures.economic_structure`.

    Where only the categories are printed, these. Beyond `top` rows the tail is one bar. Returns the Axes.
    """
    level = "section" if (frame["level"] == "section").any() else "category"
    rows = frame[(frame["level"] == level) & frame["amount"].notna()]
    bars = [
        Bar(name, (row.amount, 0) if row.side == "人员经费" else (0, row.amount))
        for name, row in zip(distinct_names(rows), frames.rows(rows), strict=True)
    ]
    shown = ranked(bars, top, findings.LEVEL_WORDS[level])
    (ax,) = sheet(len(shown), ax)
    subtitle = f"一般公共预算基本支出按经济分类（{findings.LEVEL_WORDS[level]}），单位：万元，括号内为占比"
    if not shown:
        return blank(ax, "没有基本支出", subtitle)
    lines = draw_bars(ax, shown, ["人员经费", "公用经费"])
    totals = {row.side: known(row.amount) for row in frames.rows(frame[frame["level"] == "total"])}
    largest = max(bars, key=lambda bar: bar.total)
    finding = findings.personnel(totals.get("人员经费"), totals.get("公用经费"), largest.name, largest.total)
    headline(ax, finding, subtitle, lines)
    return ax


def revenue(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The year's revenue ranked by source, from `measures.summary`; lines of zero are left out. Returns the Axes."""
    of_the_year = frame["share"].notna() & (frame["key"] != "total_revenue")
    rows = frame[(frame["side"] == "收入") & frame["amount"].notna() & of_the_year]
    bars = ranked([Bar(row.item, (int(row.amount),)) for row in frames.rows(rows)], len(rows))
    (ax,) = sheet(len(bars), ax)
    subtitle = "本年收入按来源，单位：万元，括号内为占比"
    if not bars:
        return blank(ax, "没有本年收入", subtitle)
    lines = draw_bars(ax, bars, ["本年收入"])
    headline(ax, findings.concentration({bar.name: bar.total for bar in bars}, "收入", "项"), subtitle, lines)
    return ax
