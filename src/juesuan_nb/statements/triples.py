"""一般公共预算财政拨款基本支出决算(明细)表: code, name and outturn, two or three times side by side."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from juesuan_nb import codebook
from juesuan_nb.document import Cell, Row, fold, squeeze
from juesuan_nb.statements.draft import Draft, Item, Value, take
from juesuan_nb.statements.located import Located, rows_of

CODE = re.compile(r"3\d{2}(?:\d{2})?")
_GLUED = re.compile(r"(3\d{2}(?:\d{2})?)([^\d.,，．].*)")
_CODE_HEAD = re.compile(r".*(?:编码|代码)$")
_HEAD = re.compile(r"经济分类|科目|编码|代码|名称|决算数|金额|人员经费$|公用经费$|栏次")
_TOTAL = re.compile(r"(?:\d*)((?:人员经费|公用经费|日常公用经费)?合计)([\d.,]*)")
_REMARK = re.compile(r"^(?:备?注|说明)\d*[:.、]")
COLUMN = "决算数"


def read(table: Located) -> Draft:
    """Read the triples of every row; a page that runs bottom-up is put in the order of its codes."""
    draft = Draft(table, (COLUMN,))
    rows = [row for _, row in rows_of(table)]
    starts = _starts(rows)
    groups: list[list[Item]] = [[] for _ in starts]
    for row in rows:
        if _is_head(row) or _REMARK.match(fold("".join(cell.text for cell in row))):
            continue
        for group, cells in _cut(row, starts):
            item = _item(cells, draft)
            if item and not any(item.code and item.same_as(other) for other in groups[group]):
                groups[group].append(item)
    reversed_groups = [_restore(draft, items) for items in groups]
    if any(reversed_groups):
        draft.note("order_restored", f"{table.name}有一页自下而上排列，已按科目编码恢复顺序", table.place)
    draft.items = [item for items in groups for item in items]
    return draft


def _starts(rows: Sequence[Row]) -> list[int]:
    """The first column of each triple: by the heads, and where codes stand."""
    heads = {index for row in rows[:4] for index, cell in enumerate(row) if _CODE_HEAD.fullmatch(fold(cell.text))}
    coded: dict[int, int] = {}
    for row in rows:
        for index, cell in enumerate(row):
            if CODE.fullmatch(squeeze(cell.text)) or _GLUED.fullmatch(squeeze(cell.text)):
                coded[index] = coded.get(index, 0) + 1
    regular = {index for index, count in coded.items() if count > 1}
    return sorted(heads if regular <= heads else heads | regular) or [0]


def _is_head(row: Row) -> bool:
    texts = [fold(cell.text) for cell in row if cell.text.strip()]
    return all(_HEAD.search(text) and not re.search(r"\d", text) for text in texts)


def _cut(row: Row, starts: Sequence[int]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The cells of each triple; a code that stands off its column begins its triple all the same."""
    for group, start in enumerate(starts):
        stop = starts[group + 1] if group + 1 < len(starts) else len(row)
        first = start
        if group and start <= len(row) and _coded(row[start - 1]) and not (start < len(row) and _coded(row[start])):
            first = start - 1
        if stop < len(row) and _coded(row[stop - 1]) and not _coded(row[stop]):
            stop -= 1
        yield group, row[first:stop]


def _coded(cell: Cell) -> bool:
    return bool(CODE.fullmatch(squeeze(cell.text)) or _GLUED.fullmatch(squeeze(cell.text)))


def _item(cells: Sequence[Cell], draft: Draft) -> Item | None:
    code, name, value = "", "", None
    filled = [cell for cell in cells if cell.text.strip()]
    for cell in filled:
        text = squeeze(cell.text)
        if not code and not name and CODE.fullmatch(text):
            code = text
        elif not code and not name and (glued := _GLUED.fullmatch(text)):
            code, name = glued.groups()
        elif (found := take(cell)) and found.printed:
            value = value or found
        elif found:
            name += text
    if not filled or not (code or name or value):
        return None
    if total := _TOTAL.fullmatch(name):
        name = total[1]
        damaged = bool(re.search(r"\d", "".join(squeeze(cell.text) for cell in filled if "合计" in cell.text)))
        if value is None and damaged:
            value = Value(None, filled[0].place, "lost", filled[0].text)
    elif code and value is None:
        value = Value(None, filled[0].place, "lost", "")
    return Item(code, name, filled[0].place, values={COLUMN: value} if value else {})


def _restore(draft: Draft, items: list[Item]) -> bool:
    """Give a row without code the code of its name or, at the head of a run, of the codes that follow; mend the order.

    Returns whether the order had to be mended.
    """
    for position, item in enumerate(items):
        if item.code or _TOTAL.fullmatch(item.item):
            continue
        following = next((other.code for other in items[position + 1 :] if other.code), "")
        code = _code_for(item, following)
        if not code:
            draft.note("unplaced", f"{draft.table.name}有一格没有科目编码，未能确定科目", item.place, item=item.item)
            continue
        known = codebook.economics()[code].name
        kind = "code_recovered" if item.item else "name_recovered"
        draft.note(
            kind,
            f"{draft.table.name}丢失的科目编码补为 {code}（{known}），依据科目编码表和相邻科目",
            item.place,
            code=code,
            item=known,
        )
        item.code, item.item, item.recovered = code, item.item or known, True
    codes = [item.code for item in items if item.code and not item.recovered]
    upside_down = any(len(a) == len(b) == 5 and a[:3] == b[:3] and b < a for a, b in pairwise(codes))
    if upside_down:
        items.sort(key=lambda item: (not item.code, item.code))
    return upside_down


def _code_for(item: Item, following: str) -> str:
    named = codebook.codes_named(item.item, economic=True) if item.item else ()
    if len(named) == 1:
        return named[0]
    parent = following[:3]
    if named:
        return next((code for code in named if code.startswith(parent)), "") if parent else ""
    return parent if len(following) == 5 and not item.item and parent in codebook.economics() else ""
