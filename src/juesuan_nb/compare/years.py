"""A department's report held against its report of the year before: carried-over balances, last year's totals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from juesuan_nb.compare.wide import of_last_year, wide
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
    names = ["closing_carryover", "opening_carryover"]
    return frame(map(_carried, _pairs(corpus, names[1:], names[:1])), CARRYOVER)


def _carried(pair: tuple[dict, list[Figure], list[Figure]]) -> dict:
    who, (opening,), (closing,) = pair
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
        pairs = _pairs(corpus, [f"previous:{key}"], [key])
        rows += [_held(who, key, told, reported) for who, (told,), (reported,) in pairs]
    order = {key: place for place, key in enumerate(TOTALS)}
    return frame(sorted(rows, key=lambda row: (row["department"], row["year"], order[row["figure"]])), IMPLIED)


def _held(who: dict, key: str, told: Figure, reported: Figure) -> dict:
    difference, slack = told.amount - reported.amount, Decimal(told.step + reported.step) / 2
    verdict = "exact" if not difference else "rounding" if abs(difference) <= slack else "differs"
    return who | {
        "figure": key, "implied": told.amount, "reported": reported.amount, "gap": difference,
        "slack": int(slack), "verdict": verdict,
    }  # fmt: skip


def _pairs(corpus: Corpus, own: list[str], last: list[str]) -> Iterator[tuple[dict, list[Figure], list[Figure]]]:
    """Who and when, this year's figures and last year's, where all of them are printed."""
    amounts, steps = (wide(corpus, own + last, values) for values in ("amount", "step"))
    amounts_then, steps_then = of_last_year(amounts), of_last_year(steps)
    for who in amounts_then.index:
        now = [_figure(amounts.at[who, name], steps.at[who, name]) for name in own]
        then = [_figure(amounts_then.at[who, name], steps_then.at[who, name]) for name in last]
        if None not in now and None not in then:
            yield {"department": who[0], "year": int(who[1])}, now, then


def _figure(amount: object, step: object) -> Figure | None:
    value = known(amount)
    return None if value is None else Figure(value, known(step) or _STEP)
