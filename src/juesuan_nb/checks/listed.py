"""Family NV 表文, the items of the table and those of the text (NV07)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import TOTAL
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.told import ITEM_DIGITS, Told
from juesuan_nb.document import fold

_TOPIC = "general_public_expenditure"
_OTHER_TABLES = ("government_funds", "state_capital", "expenditure")
_SOME_ONLY = re.compile(r"主要(支出)?(项目|科目|情况|包括|有|如下)|部分(项目|科目)|重点(项目|支出)|较大的")
_FEW = 5
"""Where at most one item in five is unwritten the list claims to be complete."""
_T5 = "T5 | 合计\n合计 | {}\n2080702 职业培训补贴 | 30.00\n2080102 甲 | 10.00\n2080103 乙 | {}"


def _text(*items: tuple, third: str = "0.00", lines: str = "") -> Sample:
    total = "40.00" if third == "0.00" else "60.00"
    return Sample(_T5.format(total, third), tuple(row for part in items for row in part), lines=lines)


def _other(code: str, name: str, outturn: str, no: int = 2) -> tuple:
    return claims(_TOPIC, f"{code} {name}(项) | outturn | {outturn} 万元", section="五(三)", item_no=no)


_BOTH = (item("40.00", "30.00"), _other("2080102", "甲", "10.00"))
_ONLY_MAIN = "第三部分 决算情况说明\n五、一般公共预算财政拨款支出决算情况说明\n（三）具体情况。\n主要支出项目如下："


@declare(
    "NV07",
    "功能分类各项在表格和具体情况中一一对应",
    severity="warning",
    basis="form",
    needs=(f"table:{_TOPIC}", f"topic:{_TOPIC}"),
    examples=(
        Example("一一对应", _text(*_BOTH), "passed"),
        Example("表中有而文字没有写", _text(*_BOTH, third="20.00"), "failed", "warning"),
        Example("文字写明只列主要的", _text(*_BOTH, third="20.00", lines=_ONLY_MAIN), "failed", "info"),
        Example("文字有而表中没有", _text(*_BOTH, _other("2080199", "丙", "5.00", 3)), "failed", "warning"),
        Example("名称不同而金额相同", _text(item("40.00", "30.00"), _other("", "甲类事务", "10.00")), "failed", "info"),
        Example(
            "文字没有列到项",
            sample(_T5.format("40.00", ""), claims(_TOPIC, "208 某类 | outturn | 40.00 万元")),
            "not_applicable",
        ),
    ),
)
def items_correspond(facts: Facts) -> Iterator[Outcome]:
    """《一般公共预算财政拨款支出决算表》中有金额的每个项，在具体情况中都写到；具体情况中有决算数的每个项，表中都有。

    先按编码和名称对应，再按金额对应（名称写法不同，只作提示）。没有写到的项多于五分之一，或写明只列主要的，是有选择地
    列举，只作提示；只列到类、款的不适用；表格没有读全的不核对。
    """
    ledger = facts.ledger
    table = {code: amount for code in ledger.codes(_TOPIC, ITEM_DIGITS) if (amount := _spent(facts, code))}
    items = [
        told for told in facts.told if told.topic == _TOPIC and told.is_item and told.amount("outturn") is not None
    ]
    if not items or not table:
        yield not_applicable("", "表格或文字没有列到项")
        return
    if _TOPIC in ledger.damaged or any(ledger.get((_TOPIC, code, TOTAL)).state == "lost" for code in table):
        yield not_checked("", "表格没有读全")
        return
    listed = [told for told in facts.told if told.topic == _TOPIC and told.is_item]
    written = {told.code for told in listed}
    missing = {code: amount for code, amount in table.items() if code not in written and not _above(facts, code)}
    extra = [told for told in items if told.code not in table and told.amount("outturn")]
    for told in [told for told in items if told.code in table]:
        yield passed(told.place)
    yield from _renamed(facts, missing, extra)
    yield from (_unknown(facts, told) for told in extra)
    unread = any(not told.code for told in extra) or any(_unread(facts, code, listed) for code in missing)
    yield from _unwritten(facts, missing, len(table), unread)


def _spent(facts: Facts, code: str) -> int:
    return facts.ledger.get((_TOPIC, code, TOTAL)).amount


def _above(facts: Facts, code: str) -> bool:
    """Whether the text lists the 款 or 类 of an item as an item of its own."""
    return any(
        told.topic == _TOPIC and told.item_no is not None and told.code in (code[:5], code[:3]) for told in facts.told
    )


def _unread(facts: Facts, code: str, listed: list[Told]) -> bool:
    """Whether the text names the item more often than figures of it were read."""
    name = f"{fold(facts.ledger.rows[_TOPIC][code])}(项)"
    text = "".join(fold(passage.text) for passage in facts.passages if passage.topic == _TOPIC)
    return text.count(name) > sum(name in fold(told.subject) for told in listed)


def _renamed(facts: Facts, missing: dict[str, int], extra: list[Told]) -> Iterator[Outcome]:
    """Pairs with the same amount, taken out of both."""
    for told in list(extra):
        same = [code for code, amount in missing.items() if amount == told.amount("outturn")]
        if len(same) == 1:
            label = facts.ledger.row_label(_TOPIC, same[0])
            words = f"{told.place}与表中“{label}”金额相同而名称（或所属的类、款）不同，按同一项核对。"
            yield failed(told.place, words, severity="info", codes=(same[0],), places=told.places)
            extra.remove(told)
            del missing[same[0]]


def _unknown(facts: Facts, told: Told) -> Outcome:
    if not told.code:
        return not_checked(told.place, "文字中的名称没有对上功能分类编码")
    elsewhere = [name for name in _OTHER_TABLES if told.code in facts.ledger.rows.get(name, {})]
    if elsewhere:
        return passed(told.place, reason=f"在《{facts.ledger.titles[elsewhere[0]]}》中")
    amount = told.amount("outturn")
    title = facts.ledger.titles[_TOPIC]
    words = f"{told.place}写决算{facts.money(amount)}，《{title}》没有这一项。"
    return failed(told.place, words, codes=(told.code,), tables=(title,), places=told.places, money=amount)


def _unwritten(facts: Facts, missing: dict[str, int], count: int, unbound: bool) -> Iterator[Outcome]:
    place, title = "情况说明 具体情况", facts.ledger.titles[_TOPIC]
    if missing and unbound:
        yield not_checked(place, "有的项名称没有对上，不能断定没有写到")
        return
    said = "".join(fold(passage.text) for passage in facts.passages if passage.topic == _TOPIC and not passage.numbered)
    chosen = len(missing) > max(1, count // _FEW) or _SOME_ONLY.search(said)
    if chosen and missing:
        words = f"具体情况写了一部分项，表中的{len(missing)}项没有写到，金额共{facts.money(sum(missing.values()))}。"
        yield failed(place, words, severity="info", codes=tuple(missing), tables=(title,))
        return
    for code, amount in missing.items():
        words = f"《{title}》的“{facts.ledger.row_label(_TOPIC, code)}”{facts.money(amount)}，具体情况中没有写到。"
        yield failed(place, words, codes=(code,), tables=(title,), places=(place,), money=amount)
