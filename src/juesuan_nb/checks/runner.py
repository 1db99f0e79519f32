"""Runs the rules over a report: four verdicts, findings led by severity and money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.checks.evaluate import run, severity
from juesuan_nb.checks.facts import Facts, indexed
from juesuan_nb.checks.findings import FINDINGS, finding_rows
from juesuan_nb.checks.model import SEVERITIES, Outcome, Rule, failed
from juesuan_nb.checks.registry import chosen
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.frames import frame

if TYPE_CHECKING:
    from juesuan_nb.report import Report

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

    @property
    def leading(self) -> pd.DataFrame:
        """The findings without those that a lead of the same severity or worse stands for."""
        order, found = list(SEVERITIES), frames.rows(self.findings)
        grave = {row.key: order.index(row.severity) for row in found}
        leads = [not row.lead or order.index(row.severity) < grave.get(row.lead, -1) for row in found]
        return self.findings[pd.array(leads, dtype="boolean")]

    def verdicts(self) -> dict[str, dict[str, int]]:
        """{family: {verdict: count}} over all rules and places."""
        counts = Counter(zip(self.results["family"].tolist(), self.results["verdict"].tolist(), strict=True))
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
    limits = settings(thresholds)
    facts = indexed(report, limits) if peers is None else Facts(report, limits, peers)
    rules = chosen(select, ignore, own)
    outcomes = [(rule, one) for rule in rules for one in run(rule, facts)]
    broken = [(rule, outcome) for rule, outcome in outcomes if outcome.verdict == "failed"]
    return CheckResult(
        frame(finding_rows([*broken, *_tails(outcomes, facts)], facts), FINDINGS),
        frame([_result(rule, outcome) for rule, outcome in outcomes], RESULTS),
        tuple(rules),
    )


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


def _result(rule: Rule, outcome: Outcome) -> dict:
    grave = severity(rule, outcome) if outcome.verdict == "failed" else ""
    said = {"verdict": outcome.verdict, "place": outcome.place, "reason": outcome.reason or outcome.message}
    tables = "；".join(outcome.tables or rule.tables)
    return {"rule": rule.code, "family": rule.family, "severity": grave, "tables": tables} | said
