"""Saved web pages: data tables among navigation and layout, text as paragraphs, encodings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import office_files
import render
from juesuan_nb import readers
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import html
from test_reader_excel import cells, shape, tables_of


def shapes(body: str) -> list:
    return [shape(block) for block in html.read(f"<html><body>{body}</body></html>".encode(), "页", "").blocks]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), charset=st.sampled_from(["utf-8", "gb2312", "gbk", "gb18030", "utf-16"]))
def test_departments_come_back(seed, charset):
    made, tables = tables_of(seed)
    data = office_files.page(tables, charset)
    assert readers.form_of(data, "页") == "html"
    assert cells(data) == made.truth


def test_pages_saved_as_one_file_come_back():
    made, tables = tables_of(6)
    assert readers.form_of(office_files.mhtml(tables), "页") == "mhtml"
    assert cells(office_files.mhtml(tables)) == made.truth


def test_cells_one_per_line_come_back():
    made = render.department(3)
    lines = render.as_lines(render.by_code(made, "expenditure")).split("\n")
    body = "<p>支出决算表</p><p>单位：万元</p>" + "".join(f"<div>{line}</div>" for line in lines)
    assert cells(f"<html><body>{body}</body></html>".encode()) == made.truth


def test_what_navigates_or_is_not_shown_is_left_out():
    got = shapes(
        "<nav><p>导航</p></nav><script>x</script><style>y</style><p hidden>隐一</p>"
        '<div style="color:red; DISPLAY : none">隐二</div><ul><li><a href="/">首页</a> <a href="/x">公开</a></li></ul>'
        '<table><tr><td><a href="a">甲</a></td><td><a href="b">乙</a></td></tr></table>'
        '<p><a name="mark">收入</a>决算<a href="#note">表</a></p><footer>主办</footer>'
    )
    assert got == [[["甲", "乙"]], "收入决算表"]


def test_spans_are_laid_out_and_words_are_not_torn():
    got = shapes(
        "<table><caption>支出决算表</caption><thead><tr><th rowspan=2>项目<th colspan=2>本年</thead><tr><td>基<b>本</b>"
        "<td>项<br>目<tr style='display:none'><td>x<td>y<tr><td>甲&nbsp;<td><span>65</span><span>19.14</span><td>&nbsp;</table>"
    )
    assert got == ["支出决算表", [["项目", "本年", ""], ["", "基本", "项 目"], ["甲", "6519.14", ""]]]


def test_tables_for_layout_are_no_tables():
    inner = "<table><tr><td>甲</td><td>1.00</td></tr></table>"
    prose = "说明。" * 600
    assert shapes(f"<table><tr><td>栏目</td><td><p>支出决算表</p><table><tr><td>{inner}</td></tr></table>后文</td></tr></table>") == [
        "栏目", "支出决算表", [["甲", "1.00"]], "后文",
    ]  # fmt: skip
    assert shapes(f"<table><tr><td>左</td><td>{prose}</td></tr></table>") == ["左", prose]
    assert shapes("<table><tr><td>一列</td></tr><tr><td>文字</td></tr></table>") == ["一列", "文字"]
    data = "".join(f"<tr><td>行</td><td>{n}.00</td></tr>" for n in range(5))
    assert shapes(f"<table>{data}<tr><td>注</td><td>{inner}</td></tr></table>")[0][-1] == ["注", "甲 1.00"]


def test_places_are_the_lines_of_the_source():
    document = html.read(
        "<html><body>\n<p>一</p>\n<table><tr>\n<td>甲</td><td>乙</td></tr></table></body></html>".encode(), "页", ""
    )
    assert [block.place.line for block in document.blocks] == [2, 4]


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"<!DOCTYPE HTML><html>", "html"),
        (b"\xef\xbb\xbf\n<!-- saved from url=(0021) --><HTML><head>", "html"),
        (b'<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html>', "html"),
        (b"<div>x</div>", "html"),
        (b"<p>x</p>\n<table>\n<tr><td>1</td></tr></table>", "html"),
        ("<p align=center>\n收入决算表\n</p>\n| 甲 | 1.00 |".encode(), "text"),
        (b"<table><tr><td>1</td></tr></table>", "text"),
        ("# 说明\n<table><tr><td>1</td></tr></table>".encode(), "text"),
        ("收入决算表\n<html>".encode(), "text"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<html>", "mhtml"),
    ],
)
def test_pages_are_told_from_markdown(data, form):
    assert readers.form_of(data, "页") == form


@pytest.mark.parametrize("markup", ["<div>", "<table><tr><td>", "<b>", "<ul><li>"])
def test_deep_nesting_is_refused(markup):
    with pytest.raises(ReadError, match="嵌套过深"):
        shapes(markup * 50_000)


def test_hostile_spans_are_bounded():
    row = '<td colspan="999999999" rowspan="999999999">x</td>' * 50
    with pytest.raises(ReadError, match="过大"):
        shapes(f"<table>{f'<tr>{row}</tr>' * 500}</table>")


def test_unknown_encodings_fall_back():
    page = '<html><head><meta charset="x-unknown"></head><body><p>部门决算</p></body></html>'
    assert [block.text for block in html.read(page.encode("gbk"), "页", "").blocks] == ["部门决算"]
