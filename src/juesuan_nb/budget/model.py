"""Budget: the amounts of one 部门预算, frozen, each with what it is printed to and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from juesuan_nb.amounts import fen_step
from juesuan_nb.document import Place, RawDocument
from juesuan_nb.frames import frame

GENERAL, WHOLE = "general_public_expenditure", "合计"
_SECTION = 5
_NONE: Mapping[str, Line] = MappingProxyType({})
BUDGET = {
    "table": "str", "statement": "str", "code": "str", "item": "str", "column": "str", "value": "str",
    "amount": "Int64", "unit": "str", "page": "Int64", "line": "Int64", "box": "str", "quality": "str",
}  # fmt: skip
"""One row per printed amount of a budget; as CELLS, `table` is the printed title."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed amount: `amount` in 分, `value` as published; `statement` is that of the accounts it stands beside.

    `column` is 合计, 基本支出 or 项目支出 for this year's budget by code, else the printed head.
    """

    statement: str
    table: str
    code: str
    item: str
    column: str
    value: str
    amount: int
    unit: str
    quality: str
    place: Place

    @property
    def step(self) -> int:
        """What the last printed digit stands for, in 分."""
        return fen_step(self.value, self.unit)

    @property
    def certain(self) -> bool:
        """Whether the figure is as printed: neither read from a picture nor brought back from elsewhere."""
        return self.quality in ("printed", "repaired")


@dataclass(frozen=True)
class Budget:
    """One 部门预算. `department` and `year` are empty and None where it does not say; `sources` is the file.

    `partial` are the statements whose table could not be read whole: what it lacks may be there all the same; `empty`
    those whose table is printed without a figure.
    """

    department: str
    year: int | None
    unit: str
    lines: tuple[Line, ...]
    document: RawDocument
    sources: tuple[Path, ...] = ()
    partial: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()

    @property
    def file(self) -> str:
        """By what name places of the budget are told from those of the accounts."""
        return f"部门预算 {self.name}"

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.document.name

    @property
    def frame(self) -> pd.DataFrame:
        """Every amount, in the columns BUDGET."""
        return frame(self._rows(), BUDGET)

    def original(self, statement: str = GENERAL) -> Mapping[str, Line]:
        """The original budget (年初预算) by code (类, 款, 项) in one table, the total under an empty code.

        A code that the table prints twice with different amounts is left out (`unclear`).
        """
        return self._originals.get(statement, _NONE)

    def silent(self, code: str, statement: str = GENERAL) -> str:
        """Why nothing is known of a code that `original` does not have, in Chinese; empty where nothing was budgeted.

        A table that was read whole and lists other items has no budget for this one.
        """
        listed = self.original(statement)
        if not listed:
            return "" if statement in self.empty else f"部门预算《{self.name}》中没有读到这张支出表的预算数"
        if not code:
            return "部门预算的支出表没有印合计"
        if code in self.unclear(statement):
            return "部门预算中同一科目印了两个不同的数"
        if statement in self.partial:
            return "部门预算的支出表没有读全，没有读到这一项"
        above = {known for known in listed if known.startswith(code[:_SECTION])}
        return "部门预算的支出表只列到款" if above == {code[:_SECTION]} and len(code) > _SECTION else ""

    def unclear(self, statement: str = GENERAL) -> frozenset[str]:
        """The codes that a table prints with different amounts: it cannot be told which is meant."""
        first: dict[str, int] = {}
        return frozenset(
            line.code for line in self._totals(statement) if first.setdefault(line.code, line.amount) != line.amount
        )

    @cached_property
    def _originals(self) -> Mapping[str, Mapping[str, Line]]:
        """Statement → code → line, the first of lines that agree."""
        found: dict[str, dict[str, Line]] = {}
        for statement in {line.statement for line in self.lines}:
            unclear, own = self.unclear(statement), found.setdefault(statement, {})
            for line in self._totals(statement):
                if line.code not in unclear:
                    own.setdefault(line.code, line)
        return {statement: MappingProxyType(own) for statement, own in found.items()}

    def _totals(self, statement: str) -> Iterator[Line]:
        own = (line for line in self.lines if line.statement == statement and line.column == WHOLE)
        return (line for line in own if line.code or line.item == WHOLE)

    def place_of(self, line: Line) -> str:
        """Where a line is printed, as findings tell it: "部门预算《某局2024.pdf》支出总表 2080505 某项（第15页）"."""
        label = " ".join(filter(None, (f"部门预算《{self.name}》{line.table}", line.code, line.item)))
        return f"{label}（{line.place}）" if str(line.place) else label

    def _rows(self) -> Iterator[dict[str, object]]:
        for line in self.lines:
            place = {"page": line.place.page, "line": line.place.line, "box": f"《{self.file}》{line.place.spot}"}
            yield {name: getattr(line, name) for name in BUDGET if name not in place} | place
