"""Execution rates of many departments: how they are spread, and the items beyond the limits."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from juesuan_nb.checks.thresholds import settings
from juesuan_nb.compare.wide import WHO
from juesuan_nb.corpus import Corpus
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import difference, known

EXECUTION = {
    "year": "Int64", "department": "str", "base": "str", "general_public_expenditure": "Int64",
    "execution_rate": "object", "items": "Int64", "above": "Int64", "below": "Int64", "without_budget": "Int64",
}  # fmt: skip
ITEMS = {
    "year": "Int64", "department": "str", "code": "str", "name": "str", "base": "str", "budget": "Int64",
    "outturn": "Int64", "variance": "Int64", "execution_rate": "object",
}  # fmt: skip


def execution(corpus: Corpus, thresholds: Mapping[str, object] | None = None) -> pd.DataFrame:
    """Execution of the general budget by report (EXECUTION), the lowest rate of the latest year first.

    `items` have an execution rate; `above` and `below` count those beyond execution_rate_high and _low, and
    `without_budget` the items that were spent on without any.
    """
    items, limits = _items(corpus), settings(thresholds)
    rates = pd.to_numeric(items["rate"], errors="coerce")
    counts = pd.DataFrame(
        {
            "items": rates.notna(),
            "above": rates > float(limits["execution_rate_high"]),
            "below": rates < float(limits["execution_rate_low"]),
            "without_budget": (items["budget"] == 0).fillna(value=False) & (items["amount"] > 0).fillna(value=False),
        }
    ).astype(int)
    counts = counts.groupby([items["department"], items["year"]]).sum()
    wholes = corpus.figures[corpus.figures["figure"] == "general_public_expenditure"]
    rows = wholes.drop_duplicates(WHO).set_index(WHO)[["amount", "rate", "base"]].join(counts).reset_index()
    rows = rows.rename(columns={"amount": "general_public_expenditure", "rate": "execution_rate"}).to_dict("records")
    return frame(sorted(map(_whole, rows), key=_rank), EXECUTION)


def _whole(row: dict) -> dict:
    counted = {
        name: 0 if pd.isna(row[name]) else int(row[name]) for name in ("items", "above", "below", "without_budget")
    }
    return row | counted


def _rank(row: dict) -> tuple:
    rate = row["execution_rate"]
    return -row["year"], rate is None, rate or 0, row["department"]


def items_beyond(corpus: Corpus, thresholds: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The items of the general budget beyond the limits of the rules (ITEMS), the largest difference first.

    Beyond are execution rates above execution_rate_high or below execution_rate_low, and spending without a budget,
    of variance_materiality or more.
    """
    limits, rows = settings(thresholds), []
    for row in _items(corpus).itertuples(index=False):
        variance = difference(known(row.amount), known(row.budget))
        usual = row.rate is not None and limits["execution_rate_low"] <= row.rate <= limits["execution_rate_high"]
        if variance is not None and not usual and abs(variance) >= limits["variance_materiality"]:
            rows.append(row._asdict() | {"outturn": row.amount, "variance": variance, "execution_rate": row.rate})
    return frame(sorted(rows, key=lambda row: (-row["year"], -abs(row["variance"]), row["department"])), ITEMS)


def _items(corpus: Corpus) -> pd.DataFrame:
    return corpus.figures[corpus.figures["figure"] == "item"]
