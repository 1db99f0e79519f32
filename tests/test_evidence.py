"""Evidence: what is marked is what was read, in every form; findings lead to the figures they name."""

import re

import pytest

import juesuan_nb
from juesuan_nb import check, load_report, synth
from juesuan_nb.document import squeeze
from juesuan_nb.evidence import Finder, place_of
from juesuan_nb.evidence.model import Mark, Text
from juesuan_nb.evidence.spots import Spots

SUFFIX = {"text": "txt", "markdown": "md"}


@pytest.fixture(scope="module")
def planted():
    """A department of which one amount was changed: the report and what was done."""
    return synth.plant(synth.department(9, layout="shanghai", size="medium"), "cell", 5)


def read(planted, form, folder):
    path = folder / f"report.{SUFFIX.get(form, form)}"
    path.write_bytes(synth.render(planted[0], form))
    return load_report(path)


@pytest.fixture(scope="module", params=synth.FORMS)
def report(request, planted, tmp_path_factory):
    return read(planted, request.param, tmp_path_factory.mktemp(request.param))


def marked(text: Text) -> list[str]:
    """What stands in the marked fields, without white space."""
    return [squeeze(text.rows[mark.row][mark.column]) for mark in text.marks]


def test_every_figure_is_marked_where_it_is_printed(report):
    """As text, which every form has; the file is not needed for it."""
    rows = [*report.cells.to_dict("records"), *report.claims.to_dict("records")]
    context = Finder(report)._context
    with Finder(report) as finder:
        for row in rows:
            [(spots, text)] = context.around(finder.spots(row))
            assert [spot.place for spot in spots] == [place_of(row)]
            assert all(squeeze(row.get("raw") or row["value"]) in field for field in marked(text))
            assert "column" not in row or len(text.marks) == 1


def test_a_finding_leads_to_the_figure_that_was_changed(report, planted):
    result = check(report)
    first = result.findings.iloc[0]
    figures = {(spot.figure, str(spot.place)) for spot in Finder(report).spots(first)}
    row = report.cells.query("statement == @planted[1].statement and code == @planted[1].code").query(
        "column == @planted[1].column"
    )
    [(_, changed)] = row.iterrows()
    assert changed["value"] == planted[1].found
    assert (changed["raw"] or changed["value"], str(place_of(changed))) in figures


def test_errors_and_warnings_name_figures_that_are_found(report):
    """Every place of a finding that analysts must act on is one that can be shown."""
    found = check(report).findings
    index = Spots(report)
    serious = found[found["severity"] != "info"].to_dict("records")
    assert serious
    for finding in serious:
        for told in finding["places"].split("；"):
            assert [spot for spot in index._spots(told, finding["message"]) if spot.figure], (finding["rule"], told)


def test_show_is_there_under_both_names(planted, tmp_path):
    report = read(planted, "html", tmp_path)
    row = report.cells.iloc[3]
    shown = juesuan_nb.show(report, row)
    assert str(report.show(row)) == str(shown)
    assert row["value"] in str(shown)
    assert re.search(rf"<mark>\s*{re.escape(row['value'])}\s*</mark>", shown._repr_html_())


def test_a_finding_without_a_place_says_so(planted, tmp_path):
    report = read(planted, "text", tmp_path)
    shown = report.show({"places": "", "message": "没有出处"})
    assert str(shown) == "这一条没有可以在原文中标出的位置。"
    assert "没有可以" in shown._repr_html_()


def test_of_very_many_places_the_first_are_shown(planted, tmp_path):
    report = read(planted, "text", tmp_path)
    cells = report.cells.head(30)
    places = "；".join(f"《{row.table}》{row.item}·{row.column}（第{row.line}行）" for row in cells.itertuples())
    shown = report.show({"places": places, "message": ""})
    assert sum(len(one.spots) for one in shown) == 12
    assert re.search(r"共 \d+ 处，这里显示前 12 处。", str(shown))


def test_a_sentence_is_found_by_the_words_that_the_finding_quotes(planted, tmp_path):
    report = read(planted, "pdf", tmp_path)
    line = next(paragraph for paragraph in report.document.paragraphs if len(paragraph.text) > 20)
    quoted = line.text[3:15]
    finding = {"places": f"情况说明一（第{line.place.page}页）", "message": f"情况说明一写“{quoted}”。"}
    [spot] = Finder(report).spots(finding)
    assert spot.place == line.place
    assert not Finder(report).spots(finding | {"message": "说的是“这里没有的话”。"})[0].place.box


def test_marks_hold_the_figure_alone_and_nothing_of_the_text_acts():
    html = Text((("<b>合计</b>6521. 36，16521.36",),), (Mark(0, 0, "6521.36"),)).html()
    assert html == "<table><tr><td>&lt;b&gt;合计&lt;/b&gt;<mark>6521. 36</mark>，16521.36</td></tr></table>"
    assert "<mark>没有</mark>" in Text((("没有",),), (Mark(0, 0, "1.00"),)).html()


def test_the_files_of_one_report_are_told_apart(planted, tmp_path):
    """Tables in one file and text in another: each place lies in its own."""
    tables, text = tmp_path / "表.xlsx", tmp_path / "说明.txt"
    tables.write_bytes(synth.render(planted[0], "xlsx"))
    text.write_bytes(synth.render(planted[0], "text"))
    report = load_report(tables, text)
    cell, claim = report.cells.iloc[0], report.claims.iloc[0]
    for row in (cell, claim):
        [one] = report.show(row)
        assert one.spots[0].place.file in ("表.xlsx", "说明.txt")
        assert squeeze(row["value"]) in marked(one.text)[0]
