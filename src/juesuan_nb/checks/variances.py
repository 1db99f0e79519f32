"""Family AN 异常, budget against outturn (AN01 to AN03). Every threshold is named in thresholds.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from juesuan_nb import codebook
from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks.against import Variance, asked, compared
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Told
from juesuan_nb.document import fold

_FOUNDED = re.compile(
    r"(单位|部门|我局|本局|我办|本办).{0,4}\d{4}年.{0,6}(成立|组建|设立)|新(成立|组建|设立)(?!的?(公司|企业|项目|科))"
)
_RATES = ("execution_rate_high", "execution_rate_low", "execution_rate_far_high", "execution_rate_far_low")
_MONEY = ("variance_materiality", "variance_notable", "variance_large")


def newly_founded(facts: Facts) -> bool:
    """Whether the text says that the department was founded in the year: it had no budget and no year before."""
    return any(_FOUNDED.search(fold(told.reason)) for told in facts.told if told.reason)


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
    amounts = f"{variance.base}{facts.money(variance.budget)}，支出决算{facts.money(variance.outturn)}"
    return f"{told.name}{amounts}，为预算的{show_rate(variance.rate)}，{gap}"


def _pair(budget: str, outturn: str, code: str = "2080705", item: int = 1) -> tuple[dict, ...]:
    rows = (
        f"{code} 公益性岗位补贴 | original_budget | {budget} 万元",
        f"{code} 公益性岗位补贴 | outturn | {outturn} 万元",
    )
    return claims("general_public_expenditure", *rows, item_no=item, section="五(三)")


def _revised(planned: str, outturn: str, code: str = "2080705") -> Sample:
    """The text tells the whole-year budget only, and a 部门预算 is given."""
    rows = tuple(
        row | {"measure": row["measure"].replace("original", "revised")} for row in _pair(outturn, outturn, code)
    )
    return replace(sample("", rows), planned=f"2080705 公益性岗位补贴 | {planned}")


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
        Example("远超部门预算", _revised("10.00", "198.12"), "failed", "warning"),
    ),
)
def execution_rates(facts: Facts) -> Iterator[Outcome]:
    """支出决算与预算之比高于上限或低于下限、差额又不小的项目和总数，逐一列出；相差很远或差额很大的列为疑点。

    没有预算的支出见 AN02。正文没有写年初预算而同时给出了部门预算的项目，与部门预算的年初预算比较。
    """
    for told, variance in compared(facts):
        if not _off(facts, variance):
            yield passed(told.place)
            continue
        reason = f"；{asked(told, variance)}：{told.reason}" if told.reason else "；没有说明原因"
        yield failed(
            told.place,
            f"{_told(facts, told, variance)}{reason}。",
            severity=_grade(facts, variance),
            expected=variance.budget,
            found=variance.outturn,
            codes=(told.code,) if told.code else (),
            places=(*told.places, *variance.where),
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
        Example(
            "当年新成立",
            sample("", tuple(row | {"reason": "单位2024年新成立"} for row in _pair("0.00", "52.00"))),
            "failed",
            "info",
        ),
        Example("没有预算的小额", sample("", _pair("0.00", "2.00")), "failed", "info"),
        Example("部门预算没有列", _revised("10.00", "52.00", "2010101"), "failed", "warning"),
    ),
)
def spending_without_budget(facts: Facts) -> Iterator[Outcome]:
    """年初预算为零而有支出决算的项目，逐一列出；比例没有定义，不作比较。金额较大的列为疑点。"""
    large, fresh = facts.limits["variance_large"], newly_founded(facts)
    for told, variance in compared(facts):
        if variance.budget or variance.outturn < max(1, facts.limits["variance_materiality"]):
            yield passed(told.place)
            continue
        reason = f"；所说原因：{told.reason}" if told.reason else "；没有说明原因"
        reason += "（单位当年新成立）" if fresh else ""
        yield failed(
            told.place,
            f"{told.name}没有{variance.base}，支出决算{facts.money(variance.outturn)}{reason}。",
            severity="warning" if variance.outturn >= large and not fresh else "info",
            expected=0,
            found=variance.outturn,
            codes=(told.code,) if told.code else (),
            places=(*told.places, *variance.where),
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
    items = [(told, variance) for told, variance in compared(facts) if told.is_item and len(told.code) == 7]
    whole = sum(variance.amount for _, variance in items)
    groups: dict[str, list[tuple[Told, Variance]]] = {}
    for told, variance in items:
        groups.setdefault(told.code[:5], []).append((told, variance))
    for code, members in groups.items():
        yield _section(facts, code, members, whole)
    yield from _whole_sections(facts, items)


def _section(facts: Facts, code: str, members: list[tuple[Told, Variance]], whole: int) -> Outcome:
    variance = Variance(sum(one.budget for _, one in members), sum(one.outturn for _, one in members))
    base = "、".join(dict.fromkeys(one.base for _, one in members))
    share = rate(variance.amount, whole)
    drives = share is not None and share >= facts.limits["driver_share"]
    material = abs(whole) >= facts.limits["variance_materiality"]
    name = f"{code} {codebook.function_name(code)}".strip()
    if not (_off(facts, variance) or (drives and material)):
        return passed(name)
    return failed(
        name,
        f"{name}款（{len(members)}项）{base}{facts.money(variance.budget)}，支出决算{facts.money(variance.outturn)}，"
        f"为预算的{show_rate(variance.rate)}，差异{facts.money(variance.amount)}，占各项总差异的{show_rate(share)}。",
        severity=_grade(facts, variance) if _off(facts, variance) else "info",
        expected=variance.budget,
        found=variance.outturn,
        codes=(code,),
        places=tuple(place for told, _ in members for place in told.places),
        money=abs(variance.amount),
    )


def _whole_sections(facts: Facts, items: list[tuple[Told, Variance]]) -> Iterator[Outcome]:
    """A whole whose rate is off though none of its items is."""
    hidden = not any(_off(facts, variance) for _, variance in items)
    for told, variance in compared(facts):
        if not told.code and items and hidden and told.topic == "general_public_expenditure" and _off(facts, variance):
            message = f"{_told(facts, told, variance)}，而没有一个项单独偏离。"
            fields = {"expected": variance.budget, "found": variance.outturn, "places": told.places}
            yield failed(told.place, message, severity=_grade(facts, variance), money=abs(variance.amount), **fields)
