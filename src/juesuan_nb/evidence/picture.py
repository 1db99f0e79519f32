"""A cut of a PDF page with a place boxed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import ImageDraw

from juesuan_nb.document import Place

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

SCALE = 2.0
"""Pixels per point: 144 dpi, sharp on a screen and in print."""
BAND = 60.0
"""Points of the page shown above and below the place."""
_COLOURS = 32
_EDGE = (190, 0, 0)


def cut(path: Path, place: Place) -> bytes:
    """The band of the page around `place.box` with the box drawn, as PNG.

    Raises pdfium.PdfiumError where the file cannot be opened, IndexError where it has no such page.
    """
    with _page(path, place.page) as page:
        picture = page.render(scale=SCALE).to_pil().convert("RGB")
    return _png(_framed(picture, place.box))


@contextmanager
def _page(path: Path, number: int) -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(path)
    try:
        page = document[number - 1]
        yield page
        page.close()
    finally:
        document.close()


def _framed(picture: Image, box: tuple[float, float, float, float]) -> Image:
    """Dark enough to be seen in grey print, thin enough to hide nothing."""
    x0, top, x1, bottom = (side * SCALE for side in box)
    ImageDraw.Draw(picture).rectangle((x0 - 4, top - 4, x1 + 4, bottom + 4), outline=_EDGE, width=3)
    band = BAND * SCALE
    return picture.crop((0, max(0, int(top - band)), picture.width, min(picture.height, int(bottom + band))))


def _png(picture: Image) -> bytes:
    out = BytesIO()
    picture.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
