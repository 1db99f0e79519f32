"""PDF with a text layer: characters and rules by pdfium, joined into cells by pdfplumber's table functions."""

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan_nb.document import Block, Paragraph, Place, RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import scan
from juesuan_nb.readers.pdf import guard, plumber
from juesuan_nb.readers.pdf.lines import Line, line
from juesuan_nb.readers.pdf.margins import without_margins
from juesuan_nb.readers.pdf.native import uncollected
from juesuan_nb.readers.pdf.page import Page, load
from juesuan_nb.readers.pdf.tables import Found, find

MAX_PAGES = 1_000
"""The longest reports with all their attachments have some hundreds of pages."""
_TAIL = 4_096
_CHINESE = re.compile("[一-鿿]")
_CHINESE_SHARE = 0.05
_GARBLED_SHARE = 0.2
_SHOWN_PAGES = 10


@uncollected()
def read(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of a PDF: one paragraph per printed line, one grid per table, each with its page and box.

    Boxes are (x0, top, x1, bottom) in points from the upper left corner of the page as it is shown. Pages without text
    are read by OCR; where it is not installed they are named in the notes. Raises ReadError where the file is damaged,
    locked, too long, or has no readable text at all (a scan, a font without meanings) and OCR cannot help.
    """
    return assembled(_with_pictures(data, _pages(data, name), name), name, "pdf", sha256)


@uncollected()
def assembled(pages: list[Page], name: str, form: str, sha256: str) -> RawDocument:
    """The document that the pages make. Raises ReadError where no text was found on them."""
    if problem := _text_problem(pages):
        raise ReadError(
            name, f"{problem}，识别图像也没有结果", "请换成更清晰的扫描件，或带文字层的 PDF、Word、Excel 文件"
        )
    found = [find(page) for page in pages]
    texts = without_margins(pages, [[line(row, gap=None) for row in one.outside] for one in found])
    blocks = [block for page, one, text in zip(pages, found, texts, strict=True) for block in _blocks(page, one, text)]
    return RawDocument(name, form, sha256, tuple(blocks), _notes(pages))


def _with_pictures(data: bytes, pages: list[Page], name: str) -> list[Page]:
    """The pages, those without readable text read from their pictures. Raises ReadError where that is all the text
    there is and OCR is not installed."""
    if problem := _text_problem(pages):
        scan.require(name, problem)
        return scan.read_pages(data, pages, name, {page.number for page in pages})
    if not scan.is_installed():
        return pages
    return scan.read_pages(data, pages, name, {page.number for page in pages if _is_blank(page) or _is_garbled(page)})


def _pages(data: bytes, name: str) -> list[Page]:
    if b"%%EOF" not in data[-_TAIL:]:
        raise ReadError(name, "PDF 文件不完整，没有结尾，可能没有下载完", "请重新下载后再试")
    guard.try_out(data, name)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError(name, "PDF 有打开密码，不能读取", "请用密码打开后另存为没有密码的 PDF") from None
        raise ReadError(name, "PDF 文件已损坏，打不开", "请重新下载，或用 PDF 阅读软件打开后另存一份") from None
    try:
        count = len(document)
        if count > MAX_PAGES:
            problem = f"PDF 有{count}页，超过{MAX_PAGES}页的上限"
            raise ReadError(name, problem, "请只取部门决算公开的那一部分再试")
        return [_page(document, data, index, name) for index in range(count)]
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, data: bytes, index: int, name: str) -> Page:
    try:
        return load(document, index)
    except pdfium.PdfiumError:
        if page := plumber.load(data, index):
            return page
        advice = "请重新下载，或用 PDF 阅读软件打开后另存一份"
        raise ReadError(name, f"PDF 第{index + 1}页已损坏，读不出来", advice) from None


def _text_problem(pages: list[Page]) -> str:
    """What is wrong where the document has no text, or none that means anything."""
    letters = "".join([char.text for page in pages for char in page.chars]).replace(" ", "")
    unreadable = sum(page.unreadable for page in pages)
    if not letters and not unreadable:
        return "这份文件是扫描件，只有图像，没有文字层"
    chinese = len(_CHINESE.findall(letters))
    garbled = unreadable > len(letters) * _GARBLED_SHARE or chinese < len(letters) * _CHINESE_SHARE
    return "PDF 的字体没有文字编码，读出来是乱码，不是汉字" if garbled else ""


def _is_blank(page: Page) -> bool:
    return not page.chars and page.has_image


def _is_garbled(page: Page) -> bool:
    return page.unreadable > len(page.chars) * _GARBLED_SHARE


def _notes(pages: list[Page]) -> tuple[str, ...]:
    """What of the document could not be read, for the analyst."""
    blank = [page.number for page in pages if _is_blank(page) and not isinstance(page, scan.Scanned)]
    garbled = [page.number for page in pages if _is_garbled(page)]
    dense = [page.number for page in pages if page.dense]
    told = (
        (blank, f"没有文字层（可能是扫描图像），未读入；如需读入，{scan.COMMAND}"),
        (garbled, "有字体没有文字编码，部分文字读不出来"),
        (dense, "线条或文字过多（可能是图），未完全读入"),
    )
    return tuple(f"{_numbers(numbers)}{problem}" for numbers, problem in told if numbers)


def _numbers(numbers: list[int]) -> str:
    rest = f"等{len(numbers)}页" if len(numbers) > _SHOWN_PAGES else "页"
    return f"第{'、'.join(map(str, numbers[:_SHOWN_PAGES]))}{rest}"


def _blocks(page: Page, found: Found, texts: list[Line]) -> Iterator[Block]:
    """Tables and lines of a page from top to bottom."""
    placed: list[tuple[float, float, Block]] = list(found.tables)
    for printed in texts:
        place = Place(page=page.number, box=page.shown(printed.box))
        placed.append((printed.box[1], printed.box[0], Paragraph(printed.text, place)))
    blocks = (block for _, _, block in sorted(placed, key=lambda item: item[:2]))
    return map(scan.marked, blocks) if isinstance(page, scan.Scanned) else blocks
