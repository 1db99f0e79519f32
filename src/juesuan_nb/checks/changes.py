"""Family NV 表文, changes against last year (NV04)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, last_digit, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import BUDGETS, Claim, Told

_MORE = {1: ("增加", "增长"), -1: ("减少", "下降"), 0: ("增减", "增减")}


def _text(total: str, change: str, rate: str, more: str = "增加", grew: str = "增长") -> Sample:
    told = claims("revenue", f"收入合计 | outturn | {total} 万元", section="二")
    told += claims(
        "revenue", f"收入合计 | yoy_change | {change} 万元", section="二", base="上年", text=f"{more}{change}万元"
    )
    rated = claims("revenue", f"收入合计 | yoy_rate | {rate} %", section="二", base="上年", text=f"{grew}{rate}%")
    return sample("", told, rated)


@declare(
    "NV04",
    "比上年增减的金额、幅度与用词一致",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("一致", _text("120.00", "20.00", "20.00"), "passed"),
        Example("减少", _text("80.00", "20.00", "20.00", "减少", "下降"), "passed"),
        Example("幅度算错", _text("120.00", "20.00", "25.00"), "failed", "error"),
        Example("用词写反", _text("80.00", "20.00", "20.00"), "failed", "error"),
        Example("金额和幅度方向相反", _text("120.00", "20.00", "20.00", "增加", "下降"), "failed", "error"),
        Example("上年为零", _text("120.00", "120.00", "100.00"), "failed", "info"),
    ),
)
def changes_agree(facts: Facts) -> Iterator[Outcome]:
    """上年数＝本年数－增减额（增加为正，减少为负）；增减幅度＝增减额÷上年数，在舍入允许的区间内；“增加”“增长”与
    “减少”“下降”要同向，写“持平”的不应另写增减额。上年为零时增减幅度没有定义，只作提示。
    """
    for told in facts.told:
        for claim in told.all("direction"):
            if claim.base == "上年" and (change := told.get("yoy_change")):
                yield _level(facts, told, claim, change)
        for rate in told.all("yoy_rate"):
            if rate.base == "上年" and rate.unit == "%":
                yield _change(facts, told, rate)


def _level(facts: Facts, told: Told, claim: Claim, change: Claim) -> Outcome:
    if not change.amount or claim.roughly:
        return passed(told.place)
    words = f"{told.place}写与上年{claim.value}，又写{_MORE[change.sign][0]}{facts.money(abs(change.amount))}。"
    return failed(told.place, words, found=change.amount, money=abs(change.amount), **_fields(told))


def _fields(told: Told) -> dict:
    return {"codes": (told.code,) if told.code else (), "places": told.places}


def _change(facts: Facts, told: Told, rate: Claim) -> Outcome:
    changes = told.all("yoy_change")
    totals = told.all("outturn", "amount", *BUDGETS)
    if not changes or not totals or any(claim.amount is None for claim in (*changes, *totals)):
        return not_checked(told.place, "没有读到增减幅度所对应的增减额或本年数")
    change = _nearest(told, rate, changes)
    signs = {change.sign, rate.sign}
    if signs == {1, -1} and change.amount and rate.number:
        words = f"{told.place}写{_said(facts, change, rate)}，金额和幅度的方向相反。"
        return failed(told.place, words, found=rate.number, unit="%", money=abs(change.amount), **_fields(told))
    sign = change.sign or rate.sign
    return _against(facts, told, change, rate, totals, (sign,) if sign else (1, -1))


def _nearest(told: Told, rate: Claim, changes: list[Claim]) -> Claim:
    """The change that stands last before the rate, else the first one."""
    before = [claim for claim in changes if told.claims.index(claim) < told.claims.index(rate)]
    return before[-1] if before else changes[0]


def _against(
    facts: Facts, told: Told, change: Claim, rate: Claim, totals: list[Claim], signs: tuple[int, ...]
) -> Outcome:
    """Passed where any amount told of the subject explains the rate; a failure names the first one."""
    tried = [(total, sign, _off(change, rate, total, sign)) for sign in signs for total in totals]
    if any(off == 0 for _, _, off in tried):
        return passed(told.place)
    total, sign, off = next((entry for entry in tried if entry[0].measure == "outturn"), tried[0])
    turned = _off(change, rate, total, -sign) == 0
    if off is None and not turned:
        return _no_base(facts, told, change, rate, total, sign)
    return _differs(facts, told, change, rate, total, sign, turned, off)


def _last_year(change: Claim, total: Claim, sign: int) -> Amount:
    """Two rounded amounts were subtracted: what is printed may be off by a whole step."""
    step = max(change.step, total.step)
    return Amount(total.amount - sign * abs(change.amount), 2 * step)


def _off(change: Claim, rate: Claim, total: Claim, sign: int) -> Decimal | None:
    """How far the rate lies outside what the amounts allow; None where last year was nothing, or less."""
    last = _last_year(change, total, sign)
    if last.fen < 0:
        return None
    return deviation(f"{abs(rate.number):f}", Amount(abs(change.amount), last.step), last)


def _no_base(facts: Facts, told: Told, change: Claim, rate: Claim, total: Claim, sign: int) -> Outcome:
    last = _last_year(change, total, sign)
    if not change.amount and not rate.number:
        return passed(told.place)
    if abs(last.fen) <= last.step:
        words = f"{told.place}写{_said(facts, change, rate)}，推算上年为0.00，增减幅度没有定义。"
        return failed(told.place, words, severity="info", found=rate.number, unit="%", **_fields(told))
    this, before = facts.money(total.amount), facts.money(last.fen)
    words = f"{told.place}写{_said(facts, change, rate)}，而本年为{this}，推算上年为{before}。"
    return failed(told.place, words, severity="warning", money=abs(change.amount), **_fields(told))


def _differs(
    facts: Facts, told: Told, change: Claim, rate: Claim, total: Claim, sign: int, turned: bool, off: Decimal | None
) -> Outcome:
    said = f"{told.place}写{_said(facts, change, rate)}，本年为{facts.money(total.amount)}"
    if turned:
        words = f"{said}，幅度与“{_MORE[-sign][0]}”相符，用词写反。"
        return failed(told.place, words, found=rate.number, unit="%", money=abs(change.amount), **_fields(told))
    last = _last_year(change, total, sign)
    expected = recomputed(Amount(abs(change.amount), 0), last)
    cut = off <= last_digit(rate.value)
    note = "（只差末位）" if cut else ""
    return failed(
        told.place,
        f"{said}，推算上年为{facts.money(last.fen)}，幅度应为{expected}%{note}。",
        severity="info" if cut else "",
        expected=expected,
        found=abs(rate.number),
        unit="%",
        money=0 if cut else abs(change.amount),
        **_fields(told),
    )


def _said(facts: Facts, change: Claim, rate: Claim) -> str:
    return f"{_MORE[change.sign][0]}{facts.money(abs(change.amount))}、{_MORE[rate.sign][1]}{rate.value}%"
