"""Which statement a grid is by its head alone: for tables whose title was lost or garbled in conversion."""

import re

from juesuan_nb.document import Grid, fold, squeeze
from juesuan_nb.statements.by_code import CODE
from juesuan_nb.statements.draft import take

_HEAD_ROWS = 6
_IS_HEAD = re.compile(r"栏次|行次|科目编码|科目代码|科目名称|预算数.*决算数|项目.*项目")
_SIGNATURES = tuple(
    (statement, tuple(map(re.compile, marks)))
    for statement, marks in (
        ("three_public", ("公务接待费", "公务用车", "预算数", "决算数")),
        ("basic_expenditure", ("经济分类", "决算数|金额")),
        ("appropriation_summary", ("收入", "支出", "一般公共预算财政拨款", "政府性基金预算财政拨款")),
        ("revenue", ("财政拨款收入", "其他收入|上级补助收入")),
        ("expenditure", ("上缴上级支出|对附属单位补助支出", "基本支出")),
        ("government_funds", ("年初结转", "年末结转", "本年收入", "基本支出")),
        ("general_public_expenditure", ("小计|合计|本年支出", "基本支出", "项目支出", "科目")),
        ("revenue_expenditure_summary", ("项目.*项目", "金额|决算数")),
    )
)


def statement_of(grid: Grid) -> str:
    """The statement whose head the grid carries; empty where it has no head of the form."""
    head = []
    for row in grid.rows[:_HEAD_ROWS]:
        if any((value := take(cell)) and value.printed and value.printed.places for cell in row):
            break
        head.append(fold("".join(cell.text for cell in row)))
    text = "".join(head)
    if not _IS_HEAD.search(text):
        return ""
    found = next((name for name, marks in _SIGNATURES if all(mark.search(text) for mark in marks)), "")
    codes = {squeeze(cell.text) for row in grid.rows for cell in row[:2] if CODE.fullmatch(squeeze(cell.text))}
    if (
        found in ("government_funds", "general_public_expenditure")
        and codes
        and all(c.startswith("223") for c in codes)
    ):
        return "state_capital"
    return found
