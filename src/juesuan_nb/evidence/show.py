"""Rows of a report's frames and findings → evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from juesuan_nb.document import Place
from juesuan_nb.evidence.context import around
from juesuan_nb.evidence.model import Evidence, Shown, place_of
from juesuan_nb.evidence.picture import cut
from juesuan_nb.evidence.spots import spots

if TYPE_CHECKING:
    from juesuan_nb.report import Report

MOST = 6
"""Places of one finding that are shown."""


def show(report: Report, row: Mapping[str, object]) -> Evidence | Shown:
    """The evidence of a row of `report.cells`, `claims` or `evaluation`, or of all places of a finding."""
    if "places" in row:
        return Shown(at(report, spot.place, spot.figure, spot.title) for spot in spots(report, row)[:MOST])
    return at(report, place_of(row), str(row.get("raw") or row.get("value") or ""), _title(row))


def at(report: Report, place: Place, figure: str = "", title: str = "") -> Evidence:
    """The evidence of a place; `figure` is the text marked there, `title` what it is."""
    caption = f"{title} {figure}".strip() + (f"（{place}）" if str(place) else "")
    if place.box and (png := _picture(source(report, place), place)):
        return Evidence(caption, png)
    rows, marked = around(report.document, place, figure)
    return Evidence(caption, rows=rows, marked=marked, figure=figure)


def source(report: Report, place: Place) -> Path | None:
    """The file in which a place lies; None where it is not there any more."""
    files = (path for path in report.sources if place.file in ("", path.name))
    return next((path for path in files if path.is_file()), None)


def _picture(path: Path | None, place: Place) -> bytes:
    """The picture of a place, or nothing where the file has changed so that it cannot be made."""
    try:
        return cut(path, place) if path and place.page else b""
    except (pdfium.PdfiumError, IndexError):
        return b""


def _title(row: Mapping[str, object]) -> str:
    if row.get("table"):
        return f"《{row['table']}》" + "·".join(
            filter(None, (str(row.get("item") or ""), str(row.get("column") or "")))
        )
    return str(row.get("subject") or row.get("item") or "")
