"""The tables whose rows are functional codes: 收入, 支出, 一般公共预算, 政府性基金, 国有资本经营."""

from juesuan_nb import vocabulary
from juesuan_nb.synth import books as accounts
from juesuan_nb.synth.books import Amounts
from juesuan_nb.synth.heads import Path, head_of
from juesuan_nb.synth.page import Row, Table
from juesuan_nb.synth.press import Press

_PARTS = ("类", "款", "项")
_BUDGETS = {"general_public_expenditure": "general_public_budget", "state_capital": "state_capital"}


def table(press: Press, statement: str) -> Table:
    """One table by code in the press's layout."""
    layout, columns = press.layout, _columns(press, statement)
    codes = 1 if layout.code_columns == "one" else 3
    parts = [("",)] if codes == 1 or layout.parts_below else [(part,) for part in _PARTS]
    paths: list[Path] = [("项目", layout.heads["code"], *part) for part in parts * (codes // len(parts))]
    paths.append(("项目", layout.heads["name"]))
    paths += [("本年支出", column) if columns[0] == "合计" else tuple(column.split("/")) for column in columns]
    head, spans = head_of([tuple(part for part in path if part) for path in paths])
    below = list(_PARTS) if codes == 3 and layout.parts_below else [""] * codes
    if layout.numbered:
        head.append([*below, "栏次", *map(str, range(1, len(columns) + 1))])
        below = [""] * codes
    rows = _rows(press, statement)
    total = [(*_total_label(press, below), *_figures(press, "", rows.get("", {}), columns, None if rows else False))]
    items = [_row(press, code, amounts, columns) for code, amounts in rows.items() if code]
    body = {"first": total + items, "last": items + total, "both": total + items + (total if items else [])}
    return press.table(statement, head, spans, body[layout.total])


def _columns(press: Press, statement: str) -> tuple[str, ...]:
    if statement == "general_public_expenditure" and press.layout.wide_general:
        return tuple(f"{group}/{leaf}" for group, leaves in accounts.WIDE_LEAVES.items() for leaf in leaves)
    form = vocabulary.statements()[statement]
    return form.wide_columns if statement == "state_capital" and press.layout.wide_state_capital else form.columns


def _rows(press: Press, statement: str) -> dict[str, Amounts]:
    if statement == "general_public_expenditure" and press.layout.wide_general:
        return accounts.wide_rows(press.books)
    if "年末结转和结余" in _columns(press, statement):
        return accounts.balance_rows(press.books, statement)
    if statement in _BUDGETS:
        return accounts.spending_rows(press.books, _BUDGETS[statement])
    return {"revenue": accounts.revenue_rows, "expenditure": accounts.expenditure_rows}[statement](press.books)


def _row(press: Press, code: str, amounts: Amounts, columns: tuple[str, ...]) -> Row:
    name = press.layout.name_of(code)
    return (*_code_cells(press.layout.code_columns, code), name, *_figures(press, code, amounts, columns))


def _figures(press: Press, code: str, amounts: Amounts, columns: tuple[str, ...], zeros: bool | None = None) -> Row:
    name = press.layout.name_of(code) if code else "合计"
    spending = press.layout.wide_general and "年初结转和结余/合计" in columns
    return tuple(
        press.figure(
            amounts.get(column, 0), code, name, column.removeprefix("本年支出/") if spending else column, zeros=zeros
        )
        for column in columns
    )


def _total_label(press: Press, below: list[str]) -> Row:
    """合计 in the place of the name, or over code and name; 类, 款, 项 may stand on its line."""
    label = press.spaced("合计")
    return (label, *below) if press.layout.total_in_code else (*below, label)


def _code_cells(columns: str, code: str) -> tuple[str, ...]:
    parts = (code[:3], code[3:5], code[5:])
    last = max((place for place, part in enumerate(parts) if part), default=-1)
    if columns == "own":
        return tuple(part if place == last else "" for place, part in enumerate(parts))
    return parts if columns == "joined" else (code,)
