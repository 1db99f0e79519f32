"""The two-sided tables: 收入支出决算总表 and 财政拨款收入支出决算总表."""

from juesuan_nb import vocabulary
from juesuan_nb.synth import books as accounts
from juesuan_nb.synth.books import BUDGETS, Amounts
from juesuan_nb.synth.heads import Path, head_of
from juesuan_nb.synth.page import Row, Table
from juesuan_nb.synth.press import NUMERALS, Press

_NAMES = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
Lines = dict[int, tuple[str, Amounts]]
"""Label and amounts by column of each line, by its place (0 is the first line)."""


def table(press: Press, statement: str) -> Table:
    """One summary in the press's layout."""
    layout, whole = press.layout, statement == "revenue_expenditure_summary"
    columns = [layout.amount] if whole else ["合计", *_NAMES[: len(_budgets(press))]]
    number = ["行次"] if layout.numbered else []
    paths: list[Path] = [("收入", label) for label in ("项目", *number, layout.amount)]
    head, spans = head_of([*paths, *(("支出", label) for label in ("项目", *number, *columns))])
    if layout.numbered:
        head.append(["栏次", "", "1", "栏次", "", *map(str, range(2, 2 + len(columns)))])
    left, right = (_revenue(press), _expenditure(press)) if whole else (_granted(press), _spent(press))
    first = layout.first_expenditure[statement]
    body = [
        _side(press, "收入", left.get(place), place + 1, 1)
        + _side(press, "支出", right.get(place), place + first, len(columns))
        for place in range(layout.rows[statement])
    ]
    return press.table(statement, head, spans, body)


def _side(press: Press, side: str, line: tuple[str, Amounts] | None, number: int, width: int) -> Row:
    numbers = [str(number)] if press.layout.numbered else []
    if line is None:
        return ("", *numbers, *[""] * width)
    label, amounts = line
    figures = (press.figure(fen, "", label, f"{side}/{column}") for column, fen in amounts.items())
    return (press.spaced(label), *numbers, *figures)


def _budgets(press: Press) -> tuple[str, ...]:
    return BUDGETS if press.layout.state_capital else BUDGETS[:2]


def _labels(press: Press, statement: str, side: str) -> dict[str, str]:
    labels = {line.key: line.label for line in vocabulary.lines(statement) if line.side == side}
    return labels | {"appropriations": "财政拨款收入"} | press.layout.labels


def _numbered(labels: list[str]) -> list[str]:
    return [f"{numeral}、{label}" for numeral, label in zip(NUMERALS, labels, strict=False)]


def _end(press: Press, statement: str, own: int) -> int:
    """The place of 本年收入合计 and 本年支出合计: `own` lines stand between it and 总计, the last line."""
    return press.layout.rows[statement] - 2 - own


def _revenue(press: Press) -> Lines:
    books, statement = press.books, "revenue_expenditure_summary"
    labels = _labels(press, statement, "收入")
    amounts = {budget: books.granted(budget) for budget in BUDGETS} | books.own_revenue
    amounts["appropriations"] = books.granted()
    keys = press.layout.income_summary
    found = {
        place: (label, {"金额": amounts[key]})
        for place, (key, label) in enumerate(zip(keys, _numbered([labels[key] for key in keys]), strict=True))
    }
    end = {
        "total_revenue": books.revenue,
        "own_fund_balance_used": books.used,
        "opening_carryover": books.opening() + books.own_opening,
    }
    for place, (key, fen) in enumerate(end.items(), _end(press, statement, 2)):
        found[place] = (labels[key], {"金额": fen})
    found[press.layout.rows[statement] - 1] = (labels["grand_total"], {"金额": books.grand_total})
    return found


def _expenditure(press: Press) -> Lines:
    books, statement = press.books, "revenue_expenditure_summary"
    labels, rows = _labels(press, statement, "支出"), accounts.expenditure_rows(books)
    codes = press.layout.categories()
    names = _numbered([press.layout.name_of(code) for code in codes])
    found = {
        place: (name, {"金额": rows.get(code, {}).get("本年支出合计", 0)})
        for place, (code, name) in enumerate(zip(codes, names, strict=True))
    }
    end = {
        "total_expenditure": books.expenditure,
        "surplus_distribution": books.distribution,
        "closing_carryover": books.closing() + books.own_closing,
    }
    for place, (key, fen) in enumerate(end.items(), _end(press, statement, 2)):
        found[place] = (labels[key], {"金额": fen})
    found[press.layout.rows[statement] - 1] = (labels["grand_total"], {"金额": books.grand_total})
    return found


def _granted(press: Press) -> Lines:
    books, statement, budgets = press.books, "appropriation_summary", _budgets(press)
    labels = _labels(press, statement, "收入")
    plain = [labels[budget] for budget in budgets]
    lines = [(label, books.granted(budget)) for label, budget in zip(_numbered(plain), budgets, strict=True)]
    found = {place: (label, {"金额": fen}) for place, (label, fen) in enumerate(lines)}
    openings = _numbered(plain) if press.layout.carryover_numerals else plain
    end = [(labels["total_revenue"], books.granted()), (labels["opening_carryover"], books.opening())]
    end += [(label, books.opening(budget)) for label, budget in zip(openings, budgets, strict=True)]
    end.append((labels["grand_total"], books.grants_total))
    for place, (label, fen) in enumerate(end, _end(press, statement, 1 + len(budgets))):
        found[place] = (label, {"金额": fen})
    return found


def _spent(press: Press) -> Lines:
    books, statement, codes = press.books, "appropriation_summary", press.layout.categories()
    labels, budgets = _labels(press, statement, "支出"), _budgets(press)

    def line(code: str, *parts: str) -> Amounts:
        """合计 and each budget of a 类 (all of them: ""); `parts` are the properties to add up."""
        grants = [grant for grant in books.grants if grant.code.startswith(code)]
        by_budget = {
            name: sum(getattr(grant, part) for grant in grants for part in parts if grant.budget == budget)
            for name, budget in zip(_NAMES, budgets, strict=False)
        }
        return {"合计": sum(by_budget.values())} | by_budget

    names = _numbered([press.layout.name_of(code) for code in codes])
    found = {place: (name, line(code, "spent")) for place, (code, name) in enumerate(zip(codes, names, strict=True))}
    place = _end(press, statement, 1 + len(budgets))
    found[place] = (labels["total_expenditure"], line("", "spent"))
    found[place + 1] = (labels["closing_carryover"], line("", "closing"))
    found[press.layout.rows[statement] - 1] = (labels["grand_total"], line("", "spent", "closing"))
    return found
