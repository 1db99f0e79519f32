"""How quickly an index of so many reports opens in headless Chromium.

    python tools/bench_index.py [ROWS]

Prints the size of the page, the seconds to make it, from opening to the first rows, to the result of a search that was
typed then, and to a sort. Needs the extra `browser` and Chromium.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from juesuan_nb.batch.index import page
from juesuan_nb.batch.ledger import Row

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
MESSAGE = (
    "AN01 2210201 住房公积金年初预算12,313.03万元，支出决算8,858.30万元，为预算的71.94%，少3,454.73万元；"
    "所说原因：部分事项结转下年实施。"
)


def row(number: int) -> Row:
    """A report with all figures and three long findings."""
    names = ("total_revenue", "total_expenditure", "general_public_expenditure", "three_public")
    outcome = {
        "status": "done", "department": f"临沅高新技术产业开发区第{number}街道办事处", "year": 2022 + number % 3,
        "counts": {"error": number % 3, "warning": number % 20, "info": 30},
        "figures": dict.fromkeys(names, number * 1234500) | {"rate:general_public_expenditure": "98.76"},
        "worst": [MESSAGE] * 3, "files": ["workbook.html", "workbook.ipynb"],
    }  # fmt: skip
    return Row(f"/in/{number}.pdf", number, "done", "key", folder=f"2024/第{number}街道办事处", outcome=outcome)


def main(count: int = 10_000) -> None:
    """Make the page, open it, use it."""
    start = time.perf_counter()
    text = page([row(number) for number in range(count)])
    made = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "index.html"
        path.write_text(text, encoding="utf-8")
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        tab = browser.new_page()
        start = time.perf_counter()
        tab.goto(path.as_uri())
        tab.wait_for_selector("tr.row")
        opened = time.perf_counter() - start
        tab.fill("#query", f"第{count - 1}街道")
        tab.wait_for_function("document.querySelectorAll('tr.row').length === 1")
        found = time.perf_counter() - start - opened
        tab.fill("#query", "")
        begin = time.perf_counter()
        tab.get_by_role("button", name="支出合计").click()
        tab.wait_for_function(
            "name => document.querySelector('tr.row a').textContent.includes(name)", arg=f"第{count - 1}街道"
        )
        by = time.perf_counter() - begin
        browser.close()
    print(f"{count} rows, {len(text.encode()) / (1 << 20):.1f} MB, made in {made:.2f} s; ", end="")
    print(f"open in {opened:.2f} s, search {found:.2f} s, sort {by:.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
