"""Family NV 表文, what is counted: vehicles, groups, receptions (NV11)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold

_VEHICLES = re.compile(r"(辆|台)")
_ALL = re.compile(r"(公务)?(用车|车辆|汽车)(合计|共计|总数|保有量)?")
_KIND = re.compile(
    r"领导(干部)?(的)?(公务)?用车|负责人用车|机要通信|应急|执法执勤|特种专业|离退休干部|一般公务用车|其他(公务)?(用车|车辆)"
)
_THE_REST = re.compile("其他(公务)?(用车|车辆)")
_COUNTED = (
    ("因公出国(境)费", r"出国|因公.*团", "团组或人次", "warning", "info"),
    ("公务用车购置费", r"购置.*(车|数)|(车|新).*购置", "购置数", "warning", "warning"),
    ("公务用车运行维护费", r"保有量", "保有量", "info", "info"),
    ("公务接待费", r"接待|来访|来宾|外宾", "接待批次或人次", "warning", "info"),
)
"""A part of 三公, the counts that go with it and their name; what money without count, and the reverse, weigh."""
_TERM = "T9[].决算数/{}"
_HEADS = re.compile("人次|人")
_GROUPS = re.compile("(团组|批次|批|团|次|个)数?")
_OF_WHAT = re.compile(r"团组|批次|人次|人数|来宾|来访|累计|\(.*?\)|[个数批]")
"""What is left out of two subjects to tell whether groups and heads are of the same journeys or receptions."""


def _vehicles(total: str, *kinds: str) -> Sample:
    names = ("机要通信用车", "执法执勤用车", "其他用车")
    rows = [f"车辆合计 | count | {total} 辆"]
    rows += [f"{name} | count | {count} 辆" for name, count in zip(names[3 - len(kinds) :], kinds, strict=True)]
    return sample("", claims("state_assets", *rows, section="十二"))


def _public(amount: str, counted: str, item: str = "公务接待费", name: str = "国内来访团组") -> Sample:
    told = claims("three_public", f"{name} | count | {counted} 个", section="九(二)")
    return sample(f"T9 | 决算数/{item}\n- | {amount}", told)


def _guests(groups: str, heads: str) -> Sample:
    return Sample(
        told=claims("three_public", f"国内来访团组 | count | {groups} 个", f"国内来宾 | count | {heads} 人次")
    )


@declare(
    "NV11",
    "车辆和“三公”经费的数量与金额相符",
    severity="error",
    basis="arithmetic",
    needs=("topic:*",),
    examples=(
        Example("车辆合计相符", _vehicles("6", "1", "2", "3"), "passed"),
        Example("车辆合计不符", _vehicles("7", "1", "2", "3"), "failed", "error"),
        Example("没有列全", _vehicles("7"), "not_applicable"),
        Example("有接待有金额", _public("1.00", "5"), "passed"),
        Example("有金额没有接待", _public("1.00", "0"), "failed", "warning"),
        Example("有接待没有金额", _public("0.00", "5"), "failed", "info"),
        Example("购置数与购置费", _public("0.00", "1", "公务用车购置费", "购置车辆"), "failed", "warning"),
        Example("零批次而有人次", _guests("0", "24"), "failed", "warning"),
        Example("批次和人次都有", _guests("3", "24"), "passed"),
        Example("有运行费没有保有量", _public("3.00", "0", "公务用车运行维护费", "公务用车保有量"), "failed", "info"),
    ),
)
def counts_agree(facts: Facts) -> Iterator[Outcome]:
    """国有资产占用情况中，车辆总数等于所列各种用车之和（列到“其他用车”的，视为列全）；“三公”经费中，有金额的应有数量，有
    数量的应有金额；同一种出国、接待，团组（批次）与人次同为零或同不为零。

    租用、划转的车辆可以有运行费而没有保有量，由别处承担费用的团组、接待可以没有金额，只作提示。
    """
    yield from _fleet(facts)
    told = [told for told in facts.told if told.topic == "three_public"]
    yield from _groups_and_heads(told)
    for item, words, name, unpaid, uncounted in _COUNTED:
        counts = [claim for own in told if re.search(words, fold(own.subject)) for claim in _counts(own)]
        yield from _money_and_count(facts, told, item, counts, (name, unpaid, uncounted))


def _counts(told: Told) -> list[Claim]:
    return [claim for claim in told.all("count") if "(" not in claim.unit or _VEHICLES.match(claim.unit)]


def _fleet(facts: Facts) -> Iterator[Outcome]:
    by_section: dict[str, list[Told]] = {}
    for told in facts.told:
        if told.topic == "state_assets" and any(_VEHICLES.match(claim.unit) for claim in _counts(told)):
            by_section.setdefault(told.section, []).append(told)
    for told in by_section.values():
        totals = [own for own in told if _ALL.fullmatch(fold(own.subject))]
        kinds = [own for own in told if _KIND.search(fold(own.subject))]
        if totals and kinds:
            yield _sum(totals[0], kinds)


def _sum(total: Told, kinds: list[Told]) -> Outcome:
    counted = [int(own.get("count").number) for own in kinds]
    said, added = int(total.get("count").number), sum(counted)
    if said == added:
        return passed(total.place)
    complete = any(_THE_REST.search(fold(own.subject)) for own in kinds)
    once = all(len(own.all("count")) == 1 for own in (total, *kinds))
    if not once or not (complete or added > said):
        return not_checked(total.place, "所列的用车没有列全，或同一种用车写了几个数")
    listed = "、".join(f"{own.subject}{count}" for own, count in zip(kinds, counted, strict=True) if count)
    words = f"{total.place}写{said}辆，所列各种用车（{listed or '均为0'}）之和为{added}辆。"
    return failed(total.place, words, expected=added, found=said, unit="辆", places=total.places)


def _money_and_count(
    facts: Facts, told: list[Told], item: str, counts: list[Claim], weights: tuple[str, str, str]
) -> Iterator[Outcome]:
    name, unpaid, uncounted = weights
    place = f"情况说明 {item}与{name}"
    figure = figures_of(_TERM.format(item), "", facts.ledger)[0]
    if not counts:
        return
    if figure.state != "printed":
        yield not_applicable(place, "表中没有印出相应的金额")
        return
    any_counted = any(claim.number for claim in counts)
    if bool(figure.amount) == any_counted:
        yield passed(place)
    elif figure.amount:
        words = f"{item}为{facts.money(figure.amount)}，而文字中{name}为0。"
        yield failed(place, words, severity=unpaid, places=_where(told, counts), money=abs(figure.amount))
    else:
        shown = "、".join(f"{claim.value}{claim.unit}" for claim in counts if claim.number)
        words = f"{item}为{facts.money(0)}，而文字中{name}为{shown}。"
        yield failed(place, words, severity=uncounted, places=_where(told, counts))


def _groups_and_heads(told: list[Told]) -> Iterator[Outcome]:
    """Journeys and receptions without people, or people without these; only where each is told once."""
    found: dict[tuple[str, str], list[tuple[Told, Claim]]] = {}
    for own in told:
        what = _OF_WHAT.sub("", fold(own.subject))
        for claim in _counts(own):
            found.setdefault((own.section, what), []).append((own, claim))
    for counted in found.values():
        groups, heads = ([pair for pair in counted if kind.fullmatch(pair[1].unit)] for kind in (_GROUPS, _HEADS))
        if len(counted) == 2 and len(groups) == len(heads) == 1:
            yield _both_or_none(groups[0], heads[0])


def _both_or_none(groups: tuple[Told, Claim], heads: tuple[Told, Claim]) -> Outcome:
    if bool(groups[1].number) == bool(heads[1].number):
        return passed(groups[0].place)
    said = "、".join(f"{own.subject}{claim.value}{claim.unit}" for own, claim in (groups, heads))
    words = f"{groups[0].place}写{said}，一个为零而另一个不为零。"
    places = tuple(dict.fromkeys((*groups[0].places, *heads[0].places)))
    return failed(groups[0].place, words, severity="warning", places=places)


def _where(told: list[Told], counts: list[Claim]) -> tuple[str, ...]:
    return tuple(
        f"{own.place}（{claim.where}）" for own in told for claim in own.claims if claim in counts and claim.where
    )
