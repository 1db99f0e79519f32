"""Family NV 表文, shares of a list (NV03)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.rates import last_digit
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.checks.wholes import base_of, likely_wholes, whole_of

_FULL = Decimal(100)


def _parts(*shares: str, amounts: tuple[str, ...] = ("10.00", "20.00", "30.00"), total: str = "60.00") -> Sample:
    told = claims("expenditure", f"支出合计 | outturn | {total} 万元", section="三")
    for name, amount, share in zip(("基本支出", "项目支出", "经营支出"), amounts, shares, strict=True):
        told += claims("expenditure", f"{name} | outturn | {amount} 万元", section="三")
        told += claims("expenditure", f"{name} | share | {share} %", section="三", base="支出合计")
    return sample("", told)


@declare(
    "NV03",
    "列全的各部分占比合计为100%",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("合计100", _parts("16.67", "33.33", "50.00"), "passed"),
        Example("各自舍入", _parts("16.67", "33.33", "50.01"), "passed"),
        Example("合计不到100", _parts("16.67", "33.33", "40.00"), "failed", "error"),
        Example("只差末位", _parts("16.66", "33.33", "49.99"), "failed", "info"),
        Example("没有列全", _parts("16.67", "33.33", "25.00", amounts=("10.00", "20.00", "15.00")), "not_checked"),
    ),
)
def shares_add_up(facts: Facts) -> Iterator[Outcome]:
    """同一总额下列全的各部分（各部分金额之和等于总额）的占比之和为100%，允许每个占比末位的一半。

    没有列全、有的部分没有写金额或占比的，不核对；超出而不到每个占比末位一个数的，只作提示。
    """
    for listed in _lists(facts):
        if len(listed) > 1:
            yield _sum(facts, listed)


Part = tuple[Told, Claim]


def _lists(facts: Facts) -> list[list[Part]]:
    """The shares of one whole in one section."""
    found: dict[tuple[str, str, str], list[Part]] = {}
    for told in facts.told:
        if (share := told.get("share")) and share.unit == "%" and (base := base_of(told, share)):
            found.setdefault((told.topic, told.section, base), []).append((told, share))
    return list(found.values())


def _sum(facts: Facts, listed: list[Part]) -> Outcome:
    told, base = listed[0][0], base_of(*listed[0])
    place = f"情况说明{told.section} 占{base}的各部分"
    wholes = whole_of(facts, told, base) or likely_wholes(facts, told, base)
    amounts = [
        part.amount("outturn") if part.amount("outturn") is not None else part.amount("amount") for part, _ in listed
    ]
    if not wholes or None in amounts:
        return not_checked(place, "没有读到总额或各部分的金额")
    allowed = allowance(len(listed), [wholes[0].step])
    if not any(abs(whole.fen - sum(amounts)) <= allowed for whole in wholes):
        return not_checked(place, "所列各部分的金额之和不等于总额，没有列全")
    total = sum(claim.number for _, claim in listed)
    off, units = abs(total - _FULL), sum(last_digit(claim.value) for _, claim in listed)
    if off <= units / 2:
        return passed(place)
    message = f"{place}（{len(listed)}项）金额之和等于总额，占比之和为{total}%，不是100%。"
    places = tuple(where for part, _ in listed for where in part.places)
    severity = "info" if off <= units else ""
    return failed(place, message, severity=severity, expected=_FULL, found=total, unit="%", places=places)
