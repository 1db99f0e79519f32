"""The command line: parses arguments, calls the library, prints. Data go to stdout, talk goes to stderr.

Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 3 an input could not be read.
The library is imported inside the commands, so that `juesuan --help` is quick.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
AS_ONE = "这些文件（或文件夹里的文件）是同一份报告，例如表在 Excel、说明在 Word。"


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
    _show_progress()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _show_progress() -> None:
    """What readers tell of slow work (the pages of a scan) goes to stderr."""
    log = logging.getLogger("juesuan_nb.readers")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.handlers = [_Talk()]


class _Talk(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        click.echo(record.getMessage(), err=True)


@main.command(cls=ChineseCommand)
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="报告…")
@click.option(
    "--part", type=click.Choice(["cells", "claims", "evaluation", "document"]), default="cells",
    help="cells 九张表的数，claims 文字里的数，evaluation 绩效附件，document 原文各格。默认 cells。",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv", help="格式，默认 csv。")
@click.option("-o", "--output", type=FILE, metavar="文件", help="写入文件；csv 带标记，可直接用 Excel 打开。")
@click.option("--as-one", is_flag=True, help=AS_ONE)
def read(files: tuple[Path, ...], as_one: bool, part: str, form: str, output: Path | None) -> None:
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
    """
    if len(files) > 1 and not as_one:
        raise UsageError(f"read 一次读一份报告，多出 {files[1]}。几个文件是同一份报告时请加 --as-one。")
    if form == "xlsx" and output is None:
        raise UsageError("xlsx 不能显示在屏幕上。请用 -o 给出文件名，例如 -o 九张表.xlsx。")
    from juesuan_nb import export
    from juesuan_nb.report import load_report

    report = load_report(*files)
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
@click.option("--as-one", is_flag=True, help=AS_ONE)
def check(files: tuple[Path, ...], form: str, select: str, ignore: str, fail_on: str, as_one: bool) -> None:
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

    def check_one(given: Sequence[Path]) -> export.Checked:
        report = load_report(*given)
        found = checks.check(report, select=_codes(select), ignore=_codes(ignore))
        return export.Checked("、".join(map(str, given)), report, found)

    reports = _reports(files, as_one)
    checked = list(_each(reports, check_one))
    show = {"text": export.findings_text, "json": export.findings_json, "csv": export.findings_csv}[form]
    click.echo(show(checked), nl=False)
    serious = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = any(one.result.findings["severity"].isin(serious).any() for one in checked)
    sys.exit(UNREADABLE if len(checked) < len(reports) else FOUND if found else 0)


@main.command(cls=ChineseCommand)
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="报告或文件夹…")
@click.option("-o", "--output", type=FILE, default="reports", metavar="文件夹", help="放在哪里，默认 reports。")
@click.option("--notebook", type=FILE, metavar="笔记本", help="用自己的工作簿模板。")
@click.option("-p", "parameters", type=(str, str), multiple=True, metavar="名称 值", help="工作簿参数，可重复给出。")
@click.option("--as-one", is_flag=True, help=AS_ONE)
def run(
    paths: tuple[Path, ...],
    output: Path,
    notebook: Path | None,
    parameters: tuple[tuple[str, str], ...],
    as_one: bool,
) -> None:
    """做出工作簿：执行过的笔记本、网页、表格和问题清单。

    \b
    每份报告一个文件夹（年度/部门），做完一份打印一行。
    给出文件夹时逐份处理，一份失败不影响其余。
    退出码：0 全部做成；2 用法或参数不对；3 有报告没有做成。

    \b
    示例：
      juesuan run 报告.txt
      juesuan run 报告文件夹 -o 成果
      juesuan run 表.xlsx 说明.docx --as-one    几个文件是一份报告
      juesuan run 报告.txt -p 名称 值    参数名不对时会列出全部参数
    """
    from juesuan_nb import workbook
    from juesuan_nb.files import inputs

    def work_up(given: Sequence[Path]) -> Path:
        click.echo(f"正在处理 {'、'.join(map(str, given))} …", err=True)
        return workbook.run(*given, out=output, parameters=dict(parameters), notebook=notebook)

    reports, done = _reports(paths if as_one else inputs(paths), as_one), 0
    for folder in _each(reports, work_up):
        click.echo(folder)
        click.echo(f"网页：{folder / workbook.PAGE}", err=True)
        done += 1
    if done < len(reports):
        click.echo(f"{len(reports)} 份报告，{len(reports) - done} 份没有做成，原因见上。", err=True)
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


@main.command(cls=ChineseCommand)
@click.argument("out", type=FILE, metavar="文件夹")
@click.option("--count", type=int, default=1, metavar="份数", help="每种版式、每个年度几份，默认 1。")
@click.option(
    "--year", "years", type=int, multiple=True, metavar="年度", help="年度，可重复给出；默认用版式的最近年度。"
)
@click.option("--layout", default="", metavar="版式", help="national、shanghai、older 等；默认全部版式各做。")
@click.option("--form", default="text", metavar="格式", help="text、markdown、html、xlsx、docx、pdf，默认 text。")
@click.option("--damage", is_flag=True, help="带转换损伤：数字夹空格、编码丢失、页序颠倒、断页等。")
@click.option("--errors", is_flag=True, help="每份埋一处差错，写在 errors.csv。")
@click.option("--seed", type=int, default=0, metavar="种子", help="随机种子，默认 0；同一种子做出同样的报告。")
def synth(
    out: Path, count: int, years: tuple[int, ...], layout: str, form: str, damage: bool, errors: bool, seed: int
) -> None:
    """做出虚构部门的决算报告，用来试验和演示。

    \b
    金额以元为单位勾稽相符，再逐项四舍五入；旁边的 cells.csv、claims.csv 是应当读出的内容。
    pdf 需要另装 reportlab。

    \b
    示例：
      juesuan synth 样例
      juesuan synth 样例 --layout shanghai --form docx --count 20
      juesuan synth 样例 --year 2022 --year 2023 --damage --errors
    """
    from juesuan_nb.synth.files import write

    options = {"count": count, "years": years, "layout": layout, "form": form}
    for path in write(out, **options, damaged=damage, errors=errors, seed=seed):
        click.echo(path)


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


def _reports(files: Sequence[Path], as_one: bool) -> list[Sequence[Path]]:
    """The files of each report: all of one, or each one of its own."""
    return [files] if as_one else [[file] for file in files]


def _each(reports: Iterable[Sequence[Path]], work: Callable[[Sequence[Path]], T]) -> Iterator[T]:
    """What `work` makes of each report; one that cannot be read is told and left out, wrong usage stops everything."""
    for given in reports:
        try:
            yield work(given)
        except UsageError:
            raise
        except JuesuanError as error:
            click.echo(f"错误：{error}", err=True)
