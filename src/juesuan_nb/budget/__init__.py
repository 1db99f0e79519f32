"""部门预算: what a department disclosed at the beginning of the year, a second source of original budgets."""

from juesuan_nb.budget.model import BUDGET, Budget, Line
from juesuan_nb.budget.read import load_budget, refuse_another

__all__ = ["BUDGET", "Budget", "Line", "load_budget", "refuse_another"]
