"""Head rows of the 绩效 forms: which kind of rows follow, and in which cells each column stands.

Heads are told by their words. A damaged conversion splits a head over neighbouring cells or changes a character
("二级抽|旨标"): neighbouring cells are read together and compared with the words of the forms.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from juesuan_nb.document import Row, fold
from juesuan_nb.evaluation import words
from juesuan_nb.evaluation.values import HAN

_ALIKE = 0.6
_LONGEST_SPLIT = 3
_UNIT = re.compile(r"\((?:亿元|万元|千元|元|分|%)\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form: its head and the cells [start, stop) under it."""

    name: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Head:
    """A head row. `kind`: budget_line, indicator, task, goal or project."""

    kind: str
    columns: tuple[Column, ...]

    @property
    def scored(self) -> bool:
        """Whether the form gives points, a score or a grade: what tells it from any other table of amounts."""
        return any(re.search(r"分值|权重|得分|评分|自评|评价|绩效", column.name) for column in self.columns)

    def first(self, names: Sequence[str]) -> Column | None:
        """The column of the first of `names` that the head has."""
        by_name = {column.name: column for column in self.columns}
        return next((by_name[name] for name in names if name in by_name), None)


def read_head(row: Row) -> Head | None:
    """The head that a row is; None where it is no head of a 绩效 form."""
    texts = tuple(_plain(cell.text) for cell in row)
    if _is_project_head(texts):
        return Head("project", tuple(Column(text, i, i + 1) for i, text in enumerate(texts) if text))
    printed = set(texts)
    for kind, known, needed in _KINDS:
        if printed.isdisjoint(known):
            continue
        columns = _columns(texts, known)
        names = {column.name for column in columns}
        if all(len(names & set(group)) >= least for group, least in needed):
            return Head(kind, columns)
    return None


_KINDS: tuple[tuple[str, tuple[str, ...], tuple[tuple[tuple[str, ...], int], ...]], ...] = (
    ("task", words.TASK_HEADS, ((words.TASK_HEADS[:1], 1), (words.TASK_HEADS[1:], 1))),
    (
        "indicator",
        words.INDICATOR_HEADS,
        (
            (words.ITEM_HEADS, 1),
            (words.INDICATOR_VALUE_HEADS, 2),
            ((*words.TARGET_HEADS, *words.RESULT_HEADS), 1),
        ),
    ),
    (
        "budget_line",
        (*words.BUDGET_HEADS, *words.OTHER_HEADS),
        (
            (words.MONEY_HEADS, 2),
            ((*words.RATE_HEADS, *words.POINTS_HEADS), 1),
        ),
    ),
    (
        "goal",
        (*words.GOAL_HEADS, *words.DONE_HEADS, *words.GOAL_LABELS),
        (
            (words.GOAL_HEADS, 1),
            (words.DONE_HEADS, 1),
        ),
    ),
)
"""Kind, the heads it may have, and how many of which it must have."""


def _plain(text: str) -> str:
    return _UNIT.sub("", fold(text))


def _is_project_head(texts: Sequence[str]) -> bool:
    if "项目名称" not in texts:
        return False
    filled = [text for text in texts if text]
    telling = [text for text in filled if re.search(r"预算|执行|得分|评分|自评|金额|等级", text)]
    return len(filled) >= 4 and len(telling) >= 2 and not set(filled) & set(words.LEVELS)


def _columns(texts: Sequence[str], known: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a head row; cells that are no known head keep their printed text if it is words."""
    columns, at = [], 0
    while at < len(texts):
        name, stop = _best(texts, at, known)
        if name and name not in {column.name for column in columns}:
            columns.append(Column(name, at, stop))
        at = stop
    return tuple(columns)


def _best(texts: Sequence[str], at: int, known: Sequence[str]) -> tuple[str, int]:
    if not texts[at] or texts[at] in known:
        return texts[at], at + 1
    best = (_ALIKE, texts[at] if HAN.search(texts[at]) else "", at + 1)
    for stop in range(at + 1, min(at + _LONGEST_SPLIT, len(texts)) + 1):
        if not texts[stop - 1] or texts[stop - 1] in known:
            break
        alike, name = _nearest("".join(texts[at:stop]), tuple(name for name in known if name not in texts))
        if alike > best[0]:
            best = (alike, name, stop)
    return best[1], best[2]


@cache
def _nearest(text: str, known: tuple[str, ...]) -> tuple[float, str]:
    return max((SequenceMatcher(None, text, name).ratio(), name) for name in known)


@dataclass(frozen=True, slots=True)
class Picked:
    """The text of one column in one row, and the cells that it was put together from."""

    text: str
    pieces: tuple[str, ...]

    @property
    def cells(self) -> int:
        return len(self.pieces)


def pick(row: Row, head: Head, shift: int = 0, since: int = 0) -> dict[str, Picked]:
    """The row's text by column name, from cell `since` on; the row stands `shift` cells right of its head.

    A cell between two columns goes with the one that it continues or begins.
    """
    owned: dict[str, list[str]] = {column.name: [] for column in head.columns}
    filled = {index - shift for index, cell in enumerate(row) if cell.text.strip()}
    for index, cell in enumerate(row):
        if index >= since and cell.text.strip() and (column := _owner(index - shift, head.columns, filled)):
            owned[column.name].append(cell.text.strip())
    return {name: Picked(" ".join(texts), tuple(texts)) for name, texts in owned.items() if texts}


def _owner(index: int, columns: Sequence[Column], filled: set[int]) -> Column | None:
    """The column of a cell. Heads are centred and text begins at the left edge, so a cell between two heads belongs to
    the right one, unless the left one has no text of its own."""
    left = next((column for column in reversed(columns) if column.start <= index), None)
    if left and index < left.stop:
        return left
    right = next((column for column in columns if column.start > index), None)
    if left and not filled & set(range(left.start, left.stop)):
        return left
    return right or left
