"""Family PF 绩效, targets and results of the indicators (PF08, PF09, PF13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.amounts import half_up, show_rate
from juesuan_nb.checks.attachments import DEVIATION, RESULT, TARGET, Entry
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import facts as attached
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.samples import indicator, self_evaluation
from juesuan_nb.checks.targets import Aim, aim, is_quality

_FEW = 3
_FULL = Decimal(100)
_TARGET_TEXTS = ("主要内容", "预期目标", "年度目标")
_RESULT_TEXTS = ("实际完成情况", "完成情况", "任务完成情况")
_DONE = re.compile(r"(占|完成).{0,4}(年度|全年|年初|目标).{0,4}(任务|目标|计划)|完成目标任务")


def _aim(target: str, result: str, deviation: str = "0.00", name: str = "培训人次") -> tuple:
    fields = {"年度指标值": target, "实际完成值": result, "偏差度": f"{deviation} %", "分值": "5 分", "得分": "5 分"}
    return indicator(name, **fields)


def _listed(entries: list[tuple[Entry, Aim]]) -> str:
    return "、".join(f"{entry.item}（{one.said}，完成{half_text(one)}）" for entry, one in entries)


def half_text(one: Aim) -> str:
    """The result as printed, with its unit."""
    return f"{one.result}{one.unit}"


def _places(entries: list[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for entry in entries for place in entry.places))


@declare(
    "PF08",
    "偏差度与目标值和完成值一致",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    examples=(
        Example("相符", self_evaluation(_aim("≥50人次", "40 人次", "-20.00")), "passed"),
        Example("完成目标、偏差为零", self_evaluation(_aim("≥50人次", "50 人次")), "passed"),
        Example("没有完成而偏差为零", self_evaluation(_aim("≥50人次", "40 人次")), "failed", "warning"),
        Example("算错", self_evaluation(_aim("≥50人次", "40 人次", "-25.00")), "failed", "warning"),
        Example(
            "全部为零而结果各异",
            self_evaluation(*(_aim("≥50人次", "60 人次", name=name) for name in ("甲", "乙", "丙"))),
            "failed",
            "info",
        ),
    ),
)
def deviations_recompute(facts: Facts) -> Iterator[Outcome]:
    """偏差度＝（实际完成值－年度指标值）÷年度指标值，不计正负；完成了目标的可以记为零，百分数指标也可以写百分点之差。

    没有完成目标而偏差度为零的、算出来不是所写数的，列为疑点；一张表的偏差度全部为零而完成值与目标值不同的，作为提示。
    """
    for form in facts.forms:
        lines = [entry for entry in form.indicators if DEVIATION in entry.fields]
        compared = [(entry, one) for entry in lines if (one := aim(entry))]
        for entry, one in compared:
            yield _deviation(entry, one)
        stated = [entry.number(DEVIATION) for entry in lines]
        differing = [(entry, one) for entry, one in compared if one.result != one.target and one.met]
        if len(lines) >= _FEW and not any(stated) and None not in stated and differing:
            message = (
                f"{form.place}{len(lines)}项指标的偏差度全部为零，"
                f"其中{len(differing)}项的完成值与目标值不同：{_listed(differing)}。"
            )
            places = _places([entry for entry, _ in differing])
            yield failed(f"{form.place}偏差度", message, severity="info", places=places)


def _deviation(entry: Entry, one: Aim) -> Outcome:
    stated = entry.number(DEVIATION)
    if stated is None:
        return not_checked(entry.place, "偏差度没有读清")
    if one.fits(stated):
        return passed(entry.place)
    said = f"目标值{one.said}、完成值{half_text(one)}，偏差度应为{show_rate(one.deviation)}，写{stated}%"
    fields = {"expected": one.deviation, "found": stated, "unit": "%", "places": entry.places}
    return failed(entry.place, f"{entry.place}{said}。", severity="warning" if one.sure else "info", **fields)


@declare(
    "PF09",
    "完成值离目标值很远，目标可能定得过低或过高",
    severity="warning",
    basis="regulation",
    needs=("evaluation",),
    thresholds=("target_deviation",),
    examples=(
        Example("接近目标", self_evaluation(_aim("≥50人次", "60 人次")), "passed"),
        Example("远超目标", self_evaluation(_aim("≥50人次", "120 人次")), "failed", "info"),
        Example("远未完成而得满分", self_evaluation(_aim("≥50人次", "20 人次")), "failed", "warning"),
    ),
)
def far_from_target(facts: Facts) -> Iterator[Outcome]:
    """完成值偏离目标值超过界线的指标逐一列出：远超的，目标可能定得过低；远未完成的，要说明原因。

    远未完成而得满分的是疑点。上限类的百分率（如结转结余率）低于上限不算偏离。文字中写“占（完成）年度任务的百分之几”的同样比较。
    """
    limit = facts.limits["target_deviation"]
    for form in facts.forms:
        for entry in form.indicators:
            if (one := aim(entry)) and one.deviation is not None:
                yield _far(entry, one, limit)
    for entry in facts.entries:
        for name, fact in entry.fields.items():
            if entry.kind in ("task", "report") and fact.unit == "%" and fact.number is not None and _DONE.search(name):
                yield _far_told(entry, name.partition(":")[2] or name, fact.number, limit)


def _far(entry: Entry, one: Aim, limit: Decimal) -> Outcome:
    wanted = one.kind == "most" and one.unit == "%" and one.met
    if abs(one.deviation) <= limit or wanted:
        return passed(entry.place)
    full = entry.number("得分") is not None and entry.number("得分") == entry.number("分值")
    missed = not one.met and (one.kind != "same" or one.result < one.target)
    short = one.kind == "least" and missed and full and one.sure
    why = (
        "没有完成而得满分"
        if short
        else "没有完成"
        if missed
        else "目标可能定得过低"
        if one.kind != "most"
        else "节约很多"
    )
    message = f"{entry.place}目标值{one.said}，完成值{half_text(one)}，偏离{show_rate(one.deviation)}，{why}。"
    fields = {"expected": one.target, "found": one.result, "unit": one.unit or "-", "places": entry.places}
    return failed(entry.place, message, severity="warning" if short else "info", **fields)


def _far_told(entry: Entry, name: str, done: Decimal, limit: Decimal) -> Outcome:
    place = f"{entry.place}·{name}"
    if abs(done - _FULL) <= limit:
        return passed(place)
    why = "目标可能定得过低" if done > _FULL else "与目标相差很远"
    message = f"{entry.place}：{name}{done}%，{why}。"
    return failed(place, message, severity="info", expected=_FULL, found=done, unit="%", places=entry.places)


@declare(
    "PF13",
    "有目标而没有完成值，定性目标以100%为完成值",
    severity="info",
    basis="regulation",
    needs=("evaluation",),
    examples=(
        Example("都有完成值", self_evaluation(_aim("≥50人次", "60 人次")), "passed"),
        Example("定性目标写文字", self_evaluation(_aim("稳步推进", "已稳步推进")), "passed"),
        Example("定性目标写百分数", self_evaluation(_aim("稳步推进", "100 %")), "failed", "info"),
        Example(
            "任务的数量没有交代",
            self_evaluation(
                attached(
                    "附件1", "task", "促进就业 | 主要内容:新增就业 | 300 人", "促进就业 | 实际完成情况 | 举办招聘会9场"
                )
            ),
            "failed",
            "info",
        ),
        Example(
            "没有完成值",
            self_evaluation(
                _aim("≥50人次", "60 人次"),
                _aim("≥9场", "9 场", name="乙"),
                indicator("丙", 年度指标值="≥3次", 分值="5 分"),
            ),
            "failed",
            "info",
        ),
    ),
)
def results_given(facts: Facts) -> Iterator[Outcome]:
    """每个有目标值的指标都有实际完成值（本表其他指标有完成值时）；用文字说的目标以“100%”为完成值的，看不出完成了什么；
    重点任务的目标写了数量，完成情况的文字却没有说到的，也列出。"""
    for form in facts.forms:
        aimed = [entry for entry in form.indicators if TARGET in entry.fields]
        lacking = [entry for entry in aimed if RESULT not in entry.fields]
        vague = [entry for entry in aimed if is_quality(entry) and _all(entry)]
        place = form.place
        if lacking and len(lacking) < len(aimed):
            names = "、".join(entry.item for entry in lacking)
            message = f"{place}有{len(lacking)}项指标有目标值而没有完成值：{names}。"
            yield failed(f"{place}完成值", message, places=_places(lacking))
        if vague:
            said = "、".join(f"{entry.item}（{entry.fields[TARGET].value}）" for entry in vague)
            message = f"{place}{len(aimed)}项指标中有{len(vague)}项的目标是定性的，完成值一律写100%：{said}。"
            yield failed(f"{place}定性指标", message, places=_places(vague))
        if aimed and not lacking and not vague:
            yield passed(place)
    for entry in facts.entries:
        if entry.kind == "task" and any(name in entry.fields for name in _RESULT_TEXTS):
            yield from _untold(entry)


def _untold(entry: Entry) -> Iterator[Outcome]:
    """The figures that a task sets as its target and whose name its result does not say."""
    result = next(entry.fields[name] for name in _RESULT_TEXTS if name in entry.fields)
    aimed = {
        name.partition(":")[2]: f"{fact.value}{fact.unit}"
        for name, fact in entry.fields.items()
        if name.startswith(_TARGET_TEXTS) and ":" in name and fact.proves and fact.number is not None
    }
    if not aimed or not result.proves:
        return
    silent = {name: figure for name, figure in aimed.items() if len(name) > 1 and not _said(name, result.value)}
    if not silent:
        yield passed(entry.place)
        return
    listed = "、".join(f"{name}{figure}" for name, figure in silent.items())
    message = f"{entry.place}的目标写了{listed}，实际完成情况没有写这些数完成了多少。"
    yield failed(entry.place, message, places=entry.places)


def _said(name: str, result: str) -> bool:
    """Whether a result speaks of the thing at all: most pairs of its characters stand in it."""
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    return sum(pair in result for pair in pairs) * 2 > len(pairs)


def _all(entry: Entry) -> bool:
    result = entry.fields.get(RESULT)
    return bool(result and result.number is not None and half_up(result.number) == _FULL and result.unit == "%")
