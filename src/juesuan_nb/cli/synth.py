"""juesuan synth: invented reports."""

from pathlib import Path

import click

from juesuan_nb.cli.common import FILE
from juesuan_nb.usage import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("out", type=FILE, metavar="文件夹")
@click.option("--count", type=int, default=1, metavar="份数", help="每种版式、每个年度几份，默认 1。")
@click.option(
    "--year", "years", type=int, multiple=True, metavar="年度", help="年度，可重复给出；默认用版式的最近年度。"
)
@click.option("--layout", default="", metavar="版式", help="national、shanghai、older 等；默认全部版式各做。")
@click.option("--form", default="text", metavar="格式", help="text、markdown、html、xlsx、docx、pdf，默认 text。")
@click.option("--damage", is_flag=True, help="带转换损伤：数字夹空格、编码丢失、页序颠倒、断页等。")
@click.option("--errors", is_flag=True, help="每份埋一处差错，写在 errors.csv。")
@click.option(
    "--budget", "budgets", is_flag=True, help="另做各部门的部门预算，和清单.csv 一起放在旁边的 部门预算 文件夹。"
)
@click.option("--seed", type=int, default=0, metavar="种子", help="随机种子，默认 0；同一种子做出同样的报告。")
def synth(
    out: Path,
    count: int,
    years: tuple[int, ...],
    layout: str,
    form: str,
    damage: bool,
    errors: bool,
    budgets: bool,
    seed: int,
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
      juesuan synth 样例 --layout shanghai --budget
    """
    from juesuan_nb.synth.files import write

    options = {"count": count, "years": years, "layout": layout, "form": form}
    for path in write(out, **options, damaged=damage, errors=errors, budgets=budgets, seed=seed):
        click.echo(path)
