"""Measures: a Report → tidy frames. They compute and never draw; `tables` and `charts` show them.

Amounts are integers of 分 (Int64, missing where nothing was printed), rates are percentages as Decimal rounded half up
to two places (None where undefined: a rate on a zero budget is no rate). A figure that reading inferred is left
missing. Where the report lacks the statement, the frame is empty and has its columns all the same.
"""

from juesuan_nb.measures.agreement import agreement
from juesuan_nb.measures.evaluation import evaluation_indicators, evaluation_summary
from juesuan_nb.measures.figures import FIGURES, figures
from juesuan_nb.measures.overview import agency_operations, key_figures, three_public
from juesuan_nb.measures.reconciliation import budget_totals, variance_reconciliation
from juesuan_nb.measures.structure import economic_structure, expenditure_structure, revenue_structure, summary
from juesuan_nb.measures.variance import variance

__all__ = [
    "FIGURES", "agency_operations", "agreement", "budget_totals", "economic_structure", "evaluation_indicators",
    "evaluation_summary", "expenditure_structure", "figures", "key_figures", "revenue_structure", "summary",
    "three_public", "variance", "variance_reconciliation",
]  # fmt: skip
