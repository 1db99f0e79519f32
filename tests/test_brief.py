"""The brief and the data package: what they say is what the report prints and the rules found."""

import json
import re
import shutil
import subprocess

import pandas as pd
import pytest
from click.testing import CliRunner

from juesuan_nb import check, load_report, measures, synth
from juesuan_nb.checks import SEVERITIES
from juesuan_nb.cli import main
from juesuan_nb.errors import JuesuanError
from juesuan_nb.export import brief, write_package
from juesuan_nb.tables import table


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brief")
    planted, _ = synth.plant(synth.department(9, layout="national", size="medium"), "cell", 5)
    path = folder / "报告.txt"
    path.write_bytes(synth.render(planted))
    report = load_report(path)
    return report, check(report), path


@pytest.fixture(scope="module")
def paper(made, tmp_path_factory):
    docx = pytest.importorskip("docx", reason="python-docx (extra brief) is not installed")
    path = tmp_path_factory.mktemp("paper") / "简报.docx"
    brief.write_brief(*made[:2], path)
    return docx.Document(path), path


def test_the_brief_has_the_main_figures_and_two_charts(made, paper):
    report, _, _ = made
    [grid] = paper[0].tables
    shown = [[cell.text for cell in row.cells] for row in grid.rows]
    assert shown == table(measures.key_figures(report)).rows
    assert len(paper[0].inline_shapes) == 2
    assert paper[0].paragraphs[0].text == f"{report.department}{report.year}年度部门决算简报"


def test_the_brief_counts_every_error_and_warning_and_lists_the_first(made, paper):
    findings = made[1].findings
    texts = [paragraph.text for paragraph in paper[0].paragraphs]
    for severity, most in brief.LISTED.items():
        mine = findings[(findings["severity"] == severity) & (findings["lead"] == "")]
        assert f"{SEVERITIES[severity]} {len(mine)} 条" in texts
        for row in mine.head(most).itertuples():
            assert any(row.message[:40] in text and f"（{row.rule}）" in text for text in texts)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_brief_prints_on_two_pages(paper, tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper[1])]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert len(pdfium.PdfDocument(tmp_path / "简报.pdf")) <= 2


def test_without_the_library_it_says_what_to_install(made, tmp_path, monkeypatch):
    monkeypatch.setattr(brief, "Document", None)
    with pytest.raises(JuesuanError, match=re.escape("juesuan-nb[brief]")):
        brief.write_brief(*made[:2], tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


@pytest.fixture(scope="module")
def package(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "数据包"
    write_package(*made[:2], folder)
    return folder


def test_the_package_describes_every_column_and_holds_every_row(made, package):
    description = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    frames = {"cells": made[0].cells, "findings": made[1].findings}
    for resource in description["resources"]:
        read = pd.read_csv(package / resource["path"], dtype=str, keep_default_na=False)
        assert [field["name"] for field in resource["schema"]["fields"]] == list(read.columns)
        assert len(read) == len(frames[resource["name"]])
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_codes_are_taken_apart_by_what_they_classify(package):
    cells = pd.read_csv(package / "cells.csv", dtype=str, keep_default_na=False)
    items = cells[(cells["statement"] == "expenditure") & (cells["code"].str.len() == 7)]
    assert len(items)
    assert (items["functional_item"] == items["code"]).all()
    assert (items["functional_class"] == items["code"].str[:3]).all()
    assert not items["economic_class"].any()
    economic = cells[(cells["statement"] == "basic_expenditure") & (cells["code"].str.len() == 5)]
    assert len(economic)
    assert (economic["economic_item"] == economic["code"]).all()
    assert not economic["functional_class"].any()


def test_the_package_is_valid_for_other_programs(package):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    found = frictionless.validate(str(package / "datapackage.json"))
    assert found.valid, found.flatten(["type", "note"])


@pytest.mark.parametrize(
    ("form", "name"), [("package", "报告-数据包"), ("brief", "报告-简报.docx"), ("workpaper", "报告-底稿.xlsx")]
)
def test_the_command_makes_each_form(made, form, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["export", str(made[2]), "--form", form])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == name
    assert (tmp_path / name).exists()


def test_the_command_annotates_a_pdf(tmp_path):
    path = tmp_path / "报告.pdf"
    path.write_bytes(synth.render(synth.plant(synth.department(9, size="small"), "cell", 5)[0], "pdf"))
    before = path.read_bytes()
    result = CliRunner().invoke(main, ["export", str(path), "--form", "annotated", "-o", str(tmp_path / "out.pdf")])
    assert result.exit_code == 0, result.output
    assert re.search(r"标出 [1-9]\d* 处", result.stderr)
    assert (tmp_path / "out.pdf").stat().st_size > len(before) / 2
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["报告.txt", "--form", "annotated"], "不是单独一份 PDF", 2),
        (["报告.txt", "报告.txt", "--form", "workpaper"], "一次导出一份", 2),
        (["报告.txt", "--form", "workpaper", "-o", "报告.txt"], "不能覆盖报告本身", 2),
        (["没有.txt", "--form", "brief"], "没有.txt", 3),
        (["报告.txt"], "缺少参数 form", 2),
    ],
)
def test_the_command_says_what_is_wrong(made, arguments, said, code, monkeypatch):
    monkeypatch.chdir(made[2].parent)
    result = CliRunner().invoke(main, ["export", *arguments])
    assert result.exit_code == code, result.output
    assert said in result.output
    assert sorted(path.name for path in made[2].parent.iterdir()) == ["报告.txt"]
