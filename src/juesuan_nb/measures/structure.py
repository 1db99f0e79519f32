"""What came in and where it went: the two summaries, revenue and expenditure by function, basic expenditure by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import codebook
from juesuan_nb.document import fold
from juesuan_nb.errors import UsageError
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import LEVELS, PrintedRow, percent, printed_rows, total
from juesuan_nb.vocabulary import bare, find_line

if TYPE_CHECKING:
    from juesuan_nb.report import Report

_BUDGETS = {
    "general_public_budget": "支出/一般公共预算财政拨款",
    "government_funds": "支出/政府性基金预算财政拨款",
    "state_capital": "支出/国有资本经营预算财政拨款",
}
SUMMARY = {
    "side": "str", "key": "str", "item": "str", "line_no": "Int64", "amount": "Int64", "share": "object",
    **dict.fromkeys(_BUDGETS, "Int64"),
}  # fmt: skip
_YEAR_TOTAL = {"收入": "total_revenue", "支出": "total_expenditure"}
_NOT_OF_THE_YEAR = (
    "own_fund_balance_used",
    "surplus_distribution",
    "opening_carryover",
    "closing_carryover",
    "grand_total",
)


def summary(report: Report, statement: str = "revenue_expenditure_summary") -> pd.DataFrame:
    """The lines of 收入支出决算总表, or of 财政拨款总表 with statement="appropriation_summary", both sides.

    `key` names the line (vocabulary); `share` is of the year's total on the same side, None for lines that are no part
    of it (carry-over, 总计). The three budgets are filled on the expenditure side of 财政拨款总表 only.
    """
    return frame(summary_lines(report, statement), SUMMARY)


def summary_lines(report: Report, statement: str = "revenue_expenditure_summary") -> list[dict]:
    """The rows of `summary`."""
    return [row for side in _YEAR_TOTAL for row in _summary_side(printed_rows(report, statement), statement, side)]


def _summary_side(rows: Iterable[PrintedRow], statement: str, side: str) -> list[dict]:
    found, after_carryover = [], False
    rows = [row for row in rows if any(column.startswith(f"{side}/") for column in row.amounts)]
    for row in sorted(rows, key=lambda row: row.line_no or 0) if all(row.line_no for row in rows) else rows:
        line = find_line(statement, side, row.item)
        key = line.key if line else ""
        if after_carryover and key in _BUDGETS:
            key = f"opening_{key}"
        after_carryover = after_carryover or key == "opening_carryover"
        budgets = {name: row.amounts.get(column) for name, column in _BUDGETS.items()}
        amount = row.amount((f"{side}/金额", f"{side}/合计"))
        line = {"side": side, "key": key, "item": bare(row.item), "line_no": row.line_no, "amount": amount}
        found.append(line | budgets)
    year = next((row["amount"] for row in found if row["key"] == _YEAR_TOTAL[side]), None)
    for row in found:
        of_the_year = row["key"] not in _NOT_OF_THE_YEAR and not row["key"].startswith("opening_")
        row["share"] = percent(row["amount"], year) if of_the_year else None
    return found


_SOURCES = {
    "fiscal_appropriation": ("财政拨款收入",),
    "superior_subsidy": ("上级补助收入",),
    "institutional_revenue": ("事业收入",),
    "operating_revenue": ("经营收入",),
    "subordinate_payments": ("附属单位上缴收入",),
    "other_revenue": ("其他收入",),
}
_BY_CODE = {"code": "str", "name": "str", "level": "str", "total": "Int64"}
REVENUE_STRUCTURE = _BY_CODE | dict.fromkeys(_SOURCES, "Int64") | {"share": "object", "quality": "str"}

_TOTAL = ("本年支出合计", "本年收入合计", "合计", "本年支出/小计", "小计")
_PARTS = {
    "basic_expenditure": ("基本支出", "本年支出/基本支出"),
    "project_expenditure": ("项目支出", "本年支出/项目支出"),
    "payments_to_superiors": ("上缴上级支出",),
    "operating_expenditure": ("经营支出",),
    "subsidies_to_subordinates": ("对附属单位补助支出",),
}
EXPENDITURE_STRUCTURE = _BY_CODE | dict.fromkeys(_PARTS, "Int64") | {"share": "object", "quality": "str"}


def revenue_structure(report: Report, level: str = "category") -> pd.DataFrame:
    """收入决算表 by functional category, section or item, with the sources of each. `share` is of 合计.

    Raises UsageError on an unknown level.
    """
    return frame(_by_function(report, "revenue", level, _SOURCES), REVENUE_STRUCTURE)


def expenditure_structure(report: Report, level: str = "category", statement: str = "expenditure") -> pd.DataFrame:
    """支出决算表 (or general_public_expenditure, government_funds, state_capital) by function, in printed order.

    `share` is of the statement's 合计; `quality` is the weakest of the row's figures. A row without a code is listed
    with the items. Raises UsageError on an unknown level.
    """
    return frame(_by_function(report, statement, level, _PARTS), EXPENDITURE_STRUCTURE)


def _by_function(report: Report, statement: str, level: str, parts: dict[str, Sequence[str]]) -> list[dict]:
    if level not in LEVELS:
        raise UsageError(f"层级“{level}”无效，可用：{'、'.join(LEVELS)}（类、款、项）。")
    rows = printed_rows(report, statement)
    whole = _whole(rows)
    listed = [
        row
        for row in rows
        if not row.is_total and (len(row.code) == LEVELS[level] or (level == "item" and not row.code))
    ]
    return [_function_row(row, level, whole, parts) for row in listed]


def _function_row(row: PrintedRow, level: str, whole: int | None, parts: dict[str, Sequence[str]]) -> dict:
    amounts = {name: row.amount(columns) for name, columns in parts.items()}
    total = row.amount(_TOTAL)
    known = {"code": row.code, "name": row.item, "level": level, "total": total, "quality": row.quality}
    return known | amounts | {"share": percent(total, whole)}


def _whole(rows: Sequence[PrintedRow]) -> int | None:
    """合计 as printed; the sum of the categories where no 合计 was printed."""
    printed = next((row.amount(_TOTAL) for row in rows if row.is_total), None)
    return total(row.amount(_TOTAL) for row in rows if len(row.code) == 3) if printed is None else printed


ECONOMIC_STRUCTURE = {
    "code": "str", "name": "str", "level": "str", "side": "str", "amount": "Int64", "share": "object", "quality": "str",
}  # fmt: skip
_SIDES = ("人员经费", "公用经费")


def economic_structure(report: Report) -> pd.DataFrame:
    """一般公共预算基本支出 by economic code; level is category, section or total (last of each side).

    `side` is 人员经费 (301, 303) or 公用经费 (the rest); `share` is of both totals together. A total that is not
    printed is the sum of the printed categories, its `quality` says summed.
    """
    return frame(economic_lines(report), ECONOMIC_STRUCTURE)


def economic_lines(report: Report) -> list[dict]:
    """The rows of `economic_structure`."""
    rows = printed_rows(report, "basic_expenditure")
    totals = {side: _side_total(rows, side) for side in _SIDES}
    whole = total(row["amount"] for row in totals.values())
    found = []
    for side in _SIDES:
        of_side = sorted((row for row in rows if row.code and _side(row) == side), key=lambda row: row.code)
        found += [_economic_row(row, side) for row in of_side] + [totals[side]]
    found += [_economic_row(row, "") for row in rows if not row.code and not _side(row)]
    for row in found:
        row["share"] = percent(row["amount"], whole)
    return found if rows else []


def _economic_row(row: PrintedRow, side: str) -> dict:
    level = {3: "category", 5: "section"}.get(len(row.code), "")
    amount = row.amount(("决算数",))
    return {
        "code": row.code, "name": row.item, "level": level, "side": side, "amount": amount, "quality": row.quality,
    }  # fmt: skip


def _side(row: PrintedRow) -> str:
    if row.code:
        entry = codebook.economics().get(row.code)
        return entry.side if entry and entry.side in _SIDES else _SIDES[row.code[:3] not in ("301", "303")]
    return next((side for side in _SIDES if fold(row.item).startswith(side)), "")


def _side_total(rows: Sequence[PrintedRow], side: str) -> dict:
    printed = next((row for row in rows if not row.code and _side(row) == side), None)
    if printed and printed.amount(("决算数",)) is not None:
        return _economic_row(printed, side) | {"level": "total"}
    summed = total(row.amount(("决算数",)) for row in rows if len(row.code) == 3 and _side(row) == side)
    return {
        "code": "", "name": f"{side}合计", "level": "total", "side": side, "amount": summed, "quality": "summed",
    }  # fmt: skip
