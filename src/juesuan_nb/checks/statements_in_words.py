"""Family NV 表文, statements in words against the tables (NV14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from juesuan_nb import frames
from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import TOTAL, Figure, Ledger
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.statements import Said, keywords, said, says_empty
from juesuan_nb.document import fold

_T7 = "T7 | 本年收入 | 本年支出/小计\n合计 | {0} | {0}\n2120801 征地和拆迁补偿支出 | {0} | {0}"
_NO_FUNDS = (
    "七、政府性基金预算财政拨款支出决算情况说明\n本部门2024年度没有政府性基金收入，也没有使用政府性基金安排的支出。"
)
_LARGE = "八、国有资本经营预算财政拨款支出决算情况说明\n某项目年末结转和结余资金数额较大。"
_T4 = "T4 | 支出/合计 | 支出/国有资本经营预算财政拨款\n年末财政拨款结转和结余 | {0} | {0}"
_T9 = "T9 | 预算数/合计 | 预算数/公务接待费 | 决算数/合计 | 决算数/公务接待费\n- | 2.00 | 2.00 | {0} | {0}"
_NO_GUESTS = "九、“三公”经费支出决算情况说明\n公务接待费决算数小于预算数的主要原因是全年{0}。"
_NO_COSTS = "十、机关运行经费支出情况说明\n本部门没有机关运行经费支出。"
_COSTS = claims("agency_operating_costs", "机关运行经费 | outturn | 5.00 万元")


def _words(text: str, lines: str) -> Sample:
    return replace(Sample(text), lines=lines)


@declare(
    "NV14",
    "文字所说与表格相反",
    severity="error",
    basis="form",
    examples=(
        Example(
            "没有基金，表也没有",
            _words("T7 | 本年收入\n# 本部门没有政府性基金收入，故本表无数据。", _NO_FUNDS),
            "passed",
        ),
        Example("说没有基金而表中有", _words(_T7.format("12.00"), _NO_FUNDS), "failed", "error"),
        Example("结余较大，表中有", _words(_T4.format("12.00"), _LARGE), "passed"),
        Example("结余较大而表中为零", _words(_T4.format("0.00"), _LARGE), "failed", "error"),
        Example("未发生接待，决算为零", _words(_T9.format("0.00"), _NO_GUESTS.format("未发生公务接待")), "passed"),
        Example(
            "未发生接待而有决算", _words(_T9.format("1.20"), _NO_GUESTS.format("未发生公务接待")), "failed", "error"
        ),
        Example(
            "只是没有超标准接待",
            _words(_T9.format("1.20"), _NO_GUESTS.format("未发生超标准公务接待")),
            "not_applicable",
        ),
        Example(
            "无数据而印了数",
            _words(_T7.format("12.00") + "\n# 说明：因政府性基金未发生，故本表无数据。", ""),
            "failed",
            "error",
        ),
        Example("没有读到表格", _words("", _NO_FUNDS), "not_checked"),
        Example("文字自相矛盾", replace(_words("", _NO_COSTS), told=_COSTS), "failed", "warning"),
    ),
)
def words_agree(facts: Facts) -> Iterator[Outcome]:
    """“没有政府性基金收入”“未发生公务接待”“收入均为财政拨款”“无项目支出”一类的话，所说的格应当为零；“年末结转结余较大”，
    所说的格不应当为零；表下写“本表无数据”的，表中不应当有数。

    先认所在的部分和所说的对象，再看数；如果的话、上年的事、下属单位的事和一部分的事不看。整句只有主语、时间和原因而没有别的限定，
    表中的数又是印出来的，才是错误；其余列为疑点。说到文字自己的数（机关运行经费、政府采购、车辆）的，列为疑点。
    """
    if not facts.passages and not len(facts.report.tables):
        yield not_checked("", "没有读到情况说明和表下说明")
    for one in said(facts):
        yield _against_told(facts, one) if one.topic in one.statement.told else _against_tables(facts, one)
    for scope, ledger in facts.ledgers.items():
        for table in frames.rows(facts.report.tables):
            if table.scope in (scope, "") and table.statement and (sentence := says_empty(table.remark)):
                yield _empty(facts, ledger, table.statement, sentence)


def _against_told(facts: Facts, one: Said) -> Outcome:
    wanted = one.statement.told[one.topic]
    for told in facts.told:
        if told.topic != one.topic or not re.fullmatch(wanted["subject"], fold(told.subject)):
            continue
        for claim in told.claims:
            if re.fullmatch(wanted["measure"], claim.measure) and claim.number:
                message = f"{one.section}写“{one.text}”，同一部分又写{told.subject}{claim.value}{claim.unit}。"
                return failed(one.section, message, severity="warning", places=_places(one), money=claim.amount or 0)
    return passed(one.section)


def _against_tables(facts: Facts, one: Said) -> Outcome:
    terms = one.statement.terms(one.topic, one.match)
    ledger = facts.ledgers[one.scope] if one.scope else facts.ledger
    figures = [figure for term in terms for figure in figures_of(term, TOTAL, ledger)]
    if any(figure.state == "lost" for figure in figures):
        return not_checked(one.section, f"“{one.text}”所说的格读取时丢失")
    if all(figure.state == "absent" for figure in figures):
        return not_checked(one.section, f"表中没有印出“{one.text}”所说的格")
    filled = [figure for figure in figures if figure.amount]
    if one.statement.affirm:
        if filled or not all(figure.state == "printed" for figure in figures[-1:]):
            return passed(one.section)
        return _contrary(facts, ledger, one, [figure for figure in figures if figure.state == "printed"])
    return _contrary(facts, ledger, one, filled) if filled else passed(one.section)


def _contrary(facts: Facts, ledger: Ledger, one: Said, figures: list[Figure]) -> Outcome:
    figure = max(figures, key=lambda figure: abs(figure.amount))
    statement, row, column = figure.key
    title = ledger.titles[statement]
    cell = "·".join(filter(None, (ledger.row_label(statement, row), column)))
    doubtful = not one.sure or any(entry.quality not in ("printed", "repaired") for entry in figures)
    return failed(
        one.section,
        f"{one.section}写“{one.text}”，《{title}》{cell}为{facts.money(figure.amount)}。",
        severity="warning" if doubtful else one.statement.severity,
        found=figure.amount,
        tables=(title,),
        places=(*_places(one), f"《{title}》{cell}{f'（{figure.where}）' if figure.where else ''}"),
        money=abs(figure.amount),
    )


def _places(one: Said) -> tuple[str, ...]:
    return (f"{one.section}（{one.where}）" if one.where else one.section,)


def _empty(facts: Facts, ledger: Ledger, statement: str, sentence: str) -> Outcome:
    """本表无数据 under a table that prints figures. A remark that names another fund belongs to another table."""
    place = f"《{ledger.titles[statement]}》"
    own = keywords().get(statement, "")
    if any(re.search(word, sentence) for name, word in keywords().items() if name != statement):
        return not_checked(place, f"表下的话说的像是别的表：{sentence}")
    filled = [figure for key, figure in ledger.figures.items() if key[0] == statement and figure.amount]
    if not filled:
        return passed(place)
    figure = max(filled, key=lambda figure: abs(figure.amount))
    sure = bool(own and re.search(own, sentence)) and all(entry.quality == "printed" for entry in filled)
    message = f"{place}下写“{sentence}”，表中却有{len(filled)}个不为零的数，最大的是{facts.money(figure.amount)}。"
    fields = {"severity": "" if sure else "warning", "tables": (ledger.titles[statement],), "found": figure.amount}
    return failed(place, message, places=(f"{place}{figure.where}",), money=abs(figure.amount), **fields)
