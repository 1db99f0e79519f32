"""A Word document: headings with styles, tables with merged heads."""

import io

import docx
from docx.document import Document

from juesuan_nb.synth.page import Heading, Table, printed
from juesuan_nb.synth.report import SyntheticReport


def render(report: SyntheticReport) -> bytes:
    """The report as .docx."""
    document = docx.Document()
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.depth)
        elif isinstance(block, Table):
            for piece in block.pieces():
                _table(document, piece)
        else:
            document.add_paragraph(block.text)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _table(document: Document, piece: Table) -> None:
    for text in piece.lines:
        document.add_paragraph(text)
    rows = (*piece.head, *piece.body)
    table = document.add_table(len(rows), piece.width, style="Table Grid")
    cells = table._cells  # the public `table.cell` walks the whole table for every cell
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if text := printed(cell):
                cells[number * piece.width + column].text = text
    for top, left, height, width in piece.spans:
        last = cells[(top + height - 1) * piece.width + left + width - 1]
        cells[top * piece.width + left].merge(last)
    for text in piece.remarks:
        document.add_paragraph(text)
