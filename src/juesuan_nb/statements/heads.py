"""Heads of tables: which column carries which leaf, by the labels, by the 栏次 numbers, and by where numbers stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from juesuan_nb import vocabulary
from juesuan_nb.amounts import read_number
from juesuan_nb.document import Row, fold

NUMBERING_LABEL = re.compile(r"栏次|行次|栏目")
HEAD_WORDS = re.compile(
    r"(?:项目(?:\(.*?\))?|栏次|行次|(?:支出)?(?:功能|经济)分类|科目|编码|代码|名称|单位名称|金额|决算数|预算数|小计|[类款项])+"
)
"""Labels left of the figures that belong to a head repeated on a new page (the whole text: 项目补助 ends a name)."""
_SIMILAR = 0.6


@dataclass(frozen=True)
class Column:
    """A column of figures: where it stands and what its head says, top to bottom."""

    index: int
    labels: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return self.labels[-1] if self.labels else ""

    @property
    def path(self) -> str:
        return "/".join(self.labels)


def numbering(row: Row) -> list[int] | None:
    """The positions of 1, 2, … K in a 栏次 row; None where the row is no such row."""
    found: list[int] = []
    for index, cell in enumerate(row):
        text = fold(cell.text)
        if not text or NUMBERING_LABEL.search(text) or not text[0].isdigit():
            if text and re.search(r"\d", text):
                return None
            continue
        if text != str(len(found) + 1):
            return None
        found.append(index)
    labelled = any(NUMBERING_LABEL.search(fold(cell.text)) for cell in row)
    return found if len(found) >= (1 if labelled else 2) else None


def columns_at(head: Sequence[Row], indices: Sequence[int]) -> list[Column]:
    """The labels above each position: a spanning label stands over its first column and reaches to the next one."""
    columns = []
    for place, index in enumerate(indices):
        left = indices[place - 1] if place else index - 1
        labels: list[str] = []
        for depth, row in enumerate(head):
            own = fold(row[index].text) if index < len(row) else ""
            above = "" if own or depth == len(head) - 1 else _spanning(row, index, left, columns, depth)
            if (own or above) and (not labels or labels[-1] != (own or above)):
                labels.append(own or above)
        columns.append(Column(index, tuple(labels)))
    return columns


def _spanning(row: Row, index: int, left: int, columns: list[Column], depth: int) -> str:
    """The nearest label to the left in an upper storey, if it stands over a column of figures."""
    for position in range(min(index, len(row) - 1), -1, -1):
        if text := fold(row[position].text):
            return text if columns and position >= columns[0].index else ""
    return ""


@lru_cache(maxsize=8192)  # every head is held against every leaf, and forms share their heads
def likeness(label: str, column: str) -> float:
    """How well a printed head names a leaf, 0 to 1; the best of all its wordings."""
    leaf = column.rpartition("/")[2]
    return max(
        1.0 if fold(name) == fold(label) else SequenceMatcher(None, fold(name), fold(label)).ratio()
        for name in vocabulary.column_names(leaf)
    )


def name_columns(columns: Sequence[Column], expected: Sequence[str]) -> tuple[list[str], bool]:
    """A name for each column of figures, and whether positions had to help (a garbled or shifted head).

    With as many columns as the form has, the form's order holds unless the labels clearly say another order. With
    another number every label that names a leaf of the form is taken as that leaf, the others stay as printed.
    """
    matched = [_best(column, expected) for column in columns]
    if len(columns) == len(expected):
        named = [name for name in matched if name]
        if len(set(named)) == len(columns):
            return [str(name) for name in matched], False
        in_order = [name for name, own in zip(expected, matched, strict=True) if own == name]
        if len(in_order) * 2 >= len(named):
            return list(expected), True
    winners = _winners(columns, matched)
    names = [
        name if name and winners[name] == place else column.path or f"第{column.index + 1}列"
        for place, (column, name) in enumerate(zip(columns, matched, strict=True))
    ]
    return names, any(not column.labels for column in columns)


def _winners(columns: Sequence[Column], matched: Sequence[str | None]) -> dict[str, int]:
    """The column meant where several name one leaf, as 合计 under 本年收入 and 本年支出: that of spending."""
    best: dict[str, int] = {}
    for place, (column, name) in enumerate(zip(columns, matched, strict=True)):
        if name and (name not in best or _spends(column) > _spends(columns[best[name]])):
            best[name] = place
    return best


def _spends(column: Column) -> bool:
    return any("支出" in label for label in column.labels[:-1])


def _best(column: Column, expected: Sequence[str]) -> str | None:
    """The leaf that a column's own head names: exact wording (parents decide between equals), then likeness."""
    exact = [name for name in expected if likeness(column.leaf, name) == 1.0]
    if len(exact) > 1:
        whole = "".join(column.labels)
        exact = [name for name in exact if all(part in whole for part in name.split("/")[:-1])] or exact
    if exact:
        return exact[0]
    if "/" in column.path and any(likeness(label, name) == 1.0 for label in column.labels[:-1] for name in expected):
        return None
    score, name = max(((likeness(column.leaf, name), name) for name in expected), default=(0.0, ""))
    return name if score >= _SIMILAR else None


def number_columns(rows: Sequence[Row], *, decimals: bool = True) -> list[int]:
    """The positions in which figures stand in at least half of the non-blank cells."""
    width = max(map(len, rows), default=0)
    found = []
    for index in range(width):
        texts = [row[index].text for row in rows if index < len(row) and row[index].text.strip()]
        figures = [number for text in texts if (number := read_number(text)) and (number.places or not decimals)]
        if texts and len(figures) * 2 >= len(texts):
            found.append(index)
    return found
