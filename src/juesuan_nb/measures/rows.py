"""From the long cells frame back to printed rows, without inferred figures: what all measures start from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.amounts import FEN_PER_UNIT, fen_step, half_up, rate
from juesuan_nb.document import fold

if TYPE_CHECKING:
    from juesuan_nb.report import Report

LEVELS = {"category": 3, "section": 5, "item": 7}
"""Digits of a functional code by level (类, 款, 项)."""

_QUALITY = ("printed", "scanned", "recovered", "inferred")
"""From best to weakest. A repaired figure ("6519. 14") is as good as a printed one."""
_TOTALS = ("合计", "总计", "本年支出合计", "本年收入合计", "支出合计", "收入合计")


class PrintedRow:
    """One row of a statement as printed: `amounts` by leaf column, without what reading inferred, and their `steps`
    (分 that the last printed digit stands for)."""

    def __init__(self, code: str, item: str, line_no: int | None, line: int | None) -> None:
        self.code, self.item, self.line_no, self.line = code, item, line_no, line
        self.amounts: dict[str, int | None] = {}
        self.steps: dict[str, int] = {}
        self.quality = "printed"

    @property
    def is_total(self) -> bool:
        return not self.code and fold(self.item) in _TOTALS

    def add(self, column: str, amount: int | None, quality: str, step: int) -> None:
        self.amounts[column] = None if quality == "inferred" else amount
        self.steps[column] = step
        self.quality = max(self.quality, quality, key=lambda name: _QUALITY.index(name) if name in _QUALITY else -1)

    def amount(self, columns: Sequence[str]) -> int | None:
        """The amount in the first of `columns` (wordings of one column) that the row has."""
        return next((self.amounts[column] for column in columns if column in self.amounts), None)

    def figure(self, columns: Sequence[str]) -> Figure | None:
        """As `amount`, with the step."""
        column = next((column for column in columns if self.amounts.get(column) is not None), "")
        return Figure(self.amounts[column], self.steps[column]) if column else None


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in 分 and the step it is printed to."""

    amount: int
    step: int

    def agrees(self, other: Figure) -> bool:
        """Whether both print one datum, the finer rounded to the step of the coarser: 642.06 万元 and 6420567.30 元."""
        step = max(self.step, other.step)
        return half_up(Decimal(self.amount) / step, 0) == half_up(Decimal(other.amount) / step, 0)


def money_step(value: str, unit: str) -> int:
    """The step that a printed amount stands at, in 分; 1 where it has no unit of money."""
    return fen_step(value, unit) if unit in FEN_PER_UNIT else 1


def known(value: object) -> int | None:
    """A cell of an Int64 column as int, None where it is missing."""
    if isinstance(value, int):
        return value
    return None if pd.isna(value) else int(value)


@lru_cache(maxsize=2)
def claims_of(report: Report) -> tuple[Any, ...]:
    """The rows of the report's claims: every measure goes through them."""
    return tuple(frames.rows(report.claims))


@lru_cache(maxsize=2)
def cells_of(report: Report) -> dict[str, list[Any]]:
    """The rows of the report's cells by statement: a mask over the whole frame for each measure costs more."""
    found: dict[str, list[Any]] = defaultdict(list)
    for cell in frames.rows(report.cells):
        found[cell.statement].append(cell)
    return found


def _in_scope(cells: Sequence[Any]) -> list[Any]:
    """The cells of one set of tables: 汇总 where a report prints the set twice, the only set otherwise."""
    scopes = list(dict.fromkeys(cell.scope for cell in cells))
    chosen = next((scope for scope in ("汇总", "") if scope in scopes), scopes[0] if scopes else "")
    return [cell for cell in cells if cell.scope == chosen]


@lru_cache(maxsize=16)
def printed_rows(report: Report, statement: str) -> tuple[PrintedRow, ...]:
    """The rows of a statement in printed order, empty where the report has none.

    A row is told by code, item, 行次 and, in two-sided tables, its side; one that is printed twice stays twice.
    """
    found: list[PrintedRow] = []
    open_rows: dict[tuple, PrintedRow] = {}
    for cell in _in_scope(cells_of(report).get(statement, [])):
        side = cell.column.partition("/")[0] if cell.column.startswith(("收入/", "支出/")) else ""
        key = (side, cell.code, cell.item, known(cell.line_no))
        row = open_rows.get(key)
        if row is None or cell.column in row.amounts:
            row = open_rows[key] = PrintedRow(cell.code, cell.item, known(cell.line_no), known(cell.line))
            found.append(row)
        row.add(cell.column, known(cell.amount), cell.quality, money_step(cell.value, cell.unit))
    return tuple(found)


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """`part` as a percentage of `whole`, None where one is missing or the whole is zero."""
    return None if part is None or whole is None else rate(part, whole)


def total(amounts: Iterable[int | None]) -> int | None:
    """The sum, None where an addend is missing or there is none: a partial sum would pass for a whole one."""
    listed = list(amounts)
    return None if not listed or None in listed else sum(listed)


def difference(left: int | None, right: int | None) -> int | None:
    """left − right, None where one is missing."""
    return None if left is None or right is None else left - right
