"""juesuan lab: JupyterLab with everything ready."""

import sys
from pathlib import Path

import click

from juesuan_nb.cli.common import FILE
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand, context_settings={"ignore_unknown_options": True})
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
