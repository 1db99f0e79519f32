"""PDF with a text layer: characters and rules by pdfium, joined into cells by pdfplumber's table functions."""

import pypdfium2 as pdfium

from juesuan_nb.document import Block, Paragraph, Place, RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers.pdf import grids
from juesuan_nb.readers.pdf.lines import lines
from juesuan_nb.readers.pdf.page import Page, load


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    document = pdfium.PdfDocument(data)
    blocks = [block for index in range(len(document)) for block in _blocks(load(document, index))]
    return RawDocument(name, "pdf", sha256, tuple(blocks))


def _blocks(page: Page) -> list[Block]:
    tables, outside = grids.fill(page.rules, page.chars)
    placed = [(one.box[1], one.box[0], grids.grid(page, one)) for one in tables]
    placed += [
        (line.box[1], line.box[0], Paragraph(line.text, Place(page=page.number, box=page.shown(line.box))))
        for line in lines(outside, None)
    ]
    return [block for _, _, block in sorted(placed, key=lambda item: item[:2])]
