"""What the charts share: the sheet they are drawn on, names, numbers and headlines. Floats here are places on paper."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator

from juesuan_nb.amounts import from_fen, show_amount
from juesuan_nb.charts.sheets import BOTTOM, TOP, new_sheet
from juesuan_nb.charts.style import GREY, use_style
from juesuan_nb.charts.words import Word, write
from juesuan_nb.measures.text import columns_of

ROW = 0.33
"""Inches: the height of a row."""
NAME_WIDTH = 30
"""Columns of a name's line (a 汉字 takes two)."""


def sheet(rows: int, axes: Sequence[Axes] | Axes | None = None, panels: Sequence[float] = (1,)) -> list[Axes]:
    """The Axes to draw on: those given, or a new figure with room for `rows` names and one Axes per panel width."""
    use_style()
    if axes is not None:
        return [axes] if isinstance(axes, Axes) else list(axes)
    return new_sheet(TOP + BOTTOM + ROW * max(rows, 2), tuple(panels)).axes


def headline(ax: Axes, finding: str, subtitle: str, rows: Sequence[str] = ()) -> None:
    """Set the finding as the title, say beneath it what is drawn, and keep both with `rows` as the alt text."""
    figure = ax.get_figure()
    width = ax.get_position().width * figure.get_figwidth()
    shift = -(getattr(figure, "juesuan_names", 0) - 0.1) / width if hasattr(figure, "juesuan_names") else 0
    # With y given matplotlib does not look for something above the Axes that the title would have to clear.
    ax.set_title(wrapped(finding, 96, lines=2), loc="left", x=shift, y=1.0, pad=24)
    write(ax, [Word(subtitle, shift, 1, dy=9, va="baseline", color=GREY)], ax.transAxes)
    ax.alt_text = f"{finding}。{subtitle}。" + "；".join(rows)


def blank(ax: Axes, words: str, subtitle: str) -> Axes:
    """An Axes that says why there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0, 0.5, words, va="center", transform=ax.transAxes, fontsize=11, color=GREY)
    headline(ax, words, subtitle)
    return ax


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """One row per name, the first on top."""
    ax.yaxis.set_major_locator(FixedLocator(range(len(names))))
    ax.yaxis.set_major_formatter(FixedFormatter([wrapped(name, NAME_WIDTH, lines=2) for name in names]))
    ax.set_ylim(len(names) - 0.4, -0.6)


def amount_axis(ax: Axes, amounts: Sequence[int], labels: Sequence[str]) -> None:
    """A 万元 axis from zero over all `amounts` (分), with room for the `labels` that stand beyond the bars."""
    pairs = list(zip(amounts, labels, strict=True))
    low, high = wan(min(0, *amounts)), wan(max(0, *amounts))
    left = max((_inches(label) for amount, label in pairs if amount < 0), default=0)
    right = max((_inches(label) for amount, label in pairs if amount >= 0), default=0.1)
    width = ax.get_position().width * ax.get_figure().get_figwidth()
    scale = ((high - low) or 1.0) / max(width - left - right, width * 0.3)
    ax.set_xlim(low - left * scale, high + right * scale)
    ax.axvline(0, color="#9A9A9A", linewidth=0.8)
    amount_ticks(ax)


def _inches(label: str) -> float:
    """How wide a label of 8.5 points is, with the gap before it."""
    return 0.07 * columns_of(label) + 0.12


def amount_ticks(ax: Axes) -> None:
    """Five round amounts under a grid, without a frame."""
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", "−")))
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0)


def legend_above(ax: Axes) -> None:
    """The legend on the line of the subtitle, at the right, where no bar can reach it."""
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.5, ncols=3, handleheight=1.1, columnspacing=1.2)


def beside(row: int, amount: int, text: str, *, bold: bool = False) -> Word:
    """`text` at the end of the bar of `amount` (分) in a row: on the right, or on the left of a negative one."""
    left = amount < 0
    return Word(text, wan(amount), row, dx=-4 if left else 4, ha="right" if left else "left", bold=bold)


def bars(
    ax: Axes,
    rows: Sequence[float],
    widths: Sequence[float],
    lefts: Sequence[float] | None = None,
    *,
    height: float,
    color: str,
    **fill: object,
) -> PathPatch:
    """Horizontal bars of one fill as one patch: a hatch is then made once, not for every bar."""
    lows, lefts = np.asarray(rows) - height / 2, np.zeros(len(widths)) if lefts is None else np.asarray(lefts)
    rights = lefts + widths
    across = np.stack([lefts, rights, rights, lefts, lefts], axis=1)
    along = np.stack([lows, lows, lows + height, lows + height, lows], axis=1)
    path = Path(np.stack([across, along], axis=2).reshape(-1, 2), _BAR * len(widths))
    # add_patch would look for the ends of every side, to move the limits of the axes, which the charts set themselves.
    return ax.add_artist(PathPatch(path, facecolor=color, **fill))


_BAR = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]


def wan(fen: int) -> float:
    """分 → 万元 as a place on an axis."""
    return float(from_fen(fen))


def signed(fen: int) -> str:
    """An amount in 万元 with its sign: "+188.63", "−125.33", "0.00"."""
    return f"{'+' if fen > 0 else ''}{show_amount(fen)}".replace("-", "−")


def wrapped(text: str, width: int, lines: int) -> str:
    """`text` in at most `lines` lines of `width` columns and of like length; what does not fit ends in an ellipsis."""
    needed = min(lines, -(-columns_of(text) // width)) or 1
    even = max(columns_of(text) // needed + 2, 2) if needed > 1 and columns_of(text) <= width * lines else width
    rows, row, room = [], "", min(even, width)
    for char in text:
        room -= columns_of(char)
        if room < 0:
            rows, row, room = [*rows, row], "", min(even, width) - columns_of(char)
        row += char
    rows.append(row)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1][:-1] + "…"]
    return "\n".join(rows)


def distinct_names(frame: pd.DataFrame) -> list[str]:
    """The names of a frame's rows; where a name is there twice (行政运行 of two 款), with the code."""
    names, codes = frame["name"].tolist(), frame["code"].tolist()
    times = Counter(names)
    return [f"{name} {code}".strip() if times[name] > 1 else name for name, code in zip(names, codes, strict=True)]
