"""Find the tables of a 部门预算 by their titles, which every province words in its own way."""

import re
from dataclasses import dataclass
from functools import partial

from juesuan_nb.document import Paragraph, RawDocument, fold
from juesuan_nb.statements.locate import annotate, annotate_grid, bare_title, is_owner, opening
from juesuan_nb.statements.located import Located

_GENERAL = r"(?:财政拨款)?一般公共预算(?:当年)?(?:财政)?(?:当年)?(?:拨款)?"
_FUNDS = r"(?:财政拨款)?政府性基金(?:预算)?(?:财政)?(?:拨款)?"
_CAPITAL = r"(?:财政拨款)?国有资本经营(?:预算)?(?:财政)?(?:拨款)?"
_TABLE = r"(?:功能分类|经济分类|部门预算|总体|总|预算|情况|明细|科目|分)*表"
_TITLES = {
    "appropriation_summary": rf"财政拨款(?:预算)?(?:收支|收入支出){_TABLE}",
    "three_public": r"(?:财政拨款|一般公共预算)*(?:安排的?)?三公经费.{0,24}表",
    "basic_expenditure": rf"(?:{_GENERAL}|财政拨款)(?:预算)?基本支出{_TABLE}",
    "general_public_expenditure": rf"{_GENERAL}(?:预算)?(?:支出)(?:按?功能(?:分类)?科目?)?{_TABLE}",
    "government_funds": rf"{_FUNDS}(?:收入)?支出{_TABLE}",
    "state_capital": rf"{_CAPITAL}(?:收入)?支出{_TABLE}",
    "revenue_expenditure_summary": rf"(?:财务)?(?:预算)?(?:收支|收入支出){_TABLE}",
    "revenue": rf"(?:预算)?收入{_TABLE}",
    "expenditure": rf"(?:预算)?支出{_TABLE}",
}
"""Statement of the accounts → the titles of its twin in a budget, as a pattern; an earlier one counts more."""
_STARTS = {name: re.compile(rf"(?P<title>{pattern})(?:\(.*\))?") for name, pattern in _TITLES.items()}
_ANY_TABLE = re.compile(r".{2,50}表(?:\(.*\))?")
_ACCOUNTS = re.compile(r"决算")
_NEAR = 6
"""More lines than these between a title and its grid, and the title was an entry of a list."""


@dataclass(frozen=True)
class Found:
    """A table of a budget: the statement of the accounts it is the twin of, where it stands, its title as printed."""

    statement: str
    table: Located
    title: str


def title_of(text: str) -> tuple[str, str] | None:
    """(statement, title) where `text` is the title of one of the tables; None for others, and for those of accounts."""
    bare = bare_title(text)
    if not bare or _ACCOUNTS.search(bare):
        return None
    for statement, pattern in _STARTS.items():
        found = next(
            (hit for hit in pattern.finditer(bare) if hit.end() == len(bare) and is_owner(bare[: hit.start()])), None
        )
        if found:
            return statement, found["title"]
    return None


def locate(document: RawDocument) -> list[Found]:
    """The tables of a budget with their grids, in reading order; entries of the contents list are left out."""
    found: list[Found] = []
    current: Located | None = None
    before = ("", "")
    for block in document.blocks:
        here = (block.place.file, block.place.sheet)
        current, before = (current if here == before else None), here
        if opened := opening(block, partial(title_of)):
            current = Located("", opened.title, opened.place)
            found.append(Found(opened.statement, current, _printed(block)))
        if isinstance(block, Paragraph):
            current = current if opened else _after(current, block)
        elif current is not None:
            current.pieces.append(block)
            annotate_grid(current, block)
    return [one for one in found if one.table.pieces]


def _printed(block: object) -> str:
    """The line of the title: it may say the year."""
    return block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.rows[0])


def _after(current: Located | None, block: Paragraph) -> Located | None:
    """A line below a title belongs to its table, unless it is the title of another one, prose, or one line too many."""
    if current is None or _ANY_TABLE.fullmatch(fold(block.text)):
        return None
    current = annotate(current, fold(block.text), block)
    return current if current and (current.pieces or len(current.lines) <= _NEAR) else None
