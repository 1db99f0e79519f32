"""规则说明: what each rule that found something demands, and on what it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.checks.explain import page
from juesuan_nb.checks.model import BASES, FAMILIES, SEVERITIES
from juesuan_nb.export.lists import Column

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult

RULES = (
    Column("rule", "规则"), Column("title", "名称", "wrap", 40), Column("family", "类别"), Column("severity", "级别"),
    Column("basis", "依据"), Column("relation", "关系", "wrap", 70), Column("thresholds", "阈值", "wrap", 44),
    Column("count", "发现（条）", "whole"),
)  # fmt: skip


def rule_list(result: CheckResult) -> pd.DataFrame:
    """The rules with findings in the order of the catalogue, one row each."""
    counts = result.findings["rule"].value_counts()
    found = [page(rule) for rule in result.rules if rule.code in counts]
    rows = (
        {
            "rule": one.rule.code,
            "title": one.rule.title,
            "family": FAMILIES[one.rule.family],
            "severity": SEVERITIES[one.rule.severity],
            "basis": BASES[one.rule.basis],
            "relation": "\n".join(one.relation),
            "thresholds": "\n".join(one.thresholds),
            "count": int(counts[one.rule.code]),
        }
        for one in found
    )
    return pd.DataFrame(rows, columns=[column.field for column in RULES])
