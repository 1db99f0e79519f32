"""Budget against outturn, item by item, from the narrative and, where it is silent, from the 部门预算."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import codebook
from juesuan_nb.document import fold
from juesuan_nb.errors import UsageError
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import (
    LEVELS,
    Figure,
    PrintedRow,
    claims_of,
    difference,
    known,
    money_step,
    percent,
    printed_rows,
    total,
)

if TYPE_CHECKING:
    from juesuan_nb.report import Report

TOPIC = "general_public_expenditure"
BASES = ("original_budget", "revised_budget")
OUTTURNS = {TOPIC: ("合计",), "government_funds": ("本年支出/小计",), "state_capital": ("合计", "本年支出/小计")}
"""Topic whose items are budgeted by code → the column of its statement that holds the outturn."""
_UNLISTED = "部门预算没有列"
_LOSSES = ("cell_lost", "row_junk", "unplaced", "table_partial")
_PART = re.compile(r"(.+?)\(\d*[类款项]\)")

VARIANCE = {
    "code": "str", "name": "str", "path": "str", "item_no": "Int64", "base": "str", "original_budget": "Int64",
    "revised_budget": "Int64", "outturn": "Int64", "variance": "Int64", "stated_rate": "object",
    "execution_rate": "object", "reason": "str", "table_outturn": "Int64", "agrees": "boolean", "line": "Int64",
    "budget_source": "str", "budget_place": "str",
}  # fmt: skip
VARIANCE_BY_GROUP = {
    "code": "str", "name": "str", "items": "Int64", "base": "str", "original_budget": "Int64",
    "revised_budget": "Int64", "outturn": "Int64", "variance": "Int64", "execution_rate": "object", "share": "object",
}  # fmt: skip


def variance(report: Report, level: str = "item") -> pd.DataFrame:
    """Outturn against budget in the narrative of 一般公共预算财政拨款支出.

    level="item": one row per item told in the text, then one per 项 of the table that the text does not tell. `base`
    says which budget `variance` (outturn − budget) and `execution_rate` (recomputed) are against: original_budget, or
    revised_budget where the text has no other. `agrees`: the outturn is the table's.

    With `report.budget` (部门预算) an original budget that the text does not tell is the disclosed one, 0 where a table
    that was read whole does not list the item. `budget_source` is then disclosed (else narrative) and `budget_place`
    says where it stands; both are empty without `report.budget`. The outturn is the table's where the text tells none;
    `stated_rate` is left out where it is one of the revised budget. Items that only the 部门预算 has follow last, with
    an outturn of 0 where the table was read whole.

    level="section" or "category": sums over the items (missing where an item's figure is), `share` of the total
    variance. Raises UsageError on an unknown level.
    """
    if level not in LEVELS:
        raise UsageError(f"层级“{level}”无效，可用：{'、'.join(LEVELS)}（类、款、项）。")
    items = _items(report)
    if level == "item":
        return frame(items, VARIANCE)
    return frame(_groups(report, items, LEVELS[level]), VARIANCE_BY_GROUP)


def told_items(report: Report) -> list[dict]:
    """The items of the text in order, told apart by number and subject (a number may be used twice)."""
    items: dict[tuple[int | None, str], list[tuple]] = {}
    for claim in claims_of(report):
        number = known(claim.item_no)
        if claim.topic == TOPIC and (len(claim.code) == LEVELS["item"] or number is not None):
            items.setdefault((number, claim.subject), []).append(claim)
    return [told_figures(group) for group in items.values()]


def told_figures(claims: Sequence[tuple]) -> dict:
    """What is told of one subject: budgets, outturn, stated rate, reason; the first figure where one is told twice."""
    first = claims[0]
    told = {"code": first.code, "subject": first.subject, "item_no": known(first.item_no), "line": first.line}
    for claim in claims:
        if claim.measure in (*BASES, "outturn"):
            told.setdefault(claim.measure, known(claim.amount))
            told.setdefault(f"{claim.measure}_step", money_step(claim.value, claim.unit))
        elif claim.measure == "execution_rate" and claim.unit == "%":
            told.setdefault("stated_rate", Decimal(claim.value))
        told["reason"] = told.get("reason") or claim.reason
    return told


@lru_cache(maxsize=2)
def _items(report: Report) -> list[dict]:
    printed = {row.code: row for row in printed_rows(report, TOPIC) if len(row.code) == LEVELS["item"]}
    items = told_items(report)
    untold = [row for code, row in printed.items() if code not in {item["code"] for item in items}]
    items += [{"code": row.code, "subject": row.item} for row in untold]
    items += _unspent(report, {item["code"] for item in items}, bool(printed))
    return [_compared(disclosed(report, item, printed.get(item["code"])), printed.get(item["code"])) for item in items]


def _unspent(report: Report, known_codes: set[str], is_printed: bool) -> list[dict]:
    """The items that only the 部门预算 has: nothing was spent on them, if the table was read whole."""
    if not report.budget:
        return []
    notes = report.quality
    whole = is_printed and not (notes["kind"].isin(_LOSSES) & (notes["statement"] == TOPIC)).any()
    spent = {"outturn": 0, "outturn_step": 1} if whole else {}
    return [
        {"code": code, "subject": line.item} | spent
        for code, line in report.budget.original(TOPIC).items()
        if len(code) == LEVELS["item"] and code not in known_codes
    ]


def disclosed(report: Report, told: dict, printed: PrintedRow | None, topic: str = TOPIC) -> dict:
    """What is told of one subject, with the original budget of the 部门预算 where the text has none."""
    if not report.budget:
        return told
    line = report.budget.original(topic).get(told["code"])
    silent = line is None and (not told["code"] or report.budget.silent(told["code"], topic))
    if told.get("original_budget") is not None or silent:
        return told | ({"budget_source": "narrative"} if any(told.get(base) is not None for base in BASES) else {})
    outturn = printed.figure(OUTTURNS[topic]) if printed and told.get("outturn") is None else None
    taken = {"outturn": outturn.amount, "outturn_step": outturn.step, "untold": True} if outturn else {}
    stated = {"stated_rate": None} if told.get("revised_budget") is not None else {}
    source = {"budget_source": "disclosed", "budget_place": str(line.place) if line else _UNLISTED}
    return told | stated | taken | source | {"original_budget": line.amount if line else 0}


def _compared(item: dict, printed: PrintedRow | None) -> dict:
    parts = _PART.findall(fold(item["subject"])) or [fold(item["subject"])]
    names = {"name": parts[-1], "path": " / ".join(parts[:-1])}
    return item | names | against_budget(item) | against_table(item, printed.figure(("合计",)) if printed else None)


def against_table(told: dict, printed: Figure | None) -> dict:
    """The outturn of the table beside the one told, and whether they are one figure (None where one is missing)."""
    outturn = None if told.get("untold") else told.get("outturn")
    if printed is None or outturn is None:
        return {"table_outturn": printed.amount if printed else None, "agrees": None}
    return {"table_outturn": printed.amount, "agrees": printed.agrees(Figure(outturn, told["outturn_step"]))}


def against_budget(figures: dict) -> dict:
    """Which budget the outturn is held against, the difference and the rate recomputed."""
    base = next((name for name in BASES if figures.get(name) is not None), "")
    budget, outturn = figures.get(base), figures.get("outturn")
    return {"base": base, "variance": difference(outturn, budget), "execution_rate": percent(outturn, budget)}


def _groups(report: Report, items: list[dict], digits: int) -> list[dict]:
    names = {row.code: row.item for row in printed_rows(report, TOPIC)}
    whole = total(item["variance"] for item in items)
    groups = []
    for code in dict.fromkeys(item["code"][:digits] for item in items):
        members = [item for item in items if item["code"][:digits] == code]
        figures = {name: total(member.get(name) for member in members) for name in (*BASES, "outturn")}
        group = {"code": code, "name": names.get(code) or codebook.function_name(code), "items": len(members)}
        group |= figures | against_budget(figures)
        groups.append(group | {"share": percent(group["variance"], whole)})
    return groups
