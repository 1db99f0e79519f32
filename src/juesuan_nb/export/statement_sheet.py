"""A laid-out statement into an Excel sheet: heads with storeys, real numbers, marks on what was not read as printed."""

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from juesuan_nb.amounts import from_fen
from juesuan_nb.export.book import FIELD, HEAD, Book, width
from juesuan_nb.export.layout import Entry, Sheet, head_areas

MARKS = {
    "repaired": ("修复", "数字中的转换痕迹已去除", {"bg_color": "#FFF2CC"}),
    "recovered": ("找回", "编码、名称或栏目从别处找回，数字照原文", {"bg_color": "#DDEBF7", "italic": True}),
    "inferred": (
        "推算",
        "原文缺失，由其他数字推出，不是公布的数",
        {"bg_color": "#FCE4D6", "bold": True, "italic": True},
    ),
    "scanned": ("扫描识别", "由图像识别，引用前请对照原件", {"bg_color": "#E2EFDA", "italic": True}),
}
"""Quality → its word, what it means, how it looks. The comment and the slant say it too, not colour alone."""
ONE_PAGE = 50
"""Rows that are still legible on one printed page."""


def write_statement(book: Book, sheet: Worksheet, table: Sheet, top: int, at: dict[int, str]) -> int:
    """Write `table` from row `top` on; frozen below its head and beside its names, grouped by classification level.

    `at` is told where each row of the cells went (index → address in the workbook). Returns the row that follows.
    """
    areas = head_areas(table.head)
    for above, left, below, right, text in areas:
        if (above, left) == (below, right):
            sheet.write_string(top + above, left, text, book.style(**HEAD))
        else:
            sheet.merge_range(top + above, left, top + below, right, text, book.style(**HEAD))
    first = top + max(area[2] for area in areas) + 1
    for number, row in enumerate(table.rows):
        _row(book, sheet, first + number, row, table.levels[number] if table.levels else None)
        at |= {
            entry.Index: address(sheet, first + number, column) for column, entry in enumerate(row) if _is_cell(entry)
        }
    sheet.outline_settings(True, False, True, False)
    sheet.freeze_panes(first, table.names)
    sheet.repeat_rows(top, first - 1)
    sheet.fit_to_pages(1, 1 if len(table.rows) <= ONE_PAGE else 0)
    for column, path in enumerate(table.head):
        sheet.set_column(column, column, width([path[-1], *(_shown(row[column]) for row in table.rows)]))
    return first + len(table.rows)


def address(sheet: Worksheet, row: int, column: int) -> str:
    """A field as formulas of other sheets name it."""
    name = sheet.get_name().replace("'", "''")
    return f"'{name}'!{xl_rowcol_to_cell(row, column)}"


def _is_cell(entry: Entry) -> bool:
    return isinstance(entry, tuple)


def _row(book: Book, sheet: Worksheet, number: int, row: tuple[Entry, ...], level: int | None) -> None:
    sheet.set_row(number, None, None, {"level": level or 0})
    bold = level == 0 or any(isinstance(entry, str) and entry.endswith(("合计", "总计")) for entry in row)
    for column, entry in enumerate(row):
        _entry(book, sheet, (number, column), entry, FIELD | {"bold": bold}, level or 0)


def _entry(book: Book, sheet: Worksheet, at: tuple[int, int], entry: Entry, base: dict, level: int) -> None:
    if entry is None:
        sheet.write_blank(*at, None, book.style(**base))
    elif isinstance(entry, int):
        sheet.write_number(*at, entry, book.style(**base, align="center"))
    elif isinstance(entry, str):
        indent = 1 if entry.isdecimal() else level + 1
        sheet.write_string(*at, entry, book.style(**base, num_format="@", indent=indent))
    elif entry.amount is pd.NA:
        sheet.write_string(*at, entry.value, book.style(**base, align="right"))
    else:
        _figure(book, sheet, at, entry, base)


def _figure(book: Book, sheet: Worksheet, at: tuple[int, int], cell: Entry, base: dict) -> None:
    looks = MARKS[cell.quality][2] if cell.quality in MARKS else {}
    decimals = max(2, len(cell.value.partition(".")[2]))
    style = book.style(**(base | looks), num_format="#,##0." + "0" * decimals)
    sheet.write_number(*at, from_fen(cell.amount, cell.unit), style)
    if looks:
        sheet.write_comment(*at, _comment(cell), {"x_scale": 1.8})


def _comment(cell: Entry) -> str:
    word, meaning, _ = MARKS[cell.quality]
    numbered = ((cell.page, "页"), (cell.line, "行"))
    place = "".join(f"第{number}{unit}" for number, unit in numbered if not pd.isna(number))
    raw = f"原文：{cell.raw}" if cell.raw and cell.raw != cell.value else ""
    return "\n".join(filter(None, (f"{word}：{meaning}", raw, place and f"出处：{place}")))


def _shown(entry: Entry) -> str:
    if not _is_cell(entry):
        return "" if entry is None else str(entry)
    return entry.value if entry.amount is pd.NA else f"{from_fen(entry.amount, entry.unit):,.2f}"
