"""Budget lines of the self-evaluation tables: 年初预算数 · 全年预算数 · 全年执行数 · 分值 · 执行率 · 得分."""

import re
from collections.abc import Iterable, Iterator, Sequence

from juesuan_nb.document import Row, squeeze
from juesuan_nb.evaluation import words
from juesuan_nb.evaluation.attachments import unit_in
from juesuan_nb.evaluation.facts import Fact, Source
from juesuan_nb.evaluation.heads import Column, Head
from juesuan_nb.evaluation.values import HAN, Value, clean, is_blank, is_number, of_field

_UNIT_NOTE = re.compile(r"[(（](?:单位[:：])?(?:亿元|万元|千元|元)[)）]")
_PARENT = re.compile(r"(.*[:：])([(（]\d+[)）].*)")
_NUMBERED = re.compile(r"[(（]\d+[)）]")
_SHIFTS = (0, 1, -1, 2)


def budget_facts(head: Head, rows: Iterable[Row], unit: str, source: Source) -> Iterator[Fact]:
    """The facts of the rows under a budget head; amounts in `unit` unless a line states its own."""
    columns = sorted((c for c in head.columns if c.name in words.BUDGET_HEADS), key=lambda column: column.start)
    parent = ""
    for row in rows:
        placed, label, sure = _place(row, columns)
        unit = unit_in(label) or unit
        item = _UNIT_NOTE.sub("", squeeze(label)).rstrip(":：")
        if whole := _PARENT.fullmatch(item):
            parent = whole[1]
        elif _NUMBERED.match(item):
            item = parent + item
        if not item:
            continue
        for column, index in placed:
            value = of_field(column.name, row[index].text, unit)
            if value:
                value = value if sure else Value(value.text, value.unit, "doubtful")
                yield source.fact("budget_line", item, column.name, value, row[index].place, clean(row[index].text))


def _place(row: Row, columns: Sequence[Column]) -> tuple[list[tuple[Column, int]], str, bool]:
    """Each column's cell index, the line's label, and whether the cells stand where the head says.

    A head over merged cells leaves its rows shifted by a cell or two; where no shift fits, values are taken in order
    and are doubtful.
    """
    for shift in _SHIFTS:
        placed = [(column, column.start + shift) for column in columns if 0 <= column.start + shift < len(row)]
        if _fits(row, placed) and (label := _label(row, placed[0][1])):
            return placed, label, True
    placed = _in_order(row, columns)
    return placed, _label(row, placed[0][1]) if placed else "", False


def _in_order(row: Row, columns: Sequence[Column]) -> list[tuple[Column, int]]:
    """The values one after another: those with a percent sign are rates, the others fill the other columns."""
    found = [index for index, cell in enumerate(row) if index and (is_number(cell.text) or _is_dash(cell.text))]
    if len(found) == len(columns):
        return list(zip(columns, found, strict=True))
    rates = [index for index in found if _is_percent(row[index].text)]
    others = [index for index in found if index not in rates]
    return sorted(
        [
            *zip((column for column in columns if column.name in words.RATE_HEADS), rates, strict=False),
            *zip((column for column in columns if column.name not in words.RATE_HEADS), others, strict=False),
        ],
        key=lambda pair: pair[1],
    )


def _is_percent(text: str) -> bool:
    return text.strip().endswith(("%", "％"))


def _fits(row: Row, placed: Sequence[tuple[Column, int]]) -> bool:
    taken = {index for _, index in placed}
    numbers = [index for column, index in placed if column.name in words.NUMBER_HEADS]
    if not numbers:
        return False
    strays = [i for i in range(numbers[0], len(row)) if i not in taken and is_number(row[i].text)]
    return (
        not strays
        and not any(_is_percent(row[index].text) for column, index in placed if column.name not in words.RATE_HEADS)
        and not any(HAN.search(row[index].text) for index in numbers)
        and any(is_number(row[index].text) for index in numbers)
    )


def _is_dash(text: str) -> bool:
    return bool(text.strip()) and is_blank(text)


def _label(row: Row, stop: int) -> str:
    """The nearest words left of the values."""
    return next((cell.text for cell in reversed(row[:stop]) if HAN.search(cell.text)), "")
