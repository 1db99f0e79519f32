"""Statements laid out like the printed form: cells → sheets of text and figures. Nothing here knows a file format."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from juesuan_nb import vocabulary
from juesuan_nb.document import fold

Entry = object
"""What stands in a field: text, an int (行次), a cell of the cells frame (a figure), or None."""

TOTALS = {"total_revenue", "total_expenditure"}
VEHICLES = {"小计", "公务用车购置费", "公务用车运行维护费"}
TRIPLES = ({"301", "303"}, {"302", "307"})
"""基本支出: personnel, then goods and services with debt costs; every other category stands in the third group."""


@dataclass(frozen=True)
class Sheet:
    """One table: `head` as paths of storeys (("本年支出", "小计")), one per field of every row in `rows`.

    `levels` is the depth of each row in the classification (0 total or 类, 1 款, 2 项), empty where there is none;
    `names` counts the leading fields that say what a row is, to be kept in sight.
    """

    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Entry, ...], ...]
    levels: tuple[int, ...] = ()
    names: int = 1


class Row(NamedTuple):
    """A printed row: `cells` by leaf column."""

    code: str
    item: str
    line_no: int | None
    cells: dict[str, object]


def lay_out(cells: Sequence[Any]) -> Sheet:
    """The sheet of one statement (`cells`: its rows of the cells frame, of one table and one scope)."""
    statement = vocabulary.statements().get(cells[0].statement)
    printed = dict.fromkeys(cell.column for cell in cells)
    columns = _in_order(printed, statement.columns + statement.wide_columns if statement else ())
    if {"收入", "支出"} <= {column.partition("/")[0] for column in columns}:
        return _two_sided(cells, columns)
    if statement and statement.layout == "triples":
        return _triples(rows_of(cells), columns)
    return _by_code(rows_of(cells), columns)


def head_areas(head: Sequence[tuple[str, ...]]) -> list[tuple[int, int, int, int, str]]:
    """The fields of a head of several storeys as (top, left, bottom, right, text), numbered from 0.

    Neighbours under the same upper storey share one field; a column with fewer storeys reaches down to the last.
    """
    floor = max(map(len, head)) - 1

    def walk(columns: Sequence[int], depth: int) -> Iterator[tuple[int, int, int, int, str]]:
        ends = {column for column in columns if len(head[column]) == depth + 1}
        for _, group in groupby(columns, key=lambda column: column if column in ends else head[column][: depth + 1]):
            members = list(group)
            bottom = floor if members[0] in ends else depth
            yield depth, members[0], bottom, members[-1], head[members[0]][depth]
            if bottom < floor:
                yield from walk(members, depth + 1)

    return list(walk(range(len(head)), 0))


def rows_of(cells: Iterable[Any]) -> list[Row]:
    """Cells back to rows, in order; a column that comes again begins another row of the same name."""
    found: list[Row] = []
    open_rows: dict[tuple, Row] = {}
    for cell in cells:
        line_no = None if cell.line_no is pd.NA else cell.line_no
        key = (cell.code, cell.item, line_no)
        if key not in open_rows or cell.column in open_rows[key].cells:
            open_rows[key] = Row(cell.code, cell.item, line_no, {})
            found.append(open_rows[key])
        open_rows[key].cells[cell.column] = cell
    return found


def _in_order(columns: Iterable[str], national: Sequence[str]) -> list[str]:
    """National columns in the order of the form, then the others as they came."""
    place = {column: index for index, column in enumerate(national)}
    return sorted(columns, key=lambda column: place.get(column, len(place)))


def _by_code(rows: list[Row], columns: list[str]) -> Sheet:
    coded = any(row.code for row in rows)
    named = any(row.item for row in rows)
    if coded and all(row.code for row in rows if not _is_total(row)):
        rows = sorted(rows, key=lambda row: row.code)
    fields = [*([("科目编码",)] if coded else []), *([("科目名称" if coded else "项目",)] if named else [])]
    return Sheet(
        head=(*fields, *map(_storeys, columns)),
        rows=tuple(
            (*([row.code] if coded else []), *([row.item] if named else []), *_figures(row, columns)) for row in rows
        ),
        levels=tuple(max(0, (len(row.code) - 3) // 2) for row in rows) if coded else (),
        names=len(fields),
    )


def _storeys(column: str) -> tuple[str, ...]:
    parts = tuple(column.split("/"))
    if parts[-1] in VEHICLES and parts[0] in ("预算数", "决算数"):
        return (*parts[:-1], "公务用车购置及运行维护费", parts[-1])
    return parts


def _figures(row: Row | None, columns: Iterable[str]) -> list[Entry]:
    return [row.cells.get(column) if row else None for column in columns]


def _is_total(row: Row) -> bool:
    return not row.code and fold(row.item).endswith(("合计", "总计"))


def _triples(rows: list[Row], columns: list[str]) -> Sheet:
    groups: list[list[Row]] = [[], [], []]
    totals = [row for row in rows if not row.code]
    for row in sorted((row for row in rows if row.code), key=lambda row: row.code):
        groups[next((place for place, heads in enumerate(TRIPLES) if row.code[:3] in heads), 2)].append(row)
    groups = [group for group in groups if group]
    lines = [
        [group[line] if line < len(group) else None for group in groups]
        for line in range(max(map(len, groups), default=0))
    ]
    if totals:
        width = max(len(groups), 1)
        lines += [[*totals[at : at + width], *[None] * width][:width] for at in range(0, len(totals), width)]
    return Sheet(
        head=(("科目编码",), ("科目名称",), *map(_storeys, columns)) * max(len(groups), 1),
        rows=tuple(
            tuple(field for row in line for field in (row and row.code, row and row.item, *_figures(row, columns)))
            for line in lines
        ),
        names=0,
    )


def _two_sided(cells: Sequence[Any], columns: list[str]) -> Sheet:
    sides = [[column for column in columns if column.startswith(f"{side}/")] for side in ("收入", "支出")]
    left, right = (_by_line(rows_of(cell for cell in cells if cell.column in names)) for names in sides)
    statement = cells[0].statement
    pairs = _paired(_split(statement, "收入", left), _split(statement, "支出", right))
    numbered = any(cell.line_no is not pd.NA for cell in cells)
    head = [_side_head(side, names, numbered) for side, names in zip(("收入", "支出"), sides, strict=True)]
    rows = ([_side(row, names, numbered) for row, names in zip(pair, sides, strict=True)] for pair in pairs)
    return Sheet(head=(*head[0], *head[1]), rows=tuple((*of_left, *of_right) for of_left, of_right in rows))


def _side_head(side: str, columns: list[str], numbered: bool) -> list[tuple[str, ...]]:
    return [(side, "项目"), *([(side, "行次")] if numbered else []), *map(_storeys, columns)]


def _side(row: Row | None, columns: list[str], numbered: bool) -> list[Entry]:
    return [row and row.item, *([row and row.line_no] if numbered else []), *_figures(row, columns)]


def _by_line(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.line_no) if all(row.line_no is not None for row in rows) else rows


def _split(statement: str, side: str, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The lines above and from 本年收入合计 or 本年支出合计 on."""
    for place, row in enumerate(rows):
        line = vocabulary.find_line(statement, side, row.item)
        if line and line.key in TOTALS:
            return rows[:place], rows[place:]
    return rows, []


def _paired(
    left: tuple[list[Row], list[Row]], right: tuple[list[Row], list[Row]]
) -> list[tuple[Row | None, Row | None]]:
    """Both sides beside each other as on the form: the two 合计 in one line, the two 总计 in the last."""
    upper = max(len(left[0]), len(right[0]))
    lower = max(len(left[1]), len(right[1]))
    padded = [_pad(head, upper, len(head)) + _pad(foot, lower, max(1, len(foot) - 1)) for head, foot in (left, right)]
    return list(zip(*padded, strict=True))


def _pad(rows: list[Row], length: int, at: int) -> list[Row | None]:
    return [*rows[:at], *[None] * (length - len(rows)), *rows[at:]]
