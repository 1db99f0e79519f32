"""The rows of the frame of findings, most important first; what one cell explains stands beneath its lead."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from juesuan_nb.amounts import from_fen
from juesuan_nb.checks.evaluate import severity
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.keys import finding_keys
from juesuan_nb.checks.localise import suspects
from juesuan_nb.checks.model import SEVERITIES, Outcome, Rule

_HEADS = "rule family severity verdict title message expected found difference unit codes tables places suspects"
FINDINGS = dict.fromkeys([*_HEADS.split(), "key", "lead", "mends", "disposition", "note"], "str")
"""One row per finding. Amounts are exact decimals as text in `unit`; lists are joined by "；".

`key` names the finding from run to run; `lead` is the key of the finding that explains it, `mends` how many identities
that one mends; `disposition` and `note` are the analysts' (see `dispositions`).
"""


def finding_rows(pairs: list[tuple[Rule, Outcome]], facts: Facts) -> list[dict]:
    """A row per finding, in order."""
    keys = finding_keys(pairs)
    lead = {id(one): key for key, (_, outcome) in zip(keys, pairs, strict=True) for one in outcome.leads}
    named = suspects(facts) if any(outcome.equation for _, outcome in pairs) else {}
    rows = [
        _finding(*pair, facts.report.unit)
        | {"key": key, "lead": lead.get(id(pair[1]), ""), "suspects": named.get(id(pair[1]), "")}
        for pair, key in zip(pairs, keys, strict=True)
    ]
    money = {key: outcome.money for key, (_, outcome) in zip(keys, pairs, strict=True)}
    return _led(rows, money)


def _led(rows: list[dict], money: Mapping[str, int]) -> list[dict]:
    """The rows in order: by the gravest of each lead and its members, then by money; members beneath their lead."""
    order = list(SEVERITIES)
    own = {row["key"]: (order.index(row["severity"]), -money[row["key"]]) for row in rows}
    gravest = {key: grave for key, (grave, _) in own.items()}
    for row in rows:
        if row["lead"]:
            gravest[row["lead"]] = min(gravest[row["lead"]], own[row["key"]][0])

    def place(row: dict) -> tuple:
        head = row["lead"] or row["key"]
        return gravest[head], own[head], head, bool(row["lead"]), own[row["key"]]

    return sorted(rows, key=place)


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
