"""`juesuan synth`: files with their truth beside them, and refusals in Chinese."""

import csv
import sys

import pytest
from click.testing import CliRunner

from juesuan_nb import synth
from juesuan_nb.cli import main
from juesuan_nb.errors import UsageError
from juesuan_nb.report import load_report
from juesuan_nb.synth.files import write


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_report_has_its_truth_beside_it(tmp_path):
    written = list(write(tmp_path, count=2, layout="shanghai", years=[2022, 2023], form="markdown"))
    assert [path.name for path in written] == [
        "shanghai-2022-0000.md",
        "shanghai-2022-0001.md",
        "shanghai-2023-0000.md",
        "shanghai-2023-0001.md",
    ]
    report = load_report(written[2])
    assert report.year == 2023
    truth = rows(tmp_path / "shanghai-2023-0000.cells.csv")
    assert [row["value"] for row in truth if row["statement"] == "revenue"] == report.statement("revenue")[
        "value"
    ].tolist()
    assert len(rows(tmp_path / "shanghai-2023-0000.claims.csv")) == len(report.claims)


def test_all_layouts_of_a_year(tmp_path):
    names = {path.name.partition("-")[0] for path in write(tmp_path, years=[2020])}
    assert names == {"older"}
    names = {path.name.partition("-")[0] for path in write(tmp_path, years=[2023])}
    assert names == set(synth.layouts()) - {"older"}


def test_planted_errors_are_listed(tmp_path):
    list(write(tmp_path, count=3, layout="national", errors=True, damaged=True))
    planted = rows(tmp_path / "errors.csv")
    assert [row["kind"] for row in planted] == list(synth.MUTATIONS)[:3]
    assert {row["file"] for row in planted} == {f"national-2024-{number:04}" for number in range(3)}


def test_the_command(tmp_path):
    result = CliRunner().invoke(main, ["synth", str(tmp_path), "--layout", "yuan", "--form", "html", "--seed", "7"])
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("yuan-2024-0007.html")
    assert load_report(tmp_path / "yuan-2024-0007.html").unit == "元"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--layout", "mars"],
        ["--form", "doc"],
        ["--year", "2001"],
        ["--count", "0"],
        ["--layout", "older", "--year", "2024"],
    ],
)
def test_wrong_usage(tmp_path, arguments):
    result = CliRunner().invoke(main, ["synth", str(tmp_path), *arguments])
    assert result.exit_code == 2
    assert "错误" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("form", "module", "library"), [("pdf", "reportlab.platypus", "reportlab"), ("docx", "docx", "python-docx")]
)
def test_without_the_extra_it_says_what_to_install(monkeypatch, form, module, library):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"juesuan_nb.synth.render.{form}", raising=False)
    with pytest.raises(UsageError, match=f"{library}.*synth"):
        synth.render(synth.department(0), form)
