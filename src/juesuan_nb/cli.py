"""The command line: parses arguments, calls the library, prints. Data go to stdout, talk goes to stderr.

Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 3 an input could not be read.
The library is imported inside the commands, so that `juesuan --help` is quick.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from juesuan_nb import __version__
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.usage import ChineseCommand, ChineseGroup

SEVERITIES = ("error", "warning", "info")
UNREADABLE, FOUND = 3, 1
FILE = click.Path(path_type=Path)
T = TypeVar("T")


@click.group(cls=ChineseGroup, invoke_without_command=True)
@click.version_option(__version__, message="juesuan %(version)s", help="显示版本。")
@click.pass_context
def main(ctx: click.Context) -> None:
    """部门决算工作簿：读一份部门决算，给出九张表、图、问题和出处。

    \b
    示例：
      juesuan run 报告.txt      做成工作簿，放在 reports/年度/部门/
      juesuan check 报告.txt    只看问题
      juesuan lab               在 JupyterLab 里继续分析
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@main.command(cls=ChineseCommand)
@click.argument("file", type=FILE, metavar="报告")
@click.option(
    "--part", type=click.Choice(["cells", "claims", "evaluation", "document"]), default="cells",
    help="cells 九张表的数，claims 文字里的数，evaluation 绩效附件，document 原文各格。默认 cells。",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv", help="格式，默认 csv。")
@click.option("-o", "--output", type=FILE, metavar="文件", help="写入文件；csv 带标记，可直接用 Excel 打开。")
def read(file: Path, part: str, form: str, output: Path | None) -> None:
    """读出一份报告里的内容。

    \b
    金额列 amount 以分为单位，value 照原文。
    cells 的 xlsx 是按公开表样排好的工作簿，其余是一张清单。

    \b
    示例：
      juesuan read 报告.txt > cells.csv
      juesuan read 报告.txt --part claims --format json
      juesuan read 报告.txt --format xlsx -o 九张表.xlsx
    """
    if form == "xlsx" and output is None:
        raise UsageError("xlsx 不能显示在屏幕上。请用 -o 给出文件名，例如 -o 九张表.xlsx。")
    from juesuan_nb import export
    from juesuan_nb.report import load_report

    report = load_report(file)
    if output is None:
        frame = export.part(report, part)
        click.echo(export.csv_text(frame) if form == "csv" else export.json_text(frame) + "\n", nl=False)
    elif form == "xlsx" and part == "cells":
        export.write_tables(report, None, output)
    else:
        export.write_frame(export.part(report, part), output, form)


@main.command(cls=ChineseCommand)
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="报告…")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="格式，默认 text。")
@click.option("--select", default="", metavar="规则", help="只用这些规则或类别，逗号分隔，如 FT,AN01。")
@click.option("--ignore", default="", metavar="规则", help="不用这些规则或类别，逗号分隔。")
@click.option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]), default="error",
    help="有这一级或更重的问题时退出码为 1，默认 error。",
)  # fmt: skip
def check(files: tuple[Path, ...], form: str, select: str, ignore: str, fail_on: str) -> None:
    """核对报告，列出问题和出处。

    \b
    退出码：0 没有 --fail-on 一级的问题；1 有；2 用法不对；3 有报告读不了（其余照常核对）。

    \b
    示例：
      juesuan check 报告.txt
      juesuan check 甲.txt 乙.txt --format csv > 问题.csv
      juesuan check 报告.txt --select FT,AR --fail-on warning
    """
    from juesuan_nb import checks, export
    from juesuan_nb.report import load_report

    def check_one(file: Path) -> export.Checked:
        report = load_report(file)
        return export.Checked(str(file), report, checks.check(report, select=_codes(select), ignore=_codes(ignore)))

    checked = list(_each(files, check_one))
    show = {"text": export.findings_text, "json": export.findings_json, "csv": export.findings_csv}[form]
    click.echo(show(checked), nl=False)
    serious = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = any(one.result.findings["severity"].isin(serious).any() for one in checked)
    sys.exit(UNREADABLE if len(checked) < len(files) else FOUND if found else 0)


@main.command(cls=ChineseCommand)
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="报告或文件夹…")
@click.option("-o", "--output", type=FILE, default="reports", metavar="文件夹", help="放在哪里，默认 reports。")
@click.option("--notebook", type=FILE, metavar="笔记本", help="用自己的工作簿模板。")
@click.option("-p", "parameters", type=(str, str), multiple=True, metavar="名称 值", help="工作簿参数，可重复给出。")
def run(paths: tuple[Path, ...], output: Path, notebook: Path | None, parameters: tuple[tuple[str, str], ...]) -> None:
    """做出工作簿：执行过的笔记本、网页、表格和问题清单。

    \b
    每份报告一个文件夹（年度/部门），做完一份打印一行。
    给出文件夹时逐份处理，一份失败不影响其余。
    退出码：0 全部做成；2 用法或参数不对；3 有报告没有做成。

    \b
    示例：
      juesuan run 报告.txt
      juesuan run 报告文件夹 -o 成果
      juesuan run 报告.txt -p 名称 值    参数名不对时会列出全部参数
    """
    from juesuan_nb import workbook
    from juesuan_nb.files import inputs

    def work_up(file: Path) -> Path:
        click.echo(f"正在处理 {file} …", err=True)
        return workbook.run(file, out=output, parameters=dict(parameters), notebook=notebook)

    files, done = inputs(paths), 0
    for folder in _each(files, work_up):
        click.echo(folder)
        click.echo(f"网页：{folder / workbook.PAGE}", err=True)
        done += 1
    if done < len(files):
        click.echo(f"{len(files)} 份报告，{len(files) - done} 份没有做成，原因见上。", err=True)
        sys.exit(UNREADABLE)


@main.command(cls=ChineseCommand)
@click.argument("code", required=False, metavar="[规则]")
def rules(code: str | None) -> None:
    """列出全部规则，或一条规则的说明。

    \b
    示例：
      juesuan rules
      juesuan rules AN01
    """
    from juesuan_nb import checks, export

    click.echo(checks.explain(code) if code else export.catalogue_text(checks.rules()))


@main.command(cls=ChineseCommand, context_settings={"ignore_unknown_options": True})
@click.argument("folder", type=FILE, default=".", metavar="[文件夹]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[JUPYTERLAB 选项]…")
def lab(folder: Path, arguments: tuple[str, ...]) -> None:
    """打开 JupyterLab，工作簿和样例报告已备好。

    \b
    文件夹（默认当前文件夹）里没有的笔记本和样例会先放进去，已有的不动。
    其余选项原样交给 JupyterLab。

    \b
    示例：
      juesuan lab
      juesuan lab 分析 --no-browser --port=9999
    """
    from juesuan_nb.lab import launch, prepare

    for added in prepare(folder):
        click.echo(f"已放入 {added}", err=True)
    sys.exit(launch(folder, arguments))


def _codes(listed: str) -> list[str]:
    return [code.strip() for code in listed.replace("，", ",").split(",") if code.strip()]


def _each(files: Iterable[Path], work: Callable[[Path], T]) -> Iterator[T]:
    """What `work` makes of each file; one that cannot be read is told and left out, wrong usage stops everything."""
    for file in files:
        try:
            yield work(file)
        except UsageError:
            raise
        except JuesuanError as error:
            click.echo(f"错误：{error}", err=True)
