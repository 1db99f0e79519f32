"""The same invented departments year after year: what one year leaves is what the next one opens with."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from juesuan_nb.synth.books import PUBLIC, Amounts, Books, Grant, Own
from juesuan_nb.synth.generate import PUBLIC_CODES, STAFF, YUAN, compared, completed, make_books, planned
from juesuan_nb.synth.layouts import layout_named

_LEAST = 100 * YUAN
"""分: what would print as 0.00 万元 is not spent."""


def panel(count: int, years: Sequence[int], *, seed: int = 0, size: str = "medium") -> Iterator[Books]:
    """The books of `count` departments in each of the `years`, a department's years together and in order.

    The first year is `make_books`'s; every later one opens with the balances of the one before it and compares itself
    with its amounts. No two departments have one name. Raises UsageError on an unknown size.
    """
    names: dict[str, int] = {}
    for number in range(count):
        dice = Random(f"panel/{seed}/{number}")
        books = make_books(seed * count + number, years[0], size, layout_named("national"))
        names[books.department] = names.get(books.department, 0) + 1
        books = replace(books, department=_named(books.department, names[books.department]))
        yield books
        for year in years[1:]:
            books = following(books, year, dice)
            yield books


def _named(name: str, time: int) -> str:
    """The name where it comes for the first time, else with what tells branches apart: 第二分局."""
    return name if time == 1 else f"{name}第{time}分部"


def following(books: Books, year: int, dice: Random) -> Books:
    """The department's next year: items and habits stay, amounts move by up to a fifth."""
    grants = tuple(_next_grant(grant, dice) for grant in books.grants)
    own, short = _next_own(books, dice)
    economic = _next_economic(books, grants)
    public = {item: _next_public(books, economic, item, dice) for item in PUBLIC}
    later = replace(
        books, year=year, grants=grants, own=own, used=short, own_opening=books.own_closing, distribution=0,
        economic=economic, public=public, public_budget={item: planned(dice, public[item]) for item in PUBLIC},
        counts={}, procurement={}, performance={}, prior=compared(books),
    )  # fmt: skip
    completed(later, dice)
    return later


def _next_grant(grant: Grant, dice: Random) -> Grant:
    spent = _moved(grant.spent, dice)
    left = spent // dice.randint(8, 20) if dice.random() < 0.15 and grant.code not in STAFF else 0
    granted = max(0, spent + left - grant.closing)
    basic = spent * grant.basic // grant.spent if grant.spent else 0
    revised = spent if dice.random() < 0.3 else spent + spent * dice.randint(1, 9) // 100 // YUAN * YUAN
    return Grant(grant.code, grant.budget, grant.closing, granted, basic, spent - basic, planned(dice, spent), revised)


def _moved(amount: int, dice: Random) -> int:
    moved = amount * dice.randint(85, 118) // 100
    return moved if moved >= _LEAST else amount


def _next_own(books: Books, dice: Random) -> tuple[tuple[Own, ...], int]:
    """Own money, all of it moved alike, and what of the older surplus has to be used for it."""
    percent = dice.randint(85, 118)
    own = tuple(
        Own(one.code, *({key: fen * percent // 100 for key, fen in part.items()} for part in (one.revenue, one.spent)))
        for one in books.own
    )
    needed = sum(sum(one.spent.values()) - sum(one.revenue.values()) for one in own)
    return own, max(0, needed - books.own_closing)


def _next_economic(books: Books, grants: Sequence[Grant]) -> Amounts:
    """Contributions are the money of their items; the rest is spent as the year before."""
    general = [grant for grant in grants if grant.budget == "general_public_budget"]
    staff = {STAFF[grant.code]: grant.basic for grant in general if grant.code in STAFF and grant.basic}
    rest = sum(grant.basic for grant in general) - sum(staff.values())
    habits = {code: fen for code, fen in books.economic.items() if code not in STAFF.values()}
    return dict(sorted((staff | _shared(rest, habits)).items()))


def _shared(total: int, habits: Amounts) -> Amounts:
    """A total in the proportions of `habits`; the largest takes what is left over."""
    whole, largest = sum(habits.values()), max(habits, key=habits.__getitem__, default="")
    shares = {code: total * fen // whole for code, fen in habits.items() if code != largest}
    shares = {code: fen for code, fen in shares.items() if fen >= _LEAST}
    return shares | {largest: total - sum(shares.values())} if total else {}


def _next_public(books: Books, economic: Amounts, item: str, dice: Random) -> int:
    """三公 money: what basic expenditure has of it, and as much of the projects' as before."""
    code = PUBLIC_CODES[item]
    projects = _moved(books.public[item] - books.economic.get(code, 0), dice)
    return economic.get(code, 0) + (projects if projects >= _LEAST else 0)
