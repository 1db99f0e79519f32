"""Text conversions: what becomes a grid, what a paragraph, where it stands; and inputs that are refused."""

import pytest

from juesuan_nb import readers
from juesuan_nb.document import Grid, Paragraph
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import text


def blocks(source: str) -> list:
    return list(text.read(source.encode(), "report.txt", "").blocks)


def shape(block) -> object:
    return [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text


def test_tab_rows_make_a_grid_and_blank_lines_part_grids():
    got = blocks("标题\n\n甲\t1.00\n乙\t2.00\n\n丙\t3.00\n")
    assert [shape(block) for block in got] == ["标题", [["甲", "1.00"], ["乙", "2.00"]], [["丙", "3.00"]]]
    assert [block.place.line for block in got] == [1, 3, 6]


def test_pipe_tables_lose_their_rule_and_keep_escaped_bars():
    got = blocks("| 项目 | 金额 |\n|:---|---:|\n| 甲\\|乙 | 1<br>000.00 |\n后文")
    assert [shape(block) for block in got] == [[["项目", "金额"], ["甲|乙", "1 000.00"]], "后文"]
    assert got[0].rows[1][0].place.line == 3


def test_html_tables_lay_out_their_spans_with_the_line_of_each_cell():
    got = blocks(
        "前文\n<table>\n<tr><td rowspan=2>项目</td><td colspan=2>本年</td></tr>\n<tr><td>基本</td><td>项目</td></tr>\n"
        "<tr><td>甲&amp;乙</td>\n<td>1.00</td><td>2.00</td></tr></table>\n后文"
    )
    assert [shape(block) for block in got] == [
        "前文",
        [["项目", "本年", ""], ["", "基本", "项目"], ["甲&乙", "1.00", "2.00"]],
        "后文",
    ]
    assert [cell.place.line for cell in got[1].rows[2]] == [5, 6, 6]


def test_a_hostile_span_is_bounded():
    (grid,) = blocks('<table><tr><td colspan="999999999">x</td></tr></table>')
    assert grid.width == 200


def test_markdown_marks_are_form_not_content():
    assert [shape(block) for block in blocks("## 收入决算表\n- 1. 行政运行\n**合计**")] == [
        "收入决算表",
        "1. 行政运行",
        "合计",
    ]


def test_page_breaks_count_pages():
    got = blocks("甲\n\f乙\n丙")
    assert [(block.place.page, block.place.line) for block in got] == [(1, 1), (2, 2), (2, 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    (paragraph,) = text.read("部门决算".encode(encoding), "report.txt", "").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "部门决算"


def test_line_ends_of_every_system_count_alike():
    assert [block.place.line for block in blocks("甲\r\n乙\r丙\n丁")] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "文件是空的"),
        (b"  \n\t ", "文件是空的"),
        (b"\x00\x01\x02\x03" * 100, "不是文本文件"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_what_cannot_be_read_says_which_file_what_and_what_to_do(tmp_path, content, problem):
    path = tmp_path / "某报告.txt"
    path.write_bytes(content)
    with pytest.raises(ReadError, match="某报告") as caught:
        readers.read(path)
    assert problem in caught.value.problem
    assert "请" in caught.value.advice


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(ReadError, match="找不到"):
        readers.read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="文件夹"):
        readers.read(tmp_path)


def test_the_form_is_told_by_content_and_hashed(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_text("部门决算", encoding="utf-8")
    document = readers.read(path)
    assert (document.form, document.name, len(document.sha256)) == ("text", "report.pdf", 64)
