"""The statements as the form prints them: every published figure is there, with its place and its mark."""

import re

from juesuan_nb import printed


def test_every_figure_of_the_sample_stands_in_page_and_text(sample):
    forms = printed.statements(sample)
    html, text = forms._repr_html_(), repr(forms)
    for cell in sample.cells.itertuples():
        assert f">{cell.value}<" in html or cell.quality == "inferred"
    assert len(re.findall(r'<td class="n" title="[^"]*第\d+行', html)) == len(sample.cells)
    assert sum(len(re.findall(r"(?<![\d.\[])\d+\.\d\d(?!\d)", part)) for part in text.split("\n")) == 794
    assert text.count("[") == (sample.cells["quality"] == "inferred").sum()


def test_empty_tables_keep_their_remark_and_nothing_is_unescaped(sample):
    html = printed.statements(sample)._repr_html_()
    assert "政府性基金预算财政拨款收入支出决算表（没有数字）" in html
    assert "故本表无数据" in html
    assert html.count("<details>") == len(sample.tables) == 9
    assert "<script" not in html


def test_marks_say_what_reading_did(sample):
    html = printed.statements(sample)._repr_html_()
    assert re.search(r'title="第\d+行，修复，原样“6519. 14”"', html)
    assert re.search(r'class="inferred">\[463.57\]', html)


def test_the_same_report_gives_the_same_bytes(sample):
    assert printed.statements(sample)._repr_html_() == printed.statements(sample)._repr_html_()
