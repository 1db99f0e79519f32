"""Goals and tasks of a department's self-evaluation, and the rows of a summary of projects."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from juesuan_nb.document import Place, Row, squeeze
from juesuan_nb.evaluation import words
from juesuan_nb.evaluation.facts import Fact, Source
from juesuan_nb.evaluation.figures import figures, without_loops
from juesuan_nb.evaluation.heads import Head, Picked, pick
from juesuan_nb.evaluation.values import HAN, Value, clean, number, words_of

_CAMPAIGN = re.compile(
    r"((?:[“\"][^”\"]{2,20}[”\"][、,，和及]?)+)等?[^,，。;；“”\"]{0,6}专项(?:整治|治理|检查|执法)?(?:行动|检查|整治|治理)"
)
_QUOTED = re.compile(r"[“\"]([^”\"]{2,20})[”\"]")
_MONEY = re.compile(r"预算|执行数|金额|支出|到位|下达")
_NOT_MONEY = re.compile(r"率|处室|科室|情况|类型|名称|编码|单位|部门|是否")


def task_facts(head: Head, rows: Iterable[Row], source: Source) -> Iterator[Fact]:
    """主要内容 and 实际完成情况 of each task: the text, and the figures in it."""
    first = min(column.start for column in head.columns if column.name == words.TASK_HEADS[0])
    own = Head(head.kind, tuple(column for column in head.columns if column.start >= first))
    for row in rows:
        picked = pick(row, own, since=first)
        name = picked.pop(words.TASK_HEADS[0], None)
        if name and HAN.search(name.text):
            yield from _described(squeeze(clean(name.text)), picked, row[0].place, source)


def goal_facts(head: Head, rows: Iterable[Row], source: Source, head_row: Row) -> Iterator[Fact]:
    """The goal of the year and what came of it; the item is the label beside it."""
    first = head.first((*words.GOAL_HEADS, *words.DONE_HEADS))
    goal = Head("goal", tuple(c for c in head.columns if c.name in (*words.GOAL_HEADS, *words.DONE_HEADS)))
    start = min(column.start for column in goal.columns)
    label = _left_label(head_row, start)
    for row in rows:
        label = _left_label(row, start) or label
        if first:
            yield from _described(label or words.GOAL_LABELS[0], pick(row, goal, since=start), row[0].place, source)


def _left_label(row: Row, stop: int) -> str:
    return next((squeeze(cell.text) for cell in row[:stop] if HAN.search(cell.text)), "")


def _described(item: str, picked: dict[str, Picked], place: Place, source: Source) -> Iterator[Fact]:
    for name, cell in picked.items():
        value = words_of(cell.text, cell.cells)
        if not value:
            continue
        legible = [without_loops(piece) for piece in cell.pieces]
        doubtful = len(legible) > 1 or legible[0] != squeeze(cell.text)
        value = replace(value, quality="doubtful") if doubtful else value
        yield source.fact("task", item, name, value, place, cell.text)
        for found in (figure for piece in legible for figure in figures(piece)):
            figure = replace(found.value, quality="doubtful") if doubtful else found.value
            yield source.fact("task", item, f"{name}:{found.phrase}".rstrip(":"), figure, place, found.sentence)
        for campaign in _CAMPAIGN.finditer(value.text):
            for title in _QUOTED.findall(campaign[1]):
                yield source.fact("task", item, "专项行动", Value(title), place, campaign[0])


def project_facts(head: Head, rows: Iterable[Row], unit: str, source: Source) -> Iterator[Fact]:
    """One row per project of a summary: every column under its printed head, amounts in `unit`."""
    for row in rows:
        cells = {c.name: row[c.start] for c in head.columns if c.start < len(row) and row[c.start].text.strip()}
        item = _project_item(cells)
        if not item:
            continue
        for name, cell in cells.items():
            if name != "项目名称" and (value := _project_value(name, cell.text, unit)):
                yield source.fact("project", item, name, value, cell.place, clean(cell.text))


def _project_item(cells: dict) -> str:
    if "项目名称" in cells:
        return squeeze(clean(cells["项目名称"].text))
    return next((text for cell in cells.values() if (text := squeeze(cell.text)) in words.TOTALS), "")


def _project_value(name: str, text: str, unit: str) -> Value | None:
    if name.endswith("率") or "%" in text:
        return number(text, "%")
    if re.search(r"得分|评分|分值|分数", name):
        return number(text, "分")
    if _MONEY.search(name) and not _NOT_MONEY.search(name):
        return number(text, unit)
    plain = squeeze(clean(text))
    return Value(plain) if plain.strip("-—/") else None
