"""juesuan run: workbooks of one report or many."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from juesuan_nb.cli.common import AS_ONE, BUDGET, FILE, PLACE, UNREADABLE, one_budget
from juesuan_nb.errors import UsageError
from juesuan_nb.usage import ChineseCommand

if TYPE_CHECKING:
    from juesuan_nb.batch import Summary


@click.command(cls=ChineseCommand)
@click.argument("paths", type=PLACE, nargs=-1, metavar="报告或文件夹…")
@click.option("-o", "--output", type=FILE, default="reports", metavar="文件夹", help="放在哪里，默认 reports。")
@click.option("--manifest", type=FILE, metavar="清单", help="CSV 清单，每行一份报告，见下。")
@click.option("--as-one", is_flag=True, help=AS_ONE)
@click.option("--budget", type=PLACE, metavar="部门预算", help=f"{BUDGET}几份报告时用清单的 budget 一栏。")
@click.option("--by-folder", is_flag=True, help="每个子文件夹里的文件是同一份报告。")
@click.option("--jobs", type=click.IntRange(min=1), metavar="份数", help="同时做几份，默认等于处理器核数。")
@click.option("--scheduler", default="", metavar="地址", help="在 Dask 集群上做：调度器的地址或 scheduler 文件。")
@click.option("--storage", default="", metavar="位置", help="集群交成果的地方，如 s3://桶/暂存；默认经输出文件夹。")
@click.option("--force", is_flag=True, help="没有变化的也重做。")
@click.option(
    "--timeout", type=click.IntRange(min=0), default=1800, metavar="秒", help="每份的时限，默认 1800，0 不限。"
)
@click.option(
    "--memory", type=click.IntRange(min=0), default=4096, metavar="MB", help="每份的内存限额，默认 4096，0 不限。"
)
@click.option(
    "--engine", type=click.Choice(["warm", "standard"]), default="warm",
    help="warm 由预热的进程复制，结果相同而更快，不能用时自动改用 standard；standard 每份新起内核。默认 warm。",
)  # fmt: skip
@click.option("--notebook", type=FILE, metavar="笔记本", help="用自己的工作簿模板。")
@click.option("-p", "parameters", type=(str, str), multiple=True, metavar="名称 值", help="工作簿参数，可重复给出。")
def run(
    paths: tuple[Path, ...],
    output: Path,
    manifest: Path | None,
    as_one: bool,
    budget: Path | None,
    by_folder: bool,
    scheduler: str,
    storage: str,
    parameters: tuple[tuple[str, str], ...],
    **options: object,
) -> None:
    """做出工作簿：执行过的笔记本、网页、表格和问题清单。

    \b
    每份报告一个文件夹（年度/部门），上面是总目录 index.html、全部问题 findings.csv 和台账。
    随时可以中断：再运行同一命令接着做，没有变化的不重做。
    一份失败不影响其余，留下说明原因的网页 error.html。
    清单的 files 一栏写文件（相对于清单，几个文件用 | 分开），
    可有 department、year、group、budget 四栏：部门、年度、分组、这份报告的部门预算文件。
    退出码：0 全部做成；2 用法或参数不对；3 有报告没有做成。

    \b
    示例：
      juesuan run 报告.txt
      juesuan run 报告文件夹 -o 成果 --jobs 8
      juesuan run 表.xlsx 说明.docx --as-one    几个文件是一份报告
      juesuan run --manifest 清单.csv
      juesuan run 报告.pdf --budget 部门预算.pdf    正文没有写的年初预算取自部门预算
      juesuan run 报告文件夹 --scheduler tcp://10.0.0.1:8786    在集群上做
      juesuan run 报告.txt -p 名称 值    参数名不对时会列出全部参数
    """
    if bool(paths) == bool(manifest) or (as_one and by_folder):
        raise UsageError(
            "请给出报告或文件夹，或者用 --manifest 给出清单（二者其一）；--as-one 和 --by-folder 不能同时用。"
        )
    if options["engine"] == "warm" and not scheduler:
        _begin()
    from juesuan_nb import batch

    tasks = (
        batch.tasks_listed(manifest)
        if manifest
        else batch.tasks_of(paths, out=output, as_one=as_one, by_folder=by_folder)
    )
    if budget:
        one_budget(budget, len(tasks))
        tasks = [replace(task, budget=budget) for task in tasks]
    if scheduler or storage:
        options["runner"] = _cluster(scheduler, storage, options)
    options["jobs"] = options["jobs"] or 0
    summary = batch.run(tasks, output, batch.Options(parameters=dict(parameters), **options), _say)
    _tell(summary, output)
    if summary.failed:
        sys.exit(UNREADABLE)


def _begin() -> None:
    """Start the warm parent; it loads what it needs while this process loads its own."""
    from juesuan_nb.engine import FORKS

    if FORKS:
        from juesuan_nb.engine.host import begin
        from juesuan_nb.preload import REPORTS

        begin(REPORTS)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _tell(summary: "Summary", output: Path) -> None:
    """The folders that were made, then what was not made, and where the index is."""
    from juesuan_nb.batch import ERROR_PAGE, INDEX

    for row in summary.made:
        click.echo(output / row.folder)
    for row in summary.failed:
        _say(f"错误：{row.outcome['message']}说明：{output / row.folder / ERROR_PAGE}")
    _say(f"总目录：{output / INDEX}")
    if summary.failed:
        _say(f"{len(summary.rows)} 份报告，{len(summary.failed)} 份没有做成，原因见上。")


def _cluster(scheduler: str, storage: str, options: Mapping[str, object]) -> object:
    """What does the orders on a cluster. Raises UsageError where options exclude each other or Dask is not there."""
    if options["jobs"]:
        raise UsageError("--jobs 是本机同时做的份数，不能和 --scheduler 同用：集群同时做几份由工作机的线程数决定。")
    if not scheduler:
        raise UsageError("--storage 是集群交成果的地方，要和 --scheduler 同用。")
    try:
        from juesuan_nb.cluster import Cluster
    except ModuleNotFoundError as error:
        raise UsageError(f"--scheduler 要用 {error.name}。请先安装：pip install 'juesuan-nb[cluster]'。") from error
    return Cluster(scheduler, options["timeout"], storage, _say)
