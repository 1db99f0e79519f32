"""Heads of two storeys, made one row: the lower storey names the columns, the upper one those that it leaves blank."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from juesuan_nb.document import Cell, Paragraph, Row, squeeze
from juesuan_nb.evaluation import words
from juesuan_nb.evaluation.attachments import Part
from juesuan_nb.evaluation.values import is_number

_GROUPS = {"绩效指标", *words.TARGET_HEADS[:1]}
"""Upper heads of an indicator table that only gather columns of the lower storey."""


def with_joined_heads(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, each head of two storeys as one row."""
    skip = False
    for part, after in zip_longest(parts, parts[1:]):
        if skip:
            skip = False
            continue
        head = (
            None if after is None or isinstance(part, Paragraph) or isinstance(after, Paragraph) else _join(part, after)
        )
        skip = head is not None
        yield head or part


def _join(upper: Row, lower: Row) -> Row | None:
    over, under = [squeeze(cell.text) for cell in upper], [squeeze(cell.text) for cell in lower]
    if any(map(is_number, (*over, *under))):
        return None
    if _is_summary(over, under):
        return _summary_head(upper, under)
    if len(set(over) & set(words.INDICATOR_VALUE_HEADS)) >= 3 and set(under) >= set(words.LEVELS[:2]):
        return _indicator_head(upper, lower)
    return None


def _is_summary(over: Sequence[str], under: Sequence[str]) -> bool:
    at = over.index("项目名称") if "项目名称" in over else len(under)
    return at < len(under) and not under[at] and sum(map(bool, under)) >= 2 and sum(map(bool, over)) >= 3


def _summary_head(upper: Row, under: Sequence[str]) -> Row:
    """Names that the lower storey repeats keep the upper one before them."""
    cells, above = [], ""
    for cell, below in zip_longest(upper, under[: len(upper)], fillvalue=""):
        above = squeeze(cell.text) or above
        name = f"{above}/{below}" if below and under.count(below) > 1 else below or squeeze(cell.text)
        cells.append(Cell(name, cell.place))
    return tuple(cells)


def _indicator_head(upper: Row, lower: Row) -> Row:
    """The upper heads that gather nothing stand in their own cells or, where blanks were lost, after the lower ones."""
    own = [(at, cell) for at, cell in enumerate(upper) if cell.text.strip() and squeeze(cell.text) not in _GROUPS]
    cells = list(lower)
    while cells and not cells[-1].text.strip():
        cells.pop()
    if own[0][0] < len(cells):
        return (*cells, *(cell for _, cell in own))
    return (*cells, *upper[len(cells) :])
