"""Statements whose rows are classification codes, and extra tables of that shape."""

import re
from collections.abc import Sequence

from juesuan_nb import codebook, vocabulary
from juesuan_nb.document import Cell, Row, fold, squeeze
from juesuan_nb.statements.draft import BLANK_MARKS, Draft, Item, take
from juesuan_nb.statements.heads import HEAD_WORDS, columns_at, likeness, name_columns, number_columns, numbering
from juesuan_nb.statements.located import Located, rows_of
from juesuan_nb.statements.rows import is_junk, spread

CODE = re.compile(r"[12]\d{2}(?:\d{2}){0,2}")
_PART = re.compile(r"\d{1,7}")
_GLUED = re.compile(r"([12]\d{2}(?:\d{2}){0,2})([^\d.,，．].*)")
TOTALS = re.compile(r"(?:合计|总计|小计|本年收入合计|本年支出合计|栏次合计|收入合计|支出合计)(?:\d.*)?")
_BALANCE = re.compile(r"结转|本年收入")
_CODE_COLUMNS = {"类", "款", "项", "类款项"}
_REMARK = re.compile(r"^(?:备?注|说明)\d*[:.、]")


def read(table: Located, leaves: Sequence[str] = ()) -> Draft:
    """Read a table of coded rows; pieces after page breaks may have lost their head or their code column.

    `leaves` are heads of columns of figures, for a table that is none of the nine: a spreadsheet prints whole numbers.
    """
    draft = Draft(table)
    pieces = _pieces(table)
    head, body = _split(pieces[0]) if pieces else ([], [])
    indices = _value_columns(head, body, leaves or _expected(table))
    if not indices:
        return draft
    columns = columns_at([row for row in head if numbering(row) is None and not _only_total(row)], indices)
    draft.columns, guessed = _named(table, columns)
    if guessed and draft.columns:
        draft.note("head_recovered", f"{table.name}的表头有错位或乱码，按栏次和位置确定各列", table.place)
    for number, rows in enumerate([body, *pieces[1:]]):
        seen = len(draft.items)
        _read_piece(draft, rows, indices if number == 0 else _aligned(rows, indices))
        for item in draft.items[seen:]:
            item.piece = number
    return draft


def _pieces(table: Located) -> list[list[Row]]:
    pieces: list[list[Row]] = []
    for number, row in rows_of(table):
        while len(pieces) <= number:
            pieces.append([])
        pieces[number].append(row)
    return [rows for rows in pieces if rows]


def is_data(row: Row) -> bool:
    """Whether a row carries a code or a total's label, and is no 栏次 row."""
    if numbering(row) is not None:
        return False
    texts = [text for cell in row if (text := squeeze(cell.text)) and text not in _CODE_COLUMNS]
    coded = any(CODE.fullmatch(text) or _GLUED.fullmatch(text) for text in texts[:2])
    total = any(TOTALS.fullmatch(text) for text in texts[:2]) and any(take(cell) and take(cell).printed for cell in row)
    return coded or total


def _split(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Head and body: the body begins at the first row with a code or total, or after the 栏次 row."""
    for position, row in enumerate(rows):
        if is_data(row):
            return list(rows[:position]), list(rows[position:])
    numbered = [position for position, row in enumerate(rows) if numbering(row) is not None]
    cut = numbered[0] + 1 if numbered else len(rows)
    return list(rows[:cut]), list(rows[cut:])


def _value_columns(head: Sequence[Row], body: Sequence[Row], expected: Sequence[str]) -> list[int]:
    """Where the figures stand: by the 栏次, else by the decimals and by the heads.

    A spreadsheet prints a column of zeros without decimals: its head says that it holds figures and no codes.
    """
    for row in head:
        if indices := numbering(row):
            return indices
    figures = number_columns(body)
    labelled = {
        index
        for row in head
        if not _only_total(row)
        for index, cell in enumerate(row)
        if cell.text.strip()
        and not re.search(r"科目|编码|代码|名称|项目$|栏次|^[类款项]$|单位:|部门:", fold(cell.text))
    }
    whole = number_columns(body, decimals=False)
    blank = labelled - {index for row in body for index, cell in enumerate(row) if cell.text.strip()}
    named = [
        index for index in sorted(labelled) if (index in whole or index in blank) and _is_leaf(head, index, expected)
    ]
    first = min([*figures[:1], *named[:1]], default=0)
    return sorted(set(figures) | {index for index in labelled if index >= first})


def _is_leaf(head: Sequence[Row], index: int, expected: Sequence[str]) -> bool:
    labels = [row[index].text for row in head if index < len(row) and row[index].text.strip()]
    return any(likeness(label, name) == 1.0 for label in labels for name in expected)


def _only_total(row: Row) -> bool:
    """A total's row without figures, as blank templates print it."""
    texts = [squeeze(cell.text) for cell in row if cell.text.strip()]
    return len(texts) == 1 and bool(TOTALS.fullmatch(texts[0]))


def _expected(table: Located) -> tuple[str, ...]:
    statement = vocabulary.statements().get(table.statement)
    return (*statement.columns, *(statement.wide_columns or ())) if statement else ()


def _named(table: Located, columns: list) -> tuple[tuple[str, ...], bool]:
    statement = vocabulary.statements().get(table.statement)
    expected = statement.columns if statement else ()
    if statement and statement.wide_columns and any(_BALANCE.search(column.path) for column in columns):
        expected = statement.wide_columns
    names, guessed = name_columns(columns, expected)
    return tuple(names), guessed and bool(expected)


def _aligned(rows: Sequence[Row], indices: Sequence[int]) -> list[int]:
    """The value columns of a continuation: as before, or shifted where a column on the left was lost."""
    figures = number_columns([row for row in rows if not is_junk(row, ())])
    if set(figures) <= set(indices) or len(figures) < 2:
        return list(indices)
    if len(figures) == len(indices):
        return figures
    shift = figures[0] - indices[0]
    moved = [index + shift for index in indices]
    return moved if set(figures) <= set(moved) else list(indices)


def _read_piece(draft: Draft, rows: Sequence[Row], indices: Sequence[int]) -> None:
    names = {fold(item.item) for item in draft.items} | {fold(cell.text) for row in rows for cell in row[: indices[0]]}
    labels = {fold(label) for column in (*draft.columns, *_expected(draft.table)) for label in column.split("/")}
    for row in rows:
        texts = [fold(cell.text) for cell in row if cell.text.strip()]
        if numbering(row) is not None or _REMARK.match(texts[0]) or _repeats_head(texts, labels):
            continue
        if is_junk(row, names):
            draft.note("row_junk", f"{draft.table.name}有一行是其他各行的重复堆叠，未读入", row[0].place)
            continue
        code, name = _label(row[: indices[0]], draft)
        values = spread([row[index] if index < len(row) else None for index in indices])
        found = {
            column: value for column, cell in zip(draft.columns, values, strict=True) if cell and (value := take(cell))
        }
        _append(draft, row[0], code, name, found)


def _repeats_head(texts: Sequence[str], labels: set[str]) -> bool:
    """Whether a row says again what stands over the columns: on a new page, shifted, it could end a name."""
    heads = [text for text in texts if HEAD_WORDS.fullmatch(text)]
    return bool(heads) and len(texts) > 1 and all(text in labels or text in heads for text in texts)


def _label(cells: Sequence[Cell], draft: Draft) -> tuple[str, str]:
    """Code and name from the cells left of the figures; split codes are joined, glued ones are parted.

    A total may stand on the line of the heads 类, 款, 项.
    """
    texts = ["" if (text := squeeze(cell.text)) in _CODE_COLUMNS else text for cell in cells]
    parts = [text for text in texts if _PART.fullmatch(text)]
    name = "".join(text for text in texts if text and not _PART.fullmatch(text))
    code = "".join(parts)
    if code and len(code) in (2, 4) and draft.items:
        code = _absolute(code, [bool(text) for text in texts], draft.items[-1].code)
    if not code and (glued := _GLUED.fullmatch(name)):
        code, name = glued.groups()
    if CODE.fullmatch(code) and (echo := re.match(r"\d{2,}(?=\D)", name)) and code.endswith(echo[0]):
        name = name[echo.end() :]
    return code, name


def _absolute(code: str, filled: Sequence[bool], before: str) -> str:
    """A code printed only in its own column (类 | 款 | 项) is completed from the row above."""
    depth = {0: 0, 1: 3, 2: 5}.get(next((place for place, is_full in enumerate(filled) if is_full), 0), 0)
    return before[:depth] + code if len(before) >= depth else code


def _append(draft: Draft, first: Cell, code: str, name: str, values: dict) -> None:
    readable = any(value.printed for value in values.values())
    if code and not CODE.fullmatch(code):
        name, code = code + name, ""
    if not readable and not code:
        if name not in BLANK_MARKS and not HEAD_WORDS.fullmatch(name) and not TOTALS.fullmatch(name):
            _continue_name(draft, first, name)
        return
    if not code and not name:
        if draft.items:
            draft.note("unplaced", f"{draft.table.name}有一行数字没有科目，未能放入", first.place)
            return
        name = "合计"
        draft.note("name_recovered", f"{draft.table.name}首行数字没有名称，按位置视为合计", first.place, item=name)
    if TOTALS.fullmatch(name):
        name = re.sub(r"\d.*", "", name)
    item = Item(code, name, first.place, values=values)
    if draft.items:
        _take_tail(draft.items[-1], item)
    if not any(_same(item, other) for other in draft.items):
        draft.items.append(item)


def _continue_name(draft: Draft, first: Cell, name: str) -> None:
    """A row of words alone is the rest of a wrapped name: of the row above, or of the next one on a page bottom-up."""
    above = draft.items[-1] if draft.items else None
    if above and above.item and not TOTALS.fullmatch(above.item):
        above.item, above.tail = above.item + name, name
    else:
        draft.note("unplaced", f"{draft.table.name}有一行文字未能放入：{name[:20]}", first.place)


def _take_tail(above: Item, item: Item) -> None:
    """Move the end of the name above to this row where the codebook says that it is this row's and not that one's."""
    fits_above = codebook.function_name(above.code) == above.item
    if above.tail and not fits_above and codebook.function_name(item.code) == item.item + above.tail:
        above.item, item.item = above.item.removesuffix(above.tail), item.item + above.tail


def _same(one: Item, other: Item) -> bool:
    """A coded row printed twice over a page break. A total at both ends of a table is two printed amounts and stays.

    Without codes a 款 and its only 项 may look alike (其他城乡社区支出): such rows are never taken for repeats.
    """
    return bool(one.code) and one.same_as(other)
