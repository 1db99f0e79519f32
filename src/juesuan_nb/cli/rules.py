"""juesuan rules: the catalogue, or the page of one rule."""

import click

from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
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
