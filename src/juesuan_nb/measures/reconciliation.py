"""What the text tells as totals: each budget against its outturn and table, and the items against their total."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.amounts import slack
from juesuan_nb.document import fold
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import Figure, claims_of, difference, known, money_step, printed_rows
from juesuan_nb.measures.variance import (
    BASES,
    OUTTURNS,
    TOPIC,
    VARIANCE,
    against_budget,
    against_table,
    disclosed,
    told_figures,
    told_items,
)

if TYPE_CHECKING:
    from juesuan_nb.report import Report

BUDGET_TOTALS = {"topic": "str"} | {
    name: kind for name, kind in VARIANCE.items() if name not in ("code", "name", "path", "item_no")
}
_WHOLE = r"(一般公共预算)?(财政拨款)?支出(合计|总额|决算)?|一般公共预算(财政拨款)?(支出)?(合计|总额|决算)?"
_TABLE_TOTALS = OUTTURNS | {"three_public": ("决算数/合计",)}


def budget_totals(report: Report) -> pd.DataFrame:
    """Budget against outturn as the text tells it for each budget: general public, funds, state capital, “三公”.

    One row per topic that the text gives a budget or a rate for; the columns are those of `variance`.
    """
    rows = []
    for topic in _TABLE_TOTALS:
        claims = [claim for claim in claims_of(report) if claim.topic == topic and known(claim.item_no) is None]
        if told := [claim for claim in claims if claim.measure in (*BASES, "execution_rate")]:
            whole = (told[0].subject, told[0].section)
            figures = told_figures([claim for claim in claims if (claim.subject, claim.section) == whole])
            table = _table_total(report, topic)
            if topic in OUTTURNS and not figures["code"]:
                figures = disclosed(report, figures, None, topic)
            rows.append({"topic": topic} | figures | against_budget(figures) | against_table(figures, table))
    return frame(rows, BUDGET_TOTALS)


def _table_total(report: Report, topic: str) -> Figure | None:
    """合计 of the statement; of the one row where the statement has no codes."""
    totals = [row for row in printed_rows(report, topic) if row.is_total or topic == "three_public"]
    return totals[0].figure(_TABLE_TOTALS[topic]) if totals else None


RECONCILIATION = {
    "measure": "str", "stated": "Int64", "items": "Int64", "items_sum": "Int64", "table": "Int64",
    "items_minus_stated": "Int64", "stated_minus_table": "Int64", "slack": "Int64", "verdict": "str",
}  # fmt: skip


def variance_reconciliation(report: Report) -> pd.DataFrame:
    """The stated totals of budget and outturn against the sum of the items and against 合计 of the table.

    `slack` is what rounding explains between the items' sum and the total, in 分. `verdict`: exact, rounding, differs,
    or unknown where a figure is missing. One row per measure that the text gives a total or items for.
    """
    return frame(reconciled(report), RECONCILIATION)


def reconciled(report: Report) -> list[dict]:
    """The rows of `variance_reconciliation`."""
    told = told_items(report)
    table = {"outturn": _table_total(report, TOPIC)}
    rows = [_reconciled(report, measure, told, table.get(measure)) for measure in (*BASES, "outturn")]
    return [row for row in rows if row["stated"] is not None or row["items"]]


def _reconciled(report: Report, measure: str, told: list[dict], table: Figure | None) -> dict:
    stated = _stated_total(report, measure)
    listed = [item[measure] for item in told if item.get(measure) is not None]
    items_sum = sum(listed) if listed else None
    total = stated.amount if stated else None
    allowed = int(slack(sum(amount != 0 for amount in listed), stated.step if stated else 0))
    return {
        "measure": measure,
        "stated": total,
        "items": len(listed),
        "items_sum": items_sum,
        "table": table.amount if table else None,
        "items_minus_stated": difference(items_sum, total),
        "stated_minus_table": difference(total, table.amount if table else None),
        "slack": allowed,
        "verdict": _verdict(items_sum, stated, table, allowed),
    }


def _stated_total(report: Report, measure: str) -> Figure | None:
    """The total that the text states; of several the last, which stands before the items."""
    for claim in reversed(claims_of(report)):
        whole = claim.topic == TOPIC and claim.measure == measure and not claim.code and known(claim.item_no) is None
        if whole and known(claim.amount) is not None and re.fullmatch(_WHOLE, fold(claim.subject)):
            return Figure(known(claim.amount), money_step(claim.value, claim.unit))
    return None


def _verdict(items_sum: int | None, stated: Figure | None, table: Figure | None, allowed: int) -> str:
    if items_sum is None or stated is None:
        return "unknown"
    if abs(items_sum - stated.amount) > allowed or (table and not stated.agrees(table)):
        return "differs"
    exact = items_sum == stated.amount and (table is None or table.amount == stated.amount)
    return "exact" if exact else "rounding"
