"""Family PF 绩效, points and scores (PF01, PF03)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.amounts import half_up
from juesuan_nb.checks.attachments import RATE_FIELDS, Form
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import budget_line, indicator, self_evaluation

_FULL = Decimal(100)


def _scored(points: str, score: str, total: str) -> Sample:
    marks = indicator("甲", 分值=f"{points} 分", 得分=f"{score} 分")
    return self_evaluation(budget_line(), marks, indicator("总分", 分值="100 分", 得分=f"{total} 分"))


@declare(
    "PF01",
    "自评表的分值合计一百分，得分合计等于总分，得分不超过分值",
    severity="warning",
    basis="arithmetic",
    needs=("evaluation",),
    examples=(
        Example("相符", _scored("90", "90", "98"), "passed"),
        Example("分值不足", _scored("80", "80", "88"), "failed", "warning"),
        Example("总分不符", _scored("90", "90", "100"), "failed", "warning"),
        Example("得分超过分值", _scored("90", "92", "100"), "failed", "error"),
    ),
)
def points_add_up(facts: Facts) -> Iterator[Outcome]:
    """各指标和预算执行的分值合计为100分；得分合计等于所列总分；每个得分不大于它的分值（大于的是错误）。"""
    for form in facts.forms:
        if not form.indicators:
            continue
        for entry in form.entries:
            points, score = entry.number("分值"), entry.number("得分")
            if points is not None and score is not None and score > points:
                message = f"{entry.place}得分{score}，超过分值{points}。"
                fields = {"expected": points, "found": score, "unit": "分", "places": entry.places}
                yield failed(entry.place, message, severity=entry.severity("分值", "得分"), **fields)
        yield from _sums(form)


def _sums(form: Form) -> Iterator[Outcome]:
    place = form.place
    if len(form.totals) > 1:
        yield not_checked(f"{place}合计", "几张自评表没有分开，不能合计")
        return
    stated = form.total.number("得分") if form.total else None
    for name, wanted in (("分值", _FULL), ("得分", stated)):
        values = [entry.number(name) for entry in form.indicators]
        budget = form.main.number(name) if form.main else None
        if wanted is None or None in values:
            yield not_checked(f"{place}{name}合计", "有的分数没有读到或没有读清")
            continue
        added = sum(values, Decimal(0))
        if wanted in (added, added + (budget or 0)):
            yield passed(f"{place}{name}合计")
            continue
        found = added + (budget or 0)
        message = f"{place}各项{name}合计{found}分，应为{wanted}分。"
        yield failed(
            f"{place}{name}合计", message, expected=wanted, found=found, unit="分", places=form.indicators[0].places
        )


@declare(
    "PF03",
    "预算执行的得分等于分值乘执行率",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    examples=(
        Example("相符", self_evaluation(budget_line()), "passed"),
        Example("没有执行完而得满分", self_evaluation(budget_line(得分="10 分")), "failed", "warning"),
    ),
)
def execution_score(facts: Facts) -> Iterator[Outcome]:
    """预算执行的得分＝分值×执行率（不超过分值），按得分的位数四舍五入；执行率不到100%而得满分的列出。"""
    for form in facts.forms:
        entry = form.main
        if entry is None or "得分" not in entry.fields:
            continue
        points, score, rate = entry.number("分值"), entry.number("得分"), entry.number(*RATE_FIELDS)
        if points is None or score is None or rate is None:
            yield not_checked(entry.place, "分值、得分或执行率没有读清")
            continue
        expected = points * min(rate, _FULL) / _FULL
        if score in (half_up(expected, places) for places in range(max(0, -score.as_tuple().exponent), 3)):
            yield passed(entry.place)
            continue
        full = "，执行率不到100%而得满分" if score == points and rate < _FULL else ""
        message = f"{entry.place}执行率{rate}%、分值{points}，得分应为{half_up(expected)}，写{score}{full}。"
        fields = {"expected": half_up(expected), "found": score, "unit": "分", "places": entry.places}
        yield failed(entry.place, message, **fields)
