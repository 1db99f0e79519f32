"""juesuan compare: departments and years side by side, over what run made."""

from pathlib import Path

import click

from juesuan_nb.cli.common import FILE
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("folder", type=FILE, metavar="文件夹")
@click.option("-o", "--output", type=FILE, metavar="文件夹", help="放在哪里，默认是所给文件夹里的 compare。")
@click.option("--groups", type=FILE, metavar="清单", help="同类分组的 CSV：department、group 两栏，可有 year 栏。")
@click.option("--notebook", type=FILE, metavar="笔记本", help="用自己的比较模板。")
@click.option("-p", "parameters", type=(str, str), multiple=True, metavar="名称 值", help="模板的参数，可重复给出。")
def compare(
    folder: Path,
    output: Path | None,
    groups: Path | None,
    notebook: Path | None,
    parameters: tuple[tuple[str, str], ...],
) -> None:
    """比较 juesuan run 做出的各部门、各年度：笔记本、网页和清单。

    \b
    同一年度的部门互相比较，同一部门的年度前后比较。没有做成的报告不计入，会列出来。
    退出码：0 做成；2 用法不对或文件夹里没有成果；3 成果都不能用，或没有做成。

    \b
    示例：
      juesuan compare reports
      juesuan compare reports -o 比较 --groups 分组.csv
      juesuan compare reports -p top 30
    """
    from juesuan_nb import comparison

    made = comparison.run(folder, out=output, groups=groups, parameters=dict(parameters), notebook=notebook)
    for row in made.corpus.left_out.itertuples(index=False):
        click.echo(f"未计入 {row.folder}：{row.problem}", err=True)
    click.echo(made.folder)
    click.echo(f"网页：{made.folder / comparison.PAGE}", err=True)
