"""The report's PDF with every finding marked where it is printed, as annotations that any viewer shows."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan_nb.document import Place
from juesuan_nb.errors import UsageError
from juesuan_nb.evidence.sources import Sources
from juesuan_nb.evidence.spots import Spots
from juesuan_nb.files import whole

if TYPE_CHECKING:
    import pandas as pd

    from juesuan_nb.report import Report

_COLOURS = {"error": (200, 0, 0), "warning": (220, 130, 0), "info": (0, 90, 180)}
_FINE = 100
"""Device units per point, to turn boxes of the page as shown into its own space."""
_WIDTH = 1.5

Box = tuple[float, float, float, float]


def annotate(report: Report, findings: pd.DataFrame, path: Path) -> int:
    """Write the PDF with a box and a note for each place of the findings; how many were marked.

    Raises UsageError where the report is no PDF, or several files, or is not there any more, or was changed.
    """
    if len(report.sources) != 1 or report.document.form != "pdf":
        raise UsageError(f"{report.name} 不是单独一份 PDF，不能在上面标注；请用 run 生成的网页看出处。")
    source = Sources(report).of(Place())
    if source.trouble:
        raise UsageError(f"{source.trouble.partition('，不能')[0]}，不能在上面标注。请找回读入时的文件后重试。")
    marks = _marks(report, findings)
    document = pdfium.PdfDocument(source.data)
    try:
        count = sum(_mark_page(document, number, listed) for number, listed in sorted(marks.items()))
        data = BytesIO()
        document.save(data)
    finally:
        document.close()
    with whole(path) as part:
        part.write_bytes(data.getvalue())
    return count


def _marks(report: Report, findings: pd.DataFrame) -> dict[int, dict[Box, list[dict]]]:
    """Page → box → the findings there."""
    marks: dict[int, dict[Box, list[dict]]] = defaultdict(lambda: defaultdict(list))
    index = Spots(report)
    for finding in findings.to_dict("records"):
        for spot in index.of(finding):
            if spot.place.page and spot.place.box and not spot.place.file:
                found = marks[spot.place.page][spot.place.box]
                found += [finding] * (finding not in found)
    return marks


def _mark_page(document: pdfium.PdfDocument, number: int, marks: dict[Box, list[dict]]) -> int:
    page = document[number - 1]
    try:
        for box, findings in marks.items():
            _mark(page, box, findings)
        return len(marks)
    finally:
        page.close()


def _mark(page: pdfium.PdfPage, box: Box, findings: list[dict]) -> None:
    note = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_SQUARE)
    try:
        left, bottom, right, top = _own_space(page, box)
        raw.FPDFAnnot_SetRect(note, ctypes.byref(raw.FS_RECTF(left, top, right, bottom)))
        worst = min((finding["severity"] for finding in findings), key=list(_COLOURS).index)
        raw.FPDFAnnot_SetColor(note, raw.FPDFANNOT_COLORTYPE_Color, *_COLOURS[worst], 255)
        raw.FPDFAnnot_SetBorder(note, 0, 0, _WIDTH)
        _say(note, "T", "juesuan_nb")
        _say(note, "Contents", "\n".join(f"{finding['rule']} {finding['message']}" for finding in findings))
    finally:
        raw.FPDFPage_CloseAnnot(note)


def _own_space(page: pdfium.PdfPage, box: Box) -> Box:
    """(left, bottom, right, top) in the page's own space of a box on the page as it is shown."""
    width, height = page.get_size()
    corners = [_own_point(page, width, height, x, y) for x, y in (box[:2], box[2:])]
    (xa, ya), (xb, yb) = corners
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _own_point(page: pdfium.PdfPage, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    found_x, found_y = ctypes.c_double(), ctypes.c_double()
    size = round(width * _FINE), round(height * _FINE)
    at = round(x * _FINE), round(y * _FINE)
    raw.FPDF_DeviceToPage(page.raw, 0, 0, *size, 0, *at, ctypes.byref(found_x), ctypes.byref(found_y))
    return found_x.value, found_y.value


def _say(note: ctypes.c_void_p, key: str, text: str) -> None:
    units = (text + "\0").encode("utf-16-le")
    wide = (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)
    raw.FPDFAnnot_SetStringValue(note, key.encode(), wide)
