"""Family AN 异常, the other leads (AN04 to AN06). Every threshold is named in thresholds.toml."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks.against import Variance
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import TOTAL
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare


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
                f"{name}决算{facts.money(figure.amount)}，占本年支出合计{facts.money(total)}的{show_rate(share)}。"
            )
            fields = {
                "tables": (ledger.titles["expenditure"],),
                "codes": (code,),
                "places": (f"{name}（{figure.where}）",),
            }
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
        amount = f"，{'减少' if change < 0 else '增加'}{facts.money(abs(change))}" if change is not None else ""
        fields = {"places": told.places, "money": abs(change or 0), "codes": (told.code,) if told.code else ()}
        from_nothing = change and change == told.amount("outturn")
        if stated and stated.unit == "%" and not from_nothing:
            if abs(stated.number) <= facts.limits["yoy_jump"]:
                yield passed(told.place)
            else:
                grade = "warning" if abs(stated.number) > facts.limits["yoy_jump_large"] else "info"
                message = (
                    f"{told.place}与上年相比变动{stated.value.removeprefix('-')}%{amount or _way(stated.number)}。"
                )
                yield failed(told.place, message, severity=grade, found=stated.number, unit="%", **fields)
        elif from_nothing:
            yield failed(
                told.place,
                f"{told.place}{facts.money(change)}，上年为零，增减幅度没有定义。",
                severity="info",
                **fields,
            )


def _way(rate: Decimal) -> str:
    return "（减少）" if rate < 0 else "（增加）"


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
    """“三公”经费：决算超过预算的（各部分分别看，合计没有超出的只作提示），与上年相比增长的，列为疑点；预算大部分没有使用的，作为提示。"""
    ledger = facts.ledger
    parts, places = {}, {}
    for column in ledger.columns("three_public")[:6]:
        name = column.removeprefix("预算数/")
        budget, outturn = (ledger.get(("three_public", "", f"{side}/{name}")) for side in ("预算数", "决算数"))
        if budget.state == outturn.state == "printed":
            parts[_LABELS.get(name, name)] = Variance(budget.amount, outturn.amount)
            places[_LABELS.get(name, name)] = f"{name}（{outturn.where}）"
    within = "“三公”经费合计" in parts and parts["“三公”经费合计"].amount <= 0
    for label, variance in parts.items():
        yield _over_budget(facts, label, variance, within).at(places=(places[label],))
    if parts:
        yield _unused(facts, parts).at(places=tuple(places.values()))
    for told in facts.told:
        change = told.amount("yoy_change")
        if told.topic == "three_public" and change is not None and change > 0:
            message = f"{told.place}比上年增加{facts.money(change)}，“三公”经费应当只减不增。"
            yield failed(told.place, message, found=change, places=told.places, money=change)


def _over_budget(facts: Facts, label: str, variance: Variance, within: bool) -> Outcome:
    """A part over its budget is a lead; where the whole keeps within its own, money was only moved between parts."""
    if variance.amount <= 0:
        return passed(label)
    amounts = f"预算{facts.money(variance.budget)}，决算{facts.money(variance.outturn)}"
    message = f"{label}{amounts}，超出预算{facts.money(variance.amount)}{'，合计没有超出' if within else ''}。"
    fields = {
        "severity": "info" if within else "",
        "expected": variance.budget,
        "found": variance.outturn,
        "money": variance.amount,
    }
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
    used = f"只用了{show_rate(whole.rate)}" if whole.outturn else "全年没有使用"
    message = f"“三公”经费预算{used}：{listed}。"
    fields = {"expected": whole.budget, "found": whole.outturn, "money": -whole.amount}
    return failed(label, message, severity="info", tables=(facts.ledger.titles["three_public"],), **fields)
