"""FT00: the smallest set of cells whose change lets every identity hold (Fellegi and Holt 1976), leads the findings."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan_nb.checks.evaluate import run
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.localise.edits import Edits
from juesuan_nb.checks.localise.explained import explained
from juesuan_nb.checks.localise.leads import Verdict
from juesuan_nb.checks.localise.search import answers
from juesuan_nb.checks.localise.verdicts import verdicts
from juesuan_nb.checks.model import Example, Outcome, Rule, not_checked, passed
from juesuan_nb.checks.registry import declare, rules

CODE = "FT00"
_FAMILIES = ("FT", "AR")
_WITNESS = "NV01"
_CLEAN = """
T1 | 支出/金额
八、社会保障和就业支出 | 30.00
二十一、国有资本经营预算支出 | 2.23
本年支出合计 | 32.23
T3 | 本年支出合计 | 项目支出
合计 | 32.23 | 32.23
208 社会保障和就业支出 | 30.00 | 30.00
223 国有资本经营预算支出 | 2.23 | 2.23
"""
_ROW = "T5 | 合计 | 基本支出 | 项目支出\n2080103 机关服务 | 460.91 | 364.93 | 95.98"


def located(facts: Facts) -> list[Verdict]:
    """What is known of every group of broken identities; they are evaluated once and the results kept in `facts`."""
    if facts.located is None:
        said = [(rule, outcome) for rule in _linear() for outcome in run(rule, facts)]
        broken = any(outcome.verdict == "failed" for _, outcome in said)
        edits = Edits(facts, said if broken else [])
        facts.located = verdicts(edits, answers(edits))
    return facts.located


def _linear() -> list[Rule]:
    return [rule for rule in rules() if rule.code != CODE and (rule.family in _FAMILIES or rule.code == _WITNESS)]


def suspects(facts: Facts) -> dict[int, str]:
    """For the broken identities that no lead explains: the cells that may be wrong; by the outcome's id."""
    found = {}
    for verdict in located(facts):
        if said := verdict.candidates():
            found |= {id(verdict.edits.all[number].outcome): said for number in verdict.answer.group}
    return found


@declare(
    CODE,
    "定位：一格之误",
    severity="error",
    basis="arithmetic",
    examples=(
        Example("全部相符", sample(_CLEAN), "passed"),
        Example("一格印错，两条勾稽不符", sample(_CLEAN.replace("2.23", "0.90", 1)), "failed", "error"),
        Example("只有一条勾稽，疑为正负号颠倒", sample(_ROW.replace("364.93", "-364.93")), "failed", "warning"),
        Example("哪一格错不能确定", sample(_ROW.replace("95.98", "90.00")), "not_checked"),
    ),
)
def wrong_cell(facts: Facts) -> Iterator[Outcome]:
    """表内、表间的全部勾稽关系，加上情况说明里写到同一格的金额，若有不符，求改动最少的一组格，
    使所有关系在舍入允许的范围内同时成立（Fellegi-Holt 原理；先疑读取受损的格，再疑印出的格）。

    只有一组解时，这一格就是错处：列出印出的数、各关系一致指向的数、改正后成立的关系条数，其余不符都排在它下面。
    至少两条关系指向同一格、解又唯一，才算错误；解不唯一而有一处像常见笔误（差一万倍、正负号、小数点、数字颠倒、
    两数互换）的，只算疑点。都不像的不下结论，把可能的格列在“可疑数字”里。
    """
    found = [verdict for verdict in located(facts) if not verdict.told]
    for verdict in found:
        yield from _leads(facts, verdict)
    if not found:
        compared = any(outcome.equation for rule in _linear() for outcome in run(rule, facts))
        yield passed("各勾稽关系") if compared else not_checked("", "没有可以核对的勾稽关系")


def _leads(facts: Facts, verdict: Verdict) -> Iterator[Outcome]:
    """The leading findings of one group; what else the wrong figures bring about hangs under the first."""
    first, *others = verdict.leads() or [None]
    if first is None:
        yield not_checked("", f"有{len(verdict.answer.group)}条勾稽不符，不能确定错在哪一格")
        return
    led = {id(outcome) for lead in (first, *others) for outcome in lead.leads}
    more = explained(facts, (rule for rule in rules() if rule.code != CODE), verdict.chosen.changes, led)
    yield first.at(leads=(*first.leads, *more))
    yield from others
