"""What parts 收入支出决算总表 from 财政拨款总表: the account of money besides 财政拨款 (AR25)."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb.checks.conditions import own_lines
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import Key, Ledger
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance

_T1, _T4 = "revenue_expenditure_summary", "appropriation_summary"
_OPENING = ((_T1, "opening_carryover", "收入/金额"), (_T4, "opening_carryover", "收入/金额"))
_SPENT = ((_T1, "total_expenditure", "支出/金额"), (_T4, "total_expenditure", "支出/合计"))
_CLOSING = ((_T1, "closing_carryover", "支出/金额"), (_T4, "closing_carryover", "支出/合计"))
_EXAMPLE = """
T1 | 收入/金额 | 支出/金额
八、其他收入 | 2.00 |
本年支出合计 | | {spent}
年初结转和结余 | 3.00 |
年末结转和结余 | | {closing}
T4 | 收入/金额 | 支出/合计
本年支出合计 | | 5.00
年初财政拨款结转和结余 | 2.00 |
年末财政拨款结转和结余 | | {grants}
"""


@declare(
    "AR25",
    "总表与财政拨款总表之差，由非财政拨款资金的收入、支出和结转构成",
    severity="warning",
    basis="form",
    needs=(f"table:{_T1}", f"table:{_T4}"),
    examples=(
        Example("可以解释", sample(_EXAMPLE.format(spent="7.00", closing="1.00", grants="0.00")), "passed"),
        Example(
            "不能全部解释", sample(_EXAMPLE.format(spent="9.00", closing="1.00", grants="0.00")), "failed", "warning"
        ),
        Example(
            "非财政资金有赤字", sample(_EXAMPLE.format(spent="9.00", closing="0.00", grants="1.00")), "failed", "info"
        ),
        Example(
            "没有非财政拨款资金",
            sample("T1 | 支出/金额\n本年支出合计 | 5.00\nT4 | 支出/合计\n本年支出合计 | 5.00"),
            "not_applicable",
        ),
    ),
)
def own_account(facts: Facts) -> Iterator[Outcome]:
    """部门总数减去财政拨款的数，是非财政拨款资金自己的账：年初结转＋上级补助、事业、经营、附属单位上缴、其他收入＋使用非财政拨款结余
    ＝本年支出＋结余分配＋年末结转（按尾差）。

    两张总表的差额都由这本账解释的，为通过，并写明由什么构成；不能全部解释的，说明解释了多少、尚余多少。这本账的结转为负的作为提示。
    """
    for ledger in facts.ledgers.values():
        yield _account(facts, ledger)


def _account(facts: Facts, ledger: Ledger) -> Outcome:
    keys = [*own_lines(), *_OPENING, *_SPENT, *_CLOSING]
    if any(ledger.get(key).state == "lost" for key in keys):
        return not_checked("", "有的数读取时丢失，无法计算非财政拨款资金")
    lines = {key[1]: ledger.get(key).amount for key in own_lines()}
    opening, spent, closing = (_apart(ledger, pair) for pair in (_OPENING, _SPENT, _CLOSING))
    if not any((*lines.values(), opening, spent, closing)):
        return not_applicable("", "没有非财政拨款资金，两张总表相同")
    distributed = lines.pop("surplus_distribution")
    rest = opening + sum(lines.values()) - spent - distributed - closing
    names = {row: ledger.row_label(_T1, row) for row in lines}
    parts = {"非财政拨款年初结转": opening, **{names[row]: amount for row, amount in lines.items()}}
    parts |= {"非财政拨款支出": spent, "结余分配": distributed, "非财政拨款年末结转": closing}
    said = "，".join(f"{name}{facts.money(amount)}" for name, amount in parts.items() if amount)
    figures = [key for key in keys if ledger.get(key).amount]
    fields = {"tables": (ledger.titles[_T1], ledger.titles[_T4])}
    if abs(rest) > allowance(len(figures), [ledger.step(_T1), ledger.step(_T4)]):
        message = f"两张总表之差可以由非财政拨款资金解释的：{said}；尚有{facts.money(abs(rest))}没有解释。"
        return failed("两张总表之差", message, money=abs(rest), **fields)
    if min(opening, closing) < 0:
        message = f"非财政拨款资金的结转为负（{said}），可能是垫付或赤字，也可能有一个数印错。"
        return failed("两张总表之差", message, severity="info", money=-min(opening, closing), **fields)
    return passed("两张总表之差", reason=f"由非财政拨款资金构成：{said}", **fields)


def _apart(ledger: Ledger, pair: tuple[Key, Key]) -> int:
    return ledger.get(pair[0]).amount - ledger.get(pair[1]).amount
