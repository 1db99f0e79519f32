"""Family NV 表文, one quantity told more than once (NV13)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.bindings import term_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.told import BUDGETS, Claim, Told
from juesuan_nb.document import fold

_OTHERS = {
    "机关运行经费": r"机关运行经费(支出)?",
    "政府采购总额": r"政府采购(支出)?(总额|总金额|总计|合计)",
}
"""Quantities that no table prints, by their names."""
_MONEY = ("outturn", "amount", *BUDGETS)
_NAME = "一般公共预算财政拨款支出"


def _told(first: str, second: str) -> tuple:
    one = claims("general_public_expenditure", f"{_NAME} | outturn | {first} 万元", section="五(一)")
    return one + claims("general_public_expenditure", f"{_NAME} | outturn | {second} 万元", section="五(三)")


@declare(
    "NV13",
    "同一个数在文字中前后一致",
    severity="error",
    basis="form",
    needs=("topic:*",),
    examples=(
        Example("一致", sample("", _told("30.00", "30.00")), "passed"),
        Example("不一致", sample("", _told("30.00", "31.00")), "failed", "error"),
        Example("保留的位数不同", sample("", _told("30.00", "30.0")), "passed"),
    ),
)
def told_alike(facts: Facts) -> Iterator[Outcome]:
    """同一个数（同一部分、同一对象、同一口径）在情况说明各处所写相同：如一般公共预算财政拨款支出在总体、结构和具体情况
    中，“三公”经费在总体和具体情况中，机关运行经费和政府采购总额在各处。写得粗细不同的，允许舍入之差。
    """
    found: dict[tuple[str, str], list[tuple[Told, Claim]]] = {}
    for told in facts.told:
        if name := _quantity(told):
            for measure in _MONEY:
                if (claim := told.get(measure)) and claim.amount is not None:
                    found.setdefault((name, measure), []).append((told, claim))
    for said in found.values():
        if len(said) > 1:
            yield _alike(facts, said)


def _quantity(told: Told) -> str:
    """One name for what is spoken of; empty where it cannot be known to be the same thing elsewhere."""
    if told.topic == "performance" or told.is_item:
        return ""
    if name := next((name for name, words in _OTHERS.items() if re.fullmatch(words, fold(told.subject))), ""):
        return name
    if term := term_of(told):
        return f"{term} {told.code}" if "@" in term else term
    return ""


def _alike(facts: Facts, said: list[tuple[Told, Claim]]) -> Outcome:
    first, one = said[0]
    place = f"{first.place}在文字中写了{len(said)}处"
    other, claim = next(
        (
            (told, claim)
            for told, claim in said
            if abs(claim.amount - one.amount) > allowance(1, [one.step, claim.step])
        ),
        said[0],
    )
    if other is first:
        return passed(place)
    return failed(
        place,
        f"{first.place}写{facts.money(one.amount)}，情况说明{other.section}写{facts.money(claim.amount)}，前后不一致。",
        expected=one.amount,
        found=claim.amount,
        codes=(first.code,) if first.code else (),
        places=(*first.places, *other.places),
        money=abs(claim.amount - one.amount),
    )
