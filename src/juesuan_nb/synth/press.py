"""What all tables of one department in one layout have in common: amounts, cells, titles, remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb import vocabulary
from juesuan_nb.amounts import FEN_PER_UNIT, half_up
from juesuan_nb.synth.books import Books
from juesuan_nb.synth.layouts import Layout
from juesuan_nb.synth.page import Figure, Row, Span, Table

_DIGITS = "一二三四五六七八九"
NUMERALS = [*_DIGITS, "十", *(f"十{d}" for d in _DIGITS), "二十", *(f"二十{d}" for d in _DIGITS)]
_SHOWS = {
    "revenue_expenditure_summary": "的总收支和年末结转结余情况",
    "revenue": "取得的各项收入情况",
    "expenditure": "各项支出情况",
    "appropriation_summary": "财政拨款的总收支和年末结转结余情况",
    "general_public_expenditure": "一般公共预算财政拨款支出情况",
    "basic_expenditure": "一般公共预算财政拨款基本支出明细情况",
    "government_funds": "政府性基金预算财政拨款收入、支出及结转和结余情况",
    "state_capital": "国有资本经营预算财政拨款支出情况",
    "three_public": "“三公”经费支出预决算情况",
}
_NOTHING = {
    "government_funds": "没有政府性基金收入，也没有使用政府性基金安排的支出",
    "state_capital": "没有使用国有资本经营预算财政拨款安排的支出",
    "general_public_expenditure": "没有一般公共预算财政拨款支出",
    "basic_expenditure": "没有一般公共预算财政拨款基本支出",
    "three_public": "没有“三公”经费预算，也没有“三公”经费支出",
}


@dataclass(frozen=True)
class Press:
    """Prints cells and tables of one department in one layout."""

    books: Books
    layout: Layout

    def money(self, fen: int) -> str:
        """An amount as published, without separators: rounded on its own."""
        return f"{half_up(Decimal(fen) / FEN_PER_UNIT[self.layout.unit])}"

    def spaced(self, label: str) -> str:
        """A total's label, letter-spaced where the layout does so: 合　计."""
        return "  ".join(label) if self.layout.letter_spaced and label in ("合计", "总计") else label

    def figure(self, fen: int, code: str, item: str, column: str, *, zeros: bool | None = None) -> Figure:
        """A cell; a zero is blank where the layout prints no zeros."""
        if not fen and not (self.layout.zeros if zeros is None else zeros):
            return Figure("")
        value = self.money(fen)
        text = f"{Decimal(value):,}" if self.layout.thousands else value
        return Figure(text, value, code, item, column)

    def table(self, statement: str, head: Sequence[Sequence[str]], spans: Sequence[Span], body: Sequence[Row]) -> Table:
        """A table with its title, number, owner, year and unit above and its remarks below."""
        layout, books = self.layout, self.books
        number = f"公开{layout.order.index(statement) + 1:02}表"
        title = layout.title.format(
            title=layout.title_of(statement), year=books.year, department=books.department, number=number
        )
        lines = [title, number if layout.number_lines else ""]
        lines += [f"部门：{books.department}", f"{books.year}年度"] if layout.owner_lines else []
        empty = not any(isinstance(cell, Figure) and cell.value.strip("0.") for row in body for cell in row)
        nothing = (
            f"说明：本{books.kind}{_NOTHING[statement]}，故本表无数据。" if empty and statement in _NOTHING else ""
        )
        return Table(
            statement,
            vocabulary.statements()[statement].title,
            layout.unit,
            tuple(line for line in (*lines, f"单位：{layout.unit}") if line),
            tuple(map(tuple, head)),
            tuple(spans),
            tuple(body),
            tuple(filter(None, (f"注：本表反映{books.kind}本年度{_SHOWS[statement]}。", nothing))),
        )
