"""What leaves as a file: real numbers, codes as text, marks on what was not read as printed, the same lists in every form."""

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from juesuan_nb import export
from juesuan_nb.checks import check
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.document import Cell, Grid, Paragraph, Place, RawDocument
from juesuan_nb.export.book import free_name, width
from juesuan_nb.report import Report

DOCUMENT = RawDocument(
    "样例.txt", "text", "0" * 64,
    (Paragraph("一段", Place(line=1)), Grid(((Cell("208", Place(line=2)), Cell("1.00", Place(line=2))),))),
)  # fmt: skip
TEXT = """
T3 | 本年支出合计 | 基本支出 | 项目支出
合计 | 1234.50 | 1000.00 | 234.00
208 社会保障和就业支出 | 1234.50 | 1000.00+ | 234.50?
20801 某款 | 1234.50 | 1000.00 | 234.50
T7 | 年初结转和结余
# 本部门没有政府性基金收入。
"""
TOLD = claims(
    "general_public_expenditure",
    "2080101 行政运行 | original_budget | 10.00 万元",
    "2080101 行政运行 | outturn | 198.12 万元",
)
NOTE = {"kind": "cell_lost", "statement": "expenditure", "code": "208", "message": "一格缺失", "line": 7}


def literal(sample) -> Report:
    return Report(
        department=sample.department, year=sample.year, unit=sample.unit, tables=sample.tables, cells=sample.cells,
        claims=sample.claims, evaluation=sample.evaluation, quality=sample.quality, document=DOCUMENT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return literal(Sample(TEXT, told=TOLD, notes=(NOTE,)))


@pytest.fixture(scope="module")
def book(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "tables.xlsx"
    export.write_tables(report, check(report), path)
    return openpyxl.load_workbook(path)


def test_the_contents_name_every_sheet_and_what_is_missing(book):
    contents = book["目录"]
    listed = {row[0].value: (row[1].value, row[0].hyperlink) for row in contents.iter_rows(min_row=4) if row[0].value}
    assert book.sheetnames[1:] == [name for name, (_, link) in listed.items() if link]
    assert listed["01 支出决算表"][0] == "9 个数，单位：万元"
    assert listed["02 政府性基金预算财政拨款收入支出决算表"][0] == "空表"
    assert listed["收入决算表"] == ("报告中没有找到这张表", None)
    assert contents["A4"].hyperlink is None
    assert listed["01 支出决算表"][1].location == "'01 支出决算表'!A1"


def test_amounts_are_numbers_and_codes_are_text(book):
    sheet = book["01 支出决算表"]
    assert [cell.value for cell in sheet[3]] == ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    assert [cell.value for cell in sheet[5]] == ["208", "社会保障和就业支出", 1234.5, 1000, 234.5]
    assert sheet["A5"].data_type == "s"
    assert sheet["C5"].data_type == "n"
    assert sheet["C5"].number_format == "#,##0.00"
    assert sheet.freeze_panes == "C4"
    assert sheet.row_dimensions[6].outline_level == 1


def test_what_was_not_read_as_printed_is_marked_and_says_why(book):
    sheet = book["01 支出决算表"]
    assert "找回" in sheet["D5"].comment.text
    assert "不是公布的数" in sheet["E5"].comment.text
    assert sheet["E5"].font.i
    assert sheet["C5"].comment is None
    assert sheet["C5"].fill.fill_type is None


def test_the_source_text_and_line_stand_in_the_comment(tmp_path):
    cells = Sample("T8 | 合计\n223 某项 | 30.48").cells.assign(quality="repaired", raw="30, 48", line=294)
    report = replace(literal(Sample("T8 | 合计\n223 某项 | 30.48")), cells=cells)
    export.write_tables(report, None, tmp_path / "t.xlsx")
    comment = openpyxl.load_workbook(tmp_path / "t.xlsx")["01 国有资本经营预算财政拨款支出决算表"]["C4"].comment.text
    assert "原文：30, 48" in comment
    assert "第294行" in comment


def test_an_empty_table_keeps_its_sheet_and_its_statement(book):
    texts = [cell.value for row in book["02 政府性基金预算财政拨款收入支出决算表"].iter_rows() for cell in row]
    assert "本表无数据。" in texts
    assert "本部门没有政府性基金收入。" in texts


def test_the_variance_sheet_has_rates_as_percentages_and_no_rate_on_no_budget(report, tmp_path):
    export.write_tables(report, None, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx", data_only=True)["预决算差异"]
    heads = [cell.value for cell in sheet[3]]
    row = dict(zip(heads, sheet[4], strict=True))
    assert row["科目编码"].value == "2080101"
    assert row["重算完成率"].value == pytest.approx(19.812)
    assert row["重算完成率"].number_format == "#,##0.00%"
    assert row["差额（决算－预算）"].value == pytest.approx(188.12)


def test_findings_lead_with_their_severity_and_can_be_filtered(book):
    sheet = book["问题清单"]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:5] == ["级别", "规则", "类别", "问题", "应为"]
    lead, first = (dict(zip(heads, sheet[number], strict=True)) for number in (4, 5))
    assert (lead["级别"].value, lead["规则"].value) == ("疑点", "FT00"), "one sum alone proves no cell, but it leads"
    assert (first["级别"].value, first["类别"].value) == ("错误", "表内")
    assert first["实为"].data_type == "n"
    assert first["问题"].alignment.wrap_text
    assert sheet.row_dimensions[4].height >= 28, "long text takes more than one line"
    assert sheet.auto_filter.ref.startswith("A3:")


def test_reading_notes_say_their_kind_in_chinese(book):
    assert [cell.value for cell in book["读取说明"][4]] == ["单元格缺失", "208", "一格缺失", 7]


def test_without_a_check_there_is_no_list_of_findings(report, tmp_path):
    export.write_tables(report, None, tmp_path / "t.xlsx")
    assert "问题清单" not in openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames


def test_both_sets_of_tables_have_their_sheets(tmp_path):
    sample = Sample("T8 | 合计\n223 某项 | 1.00")
    double = replace(
        literal(sample),
        cells=pd.concat([sample.cells.assign(scope=scope) for scope in ("汇总", "本级")], ignore_index=True),
        tables=pd.concat([sample.tables.assign(scope=scope) for scope in ("汇总", "本级")], ignore_index=True),
    )
    export.write_tables(double, None, tmp_path / "t.xlsx")
    names = openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames
    assert [name for name in names if "国有资本" in name] == [
        "01 国有资本经营预算财政拨款支出决算表·汇总", "02 国有资本经营预算财政拨款支出决算表·本级",
    ]  # fmt: skip


def test_a_table_that_no_statement_names_is_shown_all_the_same(tmp_path):
    sample = Sample("T8 | 合计\n223 某项 | 1.00")
    changes = {"statement": "", "table": "国有资产占用情况表[甲]"}
    other = replace(literal(sample), cells=sample.cells.assign(**changes), tables=sample.tables.assign(**changes))
    export.write_tables(other, None, tmp_path / "t.xlsx")
    assert "01 国有资产占用情况表_甲_" in openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames


def test_files_for_excel_carry_the_mark_and_codes_stay_text(report, tmp_path):
    export.write_cells(report, tmp_path / "cells.csv")
    data = (tmp_path / "cells.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == list(report.cells["code"])
    assert rows[0]["amount"] == "1234500000"
    assert rows[0]["line"] == ""


def test_findings_are_the_same_in_every_form(report, tmp_path):
    result = check(report)
    checked = [export.Checked("甲.txt", report, result)]
    one = json.loads(export.findings_json(checked))["reports"][0]
    assert (one["file"], one["department"], one["year"]) == ("甲.txt", "某部门", 2024)
    assert one["verdicts"] == result.verdicts()
    messages = list(result.findings["message"])
    assert messages
    assert [finding["message"] for finding in one["findings"]] == messages
    assert [row["message"] for row in csv.DictReader(io.StringIO(export.findings_csv(checked)))] == messages
    assert all(message in export.findings_text(checked) for message in messages)
    export.write_findings(result, tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["message"] for row in csv.DictReader(file)] == messages


def test_a_document_is_listed_cell_by_cell(report):
    listed = export.part(report, "document")
    assert list(listed["kind"]) == ["paragraph", "cell", "cell"]
    assert list(listed["text"]) == ["一段", "208", "1.00"]
    assert (
        json.loads(export.json_text(listed))[2] | {"column": 2, "row": 1, "line": 2}
        == json.loads(export.json_text(listed))[2]
    )


def test_any_frame_becomes_a_sheet_of_text(report, tmp_path):
    export.write_frame(report.claims, tmp_path / "claims.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "claims.xlsx")["claims"]
    assert [cell.value for cell in sheet[2]] == list(report.claims.columns)
    assert "2080101" in [cell.value for cell in sheet[3]]


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("收入决算表", set(), "收入决算表"),
        ("a/b:c", set(), "a_b_c"),
        ("表", {"表"}, "表~2"),
        ("长" * 40, set(), "长" * 31),
    ],
)
def test_sheet_names_fit_excel(name, taken, expected):
    assert free_name(name, taken) == expected
    assert expected.lower() in taken


def test_a_chinese_character_is_as_wide_as_two():
    assert width(["公益性岗位补贴"]) == width(["x" * 14])
