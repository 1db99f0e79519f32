"""Family EX 说明, one reason at a time (EX01 to EX03): does it fit the figures, is it there, does it explain?"""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks import reasons
from juesuan_nb.checks.against import Variance
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.reasons_samples import explained
from juesuan_nb.checks.reasons_told import SPENT, Difference, differences, fields, meant, running_text
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Told

_SIGNS = {reasons.UP: ("高于", "减少"), reasons.DOWN: ("低于", "增加")}
_NAME = "2080505 机关事业单位基本养老保险缴费支出"


def _item(budget: str, outturn: str, reason: str = "") -> Sample:
    return explained((_NAME, budget, outturn, reason))


def _yearly(change: str, percent: str, reason: str = "") -> Sample:
    name = "机关运行经费"
    rows = (
        f"{name} | outturn | 60.00 万元",
        f"{name} | yoy_change | {change} 万元",
        f"{name} | yoy_rate | {percent} %",
    )
    return sample("", claims("agency_operating_costs", *rows, section="十", reason=reason, base="上年"))


@declare(
    "EX01",
    "所说的原因与增减方向相反",
    severity="warning",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("相符", _item("33.20", "35.42", "缴费基数上调"), "passed"),
        Example("低于预算而说增加", _item("33.20", "32.42", "保险基数调整后缴费支出增加"), "failed", "warning"),
        Example("高于预算而说减少", _item("30.00", "36.00", "压减一般性支出"), "failed", "warning"),
        Example("有增有减", _item("33.20", "32.42", "人员减少，但缴费基数上调"), "passed"),
        Example("年初没有编进预算", _item("0.00", "6.00", "预算编制时未包含新进人员"), "passed"),
        Example("看不出方向", _item("33.20", "32.42", "人员变动"), "not_checked"),
        Example("比上年增加而说压减", _yearly("5.00", "9.09", "压减一般性开支"), "failed", "warning"),
        Example("比上年减少而说压减", _yearly("-5.00", "-7.69", "压减一般性开支"), "passed"),
    ),
)
def directions_fit(facts: Facts) -> Iterator[Outcome]:
    """决算高于预算（或上年）时，所说的原因应当说得通增加；低于时，应当说得通减少。

    按词语判断：增加、追加、上调、新增等指向增加，减少、压减、未实施、结转下年等指向减少；“年初预算未安排”指向高于预算，
    “预算编制偏大”指向低于预算，“未增加”“没有减少”不指向任何一边。所有看得出方向的话都指向反面、又没有转折和改列科目的话，
    才列为疑点；有的相符即通过；看不出方向的不判断。文字写的“大于、小于”与数字不符的，另有规则核对。
    """
    for told, found in differences(facts):
        given = [one for one in found if one.reason and one.amount]
        for text in dict.fromkeys(one.reason for one in given):
            yield _direction(facts, told, [one for one in given if one.reason == text])


def _direction(facts: Facts, told: Told, given: list[Difference]) -> Outcome:
    """One reason, which may be meant for either budget or for the year before."""
    fitting = meant(told, given)
    if not fitting:
        return not_checked(told.place, "文字写的大于、小于与数字不符，看不出原因说的是哪个差异")
    readings = [reasons.read(one.reason, one.words, facts.report.year) for one in fitting]
    if any(reading.agrees(one.way) for reading, one in zip(readings, fitting, strict=True)):
        return passed(told.place)
    if not all(reading.contradicts(one.way) for reading, one in zip(readings, fitting, strict=True)):
        return not_checked(told.place, f"从所说的原因看不出增减的方向：{fitting[0].reason}")
    one = fitting[0]
    said, other = _SIGNS[one.way]
    message = f"{told.name}决算{said}{one.name}{facts.money(abs(one.amount))}，所说原因却是{other}：{one.reason}。"
    return failed(told.place, message, **fields(told, one.amount))


def _far(facts: Facts, variance: Variance) -> bool:
    """Whether a difference from the budget is beyond the limits of AN01, or stands against no budget at all."""
    limits = facts.limits
    if abs(variance.amount) < max(1, limits["variance_materiality"]):
        return False
    share = variance.rate
    return share is None or not limits["execution_rate_low"] <= share <= limits["execution_rate_high"]


@declare(
    "EX02",
    "差异较大而没有说明原因",
    severity="warning",
    basis="regulation",
    needs=("topic:*",),
    thresholds=("execution_rate_high", "execution_rate_low", "variance_materiality", "yoy_jump", "yoy_jump_large"),
    examples=(
        Example("说明了", _item("10.00", "19.00", "年中追加"), "passed"),
        Example("没有说明", _item("10.00", "19.00"), "failed", "warning"),
        Example("相差不大", _item("10.00", "10.50"), "passed"),
        Example("与上年相比没有说明", _yearly("35.00", "140.00"), "failed", "warning"),
        Example("与上年相比变动较大，没有说明", _yearly("15.00", "33.33"), "failed", "info"),
    ),
)
def reasons_given(facts: Facts) -> Iterator[Outcome]:
    """决算与预算之比超出界线、差额又不小的项目，和没有预算而有支出的项目，要说明原因；各部分总数、机关运行经费与上年相比变动超过
    界线的，也要说明。

    总数由各项分别说明的，不另要求。一个部分所有的项目都没有说明的，合为一条。有说明文字而没有读成原因的，不判断。
    """
    found = list(differences(facts))
    for topic in SPENT:
        yield from _section(facts, [pair for pair in found if pair[0].topic == topic])
    for told, listed in found:
        for one in listed:
            if one.base == "year" and not told.is_item and not told.code:
                yield _compared(facts, told, one)


def _section(facts: Facts, found: list[tuple[Told, list[Difference]]]) -> Iterator[Outcome]:
    """The differences from the budget of one section."""
    told_why = any(one.reason and one.base != "year" for _, listed in found for one in listed)
    items = any(told.is_item for told, _ in found)
    missing = []
    for told, listed in found:
        against = [one for one in listed if one.base == told.base]
        if not against or not _due(facts, against[0]) or against[0].reason:
            yield from [passed(told.place)] if against else []
        elif not told.is_item and (items or told_why):
            yield not_applicable(told.place, "总数的差异由各部分分别说明")
        elif reasons.explains(_after_figures(facts, told)):
            yield not_checked(told.place, "有说明文字，没有读成这个差异的原因")
        else:
            missing.append(against[0])
    yield from _missing(facts, missing, told_why)


def _due(facts: Facts, one: Difference) -> bool:
    outturn = one.told.amount("outturn")
    return _far(facts, Variance(outturn - one.amount, outturn))


def _after_figures(facts: Facts, told: Told) -> str:
    """The running text of a subject without its own name and use, which explain nothing."""
    text = running_text(facts, told)
    return text[text.find("决算") :] if "决算" in text else ""


def _missing(facts: Facts, missing: list[Difference], told_why: bool) -> Iterator[Outcome]:
    if len(missing) > 1 and not told_why:
        listed = "；".join(f"{one.told.name}差{facts.money(one.amount)}" for one in missing)
        first = missing[0].told
        message = f"情况说明{first.section}有{len(missing)}项与预算相差较大，都没有说明原因：{listed}。"
        yield failed(
            f"情况说明{first.section}",
            message,
            codes=tuple(one.told.code for one in missing if one.told.code),
            places=tuple(place for one in missing for place in one.told.places),
            money=max(abs(one.amount) for one in missing),
        )
        return
    for one in missing:
        told = one.told
        outturn = told.amount("outturn")
        share = rate(outturn, outturn - one.amount)
        ratio = f"，为预算的{show_rate(share)}" if share is not None else ""
        amounts = f"{one.name}{facts.money(outturn - one.amount)}，支出决算{facts.money(outturn)}{ratio}"
        yield failed(told.place, f"{told.name}{amounts}，没有说明原因。", **fields(told, one.amount))


def _compared(facts: Facts, told: Told, one: Difference) -> Outcome:
    """The change of a whole against the year before."""
    stated = told.get("yoy_rate")
    jump = abs(stated.number) if stated and stated.unit == "%" else None
    small = abs(one.amount) < max(1, facts.limits["variance_materiality"])
    if one.reason or small or jump is None or jump <= facts.limits["yoy_jump"]:
        return passed(told.place)
    if any(other.reason for other in facts.told if other.section == told.section and other.topic == told.topic):
        return not_checked(told.place, "同一部分的其他数字说明了原因")
    if reasons.explains(running_text(facts, told)):
        return not_checked(told.place, "有说明文字，没有读成这个差异的原因")
    severity = "" if jump > facts.limits["yoy_jump_large"] else "info"
    message = f"{told.place}与上年相比变动{facts.money(one.amount)}（{stated.value}%），没有说明原因。"
    return failed(told.place, message, severity=severity, **fields(told, one.amount))


@declare(
    "EX03",
    "只说资金从哪里来，没有说为什么与预算不同",
    severity="warning",
    basis="regulation",
    needs=("topic:*",),
    thresholds=("variance_materiality", "variance_notable"),
    examples=(
        Example("说了年中下达", _item("0.00", "52.00", "上级年中下达专项资金，年初未列入预算"), "passed"),
        Example("只说来源", _item("0.00", "52.00", "此项为上级拨付资金，用于发放补贴"), "failed", "warning"),
        Example("只说来源的小额", _item("0.00", "2.00", "上级专款"), "failed", "info"),
        Example("没有说明", _item("0.00", "52.00"), "not_applicable"),
    ),
)
def reasons_explain(facts: Facts) -> Iterator[Outcome]:
    """决算高于预算的，原因要说明年初预算为什么没有安排或安排不足（年中下达、追加、新增任务、标准提高等）；只写“属于上级拨付资金，
    用于……”的，说的是资金来源和用途，不是差异的原因。
    """
    for told, found in differences(facts):
        for one in found:
            material = one.amount >= max(1, facts.limits["variance_materiality"])
            if one.base != told.base or not one.reason or not material:
                continue
            if not reasons.only_source(one.reason, facts.report.year):
                yield passed(told.place)
                continue
            message = (
                f"{told.name}决算高于{one.name}{facts.money(one.amount)}，只说了资金的来源和用途，"
                f"没有说{one.name}为什么没有安排足：{one.reason}。"
            )
            severity = "" if one.amount >= facts.limits["variance_notable"] else "info"
            yield failed(told.place, message, severity=severity, **fields(told, one.amount))
