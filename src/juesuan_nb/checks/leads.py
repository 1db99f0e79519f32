"""Family AN 异常, leads in the figures of one report: residues, carry-over, exact and stale figures (AN07 to AN10)."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks.against import compared
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import TOTAL, Figure
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import item

_WAN = 1_000_000
_SHOWN = 8
_RESIDUES = (("expenditure", 7, "本年支出合计"), ("basic_expenditure", 5, "决算数"))
_T3 = "T3 | 本年支出合计\n20807 就业补助 | 100.00\n2080702 职业培训补贴 | {other}\n2080799 其他就业补助支出 | {rest}"


@declare(
    "AN07",
    "“其他”科目占本款（本类）的比例过大",
    severity="info",
    basis="arithmetic",
    needs=("table:expenditure",),
    thresholds=("residue_share", "residue_materiality"),
    examples=(
        Example("比例不大", sample(_T3.format(other="90.00", rest="10.00")), "passed"),
        Example("比例过大", sample(_T3.format(other="60.00", rest="40.00")), "failed", "info"),
        Example(
            "本款只有这一项", sample("T3 | 本年支出合计\n20807 就业补助 | 9.00\n2080799 其他 | 9.00"), "failed", "info"
        ),
    ),
)
def residues(facts: Facts) -> Iterator[Outcome]:
    """末两位为99的“其他…支出”占本款支出（经济分类为本类）的比例超过界线，且金额不小的列出：“其他”是兜底科目，列得多就看不出用途。"""
    ledger = facts.ledger
    for statement, digits, column in _RESIDUES:
        for code in ledger.codes(statement, digits):
            part, whole = (ledger.get((statement, row, column)) for row in (code, code[:-2]))
            if code.endswith("99") and part.state == whole.state == "printed":
                yield _residue(facts, statement, part, whole)


def _residue(facts: Facts, statement: str, part: Figure, whole: Figure) -> Outcome:
    ledger, limits = facts.ledger, facts.limits
    name, parent = (ledger.row_label(statement, figure.key[1]) for figure in (part, whole))
    share = rate(part.amount, whole.amount)
    if share is None or share <= limits["residue_share"] or part.amount < limits["residue_materiality"]:
        return passed(name)
    message = f"{name}{facts.money(part.amount)}，占{parent}{facts.money(whole.amount)}的{show_rate(share)}。"
    fields = {"codes": (part.key[1],), "tables": (ledger.titles[statement],), "places": (f"{name}（{part.where}）",)}
    return failed(name, message, found=part.amount, money=part.amount, **fields)


_CLOSING = "T1 | 收入/金额 | 支出/金额\n本年收入合计 | 100.00 |\n年末结转和结余 | | {closing}"


@declare(
    "AN08",
    "年末结转和结余相对收入过大",
    severity="warning",
    basis="regulation",
    needs=("table:revenue_expenditure_summary",),
    thresholds=("carryover_share", "carryover_share_large", "variance_notable"),
    examples=(
        Example("不大", sample(_CLOSING.format(closing="5.00")), "passed"),
        Example("较大", sample(_CLOSING.format(closing="15.00")), "failed", "info"),
        Example("很大", sample(_CLOSING.format(closing="45.00")), "failed", "warning"),
    ),
)
def closing_carryover(facts: Facts) -> Iterator[Outcome]:
    """年末结转和结余占本年收入合计的比例超过界线、金额不小的列出；同时说明与年初相比是增是减。"""
    ledger, name = facts.ledger, "revenue_expenditure_summary"
    closing, revenue, opening = (
        ledger.get((name, row, column))
        for row, column in (
            ("closing_carryover", "支出/金额"),
            ("total_revenue", "收入/金额"),
            ("opening_carryover", "收入/金额"),
        )
    )
    if closing.state != "printed" or revenue.state != "printed" or not revenue.amount:
        yield not_checked("", "年末结转和结余或本年收入合计没有读清，或为零")
        return
    share = rate(closing.amount, revenue.amount)
    if share <= facts.limits["carryover_share"] or closing.amount < facts.limits["variance_notable"]:
        yield passed("年末结转和结余")
        return
    since = f"，年初为{facts.money(opening.amount)}" if opening.state == "printed" else ""
    of = f"占本年收入合计{facts.money(revenue.amount)}的{show_rate(share)}"
    message = f"年末结转和结余{facts.money(closing.amount)}，{of}{since}。"
    grade = "warning" if share > facts.limits["carryover_share_large"] else "info"
    fields = {"tables": (ledger.titles[name],), "places": (f"年末结转和结余（{closing.where}）",)}
    yield failed("年末结转和结余", message, severity=grade, found=closing.amount, money=closing.amount, **fields)


def _items(*pairs: tuple[str, str]) -> tuple[dict, ...]:
    listed = (item(*pair, name=f"20807{place:02} 某补贴", no=place) for place, pair in enumerate(pairs, 1))
    return tuple(row for rows in listed for row in rows)


@declare(
    "AN09",
    "许多项目的决算恰好等于预算，或恰好是整万元",
    severity="info",
    basis="arithmetic",
    needs=("topic:*",),
    thresholds=("exact_items", "exact_share"),
    examples=(
        Example("各有差异", sample("", _items(("5.00", "4.12"), ("6.00", "6.34"), ("7.00", "7.00"))), "passed"),
        Example(
            "许多项恰好相等",
            sample("", _items(("5.12", "5.12"), ("6.34", "6.34"), ("7.56", "7.56"), ("1.00", "0.92"))),
            "failed",
            "info",
            {"exact_items": 3},
        ),
        Example(
            "许多项是整万元",
            sample("", _items(("5.12", "5.00"), ("6.34", "6.00"), ("7.56", "7.00"), ("1.00", "0.92"))),
            "failed",
            "info",
            {"exact_items": 3},
        ),
    ),
)
def exact_figures(facts: Facts) -> Iterator[Outcome]:
    """支出决算恰好等于预算（执行率100%）的项达到一定个数和比例的，支出决算恰好是整万元的项达到一定个数和比例的，作为提示。

    执行数照抄预算数，或按整数拨付、以拨代支，都会如此。金额只印到整万元的报告不看后一项。
    """
    items = [(told, one) for told, one in compared(facts) if told.is_item and one.outturn > 0]
    if not items:
        yield not_applicable("", "没有逐项写出预算和决算")
        return
    exact = [pair for pair in items if pair[1].outturn == pair[1].budget]
    yield _many(facts, "决算恰好等于预算", exact, len(items))
    if any(one.outturn % _WAN for _, one in items):
        yield _many(facts, "决算恰好是整万元", [pair for pair in items if pair[1].outturn % _WAN == 0], len(items))


def _many(facts: Facts, what: str, found: list, count: int) -> Outcome:
    few = len(found) < facts.limits["exact_items"] or rate(len(found), count) < facts.limits["exact_share"]
    if few:
        return passed(what)
    listed = "、".join(f"{told.name}{facts.money(one.outturn)}" for told, one in found[:_SHOWN])
    listed += "等" if len(found) > _SHOWN else ""
    fields = {"codes": tuple(told.code for told, _ in found if told.code)}
    places = tuple(place for told, _ in found for place in told.places)
    message = f"{count}项支出中有{len(found)}项的{what}：{listed}。"
    return failed(what, message, money=sum(one.outturn for _, one in found), places=places, **fields)


_STALE = "T1 | 收入/金额\n总计 | {total}\nT4 | 收入/金额\n总计 | {other}"
_CHANGE = ("收入支出总计 | outturn | 60.25 万元", "收入支出总计 | yoy_change | 12.13 万元")
_TOTALS = ("grand_total", "total_revenue", "total_expenditure", TOTAL)


@declare(
    "AN10",
    "一个合计数等于上年的数，可能没有更新",
    severity="info",
    basis="arithmetic",
    needs=("topic:*",),
    thresholds=("variance_materiality",),
    examples=(
        Example(
            "没有",
            sample(_STALE.format(total="60.25", other="55.00"), claims("revenue_expenditure_summary", *_CHANGE)),
            "passed",
        ),
        Example(
            "等于上年的数",
            sample(_STALE.format(total="60.25", other="48.12"), claims("revenue_expenditure_summary", *_CHANGE)),
            "failed",
            "info",
        ),
    ),
)
def stale_figures(facts: Facts) -> Iterator[Outcome]:
    """由“与上年相比增减”推出的上年数（本年数－增减额），如果等于本报告某张表的一个合计数（而与本年数不同），那个数可能是上年的，没有更新。"""
    ledger = facts.ledger
    totals = [
        figure
        for key, figure in ledger.figures.items()
        if key[1] in _TOTALS and figure.state == "printed" and figure.amount >= facts.limits["variance_materiality"]
    ]
    for told in facts.told:
        this, change = told.amount("outturn"), told.amount("yoy_change")
        if this is None or not change or this == change:
            continue
        same = [figure for figure in totals if figure.amount == this - change]
        yield _stale(facts, told.place, this, change, same).at(places=told.places) if same else passed(told.place)


def _stale(facts: Facts, place: str, this: int, change: int, same: list[Figure]) -> Outcome:
    titles = facts.ledger.titles
    listed = "、".join(f"《{titles[one.key[0]]}》{facts.ledger.row_label(*one.key[:2])}·{one.key[2]}" for one in same)
    message = (
        f"{place}{facts.money(this)}，比上年变动{facts.money(change)}，上年应为{facts.money(this - change)}；"
        f"{listed}正是这个数，可能是上年的数没有更新。"
    )
    tables = tuple(dict.fromkeys(titles[one.key[0]] for one in same))
    return failed(place, message, found=this - change, tables=tables, money=abs(change))
