"""One report in a hundred lines: what comparing departments and years needs of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.frames import frame
from juesuan_nb.measures.overview import key_figures, three_public
from juesuan_nb.measures.rows import difference, known, percent
from juesuan_nb.measures.structure import expenditure_structure, summary
from juesuan_nb.measures.variance import variance

if TYPE_CHECKING:
    from juesuan_nb.report import Report

FIGURES = {
    "figure": "str", "code": "str", "name": "str", "base": "str", "budget": "Int64", "amount": "Int64",
    "rate": "object",
}  # fmt: skip
_CHANGED = {
    "grand_total": ("revenue_expenditure_summary", "收支总计"),
    "grants_total": ("appropriation_summary", "财政拨款收支总计"),
    "general_public_expenditure": ("general_public_expenditure", "一般公共预算财政拨款支出"),
    "agency_operating_costs": ("agency_operating_costs", "机关运行经费"),
}
"""Figure → the topic whose text tells its change against last year, and its name."""


def figures(report: Report) -> pd.DataFrame:
    """The figures of one report that are compared (FIGURES): amounts in 分, rates in percent.

    `figure` is a key of `key_figures` (a share or rate in `rate`), opening_carryover, "previous:KEY" (last year's
    amount, as this year's less the change told), agency_operating_costs, "category" (类, share of the expenditure),
    "item" (项 with its `budget`, which `base` names, outturn and execution rate) or "three_public:KIND".
    """
    return frame([*_key(report), *_told(report), *_parts(report), *_three_public(report)], FIGURES)


def _key(report: Report) -> Iterator[dict]:
    for row in key_figures(report).itertuples(index=False):
        yield {"figure": row.key, "amount": known(row.amount), "rate": row.rate, "base": row.rate_of}
    lines = summary(report).query("side == '收入' and key == 'opening_carryover'")["amount"]
    if len(lines):
        yield {"figure": "opening_carryover", "amount": known(lines.iloc[0])}


def _told(report: Report) -> Iterator[dict]:
    claims = report.claims
    for key, (topic, name) in _CHANGED.items():
        own = claims[claims["topic"] == topic]
        amount, change = (_first(own, measure) for measure in ("outturn", "yoy_change"))
        if key == "agency_operating_costs" and amount is not None:
            yield {"figure": key, "name": name, "amount": amount}
        if amount is not None and change is not None:
            yield {"figure": f"previous:{key}", "name": name, "amount": difference(amount, change)}


def _first(claims: pd.DataFrame, measure: str) -> int | None:
    amounts = claims.loc[(claims["measure"] == measure) & claims["amount"].notna(), "amount"]
    return int(amounts.iloc[0]) if len(amounts) else None


def _parts(report: Report) -> Iterator[dict]:
    structure = expenditure_structure(report, "category")
    whole = sum(known(amount) or 0 for amount in structure["total"])
    for row in structure.itertuples(index=False):
        amount = known(row.total)
        own = {"figure": "category", "code": row.code, "name": row.name, "amount": amount}
        yield own | {"rate": percent(amount, whole), "base": "total_expenditure"}
    for row in variance(report).itertuples(index=False):
        budget = known(getattr(row, row.base)) if row.base else None
        own = {"figure": "item", "code": row.code, "name": row.name, "base": row.base, "budget": budget}
        yield own | {"amount": known(row.outturn), "rate": row.execution_rate}


def _three_public(report: Report) -> Iterator[dict]:
    for row in three_public(report).itertuples(index=False):
        own = {"figure": f"three_public:{row.item}", "base": "revised_budget", "budget": known(row.revised_budget)}
        yield own | {"amount": known(row.outturn), "rate": row.execution_rate}
