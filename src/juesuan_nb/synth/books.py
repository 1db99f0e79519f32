"""The accounts of one department in integers of 分: every sum of the nine tables holds exactly.

Identities: a grant's opening balance + this year's grant = spent + closing balance, item by item; the same for own
money (上级补助, 事业, 经营, …) as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from juesuan_nb import codebook

BUDGETS = ("general_public_budget", "government_funds", "state_capital")
SOURCES = {
    "superior_subsidy": "上级补助收入",
    "institutional_revenue": "事业收入",
    "operating_revenue": "经营收入",
    "subordinate_payments": "附属单位上缴收入",
    "other_revenue": "其他收入",
}
USES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
PUBLIC = ("因公出国(境)费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
_BALANCE, _FLOW = ("合计", "基本支出结转", "项目支出结转"), ("合计", "基本支出", "项目支出")
WIDE_LEAVES = {"年初结转和结余": _BALANCE, "本年收入": _FLOW, "本年支出": _FLOW, "年末结转和结余": _BALANCE}
"""Groups and leaves of the wide form of the general budget's table."""
Amounts = dict[str, int]


@dataclass(frozen=True)
class Grant:
    """An item (项) paid from one of the three budgets; `planned` is 年初预算, `revised` 全年预算."""

    code: str
    budget: str
    opening: int
    granted: int
    basic: int
    project: int
    planned: int
    revised: int

    @property
    def spent(self) -> int:
        return self.basic + self.project

    @property
    def closing(self) -> int:
        return self.opening + self.granted - self.spent


@dataclass(frozen=True)
class Own:
    """An item that has money of the department's own: revenue by source, spending by use (names of the columns)."""

    code: str
    revenue: Amounts
    spent: Amounts


@dataclass(frozen=True)
class Books:
    """A department's year. `public` holds the four 三公 items, budget and outturn; `counts` what is counted,
    `kind` whose accounts they are: a 部门's or a 单位's."""

    department: str
    year: int
    grants: tuple[Grant, ...]
    own: tuple[Own, ...]
    used: int
    own_opening: int
    distribution: int
    economic: Amounts
    public_budget: Amounts
    public: Amounts
    counts: Amounts
    procurement: Amounts
    performance: Amounts
    prior: Amounts
    kind: str = "部门"

    def of(self, budget: str) -> list[Grant]:
        """The grants of one budget, by code."""
        return sorted((grant for grant in self.grants if grant.budget == budget), key=lambda grant: grant.code)

    def granted(self, budget: str = "") -> int:
        return sum(grant.granted for grant in self._grants(budget))

    def opening(self, budget: str = "") -> int:
        return sum(grant.opening for grant in self._grants(budget))

    def spent(self, budget: str = "") -> int:
        return sum(grant.spent for grant in self._grants(budget))

    def closing(self, budget: str = "") -> int:
        return sum(grant.closing for grant in self._grants(budget))

    def _grants(self, budget: str) -> Iterable[Grant]:
        return (grant for grant in self.grants if budget in ("", grant.budget))

    @property
    def own_revenue(self) -> Amounts:
        """Revenue beside the grants, by the key of its line."""
        return {key: sum(own.revenue.get(key, 0) for own in self.own) for key in SOURCES}

    @property
    def own_spent(self) -> int:
        return sum(sum(own.spent.values()) for own in self.own)

    @property
    def own_closing(self) -> int:
        revenue = sum(self.own_revenue.values())
        return self.own_opening + revenue + self.used - self.own_spent - self.distribution

    @property
    def revenue(self) -> int:
        return self.granted() + sum(self.own_revenue.values())

    @property
    def expenditure(self) -> int:
        return self.spent() + self.own_spent

    @property
    def grand_total(self) -> int:
        return self.revenue + self.used + self.opening() + self.own_opening

    @property
    def grants_total(self) -> int:
        return self.granted() + self.opening()


def with_parents(items: Mapping[str, Amounts]) -> dict[str, Amounts]:
    """Items with their 款, 类 and the total (code ""), each the sum of what is below it, in the order of the print."""
    found: dict[str, Amounts] = {"": {}}
    for code, amounts in items.items():
        for above in ("", *codebook.parents(code), code):
            row = found.setdefault(above, {})
            for column, amount in amounts.items():
                row[column] = row.get(column, 0) + amount
    return dict(sorted(found.items()))


def added(rows: Iterable[tuple[str, Amounts]]) -> dict[str, Amounts]:
    """Amounts by code, those of one code added; codes with no amount at all left out."""
    found: dict[str, Amounts] = {}
    for code, amounts in rows:
        row = found.setdefault(code, {})
        for column, amount in amounts.items():
            row[column] = row.get(column, 0) + amount
    return {code: row for code, row in found.items() if any(row.values())}


def revenue_rows(books: Books) -> dict[str, Amounts]:
    """收入决算表, by code."""
    grants = [(grant.code, {"财政拨款收入": grant.granted}) for grant in books.grants]
    own = [(own.code, {SOURCES[key]: amount for key, amount in own.revenue.items()}) for own in books.own]
    return with_parents(_totalled(added(grants + own), "本年收入合计"))


def expenditure_rows(books: Books) -> dict[str, Amounts]:
    """支出决算表, by code."""
    grants = [(grant.code, {"基本支出": grant.basic, "项目支出": grant.project}) for grant in books.grants]
    return with_parents(_totalled(added(grants + [(own.code, own.spent) for own in books.own]), "本年支出合计"))


def spending_rows(books: Books, budget: str) -> dict[str, Amounts]:
    """A table of what one budget paid: 合计, 基本支出, 项目支出."""
    rows = added((grant.code, {"基本支出": grant.basic, "项目支出": grant.project}) for grant in books.of(budget))
    return with_parents(_totalled(rows, "合计")) if rows else {}


def balance_rows(books: Books, budget: str) -> dict[str, Amounts]:
    """A table of one budget with balances: 年初, 本年收入, 本年支出, 年末."""
    rows = added(
        (
            grant.code,
            {
                "年初结转和结余": grant.opening,
                "本年收入": grant.granted,
                "本年支出/小计": grant.spent,
                "本年支出/基本支出": grant.basic,
                "本年支出/项目支出": grant.project,
                "年末结转和结余": grant.closing,
            },
        )
        for grant in books.of(budget)
    )
    return with_parents(rows) if rows else {}


def wide_rows(books: Books) -> dict[str, Amounts]:
    """一般公共预算财政拨款收入支出决算表 of Yunnan: balances and revenue beside the spending, each 基本 and 项目.

    Basic expenditure is paid from this year's grant first; balances are the projects' but for what that leaves.
    """
    rows = {}
    for grant in books.of("general_public_budget"):
        opening = max(0, grant.basic - grant.granted)
        parts = {
            "年初结转和结余": (opening, grant.opening - opening),
            "本年收入": (grant.basic - opening, grant.granted - grant.basic + opening),
            "本年支出": (grant.basic, grant.project),
            "年末结转和结余": (0, grant.closing),
        }
        rows[grant.code] = {
            f"{group}/{leaf}": amount
            for group, (basic, project) in parts.items()
            for leaf, amount in zip(WIDE_LEAVES[group], (basic + project, basic, project), strict=True)
        }
    rows = {code: row for code, row in rows.items() if any(row.values())}
    return with_parents(rows) if rows else {}


def economic_rows(books: Books) -> Amounts:
    """Basic expenditure by economic code, categories included."""
    found = dict(books.economic)
    for code, amount in books.economic.items():
        found[code[:3]] = found.get(code[:3], 0) + amount
    return found


def _totalled(rows: dict[str, Amounts], column: str) -> dict[str, Amounts]:
    return {code: {column: sum(row.values())} | row for code, row in rows.items()}
