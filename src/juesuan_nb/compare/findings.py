"""What the reports' own findings look like side by side, and what comparing them finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from juesuan_nb.amounts import show_amount
from juesuan_nb.checks import SEVERITIES
from juesuan_nb.checks import rules as catalogue
from juesuan_nb.compare.peers import outliers
from juesuan_nb.compare.years import carryover, implied
from juesuan_nb.corpus import Corpus
from juesuan_nb.frames import frame
from juesuan_nb.measures.words import VALUES

BY_RULE = {
    "rule": "str", "rule_title": "str", "severity": "str", "year": "Int64", "departments": "Int64",
    "occurrences": "Int64",
}  # fmt: skip
MATRIX = {"rule": "str", "rule_title": "str", "severity": "str", "department": "str", "occurrences": "Int64"}
ACROSS = {
    "severity": "str", "kind": "str", "year": "Int64", "department": "str", "message": "str",
    "gap": "Int64",
}  # fmt: skip
_ORDER = {severity: place for place, severity in enumerate(SEVERITIES)}


def by_rule(corpus: Corpus) -> pd.DataFrame:
    """How many departments each rule finds something in, by year (BY_RULE); the most serious and frequent first."""
    grouped = corpus.findings.groupby(["year", "rule", "severity"])["department"]
    counted = grouped.agg(departments="nunique", occurrences="size").reset_index()
    rows = sorted(
        counted.to_dict("records"),
        key=lambda row: (-row["year"], _ORDER[row["severity"]], -row["departments"], row["rule"]),
    )
    return frame((row | {"rule_title": _titles().get(row["rule"], "")} for row in rows), BY_RULE)


def matrix(corpus: Corpus, year: int, severities: tuple[str, ...] = ("error", "warning")) -> pd.DataFrame:
    """The findings of a year by rule and department (MATRIX), one row where there is any; `severity` is the worst."""
    own = corpus.findings[(corpus.findings["year"] == year) & corpus.findings["severity"].isin(severities)]
    own = own.assign(place=own["severity"].map(_ORDER))
    grouped = own.groupby(["rule", "department"]).agg(place=("place", "min"), occurrences=("place", "size"))
    names, titles = list(_ORDER), _titles()
    rows = (
        {"rule": rule, "rule_title": titles.get(rule, ""), "severity": names[place], "department": department}
        | {"occurrences": count}
        for (rule, department), place, count in grouped.itertuples()
    )  # fmt: skip
    return frame(sorted(rows, key=lambda row: (_ORDER[row["severity"]], row["rule"], row["department"])), MATRIX)


def _titles() -> dict[str, str]:
    return {rule.code: rule.title for rule in catalogue()}


def across(corpus: Corpus, thresholds: Mapping[str, object] | None = None) -> pd.DataFrame:
    """What holding the reports against each other finds (ACROSS), the most serious first.

    A carry-over that is not last year's, and a prior year told otherwise than last year's report has it, are
    warnings: adjusted balances and changed scopes explain some of them, so the print alone proves no error. Ratios
    far from the peers' are remarks.
    """
    rows = [*_carryover(corpus), *_implied(corpus), *_peers(corpus, thresholds)]
    return frame(sorted(rows, key=lambda row: (_ORDER[row["severity"]], -row["year"])), ACROSS)


def _carryover(corpus: Corpus) -> Iterator[dict]:
    for row in carryover(corpus).query("verdict == 'differs'").itertuples(index=False):
        gap, less = _gap(row.gap)
        message = (
            f"{row.year}年年初结转和结余 {show_amount(row.opening)} 万元，比{row.year - 1}年决算的年末结转和结余"
            f" {show_amount(row.last_closing)} 万元{less} {gap} 万元；如有年初余额调整，应有说明。"
        )
        yield _row(row, "warning", "carryover", message)


def _implied(corpus: Corpus) -> Iterator[dict]:
    for row in implied(corpus).query("verdict == 'differs'").itertuples(index=False):
        gap, less = _gap(row.gap)
        name = VALUES["figure"][row.figure]
        message = (
            f"按{row.year}年决算推算的上年{name} {show_amount(row.implied)} 万元，比{row.year - 1}年决算的"
            f" {show_amount(row.reported)} 万元{less} {gap} 万元；可能调整了口径，应有说明。"
        )
        yield _row(row, "warning", "previous", message)


def _peers(corpus: Corpus, thresholds: Mapping[str, object] | None) -> Iterator[dict]:
    for row in outliers(corpus, thresholds).itertuples(index=False):
        yield _row(row, "info", "peer", row.message)


def _row(row: tuple, severity: str, kind: str, message: str) -> dict:
    own = {"severity": severity, "kind": kind, "year": int(row.year), "department": row.department}
    return own | {"message": message, "gap": getattr(row, "gap", None)}


def _gap(fen: int) -> tuple[str, str]:
    return show_amount(abs(fen)), "多" if fen > 0 else "少"
