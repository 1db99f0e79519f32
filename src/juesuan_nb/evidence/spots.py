"""The places that a finding names, as places of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from juesuan_nb.document import Place, fold
from juesuan_nb.evidence.model import Spot, place_of

if TYPE_CHECKING:
    import pandas as pd

    from juesuan_nb.report import Report

_WHERE = re.compile(r"（([^（）]*(?:第\d+[页行]|工作表“[^”]+”|\([\d., ]+\))[^（）]*)）$")
_NUMBERED = {"page": re.compile(r"第(\d+)页"), "line": re.compile(r"第(\d+)行")}
_NAMED = {"sheet": re.compile(r"工作表“(.+?)”"), "file": re.compile(r"《(.+?)》")}
_NAMES = ("code", "item", "subject", "column")


def spots_of(report: Report, finding: Mapping[str, object]) -> list[Spot]:
    """Where a finding is printed: the cells, claims and facts that its places name, in their order, each once.

    A place that no figure stands at (a heading) is given as it is told.
    """
    found: dict[Place, Spot] = {}
    for told in filter(None, str(finding["places"]).split("；")):
        for spot in _spots(report, told):
            found.setdefault(spot.place, spot)
    return list(found.values())


def _spots(report: Report, told: str) -> Iterator[Spot]:
    where = _WHERE.search(told)
    title = _WHERE.sub("", told)
    for frame in (report.cells, report.claims, report.evaluation):
        rows = [row for row in _rows_at(frame, where[1] if where else told) if _named(row, title)]
        if rows:
            yield from (Spot(place_of(row), title, str(row.get("raw") or row["value"])) for row in rows)
            return
    if place := _place(where[1] if where else told):
        yield Spot(place, title)


def _rows_at(frame: pd.DataFrame, where: str) -> Iterable[dict]:
    """The rows whose page and line, or other place, are those told."""
    place = _place(where)
    if place is None:
        mine = frame["box"].map(lambda box: bool(box) and box == where)
    else:
        mine = (frame["page"].fillna(0) == (place.page or 0)) & (frame["line"].fillna(0) == (place.line or 0))
        if place.sheet or place.cell:
            mine &= frame["box"] == where
    return frame[mine].to_dict("records")


def _place(where: str) -> Place | None:
    numbers = {name: int(found[1]) for name, pattern in _NUMBERED.items() if (found := pattern.search(where))}
    names = {name: found[1] for name, pattern in _NAMED.items() if (found := pattern.search(where))}
    return Place(**numbers, **names) if numbers or "sheet" in names else None


def _named(row: Mapping[str, object], title: str) -> bool:
    """Whether the title names the row: a cell by item, code and column, others by one name."""
    said = fold(title)
    names = [fold(str(row[name])) for name in _NAMES if row.get(name)]
    if "column" in row:
        return bool(names) and all(name in said for name in names)
    return any(name in said for name in names)
