"""Family NV 表文, 政府采购 (NV10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold

_TOPIC = "procurement"
_NOT_OUTTURN = re.compile("预算|计划|预留|上年|节约|节省")
_ROLES = {
    "总额": r"(年度)?(政府|集中)?采购(支出)?(总额|总金额|金额|支出|总计|合计)(\(.*\))?",
    "货物": r"(政府)?(采购)?货物(类)?(采购)?(支出|金额|采购金额|采购支出)?",
    "工程": r"(政府)?(采购)?工程(类)?(采购)?(支出|金额|采购金额|采购支出)?",
    "服务": r"(政府)?(采购)?服务(类)?(采购)?(支出|金额|采购金额|采购支出)?",
    "中小企业": r"(授予|给予|授予给)中小(微)?企业(的)?(合同|采购)?(总)?金额",
    "小微企业": r"(授予|给予|授予给)(小微|小型、微型|小型和微型|小型微型)企业(的)?(合同|采购)?(总)?金额",
    "预留部分授予中小企业": r"面向中小企业预留.*由中小企业供应商中标或成交的采购金额",
    "其他部分授予中小企业": r"其他政府采购项目.*由中小企业供应商中标或成交的采购金额",
}
"""What a figure of the section is, by its folded subject."""
_KINDS = ("货物", "工程", "服务")


def _text(**amounts: str) -> Sample:
    names = {"总额": "政府采购支出总额", "中小企业": "授予中小企业合同金额", "小微企业": "授予小微企业合同金额"}
    names |= {kind: f"政府采购{kind}支出" for kind in _KINDS}
    awarded = "由中小企业供应商中标或成交的采购金额"
    names |= {"预留": f"面向中小企业预留的政府采购项目:{awarded}", "其他": f"其他政府采购项目:{awarded}"}
    rows = [
        f"{names[role]} | {'outturn' if role == '总额' else 'amount'} | {value} 万元" for role, value in amounts.items()
    ]
    return sample("", claims(_TOPIC, *rows, section="十一"))


@declare(
    "NV10",
    "政府采购各项金额之间相符",
    severity="error",
    basis="arithmetic",
    needs=("topic:procurement",),
    examples=(
        Example("总额等于三项之和", _text(总额="6.00", 货物="1.00", 工程="2.00", 服务="3.00"), "passed"),
        Example("总额不等于三项之和", _text(总额="7.00", 货物="1.00", 工程="2.00", 服务="3.00"), "failed", "error"),
        Example("只写了一部分", _text(总额="6.00", 货物="1.00"), "not_checked"),
        Example("小微企业大于中小企业", _text(总额="6.00", 中小企业="2.00", 小微企业="3.00"), "failed", "error"),
        Example("中小企业大于总额", _text(总额="6.00", 中小企业="7.00", 小微企业="3.00"), "failed", "warning"),
        Example("预留和其他部分之和大于总额", _text(总额="6.00", 预留="6.00", 其他="6.00"), "failed", "warning"),
    ),
)
def procurement_adds_up(facts: Facts) -> Iterator[Outcome]:
    """政府采购支出总额＝货物＋工程＋服务；授予小微企业的合同金额不大于授予中小企业的；授予中小企业的（或预留部分与其他部分
    之和）不大于总额。

    合同金额可以跨年度，大于当年支出总额的只作疑点。只写了货物、工程、服务中一部分而不等于总额的不核对，三者之和已超过总额的除外。
    """
    known = _roles(facts)
    if not known:
        yield not_applicable("", "没有读到政府采购的金额")
        return
    if "总额" in known and any(kind in known for kind in _KINDS):
        yield _whole(facts, known)
    yield from _no_more(facts, known, ("小微企业",), "中小企业", "")
    yield from _no_more(facts, known, ("中小企业",), "总额", "warning")
    yield from _no_more(facts, known, ("预留部分授予中小企业", "其他部分授予中小企业"), "总额", "warning")


def _roles(facts: Facts) -> dict[str, tuple[Told, Claim]]:
    """The one amount of each role; a role with different amounts is left out."""
    found: dict[str, list[tuple[Told, Claim]]] = {}
    for told in facts.told:
        subject = fold(told.subject)
        role = next((role for role, words in _ROLES.items() if re.fullmatch(words, subject)), "")
        if told.topic == _TOPIC and role and ("预留" in role or not _NOT_OUTTURN.search(subject)):
            amounts = [claim for claim in told.all("outturn", "amount") if claim.amount is not None]
            found.setdefault(role, []).extend((told, claim) for claim in amounts)
    return {role: said[0] for role, said in found.items() if len({claim.amount for _, claim in said}) == 1}


def _whole(facts: Facts, known: dict[str, tuple[Told, Claim]]) -> Outcome:
    told, total = known["总额"]
    parts = [known[kind][1] for kind in _KINDS if kind in known]
    added = sum(claim.amount for claim in parts)
    gap = total.amount - added
    if abs(gap) <= allowance(
        max(1, sum(bool(claim.amount) for claim in parts)), [claim.step for claim in (total, *parts)]
    ):
        return passed(told.place, tail=gap, reason=f"尾差{facts.money(gap)}" if gap else "")
    if len(parts) < len(_KINDS) and gap > 0:
        return not_checked(told.place, "没有写全货物、工程和服务")
    whole, sums = facts.money(total.amount), facts.money(added)
    words = f"{told.place}写{whole}，货物、工程、服务之和为{sums}，相差{facts.money(gap)}。"
    return failed(told.place, words, expected=added, found=total.amount, places=told.places, money=abs(gap))


def _no_more(
    facts: Facts, known: dict[str, tuple[Told, Claim]], parts: tuple[str, ...], whole: str, severity: str
) -> Iterator[Outcome]:
    if whole not in known or not all(part in known for part in parts):
        return
    claims_of = [known[part][1] for part in parts]
    told, total = known[whole]
    added = sum(claim.amount for claim in claims_of)
    if added - total.amount <= allowance(max(2, len(parts)), [claim.step for claim in (total, *claims_of)]):
        yield passed(told.place)
        return
    said = "、".join(f"{part}{facts.money(known[part][1].amount)}" for part in parts)
    words = f"政府采购中{said}，{'合计' if len(parts) > 1 else ''}大于{whole}{facts.money(total.amount)}。"
    places = (*known[parts[0]][0].places, *told.places)
    yield failed(
        known[parts[0]][0].place,
        words,
        severity=severity,
        expected=total.amount,
        found=added,
        places=places,
        money=added - total.amount,
    )
