"""The sample that travels with the project: every cell, claim and evaluation fact, and the findings an analyst expects."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from juesuan_nb.checks import check
from juesuan_nb.document import fold
from scoring import MEASURES, cells_read, cells_true, differences, rows

GOLDEN = Path(__file__).parent / "golden" / "sample"


def test_the_cells_are_exactly_the_published_ones(sample):
    true = cells_true(GOLDEN / "cells.csv")
    assert sum(true.values()) == 794
    assert differences(true, cells_read(sample.cells, "line")) == ""


def test_codes_lost_in_print_are_marked_as_recovered(sample):
    lost = {(row["table"], row["code"]) for row in rows(GOLDEN / "cells.csv") if row["recovered"] == "yes"}
    marked = sample.cells[sample.cells["quality"] == "recovered"]
    assert set(marked["code"]) == {code for _, code in lost}


def test_the_claims_are_exactly_what_the_text_says(sample):
    true = Counter(
        claim(row | {"measure": MEASURES[row["measure"]], "line": row["source_line"]})
        for row in rows(GOLDEN / "claims.csv")
    )
    read = Counter(claim(row) for row in sample.claims.to_dict("records"))
    assert sum(true.values()) == 170
    assert differences(true, read) == ""


def claim(row: dict) -> tuple:
    """A claim for comparison: whose figure, which, how much, why, and where it is printed."""
    names = (fold(row["subject"]), row["code"], row["measure"], Decimal(row["value"]), row["unit"], fold(row["reason"]))
    item_no = "" if pd.isna(row["item_no"]) else str(row["item_no"])
    return row["section"], *names, item_no, int(row["line"])


def test_every_legible_evaluation_fact_is_found_on_its_line(sample):
    by_line: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for fact in sample.evaluation.itertuples():
        by_line.setdefault((fact.attachment, int(fact.line)), []).append((fold(fact.value), fact.unit))
    legible = [row for row in rows(GOLDEN / "performance.csv") if row["ocr_suspect"] == "no"]
    missed = [row for row in legible if not is_there(row, by_line.get((row["section"], int(row["source_line"])), []))]
    assert len(legible) > 250
    assert missed == []


def is_there(row: dict[str, str], facts: list[tuple[str, str]]) -> bool:
    """Whether the facts of a line hold the row's value; a statement without unit may be part of a longer one."""
    value = fold(row["value"])
    return (value, row["unit"]) in facts or (not row["unit"] and any(value in text for text, _ in facts))


@pytest.fixture(scope="module")
def findings(sample) -> pd.DataFrame:
    return check(sample).findings


@pytest.mark.parametrize("rate", ["1981.20", "449.88", "342.89", "139.40", "75.85", "54.67", "8.92"])
def test_execution_rates_far_from_the_budget_are_told(findings, rate):
    messages = findings.loc[findings["rule"] == "AN01", "message"].str.replace(",", "")
    assert messages.str.contains(f"{rate}%", regex=False).sum() == 1


def test_the_three_items_without_a_budget_are_told(findings):
    assert set(findings.loc[findings["rule"] == "AN02", "codes"]) == {"2080701", "2080704", "2080713"}


def test_leads_are_never_errors(findings):
    assert "error" not in set(findings.loc[findings["family"].isin(["AN", "RD"]), "severity"])


def test_the_misprint_of_the_summary_is_proved_and_named(findings):
    lead = findings.iloc[0]
    assert (lead["rule"], lead["severity"], lead["found"], lead["expected"]) == ("FT00", "error", "0.90", "2.23")
    led = findings[findings["lead"] == lead["key"]]
    assert set(led["severity"]) == {"error"}
    assert len(led) == int(lead["mends"]) == 4
    assert {"FT", "AR"} == set(led["family"])


def test_errors_of_sums_are_the_two_real_ones_and_no_rounding_tail_or_reading_damage(findings):
    errors = findings[(findings["severity"] == "error") & findings["family"].isin(["FT", "AR", "NV", "CP"])]
    in_words = errors["rule"] == "NV14"
    assert len(errors[~in_words]) > 0
    assert errors.loc[~in_words, "message"].str.contains("0.90|32.43", regex=True).all()
    assert errors.loc[in_words, "message"].str.contains("年末结转和结余资金数额较大").tolist() == [True]


def test_the_number_used_twice_is_told(findings):
    message = findings.loc[findings["rule"] == "CP07", "message"]
    assert message.str.contains("12").sum() == 1


def test_self_evaluation_rates_that_the_accounts_do_not_bear_out_are_told(findings):
    told = findings[findings["family"] == "PF"].set_index("rule")["message"]
    assert "92.65%" in told["PF03"]
    assert "17.47%" in told["PF04"]
    assert "100%" in told["PF06"]
    assert "85%" in told["PF07"]
