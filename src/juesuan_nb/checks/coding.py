"""Family FT, what is not a sum: the codes that a statement prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product

from juesuan_nb import codebook
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare

_CODED = ("revenue", "expenditure", "general_public_expenditure", "government_funds", "state_capital")
_SECTION, _ITEM = 5, 7
_BUDGETS = {
    "general_public_expenditure": ("一般公共预算",),
    "government_funds": ("政府性基金预算",),
    "state_capital": ("国有资本经营预算",),
}


@declare(
    "FT16",
    "每个科目的上级科目、每款的项都有一行，同级科目由小到大排列",
    severity="warning",
    basis="form",
    examples=(
        Example("齐全", sample("T3 | 项目支出\n208 甲 | 1.00\n20807 乙 | 1.00\n2080702 丙 | 1.00"), "passed"),
        Example("缺上级", sample("T3 | 项目支出\n208 甲 | 1.00\n2080702 丙 | 1.00"), "failed", "warning"),
        Example(
            "有的款没有列项",
            sample("T3 | 项目支出\n208 甲 | 2.00\n20807 乙 | 1.00\n2080702 丙 | 1.00\n20808 丁 | 1.00"),
            "failed",
            "warning",
        ),
        Example("全表只列到款", sample("T3 | 项目支出\n208 甲 | 1.00\n20807 乙 | 1.00"), "passed"),
        Example("次序不对", sample("T3 | 项目支出\n210 甲 | 1.00\n208 乙 | 1.00"), "failed", "info"),
    ),
)
def parents_printed(facts: Facts) -> Iterator[Outcome]:
    """表中每个款、项的上级科目也印出一行；科目编码由小到大排列（次序不对只作提示）。

    列到项的表、支出决算表列有项的款，每款至少列一项。
    """
    for (scope, ledger), statement in product(facts.ledgers.items(), _CODED):
        codes = ledger.codes(statement)
        place = f"{f'（{scope}）' if scope else ''}《{ledger.titles[statement]}》"
        missing = list(dict.fromkeys(up for code in codes for up in codebook.parents(code) if up not in codes))
        fields = {"tables": (ledger.titles[statement],), "codes": tuple(missing)}
        if missing:
            yield failed(place, f"{place}没有印出上级科目{'、'.join(missing)}的一行。", **fields)
        elif bare := _without_items(codes, ledger.codes("expenditure", _ITEM)):
            message = f"{place}的{'、'.join(bare)}款没有列出一项。"
            yield failed(place, message, **fields | {"codes": tuple(bare)})
        elif codes and codes != sorted(codes):
            yield failed(place, f"{place}的科目没有按编码由小到大排列。", severity="info", tables=fields["tables"])
        elif codes:
            yield passed(place)


@declare(
    "FT17",
    "各预算的表只列本预算的科目",
    severity="warning",
    basis="form",
    examples=(
        Example("相符", sample("T8 | 合计\n2230105 国有企业退休人员社会化管理补助支出 | 2.23"), "passed"),
        Example("两个预算都有的款", sample("T7 | 本年支出/小计\n21704 金融调控支出 | 2.23"), "passed"),
        Example("混入", sample("T5 | 合计\n2230105 国有企业退休人员社会化管理补助支出 | 2.23"), "failed", "warning"),
    ),
)
def codes_belong(facts: Facts) -> Iterator[Outcome]:
    """一般公共预算支出表不列政府性基金、国有资本经营预算（223）和抗疫特别国债（234）的科目；政府性基金表、国有资本
    经营预算表只列本预算的科目。一款之下有几个预算的项的，几个预算的表都可列。
    科目库不认识的编码不判断。
    """
    for (scope, ledger), (statement, allowed) in product(facts.ledgers.items(), _BUDGETS.items()):
        place = f"{f'（{scope}）' if scope else ''}《{ledger.titles[statement]}》"
        codes = [code for code in ledger.codes(statement) if _sides(code)]
        strangers = [code for code in codes if _sides(code).isdisjoint(allowed)]
        if strangers:
            listed = "、".join(f"{ledger.row_label(statement, code)}（{_side(code)}）" for code in strangers)
            yield failed(
                place,
                f"{place}列有别的预算的科目：{listed}。",
                codes=tuple(strangers),
                tables=(ledger.titles[statement],),
            )
        elif codes:
            yield passed(place)


def _without_items(codes: list[str], spent: list[str]) -> list[str]:
    """The 款 without a 项, in a statement that prints 项 or of a 款 whose 项 the expenditure statement prints."""
    above = {code[:_SECTION] for code in codes if len(code) == _ITEM}
    known = {code[:_SECTION] for code in spent}
    return [code for code in codes if len(code) == _SECTION and code not in above and (above or code in known)]


def _sides(code: str) -> set[str]:
    """The budgets that may list a code: its own, and for a 款 those of its 项 (21704 is printed by two budgets)."""
    own = _side(code)
    return {own} | _shared().get(code, set()) if own else set()


@cache
def _shared() -> dict[str, set[str]]:
    """款 → the budgets of the 项 that the codebook knows under it."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, entry in codebook.functions().items():
        if len(code) == _ITEM:
            found[code[:_SECTION]].add(entry.side)
    return found


def _side(code: str) -> str:
    """The budget a code belongs to; empty where the codebook does not know it, or is not sure of it.

    A 类 is shared by several budgets, but for 223.
    """
    entry = codebook.functions().get(code)
    if code.startswith("223"):
        return "国有资本经营预算"
    return entry.side if entry and len(code) > 3 and entry.grade != "D" else ""
