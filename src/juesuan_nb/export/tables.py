"""tables.xlsx: contents, one sheet per statement as on the form, 预决算差异, 问题清单, 读取说明."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from juesuan_nb import vocabulary
from juesuan_nb.checks.model import FAMILIES, SEVERITIES
from juesuan_nb.export.book import FIELD, HEAD, WIDEST, Book, free_name, width
from juesuan_nb.export.layout import lay_out
from juesuan_nb.export.list_sheet import write_list
from juesuan_nb.export.lists import FINDINGS, KINDS, NOTES, VARIANCE, Column, useful
from juesuan_nb.export.statement_sheet import MARKS, write_statement
from juesuan_nb.files import whole
from juesuan_nb.measures import variance

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report

CONTENTS = "目录"


class Page(NamedTuple):
    """A sheet to come: its name, what the contents say about it, and what writes it (None: there is no such sheet)."""

    name: str
    content: str
    write: Callable[[Book, str], None] | None


def write_tables(report: Report, result: CheckResult | None, path: Path) -> None:
    """The report as an Excel workbook; `result` adds its findings as 问题清单.

    Amounts of the statements are in the unit that the report prints, codes are text, and a figure that was not read as
    printed is marked and says why.
    """
    taken = {CONTENTS}
    pages = [*_statements(report), *_lists(report, result)]
    pages = [page._replace(name=free_name(page.name, taken)) if page.write else page for page in pages]
    with whole(path) as temporary, Book(temporary) as book:
        _contents(book, report, pages)
        for page in pages:
            if page.write:
                page.write(book, page.name)


def _statements(report: Report) -> Iterator[Page]:
    """The nine statements in the order of the form, then whatever other tables there are."""
    found = report.tables
    order = [
        *vocabulary.statements(),
        *(name for name in found["statement"].unique() if name not in vocabulary.statements()),
    ]
    number = 0
    for statement in order:
        tables = found[found["statement"] == statement].drop_duplicates(["table", "scope"])
        if tables.empty:
            yield Page(vocabulary.statements()[statement].title, "报告中没有找到这张表", None)
        for table in tables.itertuples(index=False):
            number += 1
            yield _statement_page(
                report, table, f"{number:02d} {table.table}" + (f"·{table.scope}" if table.scope else "")
            )


def _statement_page(report: Report, table: object, name: str) -> Page:
    cells = report.statement(table.statement)
    cells = cells[(cells["table"] == table.table) & (cells["scope"] == table.scope)]
    unit = f"单位：{table.unit or report.unit}"
    year = f"{report.year}年度" if report.year else ""
    head = "　　".join(filter(None, (f"部门：{report.department}", year, unit)))

    def write(book: Book, name: str) -> None:
        sheet = book.sheet(name, table.title or table.table, [head])
        if cells.empty:
            sheet.write_string(2, 0, "本表无数据。", book.style())
        after = 3 if cells.empty else write_statement(book, sheet, lay_out(cells), 2)
        for row, remark in enumerate(table.remark.splitlines(), start=after):
            sheet.write_string(row, 0, remark, book.style(font_color="#595959"))

    return Page(name, f"{len(cells)} 个数，{unit}" if len(cells) else "空表", write)


def _lists(report: Report, result: CheckResult | None) -> Iterator[Page]:
    yield _list_page("预决算差异", "年初预算与决算逐项对比，单位：万元", variance(report), VARIANCE)
    if result is not None:
        findings = result.findings.assign(
            severity=result.findings["severity"].map(lambda name: SEVERITIES.get(name, name)),
            family=result.findings["family"].map(lambda name: FAMILIES.get(name, name)),
        )
        yield _list_page("问题清单", "错误由公布的数字证明；疑点待部门说明；提示供了解", findings, FINDINGS)
    notes = report.quality.assign(kind=report.quality["kind"].map(lambda name: KINDS.get(name, name)))
    yield _list_page("读取说明", "读取时做过的修复、找回和剔除，每一处都可回查原文", notes, NOTES)


def _list_page(title: str, about: str, frame: pd.DataFrame, columns: tuple[Column, ...]) -> Page:
    kept = useful(frame, columns)

    def write(book: Book, name: str) -> None:
        sheet = book.sheet(name, title, [about])
        if kept:
            write_list(book, sheet, frame, kept, 2)
        else:
            sheet.write_string(2, 0, "没有内容。", book.style())

    return Page(title, f"{len(frame)} 行", write)


def _contents(book: Book, report: Report, pages: list[Page]) -> None:
    year = f"{report.year}年度" if report.year else ""
    sheet = book.sheet(CONTENTS, f"{report.department}{year}部门决算", [f"来源：{report.name}"])
    for column, head in enumerate(("工作表", "内容")):
        sheet.write_string(2, column, head, book.style(**HEAD))
    for row, page in enumerate(pages, start=3):
        if page.write:
            link = book.style(**FIELD, font_color="#0563C1", underline=1)
            sheet.write_url(row, 0, f"internal:'{page.name}'!A1", link, page.name)
        else:
            sheet.write_string(row, 0, page.name, book.style(**FIELD, font_color="#7F7F7F"))
        sheet.write_string(row, 1, page.content, book.style(**FIELD))
    for row, (word, meaning, looks) in enumerate(MARKS.values(), start=len(pages) + 4):
        sheet.write_string(row, 0, word, book.style(**(FIELD | looks)))
        sheet.write_string(row, 1, meaning, book.style(**FIELD))
    sheet.set_column(0, 0, width([page.name for page in pages]))
    sheet.set_column(1, 1, WIDEST)
