"""juesuan export: one report as a data package, a brief, an annotated PDF or a working paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from juesuan_nb.cli.common import AS_ONE, FILE, PLACE, RULES
from juesuan_nb.errors import UsageError
from juesuan_nb.usage import ChineseCommand

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report

FORMS = {"package": "数据包", "brief": "简报.docx", "annotated": "标注.pdf", "workpaper": "底稿.xlsx"}
"""Form → what the result is called where no name is given, after the report's own name."""


@click.command(cls=ChineseCommand)
@click.argument("files", type=PLACE, nargs=-1, required=True, metavar="报告…")
@click.option(
    "--form", type=click.Choice(list(FORMS)), required=True,
    help="package 数据包（表格数字和问题），brief 两页 Word 简报，annotated 标出问题的 PDF，workpaper Excel 底稿。",
)  # fmt: skip
@click.option("-o", "--output", type=FILE, metavar="文件", help="写到这里；不给则放在当前文件夹，以报告命名。")
@click.option("--rules", type=FILE, multiple=True, metavar="规则文件", help=RULES)
@click.option(
    "--dispositions", type=FILE, metavar="清单", help="处置过的问题清单（findings.csv），处置和备注会带过来。"
)
@click.option("--as-one", is_flag=True, help=AS_ONE)
def export(
    files: tuple[Path, ...],
    form: str,
    output: Path | None,
    rules: tuple[Path, ...],
    dispositions: Path | None,
    as_one: bool,
) -> None:
    """把一份报告的结果导出成一个文件（数据包是一个文件夹）。

    \b
    数据包按 Tabular Data Package 规范，编码已拆成类、款、项；简报需要另装 juesuan-nb[brief]；
    标注只用于 PDF 报告，原文件不改动；底稿里的合计、差额和完成率是公式。

    \b
    示例：
      juesuan export 报告.txt --form workpaper
      juesuan export 报告.pdf --form annotated -o 标出问题.pdf
      juesuan export 报告.txt --form package -o 数据包
    """
    if len(files) > 1 and not as_one:
        raise UsageError(f"export 一次导出一份报告，多出 {files[1]}。几个文件是同一份报告时请加 --as-one。")
    from juesuan_nb import checks
    from juesuan_nb.report import load_report

    target = output or Path(f"{files[0].stem}-{FORMS[form]}")
    if target.resolve() in {file.resolve() for file in files}:
        raise UsageError(f"{target}：导出不能覆盖报告本身。请用 -o 给出另一个文件名。")
    report = load_report(*files)
    result = checks.check(report, rules=checks.rules_files(files, rules), dispositions=dispositions)
    _WRITERS[form](report, result, target)
    click.echo(target)


def _annotated(report: Report, result: CheckResult, target: Path) -> None:
    from juesuan_nb.evidence import annotate

    click.echo(f"标出 {annotate(report, result.findings, target)} 处", err=True)


def _brief(report: Report, result: CheckResult, target: Path) -> None:
    from juesuan_nb.export.brief import write_brief  # draws charts, which the other forms need not wait for

    write_brief(report, result, target)


def _package(report: Report, result: CheckResult, target: Path) -> None:
    from juesuan_nb.export import write_package

    write_package(report, result, target)


def _workpaper(report: Report, result: CheckResult, target: Path) -> None:
    from juesuan_nb.export import write_tables

    write_tables(report, result, target)


_WRITERS = {"package": _package, "brief": _brief, "annotated": _annotated, "workpaper": _workpaper}
