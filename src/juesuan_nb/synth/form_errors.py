"""Errors of the 绩效自评 forms: one cell is another one. Which, and how, says mutations.toml."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from juesuan_nb.synth.figure_errors import digits
from juesuan_nb.synth.page import Mark
from juesuan_nb.synth.planting import Kind, Outcome, Planted, forms, one_of, with_row
from juesuan_nb.synth.report import SyntheticReport

_CHANGES: dict[str, Callable[[str, Random], str]] = {
    "amount": lambda value, dice: f"{Decimal(value) * 2 + 1:.2f}",
    "digits": digits,
    "beyond": lambda value, dice: f"{Decimal(value) + dice.randint(2, 5):f}",
    "less": lambda value, dice: f"{Decimal(value) - dice.randint(1, 3):f}",
    "points": lambda value, dice: f"{Decimal(value) + dice.randint(5, 30):.2f}",
    "far": lambda value, dice: str(int(value) * dice.randint(3, 9)),
    "blank": lambda value, dice: "",
}


def marked(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """One cell of an attachment's form is another one."""
    found = [
        (number, row, column)
        for number, form in forms(report)
        for row, cells in enumerate(form.body)
        for column, cell in enumerate(cells)
        if isinstance(cell, Mark) and _fits(cell, kind)
    ]
    if not (spot := one_of(dice, found)):
        return None
    number, row, column = spot
    cells = report.blocks[number].body[row]
    cell = cells[column]
    value = _CHANGES[kind.change](cell.value, dice)
    told = Planted(kind.name, "", "", cell.item, cell.field, cell.value, value)
    wrong: str | Mark = ""
    if value:
        text = cell.text.replace(cell.value, value) if cell.value in cell.text else f"{Decimal(value):,}"
        wrong = replace(cell, text=text, value=value)
    return with_row(report.blocks, number, row, (*cells[:column], wrong, *cells[column + 1 :])), told


def _fits(cell: Mark, kind: Kind) -> bool:
    return (
        (cell.kind, cell.field) == (kind.kind_of, kind.field)
        and re.fullmatch(kind.item or ".*", cell.item) is not None
        and bool(cell.value.strip("0."))
    )
