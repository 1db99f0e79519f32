"""What all kinds of planted errors share: where a figure stands, how it is replaced, and what is told about it."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import TypeVar

from juesuan_nb.synth.page import Block, Figure, Prose, Row, Table, Told
from juesuan_nb.synth.report import SyntheticReport

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error: where it is, what should stand there, what stands there now. Texts are empty where moot.

    `rules` are the codes or families that may find it; `hidden` says why it cannot be detected even in principle
    (empty: it can).
    """

    kind: str
    statement: str = ""
    code: str = ""
    item: str = ""
    column: str = ""
    expected: str = ""
    found: str = ""
    scope: str = ""
    rules: tuple[str, ...] = ()
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mutations.toml: `title` in Chinese, `rules` that may find it, `least` the severity that counts.

    `one_cell` says that one table cell is wrong, so localisation has to name it. The rest says which figure of the text
    is changed (`told`: its measure; `subject`: its name, a pattern), or which cell of an attachment (`kind_of`, `field`
    and `item`, a pattern), and how (`change`).
    """

    name: str
    group: str
    title: str
    rules: tuple[str, ...]
    least: str = "warning"
    one_cell: bool = False
    told: str = ""
    subject: str = ""
    change: str = ""
    kind_of: str = ""
    field: str = ""
    item: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of planted errors by name, in the order of the file."""
    data = tomllib.loads((files(__package__) / "mutations.toml").read_text(encoding="utf-8"))
    return {name: Kind(name, **entry | {"rules": tuple(entry["rules"])}) for name, entry in data.items()}


Blocks = tuple[Block, ...]
Outcome = tuple[Blocks, Planted] | None
"""The blocks with the error and what was planted; None where a report has nothing to plant it in."""
Mutation = Callable[[SyntheticReport, Random, Kind], Outcome]
Spot = tuple[int, int, int]
"""Number of the block, row and column of a cell; or number of the block and of the word, with 0."""


def tables(report: SyntheticReport) -> Iterator[tuple[int, Table]]:
    """The statements with the number of their blocks."""
    return ((at, block) for at, block in enumerate(report.blocks) if isinstance(block, Table) and block.statement)


def prose(report: SyntheticReport) -> Iterator[tuple[int, Prose]]:
    """The paragraphs with the number of their blocks."""
    return ((at, block) for at, block in enumerate(report.blocks) if isinstance(block, Prose))


def forms(report: SyntheticReport) -> Iterator[tuple[int, Table]]:
    """The forms of the attachments with the number of their blocks."""
    return ((at, block) for at, block in enumerate(report.blocks) if isinstance(block, Table) and not block.statement)


def spots(report: SyntheticReport) -> list[Spot]:
    """All printed amounts of the statements that are not zero."""
    return [
        (number, row, column)
        for number, table in tables(report)
        for row, cells in enumerate(table.body)
        for column, cell in enumerate(cells)
        if isinstance(cell, Figure) and cell.value.strip("0.")
    ]


def figure_at(report: SyntheticReport, spot: Spot) -> Figure:
    """The amount at a spot."""
    number, row, column = spot
    return report.blocks[number].body[row][column]


def with_value(blocks: Sequence[Block], spot: Spot, value: str) -> Blocks:
    """The blocks with another amount at a spot; an empty value leaves the cell blank."""
    number, row, column = spot
    table = blocks[number]
    thousands = "," in "".join(figure.text for figure in table.figures)
    text = f"{Decimal(value):,}" if thousands and value else value
    cell = replace(table.body[row][column], value=value, text=text)
    return with_row(blocks, number, row, (*table.body[row][:column], cell, *table.body[row][column + 1 :]))


def with_row(blocks: Sequence[Block], number: int, row: int, *cells: Row) -> Blocks:
    """The blocks with other rows in the place of one row of a table (none: the row is left out)."""
    table = blocks[number]
    return with_block(blocks, number, replace(table, body=(*table.body[:row], *cells, *table.body[row + 1 :])))


def with_block(blocks: Sequence[Block], number: int, *new: Block) -> Blocks:
    """The blocks with others in the place of one of them."""
    return (*blocks[:number], *new, *blocks[number + 1 :])


def told_spots(report: SyntheticReport, fits: Callable[[Told], bool]) -> list[tuple[int, int]]:
    """The figures of the text that fit, by the number of their block and word."""
    return [
        (number, place)
        for number, block in prose(report)
        for place, word in enumerate(block.words)
        if isinstance(word, Told) and fits(word)
    ]


def with_word(blocks: Sequence[Block], number: int, place: int, word: str | Told) -> Blocks:
    """The blocks with another word in a paragraph."""
    words = blocks[number].words
    return with_block(blocks, number, Prose((*words[:place], word, *words[place + 1 :])))


def one_of(dice: Random, choice: Iterable[T]) -> T | None:
    """One at random, or None where there is none."""
    listed = list(choice)
    return dice.choice(listed) if listed else None
