"""A cut of a PDF page with places boxed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import TYPE_CHECKING

from PIL import ImageDraw

from juesuan_nb.pictures import packed, pixels

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from PIL.Image import Image

Box = tuple[float, float, float, float]

SCALE = 2.0
"""Pixels per point: 144 dpi, sharp on a screen and in print."""
BAND = 48.0
"""Points of the page shown above and below the place."""
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
        height = ceil(page.get_height() * scale)
        upper = max(0, floor((min(top for _, top, _, _ in places) - BAND) * scale))
        lower = min(height, ceil((max(bottom for _, _, _, bottom in places) + BAND) * scale))
        # pdfium draws the band alone; what is cut off above and below is told in points, rounded up to whole pixels.
        off = [max(0.0, pixels_off - 0.5) / scale for pixels_off in (height - lower, upper)]
        picture = page.render(scale=scale, crop=(0, off[0], 0, off[1])).to_pil().convert("RGBA")
    finally:
        page.close()
    _frame(picture, places, scale, upper)
    return packed(pixels(picture.tobytes(), picture.size[::-1]))


def _frame(picture: Image, places: Sequence[Box], scale: float, upper: int) -> None:
    """Dark enough to be seen in grey print, thin enough to hide nothing; the picture begins at `upper` pixels."""
    pen = ImageDraw.Draw(picture)
    for x0, top, x1, bottom in places:
        corners = x0 * scale - _GAP, top * scale - _GAP - upper, x1 * scale + _GAP, bottom * scale + _GAP - upper
        pen.rectangle(corners, outline=_EDGE, width=3)
