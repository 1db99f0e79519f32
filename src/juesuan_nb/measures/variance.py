"""Budget against outturn, item by item, from the narrative; reconciled with the totals and with the table."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import codebook
from juesuan_nb.amounts import fen_step, slack
from juesuan_nb.document import fold
from juesuan_nb.errors import UsageError
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import LEVELS, PrintedRow, difference, known, percent, printed_rows, total

if TYPE_CHECKING:
    from juesuan_nb.report import Report

TOPIC = "general_public_expenditure"
_BASES = ("original_budget", "revised_budget")
_WHOLE = r"(一般公共预算)?(财政拨款)?支出(合计|总额|决算)?|一般公共预算(财政拨款)?(支出)?(合计|总额|决算)?"
_PART = re.compile(r"(.+?)\(\d*[类款项]\)")

VARIANCE = {
    "code": "str", "name": "str", "path": "str", "item_no": "Int64", "base": "str", "original_budget": "Int64",
    "revised_budget": "Int64", "outturn": "Int64", "variance": "Int64", "stated_rate": "object",
    "execution_rate": "object", "reason": "str", "table_outturn": "Int64", "agrees": "boolean", "line": "Int64",
}  # fmt: skip
VARIANCE_BY_GROUP = {
    "code": "str", "name": "str", "items": "Int64", "base": "str", "original_budget": "Int64",
    "revised_budget": "Int64", "outturn": "Int64", "variance": "Int64", "execution_rate": "object", "share": "object",
}  # fmt: skip
BUDGET_TOTALS = {"topic": "str"} | {
    name: kind for name, kind in VARIANCE.items() if name not in ("code", "name", "path", "item_no")
}


def variance(report: Report, level: str = "item") -> pd.DataFrame:
    """Outturn against budget in the narrative of 一般公共预算财政拨款支出.

    level="item": one row per item told in the text, then one per 项 of the table that the text does not tell. `base`
    says which budget `variance` (outturn − budget) and `execution_rate` (recomputed) are against: original_budget, or
    revised_budget where the text has no other. `agrees`: the outturn is the table's.
    level="section" or "category": sums over the items (missing where an item's figure is), `share` of the total
    variance. Raises UsageError on an unknown level.
    """
    if level not in LEVELS:
        raise UsageError(f"层级“{level}”无效，可用：{'、'.join(LEVELS)}（类、款、项）。")
    items = _items(report)
    if level == "item":
        return frame(items, VARIANCE)
    return frame(_groups(report, items, LEVELS[level]), VARIANCE_BY_GROUP)


def _claims(report: Report, topic: str = TOPIC) -> pd.DataFrame:
    return report.claims[report.claims["topic"] == topic]


def _told(report: Report) -> list[dict]:
    """The items of the text in order, told apart by number and subject (a number may be used twice)."""
    claims = _claims(report)
    claims = claims[(claims["code"].str.len() == LEVELS["item"]) | claims["item_no"].notna()]
    return [_figures(group) for _, group in claims.groupby(["item_no", "subject"], sort=False, dropna=False)]


def _figures(claims: pd.DataFrame) -> dict:
    """What is told of one subject: budgets, outturn, stated rate, reason; the first figure where one is told twice."""
    first = claims.iloc[0]
    told = {
        "code": first["code"],
        "subject": first["subject"],
        "item_no": known(first["item_no"]),
        "line": first["line"],
    }
    for claim in claims.itertuples(index=False):
        if claim.measure in (*_BASES, "outturn"):
            told.setdefault(claim.measure, known(claim.amount))
        elif claim.measure == "execution_rate" and claim.unit == "%":
            told.setdefault("stated_rate", Decimal(claim.value))
        told["reason"] = told.get("reason") or claim.reason
    return told


def _items(report: Report) -> list[dict]:
    printed = {row.code: row for row in printed_rows(report, TOPIC) if len(row.code) == LEVELS["item"]}
    told = _told(report)
    items = [_compared(item, printed.get(item["code"])) for item in told]
    untold = [row for code, row in printed.items() if code not in {item["code"] for item in told}]
    return items + [_compared({"code": row.code, "subject": row.item}, row) for row in untold]


def _compared(item: dict, printed: PrintedRow | None) -> dict:
    parts = _PART.findall(fold(item["subject"])) or [fold(item["subject"])]
    names = {"name": parts[-1], "path": " / ".join(parts[:-1])}
    return item | names | _against_budget(item) | _against_table(item, printed.amount(("合计",)) if printed else None)


def _against_table(figures: dict, table_outturn: int | None) -> dict:
    gap = difference(figures.get("outturn"), table_outturn)
    return {"table_outturn": table_outturn, "agrees": None if gap is None else gap == 0}


def _against_budget(figures: dict) -> dict:
    base = next((name for name in _BASES if figures.get(name) is not None), "")
    budget, outturn = figures.get(base), figures.get("outturn")
    return {"base": base, "variance": difference(outturn, budget), "execution_rate": percent(outturn, budget)}


def _groups(report: Report, items: list[dict], digits: int) -> list[dict]:
    names = {row.code: row.item for row in printed_rows(report, TOPIC)}
    whole = total(item["variance"] for item in items)
    groups = []
    for code in dict.fromkeys(item["code"][:digits] for item in items):
        members = [item for item in items if item["code"][:digits] == code]
        figures = {name: total(member.get(name) for member in members) for name in (*_BASES, "outturn")}
        group = {"code": code, "name": names.get(code) or codebook.function_name(code), "items": len(members)}
        group |= figures | _against_budget(figures)
        groups.append(group | {"share": percent(group["variance"], whole)})
    return groups


_TABLE_TOTALS = {
    "general_public_expenditure": ("合计",),
    "government_funds": ("本年支出/小计",),
    "state_capital": ("合计", "本年支出/小计"),
    "three_public": ("决算数/合计",),
}


def budget_totals(report: Report) -> pd.DataFrame:
    """Budget against outturn as the text tells it for each budget: general public, funds, state capital, “三公”.

    One row per topic that the text gives a budget or a rate for; the columns are those of `variance`.
    """
    rows = []
    for topic in _TABLE_TOTALS:
        claims = _claims(report, topic)
        claims = claims[claims["item_no"].isna()]
        told = claims[claims["measure"].isin([*_BASES, "execution_rate"])]
        if len(told):
            whole = told.iloc[0]
            same = (claims["subject"] == whole["subject"]) & (claims["section"] == whole["section"])
            figures = _figures(claims[same])
            table = _table_total(report, topic)
            rows.append({"topic": topic} | figures | _against_budget(figures) | _against_table(figures, table))
    return frame(rows, BUDGET_TOTALS)


def _table_total(report: Report, topic: str) -> int | None:
    """合计 of the statement; of the one row where the statement has no codes."""
    totals = [row for row in printed_rows(report, topic) if row.is_total or topic == "three_public"]
    return totals[0].amount(_TABLE_TOTALS[topic]) if totals else None


RECONCILIATION = {
    "measure": "str", "stated": "Int64", "items": "Int64", "items_sum": "Int64", "table": "Int64",
    "items_minus_stated": "Int64", "stated_minus_table": "Int64", "slack": "Int64", "verdict": "str",
}  # fmt: skip


def variance_reconciliation(report: Report) -> pd.DataFrame:
    """The stated totals of budget and outturn against the sum of the items and against 合计 of the table.

    `slack` is what rounding explains between the items' sum and the total, in 分. `verdict`: exact, rounding, differs,
    or unknown where a figure is missing. One row per measure that the text gives a total or items for.
    """
    told = _told(report)
    table = {"outturn": _table_total(report, TOPIC)}
    rows = [_reconciled(report, measure, told, table.get(measure)) for measure in (*_BASES, "outturn")]
    return frame((row for row in rows if row["stated"] is not None or row["items"]), RECONCILIATION)


def _reconciled(report: Report, measure: str, told: list[dict], table: int | None) -> dict:
    stated, step = _stated_total(report, measure)
    listed = [item[measure] for item in told if item.get(measure) is not None]
    items_sum = sum(listed) if listed else None
    gap, table_gap = difference(items_sum, stated), difference(stated, table)
    allowed = int(slack(sum(amount != 0 for amount in listed), step))
    return {
        "measure": measure,
        "stated": stated,
        "items": len(listed),
        "items_sum": items_sum,
        "table": table,
        "items_minus_stated": gap,
        "stated_minus_table": table_gap,
        "slack": allowed,
        "verdict": _verdict(gap, table_gap, allowed),
    }


def _stated_total(report: Report, measure: str) -> tuple[int | None, int]:
    """The total that the text states, and the step it is printed to. The last one stands before the items."""
    claims = _claims(report)
    claims = claims[(claims["measure"] == measure) & (claims["code"] == "") & claims["item_no"].isna()]
    whole = claims[claims["subject"].map(fold).str.fullmatch(_WHOLE)]
    if whole.empty:
        return None, 0
    last = whole.iloc[-1]
    return known(last["amount"]), fen_step(last["value"], last["unit"])


def _verdict(gap: int | None, table_gap: int | None, allowed: int) -> str:
    if gap is None:
        return "unknown"
    if table_gap or abs(gap) > allowed:
        return "differs"
    return "rounding" if gap else "exact"
