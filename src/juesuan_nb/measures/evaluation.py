"""What the department says about itself: 部门整体自评, indicators, projects and evaluation reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.amounts import FEN_PER_UNIT, half_up, nearest_fen, read_number
from juesuan_nb.evaluation import views
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import percent

if TYPE_CHECKING:
    from juesuan_nb.report import Report

EVALUATION_SUMMARY = {
    "kind": "str",
    "item": "str",
    "original_budget": "Int64",
    "revised_budget": "Int64",
    "executed": "Int64",
    "stated_rate": "object",
    "execution_rate": "object",
    "points": "object",
    "score": "object",
    "score_rate": "object",
    "indicators": "Int64",
    "grade": "str",
    "line": "Int64",
}
EVALUATION_INDICATORS = {
    "project": "str",
    "group": "str",
    "subgroup": "str",
    "item": "str",
    "target": "str",
    "result": "str",
    "points": "object",
    "score": "object",
    "score_rate": "object",
    "deviation": "object",
    "line": "Int64",
}
_MONEY = {"original_budget": "年初预算数", "revised_budget": "全年预算数", "executed": "全年执行数"}
"""全年执行数 of a self-evaluation is not the outturn (决算数) and has a name of its own."""


def evaluation_summary(report: Report) -> pd.DataFrame:
    """Self-evaluation at a glance: budget lines, points and score by 一级指标, projects, evaluation reports.

    `kind` is budget_line, indicator (one row per 一级指标), project or report; the first two are the department's own,
    lines of single projects are under project. `executed` is 全年执行数; `execution_rate` is recomputed against the
    revised budget. Points, scores and stated rates are Decimal, None where the form prints none.
    """
    facts = report.evaluation
    lines = [thing for thing in views.budget_line_rows(facts) if not thing["project"]]
    rows = [_line("budget_line", thing, score=thing["得分"], stated_rate=thing["执行率"]) for thing in lines]
    rows += _by_group(_indicators(facts))
    rows += [
        _line("project", thing, score=thing["自评得分"], stated_rate=thing["预算执行率"])
        for thing in views.project_rows(facts)
    ]
    return frame([*rows, *_reports(facts)], EVALUATION_SUMMARY)


def evaluation_indicators(report: Report) -> pd.DataFrame:
    """The indicators one by one, in printed order; `project` is empty for the department's own.

    `target` and `result` are as printed, points, score and deviation (percent) Decimal.
    """
    return frame(_indicators(report.evaluation), EVALUATION_INDICATORS)


def _indicators(facts: pd.DataFrame) -> list[dict]:
    return [
        {
            "project": thing["project"],
            "group": thing["一级指标"] or "",
            "subgroup": thing["二级指标"] or "",
            "item": thing["item"],
            "target": thing["年度指标值"] or "",
            "result": thing["实际完成值"] or "",
            "points": thing["分值"],
            "score": thing["得分"],
            "score_rate": _score_rate(thing["得分"], thing["分值"]),
            "deviation": thing["偏差度"],
            "line": thing["line"],
        }
        for thing in views.indicator_rows(facts)
    ]


def _line(kind: str, thing: dict, score: Decimal | None, stated_rate: Decimal | None) -> dict:
    money = {name: _fen(thing[field], thing["unit"]) for name, field in _MONEY.items()}
    points = thing.get("分值")
    return money | {
        "kind": kind,
        "item": thing["item"],
        "points": points,
        "score": score,
        "stated_rate": stated_rate,
        "execution_rate": percent(money["executed"], money["revised_budget"]),
        "score_rate": _score_rate(score, points),
        "line": thing["line"],
    }


def _fen(value: object, unit: str) -> int | None:
    """A printed amount in 分; None where it has no unit of money or is no number."""
    return nearest_fen(value, unit) if isinstance(value, Decimal) and unit in FEN_PER_UNIT else None


def _by_group(indicators: Iterable[dict]) -> Iterable[dict]:
    groups: dict[str, list[dict]] = {}
    for row in indicators:
        if not row["project"] and row["group"]:
            groups.setdefault(row["group"], []).append(row)
    for group, members in groups.items():
        points, score = (_sum([row[name] for row in members]) for name in ("points", "score"))
        yield {
            "kind": "indicator",
            "item": group,
            "indicators": len(members),
            "points": points,
            "score": score,
            "score_rate": _score_rate(score, points),
            "line": members[0]["line"],
        }


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of Decimals, None where one is missing."""
    return None if None in values else sum(values, Decimal(0))


def _reports(facts: pd.DataFrame) -> list[dict]:
    """Evaluation reports with their score and grade: the last score told, the conclusion's."""
    found: dict[tuple[str, str], dict] = {}
    for fact in frames.rows(facts):
        if fact.kind != "report" or fact.field not in ("评价得分", "评价等级"):
            continue
        row = found.setdefault((fact.attachment, fact.item), {"kind": "report", "item": fact.item, "line": fact.line})
        if fact.field == "评价等级":
            row["grade"] = fact.value
        elif number := read_number(fact.value):
            row["score"] = number.value
    return list(found.values())


def _score_rate(score: Decimal | None, points: Decimal | None) -> Decimal | None:
    return half_up(score * 100 / points) if score is not None and points else None
