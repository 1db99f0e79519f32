"""The index over all reports: its data, that it is safe and self-contained, and how it works in a browser."""

import json
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from browser import open_browser
from juesuan_nb.batch.index import page
from juesuan_nb.batch.ledger import Row
from juesuan_nb.report import load_report

HOSTILE = "甲局</script><script>alert(1)</script>"


def row(number, *, state="done", year=2024, department=None, figures=None, **outcome):
    department = department or f"第{number}局"
    counts = {"error": number % 3, "warning": number % 5, "info": 1}
    told = {
        "status": state, "department": department, "year": year, "counts": counts, "worst": [f"FT01 第{number}处不符"],
        "figures": {"total_expenditure": number * 100_000_00} if figures is None else figures,
        "files": ["workbook.html", "workbook.ipynb"], "message": f"{number}.pdf：打不开。", "scanned": 0,
    } | outcome  # fmt: skip
    return Row(f"/in/{number}.pdf", number, state, "key", folder=f"{year}/{department}", outcome=told)


def data(text):
    return json.loads(BeautifulSoup(text, "html.parser").find("script", id="data").string)


def test_the_page_has_every_report_with_its_figures_and_links():
    entries = data(page([row(1), row(2, state="failed", files=["error.html", "workbook.failed.ipynb"], year=2023)]))
    assert [entry["page"] for entry in entries] == ["workbook.html", "error.html"]
    assert [entry["notebook"] for entry in entries] == ["workbook.ipynb", "workbook.failed.ipynb"]
    assert entries[0]["figures"][1] == 10_000_000
    assert entries[0]["counts"] == [1, 1, 1]
    assert entries[1]["told"] == ["2.pdf：打不开。"]


def test_the_page_does_not_depend_on_the_order_of_the_ledger():
    rows = [row(number, year=2020 + number % 4) for number in range(9)]
    assert page(rows) == page(rows[::-1])


def test_a_hostile_name_is_only_text_and_nothing_is_asked_of_a_server():
    text = page([row(1, department=HOSTILE, message="<img src=x>")])
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.find_all("script")) == 2
    assert data(text)[0]["department"] == HOSTILE
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", text)
    assert "default-src 'none'" in text


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    """The index of 10,000 reports in a browser; tells of every request."""
    path = tmp_path_factory.mktemp("index") / "index.html"
    rows = [row(number, year=2022 + number % 3) for number in range(1, 9_998)]
    rows += [row(10_000, department=HOSTILE), row(9_999, figures={}), row(9_998, state="failed", files=["error.html"])]
    path.write_text(page(rows), encoding="utf-8")
    with open_browser() as browser:
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        tab.requests, tab.troubles = [], []
        tab.on("request", lambda request: tab.requests.append(request.url))
        tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
        tab.on("console", lambda said: tab.troubles.append(said.text) if said.type == "error" else None)
        tab.goto(path.as_uri())
        yield tab


@pytest.fixture
def index(tab):
    """The page as it opens."""
    tab.reload()
    tab.wait_for_selector("html[data-ready]")
    yield tab
    assert not tab.troubles
    assert all(url.startswith("file:") for url in tab.requests)


def shown(tab, column=1):
    return tab.locator(f"tr.row td:nth-child({column})").all_inner_texts()


def test_only_rows_in_sight_are_drawn_and_scrolling_reaches_the_last(index):
    assert 10 < index.locator("tr.row").count() < 100
    last = index.evaluate("JSON.parse(document.getElementById('data').textContent).at(-1).department")
    index.evaluate("document.getElementById('list').scrollTop = 1e9")
    index.wait_for_function(
        "name => [...document.querySelectorAll('tr.row a')].some(a => a.textContent === name)", arg=last
    )
    assert index.locator("tr.row").count() < 100
    assert index.locator("#shown").inner_text() == "10000 份"


def test_search_goes_through_names_files_and_findings(index):
    index.fill("#query", "第1234处")
    assert shown(index) == ["第1234局"]
    index.fill("#query", "9998.PDF 打不开")
    assert shown(index) == ["第9998局"]
    index.fill("#query", "没有这样的")
    assert shown(index) == []
    assert index.locator("#shown").inner_text() == "0 / 10000 份"


def test_sorting_puts_missing_figures_last_either_way(index):
    for expected in ("第10000", "第1局"):
        index.get_by_role("button", name="支出合计").click()
        top = shown(index)[0]
        assert top == HOSTILE if expected == "第10000" else top == expected
        index.evaluate("document.getElementById('list').scrollTop = 1e9")
        index.locator("tr.row[aria-rowindex='10001']").wait_for()  # a polled expression is refused by the page's policy
        assert {"第9999局", "第9998局"} == set(shown(index)[-2:])
    assert index.locator("th[aria-sort=ascending]").inner_text().startswith("支出合计")


@pytest.mark.parametrize("group", ["", "区级"])
def test_no_head_is_cut_off_even_while_it_is_the_sorted_one(index, tmp_path, group):
    (tmp_path / "index.html").write_text(page([replace(row(1), grp=group)]), encoding="utf-8")
    tab = index.context.browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto((tmp_path / "index.html").as_uri())
    heads = tab.locator("th button")
    assert heads.count() == (13 if group else 12)
    for head in heads.all():
        head.click()
        assert [one.inner_text() for one in heads.all() if one.evaluate("it => it.scrollWidth > it.clientWidth")] == []
    tab.close()


def test_filters_by_year_and_result_count_what_they_show(index):
    index.select_option("#year", "2022")
    index.select_option("#result", "clean")
    assert index.locator("#shown").inner_text() == "666 / 10000 份"
    index.select_option("#year", "")
    index.select_option("#result", "failed")
    assert shown(index) == ["第9998局"]
    assert index.locator("tr.row a").first.get_attribute("href").endswith("/error.html")


def test_a_row_shows_its_findings_and_links_to_folders_with_any_name(index):
    index.fill("#query", "alert(1)")
    index.locator("tr.row td:nth-child(2)").click()
    assert "FT01 第10000处不符" in index.locator("#detail").inner_text()
    link = index.locator("#detail a").first.get_attribute("href")
    assert link == "2024/%E7%94%B2%E5%B1%80%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/workbook.html".replace(
        "%2F", "/"
    )


@pytest.mark.skipif(not find_spec("duckdb"), reason="duckdb (extra corpus) is not installed")
def test_parquet_of_all_is_what_the_lists_say(tmp_path, monkeypatch):
    """Folders may be named after files such as 报告[1].pdf, which DuckDB would take for a pattern."""
    import duckdb

    from juesuan_nb.batch import corpus
    from juesuan_nb.batch.corpus import PARTS, write_corpus

    monkeypatch.setattr(corpus, "BATCH", 2)
    out = tmp_path / "it's"
    lists = {
        "cells": "table,statement,code,item,column,value,amount,quality\n甲表,expenditure,2080505,\"养老, 保险\n支出\",合计,12.50,125000,printed\n",
        "claims": "topic,value,amount\nthree_public,1.5,\n",
        "figures": "figure,amount,rate\ntotal_expenditure,125000,12.34\n",
        "findings": "rule,severity,message,expected\nFT01,error,\"他说\"\"不符\"\"\",12.5\n",
    }  # fmt: skip
    reports = [{"folder": f"2024/{name}", "department": f"第{n}局", "year": 2024, "group": "", "file": "a.pdf", "error_count": 1, "warning_count": 0, "info_count": 0} for n, name in enumerate(("局1", "局[1]", "局[12]"))]  # fmt: skip
    for report in reports:
        (out / report["folder"]).mkdir(parents=True)
        for part, schema in PARTS.items():
            head, _, _ = lists[part].partition("\n")
            given = dict(zip(head.split(","), range(99), strict=False))
            fields = duckdb.sql(
                f"SELECT * FROM read_csv('{_csv(tmp_path, lists[part])}', all_varchar=true, header=true)"
            ).fetchall()
            line = [fields[0][given[name]] if name in given else None for name in schema]
            _write(out / report["folder"] / f"{part}.csv", schema, line)
    write_corpus(out, reports, tmp_path / "staged [1]")
    folder = out / "corpus"
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{name}.parquet" for name in ("reports", *PARTS))

    def query(text, part):
        return duckdb.execute(text, [str(folder / f"{part}.parquet")]).fetchall()

    assert query("SELECT department, sum(amount), any_value(code), any_value(item) FROM read_parquet(?) GROUP BY 1 ORDER BY 1", "cells") == [
        (f"第{n}局", 125000, "2080505", "养老, 保险\n支出") for n in range(3)
    ]  # fmt: skip
    assert query("SELECT count(*), count(amount) FROM read_parquet(?)", "claims") == [(3, 0)]
    assert [str(rate) for (rate,) in query("SELECT DISTINCT rate FROM read_parquet(?)", "figures")] == ["12.340000"]
    assert query("SELECT DISTINCT message FROM read_parquet(?)", "findings") == [('他说"不符"',)]
    assert query("SELECT sum(error_count) FROM read_parquet(?)", "reports") == [(3,)]
    described = [query("DESCRIBE FROM read_parquet(?)", part) for part in ("reports", *PARTS)]
    write_corpus(out, [], tmp_path / "staged [1]")
    assert query("SELECT count(*) FROM read_parquet(?)", "cells") == [(0,)]
    assert [query("DESCRIBE FROM read_parquet(?)", part) for part in ("reports", *PARTS)] == described


def _csv(folder, text):
    path = Path(folder) / "one.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _write(path, head, line):
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, line])


@pytest.mark.skipif(not find_spec("duckdb"), reason="duckdb (extra corpus) is not installed")
def test_the_documented_queries_answer_on_a_real_batch(tmp_path, monkeypatch):
    import duckdb

    from batches import here, report, template
    from juesuan_nb import batch

    paths = [report(tmp_path / "in" / f"{seed}.txt", seed) for seed in range(2)]
    options = batch.Options(notebook=template(tmp_path / "quick.ipynb", "1"), runner=here, engine="standard")
    tasks = [batch.Task((path,)) for path in paths]
    rows = batch.run(tasks, tmp_path / "reports", options).rows
    docs = (Path(__file__).parent.parent / "docs" / "batch.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", docs, flags=re.DOTALL)
    monkeypatch.chdir(tmp_path)
    spent, rules = (duckdb.sql(query).fetchall() for query in queries)
    expected = []
    for row, path in zip(rows, paths, strict=True):
        cells = load_report(path).statement("expenditure").query("code == '2080505' and column == '本年支出合计'")
        expected += [(row.outcome["department"], row.outcome["year"], amount / 1e6) for amount in cells["amount"]]
    assert sorted(spent) == sorted(expected)
    assert expected
    assert sum(count for _, _, count in rules) == sum(row.outcome["counts"]["error"] for row in rows)
