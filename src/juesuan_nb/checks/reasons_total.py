"""Family EX 说明, the reason of the whole against its parts (EX06)."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb import codebook
from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks import reasons
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.reasons_items import items, mentions, own_name, shares_word
from juesuan_nb.checks.reasons_samples import explained
from juesuan_nb.checks.reasons_told import Difference, differences, fields
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Told

_TOPIC = "general_public_expenditure"
_LEAST_THING = 4
_FUND, _WORKS = "2210201 住房公积金", "2130305 水利工程建设"
_TOTAL = ("100.00", "150.00")


@declare(
    "EX06",
    "总数的原因没有说到差异最大的部分",
    severity="info",
    basis="arithmetic",
    needs=("topic:general_public_expenditure",),
    thresholds=("variance_materiality", "driver_share"),
    examples=(
        Example(
            "说到了",
            explained(
                (_WORKS, "50.00", "98.00", "追加水毁修复工程"),
                (_FUND, "50.00", "52.00", "基数上调"),
                total=(*_TOTAL, "追加水利工程投资"),
            ),
            "passed",
        ),
        Example(
            "没有说到",
            explained(
                (_WORKS, "50.00", "98.00", "追加水毁修复工程"),
                (_FUND, "50.00", "52.00", "公积金缴存基数上调"),
                total=(*_TOTAL, "公积金缴存基数上调"),
            ),
            "failed",
            "info",
        ),
    ),
)
def total_names_its_driver(facts: Facts) -> Iterator[Outcome]:
    """一般公共预算支出总数的原因，应当说到造成差异一半以上的那个款：款或其中各项的名称、各项自己的原因里的词，或者“项目、专项、
    人员”等概括的说法，说到一个即可。总数只说明了与上年的差异而方向相同的，同样看一看，并注明两者口径不同。
    """
    found = [pair for pair in differences(facts) if pair[0].topic == _TOPIC]
    listed = [one for told, own in found if told in items(facts) for one in own if one.base == told.base]
    wholes = [one for told, own in found if not told.code and not told.is_item for one in own if one.reason]
    against = [one for one in wholes if one.base == one.told.base] or wholes
    whole = sum(one.amount for one in listed)
    for one in against[:1]:
        yield _driver(facts, one, listed, whole)


def _driver(facts: Facts, one: Difference, listed: list[Difference], whole: int) -> Outcome:
    if one.base == "year" and (one.amount > 0) != (whole > 0):
        return not_applicable(one.told.place, "总数只说明了与上年的差异，与预算的差异方向相反，不能比较")
    if abs(whole) < max(1, facts.limits["variance_materiality"]) or len(listed) < 2:
        return not_applicable(one.told.place, "各项与预算的差异合计很小，或者没有分项")
    groups: dict[str, list[Difference]] = {}
    for item in listed:
        groups.setdefault(item.told.code[:5], []).append(item)
    code, members = max(groups.items(), key=lambda group: rate(sum(item.amount for item in group[1]), whole))
    amount = sum(item.amount for item in members)
    share = rate(amount, whole)
    text = reasons.plain(one.reason, facts.report.year)
    if share < facts.limits["driver_share"] or _named(facts, text, code, members):
        return passed(one.told.place)
    if not any(_speaks_of(text, item.told) for item in listed if item not in members):
        return not_checked(one.told.place, f"总数的原因是概括的话，看不出说的是哪一部分：{one.reason}")
    name = f"{code} {codebook.function_name(code)}".strip()
    note = "（总数说的是与上年相比，口径不同，供参考）" if one.base == "year" else ""
    message = (
        f"{name}的差异{facts.money(amount)}，占各项与预算总差异的{show_rate(share)}，"
        f"总数的原因没有说到：{one.reason}{note}。"
    )
    return failed(one.told.place, message, **fields(one.told, amount) | {"codes": (code,)})


def _named(facts: Facts, text: str, code: str, members: list[Difference]) -> bool:
    """Whether the total's reason (plain) says something of the items that drive the difference."""
    if reasons.pattern("items", "basic").search(text) and any(_has(facts, one.told, "基本支出") for one in members):
        return True
    if reasons.pattern("items", "project").search(text):
        return True
    names = [codebook.function_name(code), *(own_name(one.told) for one in members)]
    own = "".join(reasons.plain(one.reason, facts.report.year) for one in members)
    clauses = [part for part in reasons.pattern("items", "joints").split(text) if len(part) > 2]
    return any(shares_word(text, name) for name in names if name) or any(part in own for part in clauses)


def _speaks_of(text: str, told: Told) -> bool:
    """Whether a reason (plain) names one item, or says a thing of some length that the item's own reason says."""
    own = reasons.plain(told.reason)
    things = reasons.pattern("items", "joints").split(text)
    return mentions(text, own_name(told)) or any(len(thing) >= _LEAST_THING and thing in own for thing in things)


def _has(facts: Facts, told: Told, column: str) -> bool:
    return bool(facts.ledger.get((_TOPIC, told.code, column)).amount)
