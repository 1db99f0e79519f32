"""Which part of the report agrees with which: a triangle of pairs, told apart by word, border and grey, not by hue."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from juesuan_nb.charts import findings
from juesuan_nb.charts.draw import blank, headline, name_rows, sheet
from juesuan_nb.charts.style import GREY, INK, ORANGE
from juesuan_nb.measures.agreement import EVALUATION, TEXT, parts

_SUBTITLE = "每格是两部分之间核对的处数（对角线为表内）：浅色相符，深色粗框有不符，虚线框有未核对，空白没有可核对的关系"
_AGREES, _OPEN = "#D7E9F5", "white"
_UNNUMBERED = (TEXT, EVALUATION)


def agreement(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The frame of `measures.agreement` as a triangle of the nine statements, the text and the 绩效 part."""
    order = parts()
    (ax,) = sheet(len(order), ax)
    if frame.empty:
        return blank(ax, "没有可以互相核对的数字", _SUBTITLE)
    numbers = [name if name in _UNNUMBERED else f"{place:02d}" for place, name in enumerate(order, start=1)]
    pairs = zip(numbers, order, strict=True)
    name_rows(ax, [name if number == name else f"{number} {name}" for number, name in pairs])
    ax.set_xlim(-0.5, len(order) - 0.5)
    ax.set_xticks(range(len(order)), numbers)
    ax.tick_params(axis="x", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    for pair in frame.itertuples():
        _cell(ax, order.index(pair.one), order.index(pair.other), pair)
    told = [f"{_pair(pair)} {_said(pair)}" for pair in frame.itertuples()]
    headline(ax, findings.agreement(list(frame.itertuples(index=False))), _SUBTITLE, told)
    return ax


def _cell(ax: Axes, column: int, row: int, pair: object) -> None:
    """One pair: its fill and border by the worst verdict, its numbers as words."""
    worst = "failed" if pair.failed else "not_checked" if pair.not_checked else "passed"
    look = {
        "failed": {"facecolor": ORANGE, "edgecolor": INK, "linewidth": 1.6, "zorder": 3},
        "not_checked": {"facecolor": _AGREES if pair.passed else _OPEN, "edgecolor": GREY, "linestyle": (0, (2, 2))},
        "passed": {"facecolor": _AGREES, "edgecolor": "white"},
    }[worst]
    ax.add_patch(Rectangle((column - 0.46, row - 0.44), 0.92, 0.88, **{"linewidth": 1.0, "zorder": 2} | look))
    unchecked = 0 if pair.failed else pair.not_checked
    counts = {"不符": pair.failed, "通过": pair.passed, "未核": unchecked}
    words = "\n".join(f"{word} {count}" for word, count in counts.items() if count)
    style = {"fontsize": 7, "linespacing": 1.15, "weight": "bold" if pair.failed else "normal", "zorder": 4}
    ax.text(column, row, words, ha="center", va="center", **style)


def _pair(pair: object) -> str:
    return f"{pair.one}（表内）" if pair.one == pair.other else f"{pair.one}与{pair.other}"


def _said(pair: object) -> str:
    counts = {"通过": pair.passed, "不符": pair.failed, "未核对": pair.not_checked}
    return "、".join(f"{word}{count}" for word, count in counts.items() if count)
