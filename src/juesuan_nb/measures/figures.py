"""One report in a hundred lines: what comparing departments and years needs of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.frames import frame
from juesuan_nb.measures.overview import key_figures, three_public
from juesuan_nb.measures.rows import cells_of, claims_of, difference, known, money_step, percent
from juesuan_nb.measures.structure import economic_lines, expenditure_structure, summary_lines
from juesuan_nb.measures.variance import variance

if TYPE_CHECKING:
    from juesuan_nb.report import Report

FIGURES = {
    "figure": "str", "code": "str", "name": "str", "base": "str", "budget": "Int64", "amount": "Int64",
    "rate": "object", "step": "Int64",
}  # fmt: skip
_CHANGED = {
    "grand_total": ("revenue_expenditure_summary", "收支总计"),
    "grants_total": ("appropriation_summary", "财政拨款收支总计"),
    "general_public_expenditure": ("general_public_expenditure", "一般公共预算财政拨款支出"),
    "agency_operating_costs": ("agency_operating_costs", "机关运行经费"),
}
"""Figure → the topic whose text tells its change against last year, and its name."""
_GOODS_RESIDUE = "30299"


def figures(report: Report) -> pd.DataFrame:
    """The figures of one report that are compared (FIGURES): amounts in 分, rates in percent.

    `figure` is a key of `key_figures` (a share or rate in `rate`), opening_carryover, grants_total, "previous:KEY"
    (last year's amount, as this year's less the change told), agency_operating_costs, "category" (类, share of the
    expenditure), "item" (项 with its `budget`, which `base` names, outturn and execution rate), "economic" (economic
    类 and 30299, share of the basic expenditure) or "three_public:KIND". `step` is the width in 分 of the interval
    that a published amount stands for, where one report's figure is held against another report's.
    """
    steps = _steps(report)
    rows = [*_key(report), *_told(report), *_parts(report), *_economic(report), *_three_public(report)]
    for row in rows:
        row.setdefault("step", _step(steps.get(row.pop("source", ""), {}), row.get("amount")))
    return frame(rows, FIGURES)


def _steps(report: Report) -> dict[str, dict[int, int]]:
    """Statement → amount → the step it is printed to, the coarsest where it is printed several times."""
    found: dict[str, dict[int, int]] = {}
    for statement, cells in cells_of(report).items():
        own = found.setdefault(statement, {})
        for cell in cells:
            amount = known(cell.amount)
            if amount is not None:
                own[amount] = max(own.get(amount, 0), money_step(cell.value, cell.unit))
    return found


def _step(printed: dict[int, int], amount: int | None) -> int | None:
    """The step of an amount of a statement; a zero, often printed bare, is as exact as the rest."""
    if amount is None or not printed:
        return None
    return printed.get(amount) if amount else min(printed.values())


def _key(report: Report) -> Iterator[dict]:
    for row in frames.rows(key_figures(report)):
        own = {"figure": row.key, "amount": known(row.amount), "rate": row.rate, "base": row.rate_of}
        yield own | {"source": row.source}
    for figure, statement in (
        ("opening_carryover", "revenue_expenditure_summary"),
        ("grants_total", "appropriation_summary"),
    ):
        line = ("收入", figure.replace("grants", "grand"))
        if found := [row for row in summary_lines(report, statement) if (row["side"], row["key"]) == line]:
            yield {"figure": figure, "amount": found[0]["amount"], "source": statement}


def _told(report: Report) -> Iterator[dict]:
    told: dict[tuple[str, str], tuple[int, int]] = {}
    for claim in claims_of(report):
        if known(claim.amount) is not None:
            told.setdefault((claim.topic, claim.measure), (claim.amount, money_step(claim.value, claim.unit)))
    for key, (topic, name) in _CHANGED.items():
        (amount, step), (change, other) = (told.get((topic, word), (None, 0)) for word in ("outturn", "yoy_change"))
        if key == "agency_operating_costs" and amount is not None:
            yield {"figure": key, "name": name, "amount": amount, "step": step}
        if amount is not None and change is not None:
            previous = difference(amount, change)
            yield {"figure": f"previous:{key}", "name": name, "amount": previous, "step": step + other}


def _parts(report: Report) -> Iterator[dict]:
    structure = expenditure_structure(report, "category")
    whole = sum(known(amount) or 0 for amount in structure["total"])
    for row in frames.rows(structure):
        amount = known(row.total)
        own = {"figure": "category", "code": row.code, "name": row.name, "amount": amount}
        yield own | {"rate": percent(amount, whole), "base": "total_expenditure"}
    for row in frames.rows(variance(report)):
        budget = known(getattr(row, row.base)) if row.base else None
        own = {"figure": "item", "code": row.code, "name": row.name, "base": row.base, "budget": budget}
        yield own | {"amount": known(row.outturn), "rate": row.execution_rate}


def _economic(report: Report) -> Iterator[dict]:
    for row in economic_lines(report):
        if row["level"] == "category" or row["code"] == _GOODS_RESIDUE:
            own = {"figure": "economic", "code": row["code"], "name": row["name"], "amount": row["amount"]}
            yield own | {"rate": row["share"], "base": "basic_expenditure"}


def _three_public(report: Report) -> Iterator[dict]:
    for row in frames.rows(three_public(report)):
        own = {"figure": f"three_public:{row.item}", "base": "revised_budget", "budget": known(row.revised_budget)}
        yield own | {"amount": known(row.outturn), "rate": row.execution_rate}
