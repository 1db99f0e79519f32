"""tables.xlsx, the audit working paper: contents, the statements as on the form, 合计核对, 预决算差异, 问题清单…"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from juesuan_nb import frames, vocabulary
from juesuan_nb.checks.model import FAMILIES, SEVERITIES
from juesuan_nb.export import formulas
from juesuan_nb.export.book import FIELD, HEAD, WIDEST, Book, free_name, width
from juesuan_nb.export.footing import BROKEN, footings, write_footings
from juesuan_nb.export.layout import lay_out
from juesuan_nb.export.list_sheet import write_list
from juesuan_nb.export.lists import FINDINGS, KINDS, NOTES, VARIANCE, Column, useful
from juesuan_nb.export.rule_sheet import RULES, rule_list
from juesuan_nb.export.statement_sheet import MARKS, write_statement
from juesuan_nb.files import whole
from juesuan_nb.measures import variance
from juesuan_nb.measures.words import VALUES

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report

CONTENTS = "目录"
CARRIED = "处置可在此选填；要在下次运行时带过来，请填在同一文件夹的 findings.csv（disposition、note 两列）"
SIGNED = ("编制：", "编制日期：", "复核：", "复核日期：")


class Page(NamedTuple):
    """A sheet to come: its name, what the contents say about it, and what writes it (None: there is no such sheet)."""

    name: str
    content: str
    write: Callable[[Book, str], None] | None


def write_tables(report: Report, result: CheckResult | None, path: Path) -> None:
    """The report as an audit working paper in Excel; `result` adds its findings as 问题清单, and their rules.

    Sums, differences and rates are formulas over the printed figures, with their value for readers that do not
    calculate. Amounts of the statements are in the unit that the report prints, codes are text, and a figure that was
    not read as printed is marked and says why.
    """
    taken = {CONTENTS}
    at: dict[int, str] = {}
    pages = [*_statements(report, at), _footings(report, at), *_lists(report, result)]
    pages = [page._replace(name=free_name(page.name, taken)) if page.write else page for page in pages]
    with whole(path) as temporary, Book(temporary) as book:
        _contents(book, report, pages)
        for page in pages:
            if page.write:
                page.write(book, page.name)


def _statements(report: Report, at: dict[int, str]) -> Iterator[Page]:
    """The nine statements in the order of the form, then whatever other tables there are; `at` learns their fields."""
    found: dict[str, dict[tuple[str, str], Any]] = {name: {} for name in vocabulary.statements()}
    for table in frames.rows(report.tables):
        found.setdefault(table.statement, {}).setdefault((table.table, table.scope), table)
    cells: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for cell in frames.rows(report.cells):
        cells[cell.statement, cell.table, cell.scope].append(cell)
    number = 0
    for statement, tables in found.items():
        if not tables:
            yield Page(vocabulary.statements()[statement].title, "报告中没有找到这张表", None)
        for (printed, scope), table in tables.items():
            number += 1
            name = f"{number:02d} {printed}" + (f"·{scope}" if scope else "")
            yield _statement_page(report, table, cells[statement, printed, scope], name, at)


def _statement_page(report: Report, table: Any, cells: list[Any], name: str, at: dict[int, str]) -> Page:
    unit = f"单位：{table.unit or report.unit}"
    year = f"{report.year}年度" if report.year else ""
    head = "　　".join(filter(None, (f"部门：{report.department}", year, unit)))

    def write(book: Book, name: str) -> None:
        sheet = book.sheet(name, table.title or table.table, [head])
        if not cells:
            sheet.write_string(2, 0, "本表无数据。", book.style())
        after = write_statement(book, sheet, lay_out(cells), 2, at) if cells else 3
        for row, remark in enumerate(table.remark.splitlines(), start=after):
            sheet.write_string(row, 0, remark, book.style(font_color="#595959"))

    return Page(name, f"{len(cells)} 个数，{unit}" if cells else "空表", write)


def _footings(report: Report, at: dict[int, str]) -> Page:
    found = footings(report)
    about = "每个合计数与它各部分之和对照，公式引用前面各表；差额在“舍入允许”以内的是四舍五入的尾差，不是错误"

    def write(book: Book, name: str) -> None:
        sheet = book.sheet(name, "合计核对", [f"{about}。单位：{report.unit}"])
        write_footings(book, sheet, found, at, 2)

    broken = sum(one.verdict == BROKEN for one in found)
    return Page("合计核对", f"{len(found)} 处合计，{broken} 处不符", write if found else None)


def _lists(report: Report, result: CheckResult | None) -> Iterator[Page]:
    compared = variance(report).replace({"budget_source": VALUES["budget_source"]})
    yield _list_page("预决算差异", "年初预算与决算逐项对比，单位：万元", compared, VARIANCE, formulas.VARIANCE)
    if result is not None:
        findings = result.findings.assign(
            severity=result.findings["severity"].map(lambda name: SEVERITIES.get(name, name)),
            family=result.findings["family"].map(lambda name: FAMILIES.get(name, name)),
        )
        about = f"错误由公布的数字证明；疑点待部门说明；提示供了解。{CARRIED}"
        yield _list_page("问题清单", about, findings, FINDINGS)
        yield _list_page("规则说明", "有发现的各条规则：必须成立的关系、依据和阈值", rule_list(result), RULES)
    notes = report.quality.assign(kind=report.quality["kind"].map(lambda name: KINDS.get(name, name)))
    yield _list_page("读取说明", "读取时做过的修复、找回和剔除，每一处都可回查原文", notes, NOTES)


def _list_page(
    title: str,
    about: str,
    frame: pd.DataFrame,
    columns: tuple[Column, ...],
    own: Mapping[str, formulas.Formula] = MappingProxyType({}),
) -> Page:
    kept = useful(frame, columns)

    def write(book: Book, name: str) -> None:
        sheet = book.sheet(name, title, [about])
        if len(frame):
            write_list(book, sheet, frame, kept, 2, own)
        else:
            sheet.write_string(2, 0, "没有内容。", book.style())

    return Page(title, f"{len(frame)} 行", write)


def _contents(book: Book, report: Report, pages: list[Page]) -> None:
    year = f"{report.year}年度" if report.year else ""
    sheet = book.sheet(
        CONTENTS,
        f"{report.department}{year}部门决算",
        [f"审计底稿　来源：{report.name}　SHA-256：{report.document.sha256}"],
    )
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
    last = len(pages) + len(MARKS) + 5
    for row, words in enumerate((SIGNED[:2], SIGNED[2:]), start=last):
        for column, word in enumerate(words):
            sheet.write_string(row, column, word, book.style(**FIELD))
    sheet.set_column(0, 0, width([page.name for page in pages]))
    sheet.set_column(1, 1, WIDEST)
