"""Wide views of the facts for measures and rules: one row per thing evaluated, one column per field.

Numbers are Decimal, None where a form prints none; heads have their national wording whatever the form calls them.
`project` is the single project that a table is about (empty for a department's), `item` its line without that prefix.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.amounts import FEN_PER_UNIT, read_number
from juesuan_nb.evaluation.words import CANONICAL, CANONICAL_OF_PROJECTS, TOTALS

_BUDGET = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_INDICATOR = ("一级指标", "二级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差度", "偏差原因分析及改进措施")
_PROJECT = ("年初预算数", "全年预算数", "全年执行数", "预算执行率", "自评得分")
_NUMBER_UNITS = {*FEN_PER_UNIT, "分", "%"}
_TEXTS = {"一级指标", "二级指标", "年度指标值", "实际完成值", "偏差原因分析及改进措施"}
_KEYS = ("attachment", "project", "item", "unit", "page", "line", "quality")
_QUALITIES = ("printed", "repaired", "scanned", "doubtful")


def budget_lines(facts: pd.DataFrame) -> pd.DataFrame:
    """One row per budget line: amounts in `unit` (money), 分值 and 得分 in 分, 执行率 in percent."""
    return _frame(budget_line_rows(facts), _BUDGET)


def budget_line_rows(facts: pd.DataFrame) -> list[dict]:
    """The rows of `budget_lines`, None for whatever is missing."""
    return _whole(_things(facts, "budget_line"), _BUDGET)


def indicators(facts: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator, without total lines. Targets and results are text with their unit ("≥90%", "50个")."""
    return _frame(indicator_rows(facts), _INDICATOR)


def indicator_rows(facts: pd.DataFrame) -> list[dict]:
    """The rows of `indicators`, None for whatever is missing."""
    return _whole([thing for thing in _things(facts, "indicator") if thing["item"] not in TOTALS], _INDICATOR)


def totals(facts: pd.DataFrame) -> pd.DataFrame:
    """One row per total line (总分) of an indicator table: 分值 and 得分."""
    things = [thing for thing in _things(facts, "indicator") if thing["item"] in TOTALS]
    return _frame(_whole(things, ("分值", "得分")), ("分值", "得分"))


def projects(facts: pd.DataFrame) -> pd.DataFrame:
    """One row per project: the columns of a summary table as printed; for a project with a self-evaluation table of its
    own the first budget line and, as 自评得分, the score of the total line."""
    return _frame(project_rows(facts), _PROJECT)


def project_rows(facts: pd.DataFrame) -> list[dict]:
    """The rows of `projects`, None for whatever is missing."""
    things = {(thing["attachment"], thing["item"]): thing for thing in _things(facts, "project")}
    for line in reversed(_things(facts, "budget_line")):
        if own := things.get((line["attachment"], line["project"])):
            amounts = {name: value for name, value in line.items() if name in (*_BUDGET[:3], "unit")}
            own |= amounts | {"预算执行率": line.get("执行率")}
    for line in _things(facts, "indicator"):
        if line["item"] in TOTALS and (own := things.get((line["attachment"], line["project"]))):
            own["自评得分"] = line.get("得分")
    return _whole(list(things.values()), _PROJECT)


def _things(facts: pd.DataFrame, kind: str) -> list[dict]:
    """The facts of one kind gathered by thing: a repeated field begins another thing of the same name."""
    rows = frames.rows(facts)
    names = {(row.attachment, row.item) for row in rows if row.kind == "project"}
    canonical = CANONICAL_OF_PROJECTS if kind == "project" else CANONICAL
    things: list[dict] = []
    last, seen = None, set()
    for row in (row for row in rows if row.kind == kind):
        if last != (row.attachment, row.item) or row.field in seen:
            things.append(_begin(row, names))
            last, seen = (row.attachment, row.item), set()
        seen.add(row.field)
        name = canonical.get(row.field, row.field)
        _add(things[-1], row.field if name in things[-1] else name, row)
    return things


def _add(thing: dict, name: str, row: tuple) -> None:
    thing[name] = _value(name, row.value, row.unit)
    if row.unit in FEN_PER_UNIT and name not in _TEXTS:
        thing["unit"] = row.unit
    thing["quality"] = max(thing["quality"], row.quality, key=_QUALITIES.index)


def _begin(row: tuple, names: set[tuple[str, str]]) -> dict:
    project = next((name for at, name in names if at == row.attachment and row.item.startswith(f"{name}/")), "")
    item = row.item.removeprefix(f"{project}/") if project else row.item
    return {
        "attachment": row.attachment,
        "project": project,
        "item": item,
        "unit": "",
        "page": row.page,
        "line": row.line,
        "quality": "printed",
    }


def _value(name: str, value: str, unit: str) -> object:
    if name in _TEXTS or unit not in _NUMBER_UNITS:
        return f"{value}{unit}"
    number = read_number(value)
    return number.value if number and not number.repaired else None


def _names(things: Iterable[dict], expected: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*_KEYS, *expected, *(name for thing in things for name in thing)]))


def _whole(things: Sequence[dict], expected: Iterable[str]) -> list[dict]:
    """Each with all names, None for whatever is missing."""
    names = _names(things, expected)
    return [{name: None if (value := thing.get(name)) is pd.NA else value for name in names} for thing in things]


def _frame(rows: Sequence[dict], expected: Iterable[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=_names(rows, expected), dtype="object")
    return frame.astype({"page": "Int64", "line": "Int64"})
