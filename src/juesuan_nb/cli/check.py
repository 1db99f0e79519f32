"""juesuan check: the findings of reports, and an exit code that follows them."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from juesuan_nb.cli.common import AS_ONE, FILE, FOUND, SEVERITIES, UNREADABLE, codes, each, grouped
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
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
        found = checks.check(report, select=codes(select), ignore=codes(ignore))
        return export.Checked("、".join(map(str, given)), report, found)

    reports = grouped(files, as_one)
    checked = list(each(reports, check_one))
    show = {"text": export.findings_text, "json": export.findings_json, "csv": export.findings_csv}[form]
    click.echo(show(checked), nl=False)
    serious = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = any(one.result.findings["severity"].isin(serious).any() for one in checked)
    sys.exit(UNREADABLE if len(checked) < len(reports) else FOUND if found else 0)
