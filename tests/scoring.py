"""Multisets of cells, for comparing what was read with a truth made by hand."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pandas as pd

from juesuan_nb import vocabulary
from juesuan_nb.document import fold

KEY = ("table", "code", "item", "column", "value")
NUMBERED_TABLES = {  # of the golden lists: 公开NN表 → the national title
    f"公开0{number}表": statement.title for number, statement in enumerate(vocabulary.statements().values(), 1)
}
NATIONAL_COLUMNS = {("公开02表", "附属部门上缴收入"): "附属单位上缴收入", ("公开05表", "小计"): "合计"}
MEASURES = {  # of the golden lists → of CLAIMS
    "决算数": "outturn",
    "支出决算": "outturn",
    "全年执行数": "outturn",
    "年初预算": "original_budget",
    "预算数": "revised_budget",
    "全年预算数": "revised_budget",
    "完成年初预算比例": "execution_rate",
    "完成预算比例": "execution_rate",
    "占比": "share",
    "比例": "share",
    "上年增减额": "yoy_change",
    "增减幅度": "yoy_rate",
    "数量": "count",
    "项目数": "count",
    "涉及预算资金": "amount",
    "金额": "amount",
    "得分": "score",
}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a truth CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cell(table: str, code: str, item: str, column: str, value: str, *more: object) -> tuple:
    """One cell for comparison: names folded, value exact."""
    return fold(table), code, fold(item), fold(column), Decimal(value), *more


def cells_read(cells: pd.DataFrame, *more: str) -> Counter:
    """The published cells of a frame with the columns of CELLS (`inferred` ones were not published)."""
    published = cells[cells["quality"] != "inferred"]
    return Counter(cell(*row) for row in published[[*KEY, *more]].itertuples(index=False))


def cells_true(path: Path) -> Counter:
    """The cells of a truth list, with their source lines, in the national names of tables and columns."""
    return Counter(
        cell(
            NUMBERED_TABLES.get(row["table"], row["table"]), row["code"], row["item"],
            NATIONAL_COLUMNS.get((row["table"], row["column"]), row["column"]), row["value"],
            int(row.get("line") or row["source_line"]),
        )
        for row in rows(path)
    )  # fmt: skip


def differences(true: Counter, read: Counter) -> str:
    """What is missing (-) and what is extra (+), for the message of a failing test; empty where both are the same."""
    lines = [f"- {key}" for key in (true - read).elements()] + [f"+ {key}" for key in (read - true).elements()]
    return "\n".join(lines[:20])
