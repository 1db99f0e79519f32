"""The sums inside a statement, as far as reading needs them: to fill a hole, and to choose between two readings."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb import vocabulary
from juesuan_nb.statements.draft import Draft, Item

_ROW_SUMS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "revenue": (
        ("本年收入合计", ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")),
    ),
    "expenditure": (("本年支出合计", ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")),),
    "general_public_expenditure": (("合计", ("基本支出", "项目支出")),),
    "state_capital": (("合计", ("基本支出", "项目支出")),),
    "government_funds": (("本年支出/小计", ("本年支出/基本支出", "本年支出/项目支出")),),
    "appropriation_summary": (
        ("支出/合计", ("支出/一般公共预算财政拨款", "支出/政府性基金预算财政拨款", "支出/国有资本经营预算财政拨款")),
    ),
    "three_public": tuple(
        (f"{half}/{total}", tuple(f"{half}/{part}" for part in parts))
        for half in ("预算数", "决算数")
        for total, parts in (
            ("合计", ("因公出国(境)费", "小计", "公务接待费")),
            ("小计", ("公务用车购置费", "公务用车运行维护费")),
        )
    ),
}
_LINE_SUMS = {
    ("收入", "grand_total"): ("total_revenue", "own_fund_balance_used", "opening_carryover"),
    ("支出", "total_expenditure"): ("category:",),
    ("支出", "grand_total"): ("total_expenditure", "surplus_distribution", "closing_carryover"),
}
_BASIC_TOTALS = {"人员经费合计": ("301", "303"), "公用经费合计": ("302", "307", "310", "312", "313", "399")}


@dataclass(frozen=True)
class Sum:
    """total = Σ parts, each a (item, column) that is printed or lost."""

    total: tuple[Item, str]
    parts: tuple[tuple[Item, str], ...]


def sums_of(draft: Draft) -> Iterator[Sum]:
    """Every sum inside a statement that it prints the members of: over columns, over 款 and 项, over lines."""
    for item in draft.items:
        for total, parts in _ROW_SUMS.get(draft.table.statement, ()):
            if {total, *parts} <= set(draft.columns):
                yield Sum((item, total), tuple((item, part) for part in parts))
    by_code = {item.code: item for item in draft.items if item.code}
    for code, parent in by_code.items():
        children = [item for other, item in by_code.items() if len(other) == len(code) + 2 and other.startswith(code)]
        if children:
            yield from (Sum((parent, column), tuple((child, column) for child in children)) for column in draft.columns)
    yield from _line_sums(draft)
    if draft.table.statement == "basic_expenditure":
        for item in draft.items:
            parts = [by_code[code] for code in _BASIC_TOTALS.get(item.item, ()) if code in by_code]
            if parts:
                yield Sum((item, draft.columns[0]), tuple((part, draft.columns[0]) for part in parts))


def _line_sums(draft: Draft) -> Iterator[Sum]:
    """The totals of the two summaries, by the keys of their lines."""
    named = {
        (item.side, line.key): item
        for item in draft.items
        if item.side and (line := vocabulary.find_line(draft.table.statement, item.side, item.item))
    }
    for (side, total), keys in _LINE_SUMS.items():
        parts = [item for (other, key), item in named.items() if other == side and key.startswith(keys)]
        if (side, total) in named and parts:
            for column in (name for name in draft.columns if name.startswith(side)):
                yield Sum((named[side, total], column), tuple((part, column) for part in parts))


def known(item: Item, column: str) -> Decimal | None:
    """The figure of a cell, None where it has none that can be read."""
    value = item.values.get(column)
    return value.printed.value if value and value.printed else None
