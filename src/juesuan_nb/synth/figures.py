"""The figures of invented books as reading their report in the national form gives them, without printing it."""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from juesuan_nb import codebook
from juesuan_nb.amounts import half_up, rate
from juesuan_nb.frames import frame
from juesuan_nb.measures import FIGURES
from juesuan_nb.synth import books as accounts
from juesuan_nb.synth.books import PUBLIC, Books
from juesuan_nb.synth.generate import compared
from juesuan_nb.synth.layouts import ECONOMIC_SIDES

STEP = 10_000
"""分: the national form prints 0.01 万元."""
_NAMES = {
    "grand_total": "收支总计", "grants_total": "财政拨款收支总计", "general": "一般公共预算财政拨款支出",
    "operating": "机关运行经费",
}  # fmt: skip
_KEYS = {"general": "general_public_expenditure", "operating": "agency_operating_costs"}
_KINDS = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "official_reception")


def true_figures(books: Books) -> pd.DataFrame:
    """The frame FIGURES of a department's books: what `measures.figures` gives for its report."""
    rows = [*_key(books), *_told(books), *_parts(books), *_economic(books), *_three_public(books)]
    return frame(rows, FIGURES)


def _round(fen: int) -> int:
    """As published: to the step."""
    return int(half_up(Decimal(fen) / STEP, 0)) * STEP


def _row(figure: str, fen: int, **more: object) -> dict:
    return {"figure": figure, "amount": _round(fen), "step": STEP} | more


def _of(figure: str, fen: int, whole: int, base: str, **more: object) -> dict:
    """A figure with its rate of a whole; both are published amounts."""
    share = rate(_round(fen), _round(whole))
    return _row(figure, fen, rate=share, base="" if share is None else base, **more)


def _key(books: Books) -> Iterator[dict]:
    spent = accounts.expenditure_rows(books)[""]
    planned = sum(grant.planned for grant in books.of("general_public_budget") if grant.spent)
    closing, general = books.closing() + books.own_closing, books.spent("general_public_budget")
    change = _told_change(books)
    yield _row("grand_total", books.grand_total, base="" if change is None else "previous_year", rate=change)
    yield _row("total_revenue", books.revenue)
    yield _of("fiscal_appropriation", books.granted(), books.revenue, "total_revenue")
    yield _row("total_expenditure", books.expenditure)
    for key, use in (("basic_expenditure", "基本支出"), ("project_expenditure", "项目支出")):
        yield _of(key, spent.get(use, 0), books.expenditure, "total_expenditure")
    yield _of("closing_carryover", closing, books.revenue, "total_revenue")
    yield _row("original_budget_total", planned, step=None)
    yield _of("general_public_expenditure", general, planned, "original_budget")
    yield from _sides(books)
    public, budget = sum(books.public.values()), sum(books.public_budget.values())
    yield _of("three_public", public, budget, "revised_budget")
    yield _row("opening_carryover", books.opening() + books.own_opening)
    yield _row("grants_total", books.grants_total)


def _told_change(books: Books) -> Decimal | None:
    """The year's change in percent, of the exact amounts; what prints as none is told in words."""
    change = books.grand_total - books.prior["grand_total"]
    return rate(change, books.prior["grand_total"]) if _round(change) else None


def _sides(books: Books) -> Iterator[dict]:
    sides = [
        sum(fen for code, fen in books.economic.items() if code[:3] in listed) for listed in ECONOMIC_SIDES.values()
    ]
    whole = sum(map(_round, sides))
    for key, fen in zip(("personnel_costs", "operating_costs"), sides, strict=True):
        yield _of(key, fen, whole, "basic_expenditure")


def _told(books: Books) -> Iterator[dict]:
    for key, fen in compared(books).items():
        name = {"figure": _KEYS.get(key, key), "name": _NAMES[key]}
        if key == "operating":
            if not (books.counts["administrative"] and _round(fen)):
                continue
            yield _row(name["figure"], fen, name=name["name"])
        if change := _round(fen - books.prior[key]):
            previous = {"amount": _round(fen) - change, "step": 2 * STEP}
            yield name | {"figure": f"previous:{name['figure']}"} | previous


def _parts(books: Books) -> Iterator[dict]:
    rows = accounts.expenditure_rows(books)
    whole = sum(_round(row["本年支出合计"]) for code, row in rows.items() if len(code) == 3)
    for code, row in rows.items():
        if len(code) == 3:
            named = {"code": code, "name": codebook.function_name(code), "step": None}
            yield _of("category", row["本年支出合计"], whole, "total_expenditure", **named)
    for grant in books.of("general_public_budget"):
        if grant.spent:
            named = {"code": grant.code, "name": codebook.function_name(grant.code), "step": None}
            own = {"budget": _round(grant.planned)}
            yield (
                _of("item", grant.spent, grant.planned, "original_budget", **named) | own | {"base": "original_budget"}
            )


def _economic(books: Books) -> Iterator[dict]:
    rows = accounts.economic_rows(books)
    sides = [sum(rows.get(code, 0) for code in listed) for listed in ECONOMIC_SIDES.values()]
    whole = sum(map(_round, sides))
    for code in sorted({*ECONOMIC_SIDES["人员经费合计"], *ECONOMIC_SIDES["公用经费合计"], "30299"}):
        named = {"code": code, "name": codebook.economics()[code].name, "step": None}
        yield _row("economic", rows.get(code, 0), **named) | {
            "rate": rate(_round(rows.get(code, 0)), whole), "base": "basic_expenditure",
        }  # fmt: skip


def _three_public(books: Books) -> Iterator[dict]:
    kinds = [(kind, (item,)) for kind, item in zip(_KINDS, PUBLIC, strict=True)]
    kinds.insert(3, ("vehicles", PUBLIC[1:3]))
    for kind, items in [*kinds, ("total", PUBLIC)]:
        fen, budget = (sum(by_item[item] for item in items) for by_item in (books.public, books.public_budget))
        own = {"budget": _round(budget), "step": None}
        yield _of(f"three_public:{kind}", fen, budget, "revised_budget", **own) | {"base": "revised_budget"}
