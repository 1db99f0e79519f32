"""合计核对: every printed total beside the sum of its parts, as formulas over the sheets of the statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from juesuan_nb.amounts import from_fen
from juesuan_nb.checks.facts import Facts, indexed
from juesuan_nb.checks.registry import rules
from juesuan_nb.checks.runner import run
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.export.book import FIELD, HEAD, Book, width

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from juesuan_nb.checks.ledger import Figure
    from juesuan_nb.checks.model import Outcome
    from juesuan_nb.report import Report

HEADS = ("规则", "合计", "原表数", "各部分之和", "差额", "舍入允许", "结论")
FITS, ROUNDED, BROKEN = "相符", "尾差", "不符"
_LOOKS = {BROKEN: {"bg_color": "#F8CBAD", "bold": True}, ROUNDED: {"italic": True}}


@dataclass(frozen=True)
class Footing:
    """A printed total and the printed figures it should be the sum of, each with its sign; `allowed` in 分."""

    rule: str
    place: str
    total: Figure
    parts: tuple[tuple[int, Figure], ...]
    allowed: int
    unit: str

    @cached_property
    def summed(self) -> int:
        """The sum of the parts in 分."""
        return sum(sign * figure.amount for sign, figure in self.parts)

    @cached_property
    def verdict(self) -> str:
        """相符, 尾差 (rounding explains it) or 不符."""
        gap = abs(self.total.amount - self.summed)
        return BROKEN if gap > self.allowed else ROUNDED if gap else FITS


def footings(report: Report) -> list[Footing]:
    """What the rules of family FT compare with the sum of printed figures, in the order of the rules."""
    facts = indexed(report, settings({}))
    outcomes = ((rule.code, outcome) for rule in rules() if rule.family == "FT" for outcome in run(rule, facts))
    return [found for code, outcome in outcomes for found in _footing(facts, code, outcome)]


def _footing(facts: Facts, code: str, outcome: Outcome) -> Iterator[Footing]:
    compared = outcome.equation
    if compared is None or compared.relation != "=" or outcome.verdict not in ("passed", "failed"):
        return
    ledger = facts.ledgers.get(outcome.scope) or facts.ledger
    figures = [(sign, ledger.get(key)) for sign, key in compared.terms]
    (lead, total), *others = figures
    parts = tuple((-sign * lead, figure) for sign, figure in others if figure.state == "printed")
    if total.state == "printed" and parts:
        yield Footing(code, outcome.place, total, parts, compared.allowed, facts.report.unit)


def write_footings(book: Book, sheet: Worksheet, found: Sequence[Footing], at: Mapping[int, str], top: int) -> None:
    """Write one row each from row `top` on; `at` says in which field of the workbook a row of the cells stands."""
    for column, head in enumerate(HEADS):
        sheet.write_string(top, column, head, book.style(**HEAD))
    for number, one in enumerate(found, start=top + 1):
        _row(book, sheet, number, one, at)
    sheet.autofilter(top, 0, top + len(found), len(HEADS) - 1)
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, width([one.place for one in found], 70))
    sheet.set_column(2, 6, 14)


def _row(book: Book, sheet: Worksheet, number: int, one: Footing, at: Mapping[int, str]) -> None:
    money = book.style(**FIELD, num_format="#,##0.00")
    line = number + 1
    sheet.write_string(number, 0, one.rule, book.style(**FIELD))
    sheet.write_string(number, 1, one.place, book.style(**FIELD, num_format="@"))
    sheet.write_formula(number, 2, f"={at[one.total.at]}", money, _shown(one.total.amount, one))
    sheet.write_formula(number, 3, f"={_sum(one, at)}", money, _shown(one.summed, one))
    sheet.write_formula(number, 4, f"=ROUND(C{line}-D{line},4)", money, _shown(one.total.amount - one.summed, one))
    sheet.write_number(number, 5, _shown(one.allowed, one), book.style(**FIELD, num_format="0.00##"))
    verdict = f'=IF(E{line}=0,"{FITS}",IF(ABS(E{line})<=F{line},"{ROUNDED}","{BROKEN}"))'
    looks = book.style(**FIELD, align="center", **_LOOKS.get(one.verdict, {}))
    sheet.write_formula(number, 6, verdict, looks, one.verdict)


def _sum(one: Footing, at: Mapping[int, str]) -> str:
    added = ",".join(at[figure.at] for sign, figure in one.parts if sign > 0)
    taken = "".join(f"-{at[figure.at]}" for sign, figure in one.parts if sign < 0)
    return (f"SUM({added})" if added else "0") + taken


def _shown(fen: int, one: Footing) -> Decimal:
    return from_fen(fen, one.unit)
