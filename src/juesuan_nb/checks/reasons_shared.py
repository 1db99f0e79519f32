"""Family EX 说明, reasons held against other items (EX04, EX05)."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb.checks import reasons
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.reasons_items import broad, everyday, foreign, items, kin, own_name, uses
from juesuan_nb.checks.reasons_samples import explained
from juesuan_nb.checks.reasons_told import Difference, differences, fields
from juesuan_nb.checks.registry import declare

_TOPIC = "general_public_expenditure"
_LEAST_COPIED = 8
_COPIES = 3
_FUND, _MEDICAL, _WORKS = "2210201 住房公积金", "2101102 事业单位医疗", "2130305 水利工程建设"


@declare(
    "EX04",
    "所说的用途属于别的项目",
    severity="warning",
    basis="form",
    needs=("topic:general_public_expenditure",),
    examples=(
        Example("属于本项", explained((_FUND, "10.00", "9.00", "用于缴纳住房公积金")), "passed"),
        Example("笼统的用途", explained((_FUND, "10.00", "9.00", "用于在职人员支出")), "passed"),
        Example(
            "整句是别的项目",
            explained((_MEDICAL, "8.00", "7.00", "人员减少"), (_FUND, "10.00", "9.00", "用于事业单位医疗保险支出")),
            "failed",
            "warning",
        ),
        Example(
            "写到别的项目",
            explained(
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
        if broad(own_name(told)):
            continue
        others = kin(told, listed)
        found = next(((use, other) for use in said[told.code] if (other := foreign(use, told, others))), None)
        if found is None:
            yield passed(told.place)
            continue
        use, (code, other, certain) = found
        message = f"{told.name}的用途写“{use}”，说的是{code} {other}，请核对文字和列支科目。"
        about = fields(told, told.amount("outturn") or 0)
        yield failed(told.place, message, severity="" if certain else "info", **about)


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
            explained((_FUND, "9.00", "9.50", "缴费基数上调"), (_WORKS, "80.00", "60.00", _COPIED)),
            "passed",
        ),
        Example(
            "三项同一句话",
            explained(
                (_FUND, "10.00", "9.50", _COPIED),
                (_MEDICAL, "6.00", "5.00", _COPIED),
                (_WORKS, "8.00", "6.00", _COPIED),
            ),
            "failed",
            "info",
        ),
        Example(
            "一增一减同一句话",
            explained((_MEDICAL, "6.00", "9.00", _COPIED), (_WORKS, "80.00", "60.00", _COPIED)),
            "failed",
            "warning",
        ),
        Example(
            "套话不算",
            explained(*((name, "6.00", "5.00", "人员变动") for name in (_FUND, _MEDICAL, _WORKS))),
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
