"""Family AN 异常: leads, never errors. Every threshold is named in thresholds.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb import codebook
from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import TOTAL
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import BUDGETS, Told

_TOPICS = ("general_public_expenditure", "government_funds", "state_capital")
_RATES = ("execution_rate_high", "execution_rate_low", "execution_rate_far_high", "execution_rate_far_low")
_MONEY = ("variance_materiality", "variance_notable", "variance_large")


@dataclass(frozen=True, slots=True)
class Variance:
    """Budget and outturn of one thing, in 分."""

    budget: int
    outturn: int

    @property
    def amount(self) -> int:
        """Outturn less budget."""
        return self.outturn - self.budget

    @property
    def rate(self) -> Decimal | None:
        """Outturn as a percentage of the budget; undefined on a zero budget."""
        return rate(self.outturn, self.budget)


def _variance(told: Told) -> Variance | None:
    budget, outturn = told.amount(told.base) if told.base else None, told.amount("outturn")
    return None if budget is None or outturn is None else Variance(budget, outturn)


def _compared(facts: Facts) -> list[tuple[Told, Variance]]:
    """Every subject of the expenditure sections for which the text gives budget and outturn, totals too."""
    told = [one for one in facts.told if one.topic in _TOPICS]
    return [(one, variance) for one in told if (variance := _variance(one))]


def _off(facts: Facts, variance: Variance) -> bool:
    """Whether a rate is beyond the limits and the money is material."""
    limits = facts.limits
    if variance.rate is None or abs(variance.amount) < limits["variance_materiality"]:
        return False
    return variance.rate > limits["execution_rate_high"] or variance.rate < limits["execution_rate_low"]


def _grade(facts: Facts, variance: Variance) -> str:
    """A lead to follow where the rate is far off or the money is large; else only worth knowing."""
    limits = facts.limits
    far = not limits["execution_rate_far_low"] <= variance.rate <= limits["execution_rate_far_high"]
    large = abs(variance.amount) >= limits["variance_large"]
    return "warning" if large or (far and abs(variance.amount) >= limits["variance_notable"]) else "info"


def _told(facts: Facts, told: Told, variance: Variance) -> str:
    gap = f"{'超出' if variance.amount > 0 else '少'}{facts.money(abs(variance.amount))}"
    amounts = f"{BUDGETS[told.base]}{facts.money(variance.budget)}，支出决算{facts.money(variance.outturn)}"
    return f"{told.name}{amounts}，为预算的{show_rate(variance.rate)}，{gap}"


def _pair(budget: str, outturn: str, code: str = "2080705", item: int = 1) -> tuple[dict, ...]:
    rows = (
        f"{code} 公益性岗位补贴 | original_budget | {budget} 万元",
        f"{code} 公益性岗位补贴 | outturn | {outturn} 万元",
    )
    return claims("general_public_expenditure", *rows, item_no=item, section="五(三)")


@declare(
    "AN01",
    "决算与预算相差悬殊",
    severity="warning",
    basis="arithmetic",
    needs=("topic:*",),
    thresholds=(*_RATES, *_MONEY),
    examples=(
        Example("接近预算", sample("", _pair("56.92", "58.78")), "passed"),
        Example("远超预算", sample("", _pair("10.00", "198.12")), "failed", "warning"),
        Example("相差不大的小额", sample("", _pair("3.00", "1.64")), "failed", "info"),
        Example("差额太小", sample("", _pair("0.30", "0.10")), "passed"),
    ),
)
def execution_rates(facts: Facts) -> Iterator[Outcome]:
    """支出决算与预算之比高于上限或低于下限、差额又不小的项目和总数，逐一列出；相差很远或差额很大的列为疑点。

    没有预算的支出见 AN02。
    """
    for told, variance in _compared(facts):
        if not _off(facts, variance):
            yield passed(told.place)
            continue
        reason = f"；所说原因：{told.reason}" if told.reason else "；没有说明原因"
        yield failed(
            told.place,
            f"{_told(facts, told, variance)}{reason}。",
            severity=_grade(facts, variance),
            expected=variance.budget,
            found=variance.outturn,
            codes=(told.code,) if told.code else (),
            places=told.places,
            money=abs(variance.amount),
        )


@declare(
    "AN02",
    "没有年初预算而有支出",
    severity="warning",
    basis="regulation",
    needs=("topic:*",),
    thresholds=("variance_materiality", "variance_large"),
    examples=(
        Example("有预算", sample("", _pair("40.00", "52.00")), "passed"),
        Example("没有预算", sample("", _pair("0.00", "52.00")), "failed", "warning"),
        Example("没有预算的小额", sample("", _pair("0.00", "2.00")), "failed", "info"),
    ),
)
def spending_without_budget(facts: Facts) -> Iterator[Outcome]:
    """年初预算为零而有支出决算的项目，逐一列出；比例没有定义，不作比较。金额较大的列为疑点。"""
    large = facts.limits["variance_large"]
    for told, variance in _compared(facts):
        if variance.budget or variance.outturn < max(1, facts.limits["variance_materiality"]):
            yield passed(told.place)
            continue
        reason = f"；所说原因：{told.reason}" if told.reason else "；没有说明原因"
        yield failed(
            told.place,
            f"{told.name}没有{BUDGETS[told.base]}，支出决算{facts.money(variance.outturn)}{reason}。",
            severity="warning" if variance.outturn >= large else "info",
            expected=0,
            found=variance.outturn,
            codes=(told.code,) if told.code else (),
            places=told.places,
            money=variance.outturn,
        )


@declare(
    "AN03",
    "一个款或整个部分偏离预算，以及总差异由哪个款造成",
    severity="warning",
    basis="arithmetic",
    needs=("topic:general_public_expenditure",),
    thresholds=(*_RATES, *_MONEY, "driver_share"),
    examples=(
        Example("各款接近预算", sample("", _pair("50.00", "51.00"), _pair("50.00", "49.50", "2010101", 2)), "passed"),
        Example(
            "一款造成差异",
            sample("", _pair("50.00", "150.00"), _pair("50.00", "51.00", "2010101", 2)),
            "failed",
            "warning",
        ),
    ),
)
def sections_off(facts: Facts) -> Iterator[Outcome]:
    """把各项的预算和决算按款汇总：偏离预算的款，以及占总差异一大半的款，列出它占总差异的比例。

    整个部分的总数偏离预算而没有一个项单独偏离的，也列出。
    """
    items = [(told, variance) for told, variance in _compared(facts) if told.is_item and len(told.code) == 7]
    whole = sum(variance.amount for _, variance in items)
    groups: dict[str, list[Variance]] = {}
    for told, variance in items:
        groups.setdefault(told.code[:5], []).append(variance)
    for code, members in groups.items():
        yield _section(facts, code, members, whole)
    yield from _whole_sections(facts, items)


def _section(facts: Facts, code: str, members: list[Variance], whole: int) -> Outcome:
    variance = Variance(sum(one.budget for one in members), sum(one.outturn for one in members))
    share = rate(variance.amount, whole)
    drives = share is not None and share >= facts.limits["driver_share"]
    material = abs(whole) >= facts.limits["variance_materiality"]
    name = f"{code} {codebook.function_name(code)}".strip()
    if not (_off(facts, variance) or (drives and material)):
        return passed(name)
    return failed(
        name,
        f"{name}款（{len(members)}项）年初预算{facts.money(variance.budget)}，支出决算{facts.money(variance.outturn)}，"
        f"为预算的{show_rate(variance.rate)}，差异{facts.money(variance.amount)}，占各项总差异的{show_rate(share)}。",
        severity=_grade(facts, variance) if _off(facts, variance) else "info",
        expected=variance.budget,
        found=variance.outturn,
        codes=(code,),
        money=abs(variance.amount),
    )


def _whole_sections(facts: Facts, items: list[tuple[Told, Variance]]) -> Iterator[Outcome]:
    """A whole whose rate is off though none of its items is."""
    hidden = not any(_off(facts, variance) for _, variance in items)
    for told, variance in _compared(facts):
        if not told.code and items and hidden and told.topic == "general_public_expenditure" and _off(facts, variance):
            message = f"{_told(facts, told, variance)}，而没有一个项单独偏离。"
            fields = {"expected": variance.budget, "found": variance.outturn, "places": told.places}
            yield failed(told.place, message, severity=_grade(facts, variance), money=abs(variance.amount), **fields)


@declare(
    "AN04",
    "支出集中在一个项",
    severity="info",
    basis="arithmetic",
    needs=("table:expenditure",),
    thresholds=("concentration_share",),
    examples=(
        Example("分散", sample("T3 | 本年支出合计\n合计 | 10.00\n2080101 甲 | 5.00\n2080102 乙 | 5.00"), "passed"),
        Example(
            "集中", sample("T3 | 本年支出合计\n合计 | 10.00\n2080101 甲 | 7.00\n2080102 乙 | 3.00"), "failed", "info"
        ),
    ),
)
def concentration(facts: Facts) -> Iterator[Outcome]:
    """一个项的支出占本年支出合计的比例超过界线。"""
    ledger, column = facts.ledger, "本年支出合计"
    total = ledger.get(("expenditure", TOTAL, column)).amount
    for code in ledger.codes("expenditure", 7):
        figure = ledger.get(("expenditure", code, column))
        share = rate(figure.amount, total) if figure.state == "printed" else None
        name = ledger.row_label("expenditure", code)
        if share is None or share <= facts.limits["concentration_share"]:
            yield passed(name)
        else:
            message = (
                f"{name}支出{facts.money(figure.amount)}，占本年支出合计{facts.money(total)}的{show_rate(share)}。"
            )
            fields = {"tables": (ledger.titles["expenditure"],), "codes": (code,), "places": (figure.where,)}
            yield failed(name, message, found=figure.amount, money=figure.amount, **fields)


def _yoy(value: str) -> tuple[dict, ...]:
    return claims(
        "revenue_expenditure_summary", "收入支出总计 | outturn | 60.00 万元", f"收入支出总计 | yoy_rate | {value} %"
    )


@declare(
    "AN05",
    "与上年相比变动大",
    severity="warning",
    basis="regulation",
    needs=("topic:*",),
    thresholds=("yoy_jump", "yoy_jump_large"),
    examples=(
        Example("变动小", sample("", _yoy("5.00")), "passed"),
        Example("变动较大", sample("", _yoy("24.75")), "failed", "info"),
        Example("变动很大", sample("", _yoy("-65.00")), "failed", "warning"),
    ),
)
def year_on_year(facts: Facts) -> Iterator[Outcome]:
    """与上年相比的增减幅度超过界线，逐一列出；上年为零的，没有幅度，也列出。"""
    for told in facts.told:
        change, stated = told.amount("yoy_change"), told.get("yoy_rate")
        amount = f"，变动{facts.money(change)}" if change is not None else ""
        fields = {"places": told.places, "money": abs(change or 0), "codes": (told.code,) if told.code else ()}
        if stated and stated.unit == "%":
            if abs(stated.number) <= facts.limits["yoy_jump"]:
                yield passed(told.place)
            else:
                grade = "warning" if abs(stated.number) > facts.limits["yoy_jump_large"] else "info"
                message = f"{told.place}与上年相比变动{stated.value}%{amount}。"
                yield failed(told.place, message, severity=grade, found=stated.number, unit="%", **fields)
        elif change and change == told.amount("outturn"):
            yield failed(
                told.place,
                f"{told.place}{facts.money(change)}，上年为零，增减幅度没有定义。",
                severity="info",
                **fields,
            )


_LABELS = {"合计": "“三公”经费合计", "小计": "公务用车购置及运行维护费"}


def _three(budget: str, outturn: str) -> str:
    head = "T9 | 预算数/合计 | 预算数/公务接待费 | 决算数/合计 | 决算数/公务接待费"
    return f"{head}\n- | {budget} | {budget} | {outturn} | {outturn}"


@declare(
    "AN06",
    "“三公”经费预算没有使用、超预算或增长",
    severity="warning",
    basis="regulation",
    needs=("table:three_public",),
    thresholds=("three_public_unused", "variance_materiality"),
    examples=(
        Example("正常", sample(_three("5.00", "4.00")), "passed"),
        Example("没有使用", sample(_three("9.00", "0.00")), "failed", "info"),
        Example("超预算", sample(_three("5.00", "6.00")), "failed", "warning"),
    ),
)
def three_public(facts: Facts) -> Iterator[Outcome]:
    """“三公”经费：决算超过预算的（各部分分别看），与上年相比增长的，列为疑点；预算大部分没有使用的，作为提示。"""
    ledger = facts.ledger
    parts = {}
    for column in ledger.columns("three_public")[:6]:
        name = column.removeprefix("预算数/")
        budget, outturn = (ledger.get(("three_public", "", f"{side}/{name}")) for side in ("预算数", "决算数"))
        if budget.state == outturn.state == "printed":
            parts[_LABELS.get(name, name)] = Variance(budget.amount, outturn.amount)
    for label, variance in parts.items():
        yield _over_budget(facts, label, variance)
    if parts:
        yield _unused(facts, parts)
    for told in facts.told:
        change = told.amount("yoy_change")
        if told.topic == "three_public" and change is not None and change > 0:
            message = f"{told.place}比上年增加{facts.money(change)}，“三公”经费应当只减不增。"
            yield failed(told.place, message, found=change, places=told.places, money=change)


def _over_budget(facts: Facts, label: str, variance: Variance) -> Outcome:
    if variance.amount <= 0:
        return passed(label)
    amounts = f"预算{facts.money(variance.budget)}，决算{facts.money(variance.outturn)}"
    message = f"{label}{amounts}，超出预算{facts.money(variance.amount)}。"
    fields = {"expected": variance.budget, "found": variance.outturn, "money": variance.amount}
    return failed(label, message, tables=(facts.ledger.titles["three_public"],), **fields)


def _unused(facts: Facts, parts: dict[str, Variance]) -> Outcome:
    """One lead for the whole, with the parts that were left unused."""
    label, whole = next(iter(parts.items()))
    limits = facts.limits
    unused = whole.rate is not None and whole.rate < limits["three_public_unused"]
    if not unused or -whole.amount < limits["variance_materiality"]:
        return passed(label)
    listed = "；".join(
        f"{name}预算{facts.money(part.budget)}、决算{facts.money(part.outturn)}"
        for name, part in parts.items()
        if part.budget > part.outturn
    )
    message = f"“三公”经费预算只用了{show_rate(whole.rate)}：{listed}。"
    fields = {"expected": whole.budget, "found": whole.outturn, "money": -whole.amount}
    return failed(label, message, severity="info", tables=(facts.ledger.titles["three_public"],), **fields)
