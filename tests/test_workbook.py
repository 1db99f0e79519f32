"""What `run` leaves: all of it or what was there before, under safe names, and the same numbers in every file."""

import json
from hashlib import sha256
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook

from juesuan_nb import load_report, workbook
from juesuan_nb.checks import check
from juesuan_nb.errors import JuesuanError, ReadError, UsageError
from literals import report

DATA = Path(__file__).parent / "data"
PARTIAL = DATA / "five-of-nine.txt"
LISTS = ["cells.csv", "claims.csv", "figures.csv", "findings.csv"]
LEFT = [*LISTS, "run.json", "tables.xlsx", "workbook.html", "workbook.ipynb"]
PARAMETERS = 'report: str = ""  # 报告\nexecution_rate_high: float = 120  # 上限（%）'
PLACES = 'rules_file: str = ""  # 自定规则\ndispositions: str = ""  # 处置'


def template(path: Path, *cells: str) -> Path:
    tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[tagged, *map(new_code_cell, cells)]), path)
    return path


@pytest.fixture
def quick(tmp_path):
    """A template that does next to nothing, so that a run takes a second."""
    return template(tmp_path / "quick.ipynb", "print(execution_rate_high)")


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The department workbook of a report with five of the nine statements, made once."""
    return workbook.run(PARTIAL, out=tmp_path_factory.mktemp("reports"))


def test_a_partial_report_is_worked_up_in_the_folder_of_its_year_and_department(made):
    partial = load_report(PARTIAL)
    assert made.parts[-2:] == (str(partial.year), partial.department)
    assert sorted(contents(made)) == LEFT
    assert [folder.name for folder in made.parent.iterdir()] == [partial.department]


def test_the_notebook_ran_to_its_end_without_a_complaint(made):
    cells = [cell for cell in nbformat.read(made / "workbook.ipynb", as_version=4).cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_the_page_says_what_the_report_lacks(made):
    page = (made / "workbook.html").read_text(encoding="utf-8")
    assert "九张公开报表读到 5 张，没有找到：收入决算表、" in page
    assert load_report(PARTIAL).document.sha256 in page
    assert str(PARTIAL.parent) not in page


def test_the_record_says_what_was_made_from_what_by_what(made):
    record = json.loads((made / "run.json").read_text(encoding="utf-8"))
    assert record["input"] == {"name": PARTIAL.name, "sha256": sha256(PARTIAL.read_bytes()).hexdigest()}
    assert record["verdicts"] == check(load_report(PARTIAL)).verdicts()
    assert {"juesuan_nb", "python", "pandas", "matplotlib", "papermill"} <= set(record["versions"])
    assert set(record["seconds"]) == {"read", "check", "execute", "export"}
    made_files = {name: sha256(data).hexdigest() for name, data in contents(made).items() if name != "run.json"}
    assert record["files"] == made_files


def test_the_lists_hold_what_was_read_and_found(made):
    partial = load_report(PARTIAL)
    cells = pd.read_csv(made / "cells.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    assert list(cells["value"]) == list(partial.cells["value"])
    findings = pd.read_csv(made / "findings.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    assert list(findings["message"]) == list(check(partial).findings["message"])


def test_parameters_reach_the_notebook_the_lists_and_the_page(tmp_path, quick):
    given = {"execution_rate_high": "100"}
    folder = workbook.run(PARTIAL, out=tmp_path / "out", parameters=given, notebook=quick)
    executed = nbformat.read(folder / "workbook.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].text == "100\n"
    findings = pd.read_csv(folder / "findings.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    expected = check(load_report(PARTIAL), thresholds={"execution_rate_high": 100}).findings
    assert list(findings["message"]) == list(expected["message"])
    assert "execution_rate_high = 100" in (folder / "workbook.html").read_text(encoding="utf-8")
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["parameters"] == {"execution_rate_high": 100}


def test_the_defaults_of_a_template_are_its_thresholds_too(tmp_path):
    strict = template(tmp_path / "strict.ipynb")
    text = strict.read_text(encoding="utf-8").replace("= 120", "= 100")
    strict.write_text(text, encoding="utf-8")
    folder = workbook.run(PARTIAL, out=tmp_path / "out", notebook=strict)
    findings = pd.read_csv(folder / "findings.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    expected = check(load_report(PARTIAL), thresholds={"execution_rate_high": 100}).findings
    assert list(findings["message"]) == list(expected["message"])


def test_a_wrong_parameter_is_refused_before_the_report_is_read(tmp_path):
    with pytest.raises(UsageError, match="没有参数 execution_rate_hihg") as caught:
        workbook.run(tmp_path / "missing.txt", parameters={"execution_rate_hihg": "1"}, out=tmp_path / "out")
    assert "execution_rate_high 执行率高于此数" in str(caught.value)
    assert "top（默认 15）" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_an_input_that_cannot_be_read_leaves_nothing(tmp_path, quick):
    with pytest.raises(ReadError, match=r"missing\.txt"):
        workbook.run(tmp_path / "missing.txt", out=tmp_path / "out", notebook=quick)
    assert not (tmp_path / "out").exists()


def test_the_same_input_gives_the_same_notebook_page_and_lists(tmp_path, quick):
    first, second = (
        contents(workbook.run(PARTIAL, out=tmp_path / name, notebook=quick)) for name in ("first", "second")
    )
    assert {name for name in LEFT if first[name] != second[name]} <= {"run.json"}


def test_a_failing_cell_keeps_the_notebook_and_the_older_result(tmp_path, quick):
    folder = workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    before = contents(folder)
    with pytest.raises(JuesuanError) as caught:
        workbook.run(PARTIAL, out=tmp_path, notebook=template(tmp_path / "bad.ipynb", "1 / 0"))
    for part in ("five-of-nine.txt", "bad.ipynb", "1 / 0", "ZeroDivisionError", "workbook.failed.ipynb"):
        assert part in str(caught.value)
    after = contents(folder)
    failed = nbformat.reads(after.pop("workbook.failed.ipynb"), as_version=4)
    assert after == before
    assert "ZeroDivisionError" in str(failed.cells)
    assert "workbook.failed.ipynb" not in contents(workbook.run(PARTIAL, out=tmp_path, notebook=quick))


def test_a_hostile_report_is_only_text(tmp_path):
    hostile = tmp_path / "报告 {x} <b>.txt"
    text = PARTIAL.read_text(encoding="utf-8").replace("白鹭区体育局", "白鹭区体育局<script>alert(1)</script>")
    hostile.write_text(text.replace("群众体育", "群众<img src=x onerror=alert(1)>体育"), encoding="utf-8")
    show = "from juesuan_nb import load_report, measures, table"
    show += "\ntable(measures.expenditure_structure(load_report(report), 'item'))"
    folder = workbook.run(hostile, out=tmp_path / "out {y}", notebook=template(tmp_path / "t {z}.ipynb", show))
    found = BeautifulSoup((folder / "workbook.html").read_text(encoding="utf-8"), "html.parser")
    assert len(found.find_all("script")) == 1
    assert not found.select("[onerror], main img")
    assert "群众<imgsrc=xonerror=alert(1)>体育" in found.main.get_text().replace(" ", "")


@pytest.mark.usefixtures("unexecuted")
def test_an_interrupted_export_leaves_the_older_result(tmp_path, quick, monkeypatch):
    folder = workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    before = contents(folder)
    monkeypatch.setattr(workbook, "write_tables", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        workbook.run(DATA / "five-of-nine.txt", out=tmp_path, notebook=quick)
    assert contents(folder) == before
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]


@pytest.mark.usefixtures("unexecuted")
def test_what_an_analyst_changed_or_added_is_kept(tmp_path, quick):
    folder = workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    (folder / "workbook.ipynb").write_text("changed", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    again = contents(workbook.run(PARTIAL, out=tmp_path, notebook=quick))
    assert again["workbook.edited-1.ipynb"] == b"changed"
    assert again["notes.txt"] == b"mine"
    third = contents(workbook.run(PARTIAL, out=tmp_path, notebook=quick))
    assert sorted(third) == sorted([*LEFT, "notes.txt", "workbook.edited-1.ipynb"])


@pytest.mark.usefixtures("unexecuted")
def test_a_folder_that_cannot_be_written_is_told(tmp_path, quick):
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(JuesuanError, match="写不进去"):
        workbook.run(PARTIAL, out=blocked, notebook=quick)


@pytest.mark.parametrize(
    ("department", "year", "folder"),
    [
        ("某局", 2024, "2024/某局"),
        ("甲/乙\\丙:\u200b局\n", 2023, "2023/甲_乙_丙_局"),
        ("../..", 2024, "2024/样例"),
        ("", None, "年度不明/样例"),
    ],
)
def test_folders_have_safe_names(department, year, folder):
    literal = report()
    object.__setattr__(literal, "department", department)
    object.__setattr__(literal, "year", year)
    assert workbook.folder_name(literal).as_posix() == folder


def test_a_long_name_fits_every_file_system():
    name = workbook.safe_name("某" * 300)
    assert name == "某" * 60


@pytest.fixture
def taking(tmp_path):
    """A template that takes files of own rules and a list of noted findings, and says which it got."""
    path = template(tmp_path / "taking.ipynb", "print(rules_file or '-', dispositions or '-', sep='|')")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += f"\n{PLACES}"
    nbformat.write(notebook, path)
    return path


def read(path):
    return pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)


RULES = """
ignore = ["RD"]

[[identity]]
code = "FT90"
title = "自定的关系"
relation = "<="
left = ["T5[合计].合计"]
right = ["T5[合计].基本支出"]
"""


def test_own_rules_beside_the_report_and_given_ones_reach_lists_notebook_and_record(tmp_path, taking):
    report_file = tmp_path / "报告.txt"
    report_file.write_bytes(PARTIAL.read_bytes())
    (tmp_path / "juesuan.toml").write_text(RULES, encoding="utf-8")
    given = tmp_path / "本市.toml"
    given.write_text(RULES.replace("FT90", "FT91").replace('["RD"]', '["AN"]'), encoding="utf-8")
    folder = workbook.run(report_file, out=tmp_path / "out", notebook=taking, parameters={"rules_file": str(given)})
    rules = set(read(folder / "findings.csv")["rule"])
    assert {"FT90", "FT91"} <= rules
    assert not {rule for rule in rules if rule.startswith(("RD", "AN"))}
    said = nbformat.read(folder / "workbook.ipynb", as_version=4).cells[-1].outputs[0].text
    assert said == f"{(tmp_path / 'juesuan.toml').resolve()}|{given.resolve()}|-\n"
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in record["rules"]] == ["juesuan.toml", "本市.toml"]
    assert "juesuan.toml、本市.toml" in (folder / "workbook.html").read_text(encoding="utf-8")


def test_a_mistake_in_own_rules_stops_before_anything_is_read_or_written(tmp_path, taking):
    (tmp_path / "juesuan.toml").write_text("[thresholds]\nyoy = 3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="第2行：没有名为“yoy”的阈值"):
        workbook.run(tmp_path / "missing.txt", out=tmp_path / "out", notebook=taking)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("unexecuted")
def test_a_template_that_takes_no_rules_is_run_without_them(tmp_path, quick):
    report_file = tmp_path / "报告.txt"
    report_file.write_bytes(PARTIAL.read_bytes())
    (tmp_path / "juesuan.toml").write_text("nonsense", encoding="utf-8")
    assert workbook.run(report_file, out=tmp_path / "out", notebook=quick).exists()


def test_notes_are_carried_over_and_the_vanished_kept(tmp_path, taking):
    folder = workbook.run(PARTIAL, out=tmp_path / "out", notebook=taking)
    listed = read(folder / "findings.csv")
    assert len(listed) > 2
    noted = listed.assign(disposition=["误报", *[""] * (len(listed) - 1)], 经办人="张")
    gone = noted.iloc[[1]].assign(key="FT99-00000000", disposition="已整改", note="旧的")
    text = pd.concat([noted, gone]).to_csv(index=False)
    (folder / "findings.csv").write_bytes(text.encode("gbk"))
    assert workbook.run(PARTIAL, out=tmp_path / "out", notebook=taking) == folder
    again = read(folder / "findings.csv")
    assert again["key"].iloc[-1] == listed["key"].iloc[0]
    assert list(again["disposition"]) == [*[""] * (len(listed) - 1), "误报"]
    assert list(read(folder / "已消失的处置.csv")["note"]) == ["旧的"]
    assert (folder / "findings.edited-1.csv").read_bytes() == text.encode("gbk"), "an own column is not thrown away"
    said = nbformat.read(folder / "workbook.ipynb", as_version=4).cells[-1].outputs[0].text
    assert said == f"-|{(folder / 'findings.csv').resolve()}\n"
    assert "误报 1" in (folder / "workbook.html").read_text(encoding="utf-8")
    workbook.run(PARTIAL, out=tmp_path / "out", notebook=taking)
    assert list(read(folder / "已消失的处置.csv")["note"]) == ["旧的"], "still kept after another run"
    assert not (folder / "findings.edited-2.csv").exists()


@pytest.mark.usefixtures("unexecuted")
def test_a_mistake_in_the_notes_leaves_all_as_it_is(tmp_path, quick):
    folder = workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    path = folder / "findings.csv"
    path.write_text(read(path).assign(disposition="不是错").to_csv(index=False), encoding="utf-8")
    before = contents(folder)
    with pytest.raises(JuesuanError, match="第2行：处置“不是错”不认识") as caught:
        workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    assert not isinstance(caught.value, UsageError), "the other reports of a batch go on"
    assert contents(folder) == before


@pytest.mark.usefixtures("unexecuted")
def test_the_vanished_go_when_their_findings_are_back(tmp_path, quick):
    folder = workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    row = read(folder / "findings.csv").iloc[[0]].assign(disposition="已核实")
    (folder / "已消失的处置.csv").write_text(row.to_csv(index=False), encoding="utf-8-sig")
    workbook.run(PARTIAL, out=tmp_path, notebook=quick)
    assert "已核实" in set(read(folder / "findings.csv")["disposition"])
    assert not (folder / "已消失的处置.csv").exists()


@pytest.mark.usefixtures("unexecuted")
def test_notes_written_while_it_runs_are_set_aside(tmp_path, quick, monkeypatch):
    folder = workbook.run(PARTIAL, out=tmp_path / "out", notebook=quick)
    late = read(folder / "findings.csv").assign(note="刚写的").to_csv(index=False)
    export = workbook.write_tables

    def meanwhile(report, result, path):
        (folder / "findings.csv").write_text(late, encoding="utf-8")
        export(report, result, path)

    monkeypatch.setattr(workbook, "write_tables", meanwhile)
    workbook.run(PARTIAL, out=tmp_path / "out", notebook=quick)
    assert (folder / "findings.edited-1.csv").read_text(encoding="utf-8") == late


@pytest.mark.usefixtures("unexecuted")
def test_a_list_that_is_given_takes_the_place_of_that_in_the_folder_which_is_kept(tmp_path, taking):
    folder = workbook.run(PARTIAL, out=tmp_path / "out", notebook=taking)
    mine, given = (read(folder / "findings.csv").assign(disposition=word) for word in ("已核实", "已整改"))
    mine.to_csv(folder / "findings.csv", index=False)
    given.to_csv(tmp_path / "给出.csv", index=False)
    workbook.run(
        PARTIAL, out=tmp_path / "out", notebook=taking, parameters={"dispositions": str(tmp_path / "给出.csv")}
    )
    assert set(read(folder / "findings.csv")["disposition"]) == {"已整改"}
    assert set(read(folder / "findings.edited-1.csv")["disposition"]) == {"已核实"}
