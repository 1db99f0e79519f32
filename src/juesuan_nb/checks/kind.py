"""Rule CP11: the document is final accounts (部门决算), not a budget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.outline import YEAR, Line
from juesuan_nb.checks.registry import declare
from juesuan_nb.statements.locate import title_of

_LONG = 50
_BUDGET_NAME = re.compile(
    rf"(?:第.{{1,3}}部分[:、.]?)?[^,。;:]{{0,30}}?(?:{YEAR}年?度?)?[^,。;:决]{{0,30}}(?:部门|单位|财政)预算(?:公开|编制)?(?:报?表|报告|(?:情况)?(?:的)?说明|)"
)
_ACCOUNTS_NAME = re.compile(r"[^,。;:]{0,60}决算[^,。;:]{0,12}")
_BUDGET_TABLE = re.compile(
    r"(?!.*决算)(?!.*(?:绩效|自评|评价|目标|调整)).{0,30}预算.{0,16}表(?:\(.*\))?|[^决]{0,20}预算(?:收支|收入|支出)总表"
)
_TABLES = "T1 | 收入/金额\n总计 | 8.00"
_OWN = "柏溪市水利局2024年度部门决算\n收入支出决算总表\n部门：柏溪市水利局"


@declare(
    "CP11",
    "这是部门决算，不是部门预算",
    severity="warning",
    basis="form",
    examples=(
        Example("决算", Sample(_TABLES, lines=_OWN), "passed"),
        Example(
            "预算", Sample(_TABLES, lines="柏溪市水利局2025年部门预算\n部门收支总表\n部门收入总表"), "failed", "warning"
        ),
        Example(
            "决算中夹有预算表",
            Sample(_TABLES, lines=f"{_OWN}\n2025年部门收入预算总表\n2025年部门支出预算总表"),
            "failed",
            "info",
        ),
        Example(
            "提到预算",
            Sample(_TABLES, lines=f"{_OWN}\n一般公共预算财政拨款支出决算表\n本部门按部门预算执行。"),
            "passed",
        ),
        Example("没有标题", Sample(_TABLES, lines="合计8.00"), "not_checked"),
    ),
)
def final_accounts(facts: Facts) -> Iterator[Outcome]:
    """文件的标题和表名说的是决算。没有一张决算表的预算文件在读取时就被拒绝（退出码3）；这条规则管剩下的：表名没有“决算”
    二字、标题写的是部门预算的，疑是预算，其余核对不可靠；决算之外还夹有预算表的，只作提示，预算表不读入。
    """
    lines = [line for line in facts.lines if len(line.text) <= _LONG]
    budget = [line for line in lines if _BUDGET_NAME.fullmatch(line.text)]
    accounts = [line for line in lines if _ACCOUNTS_NAME.fullmatch(line.text)]
    tables = [line for line in lines if _BUDGET_TABLE.fullmatch(line.text) and not title_of(line.text)]
    if (
        budget
        and len(budget) > len(accounts)
        and not any("决算" in title for title in facts.report.tables["title"] if _printed(title, lines))
    ):
        message = f"标题写的是预算（“{budget[0].shown}”），表名中没有“决算”：这份文件疑是部门预算，其他核对结果不可靠。"
        yield failed("标题", message, places=_places(budget))
    elif tables:
        message = f"文件中还有{len(tables)}张预算表（“{tables[0].shown}”等），没有作为决算读入。"
        yield failed("表名", message, severity="info", places=_places(tables))
    elif accounts:
        yield passed("标题和表名")
    else:
        yield not_checked("标题和表名", "没有读到写明决算或预算的标题")


def _printed(title: str, lines: list[Line]) -> bool:
    """Whether a title stands in the document: a table without one carries the title of its head."""
    return any(title in line.text.replace('"', "") for line in lines)


def _places(lines: list[Line]) -> tuple[str, ...]:
    return tuple(f"{line.shown}（{line.place}）" for line in lines[:10])
