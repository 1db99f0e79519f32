"""Family PF 绩效, scores against other scores and against grades (PF12, PF16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.literal import facts as attached
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.reviews import REVIEW, SELF, alike, scores
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
