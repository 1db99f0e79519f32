"""The workbook by the warm engine is the workbook by the standard one, and a report is read once for both its uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines import ROOT, only_where_forking
from juesuan_nb import check, load_report, report, workbook
from juesuan_nb.checks import checked_ahead
from juesuan_nb.engine.job import Job, JobError
from juesuan_nb.preload import NOTEBOOK

pytestmark = only_where_forking
PARTIAL = ROOT / "tests" / "data" / "five-of-nine.txt"
VARYING = {"run.json", "tables.xlsx"}


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture(scope="module")
def standard(tmp_path_factory):
    return files(workbook.run(PARTIAL, out=tmp_path_factory.mktemp("standard"), engine="standard"))


def same(found: dict[str, bytes], standard: dict[str, bytes]) -> bool:
    assert sorted(found) == sorted(standard)
    return all(found[name] == standard[name] for name in standard if name not in VARYING)


def test_the_files_are_the_same(tmp_path, standard):
    assert same(files(workbook.run(PARTIAL, out=tmp_path, engine="warm")), standard)


def test_a_job_makes_the_same_files(tmp_path, standard):
    job = Job("juesuan_nb.workbook:run", str(PARTIAL), out=str(tmp_path), engine="warm", modules=NOTEBOOK)
    assert same(files(Path(job.result(300))), standard)


def test_the_command_makes_the_same_files_and_forks_from_itself(tmp_path, standard):
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "juesuan_nb", "run", str(PARTIAL), "-o", str(tmp_path)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert same(files(Path(done.stdout.strip())), standard)
    said, where = done.stderr.splitlines()
    assert said.startswith(f"[1/1] {PARTIAL.name} → ")
    assert where.endswith("index.html")


def test_an_error_of_a_job_is_the_one_of_the_library(tmp_path):
    job = Job("juesuan_nb.workbook:run", str(tmp_path / "missing.txt"), out=str(tmp_path), modules=NOTEBOOK)
    with pytest.raises(JobError, match=r"missing\.txt") as caught:
        job.result(300)
    assert caught.value.kind == "juesuan_nb.errors:ReadError"


def test_a_report_read_ahead_is_taken_once_and_only_unchanged(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(PARTIAL.read_bytes())
    first = load_report(path)
    with report.read_ahead(first, path):
        assert load_report(path) is first
        assert load_report(path) is not first
    with report.read_ahead(first, path):
        path.write_bytes(PARTIAL.read_bytes() + b"\n")
        assert load_report(path).document.sha256 != first.document.sha256
    with report.read_ahead(first, path):
        pass
    assert load_report(path) is not first


def test_a_check_done_ahead_is_taken_only_for_the_same_question():
    first = load_report(PARTIAL)
    asked = {"thresholds": {"execution_rate_high": 130}, "rules": (), "dispositions": None}
    result = check(first, **asked)
    with checked_ahead(first, result, **asked):
        assert check(first, thresholds={"execution_rate_high": 130, "execution_rate_low": None}) is result
        for other in ({}, {"thresholds": {"execution_rate_high": 131}}, {"select": ["FT"]} | asked):
            assert check(first, **other) is not result
        assert check(load_report(PARTIAL), **asked) is not result
    assert check(first, **asked) is not result
