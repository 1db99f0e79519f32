"""The places that findings name, as places of the document: what they call a figure is looked up, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from juesuan_nb.amounts import show_amount
from juesuan_nb.budget.model import WHOLE
from juesuan_nb.checks.facts import indexed
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.document import Place, fold, squeeze
from juesuan_nb.evidence.model import Spot, place_of
from juesuan_nb.frames import records, rows

if TYPE_CHECKING:
    from juesuan_nb.checks.ledger import Figure, Ledger
    from juesuan_nb.report import Report

_NUMBERED = {"page": re.compile(r"第(\d+)页"), "line": re.compile(r"(?<!\d)第(\d+)行")}
_QUOTED = re.compile(r"“(.{3,}?)”")
_PUNCTUATION = re.compile(r"[·()\s]")


class Known(NamedTuple):
    """A printed figure that findings may name: the part of the report, its row there, and where it is printed."""

    part: str
    at: int
    where: str


class Cells:
    """The cells by place and figure: a line of text may print the same figure in several columns."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self._same: dict[tuple[Place, str], list[tuple[str, ...]]] = defaultdict(list)
        for row in records(cells):
            self._same[place_of(row), squeeze(_figure(row))].append(_name(row))

    def spot(self, row: Mapping[str, object], title: str) -> Spot:
        """The place of a row of cells, claims or evaluation."""
        place, figure = place_of(row), _figure(row)
        same = self._same.get((place, squeeze(figure)), []) if "column" in row else []
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
        known, own_name = list(self._named.get(_key(told), ())), True
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
        named = [(one.where, getattr(self._report, one.part).loc[one.at].to_dict()) for one in known]
        if len(named) == 1 and own_name:
            return named
        said = message.replace(",", "")
        given = [pair for pair in named if any(_stands_in(figure, said) for figure in self._figures(pair[1]))]
        return given or named * own_name

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

    @cached_property
    def _named(self) -> dict[str, dict[Known, None]]:
        """Every name by which findings may call a printed figure, alone and with its place."""
        found: dict[str, dict[Known, None]] = defaultdict(dict)
        for name, known in self._all():
            key = _key(name)
            found[key][known] = None
            found[key + _key(known.where)][known] = None
        return found

    @cached_property
    def _printed_at(self) -> dict[str, list[Known]]:
        """The cells by table and place alone."""
        found: dict[str, list[Known]] = defaultdict(list)
        for row in rows(self._report.cells):
            found[_key(f"《{row.table}》{_where(row)}")].append(Known("cells", row.Index, _where(row)))
        return found

    def _all(self) -> Iterator[tuple[str, Known]]:
        for ledger in self._facts.ledgers.values():
            for figure in ledger.figures.values():
                known = Known("cells", figure.at, figure.where)
                yield from ((name, known) for name in _names(ledger, figure) if figure.at >= 0)
        for row in rows(self._report.cells):
            yield f"{row.code}{row.item}{row.column}{row.value}", Known("cells", row.Index, _where(row))
        for told in self._facts.told:
            yield from ((told.place, Known("claims", claim.at, claim.where)) for claim in told.claims)
        for entry in self._facts.entries:
            yield from ((entry.place, Known("evaluation", fact.at, fact.where)) for fact in entry.fields.values())

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


def _title(told: str, where: str) -> str:
    """What is said to stand at a place, without the place."""
    return told.removesuffix(f"（{where}）").removesuffix(where) if where else told


def _where(row: tuple) -> str:
    """As the rules tell it: page and line, or what else there is."""
    place = Place(*(None if pd.isna(number) else int(number) for number in (row.page, row.line)))
    return str(place) or row.box


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
