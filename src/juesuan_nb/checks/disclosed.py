"""Family NV 表文, the original budgets that the text tells against the disclosed 部门预算 (NV16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from juesuan_nb.budget import Line
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import item
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold
from juesuan_nb.measures.rows import Figure
from juesuan_nb.measures.variance import OUTTURNS

_WHOLE = re.compile(
    r"(?:一般公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?)?(?:财政)?(?:拨款)?支出(?:合计|总额|决算)?"
)
_MANY = 3
"""From so many items on, where more than half of them differ, it is the basis that differs: one finding for all."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One original budget in both sources; `line` is None where the 部门预算 does not have the item."""

    told: Told
    claim: Claim
    line: Line | None

    @property
    def agree(self) -> bool:
        """Whether both print one amount, the finer rounded to the step of the coarser; no line is nothing budgeted."""
        if self.line is None:
            return not self.claim.amount
        return _figure(self.claim).agrees(Figure(self.line.amount, self.line.step))


def _figure(claim: Claim) -> Figure:
    return Figure(claim.amount, max(1, claim.step))


def _planned(sample: Sample, planned: str) -> Sample:
    return replace(sample, planned=planned)


_BOTH = sample("", item("40.00", "30.00"))
_NONE = "2080702 职业培训补贴 | {}"


@declare(
    "NV16",
    "正文的年初预算与部门预算公开的一致",
    severity="warning",
    basis="form",
    needs=("topic:*",),
    examples=(
        Example("一致", _planned(_BOTH, _NONE.format("40.00")), "passed"),
        Example("精度不同", _planned(_BOTH, _NONE.format("40.004")), "passed"),
        Example("不一致", _planned(_BOTH, _NONE.format("45.00")), "failed", "warning"),
        Example("部门预算没有这一项", _planned(_BOTH, "2080705 公益性岗位补贴 | 10.00"), "failed", "warning"),
        Example("部门预算的数由扫描件识别", _planned(_BOTH, _NONE.format("45.00~")), "failed", "info"),
        Example(
            "正文没有写年初预算",
            _planned(sample("", claims("revenue", "收入 | outturn | 1.00 万元")), _NONE.format("1.00")),
            "not_applicable",
        ),
        Example("没有给出部门预算", _BOTH, "not_applicable"),
    ),
)
def budgets_agree(facts: Facts) -> Iterator[Outcome]:
    """情况说明写的各项（及总数）年初预算，与同一部门、同一年度公开的部门预算支出表中同一科目的预算数一致，按较粗的精度比较。

    两份公开文件不一致，只能说明其中一个数要解释（如提前下达、年初结转、汇总范围不同），不能证明哪一个错，所以列为疑点。
    多数项目都不一致时，往往是口径不同，合并成一条。没有同时给出部门预算的（--budget），不适用。
    """
    budget = facts.report.budget
    if budget is None:
        yield not_applicable("", "没有同时给出这个部门的部门预算")
        return
    if not any(told.topic in OUTTURNS and told.get("original_budget") for told in facts.told):
        yield not_applicable("", "情况说明没有写年初预算")
        return
    for topic in OUTTURNS:
        lines = budget.original(topic)
        told = [pair for told in facts.told if told.topic == topic for pair in _pairs(told, lines)]
        reasons = ["" if pair.line else budget.silent(pair.told.code, topic) for pair in told]
        pairs = [pair for pair, reason in zip(told, reasons, strict=True) if not reason]
        yield from (not_checked(pair.told.place, why) for pair, why in zip(told, reasons, strict=True) if why)
        if _is_other_basis(pairs):
            yield _other_basis(facts, pairs)
        else:
            yield from (_compared(facts, pair) for pair in pairs)


def _pairs(told: Told, lines: Mapping[str, Line]) -> Iterator[Pair]:
    """The original budgets that the text tells of an item by its code, and of the whole."""
    whole = not told.code and told.item_no is None and _WHOLE.fullmatch(fold(told.subject))
    for claim in told.all("original_budget"):
        if claim.amount is not None and (told.code or whole):
            yield Pair(told, claim, lines.get(told.code))


def _is_other_basis(pairs: list[Pair]) -> bool:
    items = [pair for pair in pairs if pair.told.code]
    return len(items) >= _MANY and sum(not pair.agree for pair in items) * 2 > len(items)


def _place(facts: Facts, pair: Pair) -> tuple[str, ...]:
    told = f"{pair.told.place}（{pair.claim.where}）" if pair.claim.where else pair.told.place
    return (told, facts.report.budget.place_of(pair.line)) if pair.line else (told,)


def _compared(facts: Facts, pair: Pair) -> Outcome:
    if pair.agree:
        return passed(pair.told.place)
    doubtful = pair.line is not None and not pair.line.certain
    found, expected = pair.claim.amount, pair.line.amount if pair.line else 0
    disclosed = f"部门预算为{facts.money(expected)}" if pair.line else "部门预算的支出表没有这一项"
    return failed(
        pair.told.place,
        f"{pair.told.place}写年初预算{facts.money(found)}，{disclosed}，相差{facts.money(found - expected)}。"
        + ("部门预算的这个数不是直接读出的，请先对照原件。" if doubtful else ""),
        severity="info" if doubtful else "",
        expected=expected,
        found=found,
        codes=(pair.told.code,) if pair.told.code else (),
        places=_place(facts, pair),
        money=abs(found - expected),
    )


def _other_basis(facts: Facts, pairs: list[Pair]) -> Outcome:
    """One finding for a list that differs as a whole."""
    apart = [pair for pair in pairs if not pair.agree]
    listed = "；".join(
        f"{pair.told.name} {facts.money(pair.claim.amount)}，"
        + (f"部门预算{facts.money(pair.line.amount)}" if pair.line else "部门预算没有")
        for pair in apart
    )
    gaps = [abs(pair.claim.amount - (pair.line.amount if pair.line else 0)) for pair in apart]
    return failed(
        "情况说明 年初预算",
        f"正文写的{len(pairs)}个年初预算中有{len(apart)}个与部门预算不同，可能口径不同（提前下达、年初结转、汇总范围）：{listed}。",
        codes=tuple(dict.fromkeys(pair.told.code for pair in apart if pair.told.code)),
        places=tuple(dict.fromkeys(place for pair in apart for place in _place(facts, pair))),
        money=max(gaps),
    )
