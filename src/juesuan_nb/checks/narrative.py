"""Family NV 表文, amounts of the text (NV01, NV06)."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb.checks.bindings import also_called, bound, is_whole
from juesuan_nb.checks.equations import equation
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import Figure
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.own_tables import against_own_tables
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.told import BUDGETS, Claim, Told

_TABLE_TOPICS = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_public_expenditure",
    "basic_expenditure",
    "government_funds",
    "state_capital",
)
_T5 = """
T5 | 合计
合计 | 40.00
208 社会保障和就业支出 | 30.00
2080702 职业培训补贴 | 30.00
"""


@declare(
    "NV01",
    "情况说明中的金额与表格一致",
    severity="error",
    basis="form",
    needs=("topic:*",),
    examples=(
        Example("一致", sample(_T5, item("40.00", "30.00")), "passed"),
        Example("不一致", sample(_T5, item("40.00", "31.00")), "failed", "error"),
    ),
)
def amounts_agree(facts: Facts) -> Iterator[Outcome]:
    """情况说明第一至第八部分的每个金额，等于它所说的表格中的那一格（人员经费、公用经费等于有关各类之和；“三公”经费见NV12）。

    高等学校的一套报表按原表名、科目和栏目对应。两处都是合计数时，允许各自舍入造成的尾差。同一段话对同一对象写了几个数的，后面的多半是其中的一部分，只核对第一个。
    """
    compared = against_tables if facts.ledger.rows else against_own_tables
    for told in facts.told:
        if told.topic in _TABLE_TOPICS:
            for _, outcome in compared(facts, told):
                yield outcome


def against_tables(facts: Facts, told: Told) -> Iterator[tuple[Claim, Outcome]]:
    """The verdict on every amount that a table repeats."""
    for claim in told.claims:
        if figures := bound(told, claim, facts.ledger):
            first = told.get(claim.measure)
            if claim.amount == first.amount:
                yield claim, _against_table(facts, told, claim, figures)
            else:
                yield claim, not_checked(told.place, "同一段话对同一对象写了几个数，只核对第一个")


def _against_table(facts: Facts, told: Told, claim: Claim, figures: list[Figure]) -> Outcome:
    ledger, place = facts.ledger, told.place
    if any(figure.state == "lost" for figure in figures):
        return not_checked(place, "表中相应的格读取时丢失")
    absent = all(figure.state == "absent" for figure in figures)
    if absent or (claim.amount and not any(figure.state == "printed" for figure in figures)):
        return not_checked(place, "表中没有印出相应的数")
    expected = sum(figure.amount for figure in figures)
    gap = claim.amount - expected
    printed = [figure for figure in figures if figure.amount]
    steps = [claim.step, *(ledger.step(figure.key[0]) for figure in printed)]
    addends = len(printed) if len(printed) > 1 else max([1, *(ledger.addends(figure.key) for figure in printed)])
    allowed = allowance(addends, steps)
    compared = equation(ledger, [(1, figure) for figure in figures], allowed, constant=-claim.amount)
    titles = tuple(dict.fromkeys(ledger.titles[figure.key[0]] for figure in figures))
    if not gap or abs(gap) <= allowed:
        tail = f"尾差{facts.money(gap)}" if gap else ""
        return passed(place, tail=gap, reason=tail, tables=titles, equation=compared)
    if misnamed := also_called(told, claim.amount, ledger):
        label = ledger.row_label(misnamed.key[0], misnamed.key[1])
        words = f"{place}写{facts.money(claim.amount)}，这是表中的“{label}”，名称与表不一致。"
        return failed(place, words, severity="info", tables=titles, places=told.places)
    return failed(
        place,
        f"{place}写{facts.money(claim.amount)}，《{titles[0]}》为{facts.money(expected)}，相差{facts.money(gap)}。",
        expected=expected,
        found=claim.amount,
        severity="warning" if any(figure.quality in ("recovered", "scanned") for figure in printed) else "",
        equation=compared,
        codes=(told.code,) if told.code else (),
        tables=titles,
        places=(*told.places, *(f"《{titles[0]}》{figure.where}" for figure in printed if figure.where)),
        money=abs(gap),
    )


_LISTED = claims("general_public_expenditure", "2080102 甲 | outturn | 10.00 万元", item_no=2)


def _listing(total: str) -> tuple:
    return (
        item("40.00", "30.00"),
        _LISTED,
        claims("general_public_expenditure", f"一般公共预算财政拨款支出 | outturn | {total} 万元"),
    )


def _budgets(total: str) -> tuple:
    rows = ("2080102 甲 | original_budget | 10.00 万元", f"一般公共预算财政拨款支出 | original_budget | {total} 万元")
    return claims("general_public_expenditure", *rows)


_T5_TWO = "T5 | 合计\n合计 | 40.00\n2080702 职业培训补贴 | 30.00\n2080102 甲 | 10.00"


@declare(
    "NV06",
    "各项的年初预算、决算之和等于所说的总数",
    severity="error",
    basis="arithmetic",
    needs=("topic:general_public_expenditure",),
    examples=(
        Example("相符", sample(_T5_TWO, *_listing("40.00")), "passed"),
        Example("不符", sample(_T5_TWO, *_listing("45.00")), "failed", "error"),
        Example("没有写的项正好补足", sample(_T5_TWO, item("40.00", "30.00"), *_listing("40.00")[2:]), "passed"),
        Example("有的项没有写预算", sample(_T5_TWO, item("", "30.00"), _budgets("40.00")), "not_checked"),
    ),
)
def items_sum(facts: Facts) -> Iterator[Outcome]:
    """具体情况中各项的年初预算（全年预算、支出决算）之和，等于总述中的同名数，允许尾差。

    表格中有而文字没有写到的项，决算按表格补足后再比；预算无从补足，不核对。
    """
    topic = "general_public_expenditure"
    items = [told for told in facts.told if told.topic == topic and told.is_item]
    wholes = [told for told in facts.told if told.topic == topic and is_whole(told)]
    missing = sorted(set(facts.ledger.codes(topic, 7)) - {told.code for told in items})
    unwritten = [facts.ledger.get((topic, code, "合计")).amount for code in missing]
    for measure, name in {**BUDGETS, "outturn": "支出决算"}.items():
        stated = next((told for told in reversed(wholes) if told.amount(measure) is not None), None)
        listed = [claim for told in items if (claim := told.get(measure)) and claim.amount is not None]
        if not stated or not listed:
            continue
        complete = len(listed) == len(items) and not missing
        outcome = _items_against_total(facts, name, stated, stated.get(measure), listed, [])
        if outcome.verdict == "passed" or complete:
            yield outcome
        elif measure == "outturn" and len(listed) == len(items):
            yield _items_against_total(facts, name, stated, stated.get(measure), listed, unwritten)
        else:
            yield not_checked(f"情况说明{stated.section} {name}", "有的项没有写出或没有读到，不能求和")


def _items_against_total(
    facts: Facts, name: str, stated: Told, total: Claim, listed: list[Claim], unwritten: list[int]
) -> Outcome:
    place = f"情况说明{stated.section} {name}"
    added = sum(claim.amount for claim in listed) + sum(unwritten)
    gap = total.amount - added
    steps = [claim.step for claim in (total, *listed)]
    addends = sum(map(bool, (*(claim.amount for claim in listed), *unwritten)))
    if abs(gap) <= allowance(addends, steps):
        return passed(place, tail=gap, reason=f"尾差{facts.money(gap)}" if gap else "")
    note = f"（没有写到的{len(unwritten)}项按表格补足）" if unwritten else ""
    return failed(
        place,
        f"{place}的总数写{facts.money(total.amount)}，所列{len(listed)}项之和为{facts.money(added)}，"
        f"相差{facts.money(gap)}{note}。",
        severity="warning" if unwritten else "",
        expected=added,
        found=total.amount,
        places=stated.places,
        money=abs(gap),
    )
