"""What was scored, wherever a report says it: text, summaries of projects, forms, evaluation reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.checks.attachments import Entry
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.told import Told
from juesuan_nb.document import fold

SELF, REVIEW = "self", "review"
WHOLE = "部门整体支出"
_REVIEWED = re.compile(r"(财政|重点|部门|第三方|外部|抽).{0,4}评价$|评价$|评价报告")
_NOISE = re.compile(
    r"\d{4}年度?|[\"《》“”‘’'()]|(财政)?(重点)?(部门)?(支出)?(绩效)?(自我?评价?|评价)(工作)?(报告|得分|结果)?$|^(我|本)(部门|单位|局)的?"
)
_TAIL = re.compile(r"(支出|项目|专项|资金|经费)+$")
_IS_WHOLE = re.compile(r"(部门|单位)?整体(支出)?")
_SHORTEST = 4
_AVERAGE = re.compile(r"平均|均分")


@dataclass(frozen=True, slots=True)
class Score:
    """One score: what of (`name`, without the words around it), by whom (`kind`), `told` in the text or attached."""

    name: str
    kind: str
    number: Decimal
    place: str
    places: tuple[str, ...]
    told: bool
    proves: bool = True


def core(name: str) -> str:
    """A project's name without year, quotes and the words for evaluations: "2024年度“甲”项目支出绩效评价报告" → 甲."""
    bare = fold(name)
    while (shorter := _NOISE.sub("", bare)) != bare:
        bare = shorter
    if _IS_WHOLE.search(bare):
        return WHOLE
    return _TAIL.sub("", bare) or bare


def alike(one: str, other: str) -> bool:
    """Whether one name contains the other, and enough of it to mean the same."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _SHORTEST and short in long)


def scores(facts: Facts) -> list[Score]:
    """Every score of the report."""
    told = [found for one in facts.told if one.topic == "performance" and (found := _of_text(one))]
    return [*told, *_of_projects(facts), *_of_forms(facts), *_of_reports(facts)]


def _of_text(one: Told) -> Score | None:
    claim = one.get("score")
    if claim is None or _AVERAGE.search(one.subject) or not re.search("项目|自评|评价|整体", one.subject):
        return None
    return Score(core(one.subject), _kind(one.subject), claim.number, one.place, one.places, told=True)


def _kind(name: str) -> str:
    return REVIEW if _REVIEWED.search(fold(name)) and "自评" not in name and "自我评价" not in name else SELF


def _of_projects(facts: Facts) -> Iterator[Score]:
    for entry in facts.entries:
        if entry.kind == "project" and (number := entry.number("自评得分")) is not None:
            yield _attached(entry, entry.item, SELF, number, "自评得分")


def _of_forms(facts: Facts) -> Iterator[Score]:
    for form in facts.forms:
        number = form.total.number("得分") if form.total else None
        project = form.total.item.rpartition("/")[0] if form.total else ""
        if number is not None and (project or form.names_whole):
            yield _attached(form.total, project or WHOLE, SELF, number, "得分")


def _of_reports(facts: Facts) -> Iterator[Score]:
    for entry in facts.entries:
        if entry.kind == "report" and (number := entry.number("评价得分")) is not None:
            yield _attached(entry, entry.item, _kind(entry.item), number, "评价得分")


def _attached(entry: Entry, name: str, kind: str, number: Decimal, field: str) -> Score:
    return Score(core(name), kind, number, entry.place, entry.places, told=False, proves=entry.fields[field].proves)
