"""The checks: the rule catalogue, its runner, and what it finds. `check(report)` is the way in."""

from juesuan_nb.checks.checking import check, checked_ahead
from juesuan_nb.checks.custom import rules_files
from juesuan_nb.checks.explain import explain
from juesuan_nb.checks.model import SEVERITIES, VERDICTS, Rule
from juesuan_nb.checks.registry import rule, rules
from juesuan_nb.checks.runner import FINDINGS, RESULTS, CheckResult
from juesuan_nb.checks.thresholds import thresholds

__all__ = [
    "FINDINGS",
    "RESULTS",
    "SEVERITIES",
    "VERDICTS",
    "CheckResult",
    "Rule",
    "check",
    "checked_ahead",
    "explain",
    "rule",
    "rules",
    "rules_files",
    "thresholds",
]
