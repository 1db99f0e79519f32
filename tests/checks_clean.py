"""A whole clean report, made from amounts in 元 that are rounded to 万元 one by one, as published reports are."""

from dataclasses import dataclass, field
from decimal import Decimal

from juesuan_nb import codebook, vocabulary
from juesuan_nb.amounts import half_up, rate
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.samples import budget_line, indicator

GRANTS = ("general_public_budget", "government_funds", "state_capital")
EMPTY = "# 说明：我部门没有这项收入和支出，故本表无数据。"


def wan(yuan: int) -> str:
    """An amount in 元 as printed in 万元."""
    return f"{half_up(Decimal(yuan) / 10000)}"


@dataclass
class Accounts:
    """What a department spent, in 元: (基本支出, 项目支出) and 年初预算 by 项, and the economic split of the basic part.

    `own` is project money from 其他收入; `opening` and `closing` are carry-over of 一般公共预算 (revenue fills the gap).
    """

    general: dict[str, tuple[int, int]]
    capital: dict[str, int] = field(default_factory=dict)
    funds: dict[str, int] = field(default_factory=dict)
    budgets: dict[str, int] = field(default_factory=dict)
    economic: dict[str, int] = field(default_factory=dict)
    reception: tuple[str, str] = ("0.00", "0.00")
    own: dict[str, int] = field(default_factory=dict)
    opening: int = 0
    closing: int = 0

    def rows(self, *budgets: dict) -> dict[str, tuple[int, int]]:
        """Items, their parents and 合计 of the given budgets, as (基本, 项目) in 元."""
        found = {"合计": (0, 0)}
        for items in budgets:
            for code, value in items.items():
                basic, project = value if isinstance(value, tuple) else (0, value)
                for row in ("合计", code[:3], code[:5], code):
                    before = found.get(row, (0, 0))
                    found[row] = (before[0] + basic, before[1] + project)
        return dict(sorted(found.items(), key=lambda item: (item[0] != "合计", item[0])))


def total(rows: dict[str, tuple[int, int]], row: str = "合计") -> int:
    return sum(rows.get(row, (0, 0)))


def name_of(code: str) -> str:
    """The name a row carries: that of the classification."""
    return "合计" if code == "合计" else codebook.function_name(code) or "某科目"


def by_code(table: str, heads: str, rows: dict[str, tuple[int, int]], cells) -> str:
    lines = [f"{table} | {heads}"]
    lines += [f"{code if code != '合计' else ''} {name_of(code)} | {cells(*pair)}" for code, pair in rows.items()]
    return "\n".join(lines)


def two_sided(table: str, statement: str, heads: str, amounts: dict[str, list[str]]) -> str:
    """All lines of a summary, zeros printed; `amounts` by "side key"."""
    lines = [f"{table} | {heads}"]
    for line in vocabulary.lines(statement):
        label = f"一、{line.label}" if line.number <= 8 or line.category else line.label
        width = heads.count("|")
        values = amounts.get(f"{line.side} {line.key}", ["0.00"] * (1 if line.side == "收入" else width))
        cells = [*values, *[""] * width] if line.side == "收入" else ["", *values]
        lines.append(f"{label} | {' | '.join(cells)}")
    return "\n".join(lines)


def summaries(accounts: Accounts) -> str:
    parts = [accounts.general, accounts.funds, accounts.capital]
    granted, everything = accounts.rows(*parts), accounts.rows(*parts, accounts.own)
    each = [total(accounts.rows(part)) for part in parts]
    own, opening, closing = sum(accounts.own.values()), accounts.opening, accounts.closing
    revenues = [each[0] + closing - opening, *each[1:]]
    first = {f"收入 {key}": [wan(amount)] for key, amount in zip(GRANTS, revenues, strict=True)}
    second = dict(first)
    first |= {"收入 other_revenue": [wan(own)], "收入 total_revenue": [wan(sum(revenues) + own)]}
    second |= {"收入 total_revenue": [wan(sum(revenues))]}
    carry = {"收入 opening_carryover": [wan(opening)]}
    whole = total(everything)
    first |= carry | {"支出 closing_carryover": [wan(closing)], "支出 total_expenditure": [wan(whole)]}
    second |= carry | {"支出 closing_carryover": [wan(closing), wan(closing), "0.00", "0.00"]}
    second["支出 total_expenditure"] = [wan(total(granted)), *map(wan, each)]
    for code in (code for code in everything if len(code) == 3):
        first[f"支出 category:{code}"] = [wan(total(everything, code))]
        budgets = [wan(total(accounts.rows(part), code)) for part in parts]
        second[f"支出 category:{code}"] = [wan(total(granted, code)), *budgets]
    first |= {f"{side} grand_total": [wan(whole + closing)] for side in ("收入", "支出")}
    ends = [total(granted) + closing, each[0] + closing, *each[1:]]
    second |= {"收入 grand_total": [wan(ends[0])], "支出 grand_total": list(map(wan, ends))}
    heads = "收入/金额 | 支出/合计 | 支出/一般公共预算财政拨款 | 支出/政府性基金预算财政拨款 | 支出/国有资本经营预算财政拨款"
    fourth = two_sided("T4", "appropriation_summary", heads, second)
    carried = f"一般公共预算财政拨款 | {wan(opening)}"
    opening_line = next(line for line in fourth.splitlines() if line.startswith("年初财政拨款"))
    fourth = fourth.replace(opening_line, f"{opening_line}\n{carried}")
    return "\n".join((two_sided("T1", "revenue_expenditure_summary", "收入/金额 | 支出/金额", first), fourth))


def revenues_by_code(accounts: Accounts) -> str:
    """Statement 02: each 项 has its own revenue; what carry-over adds or takes goes to the first one."""
    first = next(iter(accounts.general))
    basic, project = accounts.general[first]
    received = accounts.general | {first: (basic, project + accounts.closing - accounts.opening)}
    granted = accounts.rows(received, accounts.funds, accounts.capital)
    rows = accounts.rows(received, accounts.funds, accounts.capital, accounts.own)
    own = accounts.rows(accounts.own)
    lines = [
        f"{code.replace('合计', '')} {name_of(code)} | "
        f"{wan(total(rows, code))} | {wan(total(granted, code))} | {wan(total(own, code))}"
        for code in rows
    ]
    return "\n".join(("T2 | 本年收入合计 | 财政拨款收入 | 其他收入", *lines))


def tables(accounts: Accounts) -> str:
    everything = accounts.rows(accounts.general, accounts.funds, accounts.capital, accounts.own)
    general, funds, capital = (accounts.rows(part) for part in (accounts.general, accounts.funds, accounts.capital))
    split = lambda basic, project: f"{wan(basic + project)} | {wan(basic)} | {wan(project)}"  # noqa: E731
    economic = accounts.economic or {"30101": sum(basic for basic, _ in accounts.general.values())}
    sides = {"人员经费合计": ("301", "303"), "公用经费合计": ("302", "307", "310", "312", "313", "399")}
    grouped = {code: sum(v for k, v in economic.items() if k.startswith(code)) for code in {k[:3] for k in economic}}
    sixth = [
        f"{code} {codebook.economics()[code].name} | {wan(amount)}"
        for code, amount in sorted((grouped | economic).items())
    ]
    sixth += [f"{name} | {wan(sum(grouped.get(code, 0) for code in codes))}" for name, codes in sides.items()]
    return "\n".join(
        (
            summaries(accounts),
            revenues_by_code(accounts),
            by_code("T3", "本年支出合计 | 基本支出 | 项目支出", everything, split),
            by_code("T5", "合计 | 基本支出 | 项目支出", general, split),
            "T6 | 决算数",
            *sixth,
            by_code(
                "T7", "本年收入 | 本年支出/小计 | 本年支出/项目支出", funds, lambda b, p: " | ".join([wan(b + p)] * 3)
            )
            if accounts.funds
            else f"T7 | 本年收入\n{EMPTY}",
            by_code("T8", "合计 | 基本支出 | 项目支出", capital, split) if accounts.capital else f"T8 | 合计\n{EMPTY}",
            "T9 | 预算数/合计 | 预算数/公务接待费 | 决算数/合计 | 决算数/公务接待费",
            f"- | {' | '.join(amount for amount in accounts.reception for _ in range(2))}",
        )
    )


def narrative(accounts: Accounts) -> tuple[dict, ...]:
    everything = total(accounts.rows(accounts.general, accounts.funds, accounts.capital, accounts.own))
    general = accounts.rows(accounts.general)
    whole, budget = total(general), sum(accounts.budgets.values())
    told = claims(
        "revenue_expenditure_summary",
        f"收入支出总计 | outturn | {wan(everything + accounts.closing)} 万元",
        section="一",
    )
    told += claims("expenditure", f"支出合计 | outturn | {wan(everything)} 万元", section="三")
    name = "一般公共预算财政拨款支出"
    rows = [f"{name} | original_budget | {wan(budget)} 万元", f"{name} | outturn | {wan(whole)} 万元"]
    told += claims("general_public_expenditure", *rows, section="五(三)")
    for row in general:
        if len(row) == 3:
            rows = [f"{row} 某类 | outturn | {wan(total(general, row))} 万元"]
            rows += [f"{row} 某类 | share | {rate(total(general, row), whole)} %"] if whole else []
            told += claims("general_public_expenditure", *rows, section="五(二)", base=name)
    for number, (code, (basic, project)) in enumerate(sorted(accounts.general.items()), start=1):
        planned = accounts.budgets.get(code, 0)
        rows = [
            f"{code} 某项 | original_budget | {wan(planned)} 万元",
            f"{code} 某项 | outturn | {wan(basic + project)} 万元",
        ]
        rows += [f"{code} 某项 | execution_rate | {rate(basic + project, planned)} %"] if wan(planned) != "0.00" else []
        told += claims("general_public_expenditure", *rows, section="五(三)", item_no=number, base="年初预算")
    return told


def report(accounts: Accounts) -> Sample:
    """The whole report."""
    marks = indicator("某指标", 分值="90 分", 得分="90 分") + indicator("总分", 分值="100 分", 得分="98 分")
    spent = total(accounts.rows(accounts.general, accounts.funds, accounts.capital, accounts.own))
    line = budget_line(revised=wan(spent * 5 // 4), executed=wan(spent))
    return Sample(tables(accounts), narrative(accounts), line + marks)


CLEAN = Accounts(
    general={
        "2080101": (5_878_123, 0),
        "2080102": (0, 3_936_654),
        "2080103": (3_649_333, 959_812),
        "2080505": (324_234, 0),
        "2080702": (0, 1_799_543),
        "2101101": (21_234, 0),
        "2210201": (304_801, 0),
    },
    capital={"2230105": 22_345},
    budgets={
        "2080101": 5_692_000,
        "2080102": 3_990_000,
        "2080103": 4_513_800,
        "2080505": 332_000,
        "2080702": 1_700_000,
        "2101101": 21_300,
        "2210201": 316_900,
    },
    economic={"30101": 8_000_123, "30201": 1_000_456, "30305": 177_600, "31002": 999_546},
    reception=("2.00", "1.50"),
)
"""Basic expenditure 10,177,725 元 is the sum of the economic rows."""
