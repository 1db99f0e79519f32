"""一般公共预算财政拨款基本支出 (codes, names and amounts side by side) and “三公”经费 (three ways to print it)."""

from collections.abc import Callable

from juesuan_nb import codebook, vocabulary
from juesuan_nb.synth import books as accounts
from juesuan_nb.synth import by_code, summaries
from juesuan_nb.synth.books import Amounts
from juesuan_nb.synth.heads import Path, head_of
from juesuan_nb.synth.layouts import ECONOMIC_SIDES
from juesuan_nb.synth.page import Row, Table
from juesuan_nb.synth.press import Press

_COLUMN = "决算数"
_CARS = "公务用车购置及运行维护费"
_ITEMS: tuple[Path, ...] = (
    ("合计", ""),
    ("因公出国（境）费", ""),
    *((_CARS, leaf) for leaf in ("小计", "公务用车购置费", "公务用车运行维护费")),
    ("公务接待费", ""),
)
_UPRIGHT = ("合计", "1.因公出国（境）费", f"2.{_CARS}", "其中：公务用车购置费", "公务用车运行维护费", "3.公务接待费")
_HALVES = ("预算数", "决算数")


def tables(press: Press) -> list[Table]:
    """All tables of a department in the order of the layout."""
    makers: dict[str, Callable[[Press, str], Table]] = {
        "revenue_expenditure_summary": summaries.table,
        "appropriation_summary": summaries.table,
        "basic_expenditure": _basic,
        "three_public": _three_public,
    }
    return [makers.get(statement, by_code.table)(press, statement) for statement in press.layout.order]


def _basic(press: Press, statement: str) -> Table:
    amounts, zeros = accounts.economic_rows(press.books), press.layout.economic_zeros

    def cells(code: str, name: str, fen: int) -> Row:
        return (code, name, press.figure(fen, code, name, _COLUMN, zeros=zeros))

    groups = [
        [cells(code, codebook.economics()[code].name, amounts.get(code, 0)) for code in group]
        for group in press.layout.economic()
    ]
    body: list[Row] = [
        tuple(cell for group in groups for cell in (group[place] if place < len(group) else ("", "", "")))
        for place in range(max(map(len, groups)))
    ]
    totals = (cells("", name, sum(amounts.get(code, 0) for code in listed)) for name, listed in ECONOMIC_SIDES.items())
    body.append((*(cell for total in totals for cell in total), *[""] * (3 * (len(groups) - 2))))
    labels = [press.layout.heads["economic"], press.layout.heads["name"], _COLUMN]
    return press.table(statement, [labels * len(groups)], [], body)


def _three_public(press: Press, statement: str) -> Table:
    columns = vocabulary.statements()[statement].columns
    amounts = [*_public(press.books.public_budget), *_public(press.books.public)]
    cells = [press.figure(fen, "", "", name) for name, fen in zip(columns, amounts, strict=True)]
    if press.layout.three_public == "upright":
        rows = [(label, cells[place], cells[place + 6]) for place, label in enumerate(_UPRIGHT)]
        return press.table(statement, [["项目", *_HALVES]], [], rows)
    if press.layout.three_public == "pairs":
        paths = [(*item, half) for item in _ITEMS for half in _HALVES]
        cells = [cells[place + half] for place in range(6) for half in (0, 6)]
    else:
        paths = [(half, *item) for half in _HALVES for item in _ITEMS]
    head, spans = head_of(paths)
    if press.layout.numbered:
        head.append([str(number) for number in range(1, 13)])
    return press.table(statement, head, spans, [tuple(cells)])


def _public(amounts: Amounts) -> list[int]:
    abroad, bought, run, hosted = (amounts[item] for item in accounts.PUBLIC)
    return [abroad + bought + run + hosted, abroad, bought + run, bought, run, hosted]
