"""A department's report held against its report of the year before: carried-over balances, last year's totals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from juesuan_nb.corpus import Corpus
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import Figure, known

CARRYOVER = {
    "department": "str", "year": "Int64", "last_closing": "Int64", "opening": "Int64", "gap": "Int64",
    "verdict": "str",
}  # fmt: skip
IMPLIED = {
    "department": "str", "year": "Int64", "figure": "str", "implied": "Int64", "reported": "Int64",
    "gap": "Int64", "slack": "Int64", "verdict": "str",
}  # fmt: skip
TOTALS = ("grand_total", "grants_total", "general_public_expenditure", "agency_operating_costs")
_STEP = 10_000
"""分: figures of runs that did not note it are printed to 0.01 万元."""


def carryover(corpus: Corpus) -> pd.DataFrame:
    """年末结转和结余 of last year's report against 年初结转和结余 of this one's (CARRYOVER), both printed.

    One datum printed twice: `verdict` is exact, rounding (the two are printed to different units, and the finer rounds
    to the coarser) or differs.
    """
    pairs = _pairs(corpus, "opening_carryover", "closing_carryover")
    return frame((_carried(*pair) for pair in pairs), CARRYOVER)


def _carried(who: dict, opening: Figure, closing: Figure) -> dict:
    verdict = "exact" if opening.amount == closing.amount else "rounding" if opening.agrees(closing) else "differs"
    return who | {
        "last_closing": closing.amount, "opening": opening.amount,
        "gap": opening.amount - closing.amount, "verdict": verdict,
    }  # fmt: skip


def implied(corpus: Corpus) -> pd.DataFrame:
    """Last year's totals as this year's report implies them (total less the change told) against last year's report.

    One row per total (IMPLIED) that both have; `slack` is what rounding explains: half of what the three published
    amounts are printed to. `verdict` is exact, rounding or differs.
    """
    rows = []
    for key in TOTALS:
        rows += [_held(who, key, *pair) for who, *pair in _pairs(corpus, f"previous:{key}", key)]
    order = {key: place for place, key in enumerate(TOTALS)}
    return frame(sorted(rows, key=lambda row: (row["department"], row["year"], order[row["figure"]])), IMPLIED)


def _held(who: dict, key: str, told: Figure, reported: Figure) -> dict:
    difference, slack = told.amount - reported.amount, Decimal(told.step + reported.step) / 2
    verdict = "exact" if not difference else "rounding" if abs(difference) <= slack else "differs"
    return who | {
        "figure": key, "implied": told.amount, "reported": reported.amount, "gap": difference,
        "slack": int(slack), "verdict": verdict,
    }  # fmt: skip


def _pairs(corpus: Corpus, own: str, last: str) -> Iterator[tuple[dict, Figure, Figure]]:
    """Who and when, a figure of this year's report and one of last year's, where both are printed."""
    now, then = (_by_report(corpus, name) for name in (own, last))
    for (department, year), figure in now.items():
        before = then.get((department, year - 1))
        if before:
            yield {"department": department, "year": year}, figure, before


def _by_report(corpus: Corpus, name: str) -> dict[tuple[str, int], Figure]:
    """(department, year) → a figure, where it is printed."""
    rows = corpus.figures[(corpus.figures["figure"] == name) & corpus.figures["amount"].notna()]
    found: dict[tuple[str, int], Figure] = {}
    for row in rows[["department", "year", "amount", "step"]].itertuples(index=False):
        found.setdefault((row.department, int(row.year)), Figure(int(row.amount), known(row.step) or _STEP))
    return found
