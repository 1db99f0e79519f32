"""An Excel workbook as budget analysts expect it: one font, named styles, sheets set up for print."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from juesuan_nb.measures.text import columns_of

FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
HEAD = {"bold": True, "align": "center", "bg_color": "#DCE6F1", "border": 1, "text_wrap": True}
FIELD = {"border": 1, "border_color": "#BFBFBF"}
A4 = 9
WIDEST = 44
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001
"""The same report gives the same file; when it was made is a matter of run.json."""


class Sheet(Worksheet):
    """A sheet whose formulas are taken as they are.

    xlsxwriter looks in each for dozens of functions of later Excels; ours are of every Excel, and there are thousands.
    """

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: object = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0


class Book:
    """Writes one .xlsx file; use as a context: the file is complete when the block ends."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._book.set_properties({"created": CREATED})
        self.style = cache(self._style)  # in the order that the caller has: Excel gets equal ones once
        """One format per set of properties."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._book.close()

    def _style(self, **properties: object) -> Format:
        return self._book.add_format(FONT | properties)

    def sheet(self, name: str, title: str, under: Sequence[str] = ()) -> Worksheet:
        """A new sheet (`name`: see free_name) with title and small lines; more may follow from row len(under) + 1."""
        sheet = self._book.add_worksheet(name, Sheet)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=14))
        sheet.set_row(0, 24)
        for row, text in enumerate(under, start=1):
            sheet.write_string(row, 0, text, self.style(font_color="#595959"))
        return sheet


def free_name(name: str, taken: set[str]) -> str:
    """As near to `name` as Excel allows a sheet to be called: 31 characters, none of []:*?/\\, no name twice.

    The name is added to `taken`.
    """
    clean = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:31] or "_"
    free, number = clean, 1
    while free.lower() in taken:
        number += 1
        free = f"{clean[: 30 - len(str(number))]}~{number}"
    taken.add(free.lower())
    return free


def width(texts: Sequence[str], widest: int = WIDEST) -> int:
    """Column width for `texts` in Latin characters."""
    return min(max(max(map(columns_of, texts), default=0) + 3, 8), widest)
