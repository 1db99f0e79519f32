"""juesuan rules: the catalogue, or the page of one rule."""

from pathlib import Path

import click

from juesuan_nb.cli.common import FILE, RULES
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("code", required=False, metavar="[规则]")
@click.option("--rules", "files", type=FILE, multiple=True, metavar="规则文件", help=RULES)
def rules(code: str | None, files: tuple[Path, ...]) -> None:
    """列出全部规则，或一条规则的说明。

    \b
    示例：
      juesuan rules
      juesuan rules AN01
      juesuan rules --rules 本市规则.toml    试一试规则文件写得对不对
    """
    from juesuan_nb import checks, export
    from juesuan_nb.checks import custom

    own = custom.load(checks.rules_files(explicit=files)).rules.values()
    click.echo(checks.explain(code, own) if code else export.catalogue_text(checks.rules(own)))
