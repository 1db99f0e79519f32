"""How quickly an index of so many reports opens in headless Chromium.

    python tools/bench_index.py [--rows 10000] [--out docs/performance.md]

Prints (and writes into the page's section) the size of the index, the seconds to make it, from opening to the first
rows, to the result of a search that was typed then, and to a sort. Needs the extra `browser` and Chromium.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from sections import write_section

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--out", type=Path, help="write the section into this file between its marks")
    asked = parser.parse_args()
    told = measured(asked.rows)
    print(told)
    if asked.out:
        write_section(
            asked.out, "bench-index", "Index", f"\nWritten by `make bench-index`, in headless Chromium.\n\n{told}\n"
        )


def measured(count: int) -> str:
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
    size = len(text.encode()) / (1 << 20)
    return (
        f"index: {count:,} rows, {size:.1f} MB, made in {made:.2f} s; "
        f"opens in {opened:.2f} s, a search takes {found:.2f} s, a sort {by:.2f} s."
    )


if __name__ == "__main__":
    main()
