"""Family RD 读取: what reading had to do to the report. Only worth knowing, never an error of the department."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from juesuan_nb import vocabulary
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import Place

_SHOWN = 3
_RULES = {
    "RD01": (
        "info",
        "读取时修复了数字",
        ("number_repaired",),
        "数字中有空格、逗号等读取噪声的，修复后使用，逐条列出。",
    ),
    "RD02": (
        "info",
        "读取时补回了科目编码、名称、表头或顺序",
        ("code_recovered", "name_recovered", "head_recovered", "order_restored"),
        "科目编码、名称、表头或行的顺序丢失的，从报告别处或科目库补回，并说明依据；补回的行不用来证明错误。",
    ),
    "RD03": (
        "info",
        "读取时丢失了格",
        ("cell_lost",),
        "丢失的格按合计关系推算，推算的数只供参考，不与公布的数混用，也不用来核对。",
    ),
    "RD04": ("info", "读取时舍去了杂行", ("row_junk",), "由其他各行重复堆叠而成的杂行不读入。"),
    "RD05": (
        "warning",
        "有的表只读出一部分，或不能肯定是哪张表",
        ("table_partial",),
        "表名丢失、按表头认出的，以及行列没有全部读出的表，逐张列出；读出的部分照常使用。",
    ),
    "RD06": ("info", "有的文字或数字未能放入", ("unplaced",), "找不到所属的行、列或对象的文字和数字不读入，逐条列出。"),
    "RD07": (
        "info",
        "报告由扫描件识别",
        ("scanned",),
        "扫描件上的数由图像识别得来，可能认错；凡涉及扫描页的不符，都只作为疑点，不作为错误。",
    ),
}


def _check(facts: Facts, kinds: tuple[str, ...]) -> Iterator[Outcome]:
    tables: dict[str, list[tuple]] = {}
    for note in facts.notes:
        if note.kind in kinds:
            tables.setdefault(note.table, []).append(note)
    if not tables:
        yield passed()
    for table, group in tables.items():
        title = _title(table, group[0].statement)
        shown = "；".join(note.message.rstrip("。") for note in group[:_SHOWN])
        rest = f"；等{len(group)}处" if len(group) > _SHOWN else ""
        yield failed(
            f"《{title}》",
            f"《{title}》{len(group)}处：{shown}{rest}。",
            tables=(title,),
            codes=tuple(dict.fromkeys(note.code for note in group if note.code)),
            places=tuple(map(_place, group)),
        )


def _title(table: str, statement: str) -> str:
    known = vocabulary.statements().get(statement)
    return table or (known.title if known else "情况说明")


def _place(note: tuple) -> str:
    parts = (note.code, note.item, note.column, note.value)
    numbers = (None if pd.isna(number) else int(number) for number in (note.page, note.line))
    where = str(Place(*numbers))
    return " ".join(filter(None, parts)) + (f"（{where}）" if where else "")


def _declare_all() -> None:
    for code, (severity, title, kinds, relation) in _RULES.items():
        check = partial(_check, kinds=kinds)
        check.__doc__ = relation
        note = {
            "kind": kinds[0],
            "statement": "expenditure",
            "item": "职业培训补贴",
            "message": "“6519. 14”读作6519.14",
        }
        examples = (
            Example("没有", Sample(), "passed"),
            Example("有", Sample(notes=(note,)), "failed", severity),
        )
        declare(code, title, severity=severity, basis="form", examples=examples)(check)


_declare_all()
