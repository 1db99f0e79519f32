"""Several files as one report: what each brings, where it says it stands, and what does not belong together."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import office_files
from juesuan_nb.cli import main
from juesuan_nb.document import Cell, Grid, Paragraph, Place, RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers.together import together
from juesuan_nb.report import load_report
from test_reader_excel import tables_of

NARRATIVE = (
    "第三部分 2024年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "2024年度收入总计12.34万元，支出总计12.34万元。",
    "二、收入决算情况说明",
    "本年收入合计12.34万元，其中：财政拨款收入12.34万元，占100%。",
)


@pytest.fixture
def parts(tmp_path) -> tuple[Path, Path]:
    """Tables in Excel and narrative in Word, of one department and year."""
    _, tables = tables_of(7)
    sheets, words = tmp_path / "表.xlsx", tmp_path / "说明.docx"
    sheets.write_bytes(office_files.xlsx(tables, name=lambda number, title: f"公开0{number}表"))
    words.write_bytes(office_files.word({}, NARRATIVE))
    return sheets, words


def juesuan(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def truth(seed: int) -> set:
    return tables_of(seed)[0].truth


def cells(report) -> set:
    own = report.cells[report.cells["quality"] != "inferred"]
    return set(own[["table", "code", "item", "column", "value"]].itertuples(index=False, name=None))


def test_tables_and_narrative_meet_in_one_report(parts):
    report = load_report(*parts)
    assert cells(report) == truth(7)
    assert set(report.claims["topic"]) >= {"overview", "revenue"} or len(report.claims) >= 3
    assert (report.department, report.year, report.unit) == ("某市某局", 2024, "万元")
    assert report.name == "表.xlsx、说明.docx"
    assert report.document.form == "xlsx+docx"
    assert [len(digest) for digest in report.document.sha256.split("、")] == [64, 64]
    assert set(report.cells["box"].str.partition("工作表")[0]) == {"《表.xlsx》"}


@pytest.mark.parametrize("way", ["turned", "folder", "text"])
def test_the_order_and_the_way_of_giving_them_do_not_matter(parts, way):
    given = {"turned": parts[::-1], "folder": parts[0].parent, "text": "|".join(map(str, parts))}[way]
    report = load_report(*given) if isinstance(given, tuple) else load_report(given)
    assert cells(report) == truth(7)
    assert len(report.claims) == len(load_report(*parts).claims)


def test_a_table_that_two_files_print_counts_once(parts, tmp_path):
    _, tables = tables_of(7)
    twice = tmp_path / "全文.docx"
    twice.write_bytes(office_files.word(tables, NARRATIVE))
    report = load_report(parts[0], twice)
    assert cells(report) == truth(7)
    assert not report.cells.duplicated(["table", "code", "item", "column", "line_no"]).any()
    assert set(report.cells["scope"]) == {""}


@pytest.mark.parametrize(
    ("old", "new", "says"), [("2024", "2023", "不是同一年度"), ("某市某局", "外县水利站", "不是同一部门")]
)
def test_files_of_different_reports_are_refused(parts, tmp_path, old, new, says):
    _, tables = tables_of(8)
    other = tmp_path / "别的.html"
    other.write_bytes(office_files.page(tables).decode().replace(old, new).encode())
    with pytest.raises(ReadError, match=rf"别的\.html.*{says}.*分开"):
        load_report(*parts, other)


def test_an_empty_folder_is_no_report(tmp_path):
    with pytest.raises(ReadError, match="空文件夹"):
        load_report(tmp_path)


def test_every_place_says_its_file_and_equal_names_are_told_apart():
    place = Place(line=3)
    one = RawDocument(
        "表.txt", "text", "a", (Paragraph("甲", place, ((0, place),)), Grid(((Cell("乙", place),),))), ("缺",)
    )
    merged = together([one, one])
    assert [str(block.place) for block in merged.blocks] == ["《表.txt》第3行"] * 2 + ["《表.txt(2)》第3行"] * 2
    assert merged.blocks[0].place_at(0).file == "表.txt"
    assert merged.notes == ("表.txt：缺", "表.txt(2)：缺")
    assert together([one]) is one


def test_what_the_reader_left_out_stands_among_the_notes(tmp_path):
    _, tables = tables_of(7)
    data = office_files.xlsx(tables | {"底稿": [["x", "1.00"]]}, name=lambda number, title: f"表{number}")
    listed = office_files.parts(data)["xl/workbook.xml"].replace(
        'name="表6"'.encode(), 'name="表6" state="hidden"'.encode()
    )
    path = tmp_path / "表.xlsx"
    path.write_bytes(office_files.edited(data, {"xl/workbook.xml": listed}))
    notes = load_report(path).quality
    assert "隐藏的工作表未读入：表6" in set(notes["message"])


def test_the_command_line_takes_them_as_one(parts):
    read = juesuan("read", *parts, "--as-one", "--format", "json")
    assert read.exit_code == 0
    assert {row["table"] for row in json.loads(read.stdout)} >= {"收入决算表", "支出决算表"}
    checked = juesuan("check", *parts, "--as-one", "--format", "json")
    assert len(json.loads(checked.stdout)["reports"]) == 1
    assert juesuan("read", *parts).exit_code == 2
    assert juesuan("check", *parts).exit_code == 3, "the narrative alone is no report"


def test_run_makes_one_workbook_of_them(parts, tmp_path):
    result = juesuan("run", *parts, "--as-one", "-o", tmp_path / "成果")
    assert result.exit_code == 0, result.stderr
    (folder,) = (tmp_path / "成果").glob("20*/*")
    assert folder.relative_to(tmp_path / "成果") == Path("2024/某市某局")
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["input"]["name"] == "表.xlsx、说明.docx"
