"""What the department says about itself: 部门整体自评, indicators, projects and evaluation reports."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.amounts import FEN_PER_UNIT, half_up, read_number, to_fen
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import percent, total

if TYPE_CHECKING:
    from juesuan_nb.report import Report

_FIELDS = {
    "年初预算数": "original_budget", "全年预算数": "revised_budget", "全年执行数": "executed", "执行率": "stated_rate",
    "预算执行率": "stated_rate", "分值": "points", "得分": "score", "自评得分": "score", "评价得分": "score", "评价等级": "grade",
    "一级指标": "group", "二级指标": "subgroup", "年度指标值": "target", "实际完成值": "result", "偏差度": "deviation",
}
"""Fields of the forms → identifiers. 全年执行数 of a self-evaluation is not the outturn (决算数) and has its own name."""
_NUMBERS = ("stated_rate", "points", "score")

EVALUATION_SUMMARY = {
    "kind": "str", "item": "str", "original_budget": "Int64", "revised_budget": "Int64", "executed": "Int64",
    "stated_rate": "object", "execution_rate": "object", "points": "object", "score": "object", "score_rate": "object",
    "indicators": "Int64", "grade": "str",
}
EVALUATION_INDICATORS = {
    "group": "str", "subgroup": "str", "item": "str", "target": "str", "result": "str", "points": "object",
    "score": "object", "score_rate": "object", "deviation": "str", "line": "Int64",
}


def evaluation_summary(report: Report) -> pd.DataFrame:
    """Self-evaluation at a glance: budget lines, points and score by 一级指标, projects, evaluation reports.

    `kind` is budget_line, indicator (one row per 一级指标), project or report. `executed` is 全年执行数; `execution_rate`
    is recomputed against the revised budget. Points and scores are Decimal.
    """
    facts = _facts(report)
    rows = [fact for kind in ("budget_line", "project", "report") for fact in facts if fact["kind"] == kind]
    for row in rows:
        row["execution_rate"] = percent(row.get("executed"), row.get("revised_budget"))
        row["score_rate"] = _score_rate(row.get("score"), row.get("points"))
    rows = [row for row in rows if row["kind"] != "report" or "score" in row or "grade" in row]
    place = sum(row["kind"] == "budget_line" for row in rows)
    return frame([*rows[:place], *_by_group(facts), *rows[place:]], EVALUATION_SUMMARY)


def evaluation_indicators(report: Report) -> pd.DataFrame:
    """The indicators of the self-evaluation one by one, in printed order."""
    facts = [fact for fact in _facts(report) if fact["kind"] == "indicator" and fact.get("group")]
    return frame(
        (fact | {"score_rate": _score_rate(fact.get("score"), fact.get("points"))} for fact in facts), EVALUATION_INDICATORS
    )


def _facts(report: Report) -> list[dict]:
    """One dict per thing evaluated, its fields under their identifiers."""
    things: dict[tuple, dict] = {}
    for fact in report.evaluation.itertuples(index=False):
        key = (fact.attachment, fact.kind, fact.item)
        thing = things.setdefault(key, {"kind": fact.kind, "item": fact.item, "line": fact.line})
        name = _FIELDS.get(fact.field, fact.field)
        thing.setdefault(name, _value(name, fact.value, fact.unit))
    return list(things.values())


def _value(name: str, value: str, unit: str) -> object:
    number = read_number(value)
    if unit in FEN_PER_UNIT:
        return to_fen(number.value, unit) if number else None
    if name in _NUMBERS:
        return number.value if number else None
    return f"{value}{unit}" if unit == "%" and not value.endswith("%") else value


def _by_group(facts: list[dict]) -> list[dict]:
    indicators = [fact for fact in facts if fact["kind"] == "indicator" and fact.get("group")]
    rows = []
    for group in dict.fromkeys(fact["group"] for fact in indicators):
        members = [fact for fact in indicators if fact["group"] == group]
        points, score = (total(member.get(name) for member in members) for name in ("points", "score"))
        rows.append({
            "kind": "indicator", "item": group, "indicators": len(members), "points": points, "score": score,
            "score_rate": _score_rate(score, points),
        })
    return rows


def _score_rate(score: Decimal | None, points: Decimal | None) -> Decimal | None:
    return half_up(score * 100 / points) if score is not None and points else None
