"""Which part of a report was compared with which, and how often they agree: the statements, the text, the 绩效 part."""

from collections import Counter
from functools import lru_cache
from itertools import combinations

import pandas as pd

from juesuan_nb import frames, vocabulary
from juesuan_nb.frames import frame

TEXT, EVALUATION = "情况说明", "绩效自评"
AGREEMENT = {"one": "str", "other": "str", "passed": "Int64", "failed": "Int64", "not_checked": "Int64"}
_COUNTED = ("passed", "failed", "not_checked")
_FAMILIES = {"FT": "", "AR": "", "NV": TEXT, "PF": EVALUATION}
"""Families of rules that compare figures, and the part besides statements whose figures they compare."""


def parts() -> list[str]:
    """The nine statements in the national order, the text, the 绩效 attachments."""
    return [*(entry.title for entry in vocabulary.statements().values()), TEXT, EVALUATION]


def agreement(results: pd.DataFrame) -> pd.DataFrame:
    """How many places passed, failed or could not be checked, one row per pair of parts that some rule compares.

    `results` are the RESULTS of a check. `one` is before `other` in the order of `parts`, and the same for sums inside
    a part; what compares three parts counts for each pair of them.
    Places that only give a hint (severity info) are not counted.
    """
    told = results["verdict"].isin(_COUNTED) & (results["severity"] != "info") & results["family"].isin(list(_FAMILIES))
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in frames.rows(results[told]):
        counts.update((*pair, row.verdict) for pair in _pairs(row.family, row.tables))
    order = parts()
    found = sorted({key[:2] for key in counts}, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    each = {pair: {name: counts[*pair, name] for name in _COUNTED} for pair in found}
    rows = ({"one": one, "other": other} | numbers for (one, other), numbers in each.items())
    return frame(rows, AGREEMENT)


@lru_cache(maxsize=1024)  # rules give the same tables for hundreds of places
def _pairs(family: str, tables: str) -> tuple[tuple[str, str], ...]:
    order = parts()
    named = sorted({title for title in tables.split("；") if title in order}, key=order.index)
    if whole := _FAMILIES[family]:
        return tuple((title, whole) for title in named or [whole])
    return ((named[0], named[0]),) if len(named) == 1 else tuple(combinations(named, 2))
