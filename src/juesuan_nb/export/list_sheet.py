"""A frame into an Excel sheet as a list that can be filtered."""

from decimal import Decimal
from math import ceil

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from juesuan_nb.amounts import from_fen, show_amount, show_rate
from juesuan_nb.export.book import FIELD, HEAD, Book, columns_of, width
from juesuan_nb.export.lists import Column, as_text, shortened

LINE_HEIGHT = 14


def write_list(book: Book, sheet: Worksheet, frame: pd.DataFrame, columns: list[Column], top: int) -> None:
    """Write `columns` of `frame` from row `top` on: filter on the heads, heads frozen, long text wrapped."""
    lines = [1] * len(frame)
    for place, column in enumerate(columns):
        sheet.write_string(top, place, column.head, book.style(**HEAD))
        values = list(frame[column.field])
        for row, value in enumerate(values, start=top + 1):
            _field(book, sheet, (row, place), value, column.kind)
        texts = [_shown(value, column.kind) for value in values]
        wide = width([column.head, *texts], column.widest)
        sheet.set_column(place, place, wide)
        if column.kind in ("wrap", "list"):
            lines = [max(most, ceil((columns_of(text) + 3) / wide)) for most, text in zip(lines, texts, strict=True)]
    for row, most in enumerate(lines, start=top + 1):
        sheet.set_row(row, LINE_HEIGHT * most)
    sheet.autofilter(top, 0, top + len(frame), len(columns) - 1)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)


def _field(book: Book, sheet: Worksheet, at: tuple[int, int], value: object, kind: str) -> None:
    base = FIELD | {"valign": "top"}
    if kind in ("text", "wrap", "list") or not as_text(value):
        side = {"align": "right"} if kind in ("money", "figure", "rate", "whole") else {"indent": 1}
        sheet.write_string(
            *at, _shown(value, kind), book.style(**base, **side, num_format="@", text_wrap=kind in ("wrap", "list"))
        )
    elif kind == "money":
        sheet.write_number(*at, from_fen(value), book.style(**base, num_format="#,##0.00"))
    elif kind == "figure":
        sheet.write_number(*at, Decimal(value), book.style(**base, num_format="#,##0.00"))
    elif kind == "rate":
        sheet.write_number(*at, value / 100, book.style(**base, num_format="#,##0.00%"))
    else:
        sheet.write_number(*at, int(value), book.style(**base))


def _shown(value: object, kind: str) -> str:
    if not as_text(value):
        return "—" if kind == "rate" else ""
    return {"money": show_amount, "rate": show_rate, "list": shortened}.get(kind, as_text)(value)
