"""Rows of a report's frames and findings → evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from juesuan_nb.document import Place
from juesuan_nb.evidence.context import around
from juesuan_nb.evidence.model import Evidence, Shown, Spot, place_of
from juesuan_nb.evidence.picture import cut
from juesuan_nb.evidence.spots import spots_of

if TYPE_CHECKING:
    from juesuan_nb.report import Report

MOST = 12
"""Places of one finding that are shown."""


def show(report: Report, row: Mapping[str, object]) -> Shown:
    """The evidence of a row of `report.cells`, `claims` or `evaluation`, or of all places of a finding."""
    if "places" in row:
        return Shown(evidence(report, spots_of(report, row)[:MOST]))
    return Shown(evidence(report, [Spot(place_of(row), _title(row), str(row.get("raw") or row.get("value") or ""))]))


def evidence(report: Report, spots: Iterable[Spot]) -> Iterator[Evidence]:
    """Pictures of the places that have a box on a page, page by page, and the text around the others."""
    spots = sorted(spots, key=lambda spot: (spot.place.file, spot.place.page or 0))
    without: list[Spot] = []
    for _, group in groupby(spots, key=lambda spot: (spot.place.file, spot.place.page)):
        listed = list(group)
        boxed = [spot for spot in listed if spot.place.box]
        if boxed and (png := _picture(source(report, boxed[0].place), boxed)):
            yield Evidence(tuple(boxed), png)
            without += [spot for spot in listed if not spot.place.box]
        else:
            without += listed
    found = list(around(report.document, without))
    yield from (Evidence(tuple(marked), text=text) for marked, text in found)
    known = {spot for marked, _ in found for spot in marked}
    yield from (Evidence((spot,)) for spot in without if spot not in known)


def source(report: Report, place: Place) -> Path | None:
    """The file in which a place lies; None where it is not there any more."""
    files = (path for path in report.sources if place.file in ("", path.name))
    return next((path for path in files if path.is_file()), None)


def _picture(path: Path | None, spots: list[Spot]) -> bytes:
    """The picture of places on one page, or nothing where the file is gone or has become another one."""
    try:
        return cut(path, spots[0].place.page, [spot.place.box for spot in spots]) if path else b""
    except (pdfium.PdfiumError, IndexError):
        return b""


def _title(row: Mapping[str, object]) -> str:
    if row.get("table"):
        names = (str(row.get(name) or "") for name in ("code", "item", "column"))
        return f"《{row['table']}》{'·'.join(filter(None, names))}"
    return str(row.get("subject") or row.get("item") or "")
