"""Rows of a report's frames and findings → evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd
import pypdfium2 as pdfium

from juesuan_nb.evidence.context import Context
from juesuan_nb.evidence.model import Evidence, Shown, Spot
from juesuan_nb.evidence.picture import SCALE, cut
from juesuan_nb.evidence.sources import Sources
from juesuan_nb.evidence.spots import Cells, Spots
from juesuan_nb.readers.together import placed

if TYPE_CHECKING:
    from juesuan_nb.document import RawDocument
    from juesuan_nb.report import Report

MOST = 12
"""Places of one finding that are shown."""


class Finder:
    """Shows evidence of one report: its files are opened and its figures indexed once. Use as a context."""

    def __init__(self, report: Report, scale: float = SCALE) -> None:
        self._report, self._scale = report, scale
        self._sources = Sources(report)

    def __enter__(self) -> Finder:
        return self

    def __exit__(self, *_: object) -> None:
        self._sources.close()

    @cached_property
    def _index(self) -> Spots:
        return Spots(self._report, self._cells)

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self._report.cells)

    @cached_property
    def _context(self) -> Context:
        return Context(_documents(self._report))

    def spots(self, row: Mapping[str, object] | pd.DataFrame) -> list[Spot]:
        """The places of a row of cells, claims or evaluation (one), of a finding (each it names), or of many rows."""
        if isinstance(row, pd.DataFrame):
            return [spot for one in row.to_dict("records") for spot in self.spots(one)]
        if "places" in row:
            return self._index.of(row)
        return [self._cells.spot(row, _title(row))]

    def show(self, row: Mapping[str, object] | pd.DataFrame) -> Shown:
        """The evidence of a row, or rows."""
        return self.shown(self.spots(row))

    def shown(self, spots: Sequence[Spot]) -> Shown:
        """The evidence of places; of very many the first ones, and how many there are."""
        rest = f"共 {len(spots)} 处，这里显示前 {MOST} 处。" if len(spots) > MOST else ""
        shown = list(self._evidence(spots[:MOST]))
        return Shown([*shown, Evidence((), note=rest)] if rest else shown)

    def _evidence(self, spots: Iterable[Spot]) -> Iterator[Evidence]:
        """Pictures of the places that have a box on a page, page by page, and the text around the others."""
        spots = sorted(spots, key=lambda spot: (spot.place.file, spot.place.page or 0))
        unseen: list[Spot] = []
        for _, group in groupby(spots, key=lambda spot: (spot.place.file, spot.place.page)):
            listed = list(group)
            boxed = [spot for spot in listed if spot.place.box]
            png = self._picture(boxed) if boxed else b""
            if png:
                yield Evidence(tuple(boxed), png)
            unseen += [spot for spot in listed if not (png and spot.place.box)]
        yield from self._texts(unseen)

    def _picture(self, spots: list[Spot]) -> bytes:
        """The picture of places on one page, or nothing where the file is gone, is another one, or cannot be drawn."""
        document = self._sources.pdf(spots[0].place)
        try:
            boxes = list(dict.fromkeys(spot.place.box for spot in spots))
            return cut(document, spots[0].place.page, boxes, self._scale) if document else b""
        except (pdfium.PdfiumError, IndexError):
            return b""

    def _texts(self, spots: list[Spot]) -> Iterator[Evidence]:
        found = list(self._context.around(spots))
        known = {spot for marked, _ in found for spot in marked}
        for marked, text in found:
            yield Evidence(tuple(marked), text=text, note=self._trouble(marked[0]))
        yield from (Evidence((spot,), note=self._trouble(spot)) for spot in spots if spot not in known)

    def _trouble(self, spot: Spot) -> str:
        """Why there is no picture of a place that has a box."""
        return self._sources.of(spot.place).trouble if spot.place.box else ""


def show(report: Report, row: Mapping[str, object] | pd.DataFrame) -> Shown:
    """The evidence of a row (or rows) of `report.cells`, `claims` or `evaluation`, or of all places of a finding.

    A PDF page is shown as a picture with the places boxed, everything else as the rows or lines around them. Where the
    file is gone or has changed since it was read, that is said, and the text stands in.
    """
    with Finder(report) as finder:
        return finder.show(row)


def _documents(report: Report) -> RawDocument:
    """The report, and behind it its 部门预算."""
    if not report.budget:
        return report.document
    behind = (placed(block, report.budget.file) for block in report.budget.document.blocks)
    return replace(report.document, blocks=(*report.document.blocks, *behind))


def _title(row: Mapping[str, object]) -> str:
    if row.get("table"):
        names = (str(row.get(name) or "") for name in ("code", "item", "column"))
        return f"《{row['table']}》{'·'.join(filter(None, names))}"
    return str(row.get("subject") or row.get("item") or "")
