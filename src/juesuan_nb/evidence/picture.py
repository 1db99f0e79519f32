"""A cut of a PDF page with places boxed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

Box = tuple[float, float, float, float]

SCALE = 2.0
"""Pixels per point: 144 dpi, sharp on a screen and in print."""
BAND = 60.0
"""Points of the page shown above and below the place."""
_COLOURS = 32
_EDGE = (190, 0, 0)
_GAP = 4


def cut(path: Path, number: int, places: Sequence[Box]) -> bytes:
    """The band of a page around `places` (points from the upper left corner as shown) with each boxed, as PNG.

    Raises pdfium.PdfiumError where the file cannot be opened, IndexError where it has no such page.
    """
    with _page(path, number) as page:
        picture = page.render(scale=SCALE).to_pil().convert("RGB")
    return _png(_framed(picture, places))


@contextmanager
def _page(path: Path, number: int) -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(path)
    try:
        page = document[number - 1]
        yield page
        page.close()
    finally:
        document.close()


def _framed(picture: Image, places: Sequence[Box]) -> Image:
    """Dark enough to be seen in grey print, thin enough to hide nothing."""
    pen = ImageDraw.Draw(picture)
    for x0, top, x1, bottom in places:
        corners = x0 * SCALE - _GAP, top * SCALE - _GAP, x1 * SCALE + _GAP, bottom * SCALE + _GAP
        pen.rectangle(corners, outline=_EDGE, width=3)
    upper = min(top for _, top, _, _ in places) - BAND
    lower = max(bottom for _, _, _, bottom in places) + BAND
    return picture.crop((0, max(0, int(upper * SCALE)), picture.width, min(picture.height, int(lower * SCALE))))


def _png(picture: Image) -> bytes:
    out = BytesIO()
    picture.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
