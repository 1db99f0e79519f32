"""Runs the rules over a report: four verdicts, findings led by severity and money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.amounts import from_fen
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.keys import finding_keys
from juesuan_nb.checks.model import SEVERITIES, Outcome, Rule, failed, not_applicable, not_checked
from juesuan_nb.checks.registry import chosen
from juesuan_nb.checks.suspects import suspects
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.frames import frame

if TYPE_CHECKING:
    from juesuan_nb.report import Report

_PAGE = re.compile(r"第(\d+)页")
_HEADS = "rule family severity verdict title message expected found difference unit codes tables places suspects"
FINDINGS = dict.fromkeys([*_HEADS.split(), "key", "lead", "mends", "disposition", "note"], "str")
"""One row per finding. Amounts are exact decimals as text in `unit`; lists are joined by "；".

`key` names the finding from run to run; `disposition` and `note` are the analysts' (see `dispositions`).
"""

RESULTS = dict.fromkeys(("rule", "family", "verdict", "severity", "place", "reason", "tables"), "str")
"""One row per rule and place: what passed, failed, did not apply or could not be checked, why, and which tables."""


@dataclass(frozen=True)
class CheckResult:
    """What the rules say of a report: `findings` (FINDINGS, most important first) and `results` (RESULTS).

    `rules` are those that were run; `vanished` (FINDINGS) the noted findings of an earlier run that are there no more.
    """

    findings: pd.DataFrame
    results: pd.DataFrame
    rules: tuple[Rule, ...] = ()
    vanished: pd.DataFrame = field(default_factory=lambda: frame((), FINDINGS))

    def verdicts(self) -> dict[str, dict[str, int]]:
        """{family: {verdict: count}} over all rules and places."""
        counts = Counter(zip(self.results["family"], self.results["verdict"], strict=True))
        found: dict[str, dict[str, int]] = {}
        for (family, verdict), count in counts.items():
            found.setdefault(family, {})[verdict] = count
        return found


def check(
    report: Report,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    thresholds: Mapping[str, object] | None = None,
    peers: pd.DataFrame | None = None,
    own: Iterable[Rule] = (),
) -> CheckResult:
    """Check a report against the catalogue and analysts' `own` rules (see `checking.check`).

    A rule that crashes is not_checked, with the exception's name. Raises UsageError on an unknown rule or threshold.
    """
    facts = Facts(report, settings(thresholds), peers)
    rules = chosen(select, ignore, own)
    outcomes = [(rule, _weighed(rule, one, facts)) for rule in rules for one in run(rule, facts)]
    broken = [(rule, outcome) for rule, outcome in outcomes if outcome.verdict == "failed"]
    named = suspects(facts.ledger, [outcome for rule, outcome in outcomes if rule.family in ("FT", "AR")])
    order = list(SEVERITIES)
    findings = [*broken, *_tails(outcomes, facts)]
    findings.sort(key=lambda pair: (order.index(_severity(*pair)), -pair[1].money))
    keyed = zip(findings, finding_keys(findings), strict=True)
    return CheckResult(
        frame([_finding(*pair, report.unit, named, key) for pair, key in keyed], FINDINGS),
        frame([_result(rule, outcome) for rule, outcome in outcomes], RESULTS),
        tuple(rules),
    )


def run(rule: Rule, facts: Facts) -> list[Outcome]:
    """All outcomes of one rule. Never raises: what is missing, and a rule that crashes, is not_checked, with why."""
    try:
        if lacking := [reason for need in rule.needs if (reason := facts.lacks(need))]:
            return [not_checked("", "；".join(dict.fromkeys(lacking)))]
        return list(rule.check(facts)) or [not_applicable("", "报告中没有这条规则所说的内容")]
    except Exception as error:  # a defect in one rule must neither hide nor stop the others
        return [not_checked("", f"规则运行出错（{type(error).__name__}：{error}）")]


def _severity(rule: Rule, outcome: Outcome) -> str:
    return outcome.severity or rule.severity


def _weighed(rule: Rule, outcome: Outcome, facts: Facts) -> Outcome:
    """The outcome for what it can be: where a page of it was read from a picture, no error is proved."""
    if not facts.scanned or outcome.verdict != "failed" or _severity(rule, outcome) != "error":
        return outcome
    pages = {number for place in outcome.places for number in _PAGE.findall(place)}
    if pages and pages.isdisjoint(facts.scanned):
        return outcome
    return outcome.at(severity="warning", message=f"{outcome.message}有关内容由扫描件识别，请对照原件。")


def _tails(outcomes: Iterable[tuple[Rule, Outcome]], facts: Facts) -> Iterator[tuple[Rule, Outcome]]:
    """One info finding per rule that lists its rounding tails, so that the list stays readable."""
    tails: dict[str, list[tuple[Rule, Outcome]]] = {}
    for rule, outcome in outcomes:
        if outcome.tail:
            tails.setdefault(rule.code, []).append((rule, outcome))
    for group in tails.values():
        yield group[0][0], _gathered([outcome for _, outcome in group], group[0][0].title, facts)


def _gathered(tails: list[Outcome], title: str, facts: Facts) -> Outcome:
    listed = "；".join(f"{outcome.place} {facts.money(outcome.tail)}" for outcome in tails)
    return failed(
        "",
        f"{title}：{len(tails)}处有尾差，都在四舍五入可以解释的范围内：{listed}。",
        severity="info",
        codes=tuple(dict.fromkeys(code for outcome in tails for code in outcome.codes)),
        tables=tuple(dict.fromkeys(table for outcome in tails for table in outcome.tables)),
        places=tuple(outcome.place for outcome in tails),
        money=max(abs(outcome.tail) for outcome in tails),
    )


def _finding(rule: Rule, outcome: Outcome, unit: str, named: Mapping[Outcome, str], key: str) -> dict:
    gap = None if outcome.found is None or outcome.expected is None else outcome.found - outcome.expected
    amounts = {"expected": outcome.expected, "found": outcome.found, "difference": gap}
    return {name: _text(value, outcome.unit, unit) for name, value in amounts.items()} | {
        "rule": rule.code,
        "family": rule.family,
        "severity": _severity(rule, outcome),
        "verdict": "failed",
        "title": rule.title,
        "message": outcome.message,
        "codes": "；".join(outcome.codes),
        "unit": "" if outcome.found is None else outcome.unit or unit,
        "tables": "；".join(outcome.tables),
        "places": "；".join(outcome.places),
        "suspects": named.get(outcome, ""),
        "key": key,
    }


def _text(value: int | Decimal | None, own: str, unit: str) -> str:
    """An exact decimal: amounts (分) in the report's unit, other figures as they are."""
    if value is None:
        return ""
    return f"{value:f}" if own else f"{from_fen(int(value), unit):.2f}"


def _result(rule: Rule, outcome: Outcome) -> dict:
    severity = _severity(rule, outcome) if outcome.verdict == "failed" else ""
    said = {"verdict": outcome.verdict, "place": outcome.place, "reason": outcome.reason or outcome.message}
    tables = "；".join(outcome.tables or rule.tables)
    return {"rule": rule.code, "family": rule.family, "severity": severity, "tables": tables} | said
