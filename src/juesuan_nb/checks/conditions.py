"""When an identity between tables is an equation: only where no money besides 财政拨款 explains a difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from juesuan_nb import vocabulary
from juesuan_nb.checks.ledger import Ledger

_OWN_LINES = {
    "superior_subsidy": "收入/金额",
    "institutional_revenue": "收入/金额",
    "operating_revenue": "收入/金额",
    "subordinate_payments": "收入/金额",
    "other_revenue": "收入/金额",
    "own_fund_balance_used": "收入/金额",
    "surplus_distribution": "支出/金额",
}
_ALL_GRANTS = {"财政拨款收入", "财政拨款"}
_T1, _T4 = "revenue_expenditure_summary", "appropriation_summary"


@dataclass(frozen=True)
class Condition:
    """`test` gives (holds, reason); holds is None where it cannot be known. `help` says it in Chinese."""

    help: str
    test: Callable[[Ledger], tuple[bool | None, str]]


def own_lines() -> list[tuple[str, str, str]]:
    """The cells of 收入支出决算总表 that hold money besides 财政拨款."""
    return [(_T1, row, column) for row, column in _OWN_LINES.items()]


def own_funds(ledger: Ledger) -> tuple[bool | None, str]:
    """Whether there is money besides 财政拨款: revenue, balances used, distribution, or carry-over of its own."""
    if not (ledger.has(_T1) and ledger.has(_T4)):
        return None, "缺少收入支出决算总表或财政拨款收入支出决算总表，无法判断有无非财政拨款资金"
    for row, column in _OWN_LINES.items():
        figure = ledger.get((_T1, row, column))
        if figure.state == "lost":
            return None, f"{ledger.row_label(_T1, row)}读取时丢失，无法判断有无非财政拨款资金"
        if figure.amount:
            return True, f"有非财政拨款资金（{ledger.row_label(_T1, row)}），差额可以由它解释"
    for row, side in (("opening_carryover", "收入"), ("closing_carryover", "支出")):
        whole = ledger.get((_T1, row, f"{side}/金额"))
        part = ledger.get((_T4, row, "收入/金额" if side == "收入" else "支出/合计"))
        if "lost" in (whole.state, part.state):
            return None, f"{ledger.row_label(_T1, row)}读取时丢失，无法判断有无非财政拨款资金"
        if whole.amount != part.amount:
            return True, f"有非财政拨款的{ledger.row_label(_T1, row)}，差额可以由它解释"
    return False, "没有非财政拨款资金，两者应当相等（另有规则核对）"


def _no_own_funds(ledger: Ledger) -> tuple[bool | None, str]:
    holds, reason = own_funds(ledger)
    return (None if holds is None else not holds), reason


def grants_apart(ledger: Ledger) -> tuple[bool | None, str]:
    """Whether 收入支出决算总表 lists the grants one by one; forms up to 2019 print 财政拨款收入 as one line."""
    if not ledger.has(_T1):
        return None, "缺少收入支出决算总表"
    if vocabulary.bare(ledger.row_label(_T1, "general_public_budget")) in _ALL_GRANTS:
        return False, "收入支出决算总表把三项拨款合为“财政拨款收入”一行"
    return True, "三项拨款分行列出"


CONDITIONS = {
    "grants_apart": Condition("收入支出决算总表分行列出三项拨款时", grants_apart),
    "own_funds": Condition("部门有非财政拨款资金时", own_funds),
    "no_own_funds": Condition("部门没有非财政拨款资金和结转时", _no_own_funds),
}
