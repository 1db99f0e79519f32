"""Family PF 绩效, scores and results that are told more than once (PF12, PF14, PF16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from juesuan_nb.checks.attachments import RESULT, Entry
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, claims
from juesuan_nb.checks.literal import facts as attached
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.reviews import REVIEW, SELF, Score, alike, core, scores
from juesuan_nb.checks.told import Told
from juesuan_nb.document import fold

_BANDS = {"优": (90, 100), "良": (80, 90), "中": (60, 80), "差": (0, 60), "合格": (60, 100), "不合格": (0, 60)}
_BAND_OF = {"优秀": "优", "良好": "良", "中等": "中", "较差": "差", "及格": "合格", "不及格": "不合格"}
_SCORED = re.compile(
    r"(\d+(?:\.\d+)?)分,?(?:评价|自评|绩效|评定)?(?:结果|等级|等次|评级|级别)?(?:为|是|评定为|评为|属于)"
    r"[“\"]?(优秀?|良好?|中等?|较?差|不?合格|不?及格)(?![\u4e00-\u9fff](?<![等的]))"
)


def _project(score: str, name: str = "甲乙丙丁项目") -> tuple:
    return attached("附件2", "project", f"{name} | 自评得分 | {score} 分", f"{name} | 全年执行数 | 25 万元")


def _review(score: str, grade: str = "优") -> tuple:
    rows = (f"甲乙丙丁项目绩效评价报告 | 评价得分 | {score} 分", f"甲乙丙丁项目绩效评价报告 | 评价等级 | {grade}")
    return attached("附件3", "report", *rows)


@declare(
    "PF12",
    "同一项目的自评得分与评价得分相差大",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    thresholds=("score_gap",),
    examples=(
        Example("接近", Sample(attached=_project("95") + _review("94.37")), "passed"),
        Example("相差大而等级相同", Sample(attached=_project("98") + _review("91")), "failed", "info"),
        Example("等级也不同", Sample(attached=_project("98") + _review("83", "良")), "failed", "warning"),
        Example("没有同一项目的两种得分", Sample(attached=_project("98")), "not_applicable"),
    ),
)
def self_and_review(facts: Facts) -> Iterator[Outcome]:
    """同一项目既有自评得分又有财政评价、部门评价或第三方评价得分的，两者相差达到界线的列出；等级因此不同的列为疑点。"""
    found = scores(facts)
    own, others = ([one for one in found if one.kind == kind] for kind in (SELF, REVIEW))
    pairs = [(one, other) for one, other in product(own, others) if alike(one.name, other.name)]
    if not pairs:
        yield not_applicable("", "没有同一项目的自评得分和评价得分")
    for one, other in pairs:
        gap = one.number - other.number
        if abs(gap) < facts.limits["score_gap"]:
            yield passed(one.place)
            continue
        message = f"{one.name}自评得分{one.number}分，评价得分{other.number}分，相差{abs(gap)}分。"
        grade = "info" if _band(one.number) == _band(other.number) else "warning"
        fields = {"expected": other.number, "found": one.number, "unit": "分", "places": one.places + other.places}
        yield failed(one.place, message, severity=grade, **fields)


def _band(score: Decimal) -> str:
    return next((name for name, (low, high) in _BANDS.items() if low <= score < high or score == high == 100), "差")


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

    名称只是相近的，不同只作疑点；附件文字写的完成比例与同一事项的指标完成值不同的，作为提示。
    """
    found = scores(facts)
    for one in (score for score in found if score.told):
        others = [other for other in found if not other.told and other.kind == one.kind and alike(one.name, other.name)]
        if others:
            yield _same_score(one, others)
    for told in (one for one in facts.told if one.topic == "performance"):
        for entry in (entry for entry in facts.entries if entry.kind == "project"):
            if core(told.subject) == core(entry.item):
                yield from _same_money(facts, told, entry)
    yield from _rates_of_one_thing(facts)


def _same_score(one: Score, others: list[Score]) -> Outcome:
    if any(other.number == one.number for other in others):
        return passed(one.place)
    exact = next((other for other in others if other.name == one.name), None)
    other = exact or others[0]
    message = f"{one.place}得分写{one.number}分，而{other.place}写{other.number}分。"
    fields = {"expected": other.number, "found": one.number, "unit": "分", "places": one.places + other.places}
    return failed(one.place, message, severity="error" if exact and other.proves else "warning", **fields)


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


@declare(
    "PF16",
    "得分与等级相符",
    severity="warning",
    basis="regulation",
    examples=(
        Example("相符", Sample(attached=_review("94.37", "优")), "passed"),
        Example("不符", Sample(attached=_review("84.37", "优")), "failed", "warning"),
        Example(
            "文字中不符",
            Sample(lines="第三部分 情况说明\n一、预算绩效情况说明\n项目评价得分为78.50分，等级为良。"),
            "failed",
            "warning",
        ),
    ),
)
def grade_of_score(facts: Facts) -> Iterator[Outcome]:
    """评价等级与得分相符：90分（含）以上为优，80分（含）至90分为良，60分（含）至80分为中，60分以下为差（财预〔2020〕10号）；分合格和不合格的以60分为界。

    另订等级标准的地方可能不同，所以不符只是疑点。
    """
    outcomes = list(_grades(facts))
    yield from outcomes or [not_checked("", "没有读到同时写出的得分和等级")]


def _grades(facts: Facts) -> Iterator[Outcome]:
    for entry in facts.entries:
        number, grade = entry.number("评价得分"), entry.fields.get("评价等级")
        if number is not None and grade is not None:
            yield _graded(entry.place, number, grade.value, entry.places)
    for part in facts.passages:
        for score, grade in _SCORED.findall(fold(part.text)) if part.topic == "performance" else ():
            place = f"情况说明{part.section} 得分{score}分"
            yield _graded(place, Decimal(score), grade, (f"{place}（{part.paragraph.place}）",))


def _graded(place: str, score: Decimal, grade: str, places: tuple[str, ...]) -> Outcome:
    low, high = _BANDS.get(_BAND_OF.get(grade, grade), (0, 100))
    if low <= score < high or score >= high == 100:
        return passed(place)
    message = f"{place}：得分{score}分，等级写“{grade}”，按通行标准应为“{_band(score)}”。"
    return failed(place, message, found=score, unit="分", places=places)
