"""The files a report was read from: opened once, and only while they are what they were."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2 as pdfium

from juesuan_nb.readers.together import file_names

if TYPE_CHECKING:
    from pathlib import Path

    from juesuan_nb.document import Place
    from juesuan_nb.report import Report


class Source(NamedTuple):
    """The bytes of a file, or why they are not what was read."""

    data: bytes
    trouble: str


class Sources:
    """The files of one report by the name that places give them ("" where there is only one)."""

    def __init__(self, report: Report) -> None:
        names = file_names([path.name for path in report.sources]) if len(report.sources) > 1 else [""]
        digests = report.document.sha256.split("、")
        self._files = dict(zip(names, zip(report.sources, digests, strict=False), strict=False))
        if (budget := report.budget) and budget.sources:
            self._files[budget.file] = (budget.sources[0], budget.document.sha256)
        self._read: dict[str, Source] = {}
        self._opened: dict[str, pdfium.PdfDocument | None] = {}

    def of(self, place: Place) -> Source:
        """The file that a place lies in."""
        if place.file not in self._read:
            path, digest = self._files.get(place.file, (None, ""))
            self._read[place.file] = _read(path, digest, place.file)
        return self._read[place.file]

    def pdf(self, place: Place) -> pdfium.PdfDocument | None:
        """The file as a PDF; None where it is none, or is not what was read."""
        if place.file not in self._opened:
            self._opened[place.file] = None
            with suppress(pdfium.PdfiumError):
                if data := self.of(place).data:
                    self._opened[place.file] = pdfium.PdfDocument(data)
        return self._opened[place.file]

    def close(self) -> None:
        """Close what was opened."""
        for document in filter(None, self._opened.values()):
            document.close()
        self._opened.clear()


def _read(path: Path | None, digest: str, name: str) -> Source:
    called = path.name if path else name
    try:
        data = path.read_bytes() if path else b""
    except OSError:
        data = b""
    if not data:
        return Source(b"", f"原文件 {called} 已不在原处，不能显示页面图，下面是读入时的文字。")
    if sha256(data).hexdigest() != digest:
        return Source(b"", f"原文件 {called} 在读入之后改动过，不能显示页面图，下面是读入时的文字。")
    return Source(data, "")
