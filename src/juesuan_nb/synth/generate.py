"""A random department whose books balance: sizes, budgets, own money, carry-over and counts vary with the seed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

from juesuan_nb import codebook
from juesuan_nb.errors import UsageError
from juesuan_nb.synth.books import BUDGETS, PUBLIC, SOURCES, Amounts, Books, Grant, Own
from juesuan_nb.synth.layouts import ECONOMIC_SIDES, Layout
from juesuan_nb.synth.names import invented

YUAN, WAN = 100, 1_000_000
SIZES = {"small": (2, 5), "medium": (6, 16), "large": (30, 70)}
_SIDES = dict(zip(BUDGETS, ("一般公共预算", "政府性基金预算", "国有资本经营预算"), strict=True))
STAFF = {"2080505": "30108", "2080506": "30109", "2101101": "30110", "2101103": "30111", "2210201": "30113"}
"""Items of contributions, and the economic code that the same money has."""
PUBLIC_CODES = dict(zip(PUBLIC, ("30212", "31013", "30231", "30217"), strict=True))
_WAGES = ("30101", "30102", "30103", "30107", "30112", "30199", "30302", "30305", "30309")
_KINDS = ("部门", "部门", "部门", "单位")
_VEHICLES = (
    "副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车",
    "执法执勤用车", "特种专业技术用车", "离退休干部服务用车", "其他用车",
)  # fmt: skip


def make_books(seed: int, year: int, size: str, layout: Layout) -> Books:
    """The books of one department. Raises UsageError where the size is unknown."""
    if size not in SIZES:
        raise UsageError(f"没有规模“{size}”，可用：{'、'.join(SIZES)}。")
    dice = Random(f"{seed}/{year}/{size}/{layout.id}")
    department = invented(dice)
    grants = _shaped(Random(f"{seed}/{year}/shape"), _grants(dice, size, layout))
    own, used, opening, distribution = _own(dice, grants)
    economic = _economic(dice, grants, layout)
    public = {item: _spend_public(dice, item, economic, grants) for item in PUBLIC}
    budget = {item: planned(dice, amount) for item, amount in public.items()}
    books = Books(
        department, year, tuple(grants), tuple(own), used, opening, distribution, economic,
        budget, public, {}, {}, {}, {}, Random(f"{seed}/kind").choice(_KINDS),
    )  # fmt: skip
    completed(books, dice)
    for key, amount in compared(books).items():
        books.prior[key] = amount if dice.random() < 0.05 else max(YUAN, amount * dice.randint(60, 150) // 100)
    return books


def completed(books: Books, dice: Random) -> None:
    """Fill in what a department counts, procures and evaluates, in keeping with its money."""
    books.counts.update(_counts(dice, books.public))
    books.procurement.update(_procurement(dice, books))
    books.performance.update(_performance(dice, books))


def compared(books: Books) -> Amounts:
    """The amounts that a narrative compares with the year before."""
    operating = sum(amount for code, amount in books.economic.items() if code[:3] in ECONOMIC_SIDES["公用经费合计"])
    return {
        "grand_total": books.grand_total,
        "grants_total": books.grants_total,
        "general": books.spent("general_public_budget"),
        "operating": operating,
    }


def _grants(dice: Random, size: str, layout: Layout) -> list[Grant]:
    codes = {budget: [] for budget in BUDGETS}
    codes["general_public_budget"] = _general(dice, size, layout)
    if dice.random() < 0.4:
        codes["government_funds"] = _pick(dice, "government_funds", layout, dice.randint(1, 4))
    if layout.state_capital and dice.random() < 0.35:
        codes["state_capital"] = _pick(dice, "state_capital", layout, dice.randint(1, 2))
    return [_grant(dice, code, budget) for budget, listed in codes.items() for code in sorted(listed)]


def _shaped(dice: Random, grants: list[Grant]) -> list[Grant]:
    """One department in twenty has no project, one in twenty nothing but projects."""
    chance = dice.random()
    if chance < 0.05:
        grants = [grant for grant in grants if grant.budget == "general_public_budget"]
        return [replace(grant, basic=grant.spent, project=0) for grant in grants]
    others = [grant for grant in grants if grant.code not in STAFF]
    if chance > 0.95 and others:
        return [replace(grant, basic=0, project=grant.spent) for grant in others]
    return grants


@cache
def _items(budget: str, layout: str, categories: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        code
        for code, entry in codebook.functions().items()
        if entry.level == "项" and entry.side == _SIDES[budget] and entry.grade != "D" and code[:3] in categories
    )


def _pick(dice: Random, budget: str, layout: Layout, count: int) -> list[str]:
    choice = _items(budget, layout.id, tuple(layout.categories()))
    return dice.sample(choice, min(count, len(choice)))


def _general(dice: Random, size: str, layout: Layout) -> list[str]:
    """Items of a few branches, as departments have them, and the contributions for staff."""
    choice = _items("general_public_budget", layout.id, tuple(layout.categories()))
    count = dice.randint(*SIZES[size])
    branches = dice.sample(sorted({code[:5] for code in choice}), max(1, count // 3))
    own = [code for code in choice if code[:5] in branches]
    found = set(dice.sample(own, min(count, len(own))))
    return sorted(found | {code for code in STAFF if dice.random() < 0.75})


def _grant(dice: Random, code: str, budget: str) -> Grant:
    spent = _money(dice)
    opening = _money(dice, 3) if dice.random() < 0.15 and code not in STAFF else 0
    closing = _money(dice, 3) if dice.random() < 0.15 and code not in STAFF else 0
    granted = max(0, spent + closing - opening)
    closing = opening + granted - spent
    if dice.random() < 0.03 and code not in STAFF:
        spent, closing = 0, opening + granted
    basic = 0 if budget != "general_public_budget" else spent if code in STAFF else dice.choice((0, spent, spent // 3))
    first = planned(dice, spent)
    revised = spent if dice.random() < 0.3 else spent + spent * dice.randint(1, 9) // 100 // YUAN * YUAN
    return Grant(code, budget, opening, granted, basic, spent - basic, first, revised)


def planned(dice: Random, spent: int) -> int:
    """年初预算 of what was spent: the same, none, or a round sum near it."""
    if not spent or dice.random() < 0.2:
        return spent
    if dice.random() < 0.1:
        return 0
    return max(WAN // 100, spent * dice.randint(50, 160) // 100 // (WAN // 100) * (WAN // 100))


def _money(dice: Random, digits: int = 0) -> int:
    """An amount in 分, of 100 元 or more; small ones are as frequent as large ones."""
    largest = 10 ** (digits or dice.choice((4, 5, 5, 6, 6, 7, 8)))
    return dice.randint(max(100, largest // 20), max(200, largest)) * YUAN + dice.randint(0, 99)


def _own(dice: Random, grants: Sequence[Grant]) -> tuple[list[Own], int, int, int]:
    """Money of the department's own, on some of the items: revenue, uses, balances."""
    if dice.random() < 0.5:
        return [], 0, 0, 0
    opening, used = (_money(dice) if dice.random() < 0.4 else 0 for _ in range(2))
    at_hand, found = opening + used, []
    codes = sorted({grant.code for grant in grants if grant.budget == "general_public_budget"})
    for code in dice.sample(codes, min(len(codes), dice.randint(1, 3))):
        revenue = {key: _money(dice) for key in SOURCES if dice.random() < 0.35}
        at_hand += sum(revenue.values())
        spent, left = {}, at_hand // 2
        for use in ("基本支出", "项目支出", "经营支出", "上缴上级支出", "对附属单位补助支出"):
            if dice.random() < 0.35 and left > 20 * YUAN:
                spent[use] = dice.randint(left // 4, left // 2)
                left -= spent[use]
        at_hand -= sum(spent.values())
        found.append(Own(code, revenue, spent))
    distribution = at_hand // 5 if dice.random() < 0.3 else 0
    return found, used, opening, distribution


def _economic(dice: Random, grants: Sequence[Grant], layout: Layout) -> Amounts:
    """The general budget's basic expenditure by economic code; contributions are the money of their items."""
    general = [grant for grant in grants if grant.budget == "general_public_budget"]
    found = {STAFF[grant.code]: grant.basic for grant in general if grant.code in STAFF and grant.basic}
    rest = sum(grant.basic for grant in general) - sum(found.values())
    staff = rest * dice.randint(40, 90) // 100
    printed = {code for group in layout.economic() for code in group if len(code) == 5}
    goods = sorted(code for code in printed if code[:3] in ("302", "310")) + sorted(PUBLIC_CODES.values())
    others = sorted(code for code in printed if code[:3] in ("307", "312", "313", "399"))
    parts = _split(dice, staff, dice.sample(_WAGES, dice.randint(3, len(_WAGES))))
    chosen = sorted(set(dice.sample(goods, dice.randint(4, 20)) + (dice.sample(others, 1) if others else [])[:1]))
    for code, amount in (parts | _split(dice, rest - staff, chosen)).items():
        found[code] = found.get(code, 0) + amount
    return {code: amount for code, amount in sorted(found.items()) if amount}


def _split(dice: Random, total: int, codes: Sequence[str]) -> Amounts:
    """A total over codes; what would be less than 100 元 goes to the last one."""
    weights = [dice.randint(1, 100) for _ in codes]
    shares = [total * weight // sum(weights) for weight in weights]
    shares = [share if share >= 100 * YUAN else 0 for share in shares]
    shares[-1] += total - sum(shares)
    return dict(zip(codes, shares, strict=True))


def _spend_public(dice: Random, item: str, economic: Amounts, grants: Sequence[Grant]) -> int:
    """三公 money: of the basic expenditure, and at times of projects too."""
    basic = economic.get(PUBLIC_CODES[item], 0)
    projects = sum(grant.project for grant in grants if grant.budget == "general_public_budget")
    extra = projects // dice.randint(60, 400) if dice.random() < 0.3 else 0
    return basic + (extra if extra >= 100 * YUAN else 0)


def _counts(dice: Random, public: Amounts) -> Amounts:
    abroad, bought, run, hosted = (public[item] for item in PUBLIC)
    groups, visits = (dice.randint(1, 9) if money else 0 for money in (abroad, hosted))
    kept = dice.randint(1, 30) if run else 0
    vehicles = dict.fromkeys(_VEHICLES, 0)
    for _ in range(kept + dice.randint(0, 3)):
        vehicles[dice.choice(_VEHICLES)] += 1
    return {
        "groups": groups,
        "travellers": groups * dice.randint(1, 6),
        "bought": dice.randint(1, 4) if bought else 0,
        "kept": kept,
        "visits": visits,
        "visitors": visits * dice.randint(2, 30),
        "devices": dice.choice((0, 0, 1, 5, 23)),
        "administrative": int(dice.random() < 0.7),
    } | vehicles


def _procurement(dice: Random, books: Books) -> Amounts:
    """Goods, works, services; what small and medium enterprises got of it."""
    most = books.expenditure // 3
    parts = [dice.randint(100 * YUAN, most) // 3 if most > 300 * YUAN and dice.random() < 0.8 else 0 for _ in range(3)]
    total = sum(parts)
    medium = total * dice.choice((0, 40, 75, 100)) // 100
    reserved = medium * dice.choice((0, 50, 100)) // 100
    return dict(zip(("goods", "works", "services"), parts, strict=True)) | {
        "medium": medium,
        "small": medium * dice.choice((0, 50, 100)) // 100,
        "reserved": reserved,
        "reserved_small": reserved // 2,
    }


def _performance(dice: Random, books: Books) -> Amounts:
    """Projects and their money by budget, and the grades they were given."""
    found: Amounts = {}
    for budget in BUDGETS:
        projects = [grant.project for grant in books.of(budget) if grant.project]
        found[f"{budget}_money"] = sum(projects)
        found[f"{budget}_count"] = sum(dice.randint(1, 4) for _ in projects)
    count = sum(found[f"{budget}_count"] for budget in BUDGETS)
    poor, fair, good = 0, count // 9, count // 4
    return found | {"优": count - good - fair - poor, "良": good, "中": fair, "差": poor}
