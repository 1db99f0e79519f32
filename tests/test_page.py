"""The page stands by itself: Chinese, escaped, self-contained, with a contents list, alt texts and table scopes."""

import base64
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from juesuan_nb import page

PIXEL = base64.b64encode(b"\x89PNG not looked at").decode()
TABLE = (
    "<table><caption>收入</caption><thead><tr><th>项目</th><th>金额</th></tr></thead>"
    "<tbody><tr><th>财政拨款</th><td>1.00</td></tr></tbody></table>"
)


def display(data: dict, **metadata) -> dict:
    return new_output("display_data", data=data, metadata=metadata)


def cells(*added) -> nbformat.NotebookNode:
    return new_notebook(
        cells=[new_markdown_cell("# 工作簿"), *added],
        metadata={"language_info": {"name": "python", "pygments_lexer": "ipython3"}},
    )


def soup(*added, title="甲局2024年度部门决算分析", **facts) -> BeautifulSoup:
    return BeautifulSoup(page.export(cells(*added), title=title, facts=facts), "html.parser")


def test_the_page_is_chinese_and_has_one_title():
    found = soup(new_markdown_cell("## 收支总览"), 来源文件="a.txt")
    assert found.html["lang"] == "zh-CN"
    assert [h1.get_text() for h1 in found.find_all("h1")] == [found.title.get_text()] == ["甲局2024年度部门决算分析"]
    assert found.select_one(".facts dd").get_text() == "a.txt"


def test_the_contents_list_leads_to_every_section_also_where_names_repeat():
    found = soup(new_markdown_cell("## 收支\n\n### 收入\n"), new_markdown_cell("## 收支\n"))
    links = found.select("nav.contents a")
    assert [link.get_text() for link in links] == ["收支", "收入", "收支"]
    targets = [found.find(id=link["href"][1:]) for link in links]
    assert [target.name for target in targets] == ["h2", "h3", "h2"]
    assert len({id(target) for target in targets}) == 3


def test_headings_that_a_cell_prints_are_in_the_contents_too():
    output = display({"text/markdown": "## 结论"})
    assert soup(new_code_cell("x", outputs=[output])).select_one("nav.contents a").get_text() == "结论"


def test_code_is_folded_and_coloured():
    found = soup(new_code_cell("for a in b: pass  # 说明"))
    source = found.select_one("details.source")
    assert not source.has_attr("open")
    assert source.select_one(".highlight .k").get_text() == "for"


def test_figures_carry_the_alt_text_of_their_output():
    output = display({"image/png": PIXEL, "text/plain": "<Axes>"}, **{"image/png": {"alt": '支出"结构"图'}})
    found = soup(new_code_cell("x", outputs=[output]))
    assert found.img["alt"] == '支出"结构"图'
    assert found.img["src"] == f"data:image/png;base64,{PIXEL}"
    assert "Axes" not in found.main.get_text()


def test_pictures_stay_in_their_places_and_text_that_reads_like_one_stays_text():
    other = base64.b64encode(b"another").decode()
    said = '<img src="data:image/png;base64,1" alt="…"> and src="data:image/png;base64,7"'
    shown = [{"image/png": PIXEL}, {"text/plain": said}, {"image/png": other}]
    found = soup(new_code_cell("x", outputs=list(map(display, shown))))
    assert [img["src"].partition(",")[2] for img in found.find_all("img")] == [PIXEL, other]
    assert "base64,7" in found.main.get_text()


def test_tables_say_what_their_heads_are_of_and_scroll_by_themselves():
    found = soup(new_code_cell("x", outputs=[display({"text/html": TABLE})]))
    assert [th["scope"] for th in found.find_all("th")] == ["col", "col", "row"]
    region = found.table.parent
    assert (region["role"], region["aria-label"], region["tabindex"]) == ("region", "收入", "0")


def test_the_pages_style_takes_the_place_of_that_of_the_tables():
    html = f"<style>td{{white-space:nowrap}}</style>{TABLE}"
    found = soup(new_code_cell("x", outputs=[display({"text/html": html})]))
    assert "nowrap" not in str(found.main)
    assert found.main.table


def test_a_cell_tagged_remove_cell_is_for_the_notebook_only():
    assert "怎么用" not in str(soup(new_markdown_cell("怎么用", metadata={"tags": ["remove-cell"]})))


def test_the_injected_cell_with_the_paths_of_this_machine_is_left_out():
    injected = new_code_cell('report = "/home/someone/a.txt"', metadata={"tags": ["injected-parameters"]})
    assert "someone" not in str(soup(injected, new_code_cell("x")))


@pytest.mark.parametrize(
    "kept",
    [
        new_code_cell("x = '<script>alert(1)</script>'"),
        new_code_cell("x", outputs=[new_output("stream", name="stdout", text="<script>alert(1)</script>")]),
        new_code_cell(
            "x", outputs=[new_output("error", ename="E", evalue="e", traceback=["<script>alert(1)</script>"])]
        ),
        new_code_cell("x", outputs=[display({"text/plain": "<script>alert(1)</script>"})]),
        new_code_cell("x", outputs=[display({"image/png": '"><script>alert(1)</script>'})]),
        new_code_cell(
            "x", outputs=[display({"image/png": PIXEL}, **{"image/png": {"alt": '"><script>alert(1)</script>'}})]
        ),
    ],
    ids=["code", "stdout", "error", "plain", "png", "alt"],
)
def test_what_a_report_says_is_text_never_markup(kept):
    scripts = soup(kept, title="<script>alert(1)</script>", 来源文件="<script>alert(1)</script>").find_all("script")
    assert len(scripts) == 1
    assert "alert" not in scripts[0].string


def test_only_the_pages_own_script_may_run_and_nothing_may_be_fetched():
    found = soup(new_code_cell("x", outputs=[display({"text/html": TABLE})]))
    policy = found.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"script-src '{page.csp_hash(found.script.string)}'" in policy


def test_no_address_outside_the_page():
    figure = display({"image/png": PIXEL})
    text = page.export(cells(new_markdown_cell("## 一"), new_code_cell("x", outputs=[figure])), title="t")
    assert not re.findall(r"(?:https?:)?//[a-z]", text)


def test_the_same_notebook_gives_the_same_page():
    notebook = cells(new_markdown_cell("## 一"), new_code_cell("1"))
    assert page.export(notebook, title="t") == page.export(notebook, title="t")
