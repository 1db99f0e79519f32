"""The first page, the three public expenses, and what the text says of running costs, procurement and assets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.frames import frame
from juesuan_nb.measures.reconciliation import reconciled
from juesuan_nb.measures.rows import claims_of, difference, known, percent, printed_rows
from juesuan_nb.measures.structure import economic_lines, summary_lines

if TYPE_CHECKING:
    from juesuan_nb.report import Report

THREE_PUBLIC = {
    "item": "str", "revised_budget": "Int64", "outturn": "Int64", "variance": "Int64", "execution_rate": "object",
    "counts": "str",
}  # fmt: skip
_THREE_PUBLIC_COLUMNS = {
    "overseas_travel": "因公出国(境)费", "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行维护费", "vehicles": "小计", "official_reception": "公务接待费", "total": "合计",
}  # fmt: skip
_COUNTED = {
    "vehicle_purchase": ("购置",),
    "vehicle_operation": ("保有",),
    "official_reception": ("接待", "来访", "外宾", "来宾"),
    "overseas_travel": ("出国", "团组", "人次"),
}


def three_public(report: Report) -> pd.DataFrame:
    """“三公”经费 by kind: revised budget (the form's 预算数 is the whole year's), outturn, rate, counts.

    `vehicles` is the printed subtotal of purchase and operation; `counts` lists what the text counts, as told.
    """
    return frame(_three_public_rows(report), THREE_PUBLIC)


def _three_public_rows(report: Report) -> list[dict]:
    rows = printed_rows(report, "three_public")
    if not rows:
        return []
    amounts = {column: amount for row in reversed(rows) for column, amount in row.amounts.items()}
    counts = _counts(report)
    return [_three_public_row(item, amounts, counts) for item in _THREE_PUBLIC_COLUMNS]


def _three_public_row(item: str, amounts: dict[str, int | None], counts: dict[str, list[str]]) -> dict:
    column = _THREE_PUBLIC_COLUMNS[item]
    budget, outturn = amounts.get(f"预算数/{column}"), amounts.get(f"决算数/{column}")
    return {
        "item": item,
        "revised_budget": budget,
        "outturn": outturn,
        "variance": difference(outturn, budget),
        "execution_rate": percent(outturn, budget),
        "counts": "；".join(counts.get(item, [])),
    }


def _counts(report: Report) -> dict[str, list[str]]:
    counted: dict[str, list[str]] = {}
    for claim in claims_of(report):
        if (claim.topic, claim.measure) != ("three_public", "count"):
            continue
        item = next((item for item, words in _COUNTED.items() if any(word in claim.subject for word in words)), "total")
        counted.setdefault(item, []).append(f"{claim.subject} {claim.value} {claim.unit}")
    return counted


AGENCY_OPERATIONS = {
    "topic": "str", "item": "str", "measure": "str", "amount": "Int64", "value": "str", "unit": "str", "reason": "str",
    "line": "Int64",
}  # fmt: skip
_AGENCY_TOPICS = ("agency_operating_costs", "procurement", "state_assets")


def agency_operations(report: Report) -> pd.DataFrame:
    """What the text says of 机关运行经费, 政府采购 and 国有资产; one row per figure. `value` is as published."""
    told = (claim for claim in claims_of(report) if claim.topic in _AGENCY_TOPICS)
    return frame((claim._asdict() | {"item": claim.subject} for claim in told), AGENCY_OPERATIONS)


KEY_FIGURES = {"key": "str", "amount": "Int64", "rate": "object", "rate_of": "str", "source": "str"}


def key_figures(report: Report) -> pd.DataFrame:
    """The first page: amounts, each with the rate that tells most and what it is of; missing where not printed.

    `rate_of`: total_revenue, total_expenditure, general_public_expenditure (shares), original_budget or revised_budget
    (execution), previous_year (change). `source` names the statement or the narrative.
    """
    rows = [*_totals(report), *_budget_and_outturn(report), *_economic(report), *_three_public_total(report)]
    return frame(rows, KEY_FIGURES)


def _totals(report: Report) -> list[dict]:
    lines = {(row["side"], row["key"]): row["amount"] for row in summary_lines(report)}
    revenue, expenditure = lines.get(("收入", "total_revenue")), lines.get(("支出", "total_expenditure"))
    fiscal, fiscal_source = _fiscal_appropriation(report)
    closing, source = lines.get(("支出", "closing_carryover")), "revenue_expenditure_summary"
    return [
        _figure("grand_total", lines.get(("收入", "grand_total")), source, _told_change(report), "previous_year"),
        _figure("total_revenue", revenue, source),
        _figure("fiscal_appropriation", fiscal, fiscal_source, percent(fiscal, revenue), "total_revenue"),
        _figure("total_expenditure", expenditure, source),
        *(
            _figure(key, amount, "expenditure", percent(amount, expenditure), "total_expenditure")
            for key, amount in _whole_expenditure(report).items()
        ),
        _figure("closing_carryover", closing, source, percent(closing, revenue), "total_revenue"),
    ]


def _fiscal_appropriation(report: Report) -> tuple[int | None, str]:
    """财政拨款 of the year and the statement it stands in: its own summary, else 收入决算表."""
    lines = summary_lines(report, "appropriation_summary")
    if grants := [line for line in lines if (line["side"], line["key"]) == ("收入", "total_revenue")]:
        return grants[0]["amount"], "appropriation_summary"
    whole = next((row for row in printed_rows(report, "revenue") if row.is_total), None)
    return (whole.amount(("财政拨款收入",)), "revenue") if whole else (None, "appropriation_summary")


def _figure(key: str, amount: int | None, source: str, rate: Decimal | None = None, rate_of: str = "") -> dict:
    return {"key": key, "amount": amount, "rate": rate, "rate_of": "" if rate is None else rate_of, "source": source}


def _whole_expenditure(report: Report) -> dict[str, int | None]:
    row = next((row for row in printed_rows(report, "expenditure") if row.is_total), None)
    columns = {"basic_expenditure": "基本支出", "project_expenditure": "项目支出"}
    return {key: row.amount((column,)) if row else None for key, column in columns.items()}


def _told_change(report: Report) -> Decimal | None:
    """The year's change of 收支总计 in percent, as the text states it: below zero where it says it fell."""
    own = [claim for claim in claims_of(report) if claim.topic == "revenue_expenditure_summary"]
    told = next((claim for claim in own if claim.measure == "yoy_rate"), None)
    if told is None:
        return None
    rate = Decimal(told.value)
    changes = (known(claim.amount) for claim in own if claim.measure == "yoy_change")
    change = next((amount for amount in changes if amount is not None), None)
    fell = any(word in told.text for word in ("下降", "减少", "降低")) if change is None else change < 0
    return -rate if fell and rate > 0 else rate


def _budget_and_outturn(report: Report) -> list[dict]:
    stated = {row["measure"]: row["stated"] for row in reconciled(report)}
    printed = next((row for row in printed_rows(report, "general_public_expenditure") if row.is_total), None)
    outturn = printed.amount(("合计",)) if printed else stated.get("outturn")
    base = next((name for name in ("original_budget", "revised_budget") if stated.get(name)), "original_budget")
    return [
        _figure(f"{base}_total", stated.get(base), "narrative"),
        _figure(
            "general_public_expenditure",
            outturn,
            "general_public_expenditure" if printed else "narrative",
            percent(outturn, stated.get(base)),
            base,
        ),
    ]


def _economic(report: Report) -> list[dict]:
    rows = {row["side"]: row for row in economic_lines(report) if row["level"] == "total"}
    keys = {"personnel_costs": "人员经费", "operating_costs": "公用经费"}
    figures = ("amount", "share", "basic_expenditure", "basic_expenditure")
    return [_from_row(key, rows.get(side), *figures) for key, side in keys.items()]


def _three_public_total(report: Report) -> list[dict]:
    rows = {row["item"]: row for row in _three_public_rows(report)}
    figures = ("outturn", "execution_rate", "revised_budget")
    return [_from_row("three_public", rows.get("total"), *figures, "three_public")]


def _from_row(key: str, row: dict | None, amount: str, rate: str, rate_of: str, source: str) -> dict:
    """A figure out of a row of another measure; without figures where the measure has no such row."""
    if row is None:
        return _figure(key, None, source)
    return _figure(key, row[amount], source, row[rate], rate_of)
