"""The places that a finding names, as places of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.checks.attachments import entries
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.told import gather
from juesuan_nb.document import Place, fold
from juesuan_nb.evidence.model import Spot, place_of

if TYPE_CHECKING:
    from juesuan_nb.report import Report

_WHERE = re.compile(r"(?:（([^（）]*)）|((?:第\d+[页行])+))$")
_NUMBERED = {"page": re.compile(r"第(\d+)页"), "line": re.compile(r"第(\d+)行")}
_NAMED = {"sheet": re.compile(r"工作表“(.+?)”"), "file": re.compile(r"《(.+?)》")}


class Spots:
    """Finds where the findings on one report are printed."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def of(self, finding: Mapping[str, object]) -> list[Spot]:
        """The cells, claims and facts that the places of a finding name, in their order, each once.

        A place that no figure stands at (a heading, a sentence) is given as it is told.
        """
        found: dict[Place, Spot] = {}
        for told in filter(None, str(finding["places"]).split("；")):
            for spot in self._told(told):
                found.setdefault(spot.place, spot)
        return list(found.values())

    def _told(self, told: str) -> Iterator[Spot]:
        where = _WHERE.search(told)
        title = told[: where.start()] if where else told
        rows = self._rows.get((fold(title), (where[1] or where[2]) if where else ""), ())
        yield from (Spot(place_of(row), title, str(row.get("raw") or row["value"])) for row in rows)
        if not rows and where and (place := _place(where[0])):
            yield Spot(place, title)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], list[dict]]:
        """The rows of cells, claims and evaluation by what findings call them, and where."""
        named = [*self._cells(), *self._claims(), *self._facts()]
        rows: dict[tuple[str, str], list[dict]] = {}
        for name, row in named:
            place = place_of(row)
            for where in dict.fromkeys((str(Place(place.page, place.line)), str(place))):
                rows.setdefault((fold(name), where), []).append(row)
        return rows


def _place(where: str) -> Place | None:
    numbers = {name: int(found[1]) for name, pattern in _NUMBERED.items() if (found := pattern.search(where))}
    names = {name: found[1] for name, pattern in _NAMED.items() if (found := pattern.search(where))}
    return Place(**numbers, **names) if numbers or "sheet" in names else None
