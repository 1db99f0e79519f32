"""Family PF 绩效, budgets called outturn and outturns called budget (PF15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from juesuan_nb.checks.attachments import Form
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import budget_line, self_evaluation
from juesuan_nb.checks.told import BUDGETS
from juesuan_nb.document import fold

_CLEAR = 1_000_000
_BUDGET_WORD = re.compile(r"预算(?:资金|金额|数|总额)|资金预算")
_EXECUTED_WORD = re.compile(r"执行数|支出决算|实际支出|决算数")


@declare(
    "PF15",
    "绩效部分的“预算”与“执行”没有用反",
    severity="info",
    basis="regulation",
    needs=("topic:performance", "evaluation"),
    examples=(
        Example(
            "用词相符",
            self_evaluation(budget_line(), told=claims("performance", "部门整体支出绩效自评 | amount | 100.00 万元")),
            "passed",
        ),
        Example(
            "把执行数称为预算资金",
            self_evaluation(
                budget_line(),
                told=claims(
                    "performance",
                    "部门整体支出绩效自评 | amount | 80.00 万元",
                    text="部门整体支出绩效自评，涉及预算资金80.00万元",
                ),
            ),
            "failed",
            "info",
        ),
    ),
)
def words_of_money(facts: Facts) -> Iterator[Outcome]:
    """绩效部分称为“预算资金”的数不是自评表的全年执行数（它与全年预算数、年初预算数不同时），称为执行数的不是全年预算数。"""
    amounts = [found for form in facts.forms if form.is_whole and (found := _amounts(form))]
    for row in facts.claims:
        if row.topic != "performance" or pd.isna(row.amount):
            continue
        for budgets, executed in amounts:
            place = f"情况说明{row.section} {row.subject}"
            amount = int(row.amount)
            if amount == executed and _calls(row, _BUDGET_WORD, _EXECUTED_WORD):
                named, really = "预算资金", f"自评表的全年执行数，全年预算数为{facts.money(max(budgets))}"
            elif amount in budgets and _calls(row, _EXECUTED_WORD, _BUDGET_WORD):
                named, really = "执行数", f"自评表的预算数，全年执行数为{facts.money(executed)}"
            else:
                yield passed(place)
                continue
            message = f"{place}称{facts.money(amount)}为{named}，实为{really}。"
            yield failed(place, message, found=amount)
    yield from _items_called_budget(facts)


def _items_called_budget(facts: Facts) -> Iterator[Outcome]:
    """A 预算数 of an attachment that is the outturn of an item whose budget is another."""
    items = {}
    for one in facts.told:
        budget, outturn = one.amount(one.base) if one.base else None, one.amount("outturn")
        if one.is_item and outturn and budget is not None and abs(outturn - budget) >= _CLEAR:
            items[outturn] = one
    for entry in facts.entries:
        for name, fact in entry.fields.items():
            amount = fact.amount if entry.kind == "report" else None
            if amount and _BUDGET_WORD.search(name) and amount.fen in items:
                one = items[amount.fen]
                message = (
                    f"{entry.place}：{name}{facts.money(amount.fen)}，等于{one.name}的支出决算，"
                    f"而它的{BUDGETS[one.base]}为{facts.money(one.amount(one.base))}。"
                )
                codes = (one.code,) if one.code else ()
                yield failed(f"{entry.place}·{name}", message, found=amount.fen, codes=codes, places=entry.places)


def _amounts(form: Form) -> tuple[set[int], int] | None:
    """The budgets and the outturn of a form, where they differ."""
    line = form.main
    found = [line.amount(name) if line else None for name in ("年初预算数", "全年预算数", "全年执行数")]
    budgets = {one.fen for one in found[:2] if one}
    if found[2] is None or not budgets or found[2].fen in budgets:
        return None
    return budgets, found[2].fen


def _calls(row: tuple, word: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether the nearest such word before the figure is this one."""
    before = fold(row.text).replace(",", "").partition(row.value)[0]
    last = [max((found.end() for found in pattern.finditer(before)), default=-1) for pattern in (word, other)]
    return last[0] > last[1]
