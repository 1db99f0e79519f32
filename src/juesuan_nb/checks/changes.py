"""Family NV 表文, changes against last year and against the budget (NV04)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, last_digit, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.told import Claim, Told

_MORE = {1: ("增加", "增长"), -1: ("减少", "下降"), 0: ("增减", "增减")}
_KINDS = (
    ("yoy_change", "yoy_rate", "上年", ("prior_outturn",)),
    ("variance", "variance_rate", "预算", ("original_budget", "revised_budget")),
)
"""A change, its rate, what both are against, and the measures that tell that very amount."""
_SUMMARIES = ("revenue_expenditure_summary", "appropriation_summary")


def _text(
    total: str, change: str, rate: str, more: str = "增加", grew: str = "增长", prior: str = "", base: str = "上年"
) -> Sample:
    money, percent = ("yoy_change", "yoy_rate") if base == "上年" else ("variance", "variance_rate")
    told = claims("revenue", f"收入合计 | outturn | {total} 万元", section="二")
    told += claims(
        "revenue", *(f"收入合计 | prior_outturn | {amount} 万元" for amount in (prior,) if amount), section="二"
    )
    said = claims("revenue", f"收入合计 | {money} | {change} 万元", section="二", base=base, text=f"{more}{change}万元")
    rated = claims("revenue", f"收入合计 | {percent} | {rate} %", section="二", base=base, text=f"{grew}{rate}%")
    return sample("", told, said, rated)


@declare(
    "NV04",
    "增减的金额、幅度与用词一致",
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
        Example("写出的上年数相符", _text("120.00", "20.00", "20.00", prior="100.00"), "passed"),
        Example("写出的上年数不符", _text("120.00", "20.00", "20.00", prior="90.00"), "failed", "error"),
        Example("比预算", _text("120.00", "20.00", "25.00", base="年初预算"), "failed", "error"),
    ),
)
def changes_agree(facts: Facts) -> Iterator[Outcome]:
    """上年数（预算数）＝本年数－增减额（增加为正，减少为负）；增减幅度＝增减额÷上年数（预算数），在舍入允许的区间内；
    “增加”“增长”与“减少”“下降”要同向，写“持平”的不应另写增减额；写出上年数的，两年之差等于增减额。

    没有点明对象的话，同一段中任何一个对象相符即可。增减额是舍入后的两数相减的，可以差末位一个数。上年为零时增减幅度没有定义，只作提示。
    """
    for told in facts.told:
        for claim in told.all("direction"):
            if claim.base == "上年" and (change := told.get("yoy_change")):
                yield _level(facts, told, claim, change)
        if (prior := told.get("prior_outturn")) and (change := told.get("yoy_change")):
            yield _two_years(facts, told, prior, change)
        for kind in _KINDS:
            for rate in told.all(kind[1]):
                if kind[2] in rate.base and rate.unit == "%":
                    yield _change(facts, told, rate, kind)


def _fields(told: Told) -> dict:
    return {"codes": (told.code,) if told.code else (), "places": told.places}


def _level(facts: Facts, told: Told, claim: Claim, change: Claim) -> Outcome:
    if not change.amount or claim.roughly:
        return passed(told.place)
    words = f"{told.place}写与上年{claim.value}，又写{_MORE[change.sign][0]}{facts.money(abs(change.amount))}。"
    return failed(told.place, words, found=change.amount, money=abs(change.amount), **_fields(told))


def _two_years(facts: Facts, told: Told, prior: Claim, change: Claim) -> Outcome:
    totals = [claim for claim in told.all("outturn", "amount") if claim.amount is not None]
    if not totals or prior.amount is None or change.amount is None:
        return not_checked(told.place, "没有读到本年数")
    allowed = allowance(2, [prior.step, change.step])
    for total in totals:
        gap = total.amount - prior.amount
        if abs(abs(gap) - abs(change.amount)) <= allowed and (not change.sign or gap * change.sign >= 0):
            return passed(told.place)
    gap = totals[0].amount - prior.amount
    words = (
        f"{told.place}本年{facts.money(totals[0].amount)}、上年{facts.money(prior.amount)}，相差{facts.money(gap)}，"
        f"而文字写{_MORE[change.sign][0]}{facts.money(abs(change.amount))}。"
    )
    return failed(told.place, words, expected=gap, found=change.amount, money=abs(gap), **_fields(told))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A total, the sign of its change, and what the change would then be against."""

    total: Claim
    sign: int
    before: Amount

    def off(self, change: Claim, rate: Claim) -> Decimal | None:
        """How far the rate lies outside what the amounts allow; None where there was nothing before, or less."""
        if self.before.fen < 0:
            return None
        return deviation(f"{abs(rate.number):f}", Amount(abs(change.amount), self.before.step), self.before)


def _reading(change: Claim, total: Claim, sign: int) -> _Reading:
    """Two rounded amounts were subtracted: what is printed may be off by a whole step."""
    step = max(change.step, total.step)
    return _Reading(total, sign, Amount(total.amount - sign * abs(change.amount), 2 * step))


def _change(facts: Facts, told: Told, rate: Claim, kind: tuple) -> Outcome:
    changes = [claim for claim in told.all(kind[0]) if claim.base == rate.base and claim.amount is not None]
    totals = [claim for claim in _totals(facts, told, kind) if claim.amount is not None]
    if not changes or not totals:
        return not_checked(told.place, "没有读到增减幅度所对应的增减额或本年数")
    change = _nearest(told, rate, changes)
    if {change.sign, rate.sign} == {1, -1} and change.amount and rate.number:
        words = f"{told.place}写{_said(facts, change, rate)}，金额和幅度的方向相反。"
        return failed(told.place, words, found=rate.number, unit="%", money=abs(change.amount), **_fields(told))
    sign = change.sign or rate.sign
    readings = [_reading(change, total, one) for one in ((sign,) if sign else (1, -1)) for total in totals]
    told_before = [
        _Reading(claim, sign or 1, Amount(claim.amount, claim.step)) for claim in told.all(*kind[3]) if claim.amount
    ]
    others = [
        _reading(change, total, one)
        for one in {reading.sign for reading in readings}
        for other in facts.beside(told)
        for total in other.all("outturn", "amount")
        if total.amount is not None
    ]
    if any(reading.off(change, rate) == 0 for reading in (*told_before, *readings, *others)):
        return passed(told.place)
    return _differs(facts, told, change, rate, kind[2], readings[0])


def _totals(facts: Facts, told: Told, kind: tuple) -> list[Claim]:
    """The amounts that may have changed: this year's of the subject; of 收、支总计 those of either side."""
    budgets = () if kind[2] == "预算" else ("original_budget", "revised_budget")
    own = told.all("outturn", "amount") + told.all(*budgets)
    if not own:
        like = (other for other in facts.beside(told) if other.subject.startswith(told.subject))
        own = [claim for other in like for claim in other.all("outturn", "amount")]
    if own or told.topic not in _SUMMARIES or "总计" not in told.subject:
        return own
    here = [other for other in facts.told if (other.topic, other.section) == (told.topic, told.section)]
    return [claim for other in here if "总计" in other.subject for claim in other.all("outturn")]


def _nearest(told: Told, rate: Claim, changes: list[Claim]) -> Claim:
    """The change that stands last before the rate, else the first one."""
    before = [claim for claim in changes if told.claims.index(claim) < told.claims.index(rate)]
    return before[-1] if before else changes[0]


def _differs(facts: Facts, told: Told, change: Claim, rate: Claim, base: str, read: _Reading) -> Outcome:
    """What a rate that no reading explains is: a turned word, no base at all, or a wrong figure."""
    off, before = read.off(change, rate), facts.money(read.before.fen)
    said = f"{told.place}写{_said(facts, change, rate)}，本年为{facts.money(read.total.amount)}"
    fields = _fields(told) | {"found": abs(rate.number), "unit": "%", "money": abs(change.amount)}
    if _reading(change, read.total, -read.sign).off(change, rate) == 0:
        return failed(told.place, f"{said}，幅度与“{_MORE[-read.sign][0]}”相符，用词写反。", **fields)
    if off is None and abs(read.before.fen) <= read.before.step:
        if not change.amount and not rate.number:
            return passed(told.place)
        return failed(told.place, f"{said}，推算{base}为0.00，增减幅度没有定义。", **fields | {"severity": "info"})
    if off is None:
        return failed(told.place, f"{said}，推算{base}为{before}，不应为负。", **fields | {"severity": "warning"})
    expected = recomputed(Amount(abs(change.amount), 0), read.before)
    fields |= {"expected": expected} | ({"severity": "info", "money": 0} if off <= last_digit(rate.value) else {})
    note = "（只差末位）" if off <= last_digit(rate.value) else ""
    return failed(told.place, f"{said}，推算{base}为{before}，幅度应为{expected}%{note}。", **fields)


def _said(facts: Facts, change: Claim, rate: Claim) -> str:
    return f"{_MORE[change.sign][0]}{facts.money(abs(change.amount))}、{_MORE[rate.sign][1]}{rate.value}%"
