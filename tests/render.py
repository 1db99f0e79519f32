"""Random consistent departments and the ways their tables are printed: the truth of the round-trip tests."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from juesuan_nb import codebook, vocabulary

Table = list[list[str]]


def money(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"


@dataclass
class Department:
    """Amounts in units of 0.01 万元, so that every sum holds exactly."""

    rows: list[tuple[str, str, int, int]]
    zeros: bool = True
    totals_last: bool = False
    line_numbers: bool = True
    truth: set[tuple[str, str, str, str, str]] = field(default_factory=set)

    def tell(self, statement: str, code: str, item: str, column: str, value: int) -> str:
        if not value and not self.zeros:
            return ""
        title = vocabulary.statements()[statement].title
        self.truth.add((title, code, item, column, money(value)))
        return money(value)

    def total(self, prefix: str, part: int) -> int:
        return sum(row[part] for row in self.rows if row[0].startswith(prefix) and len(row[0]) == 7)


def department(seed: int, **layout: bool) -> Department:
    """A department with a few functional items, every parent's amount the sum of its children's."""
    dice = random.Random(seed)
    items = [
        code
        for code, entry in codebook.functions().items()
        if entry.level == "项" and entry.side == "一般公共预算" and entry.grade == "A"
    ]
    leaves = sorted(dice.sample(items, dice.randint(3, 12)))
    rows: list[tuple[str, str, int, int]] = []
    for code in leaves:
        for parent in reversed(codebook.parents(code)):
            if parent not in {row[0] for row in rows}:
                rows.append((parent, codebook.function_name(parent), 0, 0))
        basic, project = dice.choice(
            [
                (dice.randint(1, 900_000), 0),
                (0, dice.randint(1, 900_000)),
                (dice.randint(1, 9_000), dice.randint(1, 90_000)),
            ]
        )
        rows.append((code, codebook.function_name(code), basic, project))
    made = Department(rows, **layout)
    made.rows = [
        (
            code,
            name,
            basic if len(code) == 7 else made.total(code, 2),
            project if len(code) == 7 else made.total(code, 3),
        )
        for code, name, basic, project in rows
    ]
    return made


def by_code(made: Department, statement: str) -> Table:
    """收入, 支出 or 一般公共预算 table of the department, head included."""
    columns = vocabulary.statements()[statement].columns
    body = []
    for code, name, basic, project in [("", "合计", made.total("", 2), made.total("", 3)), *made.rows]:
        figures = {columns[0]: basic + project, columns[1]: basic, columns[2]: project}
        if statement == "revenue":
            figures = {columns[0]: basic + project, columns[1]: basic + project}
        body.append(
            [code, name, *(made.tell(statement, code, name, column, figures.get(column, 0)) for column in columns)]
        )
    if made.totals_last:
        body = [*body[1:], body[0]]
    head = [["项目", "", *[""] * len(columns)], ["功能分类科目编码", "科目名称", *columns]]
    numbers = [["", "栏次", *map(str, range(1, len(columns) + 1))]] if made.line_numbers else []
    return [*head, *numbers, *body]


def two_sided(made: Department) -> Table:
    """收入支出决算总表 of a department that lives on appropriations."""
    statement = "revenue_expenditure_summary"
    lines = vocabulary.lines(statement)
    whole = made.total("", 2) + made.total("", 3)
    amounts = {
        ("收入", "general_public_budget"): whole,
        ("收入", "total_revenue"): whole,
        ("收入", "grand_total"): whole,
    }
    amounts |= {("支出", "total_expenditure"): whole, ("支出", "grand_total"): whole}
    amounts |= {
        ("支出", f"category:{code}"): basic + project for code, _, basic, project in made.rows if len(code) == 3
    }
    left, right = ([line for line in lines if line.side == side] for side in ("收入", "支出"))
    numerals = _numerals()
    body = []
    for place in range(30):
        row = []
        for side, own, first in (("收入", left, 1), ("支出", right, 31)):
            line = next((line for line in own if line.number == first + place), None)
            number = [str(first + place)] if made.line_numbers else []
            if line is None:
                row += ["", *number, ""]
                continue
            numeral = (
                f"{numerals[place]}、" if line.key.startswith("category") or (side == "收入" and place < 8) else ""
            )
            item = numeral + line.label.replace("（", "(").replace("）", ")")
            row += [item, *number, made.tell(statement, "", item, f"{side}/金额", amounts.get((side, line.key), 0))]
        body.append(row)
    numbered = ["行次"] if made.line_numbers else []
    head = [["收入", "", *[""] * len(numbered), "支出", "", *[""] * len(numbered)]]
    head.append(["项目", *numbered, "金额", "项目", *numbered, "金额"])
    return [*head, *body]


def _numerals() -> list[str]:
    digits = "一二三四五六七八九"
    return [*digits, "十", *(f"十{d}" for d in digits), "二十", *(f"二十{d}" for d in digits), "三十"]


def three_public(made: Department, seed: int, interleaved: bool) -> Table:
    """“三公” table, in halves or with budget and outturn side by side."""
    dice = random.Random(seed)
    columns = vocabulary.statements()["three_public"].columns
    figures: dict[str, int] = {}
    for half in ("预算数", "决算数"):
        abroad, bought, run, hosted = (dice.randint(0, 50_000) for _ in range(4))
        values = (abroad + bought + run + hosted, abroad, bought + run, bought, run, hosted)
        figures |= dict(zip([name for name in columns if name.startswith(half)], values, strict=True))
    items = [name.partition("/")[2] for name in columns[:6]]
    order = [f"{half}/{item}" for item in items for half in ("预算数", "决算数")] if interleaved else list(columns)
    cells = [made.tell("three_public", "", "", name, figures[name]) for name in order]
    halves, leaves = [name.partition("/")[0] for name in order], [name.partition("/")[2] for name in order]
    return [leaves, halves, cells] if interleaved else [halves, leaves, cells]


def as_tabs(table: Table) -> str:
    return "\n".join("\t".join(row) for row in table)


def as_pipes(table: Table) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def as_html(table: Table) -> str:
    rows = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    return "<table>" + "\n".join(rows) + "</table>"


def as_lines(table: Table) -> str:
    return "\n".join(cell for row in table for cell in row if cell)


def page(title: str, body: str, unit: str = "万元") -> str:
    return f"{title}\n\n部门：某市某局\n\n2024年度\n\n单位：{unit}\n\n{body}\n\n注：本表反映情况。\n"


def document(tables: Iterable[tuple[str, str]], unit: str = "万元") -> str:
    return "某市某局2024年度部门决算\n\n第二部分 2024年度部门决算表\n\n" + "\n".join(
        page(title, body, unit) for title, body in tables
    )
