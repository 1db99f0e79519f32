"""A frame into an Excel sheet as a list that can be filtered."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from math import ceil
from types import MappingProxyType

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from juesuan_nb.amounts import from_fen, show_amount, show_rate
from juesuan_nb.export.book import FIELD, HEAD, Book, width
from juesuan_nb.export.formulas import Formula
from juesuan_nb.export.lists import Column, as_text, shortened
from juesuan_nb.frames import records
from juesuan_nb.measures.text import columns_of

LINE_HEIGHT = 14
_FORMATS = {"money": "#,##0.00", "figure": "#,##0.00", "rate": "#,##0.00%", "whole": "General"}


def write_list(
    book: Book,
    sheet: Worksheet,
    frame: pd.DataFrame,
    columns: list[Column],
    top: int,
    formulas: Mapping[str, Formula] = MappingProxyType({}),
) -> None:
    """Write `columns` of `frame` from row `top` on: filter on the heads, heads frozen, long text wrapped.

    `formulas` (field → formula) stand for the value of their field, which they keep for readers that do not calculate.
    """
    lines = [1] * len(frame)
    for place, column in enumerate(columns):
        sheet.write_string(top, place, column.head, book.style(**HEAD))
        values = frame[column.field].tolist()
        texts = [_shown(value, column.kind) for value in values]
        for row, (value, text) in enumerate(zip(values, texts, strict=True), start=top + 1):
            _field(book, sheet, (row, place), value, text, column.kind)
        wide = column.widest if column.kept else width([column.head, *texts], column.widest)
        sheet.set_column(place, place, wide)
        if column.kind in ("wrap", "list"):
            lines = [max(most, ceil((columns_of(text) + 3) / wide)) for most, text in zip(lines, texts, strict=True)]
    for row, most in enumerate(lines, start=top + 1):
        sheet.set_row(row, LINE_HEIGHT * most)
    _formulas(book, sheet, frame, columns, top, formulas)
    _choices(sheet, columns, top, len(frame))
    sheet.autofilter(top, 0, top + len(frame), len(columns) - 1)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)


def _formulas(
    book: Book,
    sheet: Worksheet,
    frame: pd.DataFrame,
    columns: list[Column],
    top: int,
    formulas: Mapping[str, Formula],
) -> None:
    places = {column.field: place for place, column in enumerate(columns)}
    for number, row in enumerate(records(frame) if formulas else (), start=top + 1):
        at = partial(_address, number, places)
        for field in formulas.keys() & places.keys():
            kind = columns[places[field]].kind
            if as_text(row[field]) and (formula := formulas[field](row, at)):
                style = book.style(**FIELD, valign="top", num_format=_FORMATS[kind])
                sheet.write_formula(number, places[field], formula, style, _number(row[field], kind))


def _address(number: int, places: Mapping[str, int], field: str) -> str:
    return xl_rowcol_to_cell(number, places[field])


def _choices(sheet: Worksheet, columns: list[Column], top: int, count: int) -> None:
    """Drop-down lists of the columns that have words to choose from."""
    for place, column in enumerate(columns):
        if column.choices and count:
            sheet.data_validation(
                top + 1, place, top + count, place, {"validate": "list", "source": list(column.choices)}
            )


def _field(book: Book, sheet: Worksheet, at: tuple[int, int], value: object, text: str, kind: str) -> None:
    base = FIELD | {"valign": "top"}
    if kind in ("text", "wrap", "list") or not as_text(value):
        side = {"align": "right"} if kind in ("money", "figure", "rate", "whole") else {"indent": 1}
        sheet.write_string(*at, text, book.style(**base, **side, num_format="@", text_wrap=kind in ("wrap", "list")))
    else:
        sheet.write_number(*at, _number(value, kind), book.style(**base, num_format=_FORMATS[kind]))


def _number(value: object, kind: str) -> Decimal | int:
    shown = {"money": from_fen, "figure": Decimal, "rate": lambda rate: rate / 100}
    return shown.get(kind, int)(value)


def _shown(value: object, kind: str) -> str:
    if not as_text(value):
        return "—" if kind == "rate" else ""
    return {"money": show_amount, "rate": show_rate, "list": shortened}.get(kind, as_text)(value)
