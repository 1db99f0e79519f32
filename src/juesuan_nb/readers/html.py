"""Web pages: their data tables as grids, the text around them as paragraphs; what only navigates is left out.

Pages are laid out with tables inside tables: a table is data where it holds no other, or its own cells hold figures.
"""

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from juesuan_nb.document import Block, Cell, Grid, Paragraph, Place, RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers.encodings import decodings
from juesuan_nb.readers.spans import SpanLayout, Spanned, spans

MAX_BYTES = 32 << 20
MAX_AREA = 2_000_000

Element = etree._Element
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,30})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,30})""")
_WHOLE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|frameset)\b", re.IGNORECASE)
_FRAGMENT = re.compile(rb"<(?:div|p|h[1-6]|center|span|section|article|style|script|ul|font|form)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"^(?:\s|\xef\xbb\xbf|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "cp936"}
_SILENT = {
    "script", "style", "noscript", "template", "head", "nav", "select", "button", "svg", "object", "iframe", "textarea",
    "footer", "aside",
}  # fmt: skip
_BLOCK = {
    "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "tr", "td", "th", "table", "tbody", "thead", "tfoot", "caption", "pre", "blockquote", "center", "form", "header",
    "main", "figure", "address", "article", "body",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FIGURE = re.compile(r"\d\.\d{2}(?!\d)")
_FEW_FIGURES = 4
_MARKED = 0.9
_PROSE_CELL = 1500


def is_html(data: bytes) -> bool:
    """Whether the content is a web page: it begins with a page's tags, or is a piece of one.

    Markdown may hold tables in HTML, or begin with one; its words stand on lines of their own.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data[:8192].decode("utf-16", "ignore").encode()
    start = _MARKUP.match(data[:4096])
    position = start.end() if start else 0
    if _WHOLE.match(data, position):
        return True
    if not _FRAGMENT.match(data, position):
        return False
    lines = [line for line in data.splitlines() if line.strip()]
    return sum(line.lstrip().startswith(b"<") for line in lines) >= _MARKED * len(lines)


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of a saved web page. Raises ReadError where it is too large, too deep, or in no known encoding."""
    if len(data) > MAX_BYTES:
        raise ReadError(name, f"网页超过 {MAX_BYTES >> 20} MB", "请只保存决算公开的正文页面再试")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(_decode(data, name).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadError(name, "网页的结构已损坏", "请用浏览器打开后重新保存，或打印成 PDF 再试") from error
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise ReadError(name, "网页的标签嵌套过深", "请用浏览器打开后打印成 PDF 再试")
    return RawDocument(name, "html", sha256, tuple(_Page(name).blocks(root)) if root is not None else ())


def read_mhtml(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of a page saved as one file (mht): its first part that is a page."""
    try:
        parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
        page = parts[0].get_payload(decode=True) if parts else None
        charset = parts[0].get_content_charset("") if parts else ""
    except (ValueError, LookupError, RecursionError, AttributeError) as error:
        raise ReadError(name, "网页归档（mht）已损坏", "请用浏览器打开后另存为网页或 PDF 再试") from error
    if not isinstance(page, bytes):
        raise ReadError(name, "网页归档（mht）里没有正文", "请用浏览器打开后另存为网页或 PDF 再试")
    declared = f'<meta charset="{charset}">'.encode() if charset.isascii() and charset else b""
    return replace(read(declared + page, name, sha256), form="mhtml")


def _decode(data: bytes, name: str) -> str:
    declared = (_XML_CHARSET.search(data[:200]) or _CHARSET.search(data[:8192]) or [b"", b""])[1].decode().lower()
    own = "gb18030" if declared in _CHINESE else declared
    for text in decodings(data, own):
        return text
    try:
        return data.decode(own or "utf-8", "replace")
    except LookupError:
        raise ReadError(name, f"网页的编码“{own}”无法识别", "请用浏览器打开后另存为 UTF-8 的网页再试") from None


class _Page:
    """One walk over the page; no recursion, so that nesting is bounded by a number and not by the interpreter."""

    def __init__(self, name: str) -> None:
        self.name, self.area = name, 0
        self.words: list[str] = []
        self.linked = 0
        self.line: int | None = None

    def blocks(self, root: Element) -> Iterator[Block]:
        """The blocks in reading order. A stack entry is an element to open, or the text that ends one."""
        stack: list[tuple[Element, bool, bool]] = [(root, False, False)]
        while stack:
            node, done, linked = stack.pop()
            block = node.tag in _BLOCK
            if block:
                yield from self._paragraph()
            if done:
                self._word(node.tail, node, linked)
                continue
            stack.append((node, True, linked))
            if _unseen(node):
                continue
            if node.tag == "table" and _is_data(node):
                yield from self._table(node)
                continue
            inner = linked or (node.tag == "a" and "href" in node.attrib)
            self._word(node.text, node, inner)
            stack += [(child, False, inner) for child in reversed(node)]
        yield from self._paragraph()

    def _word(self, text: str | None, node: Element, linked: bool) -> None:
        if text and text.strip():
            self.line = self.line if self.words else node.sourceline
            self.linked += len(_tight(text)) if linked else 0
        if text and (self.words or text.strip()):
            self.words.append(text)

    def _paragraph(self) -> Iterator[Paragraph]:
        """The words gathered so far, unless they are but links to elsewhere."""
        text = re.sub(r"\s+", " ", "".join(self.words)).strip()
        if text and self.linked < len(_tight(text)):
            yield Paragraph(text, Place(line=self.line))
        self.words, self.linked = [], 0

    def _table(self, table: Element) -> Iterator[Block]:
        rows = []
        layout = SpanLayout()
        for tr in _own_rows(table):
            row = layout.row(_cells(tr), Place(line=tr.sourceline))
            self.area += len(row)
            if self.area > MAX_AREA:
                raise ReadError(self.name, "网页里的表格过大", "请只保存决算公开的正文页面再试")
            if row:
                rows.append(row)
        for caption in table.iterchildren("caption"):
            if text := _text(caption):
                yield Paragraph(text, Place(line=caption.sourceline))
        if max((sum(bool(cell.text) for cell in row) for row in rows), default=0) > 1:
            yield Grid(tuple(rows))
        else:
            yield from (Paragraph(cell.text, cell.place) for row in rows for cell in row if cell.text)


def _cells(tr: Element) -> Iterator[Spanned]:
    for cell in tr.iterchildren("td", "th"):
        if not _unseen(cell):
            yield Spanned(Cell(_text(cell), Place(line=cell.sourceline)), *spans(cell.attrib))


def _own_rows(table: Element) -> Iterator[Element]:
    for child in table.iterchildren("tr", "tbody", "thead", "tfoot"):
        rows = [child] if child.tag == "tr" else child.iterchildren("tr")
        yield from (row for row in rows if not _unseen(row))


def _is_data(table: Element) -> bool:
    """Whether a table is data and no frame: no table inside, or figures of its own; no cell that is a whole page."""
    own = [cell for row in _own_rows(table) for cell in row.iterchildren("td", "th")]
    if next(table.iterdescendants("table"), None) is not None:
        plain = (cell for cell in own if next(cell.iterdescendants("table"), None) is None)
        return sum(len(_FIGURE.findall(_text(cell))) for cell in plain) >= _FEW_FIGURES
    return bool(own) and all(len(_text(cell)) < _PROSE_CELL for cell in own)


def _text(cell: Element) -> str:
    """The text of a cell: what stands side by side is one word (figures are cut by markup), blocks are parted."""
    pieces = [cell.text or ""]
    hidden: Element | None = None
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        if node is cell:
            continue
        if node.tag in _BLOCK:
            pieces.append(" ")
        if event == "start":
            hidden = node if hidden is None and _unseen(node) else hidden
            pieces.append((node.text or "") if hidden is None else "")
        else:
            hidden = None if hidden is node else hidden
            pieces.append((node.tail or "") if hidden is None else "")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _unseen(tag: Element) -> bool:
    hidden = "hidden" in tag.attrib or bool(_HIDDEN.search(tag.get("style", "")))
    return hidden or tag.tag in _SILENT or not isinstance(tag.tag, str)
