"""Which part of the report agrees with which: a triangle of pairs, told apart by word, border and grey, not by hue."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.ticker import FixedFormatter, FixedLocator

from juesuan_nb import frames
from juesuan_nb.charts import findings
from juesuan_nb.charts.draw import blank, headline, name_rows, sheet
from juesuan_nb.charts.style import GREY, INK, ORANGE
from juesuan_nb.charts.words import Word, write
from juesuan_nb.measures.agreement import EVALUATION, TEXT, parts

_SUBTITLE = "每格是两部分之间核对的处数（对角线为表内）：浅色相符，深色粗框有不符，虚线框有未核对，空白没有可核对的关系"
_AGREES, _OPEN = "#D7E9F5", "white"
_UNNUMBERED = (TEXT, EVALUATION)
_LOOKS = {
    "passed": {"facecolor": _AGREES, "edgecolor": "white"},
    "partly": {"facecolor": _AGREES, "edgecolor": GREY, "linestyle": (0, (2, 2))},
    "not_checked": {"facecolor": _OPEN, "edgecolor": GREY, "linestyle": (0, (2, 2))},
    "failed": {"facecolor": ORANGE, "edgecolor": INK, "linewidth": 1.6},
}
"""Fill and border of a cell by its worst verdict, what is drawn last on top."""
_CORNERS = ((-0.46, -0.44), (0.46, -0.44), (0.46, 0.44), (-0.46, 0.44))


def agreement(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The frame of `measures.agreement` as a triangle of the nine statements, the text and the 绩效 part."""
    order = parts()
    (ax,) = sheet(len(order), ax)
    if frame.empty:
        return blank(ax, "没有可以互相核对的数字", _SUBTITLE)
    numbers = [name if name in _UNNUMBERED else f"{place:02d}" for place, name in enumerate(order, start=1)]
    names = zip(numbers, order, strict=True)
    name_rows(ax, [name if number == name else f"{number} {name}" for number, name in names])
    ax.set_xlim(-0.5, len(order) - 0.5)
    ax.xaxis.set_major_locator(FixedLocator(range(len(order))))
    ax.xaxis.set_major_formatter(FixedFormatter(numbers))
    ax.tick_params(axis="x", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    pairs = frames.rows(frame)
    cells = [(order.index(pair.one), order.index(pair.other), pair) for pair in pairs]
    for verdict, look in _LOOKS.items():
        alike = [(column, row) for column, row, pair in cells if _worst(pair) == verdict]
        corners = [[(column + x, row + y) for x, y in _CORNERS] for column, row in alike]
        ax.add_collection(PolyCollection(corners, **{"linewidth": 1.0, "zorder": 2} | look), autolim=False)
    write(ax, [_word(*cell) for cell in cells])
    told = [f"{_pair(pair)} {_said(pair)}" for pair in pairs]
    headline(ax, findings.agreement(pairs), _SUBTITLE, told)
    return ax


def _worst(pair: object) -> str:
    unchecked = "partly" if pair.passed else "not_checked"
    return "failed" if pair.failed else unchecked if pair.not_checked else "passed"


def _word(column: int, row: int, pair: object) -> Word:
    """The numbers of one pair as words."""
    unchecked = 0 if pair.failed else pair.not_checked
    counts = {"不符": pair.failed, "通过": pair.passed, "未核": unchecked}
    words = "\n".join(f"{word} {count}" for word, count in counts.items() if count)
    return Word(words, column, row, ha="center", size=7, leading=1.15, bold=bool(pair.failed))


def _pair(pair: object) -> str:
    return f"{pair.one}（表内）" if pair.one == pair.other else f"{pair.one}与{pair.other}"


def _said(pair: object) -> str:
    counts = {"通过": pair.passed, "不符": pair.failed, "未核对": pair.not_checked}
    return "、".join(f"{word}{count}" for word, count in counts.items() if count)
