"""Family NV 表文, outturn and budget compared in words (NV15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.told import BUDGETS, Claim, Told

_WORDS = {
    1: ("大于", "高于", "超过", "超出", "多于", "增加", "增长"),
    -1: ("小于", "低于", "少于", "节约", "节省", "减少", "下降"),
    0: ("等于", "持平", "一致", "相等", "相同"),
}
_SIGN = {word: sign for sign, words in _WORDS.items() for word in words}
_SAID = {1: "大于", -1: "小于", 0: "等于"}
_YEAR = re.compile(r"20\d\d")
_FULL = 100
_NEARLY = 200
"""A difference below one 200th of the budget is not held against 持平 and the like, or against a budget told apart."""
_EXACT = ("等于", "相等", "相同")
_SAME = 20_000
"""Below one 20000th a rate prints as 100.00%: nothing is held against 等于 either."""


def _item(budget: str, outturn: str, word: str, base: str = "年初预算") -> Sample:
    told = claims(
        "general_public_expenditure", f"2080702 职业培训补贴 | direction | {word}", section="五(三)", item_no=1
    )
    return sample("", item(budget, outturn), tuple(claim | {"base": base} for claim in told))


@declare(
    "NV15",
    "决算与预算的大小关系与用词一致",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("大于", _item("40.00", "50.00", "大于"), "passed"),
        Example("写反", _item("40.00", "50.00", "小于"), "failed", "error"),
        Example("持平", _item("40.00", "40.00", "持平"), "passed"),
        Example("并不持平", _item("40.00", "50.00", "持平"), "failed", "error"),
        Example("相差很小的持平", _item("40.00", "40.01", "持平"), "failed", "info"),
        Example("相差很小而说等于", _item("40.00", "40.10", "等于"), "failed", "warning"),
        Example("只差末位而说等于", _item("400.00", "400.01", "等于"), "failed", "info"),
        Example("印出来相等", _item("40.00", "40.00", "大于"), "failed", "info"),
        Example("没有写所说的预算", _item("40.00", "50.00", "小于", "全年预算"), "not_checked"),
    ),
)
def words_agree(facts: Facts) -> Iterator[Outcome]:
    """“大于”“小于”“持平”“超过”“低于”等词与同一对象的决算数和所说的预算数一致；写出超出或节约金额的，金额等于两数之差。

    没有点明对象的话，同一段中任何一个对象相符即可；“基本持平”“略”不核对；印出来相等的两个数，四舍五入前可以有大小。相差不到
    0.5%的，写“持平”“一致”只作提示，写“等于”的列为疑点（执行率印出来仍是100.00%的只作提示）。
    """
    for told in facts.told:
        for claim in told.claims:
            if claim.measure == "direction" and claim.base != "上年" and claim.value in _SIGN:
                yield _direction(facts, told, claim)
            elif claim.measure == "variance" and claim.amount is not None and "预算" in claim.base:
                yield _variance(facts, told, claim)


def _direction(facts: Facts, told: Told, claim: Claim) -> Outcome:
    if claim.roughly:
        return passed(told.place)
    pairs = [pair for own in (told, *facts.beside(told)) for pair in _pairs(own, claim.base)]
    if not pairs:
        return _by_rate(told, claim)
    sign = _SIGN[claim.value]
    if any(_sign(outturn, budget) == sign for outturn, budget in pairs):
        return passed(told.place)
    return _wrong_word(facts, told, claim, *pairs[0])


def _by_rate(told: Told, claim: Claim) -> Outcome:
    """The text tells no budget, but how much of it was spent."""
    rate = next((rate for rate in told.all("execution_rate") if rate.unit == "%" and rate.base in claim.base), None)
    if rate is None:
        return not_checked(told.place, f"没有读到与“{claim.value}”相应的决算数和预算数")
    sign, said = (rate.number > _FULL) - (rate.number < _FULL), _SIGN[claim.value]
    if sign == said:
        return passed(told.place)
    words = f"{told.place}写决算数{claim.value}{claim.base}数，而写完成{rate.base}的{rate.value}%。"
    slight = not sign or (not said and abs(rate.number - _FULL) * _NEARLY <= _FULL)
    fields = {"codes": (told.code,) if told.code else (), "places": told.places}
    severity = "info" if slight else "" if told.code else "warning"
    return failed(told.place, words, severity=severity, found=rate.number, unit="%", **fields)


def _wrong_word(facts: Facts, told: Told, claim: Claim, outturn: Claim, budget: Claim) -> Outcome:
    gap = outturn.amount - budget.amount
    name = BUDGETS[budget.measure]
    return failed(
        told.place,
        f"{told.place}写决算数{claim.value}{claim.base}数，而决算数{facts.money(outturn.amount)}"
        f"{_SAID[_sign(outturn, budget)]}{name}数{facts.money(budget.amount)}。",
        severity=_weight(claim.value, abs(gap), abs(budget.amount)),
        expected=budget.amount,
        found=outturn.amount,
        codes=(told.code,) if told.code else (),
        places=told.places,
        money=abs(gap),
    )


def _weight(word: str, gap: int, budget: int) -> str:
    """The severity of a wrong word; empty where it is that of the rule."""
    if not gap:
        return "info"
    if _SIGN[word] or gap * _NEARLY > budget:
        return ""
    return "warning" if word in _EXACT and gap * _SAME > budget else "info"


def _pairs(told: Told, base: str) -> Iterator[tuple[Claim, Claim]]:
    """The outturns and the budgets that the words may compare."""
    named = {"年初": ["original_budget"], "全年": ["revised_budget"], "调整": ["revised_budget"]}
    wanted = next((measures for word, measures in named.items() if word in base), list(BUDGETS))
    for outturn in told.all("outturn"):
        for budget in told.all(*wanted):
            if outturn.amount is not None and budget.amount is not None:
                yield outturn, budget


def _budgets(told: Told) -> Iterator[tuple[Claim, Claim]]:
    """The whole-year budget against the original one: the text may compare these."""
    for revised in told.all("revised_budget"):
        for original in told.all("original_budget"):
            if revised.amount is not None and original.amount is not None:
                yield revised, original


def _sign(outturn: Claim, budget: Claim) -> int:
    return (outturn.amount > budget.amount) - (outturn.amount < budget.amount)


def _variance(facts: Facts, told: Told, claim: Claim) -> Outcome:
    if (year := _YEAR.search(claim.base)) and int(year[0]) != facts.report.year:
        return not_checked(told.place, "比较的是别的年度的预算")
    pairs = [pair for own in (told, *facts.beside(told)) for pair in (*_pairs(own, claim.base), *_budgets(own))]
    if not any(True for _ in _pairs(told, claim.base)):
        return not_checked(told.place, "没有读到超出或节约金额所对应的决算数和预算数")
    fits = [
        abs(abs(outturn.amount - budget.amount) - abs(claim.amount)) <= allowance(2, [claim.step, outturn.step])
        and (not claim.sign or not claim.amount or claim.sign == (_sign(outturn, budget) or claim.sign))
        for outturn, budget in pairs
    ]
    if any(fits):
        return passed(told.place)
    outturn, budget = next(_pairs(told, claim.base))
    gap = outturn.amount - budget.amount
    return failed(
        told.place,
        f"{told.place}写比{claim.base}{'少' if claim.sign < 0 else '多'}{facts.money(abs(claim.amount))}，"
        f"而决算数{facts.money(outturn.amount)}与{BUDGETS[budget.measure]}数{facts.money(budget.amount)}"
        f"相差{facts.money(gap)}。",
        expected=gap,
        found=claim.amount,
        codes=(told.code,) if told.code else (),
        places=told.places,
        money=abs(abs(gap) - abs(claim.amount)),
    )
