"""No false alarms: invented reports that add up in 元 raise no error, whatever their layout, unit and rounding tails."""

from pathlib import Path

import pytest

from juesuan_nb.checks import check
from juesuan_nb.report import load_report

DATA = Path(__file__).parent / "data"
CLEAN = sorted(path for path in DATA.iterdir() if path.suffix in (".txt", ".md") and path.stem != "README")
LACKING = {"five-of-nine": {"收入决算表", "财政拨款收入支出决算总表", "政府性基金预算", "国有资本经营预算"}}


@pytest.fixture(scope="module", params=CLEAN, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def result(path):
    return check(load_report(path))


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
