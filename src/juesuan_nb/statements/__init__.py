"""Grids → the nine statements, in one long frame with notes on what reading had to do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from juesuan_nb import vocabulary
from juesuan_nb.amounts import nearest_fen
from juesuan_nb.document import RawDocument, fold
from juesuan_nb.frames import CELLS, NOTES, TABLES, frame
from juesuan_nb.statements import by_code, stream, three_public, triples, two_sided
from juesuan_nb.statements.complete import complete
from juesuan_nb.statements.draft import Draft, Item, Value
from juesuan_nb.statements.locate import locate
from juesuan_nb.statements.located import Located, rows_of
from juesuan_nb.statements.recover import recover
from juesuan_nb.statements.reread import reread

_LAYOUTS: dict[str, Callable[[Located], Draft]] = {
    "two_sided": two_sided.read,
    "by_code": by_code.read,
    "triples": triples.read,
    "one_row": three_public.read,
}
DEFAULT_UNIT = "万元"
_FIGURE = re.compile(r"\d\.\s?\d{2}(?!\d)")
_MANY_FIGURES = 6


@dataclass(frozen=True)
class Tables:
    """What was read: `found`, `cells` and `notes` have the columns of frames.TABLES, CELLS and NOTES."""

    found: pd.DataFrame
    cells: pd.DataFrame
    notes: pd.DataFrame
    unit: str


def extract(document: RawDocument) -> Tables:
    """Read every statement of a document, empty ones too; codes lost in one table come back from the others."""
    located = locate(document)
    drafts = [_LAYOUTS[_layout(table)](table) for table in located if _has_form(table)]
    for draft in drafts:
        if draft.table.untitled:
            message = f"有一张表没有表名，按表头认作《{draft.table.name}》"
            draft.note("table_partial", message, draft.table.place)
    recover([draft for draft in drafts if _layout(draft.table) == "by_code"])
    for draft in drafts:
        reread(draft)
        complete(draft)
    printed = [draft.table.unit for draft in drafts if draft.table.unit]
    unit = max(printed, key=printed.count) if printed else DEFAULT_UNIT
    rows = [row for draft in drafts for row in _cells(draft, draft.table.unit or unit)]
    notes = [note for draft in drafts for note in (*draft.notes, *_repairs(draft))]
    notes += [note for table in located if (note := _unreadable(table))]
    found = [_found(draft, draft.table.unit or unit) for draft in drafts]
    return Tables(frame(found, TABLES), frame(rows, CELLS), frame(notes, NOTES), unit)


def _has_form(table: Located) -> bool:
    """Whether a title stands over a table; cells one per line are put into rows. Else it is but a mention."""
    if (
        not table.pieces
        and stream.is_stream(table.statement, table.lines)
        and (grid := stream.grid_of(table.statement, table.lines))
    ):
        table.pieces.append(grid)
        table.streamed = True
    return bool(table.pieces) or table.says_empty


def _unreadable(table: Located) -> dict[str, object] | None:
    """A note on a table whose figures, or some of them, stand in no form that can be read."""
    if table.streamed and (lost := stream.dropped(table.pieces[0], table.lines)):
        message = f"《{table.name}》一格一行、空格已丢失，有{lost}个数字无法确定属于哪一栏，未读入"
    elif not table.pieces and sum(len(_FIGURE.findall(line.text)) for line in table.lines) >= _MANY_FIGURES:
        message = f"找到了《{table.name}》的表名，但下面的表格读不出行列（可能是用空格对齐的文本），请换一种转换方式"
    else:
        return None
    return {"kind": "table_partial", "table": table.name, "statement": table.statement, "message": message,
            "page": table.place.page, "line": table.place.line}  # fmt: skip


def _layout(table: Located) -> str:
    """The layout of one of the nine; a table beyond them is two-sided where its head names items twice."""
    if table.statement:
        return vocabulary.statements()[table.statement].layout
    heads = [row for _, row in rows_of(table)][:4]
    twice = any(sum(fold(cell.text).startswith("项目") for cell in row) >= 2 for row in heads)
    return "two_sided" if twice else "by_code"


def _cells(draft: Draft, unit: str) -> Iterator[dict[str, object]]:
    for item in draft.items:
        for column, value in item.values.items():
            if value.printed is None:
                continue
            yield {
                "table": draft.table.name,
                "statement": draft.table.statement,
                "code": item.code,
                "scope": draft.table.scope,
                "item": item.item,
                "column": column,
                "line_no": item.line_no,
                "value": value.printed.text,
                "amount": nearest_fen(value.printed.value, unit),
                "unit": unit,
                "page": value.place.page,
                "line": value.place.line,
                "box": value.place.spot,
                "quality": _quality(item, value),
                "raw": value.raw,
            }


def _quality(item: Item, value: Value) -> str:
    """The weakest that happened to a figure: computed, its row brought back, read from a picture, mended."""
    if value.quality == "inferred":
        return value.quality
    return "recovered" if item.recovered else "scanned" if value.place.scanned else value.quality


def _repairs(draft: Draft) -> Iterator[dict[str, object]]:
    for item in draft.items:
        for column, value in item.values.items():
            if value.quality == "repaired" and value.printed:
                yield {
                    "kind": "number_repaired",
                    "table": draft.table.name,
                    "statement": draft.table.statement,
                    "code": item.code,
                    "item": item.item,
                    "column": column,
                    "value": value.printed.text,
                    "page": value.place.page,
                    "line": value.place.line,
                    "message": f"“{value.raw}”读作{value.printed.text}",
                }


def _found(draft: Draft, unit: str) -> dict[str, object]:
    table = draft.table
    rows = sum(
        any(value.printed and value.quality != "inferred" for value in item.values.values()) for item in draft.items
    )
    return {
        "statement": table.statement,
        "table": table.name,
        "title": table.title,
        "number": table.number,
        "scope": table.scope,
        "unit": unit,
        "rows": rows,
        "remark": table.remark,
        "page": table.place.page,
        "line": table.place.line,
    }
