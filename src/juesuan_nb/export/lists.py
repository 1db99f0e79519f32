"""Frames as lists for people: which columns, under which Chinese head, of which kind."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from juesuan_nb.checks.dispositions import WORDS

KINDS = {
    "number_repaired": "数字修复",
    "code_recovered": "编码找回",
    "name_recovered": "名称找回",
    "cell_lost": "单元格缺失",
    "row_junk": "剔除杂行",
    "order_restored": "行序还原",
    "head_recovered": "表头还原",
    "table_partial": "表格不完整",
    "scanned": "扫描识别",
    "unplaced": "未能归位",
}


@dataclass(frozen=True)
class Column:
    """One column of a list; `widest` is its greatest width in Latin characters.

    `kind`: text, wrap (long text), list (of which the first few are shown), money (分, shown in 万元), figure (exact
    decimal as text), rate (percentage), whole. `choices` are offered as a drop-down list; a column that is `kept` is
    there though nothing stands in it yet.
    """

    field: str
    head: str
    kind: str = "text"
    widest: int = 44
    choices: tuple[str, ...] = ()
    kept: bool = False


VARIANCE = (
    Column("code", "科目编码"), Column("name", "科目名称"), Column("original_budget", "年初预算数", "money"),
    Column("revised_budget", "全年预算数", "money"), Column("outturn", "决算数", "money"),
    Column("variance", "差额（决算－预算）", "money"), Column("stated_rate", "文中完成率", "rate"),
    Column("execution_rate", "重算完成率", "rate"), Column("table_outturn", "决算表数", "money"),
    Column("reason", "文中原因", "wrap"), Column("line", "出处（行）", "whole"),
    Column("budget_source", "预算出自"), Column("budget_place", "部门预算中的位置"),
)  # fmt: skip
SHOWN = 3

FINDINGS = (
    Column("severity", "级别"), Column("rule", "规则"), Column("family", "类别"), Column("message", "问题", "wrap", 60),
    Column("expected", "应为", "figure"), Column("found", "实为", "figure"), Column("difference", "差额", "figure"),
    Column("unit", "单位"), Column("places", "出处", "list", 44), Column("suspects", "可疑数字", "list", 28),
    Column("codes", "科目编码", "list", 16), Column("disposition", "处置", widest=10, choices=WORDS, kept=True),
    Column("note", "处置说明", "wrap", 24, kept=True),
    Column("key", "键"),
)  # fmt: skip
"""The rule's title leads the message and the tables are named in the places: findings.csv has them apart."""
NOTES = (
    Column("kind", "类别"), Column("table", "表"), Column("code", "科目编码"), Column("item", "项目"),
    Column("column", "栏目"), Column("value", "数值"), Column("message", "说明", "wrap", 70),
    Column("page", "页", "whole"), Column("line", "行", "whole"),
)  # fmt: skip


def as_text(value: object) -> str:
    """A field of a frame as text: lists joined, missing ones blank, exact numbers without an exponent."""
    if type(value) is str:  # nearly all of them
        return value
    if type(value) is int:
        return str(value)
    if value is pd.NA:
        return ""
    if isinstance(value, list | tuple | set | frozenset):
        return "；".join(map(as_text, value))
    if isinstance(value, dict):
        return "，".join(f"{key} {as_text(field)}" for key, field in value.items())
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None or pd.isna(value) else str(value)


def shortened(value: object) -> str:
    """The first few of a list, and how many there are; findings.csv has them all."""
    parts = as_text(value).split("；")
    return "；".join(parts[:SHOWN]) + (f" 等{len(parts)}处" if len(parts) > SHOWN else "")


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV with a header line: codes as they are, missing fields blank, lists joined by ；."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(frame.columns)
    lines.writerows(zip(*(map(as_text, frame[name].tolist()) for name in frame.columns), strict=True))
    return text.getvalue()


def useful(frame: pd.DataFrame, columns: Iterable[Column]) -> list[Column]:
    """The columns that the frame has, without those that are blank all the way down and need not be kept."""
    said = (column for column in columns if column.field in frame)
    return [column for column in said if column.kept or any(map(as_text, frame[column.field].tolist()))]
