"""Planted errors: what a department prints wrongly. The truth follows the print; `Planted` says what is wrong."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from juesuan_nb.errors import UsageError
from juesuan_nb.synth.page import Block, Figure, Heading, Prose, Table, Told
from juesuan_nb.synth.report import SyntheticReport


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error: where it is, what should stand there, what stands there now. Texts are empty where moot."""

    kind: str
    statement: str = ""
    code: str = ""
    item: str = ""
    column: str = ""
    expected: str = ""
    found: str = ""


Blocks = tuple[Block, ...]
Mutation = Callable[[SyntheticReport, Random], tuple[Blocks, Planted]]
Spot = tuple[int, int, int]
"""A figure of the tables: number of the block, row, column."""


def _spots(report: SyntheticReport) -> list[Spot]:
    """All printed amounts that are not zero."""
    return [
        (number, row, column)
        for number, block in enumerate(report.blocks)
        if isinstance(block, Table)
        for row, cells in enumerate(block.body)
        for column, cell in enumerate(cells)
        if isinstance(cell, Figure) and cell.value.strip("0.")
    ]


def _at(report: SyntheticReport, spot: Spot) -> Figure:
    number, row, column = spot
    return report.blocks[number].body[row][column]


def _put(blocks: Sequence[Block], spot: Spot, value: str) -> Blocks:
    """The blocks with another amount at a spot."""
    number, row, column = spot
    table = blocks[number]
    cells = list(table.body[row])
    thousands = "," in "".join(figure.text for figure in table.figures)
    text = f"{Decimal(value):,}" if thousands else value
    cells[column] = replace(cells[column], value=value, text=text)
    body = (*table.body[:row], tuple(cells), *table.body[row + 1 :])
    return (*blocks[:number], replace(table, body=body), *blocks[number + 1 :])


def _change(
    report: SyntheticReport, dice: Random, kind: str, new: Callable[[Decimal], Decimal]
) -> tuple[Blocks, Planted]:
    spot = dice.choice(_spots(report))
    figure, statement = _at(report, spot), report.blocks[spot[0]].statement
    value = f"{new(Decimal(figure.value)):.2f}"
    told = Planted(kind, statement, figure.code, figure.item, figure.column, figure.value, value)
    return _put(report.blocks, spot, value), told


def cell(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One amount is another one, well beyond rounding."""
    return _change(report, dice, "cell", lambda value: value + dice.choice((1, -1)) * max(Decimal(1), value / 3))


def scaled(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One amount is printed in another unit: ten thousand times too large."""
    return _change(report, dice, "scaled", lambda value: value * 10_000)


def sign(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One amount has lost or gained its minus."""
    return _change(report, dice, "sign", lambda value: -value)


def swapped(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """Two different amounts of one column have changed places."""
    spots = _spots(report)
    pairs = [
        (one, other)
        for one, other in zip(spots, spots[1:] + spots[:1], strict=True)
        if one[0] == other[0] and _at(report, one).value != _at(report, other).value
    ]
    one, other = dice.choice(pairs)
    first, second = _at(report, one), _at(report, other)
    blocks = _put(_put(report.blocks, one, second.value), other, first.value)
    statement = report.blocks[one[0]].statement
    return blocks, Planted("swapped", statement, first.code, first.item, first.column, first.value, second.value)


def table(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One of the tables is not there."""
    gone = dice.choice(report.tables)
    return tuple(block for block in report.blocks if block is not gone), Planted("table", gone.statement)


def _items(report: SyntheticReport) -> list[int]:
    """The paragraphs of 具体情况, by number of the block."""
    return [
        number
        for number, block in enumerate(report.blocks)
        if isinstance(block, Prose) and "（项）" in block.text and re.match(r"\d+[.、]", block.text)
    ]


def item(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One item of the narrative is left out."""
    number = dice.choice(_items(report))
    code = next(word.code for word in report.blocks[number].words if isinstance(word, Told))
    return (*report.blocks[:number], *report.blocks[number + 1 :]), Planted("item", code=code)


def number_repeated(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """An item carries the number of the one before it."""
    number = dice.choice(_items(report)[1:] or _items(report))
    block = report.blocks[number]
    before = re.match(r"\d+", block.text)[0]
    after = str(max(1, int(before) - 1)) if before != "1" else "2"
    words = (re.sub(r"^\d+", after, block.words[0]), *block.words[1:])
    blocks = (*report.blocks[:number], Prose(words), *report.blocks[number + 1 :])
    return blocks, Planted("number", item=block.text[:20], expected=before, found=after)


def year(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One heading names another year."""
    named = [
        number
        for number, block in enumerate(report.blocks)
        if isinstance(block, Heading) and str(report.year) in block.text
    ]
    number = dice.choice(named[1:] or named)
    block = report.blocks[number]
    wrong = str(report.year - 1)
    blocks = list(report.blocks)
    blocks[number] = replace(block, text=block.text.replace(str(report.year), wrong))
    return tuple(blocks), Planted("year", item=block.text, expected=str(report.year), found=wrong)


def _told(
    report: SyntheticReport, dice: Random, kind: str, fits: Callable[[Told], bool], new: Callable[[Told], Told]
) -> tuple[Blocks, Planted]:
    """Change one figure of the narrative."""
    choice = [
        (number, place)
        for number, block in enumerate(report.blocks)
        if isinstance(block, Prose)
        for place, word in enumerate(block.words)
        if isinstance(word, Told) and fits(word)
    ]
    if not choice:
        return report.blocks, Planted(kind)
    number, place = dice.choice(choice)
    words = list(report.blocks[number].words)
    before, words[place] = words[place], new(words[place])
    blocks = (*report.blocks[:number], Prose(tuple(words)), *report.blocks[number + 1 :])
    return blocks, Planted(kind, "", before.code, before.subject, before.measure, before.value, words[place].value)


def claim(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """One amount of the narrative is another one."""

    def wrong(word: Told) -> Told:
        value = f"{Decimal(word.value) * 2 + 1:.2f}"
        return replace(word, text=value + word.unit, value=value)

    return _told(report, dice, "claim", lambda word: word.measure == "outturn" and bool(word.value.strip("0.")), wrong)


def direction(report: SyntheticReport, dice: Random) -> tuple[Blocks, Planted]:
    """大于 for 小于, or the reverse."""
    other = {"大于": "小于", "小于": "大于"}
    turn = lambda word: replace(word, text=other[word.value], value=other[word.value])  # noqa: E731
    return _told(report, dice, "direction", lambda word: word.value in other, turn)


MUTATIONS: dict[str, Mutation] = {
    "cell": cell,
    "scaled": scaled,
    "sign": sign,
    "swapped": swapped,
    "table": table,
    "item": item,
    "number": number_repeated,
    "year": year,
    "claim": claim,
    "direction": direction,
}
"""Kind of planted error → the function that plants one."""


def plant(report: SyntheticReport, kind: str, seed: int = 0) -> tuple[SyntheticReport, Planted]:
    """The report with one error of a kind, and what was planted. Raises UsageError where the kind is unknown."""
    if kind not in MUTATIONS:
        raise UsageError(f"没有错误“{kind}”，可用：{'、'.join(MUTATIONS)}。")
    blocks, planted = MUTATIONS[kind](report, Random(f"{seed}/{kind}"))
    return replace(report, blocks=blocks), planted
