"""Family NV 表文, percentages of the text (NV02, NV05)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, rate_outcome, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.told import BUDGETS, Claim, Told
from juesuan_nb.document import fold

_REVENUE = r"(本年|全年|当年)?(总收入|收入(决算)?(合计|总额|总计|总数)?)"
_SPENT = r"(本年|全年|当年)?(总支出|支出(决算)?(合计|总额|总计|总数)?)"
_WHOLES = (
    (_REVENUE, ("T2[合计].本年收入合计", "T1[total_revenue].收入/金额", "T1[grand_total].收入/金额")),
    (_SPENT, ("T3[合计].本年支出合计", "T1[total_expenditure].支出/金额", "T1[grand_total].支出/金额")),
    (r"一般公共预算(财政拨款)?支出(合计|总额|决算)?", ("T5[合计].合计",)),
    (r"(本年)?财政拨款(总)?支出(合计|总额|总计)?", ("T4[total_expenditure].支出/合计", "T5[合计].合计")),
    (r'.*"?三公"?经费.*', ("T9[].决算数/合计",)),
    (r".*项目支出(总额|合计)?", ("T3[合计].项目支出",)),
)
"""What a share may be of, by its name, and the cells that are it: one that fits is enough."""
_OWN_TOTALS = {
    "general_public_expenditure": "T5[合计].合计",
    "appropriation_summary": "T4[total_expenditure].支出/合计",
    "government_funds": "T7[合计].本年支出/小计",
    "basic_expenditure": "T5[合计].基本支出",
}
"""What 总支出 may mean in a section besides the department's."""


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

    两个金额都是舍入后的数，占比落在它们允许的区间内即为一致。基数为零时占比没有定义。
    """
    for told in facts.told:
        for claim in told.claims:
            if claim.measure == "share" and claim.unit == "%":
                yield _share(facts, told, claim)


def _share(facts: Facts, told: Told, claim: Claim) -> Outcome:
    parts = [own for own in told.all("outturn", "amount") if own.amount is not None]
    base = base_of(told, claim)
    if not base:
        return not_applicable(told.place, "没有说明占什么的比重")
    wholes = whole_of(facts, told, base)
    if not parts or not wholes:
        return not_checked(told.place, "没有读到占比的分子或分母")
    said = f"{told.place}占{base}的比重"
    codes = (told.code,) if told.code else ()
    tried = [
        rate_outcome(
            told.place, said, claim.value, Amount(part.amount, part.step), whole, codes=codes, places=told.places
        )
        for part in parts
        for whole in wholes
    ]
    return next((outcome for outcome in tried if outcome.verdict == "passed"), tried[0])


def base_of(told: Told, claim: Claim) -> str:
    """What a share is of: what the text says, else what the section is about."""
    if claim.base and fold(claim.base) != fold(told.subject):
        return claim.base
    if told.topic == "general_public_expenditure":
        return "一般公共预算财政拨款支出" if told.code else "支出合计"
    return {"revenue": "收入合计", "expenditure": "支出合计"}.get(told.topic, "")


def whole_of(facts: Facts, told: Told, base: str) -> list[Amount]:
    """The amounts that a share may be of: told under that name in the same topic, else the cells of that name."""
    name = fold(base)
    named = [other for other in facts.told if other.topic == told.topic and not other.code]
    if own := [amount for other in named if fold(other.subject) == name for amount in _amounts(other)]:
        return own[:1]
    pattern, terms = next(((words, cells) for words, cells in _WHOLES if re.fullmatch(words, name)), ("", ()))
    if not pattern:
        return []
    terms += (_OWN_TOTALS[told.topic],) if pattern == _SPENT and told.topic in _OWN_TOTALS else ()
    figures = [figure for term in terms for figure in figures_of(term, "", facts.ledger) if figure.state == "printed"]
    found = [Amount(figure.amount, facts.ledger.step(figure.key[0])) for figure in figures]
    others = [other for other in named if re.fullmatch(f"(各项|财政拨款)?{pattern}", fold(other.subject))]
    return found or [amount for other in others for amount in _amounts(other)]


def _amounts(told: Told) -> list[Amount]:
    return [Amount(claim.amount, claim.step) for claim in told.all("outturn", "amount") if claim.amount is not None]


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
                yield _execution_rate(told, claim)


def _execution_rate(told: Told, claim: Claim) -> Outcome:
    outturn = told.get("outturn")
    budgets = {name: budget for name in BUDGETS if (budget := told.get(name)) and budget.amount is not None}
    if outturn is None or outturn.amount is None or not budgets:
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
