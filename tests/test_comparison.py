"""`juesuan compare`: all of what it leaves or what was there before, clear words for folders it cannot use."""

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from juesuan_nb import comparison
from juesuan_nb.cli import main
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.synth.outputs import write_outputs
from left import leave

PARAMETERS = 'reports: str = ""  # 成果\ngroups: str = ""  # 分组\npeer_z: float = 3.5  # 界线\ntop: int = 3  # 行数'


def template(path: Path, *cells: str) -> Path:
    tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[tagged, *map(new_code_cell, cells)]), path)
    return path


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Ten departments over two years, one broken carry-over and one wrong prior year among them; one failed report."""
    out = tmp_path_factory.mktemp("reports")
    write_outputs(out, 10, (2023, 2024), seed=6, planted=2)
    (leave(out, "坏局", 2024) / "error.html").write_text("读不了", encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def made(reports, tmp_path_factory):
    """The shipped notebook over them, made once by papermill."""
    return comparison.run(reports, out=tmp_path_factory.mktemp("compared"), parameters={"top": "5"})


@pytest.fixture
def quick(tmp_path):
    """A template that does next to nothing."""
    return template(tmp_path / "quick.ipynb", "print(reports, groups, top)")


def test_it_leaves_the_notebook_the_page_and_the_lists(made):
    files = {file.name for file in made.folder.iterdir()}
    assert files == {comparison.WORKBOOK, comparison.PAGE, comparison.RECORD, *comparison.LISTS}
    across = pd.read_csv(made.folder / "across.csv")
    assert sorted(across.loc[across["severity"] == "warning", "kind"]) == ["carryover", "previous"]
    assert len(pd.read_csv(made.folder / "overview.csv")) == 20
    record = json.loads((made.folder / comparison.RECORD).read_text(encoding="utf-8"))
    assert record["input"]["reports"] == 20
    assert record["parameters"] == {"top": 5}
    assert [row["folder"] for row in record["left_out"]] == ["2024/坏局"]


def test_the_page_is_whole_says_what_is_left_out_and_asks_for_nothing_outside(made, reports):
    page = BeautifulSoup((made.folder / comparison.PAGE).read_text(encoding="utf-8"), "html.parser")
    assert page.find("h1").get_text() == "2023–2024年度 10 个部门的决算比较"
    assert len(page.find_all("img")) == 6
    assert all(image["alt"].startswith("20") and image["src"].startswith("data:") for image in page.find_all("img"))
    assert "坏局" in page.get_text()
    assert not [tag for tag in page.find_all(src=True) if tag["src"].startswith("http")]
    assert str(reports) not in page.get_text()
    warned = pd.read_csv(made.folder / "across.csv")["message"][0]
    assert warned in page.get_text()


def test_the_notebook_ran_without_an_error_and_says_what_the_lists_say(made):
    notebook = nbformat.read(made.folder / comparison.WORKBOOK, as_version=4)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    text = "".join(output.get("text", "") for output in outputs)
    assert "10 对相邻年度的结转，1 对不一致" in text


def test_parameters_reach_the_notebook_and_the_lists(reports, quick, tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("department,group\n甲局,机关\n", encoding="utf-8")
    values = {"peer_z": "1000000", "top": "7"}
    folder = comparison.run(reports, out=tmp_path / "out", groups=groups, parameters=values, notebook=quick).folder
    notebook = nbformat.read(folder / comparison.WORKBOOK, as_version=4)
    assert notebook.cells[-1].outputs[0].text.split() == [str(reports.resolve()), str(groups.resolve()), "7"]
    assert pd.read_csv(folder / "outliers.csv").empty
    with pytest.raises(UsageError, match="没有参数 reports"):
        comparison.run(reports, parameters={"reports": "x"}, notebook=quick)


def test_a_cell_that_fails_keeps_what_was_there_and_the_failed_notebook(reports, quick, tmp_path):
    out = tmp_path / "out"
    comparison.run(reports, out=out, notebook=quick)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    with pytest.raises(JuesuanError, match=r"compare\.failed\.ipynb"):
        comparison.run(reports, out=out, notebook=template(tmp_path / "bad.ipynb", "1 / 0"))
    after = {file.name: file.read_bytes() for file in out.iterdir()}
    assert after.pop(comparison.FAILED)
    assert after == before
    comparison.run(reports, out=out, notebook=quick)
    assert not (out / comparison.FAILED).exists()


def test_a_notebook_that_an_analyst_changed_is_set_aside(reports, quick, tmp_path, monkeypatch):
    out = tmp_path / "out"

    def execute(notebook, parameters, output):
        output.write_bytes(notebook.read_bytes())
        return nbformat.read(output, as_version=4)

    monkeypatch.setattr(comparison, "execute", execute)
    comparison.run(reports, out=out, notebook=quick)
    comparison.run(reports, out=out, notebook=quick)
    assert not list(out.glob("compare.edited-*"))
    (out / comparison.WORKBOOK).write_text("mine", encoding="utf-8")
    comparison.run(reports, out=out, notebook=quick)
    assert (out / "compare.edited-1.ipynb").read_text(encoding="utf-8") == "mine"


def test_the_command_tells_what_is_left_out_and_where_the_page_is(reports, quick, tmp_path):
    result = CliRunner().invoke(main, ["compare", str(reports), "-o", str(tmp_path / "out"), "--notebook", str(quick)])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(tmp_path / "out")
    assert "未计入 2024/坏局" in result.stderr
    assert "compare.html" in result.stderr


def test_the_default_place_is_beside_the_results_and_does_not_count_as_one(quick, tmp_path):
    leave(tmp_path / "reports", "甲局", 2024)
    for _ in range(2):
        made = comparison.run(tmp_path / "reports", notebook=quick)
    assert made.folder == tmp_path / "reports" / "compare"
    assert made.corpus.left_out.empty


@pytest.mark.parametrize(("spoiled", "code", "words"), [(False, 2, "没有 juesuan run 的成果"), (True, 3, "都不能比较")])
def test_a_folder_without_results_is_refused_before_anything_is_written(tmp_path, spoiled, code, words):
    (tmp_path / "reports").mkdir()
    if spoiled:
        (leave(tmp_path / "reports", "甲局", 2024) / "error.html").write_text("读不了", encoding="utf-8")
    result = CliRunner().invoke(main, ["compare", str(tmp_path / "reports")])
    assert (result.exit_code, words in result.stderr) == (code, True), result.output
    assert not (tmp_path / "reports" / "compare").exists()
