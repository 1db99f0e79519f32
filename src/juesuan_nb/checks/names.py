"""Rule CP09: code and name of a row agree with the classification."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import pandas as pd

from juesuan_nb import codebook, frames
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.replaced import swap
from juesuan_nb.document import Place, fold

_CODED = (
    "revenue",
    "expenditure",
    "general_public_expenditure",
    "basic_expenditure",
    "government_funds",
    "state_capital",
)
_ECONOMIC = "basic_expenditure"
_SINCE = 2021
_SEEN = "AB"
_PRINTED = ("printed", "repaired", "scanned")
_ALMOST = 0.85
_CUT = 4
"""The shortest name that may be one cut off at the edge of its cell."""
_SHOWN = 6
_LOOSE = re.compile(r"\(.*?\)|支出$|[、和及与的\"]|费用$|费$")
_TWICE = "T2 | 本年收入合计\n2080998 某补贴 | 1.00\nT3 | 项目支出\n2080998 某补贴 | 1.00\n"


@declare(
    "CP09",
    "科目编码与名称相符",
    severity="warning",
    basis="regulation",
    examples=(
        Example("相符", sample("T3 | 项目支出\n2080702 职业培训补贴 | 1.00"), "passed"),
        Example("名称是另一科目的", sample("T3 | 项目支出\n2080702 社会保险补贴 | 1.00"), "failed", "warning"),
        Example("各表编码不同", sample(_TWICE + "T5 | 合计\n2080999 某补贴 | 1.00"), "failed", "warning"),
        Example("各表名称不同", sample(f"{_TWICE}T5 | 合计\n2080998 行政运行 | 1.00"), "failed", "warning"),
        Example(
            "两张表名称不同，科目库不认识编码",
            sample("T2 | 本年收入合计\n2080998 某补贴 | 1.00\nT3 | 项目支出\n2080998 行政运行 | 1.00"),
            "failed",
            "warning",
        ),
        Example("写法略有不同", sample("T6 | 决算数\n30217 公务宴请费 | 1.00"), "failed", "info"),
        Example("只差“支出”二字", sample("T3 | 项目支出\n20805 行政事业单位养老 | 1.00"), "passed"),
        Example("科目库不认识", sample("T3 | 项目支出\n2089876 某项 | 1.00"), "not_checked"),
    ),
)
def names_agree(facts: Facts) -> Iterator[Outcome]:
    """每行的科目编码与名称符合政府收支分类科目。名称是同一上级下另一科目的名称，列为疑点，同一编码在各表名称不同、同一上级下的同一名称在各表编码不同的也是；写法与科目库不同只作提示（各年科目
    名称有改动）。只核对科目库有依据（A、B级）的编码和直接印出的行；“单位”与“部门”互换由CP10说明；2021年度以前只核对各表之间。
    """
    first: dict[tuple[str, str, str], tuple] = {}
    for row in frames.rows(facts.report.cells):
        if row.statement in _CODED and row.code and row.item and row.quality in _PRINTED:
            first.setdefault((row.statement, row.code, row.item), row)
    rows = list(first.values())
    yield from _across(facts, [row for row in rows if row.statement != _ECONOMIC])
    if facts.report.year and facts.report.year < _SINCE:
        yield not_checked("科目名称", f"科目库是2024年的，{facts.report.year}年度的科目名称只核对各表之间")
        return
    for statement in dict.fromkeys(row.statement for row in rows):
        group = [row for row in rows if row.statement == statement]
        yield from _of_table(facts.ledger.titles[statement], group, economic=statement == _ECONOMIC)


def _across(facts: Facts, rows: list[tuple]) -> Iterator[Outcome]:
    """A code or a name that one table puts to another name or code than the other tables do."""
    names: dict[str, Counter[str]] = {}
    codes: dict[tuple[str, str], Counter[str]] = {}
    printed = {(row.statement, row.code) for row in rows}
    for row in rows:
        names.setdefault(row.code, Counter())[row.item] += 1
        codes.setdefault((row.code[:-2], _bare(row.item)), Counter())[row.code] += 1
    for row in rows:
        name, seen = _otherwise(names[row.code], row.item)
        code, times = codes[row.code[:-2], _bare(row.item)].most_common(1)[0]
        foreign = any(code != row.code for code in codebook.codes_named(row.item))
        once = max(names[row.code].values()) == 1
        if seen and _near(_bare(row.item), _bare(name)) < _ALMOST and foreign:
            yield _unlike_others(facts, row, f"“{name}”")
        elif code != row.code and times > 1 and once and (row.statement, code) not in printed:
            yield _unlike_others(facts, row, f"{code}，名称相同")


def _otherwise(names: Counter[str], item: str) -> tuple[str, int]:
    """The other name of a code that no fewer tables print; empty and 0 where most print this one."""
    others = [(name, seen) for name, seen in names.most_common() if name != item and seen >= names[item]]
    return others[0] if others else ("", 0)


def _unlike_others(facts: Facts, row: tuple, others: str) -> Outcome:
    title = facts.ledger.titles[row.statement]
    message = f"《{title}》印的是{row.code}“{row.item}”，别的表中是{others}。"
    return failed(f"《{title}》", message, codes=(row.code,), tables=(title,), places=(_place(row),))


def _of_table(title: str, rows: list[tuple], *, economic: bool) -> Iterator[Outcome]:
    book = codebook.economics() if economic else codebook.functions()
    known = [row for row in rows if row.code in book and book[row.code].grade in _SEEN]
    if not known:
        yield not_checked(f"《{title}》", "科目库不认识这些编码")
        return
    other = [row for row in known if not _agrees(row.item, book[row.code])]
    wrong = [row for row in other if _is_sibling(row, book[row.code], economic=economic)]
    for row in wrong:
        message = f"《{title}》{row.code}印的是“{row.item}”，这是另一科目的名称；{row.code}是“{book[row.code].name}”。"
        severity = "info" if book[row.code].grade != "A" or row.quality == "scanned" else ""
        yield failed(
            f"《{title}》", message, severity=severity, codes=(row.code,), tables=(title,), places=(_place(row),)
        )
    unlike = [row for row in other if row not in wrong]
    if unlike:
        listed = "、".join(f"{row.code}“{row.item}”（科目库“{book[row.code].name}”）" for row in unlike[:_SHOWN])
        message = (
            f"《{title}》有{len(unlike)}个科目的名称与科目库不同：{listed}{'等' if len(unlike) > _SHOWN else ''}。"
        )
        codes = tuple(row.code for row in unlike)
        yield failed(
            f"《{title}》", message, severity="info", codes=codes, tables=(title,), places=tuple(map(_place, unlike))
        )
    if not other:
        yield passed(f"《{title}》")


def _agrees(item: str, code: codebook.Code) -> bool:
    """Whether a printed name is the code's: the same but for brackets and a last 支出, or cut off at its end."""
    printed = _bare(item)
    names = [_bare(name) for name in (code.name, *code.aliases)]
    if any(printed == name or (len(printed) >= _CUT and name.startswith(printed)) for name in names):
        return True
    swapped = _bare(swap(fold(item)))
    return swapped != printed and any(_near(swapped, name) >= _ALMOST for name in names)


def _is_sibling(row: tuple, code: codebook.Code, *, economic: bool) -> bool:
    """Whether the name is that of another code under the same parent, and not near the code's own."""
    others = [other for other in codebook.codes_named(row.item, economic=economic) if other != row.code]
    near = _near(_bare(row.item), _bare(code.name))
    return near < _ALMOST and any(other[:-2] == row.code[:-2] and len(other) == len(row.code) for other in others)


def _near(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _bare(name: str) -> str:
    return _LOOSE.sub("", _LOOSE.sub("", fold(name)))


def _place(row: tuple) -> str:
    where = Place(*(None if pd.isna(value) else int(value) for value in (row.page, row.line)))
    return f"{row.code} {row.item}" + (f"（{where}）" if str(where) else "")
