"""Lost cells: found where a printed row has a hole, and computed (never as published figures) where sums allow."""

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb import vocabulary
from juesuan_nb.amounts import Printed
from juesuan_nb.statements.draft import Draft, Item, Value
from juesuan_nb.statements.sums import Sum, known, sums_of

_FULL = {"by_code": 0.8, "two_sided": 0.9}
"""The share of a column's cells that must be printed for a hole to count as lost; summaries leave more lines blank."""


def complete(draft: Draft) -> None:
    """Note every lost cell, and put the value that follows from the sums in its place as `inferred`."""
    lost = list(_lost(draft))
    if not lost:
        return
    sums = list(sums_of(draft))
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


def _solve(item: Item, column: str, sums: list[Sum]) -> Decimal | None:
    """The value that a sum gives in which this is the only unknown; row sums come first (no rounding tail in sight)."""
    for total in sums:
        members = [total.total, *total.parts]
        unknown = [member for member in members if known(*member) is None]
        if len(unknown) != 1 or unknown[0][0] is not item or unknown[0][1] != column:
            continue
        parts = sum(value for part in total.parts if (value := known(*part)) is not None)
        whole = known(*total.total)
        return Decimal(parts) if whole is None else whole - parts
    return None


def _inferred(item: Item, column: str, value: Decimal) -> Value:
    before = item.values.get(column)
    raw = before.raw if before else ""
    return Value(Printed(raw, str(value), value), before.place if before else item.place, "inferred", raw)
