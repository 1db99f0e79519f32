"""A workbook: the narrative on sheets of lines, each table on a sheet of its own, heads merged."""

import io
import re

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from juesuan_nb.synth.page import Figure, Table, printed
from juesuan_nb.synth.report import SyntheticReport

_NUMBER = re.compile(r"-?\d+\.\d+")


def render(report: SyntheticReport) -> bytes:
    """The report as .xlsx; whole numbers are stored as numbers with two decimals shown, the rest as text."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        money = book.add_format({"num_format": "0.00", "border": 1})
        edge = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        words: Worksheet | None = None
        line = tables = 0
        for block in report.blocks:
            if isinstance(block, Table):
                tables, words = tables + 1, None
                _sheet(
                    book.add_worksheet(f"{tables}.{block.name.replace('“', '').replace('”', '')}"[:31]),
                    block,
                    money,
                    edge,
                )
                continue
            if words is None:
                words, line = book.add_worksheet(f"说明{tables}"), 0
            words.write_string(line, 0, block.text)
            line += 1
    return data.getvalue()


def _sheet(sheet: Worksheet, table: Table, money: object, edge: object) -> None:
    row = 0
    for piece in table.pieces():
        for text in piece.lines:
            sheet.write_string(row, 0, text)
            row += 1
        for top, left, height, width in piece.spans:
            text = piece.head[top][left]
            sheet.merge_range(row + top, left, row + top + height - 1, left + width - 1, text, edge)
        merged = {(top, left) for top, left, _, _ in piece.spans}
        for number, cells in enumerate((*piece.head, *piece.body)):
            for column, cell in enumerate(cells):
                if (number, column) not in merged or number >= len(piece.head):
                    _write(sheet, row + number, column, cell, money, edge)
        row += len(piece.head) + len(piece.body)
        for text in piece.remarks:
            sheet.write_string(row, 0, text)
            row += 1


def _write(sheet: Worksheet, row: int, column: int, cell: str | Figure, money: object, edge: object) -> None:
    text = printed(cell)
    if isinstance(cell, Figure) and _NUMBER.fullmatch(text.replace(",", "")) and text.replace(",", "") == cell.value:
        sheet.write_number(row, column, float(cell.value), money)
    elif text:
        sheet.write_string(row, column, text, edge)
