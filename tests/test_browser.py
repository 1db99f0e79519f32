"""The page in a real browser: nothing asked of the network, nothing complains, the reader's tools work."""

import base64
import struct
import zlib

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from browser import open_browser
from juesuan_nb import page


def picture() -> str:
    """A real PNG of 400 × 300 black dots."""
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", 400, 300, 1, 0, 0, 0, 0),
        b"IDAT": zlib.compress(bytes(300 * 51)),
        b"IEND": b"",
    }
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks.items()
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def table(rows: int, columns: int) -> str:
    head = "".join(f"<th>第{n}列</th>" for n in range(columns))
    row = "<tr><th>教育支出</th>" + "<td>12,345.67</td>" * (columns - 1) + "</tr>"
    return f"<table><caption>各项支出</caption><thead><tr>{head}</tr></thead><tbody>{row * rows}</tbody></table>"


RULE = '<details id="rule-FT03"><summary>FT03 规则</summary><div><p>关系</p></div></details>'


def shown(kind: str, data: str, **metadata) -> list:
    return [new_output("display_data", data={kind: data}, metadata=metadata)]


@pytest.fixture(scope="module")
def text():
    cells = [
        new_markdown_cell("# 工作簿"),
        new_code_cell("over: int = 120  # 上限", metadata={"tags": ["parameters"]}),
        new_markdown_cell("## 收支总览\n\n" + "先看总数。\n\n" * 20),
        new_code_cell("table", outputs=shown("text/html", table(80, 14))),
        new_markdown_cell("## 支出结构"),
        new_code_cell("chart", outputs=shown("image/png", picture(), **{"image/png": {"alt": "支出结构图"}})),
        new_code_cell(
            "bad", outputs=shown("text/html", "<img src=x onerror='document.title=1'><script>document.title=2</script>")
        ),
        new_code_cell("found", outputs=shown("text/html", '<p id="found"><a href="#rule-FT03">FT03</a></p>')),
        new_markdown_cell("## 结论与出处\n\n" + "以上。\n\n" * 40),
        new_code_cell("rules", outputs=shown("text/html", RULE)),
    ]
    return page.export(
        new_notebook(cells=cells), title="甲局2024年度部门决算分析", facts={"来源文件 SHA-256": "0f" * 32}
    )


@pytest.fixture(scope="module")
def browser():
    with open_browser() as browser:
        yield browser


@pytest.fixture
def opened(browser, text, tmp_path):
    """The page in a tab, with every address it asked for (and why it got nothing), and the errors of its script."""
    path = tmp_path / "workbook.html"
    path.write_text(text, encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.asked, tab.complaints = [], []
    tab.on("requestfinished", lambda request: tab.asked.append((request.url, "")))
    tab.on("requestfailed", lambda request: tab.asked.append((request.url, request.failure)))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.goto(path.as_uri())
    yield tab
    tab.close()


def test_nothing_is_asked_of_the_network(opened):
    outside = [(url.rpartition("/")[2], failure) for url, failure in opened.asked if not url.startswith("data:")]
    # The planted <img src=x> is stopped by the page's own policy before anything leaves the browser.
    assert sorted(outside) == [("workbook.html", ""), ("x", "csp")]
    assert opened.complaints == []


def test_a_script_that_came_with_an_output_does_not_run(opened):
    assert opened.title() == "甲局2024年度部门决算分析"


def test_contents_links_lead_to_their_section(opened):
    assert opened.locator("nav.contents a").all_inner_texts() == ["收支总览", "支出结构", "结论与出处"]
    opened.emulate_media(reduced_motion="reduce")
    opened.get_by_role("link", name="支出结构").click()
    heading = opened.get_by_role("heading", name="支出结构")
    opened.wait_for_function("h => Math.abs(h.getBoundingClientRect().top) < 120", arg=heading.element_handle())
    opened.wait_for_function("document.querySelector('nav [aria-current]')?.textContent === '支出结构'")


def test_code_opens_one_by_one_and_all_at_once(opened):
    first = opened.locator("details.source pre").first
    assert not first.is_visible()
    opened.locator("details.source summary").first.click()
    assert first.is_visible()
    toggle = opened.locator("#toggle-code")
    toggle.click()
    assert all(source.is_visible() for source in opened.locator("details.source pre").all())
    assert toggle.get_attribute("aria-pressed") == "true"
    toggle.click()
    assert not first.is_visible()


def test_a_link_to_a_rule_opens_its_page_every_time(opened):
    opened.emulate_media(reduced_motion="reduce")
    page_of_rule = opened.get_by_text("关系", exact=True)
    for _ in range(2):
        assert not page_of_rule.is_visible()
        opened.locator("#found a").click()
        opened.wait_for_function("p => p.getBoundingClientRect().top < innerHeight", arg=page_of_rule.element_handle())
        assert page_of_rule.is_visible()
        opened.get_by_text("FT03 规则").click()


def test_pictures_have_their_words_and_are_drawn(opened):
    figure = opened.get_by_role("img", name="支出结构图")
    assert figure.evaluate("img => img.naturalWidth") == 400


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_wide_tables_scroll_by_themselves_and_the_page_does_not(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    region = opened.get_by_role("region", name="各项支出")
    assert region.evaluate("r => r.scrollWidth > r.clientWidth")


def test_on_paper_there_is_no_code_and_no_contents_list(opened):
    opened.locator("#toggle-code").click()
    opened.emulate_media(media="print")
    assert not opened.locator("details.source").first.is_visible()
    assert not opened.locator("nav.contents").is_visible()
    assert opened.get_by_role("heading", level=1).is_visible()
    assert opened.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert opened.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_text_stands_out_from_its_ground(opened):
    """WCAG AA: 4.5 to 1 for text, whatever the element."""
    pairs = opened.evaluate(
        """() => [...document.querySelectorAll('h1,h2,p,dt,dd,th,td,a,summary,button,.highlight span')].map(e => {
            let ground = e, colour;
            do { colour = getComputedStyle(ground).backgroundColor; ground = ground.parentElement; }
            while (ground && colour === 'rgba(0, 0, 0, 0)');
            return [getComputedStyle(e).color, colour, e.tagName]; })"""
    )
    weak = {pair[2] for pair in pairs if contrast(rgb(pair[0]), rgb(pair[1])) < 4.5}
    assert weak == set()


def rgb(colour: str) -> list[float]:
    return [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


def luminance(colour: list[float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
