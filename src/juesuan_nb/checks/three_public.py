"""Family NV 表文, 三公 (NV12)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from juesuan_nb.checks.bindings import term_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, passed
from juesuan_nb.checks.narrative import against_tables
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold

_TOPIC = "three_public"
_LEAF = re.compile(r"T9\[\]\.决算数/(.+)")
_SUMS = (
    ("公务用车购置及运行费", "小计", ("公务用车购置费", "公务用车运行维护费")),
    ("“三公”经费", "合计", ("因公出国(境)费", "小计", "公务接待费")),
)
_YEAR_SAID = re.compile("全年|调整")
_FOREIGN, _DOMESTIC = r"外宾接待|外事接待|国\(境\)外.*接待", "国内(公务)?接待"
_T9 = "T9 | 预算数/合计 | 预算数/公务接待费 | 决算数/合计 | 决算数/公务接待费\n- | 5.00 | 5.00 | 3.00 | 3.00"

_CARS = "T9 | 决算数/小计 | 决算数/公务用车购置费 | 决算数/公务用车运行维护费\n- | 3.00 | 1.00 | 2.00"


def _hosted(budget: str, outturn: str, measure: str = "revised_budget", said: str = "") -> tuple:
    told = claims(_TOPIC, f"公务接待费 | {measure} | {budget} 万元", section="九(二)", text=said)
    return told + claims(_TOPIC, f"公务接待费 | outturn | {outturn} 万元", section="九(二)")


def _parts(whole: str, bought: str, run: str) -> tuple:
    names = {"公务用车购置及运行维护费": whole, "公务用车购置支出": bought, "公务用车运行维护支出": run}
    return claims(_TOPIC, *(f"{name} | outturn | {value} 万元" for name, value in names.items()), section="九(二)")


@declare(
    "NV12",
    "“三公”经费的文字与表格一致",
    severity="error",
    basis="form",
    needs=("topic:three_public",),
    examples=(
        Example("一致", sample(_T9, _hosted("5.00", "3.00")), "passed"),
        Example("决算数不一致", sample(_T9, _hosted("5.00", "4.00")), "failed", "error"),
        Example("全年预算不一致", sample(_T9, _hosted("6.00", "3.00", said="全年预算为6.00万元")), "failed", "error"),
        Example("没有说明是哪个预算", sample(_T9, _hosted("6.00", "3.00")), "failed", "warning"),
        Example("年初预算与表中预算数不同", sample(_T9, _hosted("6.00", "3.00", "original_budget")), "failed", "info"),
        Example("购置加运行", sample(_CARS, _parts("3.00", "1.00", "2.00")), "passed"),
        Example("购置加运行不等于小计", sample(_CARS, _parts("3.00", "1.50", "2.00")), "failed", "error"),
    ),
)
def three_public_agree(facts: Facts) -> Iterator[Outcome]:
    """“三公”经费各项的决算数、预算数等于《“三公”经费支出决算表》中的数；文字中购置费与运行维护费之和等于两者的小计，
    三项之和等于总数，外宾接待与国内接待之和等于公务接待费（国内接待含外宾的除外）。

    表中的预算数是全年（调整后）预算数，文字写的是年初预算的，不同只作提示；没有说明是哪个预算的，不同作为疑点。
    """
    told = [told for told in facts.told if told.topic == _TOPIC]
    for own in told:
        for claim, outcome in against_tables(facts, own):
            yield _graded(own, claim, outcome)
    named = {found[1]: own for own in reversed(told) if (found := _LEAF.fullmatch(term_of(own)))}
    for name, whole, parts in _SUMS:
        yield _sum(facts, name, named.get(whole), [named.get(part) for part in parts])
    yield from _received(facts, told, named.get("公务接待费"))


def _graded(told: Told, claim: Claim, outcome: Outcome) -> Outcome:
    """What a budget of the text proves against the whole-year budget of the table."""
    if outcome.verdict != "failed" or claim.measure == "outturn":
        return outcome
    if claim.measure == "original_budget":
        if told.get("revised_budget"):
            return not_applicable(told.place, "表中的预算数是全年预算数，年初预算没有相应的格")
        message = f"{outcome.message}表中为全年预算数，文字为年初预算数时不矛盾。"
        return outcome.at(severity="info", message=message)
    explicit = _YEAR_SAID.search(claim.text)
    return outcome if explicit or outcome.severity else outcome.at(severity="warning")


def _sum(facts: Facts, name: str, whole: Told | None, parts: list[Told | None]) -> Outcome:
    total = whole.get("outturn") if whole else None
    told = [part.get("outturn") for part in parts if part]
    if total is None or len(told) < len(parts) or None in (total.amount, *(claim and claim.amount for claim in told)):
        return not_applicable(f"文字中的{name}", "文字没有写出总数或某一部分")
    gap = total.amount - sum(claim.amount for claim in told)
    steps = [claim.step for claim in (total, *told)]
    if abs(gap) <= allowance(max(2, sum(bool(claim.amount) for claim in told)), steps):
        return passed(whole.place, tail=gap, reason=f"尾差{facts.money(gap)}" if gap else "")
    added = sum(claim.amount for claim in told)
    words = (
        f"{whole.place}写{facts.money(total.amount)}，所列各部分之和为{facts.money(added)}，相差{facts.money(gap)}。"
    )
    places = tuple(where for own in (whole, *parts) for where in own.places)
    return failed(whole.place, words, expected=added, found=total.amount, places=places, money=abs(gap))


def _received(facts: Facts, told: list[Told], whole: Told | None) -> Iterator[Outcome]:
    """Receptions of foreign and of domestic guests: parts of the whole, or the foreign ones within the domestic."""
    foreign, domestic = (
        next((own for own in told if re.search(words, fold(own.subject)) and own.amount("outturn") is not None), None)
        for words in (_FOREIGN, _DOMESTIC)
    )
    if whole is None or foreign is None or domestic is None or whole.amount("outturn") is None:
        return
    total, one, other = (own.amount("outturn") for own in (whole, foreign, domestic))
    if total == other and one <= other:
        yield passed(whole.place)
    else:
        yield _sum(facts, "公务接待费", whole, [foreign, domestic])
