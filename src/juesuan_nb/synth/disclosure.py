"""The 部门预算 of an invented department: what it planned for the year of its accounts, as provinces print it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from juesuan_nb.amounts import FEN_PER_UNIT, from_fen, half_up, to_fen
from juesuan_nb.errors import UsageError
from juesuan_nb.synth.books import BUDGETS, PUBLIC, Amounts, Books, added, with_parents
from juesuan_nb.synth.heads import head_of
from juesuan_nb.synth.layouts import Layout, layout_named
from juesuan_nb.synth.page import Block, Figure, Heading, Prose, Row, Table
from juesuan_nb.synth.planting import Planted, with_value
from juesuan_nb.synth.report import SyntheticReport, accounts_of

COLUMNS = ("合计", "基本支出", "项目支出")
_TABLES = {
    "general_public_expenditure": BUDGETS[:1],
    "government_funds": BUDGETS[1:2],
    "state_capital": BUDGETS[2:],
    "expenditure": BUDGETS,
}


@dataclass(frozen=True)
class Style:
    """How a place prints its budgets: `titles` in the order of _TABLES, `parts` the cells of a code, `compares` with
    columns of the year before and the change."""

    unit: str
    titles: tuple[str, ...]
    summary: str
    public: str
    parts: bool
    total_first: bool
    compares: bool
    thousands: bool


STYLES = {
    "plain": Style(
        "万元", ("一般公共预算支出表", "政府性基金预算支出表", "国有资本经营预算支出表", "部门支出总表"),
        "部门收支总表", "财政拨款“三公”经费支出表", False, True, False, False,
    ),
    "compared": Style(
        "万元",
        ("一般公共预算财政拨款支出预算表", "政府性基金预算支出情况表", "国有资本经营预算支出情况表", "支出预算总表"),
        "收支预算总表", "一般公共预算“三公”经费支出情况表", False, False, True, False,
    ),
    "parted": Style(
        "元",
        (
            "{year}年部门一般公共预算支出功能分类预算表", "{year}年部门政府性基金预算支出功能分类预算表",
            "{year}年部门国有资本经营预算支出功能分类预算表", "{year}年部门支出预算总表",
        ),
        "{year}年部门财务收支预算总表", "{year}年部门“三公”经费预算表", True, False, False, True,
    ),
}  # fmt: skip
"""Three ways to print a budget."""


def budget(
    seed: int, *, year: int | None = None, size: str = "medium", layout: str = "national", style: str = "plain"
) -> SyntheticReport:
    """The 部门预算 of `department(seed, …)`: a report of its own, whose `cells` are what a reader has to give back.

    Raises UsageError where layout, size, year or style is unknown.
    """
    if style not in STYLES:
        raise UsageError(f"没有部门预算的样式“{style}”，可用：{'、'.join(STYLES)}。")
    form = layout_named(layout)
    books = accounts_of(seed, form.year(year), size, layout)
    return SyntheticReport(books.department, books.year, form, tuple(_Printer(books, form, STYLES[style]).blocks()))


def misprint(report: SyntheticReport, seed: int = 0) -> tuple[SyntheticReport, Planted]:
    """The budget with another figure for one 项 of 一般公共预算, beyond any rounding; as it is where it has no 项."""
    dice = Random(f"{seed}/misprint")
    spots = [
        (number, row, column)
        for number, block in enumerate(report.blocks)
        if isinstance(block, Table) and block.statement == "general_public_expenditure"
        for row, cells in enumerate(block.body)
        for column, cell in enumerate(cells)
        if isinstance(cell, Figure) and cell.column == COLUMNS[0] and len(cell.code) == 7 and cell.value
    ]
    if not spots:
        return report, Planted("misprint")
    number, row, column = spot = dice.choice(spots)
    table = report.blocks[number]
    old = table.body[row][column]
    fen = to_fen(Decimal(old.value), table.unit) + dice.randint(2, 900) * FEN_PER_UNIT["万元"] // 10
    value = f"{half_up(from_fen(fen, table.unit))}"
    blocks = with_value(report.blocks, spot, value)
    planted = Planted("misprint", table.statement, old.code, old.item, old.column, old.value, value, rules=("NV16",))
    return replace(report, blocks=blocks), planted


class _Printer:
    def __init__(self, books: Books, layout: Layout, style: Style) -> None:
        self.books, self.layout, self.style = books, layout, style

    def blocks(self) -> Iterator[Block]:
        books = self.books
        tables = [self._summary(), *(self._by_code(*pair) for pair in zip(_TABLES, self.style.titles, strict=True))]
        tables.append(self._public())
        yield Heading(f"{books.department}{books.year}年部门预算", 1)
        yield Prose(("目录",))
        yield from (Prose((f"{number}.{table.lines[0]}",)) for number, table in enumerate(tables, 1))
        yield Heading(f"{books.year}年部门预算编制说明", 2)
        yield Prose(
            (f"{books.year}年，{books.department}按照规定编制部门预算，与{books.year - 1}年预算相比有增有减。",)
        )
        yield from tables

    def _figure(self, fen: int, code: str, item: str, column: str) -> Figure:
        if not fen:
            return Figure("")
        value = f"{half_up(from_fen(fen, self.style.unit))}"
        return Figure(f"{Decimal(value):,}" if self.style.thousands else value, value, code, item, column)

    def _table(self, statement: str, title: str, paths: Sequence[tuple[str, ...]], body: Sequence[Row]) -> Table:
        head, spans = head_of(paths)
        lines = (title.format(year=self.books.year), f"编制部门：{self.books.department} 单位：{self.style.unit}")
        return Table(
            statement, lines[0], self.style.unit, lines, tuple(map(tuple, head)), tuple(spans), tuple(body)
        )  # fmt: skip

    def _planned(self, statement: str) -> dict[str, Amounts]:
        grants = (grant for budget in _TABLES[statement] for grant in self.books.of(budget) if grant.planned)
        rows = added(
            (grant.code, dict(zip(COLUMNS, (grant.planned, basic, grant.planned - basic), strict=True)))
            for grant in grants
            for basic in [grant.planned * grant.basic // grant.spent if grant.spent else 0]
        )
        return with_parents(rows) if rows else {}

    def _by_code(self, statement: str, title: str) -> Table:
        year, style = self.books.year, self.style
        codes = [("科目编码", part) for part in "类款项"] if style.parts else [("科目编码",)]
        own = (
            [(f"{year}年预算数", column) for column in ("小计", *COLUMNS[1:])]
            if style.compares
            else [(c,) for c in COLUMNS]
        )
        before, after = ([(f"{year - 1}年执行数",)], [("增减额",)]) if style.compares else ([], [])
        rows = self._planned(statement)
        items = [self._row(code, amounts) for code, amounts in rows.items() if code]
        total = [self._row("", rows.get("", {}))]
        body = total + items if style.total_first else items + total
        return self._table(statement, title, [*codes, ("科目名称",), *before, *own, *after], body)

    def _row(self, code: str, amounts: Amounts) -> Row:
        name = self.layout.name_of(code) if code else "合计"
        parts = (code[:3], code[3:5], code[5:]) if self.style.parts else (code,)
        label = (*parts, name) if code else ("合计", *[""] * len(parts))
        own = [self._figure(amounts.get(column, 0), code, name, column) for column in COLUMNS]
        year, fen = self.books.year, amounts.get(COLUMNS[0], 0)
        last = self._figure(fen // 7 * 6, code, name, f"{year - 1}年执行数")
        return (
            (*label, last, *own, self._figure(fen - fen // 7 * 6, code, name, "增减额"))
            if self.style.compares
            else (*label, *own)
        )

    def _summary(self) -> Table:
        sums = {budget: sum(grant.planned for grant in self.books.of(budget)) for budget in BUDGETS}
        names = ("一、一般公共预算资金", "二、政府性基金", "三、国有资本经营预算")
        rows = self._planned("expenditure")
        right = [(f"{self.layout.name_of(code)}", rows[code][COLUMNS[0]]) for code in rows if len(code) == 3]
        left = list(zip(names, sums.values(), strict=True))
        left, right = ([*side, *[("", 0)] * (max(len(left), len(right)) - len(side))] for side in (left, right))
        whole = sum(sums.values())
        pairs = [*zip(left, right, strict=True), (("收入总计", whole), ("支出总计", whole))]
        body = [self._side("收入", *one) + self._side("支出", *other) for one, other in pairs]
        heads = [(f"本年{side}", head) for side in ("收入", "支出") for head in ("项目", "预算数")]
        return self._table("revenue_expenditure_summary", self.style.summary, heads, body)

    def _side(self, side: str, label: str, fen: int) -> Row:
        return (label, self._figure(fen, "", label, f"{side}/预算数"))

    def _public(self) -> Table:
        amounts = dict(zip(PUBLIC, (self.books.public_budget[item] for item in PUBLIC), strict=True))
        abroad, bought, run, hosted = (amounts[item] for item in PUBLIC)
        columns = {"合计": sum(amounts.values()), PUBLIC[0]: abroad, "小计": bought + run, PUBLIC[1]: bought}
        columns |= {PUBLIC[2]: run, PUBLIC[3]: hosted}
        vehicles = "公务用车购置及运行费"
        heads = [
            ("合计",),
            ("因公出国（境）费",),
            (vehicles, "小计"),
            (vehicles, "购置费"),
            (vehicles, "运行费"),
            ("公务接待费",),
        ]
        row = tuple(self._figure(fen, "", "", f"预算数/{name}") for name, fen in columns.items())
        return self._table("three_public", self.style.public, heads, [row])
