"""Comparing departments and years: a Corpus → tidy frames, as `measures` makes them of one report.

Amounts are integers of 分, rates percentages as Decimal. `across` says what the comparison finds; `charts` draws.
"""

from juesuan_nb.checks.peers import LABELS
from juesuan_nb.compare.execution import execution, items_beyond
from juesuan_nb.compare.findings import across, by_rule, matrix
from juesuan_nb.compare.overview import categories, overview, public_costs, structure
from juesuan_nb.compare.peers import outliers, ratios
from juesuan_nb.compare.years import carryover, implied

__all__ = [
    "LABELS", "across", "by_rule", "carryover", "categories", "execution", "implied", "items_beyond", "matrix",
    "outliers", "overview", "public_costs", "ratios", "structure",
]  # fmt: skip
