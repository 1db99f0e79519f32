"""Word documents: order, merged cells, what Word adds or hides; other Word forms through LibreOffice."""

import io
import os
import stat
import sys
from time import sleep

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

import binary_files
import office_files
from juesuan_nb import readers
from juesuan_nb.document import Grid
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import office
from test_reader_excel import cells, shape, tables_of


def blocks(fill=lambda document: None, body: str = "") -> list:
    """The blocks of a document that `fill` writes with python-docx; `body` is raw XML put at its end."""
    document = docx.Document()
    fill(document)
    for element in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    data = io.BytesIO()
    document.save(data)
    return list(read(data.getvalue()).blocks)


def read(data: bytes):
    return readers._FORMS[readers.form_of(data, "说明")](data, "说明", "")


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), totals_last=st.booleans(), line_numbers=st.booleans())
def test_departments_come_back(seed, totals_last, line_numbers):
    made, tables = tables_of(seed, totals_last=totals_last, line_numbers=line_numbers)
    assert cells(office_files.word(tables)) == made.truth


def test_paragraphs_and_tables_come_in_the_order_of_the_body():
    def fill(document):
        document.add_paragraph("收入决算表")
        document.add_paragraph("")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "1.00"
        document.add_paragraph("后文第一行\n第二行")

    got = blocks(fill)
    assert [shape(block) for block in got] == ["收入决算表", [["甲", "1.00"]], "后文第一行", "第二行"]
    assert [str(block.place) for block in got] == ["第1行", "表1第1行第1列", "第2行", "第2行"]


def test_merged_cells_are_laid_out_like_those_of_a_page():
    def fill(document):
        table = document.add_table(3, 4)
        for row in range(3):
            for column in range(4):
                table.cell(row, column).text = f"{row}{column}"
        table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "本年支出"

    (grid,) = blocks(fill)
    assert shape(grid) == [["项目", "本年支出", "", "03"], ["", "11", "12", "13"], ["20", "21", "22", "23"]]
    assert [cell.place.cell for cell in grid.rows[0]][-1] == "表1第1行第4列"


def test_rows_that_begin_further_right_keep_their_columns():
    row = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = (
        f"<w:tbl><w:tr>{row.format('甲')}{row.format('乙')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{row.format("丙")}</w:tr></w:tbl>'
    )
    assert [shape(block) for block in blocks(body=table)] == [[["甲", "乙"], ["", "丙"]]]


def test_frames_around_text_and_tables_are_no_tables():
    def fill(document):
        frame = document.add_table(2, 1)
        frame.cell(0, 0).text = "支出决算表"
        inner = frame.cell(1, 0).add_table(2, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text, inner.cell(1, 0).text = "科目", "金额", "甲"
        document.add_table(1, 1).cell(0, 0).text = "注：说明。"

    assert [shape(block) for block in blocks(fill)] == ["支出决算表", [["科目", "金额"], ["甲", ""]], "注：说明。"]


def test_what_is_deleted_hidden_or_computed_is_no_text():
    body = (
        "<w:p><w:r><w:t>收入</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>决算</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>表</w:t></w:r></w:hyperlink></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t><w:tab/><w:t>里</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert [shape(block) for block in blocks(body=body)] == ["收入决算表", "控件 里"]


def test_text_boxes_come_after_their_paragraph_and_once():
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    choice = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
    body = (
        f"<w:p><w:r>{choice}<w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>正文</w:t></w:r></w:p>"
    )
    assert [shape(block) for block in blocks(body=body)] == ["正文", "框内"]


def test_automatic_numbers_are_part_of_the_print():
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="{form}"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
        '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>'
    ).format(form="japaneseCounting")

    def fill(document):
        root = document.part.numbering_part.element
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
        root.insert(0, parse_xml(abstract))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def line(level: int, text: str) -> str:
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        return f"<w:p><w:pPr>{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    lines = [(0, "收入"), (1, "甲"), (2, "a"), (2, "b"), (1, "乙"), (2, "c"), (3, "点"), *[(0, "支出")] * 11]
    got = [shape(block) for block in blocks(fill, "".join(line(*each) for each in lines))]
    assert got[:9] == ["一、收入", "（一）甲", "1.a", "2.b", "（二）乙", "1.c", "点", "二、支出", "三、支出"]
    assert got[-3:] == ["十、支出", "十一、支出", "十二、支出"]


def test_a_document_without_a_body_is_refused():
    data = office_files.edited(office_files.word({}), {"word/document.xml": b"<document/>"})
    with pytest.raises(ReadError, match="没有正文"):
        read(data)


OLD_FORMS = {
    "doc": binary_files.compound({"WordDocument": b"\0"}),
    "rtf": b"{\\rtf1\\ansi text}",
    "xml-word": b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
    "xml-excel": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "old": binary_files.compound({"Book": b"\0"}),
}


@pytest.mark.parametrize("form", OLD_FORMS)
def test_old_forms_say_what_to_do_where_there_is_no_office(form, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: None)
    assert readers.form_of(OLD_FORMS[form], "旧") == form
    with pytest.raises(ReadError, match=r"没有安装 LibreOffice.*另存为"):
        read(OLD_FORMS[form])


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the office is a shell script")
class TestOffice:
    """What happens around the office suite, with a stand-in for it."""

    @pytest.fixture
    def stand_in(self, tmp_path, monkeypatch):
        def install(script: str) -> None:
            path = tmp_path / "soffice"
            path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
            monkeypatch.setattr(office, "program", lambda: str(path))

        return install

    def test_what_the_office_makes_is_read(self, stand_in, tmp_path):
        made, tables = tables_of(2)
        (tmp_path / "made.docx").write_bytes(office_files.word(tables))
        stand_in(
            f'test "$6" = docx && mkdir -p "$8" && cp "{tmp_path}/made.docx" "$8/input.docx"'.replace(
                '"$6"', '"$5"'
            ).replace('"$8', '"$7')
        )
        data = OLD_FORMS["doc"]
        assert read(data).form == "doc"
        assert cells(data) == made.truth

    def test_a_file_that_the_office_cannot_open_is_refused(self, stand_in):
        stand_in("exit 1")
        with pytest.raises(ReadError, match="LibreOffice 打不开"):
            read(OLD_FORMS["rtf"])

    def test_an_office_that_hangs_is_ended_with_all_it_started(self, stand_in, tmp_path, monkeypatch):
        monkeypatch.setattr(office, "SECONDS", 1)
        stand_in(f'sleep 60 & echo $! > "{tmp_path}/child"; wait')
        with pytest.raises(ReadError, match="秒内没有转换完"):
            read(OLD_FORMS["rtf"])
        child = int((tmp_path / "child").read_text())
        assert any(gone(child) for _ in range(100)), "the child lives on"


def gone(process: int) -> bool:
    """Whether a process has ended; waits a moment where it has not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    sleep(0.05)
    return False


def test_what_only_the_real_office_opens(tmp_path):
    _, tables = tables_of(9)
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in office_files.titled(tables)["Sheet3"]
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="支出"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    document = read(data)
    assert document.form == "xml"
    assert isinstance(document.blocks[-2], Grid)
    assert shape(document.blocks[-2])[-1][1] == tables["支出决算表"][-1][1]
