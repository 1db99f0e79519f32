"""Word documents (docx): paragraphs and tables in the order of the body, with the numbers that Word adds itself.

Own walk over document.xml instead of a document model: it reads what stands inside content controls, tracked changes
and text boxes, and nothing but the parts that hold text.
"""

import re
from collections.abc import Iterator

from lxml import etree

from juesuan_nb.document import Block, Cell, Grid, Paragraph, Place, RawDocument, Row
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import numbering
from juesuan_nb.readers.archives import Package
from juesuan_nb.readers.numbering import Element, child, local, value
from juesuan_nb.readers.spans import MAX_SPAN, SpanLayout, Spanned

_DOCUMENT = re.compile(r"/?word/document\d*\.xml")
_WRAPPERS = {
    "body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "AlternateContent",
    "Choice", "dir", "bdo",
}  # fmt: skip
_REMOVED = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "txbxContent", "rt"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_FIGURE = re.compile(r"\d\.\d{2}(?!\d)")
_FEW_FIGURES = 4


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of a docx file. Raises ReadError on a package that is not whole."""
    package = Package(data, name)
    part = next((part for part in package.names if _DOCUMENT.fullmatch(part)), "word/document.xml")
    body = child(_parse(package, part), "body")
    if body is None:
        raise ReadError(name, "Word 文件里没有正文", "请用 Word 或 WPS 打开后另存一份再试")
    lists = numbering.read(_optional(package, "word/numbering.xml"), _optional(package, "word/styles.xml"))
    return RawDocument(name, "docx", sha256, tuple(_Body(lists).blocks(body)))


def _parse(package: Package, part: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(package.xml(part), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(package.name, f"内部部分 {part} 已损坏", "请用 Word 或 WPS 打开后另存一份再试") from error


def _optional(package: Package, part: str) -> Element | None:
    return _parse(package, part) if part in package else None


class _Body:
    """One walk over the body; it counts paragraphs and tables, which are the places."""

    def __init__(self, lists: numbering.Numbering) -> None:
        self.lists, self.paragraphs, self.tables = lists, 0, 0

    def blocks(self, container: Element) -> Iterator[Block]:
        """The blocks of a container (body, table cell, text box) in order."""
        for element in container:
            tag = local(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag in _WRAPPERS:
                yield from self.blocks(element)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        """A paragraph, line by line where it is broken by hand; then the text boxes that are anchored in it."""
        label = self.lists.label(child(element, "pPr"))
        text = _text(element)
        if text.strip():
            self.paragraphs += 1
            lines = f"{label}{text.strip()}".split("\n")
            yield from (Paragraph(line.strip(), Place(line=self.paragraphs)) for line in lines if line.strip())
        for box in _boxes(element):
            yield from self.blocks(box)

    def _table(self, table: Element) -> Iterator[Block]:
        """A grid; a table that only frames text or other tables gives what is inside it."""
        if _is_frame(table):
            for cell in (cell for row in _children(table, "tr") for cell in _children(row, "tc")):
                yield from self.blocks(cell)
            return
        self.tables += 1
        layout = SpanLayout()
        rows: list[Row] = []
        for number, row in enumerate(_children(table, "tr"), 1):
            cells = list(self._cells(row, number))
            if cells:
                rows.append(layout.row(cells, cells[0].cell.place))
        if rows:
            yield Grid(tuple(rows))

    def _cells(self, row: Element, number: int) -> Iterator[Spanned]:
        column = _span(child(row, "trPr", "gridBefore"), 0)
        yield from (Spanned(Cell("", self._place(number, place + 1))) for place in range(column))
        for cell in _children(row, "tc"):
            width = _span(child(cell, "tcPr", "gridSpan"), 1)
            merged = child(cell, "tcPr", "vMerge")
            covered = merged is not None and value(merged) != "restart"
            text = "" if covered else self._cell_text(cell)
            yield Spanned(Cell(text, self._place(number, column + 1)), width)
            column += width

    def _cell_text(self, cell: Element) -> str:
        texts = []
        for paragraph in cell.iter():
            if local(paragraph) == "p":
                text = _text(paragraph).strip()
                texts.append(f"{self.lists.label(child(paragraph, 'pPr'))}{text}" if text else "")
        return re.sub(r"\s+", " ", " ".join(filter(None, texts)))

    def _place(self, row: int, column: int) -> Place:
        return Place(cell=f"表{self.tables}第{row}行第{column}列")


def _text(element: Element) -> str:
    """The text of a paragraph without what was deleted, hidden, or stands in text boxes."""
    pieces: list[str] = []
    stack = list(reversed(element))
    while stack:
        node = stack.pop()
        tag = local(node)
        if tag in _REMOVED or (tag == "r" and _vanishes(node)):
            continue
        if tag == "t":
            pieces.append(node.text or "")
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        else:
            stack += reversed(node)
    return "".join(pieces)


def _vanishes(run: Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and value(hidden) not in ("0", "false", "off")


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The contents of the text boxes of a paragraph, outermost ones, each once (a fallback repeats it)."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if local(node) == "txbxContent":
            yield node
        elif local(node) not in ("Fallback", "del", "moveFrom"):
            stack += reversed(node)


def _children(element: Element, name: str) -> Iterator[Element]:
    """The children of this name, inside content controls and tracked changes too; deleted rows are left out."""
    for node in element:
        tag = local(node)
        if tag == name:
            if tag != "tr" or child(node, "trPr", "del") is None:
                yield node
        elif tag in _WRAPPERS:
            yield from _children(node, name)


def _is_frame(table: Element) -> bool:
    """Whether a table has no two texts in a row, or holds other tables and hardly a figure of its own."""
    nested = any(local(node) == "tbl" for node in table.iterdescendants())
    plain, widest = [], 0
    for row in _children(table, "tr"):
        texts = []
        for cell in _children(row, "tc"):
            if not (nested and any(local(node) == "tbl" for node in cell.iterdescendants())):
                texts.append("".join(_text(node) for node in cell.iter() if local(node) == "p"))
        widest = max(widest, sum(bool(text.strip()) for text in texts))
        plain += texts
    if nested:
        return sum(len(_FIGURE.findall(text)) for text in plain) < _FEW_FIGURES
    return widest < 2


def _span(element: Element | None, default: int) -> int:
    text = value(element)
    return min(max(int(text), default), MAX_SPAN) if text.isdigit() and len(text) < 6 else default
