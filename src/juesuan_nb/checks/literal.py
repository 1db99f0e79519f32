"""Literal small reports for the examples of the rules: tables as text, claims and facts as rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import pandas as pd

from juesuan_nb import frames, vocabulary
from juesuan_nb.amounts import to_fen
from juesuan_nb.budget.model import GENERAL, WHOLE, Budget, Line
from juesuan_nb.checks.terms import tables
from juesuan_nb.document import Paragraph, Place, RawDocument

_HEAD = re.compile(r"T\d\s*(\||$)")
_QUALITY = {"?": "inferred", "+": "recovered", "~": "scanned"}


@dataclass(frozen=True, eq=False)
class Sample:
    """A literal report with the parts of a Report that rules look at; frames are made when they are asked for.

    `text` holds tables: "T3 | 基本支出 | 项目支出" and below it "208 名称 | 1.00 | 2.00". A blank is a blank cell,
    "1.00?" was inferred, "1.00+" belongs to a row whose code was recovered, "1.00~" was read from a scan, "# …" is the
    remark under the table.
    `told`, `attached` and `notes` are rows for claims, evaluation and quality; `lines` is the running text;
    `corpus` are rates of other departments; `planned` is a 部门预算 in lines like "2080702 名称 | 40.00", in `unit`.
    """

    text: str = ""
    told: tuple[Mapping, ...] = ()
    attached: tuple[Mapping, ...] = ()
    notes: tuple[Mapping, ...] = ()
    unit: str = "万元"
    department: str = "某部门"
    year: int | None = 2024
    lines: str = ""
    corpus: tuple[Mapping, ...] = ()
    planned: str = ""

    def among(self, corpus: Iterable[Mapping]) -> Sample:
        """The same report with the rates of other departments, for AN11."""
        return replace(self, corpus=tuple(corpus))

    @property
    def peers(self) -> pd.DataFrame | None:
        """The rates of other departments, as `check(report, peers=…)` takes them."""
        return pd.DataFrame(list(self.corpus)) if self.corpus else None

    @cached_property
    def budget(self) -> Budget | None:
        """As Report.budget; its figures are of 一般公共预算支出表."""
        lines = filter(None, map(str.strip, self.planned.splitlines()))
        found = tuple(_planned(line, number, self.unit) for number, line in enumerate(lines, 1))
        document = RawDocument("预算示例", "text", "", ())
        return Budget(self.department, self.year, self.unit, found, document) if found else None

    @cached_property
    def document(self) -> RawDocument:
        """As Report.document: the running text only."""
        lines = map(str.strip, self.lines.strip().splitlines())
        texts = (Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1) if line)
        return RawDocument("示例", "text", "", tuple(texts))

    @cached_property
    def _read(self) -> tuple[list[dict], list[dict]]:
        return read_tables(self.text, self.unit)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """As Report.cells."""
        return frames.frame(self._read[0], frames.CELLS)

    @cached_property
    def tables(self) -> pd.DataFrame:
        """As Report.tables."""
        return frames.frame(self._read[1], frames.TABLES)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """As Report.claims; amounts of money are filled in from value and unit."""
        return frames.frame([claim | {"amount": _amount(claim)} for claim in map(dict, self.told)], frames.CLAIMS)

    @cached_property
    def evaluation(self) -> pd.DataFrame:
        """As Report.evaluation."""
        return frames.frame([{"quality": "printed"} | dict(fact) for fact in self.attached], frames.EVALUATION)

    @cached_property
    def quality(self) -> pd.DataFrame:
        """As Report.quality."""
        return frames.frame(self.notes, frames.NOTES)


def read_tables(text: str, unit: str = "万元") -> tuple[list[dict], list[dict]]:
    """Rows for the frames of cells and tables from literal tables (see Sample)."""
    cells: list[dict] = []
    found: list[dict] = []
    columns: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = [part.strip() for part in line.split("|")]
        if _HEAD.match(line):
            statement, columns = tables()[parts[0]], parts[1:]
            title = vocabulary.statements()[statement].title
            found.append({"statement": statement, "table": title, "title": title, "rows": 0})
        elif line.startswith("#"):
            found[-1]["remark"] = line.removeprefix("#").strip()
        else:
            found[-1]["rows"] += 1
            cells += _cells(found[-1], columns, parts[0], parts[1:], unit)
    return cells, found


def _cells(table: dict, columns: list[str], label: str, values: list[str], unit: str) -> Iterator[dict]:
    code, item = re.fullmatch(r"(\d*)\s*(.*)", label).groups()
    row = {"table": table["title"], "statement": table["statement"], "code": code, "unit": unit}
    row["item"] = "" if item == "-" else item
    for column, value in zip(columns, values, strict=False):
        quality = _QUALITY.get(value[-1:], "printed")
        if number := value.rstrip("?+~"):
            amount = to_fen(Decimal(number), unit)
            yield row | {"column": column, "value": number, "amount": amount, "quality": quality, "raw": number}


def _planned(text: str, number: int, unit: str) -> Line:
    label, value = (part.strip() for part in text.split("|"))
    code, item = re.fullmatch(r"(\d*)\s*(.*)", label).groups()
    quality = _QUALITY.get(value[-1:], "printed")
    value = value.rstrip("?+~")
    amount, place = to_fen(Decimal(value), unit), Place(line=number)
    return Line(GENERAL, "一般公共预算支出表", code, item, WHOLE, value, amount, unit, quality, place)


def _amount(claim: Mapping) -> int | None:
    return to_fen(Decimal(claim["value"]), claim["unit"]) if str(claim.get("unit", "")).endswith("元") else None


def claims(topic: str, *rows: str, **fields: object) -> tuple[dict, ...]:
    """Claims of one topic from lines like "2080702 名称 | original_budget | 40.00 万元"; `fields` go into each."""
    return tuple(_claim(topic, *(part.strip() for part in row.split("|"))) | fields for row in rows)


def _claim(topic: str, who: str, measure: str, figure: str) -> dict:
    code, subject = re.fullmatch(r"(\d*)\s*(.*)", who).groups()
    value, _, unit = figure.partition(" ")
    return {"topic": topic, "subject": subject, "code": code, "measure": measure, "value": value, "unit": unit}


def facts(attachment: str, kind: str, *rows: str) -> tuple[dict, ...]:
    """Evaluation facts from lines like "部门预算总额 | 全年预算数 | 100.00 万元"."""
    return tuple(_fact(attachment, kind, *(part.strip() for part in row.split("|"))) for row in rows)


def _fact(attachment: str, kind: str, item: str, name: str, figure: str) -> dict:
    value, _, unit = figure.partition(" ")
    return {"attachment": attachment, "kind": kind, "item": item, "field": name, "value": value, "unit": unit}


def sample(text: str = "", *told: Iterable[Mapping]) -> Sample:
    """A literal report of tables and claims."""
    return Sample(text, tuple(claim for group in told for claim in group))
