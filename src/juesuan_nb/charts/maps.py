"""Maps of departments (rows) by something else (columns): the findings by rule, the expenditure by category."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from juesuan_nb.charts import findings, findings_across
from juesuan_nb.charts.draw import blank, headline, name_rows, sheet, wrapped
from juesuan_nb.charts.style import BLUE, INK, ORANGE, PALE

_SEVERITIES = {"error": (BLUE, "white"), "warning": (ORANGE, INK)}
_CATEGORIES = 8
"""Columns of categories; a ninth is the rest."""


def matrix(frame: pd.DataFrame, ax: Axes | None = None, *, year: int, top: int = 25) -> Axes:
    """The findings by department (rows) and rule (columns), with their number, from `compare.matrix` of a `year`.

    The `top` departments and rules with most errors, then doubts. Errors are dark with white figures, doubts light
    with dark ones. Returns the Axes.
    """
    departments, rules = _leading(frame, "department", top), _leading(frame, "rule", top)
    subtitle = "格内为处数；深色白字为错误，浅色黑字为疑点"
    (ax,) = sheet(len(departments), ax)
    if not departments:
        return blank(ax, findings_across.matrix(year, 0, 0, 0, ("", 0)), subtitle)
    _ruled(ax, departments, rules, upright=len(rules) > 12)
    cells = {(row.department, row.rule): row for row in frame.itertuples(index=False)}
    for place, department in enumerate(departments):
        for column, rule in enumerate(rules):
            found = cells.get((department, rule))
            fill, ink = _SEVERITIES[found.severity] if found else (PALE, INK)
            _cell(ax, column, place, fill, str(found.occurrences) if found else "", ink)
    finding = findings_across.matrix(year, frame["department"].nunique(), *_severities(frame), _frequent(frame))
    hidden = frame["department"].nunique() - len(departments), frame["rule"].nunique() - len(rules)
    more = "".join(
        f"，另有 {count} {unit}未画" for count, unit in zip(hidden, ("个部门", "条规则"), strict=True) if count > 0
    )
    listed = (cells[key] for key in cells if key[0] in departments and key[1] in rules)
    headline(ax, finding, subtitle + more, [f"{cell.department} {cell.rule} {cell.occurrences} 处" for cell in listed])
    return ax


def _leading(frame: pd.DataFrame, column: str, top: int) -> list[str]:
    """The values of a column with most errors, then most doubts, then by name; the first on top."""
    counts: dict[str, list[int]] = {}
    for row in frame.itertuples(index=False):
        counts.setdefault(getattr(row, column), [0, 0])[row.severity != "error"] += int(row.occurrences)
    return sorted(counts, key=lambda name: (-counts[name][0], -counts[name][1], name))[:top]


def _severities(frame: pd.DataFrame) -> tuple[int, int]:
    return tuple(int(frame.loc[frame["severity"] == severity, "occurrences"].sum()) for severity in _SEVERITIES)


def _frequent(frame: pd.DataFrame) -> tuple[str, int]:
    counts = frame.groupby("rule")["department"].nunique()
    return min(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def shares(frame: pd.DataFrame, ax: Axes | None = None, *, year: int, top: int = 15) -> Axes:
    """What each department spends by category, in percent of its expenditure, from `compare.structure` of a `year`.

    The `top` departments that spend most, and the categories that are largest over all of them, the rest of these as
    one column; the darker, the more. Returns the Axes.
    """
    own = frame[(frame["year"] == year) & frame["share"].notna()]
    spent = own.groupby("department")["amount"].sum().sort_values(ascending=False, kind="stable")
    largest = own.groupby(["code", "name"])["amount"].sum().sort_values(ascending=False, kind="stable")
    departments, columns = list(spent.index[:top]), [name for _, name in largest.index[:_CATEGORIES]]
    (ax,) = sheet(len(departments), ax)
    subtitle = f"格内为占该部门支出的百分比（%），颜色越深占比越大{_rest(len(spent), len(departments))}"
    if not departments:
        return blank(ax, findings_across.shares(year, {}), subtitle)
    heads = [*columns, "其余各类"] if len(largest) > len(columns) else columns
    _ruled(ax, departments, [wrapped(name.removesuffix("支出"), 12, lines=2) for name in heads])
    found = {(row.department, row.name): row.share for row in own.itertuples(index=False)}
    lines = []
    for place, department in enumerate(departments):
        values = [found.get((department, name)) for name in columns]
        mine = [share for (who, name), share in found.items() if who == department and name not in columns]
        values += [sum(mine) if mine else None] if len(heads) > len(columns) else []
        for column, share in enumerate(values):
            _shaded(ax, column, place, float(share or 0), findings.share_text(share).removesuffix("%"))
        lines.append(f"{department} " + "、".join(f"{n} {s}%" for n, s in zip(heads, values, strict=True) if s))
    by_department = {who: {} for who in spent.index}
    for (who, name), share in found.items():
        by_department[who][name] = share
    headline(ax, findings_across.shares(year, by_department), subtitle, lines)
    return ax


def _rest(count: int, shown: int) -> str:
    return f"；支出最大的 {shown} 个部门" if shown < count else ""


def _ruled(ax: Axes, rows: Sequence[str], columns: Sequence[str], *, upright: bool = False) -> None:
    """Names of rows and columns, no frame."""
    name_rows(ax, rows)
    ax.set_xlim(-0.6, max(len(columns), 8) - 0.4)
    ax.set_xticks(range(len(columns)), columns, rotation=90 if upright else 0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(axis="both", length=0)


def _cell(ax: Axes, column: int, row: int, fill: object, text: str, ink: str) -> None:
    ax.add_patch(Rectangle((column - 0.46, row - 0.42), 0.92, 0.84, facecolor=fill, linewidth=0))
    if text:
        ax.text(column, row, text, ha="center", va="center", fontsize=8, color=ink)


def _shaded(ax: Axes, column: int, row: int, percent: float, text: str) -> None:
    """A cell between pale (nothing) and blue (everything)."""
    depth = min(max(percent / 100, 0), 1)
    fill = tuple(low + (high - low) * depth for low, high in zip(to_rgb(PALE), to_rgb(BLUE), strict=True))
    _cell(ax, column, row, fill, text, "white" if depth > 0.55 else INK)
