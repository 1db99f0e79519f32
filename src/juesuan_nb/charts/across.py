"""Many departments in one picture: 三公 and running costs, and ratios among peers."""

from collections.abc import Mapping, Sequence
from statistics import median

import pandas as pd
from matplotlib.axes import Axes

from juesuan_nb.amounts import show_amount, show_rate
from juesuan_nb.charts import findings_across
from juesuan_nb.charts.draw import amount_ticks, blank, headline, name_rows, sheet, wan
from juesuan_nb.charts.style import BLUE, GREY, INK, ORANGE
from juesuan_nb.measures.rows import known

_CLIP = 200
"""Percent: ratios beyond are drawn at the edge, with their value written."""
_NAMED = 3
"""Outliers of one ratio that are named."""


def public_costs(frame: pd.DataFrame, ax: Sequence[Axes] | None = None, *, top: int = 15) -> Axes:
    """“三公” and 机关运行经费 of the latest year, last year's beside them, from `compare.public_costs`.

    The `top` departments with the largest “三公”; a short upright stroke is the budget. `ax` is a pair of Axes; returns
    the first.
    """
    year = int(frame["year"].max()) if len(frame) else 0
    rows = [row for row in frame.itertuples(index=False) if row.year == year and known(row.outturn) is not None]
    shown = sorted(rows, key=lambda row: (-row.outturn, row.department))[:top]
    rest = f"，“三公”最多的 {len(shown)} 个部门" if len(shown) < len(rows) else ""
    subtitle = f"实心为{year}年，空心为上年，竖线为全年预算，单位：万元{rest}"
    if not shown:
        return blank(sheet(0, ax)[0], "没有“三公”经费的数", "“三公”经费与机关运行经费")
    left, right = sheet(len(shown), ax, panels=(1, 1))
    name_rows(left, [row.department for row in shown])
    _dumbbells(left, shown, ("outturn", "last_outturn"), "“三公”经费")
    budgets = [(place, known(row.revised_budget)) for place, row in enumerate(shown)]
    told = [(place, wan(fen)) for place, fen in budgets if fen is not None]
    left.scatter([fen for _, fen in told], [place for place, _ in told], marker="|", s=110, color=INK, zorder=3)
    _dumbbells(right, shown, ("agency_operating_costs", "last_agency"), "机关运行经费（未公开的不画）")
    now = {row.department: int(row.outturn) for row in rows}
    last = {row.department: int(row.last_outturn) for row in rows if known(row.last_outturn) is not None}
    over = [
        row.department for row in rows if known(row.revised_budget) is not None and row.outturn > row.revised_budget
    ]
    headline(left, findings_across.public(year, now, last, over), subtitle, [_public_line(row) for row in shown])
    return left


def _dumbbells(ax: Axes, rows: Sequence[tuple], columns: tuple[str, str], label: str) -> None:
    """This year's and last year's amount on one line per row."""
    for place, row in enumerate(rows):
        now, then = (known(getattr(row, column)) for column in columns)
        if now is not None and then is not None:
            ax.plot([wan(then), wan(now)], [place, place], color=GREY, linewidth=1.2, zorder=1)
        if then is not None:
            ax.scatter(wan(then), place, s=34, facecolor="white", edgecolor=BLUE, linewidth=1.1, zorder=2)
        if now is not None:
            ax.scatter(wan(now), place, s=34, color=BLUE, zorder=2)
    ax.set_xlim(left=min(0, ax.get_xlim()[0]))
    amount_ticks(ax)
    ax.grid(axis="y", linewidth=0.4)
    ax.set_xlabel(label)


def _public_line(row: tuple) -> str:
    amounts = (
        known(value) for value in (row.revised_budget, row.outturn, row.last_outturn, row.agency_operating_costs)
    )
    budget, outturn, last, agency = (show_amount(fen) or "无" for fen in amounts)
    return f"{row.department} 预算 {budget}、决算 {outturn}、上年 {last}，机关运行经费 {agency}"


def outliers(ratios: pd.DataFrame, found: pd.DataFrame, labels: Mapping[str, str], *, year: int) -> Axes:
    """The ratios of all departments of a `year`, a stroke each, from `compare.ratios`; `compare.outliers` stand out.

    `labels` are the ratios in Chinese by column. Values beyond 200% or below zero stand at the edge. Returns the Axes.
    """
    own, apart = ratios[ratios["year"] == year], found[found["year"] == year]
    shown = [name for name in labels if own[name].notna().any()]
    subtitle = "每条竖线是一个部门（%），粗线为中位数，菱形为离群的部门（稳健z值超过界线）"
    (ax,) = sheet(len(shown) * 2)
    told = [(row.department, row.ratio, row.rate) for row in apart.itertuples(index=False)]
    finding = findings_across.outliers(year, len(own), told)
    if not shown:
        return blank(ax, finding, subtitle)
    name_rows(ax, [labels[name] for name in shown])
    for place, name in enumerate(shown):
        values = [_edge(value) for value in own[name] if value is not None and not pd.isna(value)]
        ax.scatter(values, [place] * len(values), marker="|", s=60, color=GREY, alpha=0.45, linewidth=0.8)
        ax.scatter(median(values), place, marker="|", s=420, color=INK, linewidth=2)
        _apart(ax, place, [row for row in apart.itertuples(index=False) if row.ratio == labels[name]])
    ax.set_xlim(-4, _CLIP + 4)
    ax.set_xticks(range(0, _CLIP + 1, 25), [*map(str, range(0, _CLIP, 25)), f"≥{_CLIP}"])
    ax.grid(axis="x")
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    headline(ax, finding, subtitle, [f"{name} {ratio} {show_rate(value)}" for name, ratio, value in told])
    return ax


def _edge(value: object) -> float:
    return min(max(float(value), 0.0), float(_CLIP))


def _apart(ax: Axes, place: int, rows: Sequence[tuple]) -> None:
    """The outliers of one ratio; the farthest are named above their marks."""
    ax.scatter(
        [_edge(row.rate) for row in rows],
        [place] * len(rows),
        marker="D",
        s=30,
        color=ORANGE,
        edgecolor=INK,
        linewidth=0.8,
        zorder=3,
    )
    if not rows:
        return
    named = "、".join(f"{row.department} {show_rate(row.rate)}" for row in rows[:_NAMED])
    more = f" 等{len(rows)}个" if len(rows) > _NAMED else ""
    above = {"xytext": (0, 11), "textcoords": "offset points", "ha": "right"}
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    ax.annotate(named + more, (_CLIP + 4, place), **above, fontsize=7.5, bbox=paper)
