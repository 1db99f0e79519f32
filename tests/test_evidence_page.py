"""Evidence on the web page: below the finding's row, folded, small, none twice, nothing that acts."""

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from juesuan_nb import check, digest, load_report, page, synth
from juesuan_nb.evidence import folded
from juesuan_nb.evidence.folded import place_id


@pytest.fixture(scope="module", params=("text", "pdf"))
def checked(request, tmp_path_factory):
    made, _ = synth.plant(synth.department(9, layout="shanghai", size="medium"), "cell", 5)
    path = tmp_path_factory.mktemp("page") / f"report.{request.param}"
    path.write_bytes(synth.render(made, request.param))
    report = load_report(path)
    return report, check(report)


def exported(result, evidence):
    shown = digest.findings(result, ["RD", "CP", "FT", "AR", "NV", "AN", "EX", "PF"])
    output = new_output("execute_result", {"text/html": shown._repr_html_()}, execution_count=1)
    notebook = new_notebook(cells=[new_code_cell("findings", outputs=[output])])
    return BeautifulSoup(page.export(notebook, title="报告", evidence=evidence), "html.parser")


def test_each_error_and_warning_opens_its_evidence(checked):
    report, result = checked
    soup = exported(result, folded(report, result.findings))
    serious = result.findings[result.findings["severity"] != "info"]
    assert len(serious) > 1
    for finding in serious.itertuples():
        [row] = soup.select(f'tr[data-finding="{finding.key}"]')
        below = row.find_next_sibling("tr")
        assert below["class"] == ["evidence-row"]
        assert int(below.td["colspan"]) == len(row.find_all("td"))
        opened = below.find("details")
        assert opened is None or not opened.has_attr("open")
        assert opened is None or opened["id"] == place_id(finding.key)


def test_links_lead_to_evidence_that_is_there(checked):
    report, result = checked
    twice = result.findings[result.findings["severity"] != "info"].head(2).copy()
    twice["places"] = twice["places"].iloc[0]
    twice["message"] = twice["message"].iloc[0]
    made = folded(report, twice)
    first, second = twice["key"]
    assert made[first].startswith("<details")
    assert made[second] == f'<a href="#{place_id(first)}">看原文（与 {twice["rule"].iloc[0]} 同一处）</a>'


def test_remarks_have_none(checked):
    report, result = checked
    remarks = set(result.findings.loc[result.findings["severity"] == "info", "key"])
    assert remarks
    assert not remarks & set(folded(report, result.findings))


def test_the_page_asks_nothing_of_the_network_and_holds_each_picture_once(checked):
    report, result = checked
    soup = exported(result, folded(report, result.findings))
    pictures = [picture["src"] for picture in soup.select("tr.evidence-row img")]
    assert bool(pictures) == (report.document.form == "pdf")
    assert all(source.startswith("data:image/png;base64,") for source in pictures)
    assert len(set(pictures)) == len(pictures)
    assert all(picture["alt"] for picture in soup.select("tr.evidence-row img"))
    assert sum(map(len, pictures)) < 60_000 * len(soup.select("tr.evidence-row"))


def test_without_evidence_the_page_is_as_it_was(checked):
    _, result = checked
    assert not exported(result, {}).select("tr.evidence-row")
