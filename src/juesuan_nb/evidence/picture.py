"""A cut of a PDF page with places boxed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageDraw

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL.Image import Image

Box = tuple[float, float, float, float]

SCALE = 2.0
"""Pixels per point: 144 dpi, sharp on a screen and in print."""
BAND = 48.0
"""Points of the page shown above and below the place."""
_COLOURS = 32
_EDGE = (190, 0, 0)
_GAP = 4


def cut(document: pdfium.PdfDocument, number: int, places: Sequence[Box], scale: float = SCALE) -> bytes:
    """The band of a page around `places` (points from the upper left corner as shown) with each boxed, as PNG.

    Raises IndexError where there is no such page, pdfium.PdfiumError where it cannot be drawn.
    """
    if not 1 <= number <= len(document):
        raise IndexError(number)
    page = document[number - 1]
    try:
        picture = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        page.close()
    return _png(_framed(_palette(picture), places, scale))


def _palette(picture: Image) -> Image:
    """Few colours, which makes a page small, the last of them kept for the frames."""
    small = picture.quantize(_COLOURS - 1)
    colours = (small.getpalette() or [])[: 3 * (_COLOURS - 1)]
    small.putpalette(colours + [0] * (3 * (_COLOURS - 1) - len(colours)) + list(_EDGE))
    return small


def _framed(picture: Image, places: Sequence[Box], scale: float) -> Image:
    """Dark enough to be seen in grey print, thin enough to hide nothing."""
    pen = ImageDraw.Draw(picture)
    for x0, top, x1, bottom in places:
        corners = x0 * scale - _GAP, top * scale - _GAP, x1 * scale + _GAP, bottom * scale + _GAP
        pen.rectangle(corners, outline=_COLOURS - 1, width=3)
    upper = min(top for _, top, _, _ in places) - BAND
    lower = max(bottom for _, _, _, bottom in places) + BAND
    return picture.crop((0, max(0, int(upper * scale)), picture.width, min(picture.height, int(lower * scale))))


def _png(picture: Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
