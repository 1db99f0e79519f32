"""The command line: parses arguments, calls the library, prints. Data go to stdout, talk goes to stderr.

Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 3 an input could not be read.
The library is imported inside the commands, so that `juesuan --help` is quick.
"""

import logging

import click

from juesuan_nb import __version__
from juesuan_nb.cli.check import check
from juesuan_nb.cli.common import SEVERITIES
from juesuan_nb.cli.compare import compare
from juesuan_nb.cli.export import export
from juesuan_nb.cli.lab import lab
from juesuan_nb.cli.read import read
from juesuan_nb.cli.rules import rules
from juesuan_nb.cli.run import run
from juesuan_nb.cli.synth import synth
from juesuan_nb.usage import ChineseGroup

__all__ = ["SEVERITIES", "main"]


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


for command in (read, check, run, compare, export, rules, synth, lab):
    main.add_command(command)
