"""Every printed figure of a set of statements by (statement, row, column), with what is blank, absent or lost.

Rows are named by line key in the two summaries ("total_revenue", "category:208"), by code or the total's label
elsewhere ("2080505", "合计", "人员经费合计"), and by "" in the one-row statement. Columns carry their national wording.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import pandas as pd

from juesuan_nb import frames, vocabulary
from juesuan_nb.amounts import fen_step, from_fen
from juesuan_nb.checks.columns import canonical
from juesuan_nb.document import Place, fold

Key = tuple[str, str, str]
TOTAL = "合计"
TOTAL_AGAIN = "合计（再次印出）"
TOTALS = ("合计", "总计", "本年支出合计", "本年收入合计", "支出合计", "收入合计")
_LINE_TOTALS = ("total_revenue", "total_expenditure", "grand_total", "opening_carryover", "closing_carryover")
_DAMAGE = ("table_partial", "unplaced")


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell. `state`: printed, blank (its row is printed, it is not), absent (no such row) or lost (in reading).

    `at` is the index of its row in the report's cells, -1 where it has none.
    """

    key: Key
    state: str
    amount: int = 0
    text: str = ""
    quality: str = "printed"
    where: str = ""
    at: int = -1


class Ledger:
    """The figures of one scope of a report (汇总, 本级, or the only set)."""

    def __init__(self, cells: pd.DataFrame, tables: pd.DataFrame, notes: pd.DataFrame, unit: str) -> None:
        self.unit = unit
        self.figures: dict[Key, Figure] = {}
        self.rows: dict[str, dict[str, str]] = defaultdict(dict)
        self.titles = {name: entry.title for name, entry in vocabulary.statements().items()}
        self.empty = set(tables["statement"]) - {""}
        noted = frames.rows(notes)
        self.damaged = {note.statement for note in noted if note.kind in _DAMAGE and note.statement}
        self._steps: dict[str, int] = {}
        self._zeros: set[tuple[str, str]] = set()
        self._columns: set[tuple[str, str]] = set()
        self._again: dict[str, dict[Key, tuple[Figure, Figure]]] = defaultdict(dict)
        for cell in frames.rows(cells):
            if cell.statement in vocabulary.statements() and _known(cell.amount) is not None:
                self._add(cell)
        for statement, pairs in self._again.items():
            self._part_totals(statement, pairs)
        self._mark_lost([note for note in noted if note.kind == "cell_lost"])
        self.empty -= set(self.rows)
        self._below = {name: self._find_children(name) for name in self.rows}
        self._addends: dict[Key, int] = {}

    def _add(self, cell: tuple) -> None:
        statement, row = cell.statement, self._row(cell)
        key = (statement, row, canonical(statement, cell.column))
        self.rows[statement].setdefault(row, cell.item)
        figure = Figure(
            key,
            "lost" if cell.quality == "inferred" else "printed",
            int(cell.amount),
            cell.value,
            cell.quality,
            _where(cell.page, cell.line) or cell.box,
            cell.Index,
        )
        twin = self.figures.get(key)
        if twin and row == TOTAL:
            self._again[statement][key] = (twin, figure)
        if twin and twin.amount != figure.amount:
            figure = Figure(key, "lost", quality="ambiguous", where=figure.where, at=figure.at)
        self.figures[key] = figure
        if figure.state == "printed":
            step = fen_step(cell.value, cell.unit or self.unit)
            self._steps[statement] = min(step, self._steps.get(statement, step))
        self._columns.add((statement, key[2]))
        if cell.amount == 0:
            self._zeros |= {(statement, key[2]), (statement, row)}

    def _part_totals(self, statement: str, pairs: dict[Key, tuple[Figure, Figure]]) -> None:
        """合计 above and below the rows is one row printed twice where some amount is the same: each has its figures.

        Where none is, the two may be totals of different things, and what differs stays ambiguous.
        """
        if not any(one.amount and one.amount == other.amount for one, other in pairs.values()):
            return
        self.rows[statement][TOTAL_AGAIN] = TOTAL_AGAIN
        for key, (one, other) in pairs.items():
            again = (statement, TOTAL_AGAIN, key[2])
            self.figures |= {key: one, again: replace(other, key=again)}

    def _row(self, cell: tuple) -> str:
        layout = vocabulary.statements()[cell.statement].layout
        if layout == "two_sided":
            return self._line(cell)
        if layout == "one_row":
            return ""
        if cell.code:
            return cell.code
        item = fold(cell.item)
        return TOTAL if item in TOTALS else item if item.endswith("合计") else f"?{item}"

    def _line(self, cell: tuple) -> str:
        """The line's key; a grant below line 3, or again below the carry-over, is the carry-over of that grant."""
        line = vocabulary.find_line(cell.statement, cell.column.partition("/")[0], cell.item)
        if line is None:
            return f"?{fold(cell.item)}"
        if line.number <= 3 and cell.statement == "appropriation_summary" and self._is_carryover(cell, line.key):
            return f"opening_{line.key}"
        return line.key

    def _is_carryover(self, cell: tuple, grant: str) -> bool:
        if not pd.isna(cell.line_no):
            return cell.line_no > 3
        rows = self.rows[cell.statement]
        unnumbered = vocabulary.bare(cell.item) == fold(cell.item)
        return "opening_carryover" in rows and (unnumbered or grant in rows)

    def _mark_lost(self, notes: list[tuple]) -> None:
        for note in notes:
            items = {fold(item): row for row, item in self.rows.get(note.statement, {}).items()}
            row = note.code or items.get(fold(note.item)) or fold(note.item)
            key = (note.statement, row, canonical(note.statement, note.column))
            if self.figures.get(key, Figure(key, "lost")).state == "lost":
                self.figures[key] = Figure(key, "lost", quality="inferred", where=_where(note.page, note.line))

    def _find_children(self, statement: str) -> dict[str, list[str]]:
        """Row → the nearest printed codes below it."""
        rows, found = self.rows[statement], defaultdict(list)
        for row in filter(str.isdigit, rows):
            above = (row[:length] for length in (5, 3) if length < len(row))
            found[next((code for code in above if code in rows), TOTAL)].append(row)
        return found

    def corrected(self, key: Key, amount: int) -> Ledger:
        """The same figures but for one."""
        found = copy(self)
        found._addends = {}
        text = f"{from_fen(amount, self.unit):.2f}"
        found.figures = self.figures | {key: replace(self.get(key), state="printed", amount=amount, text=text)}
        return found

    def has(self, statement: str) -> bool:
        """Whether the report prints this statement, were it empty."""
        return statement in self.rows or statement in self.empty

    def get(self, key: Key) -> Figure:
        """The figure of a cell; blank, absent and lost ones count 0 and say so in their state."""
        if key in self.figures:
            return self.figures[key]
        statement, row, column = key
        side = column.partition("/")[0] if column.startswith(("收入/", "支出/")) else ""
        printed = row in self.rows.get(statement, {}) and (not side or self._has_side(statement, row, side))
        if column in vocabulary.statements()[statement].extra_columns and (statement, column) not in self._columns:
            return Figure(key, "absent")
        return Figure(key, "blank" if printed or statement in self.empty else "absent")

    def _has_side(self, statement: str, row: str, side: str) -> bool:
        columns = [column for column in self.columns(statement) if column.startswith(side)]
        return any((statement, row, column) in self.figures for column in columns)

    @staticmethod
    def columns(statement: str) -> tuple[str, ...]:
        """The national columns of a statement."""
        return vocabulary.statements()[statement].columns

    def codes(self, statement: str, digits: int = 0) -> list[str]:
        """The printed codes of a statement in printed order, of one length if given."""
        return [row for row in self.rows.get(statement, {}) if row.isdigit() and (not digits or len(row) == digits)]

    def children(self, statement: str, row: str) -> list[str]:
        """The nearest printed codes below a row; below 合计 the codes that have no printed row above them."""
        return self._below.get(statement, {}).get(row, [])

    def leaves(self, statement: str, row: str) -> list[str]:
        """The lowest printed codes below a row, or the row itself."""
        below = self.children(statement, row)
        return [leaf for child in below for leaf in self.leaves(statement, child)] if below else [row]

    def addends(self, key: Key) -> int:
        """How many non-zero printed figures a figure is itself the sum of (1: it is no sum)."""
        if key not in self._addends:  # every identity over a figure asks
            self._addends[key] = self._count_addends(key)
        return self._addends[key]

    def _count_addends(self, key: Key) -> int:
        statement, row, column = key
        columns, layout = self.columns(statement), vocabulary.statements()[statement].layout
        if layout == "two_sided":
            rows = self._lines_of(statement, row, column)
        else:
            rows = self.leaves(statement, row) if row.isdigit() or row == TOTAL else [row]
        parts = columns[1:] if layout == "by_code" and column == columns[0] and statement != "government_funds" else ()
        return max(1, *(sum(self._non_zero(statement, row, names) for row in rows) for names in ((column,), parts)))

    def _non_zero(self, statement: str, row: str, columns: tuple[str, ...]) -> int:
        figures = (self.figures.get((statement, row, column)) for column in columns)
        return sum(1 for figure in figures if figure and figure.amount)

    def _lines_of(self, statement: str, row: str, column: str) -> list[str]:
        if row not in _LINE_TOTALS:
            return [row]
        return [line for line in self.rows.get(statement, {}) if line not in _LINE_TOTALS]

    def step(self, statement: str) -> int:
        """The finest unit a statement is printed to, in 分: a table that drops trailing zeros is still exact to it."""
        return self._steps.get(statement, 0)

    def prints_zeros(self, key: Key) -> bool:
        """Whether zeros are printed as 0.00 in the row or column of a cell: a blank is then likely a lost figure."""
        statement, row, column = key
        return (statement, column) in self._columns and {(statement, column), (statement, row)} & self._zeros != set()

    def row_label(self, statement: str, row: str) -> str:
        """A row as analysts call it: "2080505 机关事业…", "本年收入合计"."""
        item = self.rows.get(statement, {}).get(row) or next(
            (line.label for line in vocabulary.statements() and _lines(statement) if line.key == row), row
        )
        return f"{row} {item}" if row.isdigit() and item != row else item


@cache
def _lines(statement: str) -> tuple:
    two_sided = vocabulary.statements()[statement].layout == "two_sided"
    return vocabulary.lines(statement) if two_sided else ()


@lru_cache(maxsize=4096)  # the cells of a row stand in one place
def _where(page: object, line: object) -> str:
    return str(Place(_known(page), _known(line)))


def _known(value: object) -> int | None:
    return value if isinstance(value, int) else None if pd.isna(value) else int(value)
