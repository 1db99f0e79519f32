"""Family NV 表文: figures of the text against the tables and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.amounts import slack
from juesuan_nb.checks.bindings import bound, figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import Figure
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.rates import Amount, deviation, last_digit, recomputed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import BUDGETS, Claim, Told
from juesuan_nb.document import fold

_TABLE_TOPICS = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_public_expenditure",
    "basic_expenditure",
    "government_funds",
    "state_capital",
    "three_public",
)
_WHOLES = (
    (r"(本年)?收入合计", "T2[合计].本年收入合计"),
    (r"(本年)?支出合计", "T3[合计].本年支出合计"),
    (r"一般公共预算(财政拨款)?支出(合计)?", "T5[合计].合计"),
    (r".*项目支出(总额|合计)?", "T3[合计].项目支出"),
)

_T5 = """
T5 | 合计
合计 | 40.00
208 社会保障和就业支出 | 30.00
2080702 职业培训补贴 | 30.00
"""


def _item(budget: str, outturn: str, rate: str = "", base: str = "年初预算", revised: str = "") -> tuple[dict, ...]:
    rows = [("original_budget", budget, "万元"), ("revised_budget", revised, "万元"), ("outturn", outturn, "万元")]
    listed = [f"2080702 职业培训补贴 | {name} | {value} {unit}" for name, value, unit in rows if value]
    told = claims("general_public_expenditure", *listed, item_no=1)
    stated = claims(
        "general_public_expenditure", f"2080702 职业培训补贴 | execution_rate | {rate} %", item_no=1, base=base
    )
    return told + (stated if rate else ())


@declare(
    "NV01",
    "情况说明中的金额与表格一致",
    severity="error",
    basis="form",
    needs=("topic:*",),
    examples=(
        Example("一致", sample(_T5, _item("40.00", "30.00")), "passed"),
        Example("不一致", sample(_T5, _item("40.00", "31.00")), "failed", "error"),
    ),
)
def amounts_agree(facts: Facts) -> Iterator[Outcome]:
    """情况说明第一至第九部分的每个金额，等于它所说的表格中的那一格（人员经费、公用经费等于有关各类之和）。

    两处都是合计数时，允许各自舍入造成的尾差。
    """
    for told in facts.told:
        if told.topic in _TABLE_TOPICS:
            for claim in told.claims:
                if figures := bound(told, claim, facts.ledger):
                    yield _against_table(facts, told, claim, figures)


def _against_table(facts: Facts, told: Told, claim: Claim, figures: list[Figure]) -> Outcome:
    ledger, place = facts.ledger, told.place
    if any(figure.state == "lost" for figure in figures):
        return not_checked(place, "表中相应的格读取时丢失")
    absent = all(figure.state == "absent" for figure in figures)
    if absent or (claim.amount and not any(figure.state == "printed" for figure in figures)):
        return not_checked(place, "表中没有印出相应的数")
    expected = sum(figure.amount for figure in figures)
    gap = claim.amount - expected
    printed = [figure for figure in figures if figure.amount]
    step = max([claim.step, *(ledger.step(figure.key[0]) for figure in printed)])
    addends = len(printed) if len(printed) > 1 else max([1, *(ledger.addends(figure.key) for figure in printed)])
    if not gap or abs(gap) <= slack(addends, step):
        return passed(place, tail=gap, reason=f"尾差{facts.money(gap)}" if gap else "")
    titles = tuple(dict.fromkeys(ledger.titles[figure.key[0]] for figure in figures))
    return failed(
        place,
        f"{place}写{facts.money(claim.amount)}，《{titles[0]}》为{facts.money(expected)}，相差{facts.money(gap)}。",
        expected=expected,
        found=claim.amount,
        severity="warning" if any(figure.quality == "recovered" for figure in printed) else "",
        codes=(told.code,) if told.code else (),
        tables=titles,
        places=(*told.places, *(f"《{titles[0]}》{figure.where}" for figure in printed if figure.where)),
        money=abs(gap),
    )


def _rate_outcome(place: str, said: str, claim: Claim, part: Amount, whole: Amount, **fields: object) -> Outcome:
    """The verdict on a printed percentage; one that was cut instead of rounded is only worth knowing."""
    off = deviation(claim.value, part, whole)
    if off is None:
        return not_applicable(place, "基数为零，比例没有定义")
    if not off:
        return passed(place)
    expected = recomputed(part, whole)
    cut = off <= last_digit(claim.value)
    return failed(
        place,
        f"{said}写{claim.value}%，按所列金额重算为{expected}%{'（末位舍入）' if cut else ''}。",
        severity="info" if cut else "",
        expected=expected,
        found=claim.number,
        unit="%",
        money=0 if cut else part.fen,
        **fields,
    )


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
    part = next((own for own in told.claims if own.measure in ("outturn", "amount")), None)
    base = claim.base or _understood(told)
    if not base:
        return not_applicable(told.place, "没有说明占什么的比重")
    whole = _whole(facts, told, base)
    if part is None or part.amount is None or whole is None:
        return not_checked(told.place, "没有读到占比的分子或分母")
    said = f"{told.place}占{base}的比重"
    codes = (told.code,) if told.code else ()
    return _rate_outcome(
        told.place, said, claim, Amount(part.amount, part.step), whole, codes=codes, places=told.places
    )


def _understood(told: Told) -> str:
    """What a share is of where the text does not say."""
    if told.topic == "general_public_expenditure":
        return "一般公共预算财政拨款支出" if told.code else "支出合计"
    return {"revenue": "收入合计", "expenditure": "支出合计"}.get(told.topic, "")


def _whole(facts: Facts, told: Told, base: str) -> Amount | None:
    """The amount that a share is of: told under that name in the same topic, else a table's total."""
    name = fold(base)
    for other in facts.told:
        if name and other.topic == told.topic and not other.code and fold(other.subject) == name:
            for claim in other.claims:
                if claim.measure in ("outturn", "amount") and claim.amount is not None:
                    return Amount(claim.amount, claim.step)
    for pattern, term in _WHOLES:
        if name and re.fullmatch(pattern, name):
            figure = figures_of(term, "", facts.ledger)[0]
            if figure.state == "printed":
                return Amount(figure.amount, facts.ledger.step(figure.key[0]))
    return None


@declare(
    "NV05",
    "完成预算的比例与本项的预算和决算一致",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("一致", sample("", _item("40.00", "179.95", "449.88")), "passed"),
        Example("算错", sample("", _item("40.00", "179.95", "344.88")), "failed", "error"),
        Example("预算为零却写了比例", sample("", _item("0.00", "52.00", "100.00")), "failed", "error"),
        Example("基数写错", sample("", _item("0.00", "48.00", "96.00", revised="50.00")), "failed", "error"),
        Example("预算决算都为零", sample("", _item("0.00", "0.00", "0.00")), "failed", "info"),
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
    return _rate_outcome(told.place, said, claim, part, wholes[named[0]], **fields)


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


_LISTED = claims("general_public_expenditure", "2080102 甲 | outturn | 10.00 万元", item_no=2)


def _listing(total: str) -> tuple:
    return (
        _item("40.00", "30.00"),
        _LISTED,
        claims("general_public_expenditure", f"一般公共预算财政拨款支出 | outturn | {total} 万元"),
    )


_T5_TWO = "T5 | 合计\n合计 | 40.00\n2080702 职业培训补贴 | 30.00\n2080102 甲 | 10.00"


@declare(
    "NV06",
    "各项的年初预算、决算之和等于所说的总数",
    severity="error",
    basis="arithmetic",
    needs=("topic:general_public_expenditure",),
    examples=(
        Example("相符", sample(_T5_TWO, *_listing("40.00")), "passed"),
        Example("不符", sample(_T5_TWO, *_listing("45.00")), "failed", "error"),
        Example("有的项没有写", sample(_T5_TWO, _item("40.00", "30.00"), _listing("40.00")[2]), "failed", "warning"),
    ),
)
def items_sum(facts: Facts) -> Iterator[Outcome]:
    """具体情况中各项的年初预算（全年预算、支出决算）之和，等于总述中的同名数，允许尾差。

    表格中有而文字没有写到的项，不符只作为疑点。
    """
    topic = "general_public_expenditure"
    items = [told for told in facts.told if told.topic == topic and told.is_item]
    wholes = [told for told in facts.told if told.topic == topic and not told.code and not told.is_item]
    missing = sorted(set(facts.ledger.codes(topic, 7)) - {told.code for told in items})
    for measure, name in {**BUDGETS, "outturn": "支出决算"}.items():
        stated = next((told for told in reversed(wholes) if told.amount(measure) is not None), None)
        listed = [claim for told in items if (claim := told.get(measure)) and claim.amount is not None]
        if stated and listed:
            complete = len(listed) == len(items) and not missing
            yield _items_against_total(facts, name, stated, stated.get(measure), listed, complete)


def _items_against_total(
    facts: Facts, name: str, stated: Told, total: Claim, listed: list[Claim], complete: bool
) -> Outcome:
    place = f"情况说明{stated.section} {name}"
    added = sum(claim.amount for claim in listed)
    gap = total.amount - added
    step = max(claim.step for claim in (total, *listed))
    if abs(gap) <= slack(sum(bool(claim.amount) for claim in listed), step):
        return passed(place, tail=gap, reason=f"尾差{facts.money(gap)}" if gap else "")
    note = "" if complete else "（有的项没有写出或没有读到）"
    return failed(
        place,
        f"{place}的总数写{facts.money(total.amount)}，所列{len(listed)}项之和为{facts.money(added)}，"
        f"相差{facts.money(gap)}{note}。",
        severity="" if complete else "warning",
        expected=added,
        found=total.amount,
        places=stated.places,
        money=abs(gap),
    )
