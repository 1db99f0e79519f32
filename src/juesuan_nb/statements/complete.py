"""Lost cells: found where a printed row has a hole, and computed (never as published figures) where sums allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb import vocabulary
from juesuan_nb.amounts import Printed
from juesuan_nb.statements.draft import Draft, Item, Value

_FULL = {"by_code": 0.8, "two_sided": 0.9}
"""The share of a column's cells that must be printed for a hole to count as lost; summaries leave more lines blank."""
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


def complete(draft: Draft) -> None:
    """Note every lost cell, and put the value that follows from the sums in its place as `inferred`."""
    lost = list(_lost(draft))
    sums = list(_sums(draft))
    found: dict[tuple[int, str], Decimal] = {}
    for _ in lost:
        for item, column in lost:
            key = (id(item), column)
            if key not in found and (value := _solve(item, column, sums)) is not None:
                found[key] = value
                item.values[column] = _inferred(item, column, value)
    for item, column in lost:
        value = found.get((id(item), column))
        told = "" if value is None else f"，按合计关系应为{value}（推算值，不参与核对）"
        place = item.values[column].place if column in item.values else item.place
        draft.note(
            "cell_lost",
            f"{draft.table.name}“{item.item or '合计'}”的“{column}”一格丢失{told}",
            place,
            code=item.code,
            item=item.item,
            column=column,
            value="" if value is None else str(value),
        )
        if value is None:
            item.values.pop(column, None)


def _lost(draft: Draft) -> Iterator[tuple[Item, str]]:
    """Cells that hold something unreadable, and holes in a row of a table that prints its zeros."""
    rows = [
        item for item in draft.items if any(value.printed for value in item.values.values()) or _is_due(item, draft)
    ]
    zeros = _prints_zeros(draft)
    share = _FULL["two_sided" if any(item.side for item in draft.items) else "by_code"]
    for column in draft.columns:
        own = [item for item in rows if column.startswith(item.side)]
        filled = [item for item in own if (value := item.values.get(column)) and value.printed]
        dense = zeros and len(own) > 2 and len(filled) >= share * len(own) and len(draft.columns) > 1
        for item in draft.items:
            value = item.values.get(column)
            if value is None:
                hole = dense and item in own
            else:
                hole = value.printed is None and (bool(value.raw) or zeros)
                if value.printed is None and not hole:
                    del item.values[column]
            if hole:
                yield item, column


def _is_due(item: Item, draft: Draft) -> bool:
    """Whether a row without any figure should have one: it has a code, or names a line that no row above names.

    The lines of which of 年初财政拨款结转和结余 repeat labels and are left blank even where zeros are printed.
    """
    same = [
        other
        for other in draft.items
        if other.side == item.side and vocabulary.bare(other.item) == vocabulary.bare(item.item)
    ]
    return bool(item.code) or bool(item.side and item.item and same[0] is item)


def _prints_zeros(draft: Draft) -> bool:
    figures = [value.printed.value for item in draft.items for value in item.values.values() if value.printed]
    return figures.count(Decimal(0)) * 4 >= len(figures) > 0


def _sums(draft: Draft) -> Iterator[Sum]:
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


def _solve(item: Item, column: str, sums: list[Sum]) -> Decimal | None:
    """The value that a sum gives in which this is the only unknown; row sums come first (no rounding tail in sight)."""
    for total in sums:
        members = [total.total, *total.parts]
        unknown = [member for member in members if _known(*member) is None]
        if len(unknown) != 1 or unknown[0][0] is not item or unknown[0][1] != column:
            continue
        parts = sum(value for part in total.parts if (value := _known(*part)) is not None)
        whole = _known(*total.total)
        return Decimal(parts) if whole is None else whole - parts
    return None


def _known(item: Item, column: str) -> Decimal | None:
    value = item.values.get(column)
    return value.printed.value if value and value.printed else None


def _inferred(item: Item, column: str, value: Decimal) -> Value:
    before = item.values.get(column)
    raw = before.raw if before else ""
    return Value(Printed(raw, str(value), value), before.place if before else item.place, "inferred", raw)
