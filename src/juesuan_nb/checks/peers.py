"""Family AN 异常, a department among its peers (AN11): rates and structure of many reports, and robust z of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.amounts import half_up, rate, show_rate
from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.frames import frame

if TYPE_CHECKING:
    from juesuan_nb.report import Report

_CONSISTENCY = Decimal("0.6745")
_FEATURES = {
    "basic_share": ("基本支出占支出的比例", "T3[合计].基本支出", "T3[合计].本年支出合计"),
    "appropriation_share": ("财政拨款占收入的比例", "T2[合计].财政拨款收入", "T2[合计].本年收入合计"),
    "personnel_share": ("人员经费占基本支出的比例", "T6[人员经费合计].决算数", "T5[合计].基本支出"),
    "capital_share": ("资本性支出占公用经费的比例", "T6[310].决算数", "T6[公用经费合计].决算数"),
    "goods_residue_share": ("其他商品和服务支出占商品和服务支出的比例", "T6[30299].决算数", "T6[302].决算数"),
    "three_public_rate": ("“三公”经费决算占预算的比例", "T9[].决算数/合计", "T9[].预算数/合计"),
    "three_public_share": ("“三公”经费占基本支出的比例", "T9[].决算数/合计", "T5[合计].基本支出"),
    "closing_share": ("年末结转占本年收入的比例", "T1[closing_carryover].支出/金额", "T1[total_revenue].收入/金额"),
}
"""Name of the measure → what it is in Chinese, part and whole."""
LABELS = {name: label for name, (label, _, _) in _FEATURES.items()}
PEERS = {"department": "str", "year": "Int64"} | dict.fromkeys(_FEATURES, "object")
"""One row per report: percentages as Decimal, None where a figure is not printed or the whole is zero."""


def profile(reports: Iterable[Report]) -> pd.DataFrame:
    """The frame of peers (PEERS) that `check(report, peers=…)` takes, one row per report."""
    return frame([_row(Facts(report, settings())) for report in reports], PEERS)


def _row(facts: Facts) -> dict:
    own = {"department": facts.report.department, "year": facts.report.year}
    return own | {name: _rate(facts, part, whole) for name, (_, part, whole) in _FEATURES.items()}


def _rate(facts: Facts, part: str, whole: str) -> Decimal | None:
    figures = [figures_of(term, "", facts.ledger) for term in (part, whole)]
    if any(len(found) != 1 or found[0].state != "printed" for found in figures):
        return None
    return rate(figures[0][0].amount, figures[1][0].amount)


def robust_z(own: Decimal, others: list[Decimal]) -> Decimal | None:
    """0.6745·(x − median)/MAD of a value among others; None where at least half of the others agree (MAD is zero)."""
    middle = _median(others)
    spread = _median([abs(other - middle) for other in others])
    return half_up(_CONSISTENCY * (own - middle) / spread) if spread else None


def _median(values: list[Decimal]) -> Decimal:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _among(shares: str) -> tuple[Mapping, ...]:
    return tuple(
        {"department": f"部门{number}", "year": 2024, "basic_share": Decimal(share)}
        for number, share in enumerate(shares.split())
    )


_OWN = "T3 | 本年支出合计 | 基本支出\n合计 | 100.00 | {basic}"
_NEAR = "50 52 48 51 49 53 47 50"


def _with_peers(basic: str, shares: str) -> Sample:
    return sample(_OWN.format(basic=basic)).among(_among(shares))


@declare(
    "AN11",
    "比例与同类部门相差悬殊",
    severity="info",
    basis="arithmetic",
    thresholds=("peer_z", "peer_gap", "peer_count"),
    examples=(
        Example("在同类之中", _with_peers("52.00", _NEAR), "passed"),
        Example("远离同类", _with_peers("95.00", _NEAR), "failed", "info"),
        Example("同类太少", _with_peers("95.00", "50 52 48"), "not_checked"),
        Example("没有给出同类", sample(_OWN.format(basic="95.00")), "not_checked"),
    ),
)
def among_peers(facts: Facts) -> Iterator[Outcome]:
    """本部门的各项比例与同类部门（同一年度）相比的稳健z值＝0.6745×（本部门－中位数）÷中位数绝对偏差，绝对值超过界线、
    与中位数相差又不小的列出。

    只在给出同类部门的数据时核对；同类部门太少，或半数以上的数相同的，不核对。
    """
    if facts.peers is None or facts.peers.empty:
        yield not_checked("", "没有给出同类部门的数据（check 的 peers 参数）")
        return
    own = _row(facts)
    peers = facts.peers[facts.peers["department"] != own["department"]]
    peers = peers[peers["year"] == own["year"]] if own["year"] is not None else peers
    for name, label in LABELS.items():
        if own[name] is not None and name in peers.columns:
            others = [value for value in peers[name] if isinstance(value, Decimal)]
            yield placed(label, own[name], others, facts.limits)


def placed(label: str, own: Decimal, others: list[Decimal], limits: Mapping[str, Decimal | int]) -> Outcome:
    """A percentage among those of the peers: failed where it is far from them (`expected` is their median)."""
    if len(others) < limits["peer_count"]:
        return not_checked(label, f"只有{len(others)}个同类部门有这个数")
    z = robust_z(own, others)
    if z is None:
        return not_checked(label, "半数以上的同类部门这个数相同")
    middle = half_up(_median(others))
    if abs(z) <= limits["peer_z"] or abs(own - middle) < limits["peer_gap"]:
        return passed(label)
    message = f"{label}{show_rate(own)}，{len(others)}个同类部门的中位数为{show_rate(middle)}，稳健z值{z}。"
    return failed(label, message, expected=middle, found=own, unit="%")
