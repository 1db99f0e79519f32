"""Family PF 绩效, what text and attachments both say (PF14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.checks.attachments import RESULT, Entry
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.literal import facts as attached
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.reviews import Score, alike, core, scores
from juesuan_nb.checks.told import Told
from juesuan_nb.document import fold


def _project(score: str, name: str = "甲乙丙丁项目") -> tuple:
    return attached("附件2", "project", f"{name} | 自评得分 | {score} 分", f"{name} | 全年执行数 | 25 万元")


_FIGURES = {"revised_budget": "全年预算数", "outturn": "全年执行数"}


@declare(
    "PF14",
    "绩效的文字与附件说的是同一个数",
    severity="error",
    basis="arithmetic",
    needs=("evaluation",),
    examples=(
        Example(
            "一致",
            Sample(attached=_project("95"), told=claims("performance", "甲乙丙丁项目 | score | 95.00 分")),
            "passed",
        ),
        Example(
            "得分不一致",
            Sample(attached=_project("95"), told=claims("performance", "甲乙丙丁项目 | score | 96.00 分")),
            "failed",
            "error",
        ),
        Example(
            "金额不一致",
            Sample(attached=_project("95"), told=claims("performance", "甲乙丙丁项目 | outturn | 24.00 万元")),
            "failed",
            "error",
        ),
        Example(
            "完成率说法不一",
            Sample(
                attached=attached(
                    "附件1", "indicator", "开展技能培训完成率 | 实际完成值 | 99 %", "开展技能培训完成率 | 分值 | 6 分"
                )
                + attached("附件1", "task", "培训工作 | 实际完成情况:累计开展技能培训占年度任务 | 240.15 %")
            ),
            "failed",
            "info",
        ),
    ),
)
def told_and_attached(facts: Facts) -> Iterator[Outcome]:
    """情况说明写的项目自评得分、全年预算数、执行数，部门整体自评得分和评价得分，等于附件中同一项目（名称相同）的数。

    名称只是相近的，不同只作提示；附件文字写的完成比例与同一事项的指标完成值不同的，作为提示。
    """
    found = scores(facts)
    for one in (score for score in found if score.told):
        others = [other for other in found if not other.told and other.kind == one.kind and alike(one.name, other.name)]
        if others:
            yield _same_score(one, others)
    for told in (one for one in facts.told if one.topic == "performance"):
        for name, entry in _project_lines(facts):
            if core(told.subject) == core(name):
                yield from _same_money(facts, told, entry)
    yield from _rates_of_one_thing(facts)


def _project_lines(facts: Facts) -> Iterator[tuple[str, Entry]]:
    """Every project with money: the rows of summaries, and the first budget line of forms of one project."""
    yield from ((entry.item, entry) for entry in facts.entries if entry.kind == "project")
    for form in facts.forms:
        if form.main and (project := form.main.item.rpartition("/")[0]):
            yield project, form.main


def _same_score(one: Score, others: list[Score]) -> Outcome:
    if any(other.number == one.number for other in others):
        return passed(one.place)
    exact = next((other for other in others if other.name == one.name), None)
    other = exact or others[0]
    message = f"{one.place}得分写{one.number}分，而{other.place}写{other.number}分。"
    fields = {"expected": other.number, "found": one.number, "unit": "分", "places": one.places + other.places}
    return failed(one.place, message, severity=_proof(exact), **fields)


def _proof(exact: Score | None) -> str:
    """How grave a difference is: names that are only alike prove nothing."""
    return "info" if exact is None else "error" if exact.proves else "warning"


def _same_money(facts: Facts, told: Told, entry: Entry) -> Iterator[Outcome]:
    for measure, name in _FIGURES.items():
        claim, amount = told.get(measure), entry.amount(name)
        if claim is None or claim.amount is None or amount is None:
            continue
        place = f"{told.place}{name}"
        if abs(claim.amount - amount.fen) * 2 <= max(
            _step(claim.value, claim.step), _own_step(entry, name, amount.step)
        ):
            yield passed(place)
            continue
        message = f"{place}写{facts.money(claim.amount)}，而{entry.place}写{facts.money(amount.fen)}。"
        fields = {"expected": amount.fen, "found": claim.amount, "money": abs(claim.amount - amount.fen)}
        places = told.places + entry.places
        yield failed(place, message, severity=entry.severity(name), places=places, **fields)


def _own_step(entry: Entry, name: str, step: int) -> int:
    return _step(entry.fields[name].value, step)


def _step(printed: str, step: int) -> int:
    """The unit a figure is printed to; a whole number in 万元 has as a rule only lost its zeros."""
    return step if "." in printed else 1


_DONE = re.compile(r"(?:占|完成).{0,4}(?:年度|全年|年初|目标).{0,4}(?:任务|目标|计划)$")
_CORE = re.compile(r"实际完成情况:?|累计|共计?|全年|开展|各类|完成率?|率$|的")
_LEAST_SHARED = 2


def _rates_of_one_thing(facts: Facts) -> Iterator[Outcome]:
    """A rate of completion in the words of an attachment against the indicator that is about the same thing."""
    marks = [entry for form in facts.forms for entry in form.find("完成率") if entry.number(RESULT) is not None]
    for task in (entry for entry in facts.entries if entry.kind == "task"):
        for name, fact in task.fields.items():
            said = fact.number if fact.unit == "%" and _DONE.search(name) else None
            if said is None:
                continue
            for mark in marks:
                if mark.fields[RESULT].unit == "%" and _shared(mark.item, _DONE.sub("", name)):
                    yield _one_rate(task, name, said, mark)


def _shared(one: str, other: str) -> bool:
    """Whether two names share at least two pairs of characters, and two in five of the first one's."""
    own, others = (
        {text[at : at + 2] for at in range(len(text) - 1)}
        for text in (_CORE.sub("", fold(name)) for name in (one, other))
    )
    return len(own & others) >= _LEAST_SHARED and len(own & others) * 5 >= len(own) * 2


def _one_rate(task: Entry, name: str, said: Decimal, mark: Entry) -> Outcome:
    stated, what = mark.number(RESULT), name.partition(":")[2] or name
    if said == stated:
        return passed(task.place)
    message = f"{task.place}写{what}{said}%，而指标“{mark.item}”的完成值为{stated}%，说的像是同一件事。"
    fields = {"expected": stated, "found": said, "unit": "%", "places": task.places + mark.places}
    return failed(task.place, message, severity="info", **fields)
