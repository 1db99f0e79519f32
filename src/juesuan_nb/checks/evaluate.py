"""Runs one rule over a report: its outcomes, each for what it can be."""

from __future__ import annotations

import re

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.model import Outcome, Rule, not_applicable, not_checked

_PAGE = re.compile(r"第(\d+)页")


def run(rule: Rule, facts: Facts) -> list[Outcome]:
    """All outcomes of one rule, once for each report.

    Never raises: what is missing, and a rule that crashes, is not_checked, with why.
    """
    if rule not in facts.outcomes:
        facts.outcomes[rule] = [_weighed(rule, outcome, facts) for outcome in _outcomes(rule, facts)]
    return facts.outcomes[rule]


def severity(rule: Rule, outcome: Outcome) -> str:
    """How severe a finding is: as its rule, unless the outcome says otherwise."""
    return outcome.severity or rule.severity


def _outcomes(rule: Rule, facts: Facts) -> list[Outcome]:
    try:
        if lacking := [reason for need in rule.needs if (reason := facts.lacks(need))]:
            return [not_checked("", "；".join(dict.fromkeys(lacking)))]
        return list(rule.check(facts)) or [not_applicable("", "报告中没有这条规则所说的内容")]
    except Exception as error:  # a defect in one rule must neither hide nor stop the others
        return [not_checked("", f"规则运行出错（{type(error).__name__}：{error}）")]


def _weighed(rule: Rule, outcome: Outcome, facts: Facts) -> Outcome:
    """The outcome for what it can be: where a page of it was read from a picture, no error is proved."""
    if not facts.scanned or outcome.verdict != "failed" or severity(rule, outcome) != "error":
        return outcome
    pages = {number for place in outcome.places for number in _PAGE.findall(place)}
    if pages and pages.isdisjoint(facts.scanned):
        return outcome
    return outcome.at(severity="warning", message=f"{outcome.message}有关内容由扫描件识别，请对照原件。")
