"""juesuan run: workbooks of one report or many."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from juesuan_nb.cli.common import AS_ONE, FILE, UNREADABLE, each, grouped
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="报告或文件夹…")
@click.option("-o", "--output", type=FILE, default="reports", metavar="文件夹", help="放在哪里，默认 reports。")
@click.option("--notebook", type=FILE, metavar="笔记本", help="用自己的工作簿模板。")
@click.option("-p", "parameters", type=(str, str), multiple=True, metavar="名称 值", help="工作簿参数，可重复给出。")
@click.option("--as-one", is_flag=True, help=AS_ONE)
@click.option(
    "--engine", type=click.Choice(["warm", "standard"]), default="warm",
    help="warm 从预热的进程复制出内核，结果相同而更快，不能用时自动改用 standard；standard 每份新起内核。默认 warm。",
)  # fmt: skip
def run(
    paths: tuple[Path, ...],
    output: Path,
    notebook: Path | None,
    parameters: tuple[tuple[str, str], ...],
    as_one: bool,
    engine: str,
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
    if engine == "warm":
        from juesuan_nb.engine import warm_here

        warm_here(["juesuan_nb.workbook"])  # before numpy is imported; where it cannot be, a parent is started
    from juesuan_nb import workbook
    from juesuan_nb.files import inputs

    def work_up(given: Sequence[Path]) -> Path:
        click.echo(f"正在处理 {'、'.join(map(str, given))} …", err=True)
        return workbook.run(*given, out=output, parameters=dict(parameters), notebook=notebook, engine=engine)

    reports, done = grouped(paths if as_one else inputs(paths), as_one), 0
    for folder in each(reports, work_up):
        click.echo(folder)
        click.echo(f"网页：{folder / workbook.PAGE}", err=True)
        done += 1
    if done < len(reports):
        click.echo(f"{len(reports)} 份报告，{len(reports) - done} 份没有做成，原因见上。", err=True)
        sys.exit(UNREADABLE)
