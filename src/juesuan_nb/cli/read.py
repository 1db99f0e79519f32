"""juesuan read: what was read of one report."""

from pathlib import Path

import click

from juesuan_nb.cli.common import AS_ONE, BUDGET, FILE, PLACE
from juesuan_nb.errors import UsageError
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("files", type=PLACE, nargs=-1, required=True, metavar="报告…")
@click.option(
    "--part", type=click.Choice(["cells", "claims", "evaluation", "document", "budget"]), default="cells",
    help="cells 九张表的数，claims 文字里的数，evaluation 绩效附件，document 原文，budget 部门预算。默认 cells。",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv", help="格式，默认 csv。")
@click.option("-o", "--output", type=FILE, metavar="文件", help="写入文件；csv 带标记，可直接用 Excel 打开。")
@click.option("--as-one", is_flag=True, help=AS_ONE)
@click.option("--budget", type=PLACE, metavar="部门预算", help=BUDGET)
def read(files: tuple[Path, ...], as_one: bool, part: str, form: str, output: Path | None, budget: Path | None) -> None:
    """读出一份报告里的内容。

    \b
    金额列 amount 以分为单位，value 照原文。
    cells 的 xlsx 是按公开表样排好的工作簿，其余是一张清单。

    \b
    示例：
      juesuan read 报告.txt > cells.csv
      juesuan read 报告.txt --part claims --format json
      juesuan read 报告.txt --format xlsx -o 九张表.xlsx
      juesuan read 表.xlsx 说明.docx --as-one
      juesuan read 报告.pdf --budget 部门预算.pdf --part budget
    """
    if len(files) > 1 and not as_one:
        raise UsageError(f"read 一次读一份报告，多出 {files[1]}。几个文件是同一份报告时请加 --as-one。")
    if part == "budget" and not budget:
        raise UsageError("--part budget 要与 --budget 部门预算文件 同用。")
    if form == "xlsx" and output is None:
        raise UsageError("xlsx 不能显示在屏幕上。请用 -o 给出文件名，例如 -o 九张表.xlsx。")
    from juesuan_nb import export
    from juesuan_nb.report import load_report

    report = load_report(*files, budget=budget)
    if output is None:
        frame = export.part(report, part)
        click.echo(export.csv_text(frame) if form == "csv" else export.json_text(frame) + "\n", nl=False)
    elif form == "xlsx" and part == "cells":
        export.write_tables(report, None, output)
    else:
        export.write_frame(export.part(report, part), output, form)
