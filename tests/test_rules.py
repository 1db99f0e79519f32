"""The catalogue: every rule states itself and its own examples hold. The tests walk the live registry."""

import re
from dataclasses import replace

import pytest

from juesuan_nb import checks
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.identities import as_rule, entries
from juesuan_nb.checks.model import BASES, FAMILIES, SEVERITIES
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.runner import run
from juesuan_nb.checks.terms import Term
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.errors import UsageError
from juesuan_nb.frames import NOTE_KINDS, NOTES, frame

RULES = checks.rules()
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
ORDER = ("failed", "not_checked", "passed", "not_applicable")


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.code}-{example.name}" for rule, example in EXAMPLES]
)
def test_an_example_gets_the_verdict_it_claims(rule, example):
    outcomes = run(rule, Facts(example.sample, settings(example.thresholds)))
    verdict = next(verdict for verdict in ORDER if any(outcome.verdict == verdict for outcome in outcomes))
    assert verdict == example.verdict, outcomes
    severities = {outcome.severity or rule.severity for outcome in outcomes if outcome.verdict == "failed"}
    assert severities <= set(SEVERITIES)
    if example.severity:
        assert example.severity in severities
    assert all(re.search(r"[一-鿿]", outcome.message) for outcome in outcomes if outcome.verdict == "failed")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_states_itself(rule):
    assert re.fullmatch(r"[A-Z]{2}\d\d", rule.code)
    assert rule.family in FAMILIES
    assert rule.severity in SEVERITIES
    assert rule.basis in BASES
    assert re.search(r"[一-鿿]", rule.title)
    assert re.search(r"[一-鿿]", rule.relation)
    assert set(rule.thresholds) <= set(checks.thresholds())
    assert {"passed", "failed"} <= {example.verdict for example in rule.examples}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_of_a_rule_is_made_from_the_rule(rule):
    page = checks.explain(rule.code)
    assert page.startswith(f"{rule.code} {rule.title}\n")
    assert all(line in page for line in rule.relation.splitlines())
    assert all(name in page for name in rule.thresholds)
    assert page.count("示例（") == len(rule.examples)
    assert "original_budget" not in page
    assert "category:" not in page


def test_the_families_of_the_first_issue_are_there():
    codes = {rule.code for rule in RULES}
    wanted = [f"AN0{n}" for n in range(1, 7)] + ["NV01", "NV02", "NV05", "NV06", "CP01", "CP02", "CP07"]
    wanted += [f"RD0{n}" for n in range(1, 6)] + [f"PF0{n}" for n in range(1, 8)]
    assert set(wanted) <= codes
    assert {"FT", "AR"} <= {rule.family for rule in RULES}


def test_every_group_of_identities_of_the_form_has_its_rule():
    """Groups of the national form: inside statements 1 to 15, 26 to 37, 43, 44, 49 to 51, 54, 59 (16 and 58 are FT16, FT17)."""
    inside, between = (
        {group for entry in entries(name) for group in entry["groups"]}
        for name in ("footing.toml", "articulation.toml")
    )
    assert inside >= {*range(1, 16), *range(26, 38), 43, 44, 49, 50, 51, 54, 59}
    assert between >= {*range(17, 26), *range(38, 43), *range(45, 49), 52, 53, 55, 56, 57, 60}


def test_leads_and_reading_are_never_errors():
    assert {rule.severity for rule in RULES if rule.family == "AN"} <= {"warning", "info"}
    assert {rule.severity for rule in RULES if rule.family == "RD"} <= {"warning", "info"}


def test_rules_come_by_code_in_either_case_and_unknown_ones_are_refused():
    assert checks.rule("an01").code == "AN01"
    with pytest.raises(UsageError, match="FT99"):
        checks.rule("FT99")


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="AN01"):
        declare("AN01", "又一条", severity="info", basis="form")(lambda facts: iter(()))


def test_an_identity_that_cannot_be_read_is_refused():
    entry = {"code": "FT99", "title": "x", "left": ["T1.合计"], "right": [], "example": "T1 | a", "broken": ["a", "b"]}
    with pytest.raises(ValueError, match="no term"):
        as_rule(entry)
    with pytest.raises(ValueError, match="not in the example"):
        as_rule(entry | {"left": ["T1[grand_total].收入/金额"], "broken": ["missing", "b"]})


def test_every_line_and_column_of_an_identity_is_of_the_form():
    """A misspelt key would never match a cell, and the rule would never fail."""
    from juesuan_nb import vocabulary

    for rule in RULES:
        identity = getattr(rule.check, "__self__", None)
        for term in [term for pair in getattr(identity, "terms", ()) for side in pair for term in side]:
            statement = vocabulary.statements()[term.statement]
            assert set(term.columns) <= {*statement.columns, *statement.extra_columns, "*"}, rule.code
            if statement.layout == "two_sided":
                keys = {line.key for line in vocabulary.lines(term.statement)}
                keys |= {f"opening_{key}" for key in ("general_public_budget", "government_funds", "state_capital")}
                assert set(term.rows) <= {*keys, "@", "category:@", "categories", "categories-223"}, rule.code


def test_a_term_reads_sign_rows_and_columns():
    term = Term.parse("-T3[301|303].基本支出|项目支出")
    assert (term.sign, term.statement, term.rows, term.columns) == (
        -1,
        "expenditure",
        ("301", "303"),
        ("基本支出", "项目支出"),
    )


def test_every_kind_of_reading_note_is_told_by_a_rule(sample):
    """A note that no RD rule reads would be lost in silence."""
    note = {"table": "某表", "message": "读取说明"}
    for kind in NOTE_KINDS:
        report = replace(sample, quality=frame([note | {"kind": kind}], NOTES))
        assert "读取说明" in "".join(checks.check(report, select=["RD"]).findings["message"]), kind
