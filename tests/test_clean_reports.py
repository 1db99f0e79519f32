"""Invented reports that add up in 元: read to the line, and no false alarm whatever their layout, unit and tails."""

from decimal import Decimal
from pathlib import Path

import pytest

from juesuan_nb.checks import check
from juesuan_nb.report import load_report
from scoring import cells_read, cells_true, differences

DATA = Path(__file__).parent / "data"
CLEAN = sorted(path for path in DATA.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README")
LACKING = {"five-of-nine": {"收入决算表", "财政拨款收入支出决算总表", "政府性基金预算", "国有资本经营预算"}}


@pytest.fixture(scope="module", params=CLEAN, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def report(path):
    return load_report(path)


@pytest.fixture(scope="module")
def result(report):
    return check(report)


def test_every_cell_stands_on_its_source_line_and_needed_no_repair(path, report):
    true = cells_true(path.with_suffix(".cells.csv"))
    assert differences(true, cells_read(report.cells, "line")) == ""
    assert set(report.cells["quality"]) == {"printed"}


def test_amounts_are_exact_whatever_the_unit(report):
    factor = {"万元": 1_000_000, "元": 100}[report.unit]
    assert (report.cells["amount"] == (report.cells["value"].map(Decimal) * factor).astype("int64")).all()


def test_there_is_no_error(result):
    errors = result.findings[result.findings["severity"] == "error"]
    assert errors["message"].tolist() == []


def test_warnings_are_leads_and_missing_tables_only(path, result):
    warnings = result.findings[result.findings["severity"] == "warning"]
    missing = warnings.loc[warnings["rule"] == "CP01", "message"]
    assert all(missing.str.contains(title).sum() == 1 for title in LACKING.get(path.stem, ()))
    assert len(missing) == len(LACKING.get(path.stem, ()))
    assert set(warnings["rule"]) <= {"AN01", "AN02", "AN03", "CP01"}


def test_the_rules_did_look(result):
    passed = result.results[result.results["verdict"] == "passed"]
    assert passed["family"].value_counts()[["FT", "AR", "NV"]].min() > 20
    assert not result.results["reason"].str.contains("运行出错").any()
