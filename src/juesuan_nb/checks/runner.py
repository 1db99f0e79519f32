"""Runs the rules over a report: four verdicts, findings led by severity and money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.amounts import from_fen
from juesuan_nb.checks.evaluate import run, severity
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.keys import finding_keys
from juesuan_nb.checks.localise import suspects
from juesuan_nb.checks.model import SEVERITIES, Outcome, Rule, failed
from juesuan_nb.checks.registry import chosen
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.frames import frame

if TYPE_CHECKING:
    from juesuan_nb.report import Report

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
    outcomes = [(rule, one) for rule in rules for one in run(rule, facts)]
    broken = [(rule, outcome) for rule, outcome in outcomes if outcome.verdict == "failed"]
    return CheckResult(
        frame(_findings([*broken, *_tails(outcomes, facts)], facts), FINDINGS),
        frame([_result(rule, outcome) for rule, outcome in outcomes], RESULTS),
        tuple(rules),
    )


def _findings(pairs: list[tuple[Rule, Outcome]], facts: Facts) -> Iterator[dict]:
    """A row per finding; those that one cell explains follow their lead."""
    keys = finding_keys(pairs)
    lead = {id(one): key for key, (_, outcome) in zip(keys, pairs, strict=True) for one in outcome.leads}
    named = suspects(facts) if any(outcome.equation for _, outcome in pairs) else {}
    rows = [
        _finding(*pair, facts.report.unit)
        | {"key": key, "lead": lead.get(id(pair[1]), ""), "suspects": named.get(id(pair[1]), "")}
        for pair, key in zip(pairs, keys, strict=True)
    ]
    money = {key: outcome.money for key, (_, outcome) in zip(keys, pairs, strict=True)}
    yield from _led(rows, money)


def _led(rows: list[dict], money: Mapping[str, int]) -> list[dict]:
    """The rows in order: by the gravest of each lead and its members, then by money; members beneath their lead."""
    order = list(SEVERITIES)
    own = {row["key"]: (order.index(row["severity"]), -money[row["key"]]) for row in rows}
    gravest = dict(own)
    for row in rows:
        if row["lead"]:
            gravest[row["lead"]] = min(gravest[row["lead"]], (own[row["key"]][0], gravest[row["lead"]][1]))
    return sorted(
        rows, key=lambda row: (gravest[head := row["lead"] or row["key"]], head, bool(row["lead"]), own[row["key"]])
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


def _finding(rule: Rule, outcome: Outcome, unit: str) -> dict:
    gap = None if outcome.found is None or outcome.expected is None else outcome.found - outcome.expected
    amounts = {"expected": outcome.expected, "found": outcome.found, "difference": gap}
    return {name: _text(value, outcome.unit, unit) for name, value in amounts.items()} | {
        "rule": rule.code,
        "family": rule.family,
        "severity": severity(rule, outcome),
        "verdict": "failed",
        "title": rule.title,
        "message": outcome.message,
        "codes": "；".join(outcome.codes),
        "unit": "" if outcome.found is None else outcome.unit or unit,
        "tables": "；".join(outcome.tables),
        "places": "；".join(outcome.places),
        "mends": str(outcome.mends or ""),
    }


def _text(value: int | Decimal | None, own: str, unit: str) -> str:
    """An exact decimal: amounts (分) in the report's unit, other figures as they are."""
    if value is None:
        return ""
    return f"{value:f}" if own else f"{from_fen(int(value), unit):.2f}"


def _result(rule: Rule, outcome: Outcome) -> dict:
    grave = severity(rule, outcome) if outcome.verdict == "failed" else ""
    said = {"verdict": outcome.verdict, "place": outcome.place, "reason": outcome.reason or outcome.message}
    tables = "；".join(outcome.tables or rule.tables)
    return {"rule": rule.code, "family": rule.family, "severity": grave, "tables": tables} | said
