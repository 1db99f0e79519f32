"""A file → Budget: tables located by title, read by the layouts of the accounts, whose budget it is."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from juesuan_nb import readers
from juesuan_nb.amounts import nearest_fen
from juesuan_nb.budget import columns
from juesuan_nb.budget.locate import Found, locate
from juesuan_nb.budget.model import Budget, Line
from juesuan_nb.budget.shape import joined_codes, three_public
from juesuan_nb.document import fold
from juesuan_nb.errors import ReadError
from juesuan_nb.identity import alike, owner_of, texts_of
from juesuan_nb.places import here, place
from juesuan_nb.statements import by_code, triples, two_sided
from juesuan_nb.statements.draft import Draft, Item, Value, take
from juesuan_nb.statements.located import Located, rows_of
from juesuan_nb.statements.recover import recover

DEFAULT_UNIT = "万元"
_YEAR = re.compile(r"(20\d{2})年")
_TITLED = re.compile(r"(20\d{2})年.{0,30}预算")
_COVER = re.compile(
    r"^(?:20\d{2}年?度?)?(.{2,40}?)(?:20\d{2}年?度?)?(?:部门|单位)?(?:收支)?预算(?:公开|报告|说明|草案)*$"
)
_GENERIC = ("部门", "单位", "本部门", "本单位", "区级", "市级", "县级", "省级")
_TOTAL = re.compile(r"(?:合计|总计|支出合计|收入合计|本年支出合计|本年收入合计)")
_COVER_LINES = 12
_LOSSES = ("unplaced", "row_junk")


def load_budget(path: str | Path) -> Budget:
    """Read one 部门预算.

    Raises ReadError where the file is missing or unreadable, or has no table of expenditure by code: what is no
    budget, or final accounts, is told as such.
    """
    source = place(path)
    document = readers.read(here(source))
    texts = [fold(text) for text in texts_of(document)]
    located = locate(document)
    year = _year(located, texts)
    drafts = [(found, draft) for found in located if (draft := _draft(found, year)).items]
    coded = [draft for found, draft in drafts if _LAYOUTS[found.statement] is _by_code]
    recover(coded)
    if not any(item.code for draft in coded for item in draft.items):
        _refuse(document.name, texts)
    units = [draft.table.unit for _, draft in drafts if draft.table.unit]
    unit = max(units, key=units.count) if units else DEFAULT_UNIT
    lines = tuple(line for group in _whole(drafts, unit) for line in group)
    partial = frozenset(
        found.statement for found, draft in drafts if any(note["kind"] in _LOSSES for note in draft.notes)
    )
    empty = frozenset(found.statement for found in located if _is_empty(found.table))
    return Budget(_department(texts), year, unit, lines, document, (source,), partial, empty)


def refuse_another(budget: Budget, report: str, department: str, year: int | None) -> None:
    """Raises ReadError where a budget is of another year or department than the accounts, as far as both say.

    `report` is the name of the accounts for the message.
    """
    if budget.year and year and budget.year != year:
        problem = f"这份部门预算是{budget.year}年的，而{report}是{year}年度决算，不是同一年度"
        raise ReadError(budget.name, problem, f"请给出同一部门{year}年的部门预算")
    if budget.department and department and not alike(budget.department, department):
        problem = f"这份部门预算是{budget.department}的，而{report}是{department}的决算，不是同一部门"
        raise ReadError(budget.name, problem, f"请给出{department}的部门预算")


def _by_code(table: Located, year: int | None) -> Draft:
    draft = by_code.read(table, columns.leaves(year))
    names = columns.named(draft.columns, year)
    for item in draft.items:
        item.values = {names.get(head, head): value for head, value in item.values.items()}
    return draft


def _economic(table: Located, _year: int | None) -> Draft:
    draft = triples.read(replace(table, pieces=[joined_codes(piece) for piece in table.pieces]))
    for item in draft.items:
        item.values = dict(zip((columns.WHOLE,), item.values.values(), strict=False))
    return draft


def _two_sided(table: Located, _year: int | None) -> Draft:
    return two_sided.read(table)


def _one_row(table: Located, year: int | None) -> Draft:
    values = three_public(table, year)
    return Draft(table, tuple(values), [Item("", "", table.place, values=values)] if values else [])


_LAYOUTS: dict[str, Callable[[Located, int | None], Draft]] = {
    "revenue_expenditure_summary": _two_sided,
    "appropriation_summary": _two_sided,
    "three_public": _one_row,
    "basic_expenditure": _economic,
} | dict.fromkeys(
    ("revenue", "expenditure", "general_public_expenditure", "government_funds", "state_capital"), _by_code
)


def _draft(found: Found, year: int | None) -> Draft:
    return _LAYOUTS[found.statement](found.table, year)


def _whole(drafts: Sequence[tuple[Found, Draft]], unit: str) -> Iterator[list[Line]]:
    """The lines table by table: of a statement printed several times (units behind the department) the first.

    A page whose title is repeated goes on with it: none of its rows stands there yet.
    """
    seen: dict[str, set[tuple[str, str]]] = {}
    for found, draft in drafts:
        lines = list(_lines(found, draft, draft.table.unit or unit))
        keys = {(line.code, line.item) for line in lines}
        before = seen.setdefault(found.statement, set())
        if not keys & before:
            before |= keys
            yield lines


def _is_empty(table: Located) -> bool:
    """Whether a table is the bare form: no code, no amount."""
    rows = [row for _, row in rows_of(table)]
    return not any(by_code.is_data(row) for row in rows) and not any(
        (value := take(cell)) and value.printed and value.printed.places for row in rows for cell in row
    )


def _lines(found: Found, draft: Draft, unit: str) -> Iterator[Line]:
    for item in draft.items:
        for column, value in item.values.items():
            amount = nearest_fen(value.printed.value, unit) if value.printed else None
            if amount is None or value.quality == "inferred":
                continue
            name = columns.WHOLE if not item.code and _TOTAL.fullmatch(fold(item.item)) else item.item
            text, quality = value.printed.text, _quality(item, value)
            yield Line(found.statement, found.title, item.code, name, column, text, amount, unit, quality, value.place)


def _quality(item: Item, value: Value) -> str:
    return "recovered" if item.recovered else "scanned" if value.place.scanned else value.quality


def _year(located: Sequence[Found], texts: Sequence[str]) -> int | None:
    """The year that most titles of tables name, else the cover, else any heading of a budget."""
    above = (line for found in located for line in (found.title, *(line.text for line in found.table.lines)))
    titles = [number for line in above for number in _YEAR.findall(fold(line))[:1]]
    cover = [number for text in texts[:_COVER_LINES] for number in _TITLED.findall(text)]
    headed = [number for text in texts if len(text) < 40 for number in _TITLED.findall(text)]
    listed = titles or cover or headed
    return int(Counter(listed).most_common(1)[0][0]) if listed else None


def _department(texts: Sequence[str]) -> str:
    owners = Counter(filter(None, map(owner_of, texts)))
    if owners:
        return owners.most_common(1)[0][0]
    named = (found[1] for text in texts[:_COVER_LINES] if (found := _COVER.match(text)))
    return next((name for name in named if name not in _GENERIC), "")


def _refuse(name: str, texts: Sequence[str]) -> None:
    whole = "".join(texts)
    if whole.count("决算") > whole.count("部门预算"):
        raise ReadError(name, "这是部门决算，不是部门预算", "请给出同一部门、同一年度的部门预算公开文件")
    problem = "没有找到部门预算按科目编码列支出的表（如一般公共预算支出表）"
    raise ReadError(name, problem, "请确认这是部门预算公开文件，且转换时保留了表格和表名")
