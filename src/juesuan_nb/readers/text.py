"""Text conversions (.txt, .md): tab rows, Markdown pipe tables, HTML tables inside Markdown, plain lines.

Line numbers count from 1 as an editor shows them; a form feed starts a new page. White space inside a cell or a line is
kept: what it means (a damaged number, a wrapped name) is decided later, by what the cell is.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from juesuan_nb.document import Block, Cell, Grid, Paragraph, Place, RawDocument, Row
from juesuan_nb.errors import ReadError
from juesuan_nb.readers.encodings import decodings
from juesuan_nb.readers.spans import SpanLayout, Spanned, spans

_MARKDOWN_MARKS = re.compile(r"^(?:#{1,6}\s+|>\s*|[-*+]\s+(?=\S))+")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of a text conversion. Raises ReadError where the bytes are no text."""
    return RawDocument(name, "text", sha256, tuple(_blocks(_decode(data, name))))


def _decode(data: bytes, name: str) -> str:
    for text in decodings(data):
        if len(_CONTROL.findall(text)) <= len(text) // 1000:
            return text
    raise ReadError(name, "这不是文本文件，或编码无法识别", "请另存为 UTF-8 编码的文本，或确认文件没有损坏")


def _blocks(text: str) -> Iterator[Block]:
    """Blocks in reading order: neighbouring rows of one kind make a grid, every other line is a paragraph."""
    lines = list(_lines(text))
    position = 0
    while position < len(lines):
        place, line = lines[position]
        if "<table" in line.lower():
            end = _html_end(lines, position)
            yield from _html_blocks(lines[position:end])
            position = end
        elif kind := _row_kind(line):
            end = position
            while end < len(lines) and _row_kind(lines[end][1]) == kind:
                end += 1
            if rows := tuple(_rows(lines[position:end], kind)):
                yield Grid(rows)
            position = end
        else:
            if words := _MARKDOWN_MARKS.sub("", line.strip()).replace("**", "").strip():
                yield Paragraph(words, place)
            position += 1


def _lines(text: str) -> Iterator[tuple[Place, str]]:
    page, paged = 1, "\f" in text
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        page += line.count("\f")
        yield Place(page=page if paged else None, line=number), line.replace("\f", "")


def _row_kind(line: str) -> str:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.count("|") >= 2:
        return "pipe"
    return "tab" if "\t" in line.strip(" ").rstrip("\r\n") and stripped else ""


def _rows(lines: list[tuple[Place, str]], kind: str) -> Iterator[Row]:
    for place, line in lines:
        if kind == "pipe":
            if _PIPE_RULE.fullmatch(line.strip()):
                continue
            inner = line.strip().removeprefix("|")
            inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
            texts = [part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", inner)]
            texts = [re.sub(r"<br\s*/?>", " ", part) for part in texts]
        else:
            texts = line.split("\t")
        yield tuple(Cell(part.strip(), place) for part in texts)


def _html_end(lines: list[tuple[Place, str]], start: int) -> int:
    """The index after the line that closes the outermost table; nesting counts, an unclosed table ends the text."""
    depth = 0
    for index in range(start, len(lines)):
        lowered = lines[index][1].lower()
        depth += lowered.count("<table") - lowered.count("</table")
        if depth <= 0:
            return index + 1
    return len(lines)


def _html_blocks(lines: list[tuple[Place, str]]) -> Iterator[Block]:
    soup = BeautifulSoup("\n".join(line for _, line in lines), "html.parser")
    places = [place for place, _ in lines]
    for node in soup.descendants:
        if node.find_parent("table"):
            continue
        if isinstance(node, Tag):
            if node.name == "table" and (rows := tuple(_html_rows(node, places))):
                yield Grid(rows)
        elif words := _MARKDOWN_MARKS.sub("", node.strip()):
            yield Paragraph(words, places[min((node.parent.sourceline or 1), len(places)) - 1])


def _html_rows(table: Tag, places: list[Place]) -> Iterator[Row]:
    """Rows with spans laid out: a spanned cell's text stands in its first place, the rest of its area is blank."""
    layout = SpanLayout()
    for tr in table.find_all("tr"):
        if tr.find_parent("table") is not table:
            continue
        cells = [
            Spanned(Cell(cell.get_text(" ", strip=True), places[(cell.sourceline or 1) - 1]), *spans(cell))
            for cell in tr.find_all(["td", "th"], recursive=False)
        ]
        if row := layout.row(cells, places[(tr.sourceline or 1) - 1]):
            yield row
