"""Rule CP04: the unit of the amounts is printed, and the same from table to table and in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import fold

if TYPE_CHECKING:
    from juesuan_nb.statements.located import Located

_SAYS_UNIT = re.compile(r"(?:单位|金额|决算数)[:(为]{0,2}(?:人民币)?[百千]?[万亿]?元|\([百千]?[万亿]?元\)")
_TOLD = ("performance", "state_assets")
_PER_HEAD = re.compile(r"人均|每人|每次|平均|标准|单价")
_DIGITS = 4
_ALIKE = 3
"""Figures of so many digits, and so many of them, that stand in two tables are no chance."""
_TWO = "T2 | 本年收入合计\n合计 | 6521.36\nT3 | 本年支出合计\n合计 | 6521.36\nT5 | 合计\n合计 | 6519.14"
_PARTS = "T2 | 本年收入合计\n合计 | 7521.36\n201 甲 | 1204.11\n208 乙 | 5316.25\n210 丙 | 1001.00\n"
_PARTS += "T3 | 本年支出合计\n201 甲 | 1204.11\n208 乙 | 5316.25\n210 丙 | 1001.00"
_EMPTY = "T3 | 本年支出合计\n合计 | 6521.36"
_ALONE = "T2 | 本年收入合计\n合计 | 6521.36\nT3 | 本年支出合计\n合计 | 6519.14"
_LINES = "收入决算表\n单位：{0}\n支出决算表\n{1}\n一般公共预算财政拨款支出决算表\n单位：万元"
_REVENUE = claims("revenue", "收入合计 | outturn | 6521.36 万元")


@declare(
    "CP04",
    "金额单位写明并且一致",
    severity="error",
    basis="form",
    examples=(
        Example("一致", Sample(_TWO, _REVENUE, lines=_LINES.format("万元", "单位：万元")), "passed"),
        Example("数字相同而单位不同", Sample(_TWO, lines=_LINES.format("元", "单位：万元")), "failed", "error"),
        Example(
            "一张表用元",
            Sample(_TWO.replace("合计 | 6521.36", "合计 | 65213600.00", 1), lines=_LINES.format("元", "单位：万元")),
            "failed",
            "info",
        ),
        Example(
            "最大的数别处没有，其余的数相同",
            Sample(_PARTS, lines=_LINES.format("亿元", "单位：万元")),
            "failed",
            "error",
        ),
        Example("空表", Sample(_EMPTY, lines=_LINES.format("元", "单位：万元")), "failed", "warning"),
        Example(
            "文字里是同一个数",
            Sample(_ALONE, _REVENUE, lines=_LINES.format("亿元", "单位：万元")),
            "failed",
            "warning",
        ),
        Example("一张表没有写", Sample(_TWO, lines=_LINES.format("万元", "公开03表")), "failed", "info"),
        Example("都没有写", Sample(_TWO, lines="收入决算表\n公开02表"), "failed", "warning"),
        Example(
            "文字用元",
            Sample(
                _TWO,
                (*_REVENUE, *claims("revenue", "其他收入 | outturn | 3.00 万元", "利息 | outturn | 80 元")),
                lines=_LINES.format("万元", "单位：万元"),
            ),
            "failed",
            "info",
        ),
    ),
)
def units_agree(facts: Facts) -> Iterator[Outcome]:
    """每张表写明金额单位，各表相同。某表的单位与别的表不同而印出的最大的数（或一半以上的数）与别的表一字不差，单位写错，是错误；
    情况说明里写的是同一个数而单位是别的表的单位，列为疑点，没有数字的空表写别的单位也是；数字按各自的单位换算的只作提示，
    一张表没有写单位的也只作提示；哪里都没有写明金额单位的列为疑点。情况说明在万元之间用元的逐处提示。
    """
    tables = [table for table in facts.statements if table.pieces or table.lines]
    if not tables:
        return
    printed = Counter(table.unit for table in tables if table.unit)
    if not printed and not any(_SAYS_UNIT.search(text) for text in _heads(facts, tables)):
        yield failed("金额单位", "没有一张表写明金额单位。", severity="warning", tables=_names(tables))
        return
    silent = [table for table in tables if not table.unit and printed]
    if silent:
        listed = "".join(f"《{table.name}》" for table in silent)
        message = f"有{len(silent)}张表没有读到单位一行：{listed}，按{facts.report.unit}读取。"
        yield failed("金额单位", message, severity="info", tables=_names(silent))
    odd = [table for table in tables if table.unit and table.unit != facts.report.unit]
    for table in odd:
        yield _odd(facts, table, [other for other in tables if other.unit == facts.report.unit])
    if printed and not odd and not silent:
        yield passed("各表的金额单位")
    yield from _text(facts)


def _odd(facts: Facts, table: Located, others: list[Located]) -> Outcome:
    """A table in a unit of its own: wrongly labelled where it prints the figures of another one to the last digit."""
    place, usual = f"《{table.name}》", facts.report.unit
    here = (f"{place}（{table.place}）",)
    own = _figures(facts, table)
    if not own:
        message = f"{place}没有数字，单位写{table.unit}，其他表写{usual}。"
        return failed(place, message, severity="warning", tables=(table.name,), places=here)
    if found := next(((other, same) for other in others if (same := _twins(own, _figures(facts, other)))), None):
        twin, same = found
        message = f"{place}的单位写{table.unit}，《{twin.name}》写{twin.unit}，而两表都印有{same}，有一张表的单位写错。"
        places = (*here, f"《{twin.name}》（{twin.place}）")
        return failed(place, message, tables=(table.name, twin.name), places=places)
    told, section = _told(facts, usual), _told(facts, usual, table.statement)
    largest = max(own, key=Decimal)
    if same := _twins(own, told) or (largest if largest in section and len(largest) >= _DIGITS else ""):
        message = f"{place}的单位写{table.unit}，情况说明写{same}{usual}，有一处的单位写错。"
        return failed(place, message, severity="warning", tables=(table.name,), places=here)
    message = f"{place}以{table.unit}为单位，其他表以{usual}为单位，已换算后核对。"
    return failed(place, message, severity="info", tables=(table.name,), places=here)


def _twins(own: set[str], others: set[str]) -> str:
    """The figures of a table that stand in others too: the largest, or most of them; empty where it may be chance."""
    long = sorted((figure for figure in own if _digits(figure) >= _DIGITS), key=Decimal, reverse=True)
    same = [figure for figure in long if figure in others]
    largest = max(own, key=Decimal)
    if largest in same:
        return largest
    return "、".join(same[:_ALIKE]) if len(same) >= max(_ALIKE, len(long) / 2) else ""


def _digits(figure: str) -> int:
    """How many digits tell a figure from others: 4 in 12.34 and in 1234.00."""
    return len(figure.replace(".", "").lstrip("-0")) - (2 if figure.endswith(".00") else 0)


def _told(facts: Facts, unit: str, topic: str = "") -> set[str]:
    """The amounts that the narrative, or its section on a statement, prints in a unit."""
    told = (claim for claim in facts.claims if claim.unit == unit and (not topic or claim.topic == topic))
    return {claim.value for claim in told if not pd.isna(claim.amount) and claim.amount}


def _figures(facts: Facts, table: Located) -> set[str]:
    cells = facts.report.cells
    own = (cells["statement"] == table.statement) & (cells["scope"] == table.scope)
    return set(cells.loc[own & (cells["amount"] != 0), "value"])


def _heads(facts: Facts, tables: Iterable[Located]) -> Iterator[str]:
    yield from (line.text for line in facts.lines)
    for table in tables:
        for piece in table.pieces:
            yield from (fold(cell.text) for row in piece.rows[:4] for cell in row)


def _names(tables: Iterable[Located]) -> tuple[str, ...]:
    return tuple(table.name for table in tables)


def _text(facts: Facts) -> Iterator[Outcome]:
    """Amounts of the narrative in another unit than the rest of it."""
    money = [claim for claim in facts.claims if claim.unit.endswith("元") and claim.topic not in _TOLD]
    units = Counter(claim.unit for claim in money)
    if not units:
        return
    usual = units.most_common(1)[0][0]
    other = [
        claim
        for claim in money
        if claim.unit != usual and claim.amount and not _PER_HEAD.search(f"{claim.subject}{claim.text}")
    ]
    if other:
        shown = "、".join(f"{claim.subject}{claim.value}{claim.unit}" for claim in other[:5])
        message = f"情况说明以{usual}为单位，有{len(other)}处用别的单位：{shown}{'等' if len(other) > 5 else ''}。"
        yield failed("情况说明的金额单位", message, severity="info")
    else:
        yield passed("情况说明的金额单位")
