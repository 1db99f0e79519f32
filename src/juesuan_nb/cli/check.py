"""juesuan check: the findings of reports, and an exit code that follows them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from juesuan_nb.cli.common import (
    AS_ONE,
    BUDGET,
    FILE,
    FOUND,
    PLACE,
    RULES,
    SEVERITIES,
    UNREADABLE,
    codes,
    each,
    grouped,
    one_budget,
)  # fmt: skip
from juesuan_nb.errors import UsageError
from juesuan_nb.usage import ChineseCommand

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult


@click.command(cls=ChineseCommand)
@click.argument("files", type=PLACE, nargs=-1, required=True, metavar="报告…")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", help="格式，默认 text。")
@click.option("--select", default="", metavar="规则", help="只用这些规则或类别，逗号分隔，如 FT,AN01。")
@click.option("--ignore", default="", metavar="规则", help="不用这些规则或类别，逗号分隔。")
@click.option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]), default="error",
    help="有这一级或更重的问题时退出码为 1，默认 error；标为误报的不算。",
)  # fmt: skip
@click.option("--rules", type=FILE, multiple=True, metavar="规则文件", help=RULES)
@click.option(
    "--dispositions", type=FILE, metavar="清单",
    help="处置过的问题清单（findings.csv），把其中的处置和备注带过来。",
)  # fmt: skip
@click.option("--as-one", is_flag=True, help=AS_ONE)
@click.option("--budget", type=PLACE, metavar="部门预算", help=BUDGET)
def check(
    files: tuple[Path, ...],
    form: str,
    select: str,
    ignore: str,
    fail_on: str,
    rules: tuple[Path, ...],
    dispositions: Path | None,
    as_one: bool,
    budget: Path | None,
) -> None:
    """核对报告，列出问题和出处。

    \b
    退出码：0 没有 --fail-on 一级的问题；1 有；2 用法不对；3 有报告读不了（其余照常核对）。
    自定规则：命令行的选项优先于 --rules 文件，再次是报告所在文件夹（没有则当前文件夹）的 juesuan.toml，
    最后是默认值。写法见 docs/own-rules.md，例如：
      [thresholds]
      variance_materiality = 5
    处置：在 findings.csv 的 disposition 列填 已核实、误报 或 已整改，在 note 列写备注。

    \b
    示例：
      juesuan check 报告.txt
      juesuan check 甲.txt 乙.txt --format csv > 问题.csv
      juesuan check 报告.txt --select FT,AR --fail-on warning
      juesuan check 报告.txt --rules 本市规则.toml --dispositions findings.csv
      juesuan check 报告.pdf --budget 部门预算.pdf    年初预算与部门预算相互核对
    """
    from juesuan_nb import checks, export
    from juesuan_nb.checks import custom
    from juesuan_nb.checks.dispositions import BETWEEN, covers_many, dismissed, read_dispositions
    from juesuan_nb.report import load_report

    def check_one(given: Sequence[Path]) -> export.Checked:
        name = BETWEEN.join(map(str, given))
        options = {"select": codes(select), "ignore": codes(ignore), "rules": checks.rules_files(given, rules)}
        known = read_dispositions(dispositions, name) if dispositions else None
        report = load_report(*given, budget=budget)
        result = checks.check(report, **options, dispositions=known)
        _tell_vanished(name, result)
        return export.Checked(name, report, result)

    custom.load(rules)
    reports = grouped(files, as_one)
    one_budget(budget, len(reports))
    if dispositions and len(reports) > 1 and not covers_many(dispositions):
        raise UsageError(f"{dispositions}：没有 file 列，分不清处置属于哪一份报告。请逐份核对，各用自己的清单。")
    checked = list(each(reports, check_one))
    show = {"text": export.findings_text, "json": export.findings_json, "csv": export.findings_csv}[form]
    click.echo(show(checked), nl=False)
    serious = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    counting = [one.result.findings[~dismissed(one.result.findings)] for one in checked]
    found = any(findings["severity"].isin(serious).any() for findings in counting)
    sys.exit(UNREADABLE if len(checked) < len(reports) else FOUND if found else 0)


def _tell_vanished(name: str, result: CheckResult) -> None:
    """Say which noted findings are there no more: the list that was given still has them."""
    for finding in result.vanished.itertuples():
        noted = "　".join(filter(None, [finding.disposition, finding.note]))
        click.echo(f"{name}：处置过的问题已不再出现：{finding.key}（{noted}）", err=True)
