"""Rule CP06: what a template leaves behind in a report; the grammar is residue.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import Paragraph, squeeze
from juesuan_nb.narrative.figures import plain

if TYPE_CHECKING:
    from juesuan_nb.document import Place

_SHOWN = 5
_AROUND = 12
_LONGEST = 40
_FIGURE = re.compile(r"[\s\d.,，-]*$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of the grammar: what it finds and what it must not find are its tests."""

    name: str
    severity: str
    match: re.Pattern[str]
    found: tuple[str, ...]
    clean: tuple[str, ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """The grammar, in its order: a stretch of text counts for the first pattern that finds it."""
    data = tomllib.loads((files(__package__) / "residue.toml").read_text(encoding="utf-8"))
    return tuple(
        Pattern(
            entry["name"],
            entry["severity"],
            re.compile(entry["match"]),
            tuple(entry["found"]),
            tuple(entry["clean"]),
        )
        for entry in data["pattern"]
    )


@declare(
    "CP06",
    "没有留下模板的痕迹",
    severity="warning",
    basis="form",
    examples=(
        Example("没有", Sample(lines="2024年度收入合计8.00万元，占100.00%。"), "passed"),
        Example("占位符", Sample(lines="2024年度收入合计XXX万元。"), "failed", "warning"),
        Example("没有选定", Sample(lines="与上年度相比，增加（减少）8.00万元。"), "failed", "warning"),
        Example("填表说明", Sample(lines="主要原因是人员增加。（如持平作持平表述）"), "failed", "warning"),
        Example("留空", Sample(lines="支出决算为　　万元，完成年初预算的90.00%。"), "failed", "warning"),
        Example("标点重复", Sample(lines="决算数与预算数持平。。"), "failed", "info"),
        Example("合规的括号", Sample(lines="来宾8人次（不包括陪同人员）。金额单位为万元。"), "passed"),
    ),
)
def no_residue(facts: Facts) -> Iterator[Outcome]:
    """公开的报告里没有模板的痕迹：没有替换的占位符（XX、××）、没有选定的“增加（减少）”“大于（小于）”、没有删去的填表
    说明、没有填写的空格（“为　万元”）；标点重复、字词重复、列举没有写完只作提示。同一类合为一条，逐处列出。
    """
    hits: dict[tuple[str, str], list[tuple[str, Place]]] = {}
    for paragraph in (*facts.paragraphs, *_cells(facts)):
        for pattern, start, end in find(paragraph.text):
            shown = _shown(paragraph.text, start, end)
            hits.setdefault((pattern.name, pattern.severity), []).append((shown, paragraph.place_at(start)))
    for (name, severity), found in hits.items():
        yield _told(name, severity, found)
    if not hits:
        yield passed()


def _cells(facts: Facts) -> Iterator[Paragraph]:
    """The cells of the statements that are words: owner lines, names and remarks inside a grid."""
    for table in facts.statements:
        for piece in table.pieces:
            for row in piece.rows:
                yield from (Paragraph(squeeze(cell.text), cell.place) for cell in row if not _FIGURE.match(cell.text))


@lru_cache(maxsize=4096)  # names of items stand in every table
def find(text: str) -> tuple[tuple[Pattern, int, int], ...]:
    """Every stretch of a paragraph that is residue; no stretch twice."""
    text, found = plain(text), []
    for pattern in patterns():
        for match in pattern.match.finditer(text):
            if all(match.end() <= start or match.start() >= end for _, start, end in found):
                found.append((pattern, *match.span()))
    return tuple(found)


def _shown(text: str, start: int, end: int) -> str:
    end = min(end, start + _LONGEST)
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return f"{'…' if start > _AROUND else ''}{around}{'…' if end + _AROUND < len(text) else ''}"


def _told(name: str, severity: str, found: list[tuple[str, Place]]) -> Outcome:
    shown = "、".join(f"“{text}”" for text, _ in found[:_SHOWN])
    message = f"{name}，{len(found)}处：{shown}{'等' if len(found) > _SHOWN else ''}。"
    places = tuple(f"{text}（{place}）" if str(place) else text for text, place in found)
    return failed(name, message, severity=severity, places=places)
