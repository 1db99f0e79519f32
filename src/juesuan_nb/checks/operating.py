"""Family NV 表文, 机关运行经费 (NV09)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold

_NAME = re.compile("机关运行经费(支出|决算)?(总额|合计)?")
_COSTS = ("T6[公用经费合计].决算数", "T6[302|307|310|312|313|399].决算数")
_ADMINISTRATIVE = re.compile(r"行政运行|行政单位(医疗|离退休)")
_INSTITUTION = re.compile(r"事业运行|机关服务|事业单位(医疗|离退休)|^(机构运行|.*(教育|医院|卫生院|卫生机构))$")
_T6 = "T6 | 决算数\n公用经费合计 | 50.00\nT5 | 合计\n2080101 行政运行 | 50.00"


def _told(amount: str) -> tuple:
    return claims("agency_operating_costs", f"机关运行经费支出 | outturn | {amount} 万元", section="十")


@declare(
    "NV09",
    "机关运行经费与公用经费相符",
    severity="warning",
    basis="regulation",
    needs=("table:basic_expenditure", "topic:agency_operating_costs"),
    examples=(
        Example("等于公用经费", sample(_T6, _told("50.00")), "passed"),
        Example("大于公用经费", sample(_T6, _told("60.00")), "failed", "warning"),
        Example("行政单位小于公用经费", sample(_T6, _told("40.00")), "failed", "info"),
        Example("有事业单位时小于公用经费", sample(_T6 + "\n2080150 事业运行 | 1.00", _told("40.00")), "passed"),
        Example("单独的事业单位", sample(_T6.replace("行政运行", "事业运行"), _told("40.00")), "failed", "info"),
    ),
)
def operating_costs(facts: Facts) -> Iterator[Outcome]:
    """机关运行经费是行政单位和参照公务员法管理的事业单位一般公共预算财政拨款基本支出中的公用经费：全部单位都是这两类时等于
    公用经费合计，另有事业单位时不大于它；只有事业单位的部门没有机关运行经费。

    单位的性质按支出科目（行政运行、事业运行等）推断，推断得出的不同只作提示；有的部门按旧口径把项目支出中的日常费用也算入，
    所以大于公用经费只作疑点。
    """
    for told in facts.told:
        claim = told.get("outturn") or told.get("amount")
        if claim and claim.amount is not None and _NAME.fullmatch(fold(told.subject)):
            yield _against(facts, told, claim)


def _against(facts: Facts, told: Told, claim: Claim) -> Outcome:
    figures = next(
        (
            found
            for term in _COSTS
            if (found := [f for f in figures_of(term, "", facts.ledger) if f.state == "printed"])
        ),
        [],
    )
    if not figures:
        return not_checked(told.place, "没有读到公用经费合计")
    costs = sum(figure.amount for figure in figures)
    gap = claim.amount - costs
    allowed = allowance(max(2, len(figures)), [claim.step, facts.ledger.step("basic_expenditure")])
    fields = {"expected": costs, "found": claim.amount, "places": told.places, "money": abs(gap)}
    said = f"{told.place}写{facts.money(claim.amount)}，公用经费合计为{facts.money(costs)}"
    if gap > allowed:
        return failed(told.place, f"{said}，多出{facts.money(gap)}：机关运行经费应是公用经费的全部或一部分。", **fields)
    kinds = _kinds(facts)
    if claim.amount and kinds == {"事业"}:
        return failed(
            told.place, f"{said}：支出科目只有事业单位的，没有行政单位，请核实口径。", severity="info", **fields
        )
    if abs(gap) <= allowed or kinds != {"行政"}:
        return passed(told.place)
    return failed(
        told.place, f"{said}，少{facts.money(-gap)}：支出科目只见行政单位，两数应相等。", severity="info", **fields
    )


def _kinds(facts: Facts) -> set[str]:
    """行政 or 事业, as the names of the items tell."""
    rows = facts.ledger.rows.get("general_public_expenditure", {}) | facts.ledger.rows.get("expenditure", {})
    names = [fold(name) for code, name in rows.items() if len(code) == 7]
    kinds = {"行政": _ADMINISTRATIVE, "事业": _INSTITUTION}
    return {kind for kind, words in kinds.items() if any(words.search(name) for name in names)}
