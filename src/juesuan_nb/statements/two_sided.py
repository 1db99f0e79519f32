"""The two summaries (总表) and extra tables of that shape: revenue on the left, expenditure on the right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from juesuan_nb import vocabulary
from juesuan_nb.document import Cell, Place, Row, fold, squeeze
from juesuan_nb.statements.draft import Draft, Item, Value, take
from juesuan_nb.statements.heads import NUMBERING_LABEL, Column, columns_at, name_columns, number_columns, numbering
from juesuan_nb.statements.located import Located, rows_of

_LABEL_HEAD = re.compile(r"项目(?:\(.*\))?")
_REMARK = re.compile(r"^(?:备?注|说明)\d*[:.、]")
_CHINESE = re.compile(r"[一-鿿]")
_LINE_NO = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class Side:
    """The columns of one side: the label's, the line number's (None where the form has none), the figures'."""

    name: str
    label: int
    line_no: int | None
    columns: tuple[Column, ...]
    names: tuple[str, ...]


def read(table: Located) -> Draft:
    """Read a two-sided summary; a page that runs bottom-up is put in the order of its line numbers."""
    draft = Draft(table)
    rows = [row for _, row in rows_of(table)]
    start = next((position for position, row in enumerate(rows) if _is_data(row)), len(rows))
    head, body = rows[:start], [row for row in rows[start:] if not _is_head(row)]
    sides = _sides(table, head, body)
    if not sides:
        return draft
    draft.columns = tuple(name for side in sides for name in side.names)
    for row in body:
        if _REMARK.match(fold("".join(cell.text for cell in row))):
            continue
        for side in sides:
            item = _item(row, side)
            if item and not any(item.line_no and item.same_as(other) for other in draft.items):
                draft.items.append(item)
    _order(draft)
    return draft


def _is_head(row: Row) -> bool:
    texts = [fold(cell.text) for cell in row if cell.text.strip()]
    return numbering(row) is not None or (
        bool(texts)
        and all(
            _LABEL_HEAD.fullmatch(text) or NUMBERING_LABEL.search(text) or text in ("收入", "支出", "金额", "决算数")
            for text in texts
        )
    )


def _is_data(row: Row) -> bool:
    """A row with a label and a figure, or with a line of the form, that is no head."""
    if _is_head(row):
        return False
    texts = [fold(cell.text) for cell in row]
    numeral = any(re.match(r"^[一二三四五六七八九十]+、", text) for text in texts)
    figures = any((value := take(cell)) and value.printed and value.printed.places for cell in row)
    return numeral or (figures and any(_CHINESE.search(text) for text in texts))


def _sides(table: Located, head: Sequence[Row], body: Sequence[Row]) -> list[Side]:
    """Left and right, told by where the labels (项目) stand; the body's own text columns where the head is damaged."""
    labels = next((found for row in head if len(found := _positions(row, _LABEL_HEAD)) >= 2), None)
    labels = labels or _text_columns(body)
    if len(labels) < 2:
        return []
    width = max(len(row) for row in (*head, *body))
    spans = ((labels[0], labels[1]), (labels[1], width))
    naming = [row for row in head if numbering(row) is None]
    sides = []
    for name, (first, stop) in zip(("收入", "支出"), spans, strict=True):
        inner = range(first + 1, stop)
        line_no = _line_column(head, body, inner)
        figures = [index for index in number_columns(body) if index in inner and index != line_no]
        numbered = [
            index for row in head if (found := numbering(row)) for index in found if index in inner and index != line_no
        ]
        labelled = [
            index
            for row in naming
            for index in _positions(row, re.compile(r"[^\d]+"))
            if index in inner and index != line_no
        ]
        indices = sorted(set(figures) | set(numbered)) or sorted(set(labelled))
        columns = columns_at(naming, indices)
        names, _ = name_columns(columns, _expected(table, name))
        prefixed = [text if text.startswith(f"{name}/") else f"{name}/{text}" for text in names]
        sides.append(Side(name, first, line_no, tuple(columns), tuple(prefixed)))
    return sides


def _expected(table: Located, side: str) -> list[str]:
    statement = vocabulary.statements().get(table.statement)
    return [name for name in statement.columns if name.startswith(f"{side}/")] if statement else []


def _positions(row: Row, pattern: re.Pattern[str]) -> list[int]:
    return [index for index, cell in enumerate(row) if pattern.fullmatch(fold(cell.text))]


def _text_columns(body: Sequence[Row]) -> list[int]:
    width = max((len(row) for row in body), default=0)
    counts = [sum(bool(_CHINESE.search(row[index].text)) for row in body if index < len(row)) for index in range(width)]
    return [index for index, count in enumerate(counts) if count * 4 >= len(body) and count]


def _line_column(head: Sequence[Row], body: Sequence[Row], inner: range) -> int | None:
    """The column of 行次: by its head, else the first one of small whole numbers that differ from row to row."""
    for row in head:
        for index in inner:
            if index < len(row) and fold(row[index].text) == "行次":
                return index
    for index in inner:
        texts = [squeeze(row[index].text) for row in body if index < len(row) and row[index].text.strip()]
        if len(texts) > 2 and len(set(texts)) == len(texts) and all(_LINE_NO.fullmatch(text) for text in texts):
            return index
    return None


def _item(row: Row, side: Side) -> Item | None:
    values = {
        name: value
        for name, column in zip(side.names, side.columns, strict=True)
        if column.index < len(row) and (value := take(row[column.index]))
    }
    label = row[side.label] if side.label < len(row) else None
    line_no = row[side.line_no] if side.line_no is not None and side.line_no < len(row) else None
    text = squeeze(label.text) if label else ""
    text = text if _CHINESE.search(text) else ""
    if not text and not values:
        return None
    number = int(squeeze(line_no.text)) if line_no and _LINE_NO.fullmatch(squeeze(line_no.text)) else None
    return Item("", text, _first(values, label), number, side.name, values)


def _first(values: dict[str, Value], label: Cell | None) -> Place:
    return next((value.place for value in values.values()), label.place if label else Place())


def _order(draft: Draft) -> None:
    """Sort by line number where the print does not run upwards, and name rows that lost their label."""
    numbers = [item.line_no for item in draft.items if item.line_no is not None and item.side == "支出"]
    for item in draft.items:
        if not item.item and item.line_no is not None and (line := _line_at(draft, item)):
            item.item, item.recovered = line, True
            draft.note(
                "name_recovered",
                f"{draft.table.name}第{item.line_no}行的项目名称按行次补为“{line}”",
                item.place,
                item=line,
            )
    if any(later < earlier for earlier, later in pairwise(numbers)):
        draft.note("order_restored", f"{draft.table.name}有一页自下而上排列，已按行次恢复顺序", draft.table.place)
        draft.items.sort(key=lambda item: (item.line_no is None, item.line_no or 0))


def _line_at(draft: Draft, item: Item) -> str:
    """The form's label for a line number, if the other lines of the table are numbered as the form numbers them."""
    lines = vocabulary.lines(draft.table.statement)
    numbers = {(line.side, line.number): line.label for line in lines}
    named = [other for other in draft.items if other.item and other.line_no is not None]
    fitting = [
        other
        for other in named
        if (line := vocabulary.find_line(draft.table.statement, other.side, other.item))
        and line.number == other.line_no
    ]
    return numbers.get((item.side, item.line_no), "") if len(fitting) * 2 > len(named) else ""
