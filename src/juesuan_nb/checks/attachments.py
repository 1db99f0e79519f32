"""The facts of the 绩效 attachments as forms: budget lines, indicators, totals, projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.amounts import FEN_PER_UNIT, fen_step
from juesuan_nb.checks.rates import Amount
from juesuan_nb.document import Place, fold
from juesuan_nb.evaluation.words import CANONICAL, CANONICAL_OF_PROJECTS

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TOTALS = re.compile(r"(.*/)?(总分|合计|总计|总得分|合计得分)")
_PART = re.compile(r"资金来源|其中|\(\d+\)|财政拨款|上年结转|其他资金|单位资金")
_WHOLE_LINE = re.compile(r"部门(预算|整体|支出)|整体支出|单位预算")
_WHOLE_INDICATOR = r"三公.*控制率|结转结余率|预算调整率|预决算信息公开"
_SURE = ("printed", "repaired")
_HEADS = {"project": CANONICAL_OF_PROJECTS, "budget_line": CANONICAL, "indicator": CANONICAL}
RATE_FIELDS = ("执行率", "预算执行率")
RESULT, TARGET, DEVIATION = "实际完成值", "年度指标值", "偏差度"


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of a form, as printed. `at` is the index of its row in the report's evaluation."""

    value: str
    unit: str
    quality: str
    where: str
    at: int = -1

    @property
    def sure(self) -> bool:
        """Whether it was read without doubt: only such facts prove anything."""
        return self.quality in _SURE

    @property
    def proves(self) -> bool:
        """Whether an error may rest on it: what reading repaired proves none."""
        return self.quality == "printed"

    @property
    def number(self) -> Decimal | None:
        """The number it prints, without its percent sign; None for words and for what was read in doubt."""
        text = self.value.strip().removesuffix("%").replace(",", "")
        return Decimal(text) if self.sure and _NUMBER.fullmatch(text) else None

    @property
    def amount(self) -> Amount | None:
        """The money it prints."""
        if self.number is None or self.unit not in FEN_PER_UNIT:
            return None
        return Amount(int(self.number * FEN_PER_UNIT[self.unit]), fen_step(str(self.number), self.unit))


@dataclass(slots=True)
class Entry:
    """One line of a form: a budget line, an indicator, a total or a project, with its fields."""

    attachment: str
    kind: str
    item: str
    fields: dict[str, Fact] = field(default_factory=dict)

    def number(self, *names: str) -> Decimal | None:
        """The number under the first of the heads that has one."""
        return next((found for name in names if (found := self._number(name)) is not None), None)

    def _number(self, name: str) -> Decimal | None:
        return self.fields[name].number if name in self.fields else None

    def amount(self, name: str) -> Amount | None:
        """The money under a head."""
        return self.fields[name].amount if name in self.fields else None

    def severity(self, *names: str) -> str:
        """Of a relation between these fields that is broken: an error, a warning where one of them was repaired."""
        facts = [self.fields[name] for name in names if name in self.fields]
        return "error" if all(fact.proves for fact in facts) else "warning"

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.attachment} {self.item}".strip()

    @property
    def places(self) -> tuple[str, ...]:
        """The source places of its fields."""
        wheres = dict.fromkeys(fact.where for fact in self.fields.values() if fact.where)
        return tuple(f"{self.place}（{where}）" for where in wheres)


@dataclass(slots=True)
class Form:
    """One self-evaluation form: its budget lines, indicators and total line."""

    entries: list[Entry]

    @property
    def main(self) -> Entry | None:
        """The line of the whole budget: the first budget line that is no part of another."""
        lines = [entry for entry in self.entries if entry.kind == "budget_line"]
        return next((entry for entry in lines if not _PART.match(fold(entry.item).rpartition("/")[2])), None)

    @property
    def place(self) -> str:
        """Which form it is, for people."""
        first = self.entries[0]
        return f"{first.attachment}{first.item.rpartition('/')[0]}自评表"

    @property
    def names_whole(self) -> bool:
        """Whether its line of the budget says that it is the whole department's."""
        return self.main is not None and bool(_WHOLE_LINE.search(fold(self.main.item).rpartition("/")[2]))

    @property
    def is_whole(self) -> bool:
        """Whether it evaluates the whole department, not one project, by its budget or by its indicators."""
        return self.names_whole or any(True for _ in self.find(_WHOLE_INDICATOR))

    @property
    def indicators(self) -> list[Entry]:
        """The indicators that carry points."""
        return [
            entry
            for entry in self.entries
            if entry.kind == "indicator" and "分值" in entry.fields and not _TOTALS.fullmatch(fold(entry.item))
        ]

    @property
    def totals(self) -> list[Entry]:
        """The lines of total scores; more than one where several forms were not told apart."""
        return [entry for entry in self.entries if _TOTALS.fullmatch(fold(entry.item))]

    @property
    def total(self) -> Entry | None:
        """The line of the total score."""
        return next(iter(self.totals), None)

    def find(self, pattern: str) -> Iterator[Entry]:
        """The indicators whose name matches."""
        return (entry for entry in self.entries if re.search(pattern, fold(entry.item)) and entry.kind == "indicator")


def entries(evaluation: pd.DataFrame) -> list[Entry]:
    """The lines of all attachments in printed order, heads in their national wording.

    A line begins anew where one of its fields comes again.
    """
    found: list[Entry] = []
    open_entries: dict[tuple[str, str, str], tuple[Entry, set[str]]] = {}
    for row in frames.rows(evaluation):
        key = (row.attachment, row.kind, row.item)
        entry, seen = open_entries.get(key, (None, set()))
        if entry is None or row.field in seen:
            entry, seen = open_entries[key] = Entry(*key), set()
            found.append(entry)
        seen.add(row.field)
        numbers = [None if pd.isna(number) else int(number) for number in (row.page, row.line)]
        entry.fields[_head(entry, row.field)] = Fact(
            row.value, row.unit, row.quality, str(Place(*numbers)) or row.box, row.Index
        )
    return found


def _head(entry: Entry, printed: str) -> str:
    """The national wording of a head; as printed where the line has that field already."""
    name = _HEADS.get(entry.kind, {}).get(printed, printed)
    return printed if name in entry.fields else name


def forms(lines: list[Entry]) -> list[Form]:
    """The self-evaluation forms: one per attachment, and per project where an attachment has several project forms."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in lines:
        if entry.kind in ("budget_line", "indicator"):
            groups.setdefault((entry.attachment, entry.item.rpartition("/")[0]), []).append(entry)
    return [Form(group) for group in groups.values()]
