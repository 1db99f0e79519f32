"""Forms of a budget's tables that the accounts do not have, brought into those they have."""

import re
from collections.abc import Sequence
from dataclasses import replace

from juesuan_nb.document import Cell, Grid, Row, fold, squeeze
from juesuan_nb.statements.draft import Value, take
from juesuan_nb.statements.heads import numbering
from juesuan_nb.statements.located import Located, rows_of

_DIGITS = re.compile(r"\d{1,7}")
_YEAR = re.compile(r"20\d\d")
_ITEMS = {
    "因公出国(境)费": re.compile(r"因公出国"),
    "公务接待费": re.compile(r"公务(?:接|招)待"),
    "小计": re.compile(r"购置(?:费)?(?:及|和|与|、)(?:运行|维护)|小计"),
    "公务用车购置费": re.compile(r"公务用车购置|购置费"),
    "公务用车运行维护费": re.compile(r"公务用车运行|^运行"),
    "合计": re.compile(r"合计|总计|三公"),
}
_ELSE = re.compile(r"机关运行|会议费|培训费")


def joined_codes(grid: Grid) -> Grid:
    """The grid with a code that is parted over the first columns (301 | 01, or 01 alone below 301) in one cell."""
    rows, above = [], ""
    for row in grid.rows:
        rows.append(_joined(row, above))
        above = squeeze(rows[-1][0].text)[:3] if _DIGITS.fullmatch(squeeze(rows[-1][0].text)) else above
    return Grid(tuple(rows))


def _joined(row: Row, above: str) -> Row:
    texts = [squeeze(cell.text) for cell in row]
    end = next((at for at, text in enumerate(texts) if text and not _DIGITS.fullmatch(text)), 0)
    code = "".join(texts[:end])
    if not code or not texts[end:]:
        return row
    whole = above + code if not texts[0] and len(code) == 2 else code
    blanks = (replace(cell, text="") for cell in row[1:end])
    return (Cell(whole, row[0].place), *blanks, *row[end:])


def three_public(table: Located, year: int | None) -> dict[str, Value]:
    """The budget of “三公”, one item a row or all in one row; of several years side by side this year's."""
    rows = [row for _, row in rows_of(table)]
    start = next((at for at, row in enumerate(rows) if _figures(row)), len(rows))
    head, body = rows[:start], rows[start:]
    return _upright(head, body, year) or _flat(head, body, year)


def _figures(row: Row) -> dict[int, Value]:
    found = {at: value for at, cell in enumerate(row) if (value := take(cell)) and value.printed}
    return {} if numbering(row) is not None else found


def _item(labels: Sequence[str]) -> str:
    """The item that the lowest label names; a label of something else (机关运行经费, 会议费) names none."""
    if any(_ELSE.search(label) for label in labels):
        return ""
    return next((name for label in reversed(labels) for name, words in _ITEMS.items() if words.search(label)), "")


def _upright(head: Sequence[Row], body: Sequence[Row], year: int | None) -> dict[str, Value]:
    own = {at for row in head for at, cell in enumerate(row) if year and str(year) in fold(cell.text)}
    values: dict[str, Value] = {}
    for row in body:
        found = _figures(row)
        label = fold("".join(cell.text for cell in row[: min(found, default=0)]))
        if found and label and (name := _item([label])):
            values.setdefault(f"预算数/{name}", found.get(min(own & set(found), default=min(found))))
    return values if len(values) > 1 else {}


def _flat(head: Sequence[Row], body: Sequence[Row], year: int | None) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for at, value in (_figures(body[0]) if body else {}).items():
        labels = _labels(head, at)
        years = {int(number) for label in labels for number in _YEAR.findall(label)}
        name = _item(labels)
        if name and not (year and years and year not in years):
            values.setdefault(f"预算数/{name}", value)
    return values


def _labels(head: Sequence[Row], at: int) -> list[str]:
    """The labels over a column: its own, and above its first own one those that span it from the left."""
    labels: list[str] = []
    has_own = False
    for row in head:
        texts = [fold(cell.text) for cell in row[: at + 1]]
        own = texts[at] if at < len(texts) else ""
        spanning = "" if has_own else next((text for text in reversed(texts) if text), "")
        has_own = has_own or bool(own)
        labels += [text for text in [own or spanning] if text]
    return labels
