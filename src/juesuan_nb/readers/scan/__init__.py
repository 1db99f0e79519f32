"""Scans: pages that are pictures, read by OCR (the extra `ocr`). Slow: some seconds a page."""

import logging
import warnings
from collections.abc import Collection, Sequence
from dataclasses import replace
from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageOps

from juesuan_nb.document import Block, Cell, Grid, Paragraph, Place
from juesuan_nb.errors import ReadError
from juesuan_nb.readers.pdf.page import FEW, Page
from juesuan_nb.readers.scan.engine import COMMAND, is_installed, require
from juesuan_nb.readers.scan.page import DPI, Scanned, read

__all__ = ["COMMAND", "MAX_PAGES", "Scanned", "is_installed", "marked", "read_image", "read_pages", "require"]

MAX_PAGES = 300
"""Scanned pages of one report: at some seconds a page more would take an hour."""
_MAX_PIXELS = 100_000_000
_SHORTEST, _A4, _LONGEST = 400.0, 842.0, 1_300.0
"""Points of the longer side: sheets up to A3 are what they say they are, all others are taken for A4."""
_SCREEN = 96.0
_MOST = 0.6
_LOG = logging.getLogger(__name__)
"""Tells the progress, page by page, at level INFO."""


def read_pages(data: bytes, pages: Sequence[Page], name: str, numbers: Collection[int]) -> list[Page]:
    """The pages of a PDF; those of the given numbers, and those that are a picture with a stamp, read from the picture.

    Raises ReadError where they are too many.
    """
    if not numbers and not any(map(_may_be_picture, pages)):
        return list(pages)
    document = pdfium.PdfDocument(data)
    try:
        wanted = [page.number for page in pages if page.number in numbers or _is_picture(document, page)]
        if len(wanted) > MAX_PAGES:
            problem = f"扫描的页有{len(wanted)}页，超过{MAX_PAGES}页的上限"
            raise ReadError(name, problem, "请只取部门决算公开的那一部分再试")
        read_by_number: dict[int, Page] = {}
        for at, number in enumerate(wanted, 1):
            _LOG.info("%s：正在识别第%d页（扫描页%d/%d）", name, number, at, len(wanted))
            read_by_number[number] = _read_page(document, number, name)
        return [read_by_number.get(page.number, page) for page in pages]
    finally:
        document.close()


def read_image(data: bytes, name: str) -> Scanned:
    """The page that a PNG or JPEG file shows. Raises ReadError where it is damaged or too large, or OCR is missing."""
    require(name, "这是 PNG 或 JPEG 图片，要识别出文字才能读取")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            fits = image.width * image.height <= _MAX_PIXELS
            gray = _on_white(image) if fits else None
    except Exception:  # Pillow meets damage with every kind of error
        raise ReadError(name, "PNG 或 JPEG 图片已损坏或不完整，打不开", "请重新扫描或重新下载后再试") from None
    if gray is None:
        raise ReadError(name, f"图片太大（{image.width}×{image.height}像素）", "请按每英寸200点重新扫描后再试")
    _LOG.info("%s：正在识别图片", name)
    enlarged = _points(image) * DPI / 72 / max(gray.size)
    size = tuple(max(1, round(side * enlarged)) for side in gray.size)
    return _recognised(gray.resize(size, Image.Resampling.LANCZOS) if size != gray.size else gray, 1, 1.0, name)


def marked(block: Block) -> Block:
    """The block with every place marked as read from a picture."""

    def at(place: Place) -> Place:
        return replace(place, scanned=True)

    if isinstance(block, Paragraph):
        return Paragraph(block.text, at(block.place))
    return Grid(tuple(tuple(Cell(cell.text, at(cell.place)) for cell in row) for row in block.rows))


def _may_be_picture(page: Page) -> bool:
    return page.has_image and 0 < len(page.chars) <= FEW


def _is_picture(document: pdfium.PdfDocument, page: Page) -> bool:
    if not _may_be_picture(page):
        return False
    sheet = document[page.number - 1]
    try:
        width, height = sheet.get_size()
        bounds = [item.get_bounds() for item in sheet.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
        return any((x1 - x0) * (top - bottom) > _MOST * width * height for x0, bottom, x1, top in bounds)
    except pdfium.PdfiumError:
        return False
    finally:
        sheet.close()


def _read_page(document: pdfium.PdfDocument, number: int, name: str) -> Scanned:
    sheet = document[number - 1]
    try:
        longest = max(sheet.get_size())
        scale = 1.0 if _SHORTEST <= longest <= _LONGEST else longest / _A4
        image = sheet.render(scale=DPI / 72 / scale, grayscale=True).to_pil()
    except pdfium.PdfiumError:
        raise ReadError(name, f"PDF 第{number}页的图像已损坏，读不出来", "请重新下载或重新扫描") from None
    finally:
        sheet.close()
    return _recognised(image, number, scale, name)


def _recognised(image: Image.Image, number: int, scale: float, name: str) -> Scanned:
    try:
        return read(image, number, scale)
    except Exception as error:  # of the engine and its models, which may be broken or meet a picture they cannot take
        problem = f"识别第{number}页时出错（{type(error).__name__}）"
        raise ReadError(name, problem, f"请重新扫描，或重新安装识别功能再试。{COMMAND}") from error


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in gray, what is transparent in white. A photograph is turned as its camera was held."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(ground, image.convert("RGBA")).convert("L")
    return image.convert("L")


def _points(image: Image.Image) -> float:
    """The longer side of the sheet: by the resolution that the file tells, if it is a scanner's; else that of A4."""
    told = float(image.info.get("dpi", (0, 0))[0] or 0)
    points = max(image.size) * 72 / told if told > _SCREEN else 0.0
    return points if _SHORTEST <= points <= _LONGEST else _A4
