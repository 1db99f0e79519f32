"""The places that findings name, as places of the document: what they call a figure is looked up, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from juesuan_nb.amounts import show_amount
from juesuan_nb.budget.model import WHOLE
from juesuan_nb.checks.facts import indexed
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.document import Place, fold, squeeze
from juesuan_nb.evidence.model import Spot, place_at, place_of
from juesuan_nb.frames import records, rows

if TYPE_CHECKING:
    from juesuan_nb.checks.attachments import Entry
    from juesuan_nb.checks.ledger import Figure, Ledger
    from juesuan_nb.checks.told import Told
    from juesuan_nb.report import Report

_NUMBERED = {"page": re.compile(r"第(\d+)页"), "line": re.compile(r"(?<!\d)第(\d+)行")}
_QUOTED = re.compile(r"“(.{3,}?)”")
_PUNCTUATION = re.compile(r"[·()\s]")


class Known(NamedTuple):
    """A printed figure that findings may name: the part of the report, its row there, and where it is printed."""

    part: str
    at: int
    where: str


Named = tuple[Known, Callable[[], Iterable[str]]]
"""A printed figure, and what makes its names."""


class Cells:
    """The cells by place: a line of text may print the same figure in several columns."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self._at: dict[Place, list[Mapping[str, object]]] = defaultdict(list)
        self.rows = _by_index(cells)
        for row in self.rows.values():
            self._at[place_of(row)].append(row)

    def spot(self, row: Mapping[str, object], title: str) -> Spot:
        """The place of a row of cells, claims or evaluation."""
        place, figure = place_of(row), _figure(row)
        there = self._at.get(place, []) if "column" in row else []
        same = [_name(other) for other in there if squeeze(_figure(other)) == squeeze(figure)]
        if _name(row) not in same:
            return Spot(place, title, figure)
        return Spot(place, title, figure, same.index(_name(row)), len(same))


class Spots:
    """Finds the places of findings of one report. Building it costs as much as indexing the report for the rules."""

    def __init__(self, report: Report, cells: Cells | None = None) -> None:
        self._report = report
        self._cells = cells or Cells(report.cells)
        self._facts = indexed(report, settings({}))

    def of(self, finding: Mapping[str, object]) -> list[Spot]:
        """Where a finding is printed: the figures that its places name, in their order, each once.

        A place where no figure stands (a heading, a sentence) is given as far as it is told.
        """
        found: dict[tuple[Place, str, int], Spot] = {}
        for told in filter(None, str(finding["places"]).split("；")):
            for spot in self._spots(told, str(finding["message"])):
                found.setdefault((spot.place, spot.figure, spot.nth), spot)
        return list(found.values())

    def _spots(self, told: str, message: str) -> Iterator[Spot]:
        if told in self._budgeted:
            yield self._budgeted[told]
            return
        known, own_name = self._known(told), True
        if not known:
            known, own_name = self._printed_at.get(_key(told), []), False
        if meant := self._meant(known, message, own_name):
            yield from (self._cells.spot(row, _title(told, where)) for where, row in meant)
        elif words := list(self._words(told, message)):
            yield from words
        elif numbers := _numbers(told):
            yield Spot(Place(**numbers), _title(told, str(Place(**numbers))))

    def _meant(self, known: list[Known], message: str, own_name: bool) -> list[tuple[str, dict]]:
        """Of several figures of one name those that the message gives; all of them where it gives none.

        What only stands at the place (not `own_name`) is meant where its figure is given.
        """
        named = [(one.where, self._rows[one.part][one.at]) for one in known]
        if len(named) == 1 and own_name:
            return named
        said = message.replace(",", "")
        given = [pair for pair in named if any(_stands_in(figure, said) for figure in self._figures(pair[1]))]
        return given or named * own_name

    @cached_property
    def _rows(self) -> dict[str, dict[int, dict]]:
        """The rows of the parts of the report by their index."""
        parts = {"claims": self._report.claims, "evaluation": self._report.evaluation}
        return {"cells": self._cells.rows} | {name: _by_index(part) for name, part in parts.items()}

    def _figures(self, row: Mapping[str, object]) -> Iterator[str]:
        """A figure as printed, and as messages write it."""
        yield str(row["value"])
        if not pd.isna(row.get("amount")):
            yield show_amount(int(row["amount"]), self._report.unit).replace(",", "")

    @cached_property
    def _budgeted(self) -> dict[str, Spot]:
        """The lines of the 部门预算 by the name that findings give them; a name told twice is the first one's."""
        budget, found = self._report.budget, {}
        for line in budget.lines if budget else ():
            if line.column != WHOLE:
                continue
            told = budget.place_of(line)
            found.setdefault(told, Spot(replace(line.place, file=budget.file), told.partition("（第")[0], line.value))
        return found

    def _known(self, told: str) -> list[Known]:
        """The figures of a name: of those at the place that is told, or else of all."""
        key = _key(told)
        there = [(where, self._at[where]) for where in self._at if where and key.endswith(where)]
        meant = (
            known
            for where, figures in there
            for known, names in figures
            if {key, key.removesuffix(where)}.intersection(map(_key, names()))
        )
        return list(dict.fromkeys(meant)) or list(dict.fromkeys(self._named.get(key, ())))

    @cached_property
    def _at(self) -> dict[str, list[Named]]:
        """The printed figures by place: to make the names of those on one line costs little."""
        found: dict[str, list[Named]] = defaultdict(list)
        for named in self._all:
            found[_key(named[0].where)].append(named)
        return found

    @cached_property
    def _named(self) -> dict[str, list[Known]]:
        """The printed figures by every name that findings may give them."""
        found: dict[str, list[Known]] = defaultdict(list)
        for known, names in self._all:
            for name in names():
                found[_key(name)].append(known)
        return found

    @cached_property
    def _printed_at(self) -> dict[str, list[Known]]:
        """The cells by table and place alone."""
        found: dict[str, list[Known]] = defaultdict(list)
        for row in rows(self._report.cells):
            found[_key(f"《{row.table}》{_where(row)}")].append(Known("cells", row.Index, _where(row)))
        return found

    @cached_property
    def _all(self) -> list[Named]:
        ledgers = self._facts.ledgers.values()
        figures = [(ledger, figure) for ledger in ledgers for figure in ledger.figures.values() if figure.at >= 0]
        cells = rows(self._report.cells)
        claims = [(told, claim) for told in self._facts.told for claim in told.claims]
        facts = [(entry, fact) for entry in self._facts.entries for fact in entry.fields.values()]
        return [
            *((Known("cells", one.at, one.where), partial(_names, ledger, one)) for ledger, one in figures),
            *((Known("cells", row.Index, _where(row)), partial(_printed, row)) for row in cells),
            *((Known("claims", claim.at, claim.where), partial(_placed, told)) for told, claim in claims),
            *((Known("evaluation", fact.at, fact.where), partial(_placed, entry)) for entry, fact in facts),
        ]

    def _words(self, told: str, message: str) -> Iterator[Spot]:
        """The lines on which the words that the message quotes are printed, at the place that is told."""
        for quoted in _QUOTED.findall(message):
            word = fold(quoted)
            for paragraph in self._facts.paragraphs:
                start = fold(paragraph.text).find(word)
                if start < 0 or str(paragraph.place_at(start)) not in told or not str(paragraph.place_at(start)):
                    continue
                places = dict.fromkeys(paragraph.place_at(start + step) for step in range(len(word)))
                yield from (Spot(place, quoted, quoted) for place in places)
                break


def _by_index(frame: pd.DataFrame) -> dict[int, dict]:
    return dict(zip(frame.index, records(frame), strict=True))


def _figure(row: Mapping[str, object]) -> str:
    """A figure as it stands in the document."""
    return str(row.get("raw") or row.get("value") or "")


def _name(row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in ("table", "scope", "code", "item", "column"))


def _names(ledger: Ledger, figure: Figure) -> Iterator[str]:
    """What rules call a cell: row and column, with or without the table; the row alone; the column of a single row."""
    statement, row, column = figure.key
    title, label = f"《{ledger.titles[statement]}》", ledger.row_label(statement, row) if row else ""
    leaf = column.partition("/")[2] if not row else label
    yield from dict.fromkeys((title + label + column, label + column, title + leaf, leaf))


def _printed(row: Any) -> tuple[str]:
    """What rules call a cell that they only have as it is printed."""
    return (f"{row.code}{row.item}{row.column}{row.value}",)


def _placed(told: Told | Entry) -> tuple[str]:
    return (told.place,)


def _title(told: str, where: str) -> str:
    """What is said to stand at a place, without the place."""
    return told.removesuffix(f"（{where}）").removesuffix(where) if where else told


def _where(row: Any) -> str:
    """As the rules tell it: page and line, or what else there is."""
    return _numbered(row.page, row.line) or row.box


@lru_cache(maxsize=4096)  # the cells of a row stand in one place
def _numbered(page: object, line: object) -> str:
    return str(place_at(page, line))


@lru_cache(maxsize=1 << 14)
def _key(told: str) -> str:
    """A name of a place for comparison only; the same few thousand come time and again."""
    return _PUNCTUATION.sub("", fold(told))


def _numbers(told: str) -> dict[str, int]:
    return {name: int(found[1]) for name, pattern in _NUMBERED.items() if (found := pattern.search(told))}


def _stands_in(figure: str, text: str) -> bool:
    if not figure or figure not in text:
        return False
    return re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.]*\d)", text) is not None
