"""A wide pale bar for what was planned, a narrow dark one inside for what came of it, figures in columns beside."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes

from juesuan_nb import frames
from juesuan_nb.amounts import show_amount, show_rate
from juesuan_nb.charts import findings
from juesuan_nb.charts.draw import bars, blank, headline, legend_above, name_rows, sheet, wan
from juesuan_nb.charts.style import BLUE, GREY, PALE
from juesuan_nb.charts.words import Word, write
from juesuan_nb.measures.rows import known
from juesuan_nb.measures.words import VALUES

_KINDS = VALUES["item"]


def _bullets(
    ax: Axes, names: Sequence[str], planned: Sequence[float], reached: Sequence[float], labels: Sequence[str]
) -> None:
    name_rows(ax, names)
    rows = range(len(names))
    bars(ax, rows, planned, height=0.62, color=PALE, edgecolor=GREY, linewidth=0.9, label=labels[0])
    bars(ax, rows, reached, height=0.26, color=BLUE, edgecolor=BLUE, linewidth=1.0, label=labels[1])
    ax.set_xlim(0, (max([*planned, *reached, 0]) or 1) * 1.04)
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)
    ax.grid(axis="x")
    legend_above(ax)


def _figures(ax: Axes, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns of figures, flush right, their heads above the first row."""
    ax.set_axis_off()
    ax.set_xlim(0, len(heads))
    style = {"ha": "right", "va": "bottom", "color": GREY}
    write(ax, [Word(head, place, 1, **style) for place, head in enumerate(heads, start=1)], ax.get_xaxis_transform())
    cells = [
        Word(text.replace("-", "−"), place, row, ha="right", size=9)
        for row, texts in enumerate(rows)
        for place, text in enumerate(texts, start=1)
    ]
    write(ax, cells)


def three_public(frame: pd.DataFrame, ax: Sequence[Axes] | None = None) -> Axes:
    """“三公”经费 by kind, revised budget against outturn, from `measures.three_public`.

    The vehicles' subtotal is drawn only where its two parts are not printed. `ax` is a pair of Axes (bars, figures);
    returns the first.
    """
    rows = {row.item: row for row in frames.rows(frame)}
    parts = ("vehicle_purchase", "vehicle_operation")
    split = any(known(rows[part].outturn) is not None for part in parts if part in rows)
    left_out = {"vehicles"} if split else set(parts)
    shown = [row for item, row in rows.items() if item not in left_out]
    subtitle = "全年预算数与决算数，单位：万元"
    if not shown:
        return blank(sheet(0, ax)[0], "没有“三公”经费表", subtitle)
    left, figures = sheet(len(shown), ax, panels=(1.5, 1))
    names = [_KINDS[row.item] for row in shown]
    planned, reached = [_place(row.revised_budget) for row in shown], [_place(row.outturn) for row in shown]
    _bullets(left, names, planned, reached, ["全年预算", "支出决算"])
    amounts = [(show_amount(known(row.revised_budget)), show_amount(known(row.outturn))) for row in shown]
    texts = [[*pair, show_rate(row.execution_rate)] for pair, row in zip(amounts, shown, strict=True)]
    _figures(figures, ["预算数", "决算数", "完成率"], texts)
    headline(left, _three_public_finding(rows), subtitle, _lines(names, texts))
    return left


def _lines(names: Sequence[str], texts: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join([name, *row]) for name, row in zip(names, texts, strict=True)]


def _place(amount: object) -> float:
    return wan(known(amount) or 0)


def _three_public_finding(rows: dict) -> str:
    total = rows.get("total")
    over = [
        _KINDS[item]
        for item, row in rows.items()
        if item not in ("total", "vehicles") and (known(row.variance) or 0) > 0
    ]
    return findings.three_public(total and known(total.revised_budget), total and known(total.outturn), over)


def evaluation(frame: pd.DataFrame, ax: Sequence[Axes] | None = None) -> Axes:
    """Points and score of the self-evaluation by 一级指标 and of the budget line, from `measures.evaluation_summary`.

    `ax` is a pair of Axes (bars, figures); returns the first.
    """
    shown = [row for row in frames.rows(frame) if row.kind == "indicator" and row.points is not None]
    shown = [*_budget_line(frame), *shown]
    subtitle = "绩效自评：分值与得分"
    if not shown:
        return blank(sheet(0, ax)[0], "没有绩效自评得分", subtitle)
    left, figures = sheet(len(shown), ax, panels=(1.5, 1))
    names = ["预算执行" if row.kind == "budget_line" else row.item for row in shown]
    points, got = [row.points for row in shown], [row.score or Decimal(0) for row in shown]
    _bullets(left, names, list(map(float, points)), list(map(float, got)), ["分值", "得分"])
    texts = [[f"{row.points.normalize():f}", _number(row.score), show_rate(row.score_rate)] for row in shown]
    _figures(figures, ["分值", "得分", "得分率"], texts)
    indicators = sum(known(row.indicators) or 0 for row in shown)
    finding = findings.scores(dict(zip(names, points, strict=True)), dict(zip(names, got, strict=True)), indicators)
    headline(left, finding, subtitle, _lines(names, texts))
    return left


def _budget_line(frame: pd.DataFrame) -> list:
    """The first budget line with points: the department's whole budget; the lines after it are its parts."""
    lines = [row for row in frames.rows(frame) if row.kind == "budget_line" and row.points is not None]
    return lines[:1]


def _number(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"
