"""Family NV 表文, percentages of the text (NV02, NV05)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from juesuan_nb.checks.bindings import bound
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, rate_outcome, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.told import BUDGETS, Claim, Told
from juesuan_nb.checks.wholes import CORE, amounts_of, base_of, likely_wholes, whole_of
from juesuan_nb.document import fold


@declare(
    "NV02",
    "情况说明中的占比与金额一致",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example(
            "一致",
            sample(
                "",
                claims("expenditure", "支出合计 | outturn | 30.00 万元", "基本支出 | outturn | 10.00 万元"),
                claims("expenditure", "基本支出 | share | 33.33 %", base="支出合计"),
            ),
            "passed",
        ),
        Example(
            "不一致",
            sample(
                "",
                claims("expenditure", "支出合计 | outturn | 30.00 万元", "基本支出 | outturn | 10.00 万元"),
                claims("expenditure", "基本支出 | share | 30.00 %", base="支出合计"),
            ),
            "failed",
            "error",
        ),
    ),
)
def shares_recompute(facts: Facts) -> Iterator[Outcome]:
    """占比等于本项金额除以所说的总额；总额取同一部分文字中的数，没有时取表格合计。

    两个金额都是舍入后的数，占比落在它们允许的区间内即为一致。没有写明占什么的，与同一部分的任何一个总额相符即可；
    在收入、支出各部分以外的，不符只作疑点。基数为零时占比没有定义。
    """
    for told in facts.told:
        for claim in told.claims:
            if claim.measure == "share" and claim.unit == "%":
                yield _share(facts, told, claim)


def _share(facts: Facts, told: Told, claim: Claim) -> Outcome:
    parts, base = amounts_of(told), base_of(told, claim)
    if not base:
        return not_applicable(told.place, "没有说明占什么的比重")
    wholes = whole_of(facts, told, base)
    implied = fold(base) not in fold(claim.text)
    likely = likely_wholes(facts, told, base) if implied or not wholes else []
    if any(deviation(claim.value, part, whole) == 0 for part in parts for whole in (*wholes, *likely)):
        return passed(told.place)
    if not parts or not wholes:
        return not_checked(told.place, "没有读到占比的分子或分母")
    said = f"{told.place}占{base}的比重"
    codes = (told.code,) if told.code else ()
    outcome = rate_outcome(told.place, said, claim.value, parts[0], wholes[0], codes=codes, places=told.places)
    unsure = implied and told.topic not in CORE and outcome.verdict == "failed"
    return outcome.at(severity=outcome.severity or "warning") if unsure else outcome


@declare(
    "NV05",
    "完成预算的比例与本项的预算和决算一致",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("一致", sample("", item("40.00", "179.95", "449.88")), "passed"),
        Example("算错", sample("", item("40.00", "179.95", "344.88")), "failed", "error"),
        Example("预算为零却写了比例", sample("", item("0.00", "52.00", "100.00")), "failed", "error"),
        Example("基数写错", sample("", item("0.00", "48.00", "96.00", revised="50.00")), "failed", "error"),
        Example("预算决算都为零", sample("", item("0.00", "0.00", "0.00")), "failed", "info"),
    ),
)
def execution_rates_recompute(facts: Facts) -> Iterator[Outcome]:
    """完成预算的比例＝本项支出决算÷本项预算（所说的年初预算或全年预算），在舍入允许的区间内。

    预算为零时比例没有定义；与所说的预算不符而与另一个预算相符的，是写错了基数。
    """
    for told in facts.told:
        for claim in told.claims:
            if claim.measure == "execution_rate" and claim.unit == "%":
                outcome = _execution_rate(facts, told, claim)
                meant = outcome.verdict == "failed" and _fits_another(facts, told, claim)
                yield passed(told.place) if meant else outcome


def _fits_another(facts: Facts, told: Told, claim: Claim) -> bool:
    """Whether the rate is that of another subject of the same passage: the text need not name it again."""
    for other in facts.beside(told):
        outturn, budget = other.get("outturn"), other.get(other.base) if other.base else None
        if outturn and outturn.amount and budget and budget.amount:
            part, whole = Amount(outturn.amount, outturn.step), Amount(budget.amount, budget.step)
            if deviation(claim.value, part, whole) == 0:
                return True
    return False


def _execution_rate(facts: Facts, told: Told, claim: Claim) -> Outcome:
    outturn = told.get("outturn")
    budgets = {name: budget for name in BUDGETS if (budget := told.get(name)) and budget.amount is not None}
    if outturn and outturn.amount is not None and not budgets:
        return _by_table(facts, told, claim, outturn)
    if outturn is None or outturn.amount is None:
        return not_checked(told.place, "没有读到本项的预算或决算")
    part = Amount(outturn.amount, outturn.step)
    wholes = {name: Amount(budget.amount, budget.step) for name, budget in budgets.items()}
    fitting = [name for name, whole in wholes.items() if deviation(claim.value, part, whole) == 0]
    named = _named_base(claim.base, list(wholes))
    if not named:
        return not_checked(told.place, f"没有读到所说的{claim.base}")
    if named[0] in fitting or (len(named) > 1 and fitting):
        return passed(told.place)
    fields = {"codes": (told.code,) if told.code else (), "places": told.places}
    said = f"{told.place}完成{BUDGETS[named[0]]}的比例"
    if other := [name for name in fitting if name not in named]:
        return _wrong_base(told, said, claim, named[0], other[0], part, wholes[named[0]], fields)
    if wholes[named[0]].fen == 0:
        both_zero = part.fen == 0
        message = f"{said}写{claim.value}%，而{BUDGETS[named[0]]}为0.00，比例没有定义。"
        severity = "info" if both_zero else ""
        return failed(told.place, message, severity=severity, found=claim.number, unit="%", money=part.fen, **fields)
    return rate_outcome(told.place, said, claim.value, part, wholes[named[0]], **fields)


def _by_table(facts: Facts, told: Told, claim: Claim, outturn: Claim) -> Outcome:
    """The rate of a part of 三公 whose budget only the table prints: that is the whole-year budget."""
    printed = bound(told, replace(outturn, measure="revised_budget"), facts.ledger)
    if not printed or printed[0].state != "printed" or "年初" in claim.base:
        return not_checked(told.place, "没有读到本项的预算或决算")
    budget = Amount(printed[0].amount, facts.ledger.step(printed[0].key[0]))
    said = f"{told.place}完成{claim.base or '预算'}（表中预算数{facts.money(budget.fen)}）的比例"
    outcome = rate_outcome(
        told.place, said, claim.value, Amount(outturn.amount, outturn.step), budget, places=told.places
    )
    bare = outcome.verdict == "failed" and not re.search("全年|调整", claim.base)
    return outcome.at(severity=outcome.severity or "warning") if bare else outcome


def _wrong_base(
    told: Told, said: str, claim: Claim, named: str, other: str, part: Amount, whole: Amount, fields: dict
) -> Outcome:
    expected = recomputed(part, whole)
    own = f"按{BUDGETS[named]}应为{expected}%" if expected is not None else f"而{BUDGETS[named]}为0.00，比例没有定义"
    message = f"{said}写{claim.value}%，{own}；这是占{BUDGETS[other]}的比例，基数写错。"
    return failed(told.place, message, expected=expected, found=claim.number, unit="%", money=part.fen, **fields)


def _named_base(base: str, known: list[str]) -> list[str]:
    """The budgets that the words may mean: the one they name, or any where they only say 预算."""
    if "年初" in base:
        return [name for name in known if name == "original_budget"]
    if re.search("全年|调整", base):
        return [name for name in known if name == "revised_budget"]
    return known
