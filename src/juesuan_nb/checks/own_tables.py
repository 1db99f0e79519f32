"""Figures of the narrative in tables that are not national: those of 高等学校, read under their printed titles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.amounts import fen_step
from juesuan_nb.checks.model import Outcome, failed, passed
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.document import Place, fold

if TYPE_CHECKING:
    from juesuan_nb.checks.facts import Facts
    from juesuan_nb.checks.told import Claim, Told


@dataclass(frozen=True, slots=True)
class Spot:
    """One entry of own_tables.toml."""

    topic: str
    subject: str
    table: str
    item: str
    column: str

    def fits(self, told: Told) -> bool:
        """Whether it speaks of this subject."""
        if not re.fullmatch(self.topic, told.topic):
            return False
        return bool(told.code) if self.subject == "@" else re.fullmatch(self.subject, fold(told.subject)) is not None

    def holds(self, cell: tuple, told: Told) -> bool:
        """Whether a cell is the one that is spoken of."""
        subject = re.escape(fold(told.subject))
        if not re.search(self.table, cell.table) or not _is(self.column.format(subject=subject), cell.column):
            return False
        return cell.code == told.code if self.subject == "@" else _is(self.item.format(subject=subject), cell.item)


def _is(pattern: str, printed: str) -> bool:
    return re.fullmatch(pattern, fold(printed)) is not None


@cache
def spots() -> tuple[Spot, ...]:
    """All entries of own_tables.toml."""
    data = tomllib.loads((files(__package__) / "own_tables.toml").read_text(encoding="utf-8"))
    return tuple(Spot(**entry) for entry in data["figure"])


def against_own_tables(facts: Facts, told: Told) -> Iterator[tuple[Claim, Outcome]]:
    """The verdicts on the outturns of a subject where the report has tables of its own and they print it."""
    cells = facts.report.cells
    own = cells[(cells["statement"] == "") & cells["amount"].notna()]
    spot = next((entry for entry in spots() if entry.fits(told)), None)
    claim = told.get("outturn")
    if own.empty or spot is None or claim is None or claim.amount is None:
        return
    if found := [cell for cell in frames.rows(own) if spot.holds(cell, told)]:
        yield claim, _compared(facts, told, claim, found, certain=spot.subject == "@")


def _compared(facts: Facts, told: Told, claim: Claim, found: list, *, certain: bool) -> Outcome:
    """Passed where one of the cells is the amount; an error only for a row found by its code."""
    allowed = allowance(1 if certain else 2, [claim.step, *(fen_step(cell.value, cell.unit) for cell in found)])
    gaps = [(abs(claim.amount - int(cell.amount)), cell) for cell in found]
    gap, nearest = min(gaps, key=lambda pair: pair[0])
    if gap <= allowed:
        return passed(told.place)
    printed = facts.money(int(nearest.amount))
    words = f"{told.place}写{facts.money(claim.amount)}，《{nearest.table}》的“{nearest.item}”为{printed}。"
    where = Place(*(None if pd.isna(number) else int(number) for number in (nearest.page, nearest.line)))
    return failed(
        told.place,
        words,
        severity="" if certain else "warning",
        expected=int(nearest.amount),
        found=claim.amount,
        tables=(nearest.table,),
        codes=(told.code,) if told.code else (),
        places=(*told.places, f"《{nearest.table}》{where}"),
        money=gap,
    )
