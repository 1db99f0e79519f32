"""Family CP 完整性: what must be there, and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from juesuan_nb import frames, vocabulary
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.terms import tables
from juesuan_nb.document import fold

_SAYS_EMPTY = re.compile(r"(没有|无|未|不).*(无数据|为空|空表|收入|支出|安排|涉及|预算)")
_OWN_SET = "高等学校"
_ALL_NINE = "\n".join(tables())


@declare(
    "CP01",
    "九张决算公开表齐全",
    severity="warning",
    basis="regulation",
    examples=(
        Example("齐全", sample(_ALL_NINE), "passed"),
        Example("缺表", sample(_ALL_NINE.replace("T9", "")), "failed", "warning"),
        Example("2020年度没有国有资本经营预算表", replace(sample(_ALL_NINE.replace("T8", "")), year=2020), "passed"),
    ),
)
def nine_tables(facts: Facts) -> Iterator[Outcome]:
    """部门决算公开的九张表（收支总表、收入表、支出表、财政拨款总表、一般公共预算支出表、基本支出表、政府性基金表、
    国有资本经营预算表、“三公”经费表）都要印出，没有数据的也要列出空表。按表名和栏目认表，不按表号。
    高等学校另有一套报表，不要求这九张；国有资本经营预算表从2021年度起公开。
    """
    own = [title for title in facts.report.tables["table"] if title.startswith(_OWN_SET)]
    if own and not facts.report.tables["statement"].any():
        listed = "、".join(f"《{title}》" for title in dict.fromkeys(own))
        message = f"这是{_OWN_SET}的一套报表（{listed}），已按原表名和栏目读取；部门决算九张表的核对不适用。"
        yield failed(_OWN_SET, message, severity="info", tables=tuple(own))
        return
    for name, statement in vocabulary.statements().items():
        place = f"《{statement.title}》"
        if facts.ledger.has(name):
            yield passed(place)
        elif facts.report.year and facts.report.year < statement.since:
            yield not_applicable(place, f"{facts.report.year}年度的决算公开表还没有{place}")
        else:
            yield failed(place, f"报告中没有读到{place}。", tables=(statement.title,))


@declare(
    "CP02",
    "空表写明没有数据",
    severity="warning",
    basis="regulation",
    examples=(
        Example("写明", sample("T7\n# 说明：我部门没有政府性基金收入和支出，故本表无数据。"), "passed"),
        Example("没有写明", sample("T7\n# 注：本表反映政府性基金收支情况。"), "failed", "warning"),
    ),
)
def empty_tables_say_so(facts: Facts) -> Iterator[Outcome]:
    """没有数据的表，表下写明“没有……，故本表无数据”一类的话。"""
    for scope, ledger in facts.ledgers.items():
        remarks: dict[str, list[str]] = {}
        for table in frames.rows(facts.report.tables):
            if table.scope in (scope, ""):
                remarks.setdefault(table.statement, []).append(table.remark)
        for statement in filter(ledger.empty.__contains__, vocabulary.statements()):
            title = ledger.titles[statement]
            place = f"{f'（{scope}）' if scope else ''}《{title}》"
            sentences = re.split("[。；\n]", fold("；".join(remarks.get(statement, []))).replace(";", "；"))
            if any(_SAYS_EMPTY.search(sentence) for sentence in sentences):
                yield passed(place)
            else:
                yield failed(place, f"{place}是空表，没有写明“本表无数据”及其原因。", tables=(title,))
