"""Family EX 说明, reasons held against other items (EX04 to EX06)."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb import codebook
from juesuan_nb.amounts import rate, show_rate
from juesuan_nb.checks import reasons
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.reasons_items import broad, everyday, items, kin, mentions, own_name, shares_word, uses
from juesuan_nb.checks.reasons_told import Difference, differences, fields
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Told
from juesuan_nb.document import fold

_TOPIC = "general_public_expenditure"
_LEAST_COPIED = 8
_COPIES = 3
_FUND, _MEDICAL, _WORKS = "2210201 住房公积金", "2101102 事业单位医疗", "2130305 水利工程建设"


def _one(name: str, budget: str, outturn: str, reason: str, no: int | None = 1) -> tuple[dict, ...]:
    rows = (f"{name} | original_budget | {budget} 万元", f"{name} | outturn | {outturn} 万元")
    return claims(_TOPIC, *rows, item_no=no, section="五(三)", reason=reason)


def _report(*listed: tuple[str, str, str, str], total: tuple[str, str, str] | None = None) -> Sample:
    told = [row for no, one in enumerate(listed, 1) for row in _one(*one, no=no)]
    whole = _one("一般公共预算财政拨款支出", *total, no=None) if total else ()
    return Sample(told=(*whole, *told))


@declare(
    "EX04",
    "所说的用途属于别的项目",
    severity="warning",
    basis="form",
    needs=("topic:general_public_expenditure",),
    examples=(
        Example("属于本项", _report((_FUND, "10.00", "9.00", "用于缴纳住房公积金")), "passed"),
        Example("笼统的用途", _report((_FUND, "10.00", "9.00", "用于在职人员支出")), "passed"),
        Example(
            "整句是别的项目",
            _report((_MEDICAL, "8.00", "7.00", "人员减少"), (_FUND, "10.00", "9.00", "用于事业单位医疗保险支出")),
            "failed",
            "warning",
        ),
        Example(
            "写到别的项目",
            _report(
                ("2080705 公益性岗位补贴", "8.00", "9.00", "新增岗位"),
                ("2080704 社会保险补贴", "10.00", "30.00", "用于支付公益性岗位人员各类保险"),
            ),
            "failed",
            "info",
        ),
    ),
)
def uses_belong(facts: Facts) -> Iterator[Outcome]:
    """项目的用途（“主要用于……”）与科目名称相符：不应只写到别的项目的名称而不涉及本项。

    科目名称去掉“支出、补贴、缴费、事业单位”等通用的词，剩下的即区别于其他项目的词。用途写出别的项目的全称、与本项没有任何
    相同的词，列为疑点；只是写到别的项目而没有写出本项的，作为提示。行政运行、一般行政管理事务、其他……一类的项目不看。
    """
    listed, said = items(facts), uses(facts)
    for told in listed:
        name = own_name(told)
        if broad(name):
            continue
        others = kin(told, listed)
        found = [out for use in said[told.code] if (out := _foreign(told, name, use, others))]
        yield from found[:1] or [passed(told.place)]


def _foreign(told: Told, name: str, use: str, others: dict[str, str]) -> Outcome | None:
    """The use of one item where it speaks of another one."""
    if mentions(use, name) or reasons.pattern("items", "moved").search(use):
        return None
    named = {code: other for code, other in others.items() if mentions(use, other)}
    if not named:
        return None
    code, other = max(named.items(), key=lambda pair: len(pair[1]))
    certain = other in use and not shares_word(use, name)
    message = f"{told.name}的用途写“{use}”，说的是{code} {other}，请核对文字和列支科目。"
    outturn = told.amount("outturn") or 0
    return failed(told.place, message, severity="" if certain else "info", **fields(told, outturn))


_COPIED = "部分设备验收推迟，余款次年支付"


@declare(
    "EX05",
    "不同项目的说明是同一句话",
    severity="warning",
    basis="regulation",
    needs=("topic:general_public_expenditure",),
    examples=(
        Example(
            "各说各的",
            _report((_FUND, "9.00", "9.50", "缴费基数上调"), (_WORKS, "80.00", "60.00", _COPIED)),
            "passed",
        ),
        Example(
            "三项同一句话",
            _report(
                (_FUND, "10.00", "9.50", _COPIED), (_MEDICAL, "6.00", "5.00", _COPIED), (_WORKS, "8.00", "6.00", _COPIED)
            ),
            "failed",
            "info",
        ),
        Example(
            "一增一减同一句话",
            _report((_MEDICAL, "6.00", "9.00", _COPIED), (_WORKS, "80.00", "60.00", _COPIED)),
            "failed",
            "warning",
        ),
        Example(
            "套话不算",
            _report(*((name, "6.00", "5.00", "人员变动") for name in (_FUND, _MEDICAL, _WORKS))),
            "passed",
        ),
    ),
)
def not_copied(facts: Facts) -> Iterator[Outcome]:
    """各项的原因应当各说各的：三项以上用同一句话的，作为提示；同一句看得出方向的话既说明增加又说明减少，或者同一个具体用途写在
    不同的项目下的，列为疑点。不同的款写同一个“主要用于”的，作为提示。很短的话和到处适用的套话（人员变动、据实支付等）不算。
    """
    groups: dict[str, list[Difference]] = {}
    for told, found in differences(facts):
        if told.topic == _TOPIC and told.is_item:
            for one in found:
                if one.base == told.base and one.reason:
                    groups.setdefault(reasons.plain(one.reason, facts.report.year), []).append(one)
    for text, members in groups.items():
        yield _copied(facts, text, members)
    yield from _copied_uses(facts)


def _copied(facts: Facts, text: str, members: list[Difference]) -> Outcome:
    first = members[0].told
    ways = {one.way for one in members} - {""}
    both = len(ways) > 1 and bool(reasons.read(text, members[0].words, facts.report.year).plain)
    purpose = len(members) > 1 and any(not everyday(use) for use in _uses_in(text))
    short = len(text) < _LEAST_COPIED or reasons.stock(text)
    if short or not (both or purpose or len(members) >= _COPIES):
        return passed(first.place)
    names = "、".join(one.told.name for one in members)
    why = "，既说明高于预算又说明低于预算" if both else ""
    return failed(
        first.place,
        f"{len(members)}个项目的原因是同一句话{why}：“{members[0].reason}”（{names}）。",
        severity="" if both or purpose else "info",
        codes=tuple(one.told.code for one in members),
        places=tuple(place for one in members for place in one.told.places),
        money=max(abs(one.amount) for one in members),
    )


def _uses_in(text: str) -> list[str]:
    matches = reasons.pattern("items", "use").finditer(text)
    return [match["use"] for match in matches if match["use"]]


def _copied_uses(facts: Facts) -> Iterator[Outcome]:
    """The same use told of items of different 款."""
    told = {item.code: item for item in items(facts)}
    groups: dict[str, list[str]] = {}
    for code, said in uses(facts).items():
        for use in said:
            groups.setdefault(use, []).append(code)
    for use, codes in groups.items():
        if len(use) >= _LEAST_COPIED and len({code[:5] for code in codes}) > 1 and not everyday(use):
            names = "、".join(told[code].name for code in codes)
            places = tuple(place for code in codes for place in told[code].places)
            message = f"{len(codes)}个项目的用途是同一句话：“{use}”（{names}）。"
            yield failed(told[codes[0]].place, message, severity="info", codes=tuple(codes), places=places)


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
            _report(
                (_WORKS, "50.00", "98.00", "追加水毁修复工程"),
                (_FUND, "50.00", "52.00", "基数上调"),
                total=(*_TOTAL, "追加水利工程投资"),
            ),
            "passed",
        ),
        Example(
            "没有说到",
            _report(
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
    if share < facts.limits["driver_share"] or _named(facts, one.reason, code, members):
        return passed(one.told.place)
    if not any(mentions_any(one.reason, item.told) for item in listed if item not in members):
        return not_checked(one.told.place, f"总数的原因是概括的话，看不出说的是哪一部分：{one.reason}")
    name = f"{code} {codebook.function_name(code)}".strip()
    note = "（总数说的是与上年相比，口径不同，供参考）" if one.base == "year" else ""
    message = f"{name}的差异{facts.money(amount)}，占各项与预算总差异的{show_rate(share)}，总数的原因没有说到：{one.reason}{note}。"
    return failed(one.told.place, message, **fields(one.told, amount) | {"codes": (code,)})


def _named(facts: Facts, reason: str, code: str, members: list[Difference]) -> bool:
    """Whether the total's reason says something of the items that drive the difference."""
    text = reasons.plain(reason, facts.report.year)
    if reasons.pattern("items", "basic").search(text) and any(_has(facts, one.told, "基本支出") for one in members):
        return True
    if reasons.pattern("items", "project").search(text):
        return True
    names = [codebook.function_name(code), *(own_name(one.told) for one in members)]
    own = "".join(reasons.plain(one.reason, facts.report.year) for one in members)
    clauses = [part for part in reasons.pattern("items", "joints").split(text) if len(part) > 2]
    return any(shares_word(text, name) for name in names if name) or any(part in own for part in clauses)


def mentions_any(reason: str, told: Told) -> bool:
    """Whether a reason says something of one item: a word of its name or of its own reason."""
    text = fold(reason)
    return shares_word(text, own_name(told)) or any(
        part in text for part in reasons.pattern("items", "joints").split(reasons.plain(told.reason)) if len(part) > 3
    )


def _has(facts: Facts, told: Told, column: str) -> bool:
    return bool(facts.ledger.get((_TOPIC, told.code, column)).amount)
