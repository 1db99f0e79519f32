"""Departments among their peers of the same year and group: the ratios of AN11, from the figures of a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from juesuan_nb.amounts import rate
from juesuan_nb.checks.peers import LABELS, PEERS, placed, robust_z
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.compare.wide import wide
from juesuan_nb.corpus import Corpus
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import known, total

RATIOS = {"peer_group": "str"} | PEERS
"""One row per report: percentages as Decimal, None where a figure is not printed or the whole is zero."""
OUTLIERS = {
    "year": "Int64", "peer_group": "str", "department": "str", "ratio": "str", "rate": "object", "median": "object",
    "z": "object", "peers": "Int64", "message": "str",
}  # fmt: skip
_BASIC = ("personnel_costs", "operating_costs")
_FEATURES = {
    "basic_share": ("basic_expenditure", ("total_expenditure",)),
    "appropriation_share": ("fiscal_appropriation", ("total_revenue",)),
    "personnel_share": ("personnel_costs", _BASIC),
    "capital_share": ("economic:310", ("operating_costs",)),
    "goods_residue_share": ("economic:30299", ("economic:302",)),
    "three_public_rate": ("three_public:total", ("budget of three_public:total",)),
    "three_public_share": ("three_public:total", _BASIC),
    "closing_share": ("closing_carryover", ("total_revenue",)),
}
"""Ratio of AN11 → the figure that is the part, and those that together are the whole."""
_BUDGET = "budget of "
_NEARLY = 0.99
"""What the quick look lets through to the exact rule: a bit more than the rule will keep."""


def ratios(corpus: Corpus) -> pd.DataFrame:
    """The ratios of every report (RATIOS): the frame that `check(report, peers=…)` takes, with the group."""
    names = sorted({name for part, wholes in _FEATURES.values() for name in (part, *wholes)})
    plain, budgets = [[name for name in names if name.startswith(_BUDGET) is is_budget] for is_budget in (False, True)]
    amounts = wide(corpus, plain)
    for name in budgets:
        amounts[name] = wide(corpus, [name.removeprefix(_BUDGET)], "budget").iloc[:, 0]
    rows = []
    for run, row in zip(corpus.runs.itertuples(index=False), amounts.to_dict("records"), strict=True):
        own = {"peer_group": run.peer_group, "department": run.department, "year": run.year}
        rows.append(own | {name: _ratio(row, *feature) for name, feature in _FEATURES.items()})
    return frame(rows, RATIOS)


def _ratio(row: Mapping[str, object], part: str, wholes: tuple[str, ...]) -> Decimal | None:
    whole, own = total(known(row[name]) for name in wholes), known(row[part])
    return None if whole is None or own is None else rate(own, whole)


def outliers(corpus: Corpus, thresholds: Mapping[str, object] | None = None) -> pd.DataFrame:
    """The ratios that stand far from those of the peers (OUTLIERS), by the rule AN11; the farthest first.

    `thresholds` are those of the rules: peer_z, peer_gap, peer_count.
    """
    limits, rows = settings(thresholds), []
    for (year, group), of_kind in ratios(corpus).groupby(["year", "peer_group"], sort=True):
        for name in LABELS:
            rows += ({"year": year, "peer_group": group} | row for row in _far(of_kind, name, limits))
    return frame(sorted(rows, key=lambda row: (-row["year"], -abs(row["z"]), row["department"])), OUTLIERS)


def _far(of_kind: pd.DataFrame, name: str, limits: Mapping[str, Decimal | int]) -> Iterator[dict]:
    told = of_kind[of_kind[name].notna()]
    values, departments = list(told[name]), list(told["department"])
    for place in _candidates(values, float(limits["peer_z"]) * _NEARLY):
        others = values[:place] + values[place + 1 :]
        outcome = placed(LABELS[name], values[place], others, limits)
        if outcome.verdict == "failed":
            found = {"department": departments[place], "ratio": LABELS[name], "rate": values[place]}
            found |= {"median": outcome.expected, "z": robust_z(values[place], others), "peers": len(others)}
            yield found | {"message": outcome.message}


def _candidates(values: list[Decimal], limit: float) -> list[int]:
    """Places of the values whose robust z among the others is about `limit` or more, all of them looked at at once."""
    if len(values) < 3:
        return []
    own = np.array(values, dtype=float)
    middles, spreads = _without(own, own), np.empty_like(own)
    for middle in np.unique(middles):
        same = middles == middle
        deviations = np.abs(own - middle)
        spreads[same] = _without(deviations, deviations[same])
    return list(np.flatnonzero((spreads > 0) & (0.6745 * np.abs(own - middles) >= limit * spreads)))


def _without(values: np.ndarray, own: np.ndarray) -> np.ndarray:
    """For each of `own`, which are among `values`: the median of the values without it."""
    ordered = np.sort(values)
    place, lower, upper = np.searchsorted(ordered, own), (len(values) - 2) // 2, (len(values) - 1) // 2
    return (ordered[lower + (place <= lower)] + ordered[upper + (place <= upper)]) / 2
