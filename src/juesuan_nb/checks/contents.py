"""Rule CP08: the contents list and the body agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, passed
from juesuan_nb.checks.outline import YEAR, Line
from juesuan_nb.checks.registry import declare
from juesuan_nb.narrative.sections import topic_of

Spot = tuple[str, str, str]
"""Where a heading stands: the numbers of its part, of its section, of its sub-section."""

_ONES = tuple("一二三四五六七八九")
_NUMERALS = (*_ONES, "十", *(f"十{one}" for one in _ONES), "二十")
_LEVELS = ("part", "major", "minor")
_ALIKE = 0.75
_START = 6
_SHORT = 60
_BESIDE = re.compile(r"附件|附表|附录|表(?:\(.*\))?$")
_DROPPED = re.compile(rf"{YEAR}年?度?|[的:、.]|\(.*?\)|情况|说明")
_HEADS = "第一部分 部门概况\n第二部分 2024年度部门决算情况说明"
_LISTED = f"目录\n{_HEADS}\n一、收入决算情况说明\n二、支出决算情况说明\n三、机关运行经费支出情况说明"
_PARTS = f"{_HEADS}\n一、收入决算情况说明\n本年收入合计8.00万元。\n二、支出决算的情况说明\n本年支出合计8.00万元。"
_THIRD = "三、机关运行经费支出情况说明\n机关运行经费支出1.00万元。"


@declare(
    "CP08",
    "目录与正文的标题一致",
    severity="warning",
    basis="form",
    examples=(
        Example("一致", Sample(lines=f"{_LISTED}\n{_PARTS}\n{_THIRD}"), "passed"),
        Example("目录有正文没有", Sample(lines=f"{_LISTED}\n{_PARTS}"), "failed", "warning"),
        Example(
            "正文有目录没有",
            Sample(lines=f"{_LISTED}\n{_PARTS}\n{_THIRD}\n四、政府采购支出情况说明\n没有政府采购支出。"),
            "failed",
            "info",
        ),
        Example(
            "目录跳过一条",
            Sample(lines=f"{_LISTED}\n{_PARTS}\n{_THIRD}".replace("二、支出决算情况说明\n", "", 1)),
            "failed",
            "warning",
        ),
        Example(
            "目录只列部分",
            Sample(lines=f"目录\n{_HEADS}\n{_PARTS}"),
            "passed",
        ),
        Example("没有目录", Sample(lines=_PARTS), "not_applicable"),
    ),
)
def contents_agree(facts: Facts) -> Iterator[Outcome]:
    """目录列出的标题，正文中都有；目录列到的层次，正文情况说明的标题目录中也都有（目录的序号正好跳过的列为疑点，否则只作提示）。标题按文字比较，年度、
    “情况说明”等字样和页码不计；文字不同而位置、序号相同的算有；没有印出的“第×部分”只作提示。报表由CP01核对，附件常另附，都不在此列。
    """
    entries, body = facts.contents
    if not entries:
        yield not_applicable("目录", "没有读到目录")
        return
    listed = list(_placed(entries))
    missing = list(_missing(listed, body))
    for entry in missing:
        message = f"目录列有“{entry.shown}”，正文中没有这个标题。"
        severity = "info" if entry.level == "part" else ""
        yield failed(entry.shown, message, severity=severity, places=(f"目录{entry.shown}（{entry.place}）",))
    for line, gap in _unlisted(facts, listed):
        message = f"正文有“{line.shown}”，目录中没有列出{'，序号也跳过了这一条' if gap else ''}。"
        yield failed(line.shown, message, severity="" if gap else "info", places=(f"{line.shown}（{line.place}）",))
    if not missing:
        yield passed(f"目录{len(entries)}条")


def _placed(lines: Iterable[Line]) -> Iterator[tuple[Spot, Line]]:
    spot = ["", "", ""]
    for line in lines:
        if line.level:
            depth = _LEVELS.index(line.level)
            spot[depth:] = [line.number, *[""] * (2 - depth)]
            yield tuple(spot), line


def _missing(listed: list[tuple[Spot, Line]], body: list[Line]) -> Iterator[Line]:
    short = [line for line in body if len(line.text) <= _SHORT]
    words = {_core(line.words) for line in short}
    known = {_core(entry.words) for _, entry in listed}
    others = [(spot, core) for spot, line in _placed(short) if (core := _core(line.words)) not in known]
    spots = {spot for spot, _ in others}
    for spot, entry in listed:
        core = _core(entry.words)
        if _BESIDE.search(entry.words) or entry.statement or not core or core in words or spot in spots:
            continue
        near = words if entry.level == "part" else {other for place, other in others if _beside(spot, place)}
        if not any(_like(core, other) for other in near):
            yield entry


def _beside(spot: Spot, other: Spot) -> bool:
    """Whether two headings are of one level and one part, as far as the body numbers its parts."""
    return other[0] in ("", spot[0]) and bool(other[2]) == bool(spot[2])


def _unlisted(facts: Facts, listed: list[tuple[Spot, Line]]) -> Iterator[tuple[Line, bool]]:
    """Sections of the narrative that a contents list of sections leaves out, and whether the numbers of the list have
    a gap just there."""
    entries, body = facts.contents
    majors = [(spot, entry.words) for spot, entry in listed if entry.level == "major"]
    sections = [(spot, _core(words)) for spot, words in majors if not _BESIDE.search(words)]
    titles = {_core(passage.title) for passage in facts.passages}
    parts = {spot[0] for spot, core in sections if any(_like(core, title) for title in titles)}
    numbers = {spot[1] for spot, _ in sections if spot[0] in parts}
    printed = _listed_in(parts, entries)
    told: set[str] = set()
    for spot, line in _placed(line for line in body if len(line.text) <= _SHORT) if numbers else ():
        number = spot[1]
        if line.level != "major" or spot[0] not in parts or number in numbers | told or not topic_of(line.words):
            continue
        told.add(number)
        if _core(line.words) not in printed:
            yield line, _neighbours(number) <= numbers


def _neighbours(number: str) -> set[str]:
    """The numbers before and after one; itself, where nothing can be said."""
    place = _NUMERALS.index(number) if number in _NUMERALS[:-1] else -1
    return set(_NUMERALS[max(0, place - 1) : place + 2]) - ({number} if place >= 0 else set()) or {number}


def _listed_in(parts: set[str], entries: list[Line]) -> str:
    """All that the list prints under these parts, be it several entries on one line."""
    part, words = "", ""
    for line in entries:
        part = line.number if line.level == "part" else part
        words += _core(line.text) if part in parts else ""
    return words


def _core(words: str) -> str:
    """A heading without year, punctuation and the words that headings add or leave out."""
    return _DROPPED.sub("", words) or words


def _like(one: str, other: str) -> bool:
    """Whether two headings are one: the same, one the start of the other (a wrapped line), or nearly the same."""
    short, long = sorted((one, other), key=len)
    if len(short) < _ALIKE * len(long) and len(short) < _START:
        return False
    return (long.startswith(short) and len(short) * 2 >= len(long)) or SequenceMatcher(
        None, one, other
    ).ratio() >= _ALIKE
