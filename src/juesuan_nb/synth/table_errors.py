"""Errors of the tables: amounts, codes, names, rows, and what stands over and under a table."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

from juesuan_nb import codebook, vocabulary
from juesuan_nb.synth.names import invented
from juesuan_nb.synth.page import Figure, Row, Table
from juesuan_nb.synth.planting import (
    Kind,
    Mutation,
    Outcome,
    Planted,
    Spot,
    figure_at,
    one_of,
    spots,
    tables,
    with_block,
    with_row,
    with_value,
)
from juesuan_nb.synth.report import SyntheticReport
from juesuan_nb.synth.witnesses import only_summed, unknown_name

_ROUNDING = {"元": Decimal(0), "万元": Decimal("0.20")}
"""What rounding may explain in a sum of some forty addends."""
_WITHIN_ROUNDING = "改动没有超出四舍五入可以解释的范围"


def _planted(report: SyntheticReport, kind: Kind, spot: Spot, value: str) -> Planted:
    table, figure = report.blocks[spot[0]], figure_at(report, spot)
    place = (table.statement, figure.code, figure.item, figure.column)
    return Planted(kind.name, *place, figure.value, value, table.scope)


def _slight(table: Table, change: Decimal) -> str:
    return _WITHIN_ROUNDING if abs(change) <= _ROUNDING[table.unit] else ""


def _changed(new: Callable[[Decimal], str]) -> Mutation:
    """One amount becomes another one (or a blank)."""

    def change(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
        if not (spot := one_of(dice, spots(report))):
            return None
        before = Decimal(figure_at(report, spot).value)
        value = new(before)
        told = _planted(report, kind, spot, value)
        slight = _slight(report.blocks[spot[0]], Decimal(value or 0) - before)
        return with_value(report.blocks, spot, value), replace(told, hidden=slight)

    return change


def cell(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """One amount is another one, well beyond rounding."""
    sign = dice.choice((1, -1))
    return _changed(lambda value: f"{value + sign * max(Decimal(1), value / 3):.2f}")(report, dice, kind)


def swapped(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """Two different amounts that stand side by side, or under each other, have changed places."""
    found = spots(report)
    pairs = [
        (one, other)
        for one, other in pairwise(found)
        if one[0] == other[0] and figure_at(report, one).value != figure_at(report, other).value
    ]
    if not (chosen := one_of(dice, pairs)):
        return None
    one, other = chosen
    first, second = figure_at(report, one), figure_at(report, other)
    blocks = with_value(with_value(report.blocks, one, second.value), other, first.value)
    slight = _slight(report.blocks[one[0]], Decimal(first.value) - Decimal(second.value))
    slight = slight or only_summed(report, one, other)
    return blocks, replace(_planted(report, kind, one, second.value), hidden=slight)


def _coded(report: SyntheticReport) -> list[tuple[int, int, Figure]]:
    """The rows of 项 in the tables by code: number of the block, of the row, and their first amount."""
    return [
        (number, at, figure)
        for number, table in tables(report)
        if vocabulary.statements()[table.statement].layout == "by_code"
        for at, row in enumerate(table.body)
        if (figure := next((c for c in row if isinstance(c, Figure) and c.value.strip("0.")), None))
        and len(figure.code) == 7
    ]


def row(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """The row of one 项 is not printed."""
    if not (chosen := one_of(dice, _coded(report))):
        return None
    number, at, figure = chosen
    table = report.blocks[number]
    told = Planted(kind.name, table.statement, figure.code, figure.item, expected=figure.value, scope=table.scope)
    biggest = max(abs(Decimal(c.value)) for c in table.body[at] if isinstance(c, Figure) and c.value)
    return with_row(report.blocks, number, at), replace(told, hidden=_slight(table, biggest))


def _neighbour(report: SyntheticReport, code: str, taken: set[str]) -> str:
    """Another 项 of the same 款 that the table does not print, or any other of the same 类; empty where none is."""
    names = codebook.functions()
    near = [
        c for c in names if len(c) == 7 and c not in taken and report.layout.name_of(c) != report.layout.name_of(code)
    ]
    return next((c for prefix in (code[:5], code[:3]) for c in near if c.startswith(prefix)), "")


def _relabelled(row_: Row, old: str, new: str, code: str, name: str) -> Row:
    """The row with `new` for `old` in its labels; its figures are of `code` and `name` then."""
    cells = (replace(cell, code=code, item=name) if isinstance(cell, Figure) and cell.value else cell for cell in row_)
    return tuple(new if cell == old else cell for cell in cells)


def _relabel(what: str) -> Mutation:
    def change(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
        """The code or the name of one 项 is that of its neighbour."""
        if not (chosen := one_of(dice, _coded(report))):
            return None
        number, at, figure = chosen
        table = report.blocks[number]
        other = _neighbour(report, figure.code, {one.code for one in table.figures})
        if not other:
            return None
        name, own = report.layout.name_of(other), figure.code
        place = (table.statement, own, figure.item, "")
        if what == "name":
            cells = _relabelled(table.body[at], figure.item, name, own, name)
            told = Planted(kind.name, *place, figure.item, name, table.scope)
            return with_row(report.blocks, number, at, cells), replace(told, hidden=unknown_name(report, own))
        pairs = [(own, other), (own[5:], other[5:])] if other[:5] == own[:5] else [(own, other)]
        cells = table.body[at]
        for old, new in pairs:
            cells = _relabelled(cells, old, new, other, figure.item)
        if not {own, own[5:]} & set(table.body[at][:3]) or all(new not in cells for _, new in pairs):
            return None
        return with_row(report.blocks, number, at, cells), Planted(kind.name, *place, own, other, table.scope)

    return change


def term(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """A fixed term of a table's row says 部门 for 单位."""
    choice = [
        (number, at, column)
        for number, table in tables(report)
        for at, row_ in enumerate(table.body)
        for column, text in enumerate(row_)
        if isinstance(text, str) and re.search("事业单位|附属单位", text)
    ]
    if not choice:
        return None
    number, at, column = dice.choice(choice)
    table = report.blocks[number]
    old = table.body[at][column]
    new = old.replace("单位", "部门")
    cells = tuple(
        replace(cell, item=new) if isinstance(cell, Figure) and cell.item == old else cell for cell in table.body[at]
    )
    cells = (*cells[:column], new, *cells[column + 1 :])
    told = Planted(kind.name, table.statement, "", old, "", old, new, table.scope)
    return with_row(report.blocks, number, at, cells), told


def table(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """One of the tables is not there."""
    if not (chosen := one_of(dice, tables(report))):
        return None
    number, gone = chosen
    why = "另一套同名的表还在" if len(report.layout.scopes) > 1 else ""
    return with_block(report.blocks, number), Planted(kind.name, gone.statement, scope=gone.scope, hidden=why)


def remark(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """An empty table does not say that it is empty."""
    said = [(number, one) for number, one in tables(report) if any("无数据" in text for text in one.remarks)]
    empty = [(number, one) for number, one in said if not any(one.figures)]
    if not empty:
        return None
    number, one = dice.choice(empty)
    bare = replace(one, remarks=tuple(text for text in one.remarks if "无数据" not in text))
    return with_block(report.blocks, number, bare), Planted(kind.name, one.statement, scope=one.scope)


def _line(old: Callable[[SyntheticReport, Table], str], new: Callable[[SyntheticReport, Random], str]) -> Mutation:
    """Words over one table are others."""

    def change(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
        having = [
            (number, one, words)
            for number, one in tables(report)
            if (words := old(report, one)) and any(words in text for text in one.lines)
        ]
        if not having:
            return None
        number, one, words = dice.choice(having)
        wrong = new(report, dice)
        unit = one.unit.replace(words.removeprefix("单位："), wrong.removeprefix("单位："))
        lines = tuple(text.replace(words, wrong) for text in one.lines)
        blocks = with_block(report.blocks, number, replace(one, lines=lines, unit=unit))
        return blocks, Planted(kind.name, one.statement, expected=words, found=wrong, scope=one.scope)

    return change


def _other_department(report: SyntheticReport, dice: Random) -> str:
    return next(name for _ in range(9) if (name := invented(dice)) != report.department)


TABLE_ERRORS: dict[str, Mutation] = {
    "cell": cell,
    "blank": _changed(lambda value: ""),
    "scaled": _changed(lambda value: f"{value * 10_000:.2f}"),
    "sign": _changed(lambda value: f"{-value:.2f}"),
    "swapped": swapped,
    "row": row,
    "code": _relabel("code"),
    "name": _relabel("name"),
    "term": term,
    "table": table,
    "remark": remark,
    "unit": _line(lambda report, one: f"单位：{one.unit}", lambda report, dice: "单位：亿元"),
    "owner": _line(lambda report, one: report.department, _other_department),
}
"""Kind → function, for what is wrong in or around a table."""
