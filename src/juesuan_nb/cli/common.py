"""What the commands share: the types of their arguments, and how they go through many reports."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.places import given

SEVERITIES = ("error", "warning", "info")
UNREADABLE, FOUND = 3, 1
FILE = click.Path(path_type=Path)


class Place(click.Path):
    """A path, or an address such as s3://…"""

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return given(str(super().convert(value, param, ctx)))


PLACE = Place()
AS_ONE = "这些文件（或文件夹里的文件）是同一份报告，例如表在 Excel、说明在 Word。"
RULES = "自定规则和阈值的 TOML 文件，可重复给出，后面的优先。"
BUDGET = "同一部门、同一年度的部门预算公开文件，作为年初预算的第二来源。"
T = TypeVar("T")


def codes(listed: str) -> list[str]:
    """Rules and families from "FT,AN01"."""
    return [code.strip() for code in listed.replace("，", ",").split(",") if code.strip()]


def grouped(files: Sequence[Path], as_one: bool) -> list[Sequence[Path]]:
    """The files of each report: all of one, or each one of its own."""
    return [files] if as_one else [[file] for file in files]


def each(reports: Iterable[Sequence[Path]], work: Callable[[Sequence[Path]], T]) -> Iterator[T]:
    """What `work` makes of each report; one that cannot be read is told and left out, wrong usage stops everything."""
    for files in reports:
        try:
            yield work(files)
        except UsageError:
            raise
        except JuesuanError as error:
            click.echo(f"错误：{error}", err=True)


def one_budget(budget: Path | None, reports: int) -> None:
    """Raises UsageError where one 部门预算 is given beside several reports: it is of one department and year."""
    if budget and reports > 1:
        raise UsageError(
            f"--budget 是一个部门一个年度的部门预算，而这里有 {reports} 份报告。请逐份处理，"
            "或用 juesuan run --manifest 清单，在 budget 一栏写各自的部门预算；几个文件是一份报告时请加 --as-one。"
        )
