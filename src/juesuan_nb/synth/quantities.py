"""Every figure that a narrative can print, by key: money and rates from the exact books, each rounded on its own."""

from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.amounts import FEN_PER_UNIT, half_up, rate
from juesuan_nb.synth import books as accounts
from juesuan_nb.synth.books import BUDGETS, PUBLIC, SOURCES, USES, Amounts, Books
from juesuan_nb.synth.layouts import ECONOMIC_SIDES
from juesuan_nb.synth.press import Press

_SHORT = dict(zip(BUDGETS, ("general", "funds", "capital"), strict=True))
_PUBLIC_KEYS = dict(zip(("abroad", "bought.money", "run", "hosted"), PUBLIC, strict=True))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure: as printed with its unit, and its value and unit in the words of the claims."""

    text: str
    value: str
    unit: str


def quantities(press: Press) -> dict[str, Quantity]:
    """All figures of a department's narrative that are money or rates; counts are in `counts`."""
    money = amounts(press.books)
    found = {key: _money(press, fen) for key, fen in money.items()}
    found |= {key: _rate(money[part], money[whole]) for key, (part, whole) in _shares(press.books, money).items()}
    for key, prior in press.books.prior.items():
        own = "general" if key == "general" else key
        change = money[own] - prior
        found[f"change.{key}"] = _money(press, abs(change))
        found[f"rate.{key}"] = _rate(abs(change), prior)
    return found


def amounts(books: Books) -> Amounts:
    """All money of the narrative in 分."""
    found = {
        "grand_total": books.grand_total,
        "grants_total": books.grants_total,
        "revenue": books.revenue,
        "granted": books.granted(),
        "expenditure": books.expenditure,
    } | books.own_revenue
    spent = accounts.expenditure_rows(books)[""]
    found |= {f"use.{use}": spent.get(use, 0) for use in USES}
    for budget, short in _SHORT.items():
        found |= {
            short: books.spent(budget),
            f"{short}.granted": books.granted(budget),
            f"{short}.closing": books.closing(budget),
        }
        found |= {f"{short}.planned": sum(grant.planned for grant in books.of(budget))}
        found |= {f"{short}.money": books.performance[f"{budget}_money"]}
    found["projects.money"] = sum(found[f"{short}.money"] for short in _SHORT.values())
    return found | _items(books) | _basic(books) | _public(books) | _procured(books)


def counts(books: Books) -> Amounts:
    """What is counted, by key."""
    found = dict(books.counts)
    found["vehicles"] = sum(count for key, count in found.items() if key.endswith("用车"))
    found |= {f"{short}.count": books.performance[f"{budget}_count"] for budget, short in _SHORT.items()}
    found["projects"] = sum(found[f"{short}.count"] for short in _SHORT.values())
    return found | {f"grade.{grade}": books.performance[grade] for grade in "优良中差"}


def _items(books: Books) -> Amounts:
    """Items and categories of the general budget: what was planned, as revised, spent."""
    found: Amounts = {}
    listed = [grant for grant in books.of("general_public_budget") if grant.spent]
    for part in ("spent", "planned", "revised"):
        rows = accounts.with_parents({grant.code: {part: getattr(grant, part)} for grant in listed})
        found |= {f"{code}.{part}": row.get(part, 0) for code, row in rows.items() if code}
        found[part] = rows[""].get(part, 0)
    return found


def _basic(books: Books) -> Amounts:
    sides = {
        name: sum(fen for code, fen in books.economic.items() if code[:3] in listed)
        for name, listed in ECONOMIC_SIDES.items()
    }
    return {"basic": sum(sides.values()), "staff": sides["人员经费合计"], "operating": sides["公用经费合计"]}


def _public(books: Books) -> Amounts:
    found: Amounts = {}
    for suffix, by_item in (("", books.public), (".budget", books.public_budget)):
        found |= {key + suffix: by_item[item] for key, item in _PUBLIC_KEYS.items()}
        found[f"cars{suffix}"] = by_item[PUBLIC[1]] + by_item[PUBLIC[2]]
        found[f"public{suffix}"] = sum(by_item.values())
    return found


def _procured(books: Books) -> Amounts:
    parts = ("goods", "works", "services")
    return dict(books.procurement) | {"procured": sum(books.procurement[part] for part in parts)}


def _shares(books: Books, money: Amounts) -> dict[str, tuple[str, str]]:
    """Key of a percentage → the keys of its part and its whole."""
    found = {f"share.{key}": (key, "revenue") for key in ("granted", *SOURCES)}
    found |= {f"share.use.{use}": (f"use.{use}", "expenditure") for use in USES}
    codes = [key.removesuffix(".spent") for key in money if key.endswith(".spent")]
    found |= {f"{code}.share": (f"{code}.spent", "general") for code in codes}
    found |= {f"{code}.rate.planned": (f"{code}.spent", f"{code}.planned") for code in codes}
    found |= {f"{code}.rate.revised": (f"{code}.spent", f"{code}.revised") for code in codes}
    return found | {
        "share.general": ("general", "expenditure"),
        "rate.planned": ("general", "planned"),
        "rate.revised": ("general", "revised"),
        "rate.funds": ("funds", "funds.planned"),
        "rate.capital": ("capital", "capital.planned"),
        "rate.public": ("public", "public.budget"),
        "share.medium": ("medium", "procured"),
        "share.small": ("small", "medium"),
        "share.projects": ("projects.money", "use.项目支出"),
    }


def _money(press: Press, fen: int) -> Quantity:
    unit = press.layout.text_unit or press.layout.unit
    value = f"{half_up(Decimal(fen) / FEN_PER_UNIT[unit])}"
    text = f"{Decimal(value):,}" if press.layout.thousands and unit == press.layout.unit else value
    return Quantity(text + unit, value, unit)


def _rate(part: int, whole: int) -> Quantity:
    value = f"{half_up(rate(part, whole) or Decimal(0))}"
    return Quantity(f"{value}%", value, "%")
