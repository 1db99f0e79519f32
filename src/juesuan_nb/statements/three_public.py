"""“三公”经费支出决算表: one row of figures under a head of two halves or of interleaved pairs, or one item a row."""

import re
from collections.abc import Sequence
from itertools import product

from juesuan_nb import vocabulary
from juesuan_nb.document import Row, fold
from juesuan_nb.statements.draft import Draft, Item, Value, take
from juesuan_nb.statements.heads import Column, columns_at, likeness, numbering
from juesuan_nb.statements.located import Located, rows_of

HALVES = ("预算数", "决算数")
_ITEMS = {
    "合计": re.compile(r"合计|总计|三公"),
    "因公出国(境)费": re.compile(r"因公出国"),
    "小计": re.compile(r"购置及?运行|公务用车购置及|小计"),
    "公务用车购置费": re.compile(r"公务用车购置(?!及)|^购置(?!及)"),
    "公务用车运行维护费": re.compile(r"公务用车运行|^运行"),
    "公务接待费": re.compile(r"公务(?:接|招)待"),
}
_EXTRA = re.compile(r"会议费|培训费|机关运行经费")
_TOTALS = ("小计", "合计", "总计")
_REMARK = re.compile(r"^(?:备?注|说明)\d*[:.、]")


def read(table: Located) -> Draft:
    """Read the table in whichever of its layouts it is printed; the amounts carry neither code nor item."""
    draft = Draft(table)
    rows = [row for _, row in rows_of(table) if not _REMARK.match(fold("".join(cell.text for cell in row)))]
    values = _upright(rows) or _lying(rows) or _flat(draft, rows)
    if values:
        draft.items.append(Item("", "", next(iter(values.values())).place, values=values))
    draft.columns = tuple(values)
    return draft


def _upright(rows: Sequence[Row]) -> dict[str, Value]:
    """One item a row, with a column of budget and one of outturn."""
    head = next((row for row in rows if sum(fold(cell.text) in HALVES for cell in row) == 2), None)
    if head is None:
        return {}
    where = {fold(cell.text): index for index, cell in enumerate(head) if fold(cell.text) in HALVES}
    values: dict[str, Value] = {}
    for row in rows[rows.index(head) + 1 :]:
        label = fold("".join(cell.text for cell in row[: min(where.values())]))
        name = next((name for name in reversed(_ITEMS) if _ITEMS[name].search(label)), None)
        if name is None or re.search(r"团组|人次|人数|辆|批次|保有量|数量", label):
            continue
        for half, index in where.items():
            if index < len(row) and (value := take(row[index])):
                values.setdefault(f"{half}/{name}", value)
    items = {column.partition("/")[2] for column in values}
    return values if len(items) > 1 else {}


def _lying(rows: Sequence[Row]) -> dict[str, Value]:
    """A row of budget and a row of outturn under a head of items (Shaanxi, with 会议费 and 培训费)."""
    places = {fold(row[0].text): place for place, row in enumerate(rows) if row and fold(row[0].text) in HALVES}
    if len(places) < len(HALVES):
        return {}
    head = [row for row in rows[: min(places.values())] if numbering(row) is None]
    width = max(len(rows[place]) for place in places.values())
    columns = columns_at(head, range(1, width))
    values: dict[str, Value] = {}
    for half in HALVES:
        row = rows[places[half]]
        for column in columns:
            if column.index < len(row) and (value := take(row[column.index])):
                values.setdefault(f"{half}/{_leaf(column.labels) or column.path}", value)
    return values


def _flat(draft: Draft, rows: Sequence[Row]) -> dict[str, Value]:
    """All figures in one row below the head."""
    start = next((position for position, row in enumerate(rows) if _is_figures(row)), None)
    if start is None:
        return {}
    head = [row for row in rows[:start] if numbering(row) is None]
    numbered = next((found for row in rows[:start] if (found := numbering(row))), None)
    row = rows[start]
    indices = numbered or _indices(head, row)
    names, guessed = _names(head, indices, row)
    if guessed:
        draft.note(
            "head_recovered", f"{draft.table.name}的表头有错位或乱码，按栏次和合计关系确定各列", draft.table.place
        )
    return {
        name: value
        for name, index in zip(names, indices, strict=True)
        if index < len(row) and (value := take(row[index]))
    }


def _indices(head: Sequence[Row], row: Row) -> list[int]:
    """The columns of the form where the head labels as many as it has (blank ones too), else those with figures."""
    printed = [index for index, cell in enumerate(row) if (value := take(cell)) and value.printed]
    labelled = sorted({index for above in head for index, cell in enumerate(above) if cell.text.strip()})
    whole = len(labelled) == len(vocabulary.statements()["three_public"].columns)
    return labelled if whole and set(printed) <= set(labelled) else printed


def _is_figures(row: Row) -> bool:
    filled = [cell for cell in row if cell.text.strip()]
    figures = [value for cell in filled if (value := take(cell)) and value.printed]
    return numbering(row) is None and len(figures) * 2 >= len(filled) and len(figures) >= 2


def _orders() -> dict[str, tuple[str, ...]]:
    """The two orders in print: budget half then outturn half, and budget beside outturn item by item."""
    halves = vocabulary.statements()["three_public"].columns
    items = [name.partition("/")[2] for name in halves[: len(halves) // 2]]
    return {"halves": halves, "pairs": tuple(f"{half}/{item}" for item, half in product(items, HALVES))}


def _names(head: Sequence[Row], indices: Sequence[int], row: Row) -> tuple[list[str], bool]:
    """The order that the head and the sums inside the row support best; with other counts, the head alone."""
    columns = columns_at(head, indices)
    orders = {name: order for name, order in _orders().items() if len(order) == len(indices)}
    if not orders:
        return _by_label(columns), False
    figures = [
        value.printed.value if index < len(row) and (value := take(row[index])) and value.printed else 0
        for index in indices
    ]
    scores = {
        name: (sum(_support(column, path) for column, path in zip(columns, order, strict=True)), _sums(order, figures))
        for name, order in orders.items()
    }
    best = max(scores, key=lambda name: (scores[name][1], scores[name][0]))
    certain = all(_support(column, path) >= 1 for column, path in zip(columns, orders[best], strict=True))
    return list(orders[best]), not certain


def _support(column: Column, path: str) -> float:
    """How many of the two parts of a column's path (budget or outturn, item) its head names."""
    half, item = path.split("/")
    whole = "".join(column.labels)
    return (half in whole) + max((likeness(label, item) for label in column.labels), default=0.0)


def _sums(order: Sequence[str], figures: Sequence) -> int:
    """How many of the four sums of the form hold in this order of columns."""
    by_name = dict(zip(order, figures, strict=True))
    return sum(
        by_name[f"{half}/{total}"] == sum(by_name[f"{half}/{part}"] for part in parts)
        for half in HALVES
        for total, parts in {
            "合计": ("因公出国(境)费", "小计", "公务接待费"),
            "小计": ("公务用车购置费", "公务用车运行维护费"),
        }.items()
    )


def _by_label(columns: Sequence[Column]) -> list[str]:
    names: list[str] = []
    for column in columns:
        whole = "".join(column.labels)
        half = next((half for half in HALVES if half in whole), "")
        leaf = _leaf(column.labels)
        name = f"{half}/{leaf}" if half and leaf else column.path or f"第{column.index + 1}列"
        names.append(name if name not in names else f"{name}({column.index + 1})")
    return names


def _leaf(labels: Sequence[str]) -> str:
    """The item of a column by all its storeys; 会议费 and 培训费 beside the three keep their own names."""
    if extra := next((label for label in labels if _EXTRA.fullmatch(label)), ""):
        return extra
    if labels and labels[-1] in _TOTALS:
        return "小计" if any("公务用车" in label for label in labels) else "合计"
    return next((name for name in reversed(_ITEMS) for label in reversed(labels) if _ITEMS[name].search(label)), "")
