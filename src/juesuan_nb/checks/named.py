"""Family NV 表文, the names of economic items in the text (NV08)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from juesuan_nb import codebook
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import fold

_TOPIC = "basic_expenditure"
_SIDES = {"人员经费": ("301", "303"), "公用经费": ("302", "307", "310", "312", "313", "399")}
_LIST = r"{}(?:合计|支出)?[^。;、]*?。?(?:主要)?(?:包括|用于|支出内容有|分别为|其中)[:为]?(?P<names>[^。;:]+)"
_NOT_A_NAME = re.compile(r"\d|万元|按|规定|根据")
_TAIL = re.compile(r"(?:等(?:支出|费用|方面|项目|经费)*|等)$")
_ENDING = re.compile(r"(?:缴费|费用|支出|缴纳|费)+$")
_COPIED = 5
"""A list with more than one idle name in five was copied from a list of all names."""
_T6 = """
T6 | 决算数
301 工资福利支出 | 6.00
30101 基本工资 | 1.00
30102 津贴补贴 | 2.00
30103 奖金 | 3.00
30106 伙食补助费 | 0.00
"""
_ONE_IDLE = "基本工资、津贴补贴、奖金、工资福利支出、伙食补助费"


def _text(names: str, table: str = _T6) -> Sample:
    head = "第三部分 决算情况说明\n六、一般公共预算财政拨款基本支出决算情况说明\n"
    return Sample(
        table, lines=f"{head}2024年度基本支出6.00万元，其中：人员经费6.00万元，主要包括：{names}；公用经费0.00万元。"
    )


@declare(
    "NV08",
    "人员经费和公用经费所列名目与表格一致",
    severity="info",
    basis="form",
    needs=(f"table:{_TOPIC}",),
    examples=(
        Example("一致", _text("基本工资、津贴补贴、奖金"), "passed"),
        Example("写了没有支出的名目", _text("基本工资、津贴补贴、奖金、伙食补助费"), "failed", "info"),
        Example("只多写一个", replace(_text(_ONE_IDLE), unit="元"), "failed", "warning"),
        Example("只多写一个，表中空白", _text(_ONE_IDLE, _T6.replace("0.00", "")), "failed", "warning"),
        Example("只多写一个，或许不到50元", _text(_ONE_IDLE), "failed", "info"),
        Example("漏写有支出的名目", _text("基本工资、津贴补贴"), "failed", "info"),
        Example("列举未尽", _text("基本工资、津贴补贴等"), "passed"),
    ),
)
def names_correspond(facts: Facts) -> Iterator[Outcome]:
    """情况说明“人员经费，主要包括：……”“公用经费，主要包括：……”所列的名目，是《一般公共预算财政拨款基本支出决算明细表》中
    金额不为零的各款。

    许多部门照抄列出全部名目的范文，“主要”也不必列全，所以一般只作提示；名目都对得上、只多写了个别没有支出的，作为疑点；
    以万元印出的0.00可能不到50元，只多写这样一个的仍作提示。写了“等”的不查漏写。
    """
    text = "".join(fold(passage.text) for passage in facts.passages if passage.topic == _TOPIC)
    for side, categories in _SIDES.items():
        found = re.search(_LIST.format(side), text)
        names = _names(found["names"]) if found else []
        if len(names) < 2:
            yield not_applicable(side, "文字没有列出名目")
        else:
            yield _compared(facts, side, categories, names, open_ended=bool(_TAIL.search(found["names"])))


def _names(text: str) -> list[str]:
    """The names of a list; a clause with figures or reasons is none."""
    listed = (
        _TAIL.sub("", name) for part in re.split(",", text) if not _NOT_A_NAME.search(part) for name in part.split("、")
    )
    return [name for name in listed if name]


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    name: str
    amount: int
    lost: bool


def _compared(facts: Facts, side: str, categories: tuple[str, ...], names: list[str], *, open_ended: bool) -> Outcome:
    place, title = f"情况说明 {side}", facts.ledger.titles[_TOPIC]
    codes = [code for code in facts.ledger.codes(_TOPIC) if code[:3] in categories]
    figures = [facts.ledger.get((_TOPIC, code, "决算数")) for code in codes]
    if _TOPIC in facts.ledger.damaged or not codes:
        return not_checked(place, "表格没有读全")
    rows = [
        _Row(code, facts.ledger.rows[_TOPIC].get(code, code), figure.amount, figure.state == "lost")
        for code, figure in zip(codes, figures, strict=True)
    ]
    known = {key: row.code for row in rows for key in _keys(row.code, row.name)}
    meant = {known.get(_bare(name), _elsewhere(name, categories)): name for name in names}
    if "" in meant:
        return not_checked(place, f"“{meant['']}”没有对上经济分类名目")
    spent = {row.code for row in rows if row.amount and not row.lost and len(row.code) > 3}
    paid = {row.code for row in rows if row.amount or row.lost}
    idle = [name for code, name in meant.items() if code not in paid]
    covered = {code for code in spent if code in meant or code[:3] in meant}
    left = [] if open_ended else [row.name for row in rows if row.code in spent - covered]
    if not idle and not left:
        return passed(place)
    said = [f"写了{len(idle)}个没有支出的名目（{'、'.join(idle)}）"] if idle else []
    said += [f"没有写{len(left)}个有支出的名目（{'、'.join(left)}）"] if left else []
    printed = {code for code, figure in zip(codes, figures, strict=True) if figure.state == "printed"}
    rounded = len(idle) == 1 and facts.ledger.step(_TOPIC) > 1 and not printed.isdisjoint(meant.keys() - paid)
    severity = "warning" if idle and not left and not rounded and len(idle) * _COPIED <= len(names) else ""
    words = f"{side}的名目与《{title}》不一致：{'；'.join(said)}。"
    return failed(place, words, severity=severity, tables=(title,), places=(place,))


def _keys(code: str, printed: str) -> set[str]:
    """All the names of a row for comparison."""
    entry = codebook.economics().get(code)
    return {_bare(name) for name in (printed, *((entry.name, *entry.aliases) if entry else ()))}


def _elsewhere(name: str, categories: tuple[str, ...]) -> str:
    """The code that the codebook gives a name that the table does not print; empty where it does not know it."""
    known = codebook.economics()
    return next((code for code in known if code[:3] in categories and _bare(name) in _keys(code, "")), "")


def _bare(name: str) -> str:
    return _ENDING.sub("", fold(name).replace("部门", "单位").replace("招待", "接待")) or fold(name)
