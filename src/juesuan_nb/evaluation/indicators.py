"""Indicator rows: 一级 · 二级 · 三级指标, target, result, points, score, deviation and its reason; the total line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from juesuan_nb.amounts import read_number
from juesuan_nb.document import Place, Row, fold, squeeze
from juesuan_nb.evaluation import words
from juesuan_nb.evaluation.facts import Fact, Source
from juesuan_nb.evaluation.heads import Head, Picked, pick
from juesuan_nb.evaluation.levels import Label, Printed, is_level, levels
from juesuan_nb.evaluation.values import HAN, Value, clean, is_number, of_field

_NOTE = re.compile(r"(?:注|备注|说明|填报说明|填表说明|联系人|填表人|填报人|单位负责人|项目负责人)[:：\d]?")
_SHIFTS = (0, -1, -2, 1)
_COMPARED = re.compile(r"[≥≤><=＝≧≦＞＜]|不低于|不高于|不超过|以上|以下|以内")


@dataclass
class _Line:
    """One indicator: its name, the text of its columns, its place."""

    item: str
    picked: dict[str, Picked]
    place: Place
    quality: str = "printed"

    def text(self, name: str) -> str:
        return self.picked[name].text if name in self.picked else ""

    def first(self, names: Iterable[str]) -> str:
        """The text of the first of `names` that the form has."""
        return next((self.picked[name].text for name in names if name in self.picked), "")


def indicator_facts(head: Head, rows: Iterable[Row], source: Source) -> Iterator[Fact]:
    """The facts of the rows under an indicator head; points and scores in 分, results in their printed unit."""
    name_column = _name_column(head)
    lines, totals = _lines(head, rows, name_column)
    above = [level for level in words.LEVELS[:2] if level != name_column]
    has_signs = sum(bool(_COMPARED.search(line.first(words.TARGET_HEADS))) for line in lines) * 2 > len(lines)
    grouped = levels(
        [
            Printed(
                *(line.text(level) if level in above else "" for level in words.LEVELS[:2]),
                line.item,
                line.first(words.POINTS_HEADS),
            )
            for line in lines
        ]
    )
    for line, labels in zip(lines, grouped, strict=True):
        yield from _level_facts(line, dict(zip(words.LEVELS[:2], labels, strict=True)), source)
        yield from _field_facts(line, {name_column, *words.LEVELS, "绩效指标"}, has_signs, source)
    for line in totals:
        yield from _total_facts(line, source)


def _name_column(head: Head) -> str:
    """The head of the column that names the indicators: the last of its kind before the values."""
    values = min(c.start for c in head.columns if c.name in (*words.TARGET_HEADS, *words.RESULT_HEADS))
    named = [c for c in head.columns if c.name in words.ITEM_HEADS]
    return max(named, key=lambda column: (column.start < values, column.start)).name


def _lines(head: Head, rows: Iterable[Row], name_column: str) -> tuple[list[_Line], list[_Line]]:
    lines: list[_Line] = []
    totals: list[_Line] = []
    for row in rows:
        texts = [squeeze(cell.text) for cell in row if cell.text.strip()]
        if not texts or _NOTE.match(texts[0]):
            continue
        picked, moved = _picked(row, head, name_column)
        if total := next((name for text in texts if (name := _without_note(text)) in words.TOTALS), ""):
            totals.append(_total(total, row, picked))
        elif set(picked) == {name_column} and lines:
            lines[-1] = replace(lines[-1], item=lines[-1].item + squeeze(picked[name_column].text), quality="doubtful")
        elif item := _item(picked, name_column):
            lines.append(_Line(item, picked, row[0].place, "repaired" if moved else "printed"))
    return lines, totals


def _picked(row: Row, head: Head, name_column: str) -> tuple[dict[str, Picked], bool]:
    """The row by column; a row that lost or gained cells on its left is moved until it makes sense under its head."""
    shift = next((shift for shift in _SHIFTS if _makes_sense(pick(row, head, shift), name_column)), 0)
    return pick(row, head, shift), shift != 0


def _makes_sense(picked: dict[str, Picked], name_column: str) -> bool:
    """Whether the name is words, and no name of a level, and points and score are bare numbers."""
    name = squeeze(picked[name_column].text) if name_column in picked else ""
    scores = [
        next((picked[name].text for name in names if name in picked), "")
        for names in (words.POINTS_HEADS, words.SCORE_HEADS)
    ]
    return bool(HAN.search(name)) and not is_level(name) and all(map(read_number, scores))


def _item(picked: dict[str, Picked], name_column: str) -> str:
    """The indicator's name; a row without one but with values goes by its nearest level."""
    if not any(is_number(text.text) for text in picked.values()):
        return ""
    for name in (name_column, *reversed(words.LEVELS)):
        if name in picked and HAN.search(picked[name].text):
            return squeeze(clean(picked[name].text))
    return ""


def _level_facts(line: _Line, labels: dict[str, Label | None], source: Source) -> Iterator[Fact]:
    for level, label in labels.items():
        if label:
            value = Value(label.name, "", label.quality)
            yield source.fact("indicator", line.item, level, value, line.place, line.text(level))


def _field_facts(line: _Line, levels_: set[str], has_signs: bool, source: Source) -> Iterator[Fact]:
    for name, picked in line.picked.items():
        value = None if name in levels_ else of_field(name, picked.text, "", picked.cells)
        if not value:
            continue
        quality = line.quality if value.quality == "printed" else value.quality
        if _lost_a_sign(name, line, value, has_signs):
            quality = "doubtful"
        yield source.fact("indicator", line.item, name, replace(value, quality=quality), line.place, clean(picked.text))


def _lost_a_sign(name: str, line: _Line, value: Value, has_signs: bool) -> bool:
    """A result without the percent sign of its target; a bare target among signed ones that full marks contradict."""
    aim = fold(line.first(words.TARGET_HEADS))
    if name in words.RESULT_HEADS:
        return "%" in aim and not value.unit and is_number(value.text) and not line.text("度量单位")
    if name not in words.TARGET_HEADS or not has_signs or not is_number(value.text):
        return False
    result = fold(line.first(words.RESULT_HEADS))
    return is_number(result) and result != aim and line.first(words.POINTS_HEADS) == line.first(words.SCORE_HEADS)


def _without_note(text: str) -> str:
    return re.sub(r"[(（].*[)）]|[:：]$", "", text)


def _total(name: str, row: Row, picked: dict[str, Picked]) -> _Line:
    """The total line; where its cells moved together, the first number is the points and the second the score."""
    if not any(head in picked and is_number(picked[head].text) for head in (*words.POINTS_HEADS, *words.SCORE_HEADS)):
        numbers = [Picked(cell.text, (cell.text,)) for cell in row if is_number(cell.text)]
        picked = dict(zip((words.POINTS_HEADS[0], words.SCORE_HEADS[0]), numbers, strict=False))
        return _Line(name, picked, row[0].place, "repaired")
    return _Line(name, picked, row[0].place)


def _total_facts(line: _Line, source: Source) -> Iterator[Fact]:
    for name in (*words.POINTS_HEADS, *words.SCORE_HEADS):
        if name in line.picked and (value := of_field(name, line.text(name), "")):
            value = replace(value, quality=line.quality) if value.quality == "printed" else value
            yield source.fact("indicator", line.item, name, value, line.place, clean(line.text(name)))
