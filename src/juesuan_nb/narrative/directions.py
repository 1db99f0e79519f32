"""Words in place of figures: 决算数大于预算数, 与上年持平."""

import re
from dataclasses import dataclass

_BUDGET = r"(?P<base>(?:年初|全年|调整后?)?(?:支出)?预算)数?"
_SUBJECT = r"(?P<subject>[^,;:。]*?)(?:支出)?(?:决算|执行)数?"
_NOT_A_CHOICE = r"(?![/、(或])"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SUBJECT}(?:略|基本)?(?P<word>大于|小于|等于|高于|低于|超过){_NOT_A_CHOICE}{_BUDGET}",
        rf"(?:{_SUBJECT})?(?:与|和|同){_BUDGET}(?:相比)?(?:基本)?(?P<word>持平|一致|相等|相同){_NOT_A_CHOICE}",
        r"(?P<subject>[^,;:。]*?)(?:各|均)?(?:与|和|同|比|较)(?P<base>上年|上一年|去年|\d{4}年)度?(?:同期)?(?:支出)?(?:决算)?数?(?:相比)?,?"
        rf"(?:均|各|基本|总体)*(?P<word>持平|一致|无增减|无变化|没有变化){_NOT_A_CHOICE}",
    )
)
_WORDS = re.compile("大于|小于|等于|高于|低于|超过|持平|一致|相等|相同|无增减|无变化|没有变化")
"""One of these is in whatever the patterns find; few sentences have one, and the patterns are slow to say so."""


@dataclass(frozen=True, slots=True)
class Direction:
    """A comparison in words; `base` is 年初预算, 全年预算, 预算 or 上年."""

    start: int
    end: int
    subject: str
    word: str
    base: str


def directions(sentence: str) -> list[Direction]:
    """The comparisons in words of a plain sentence, in order."""
    if not _WORDS.search(sentence):
        return []
    found = (match for pattern in _PATTERNS for match in pattern.finditer(sentence))
    return sorted(map(_direction, found), key=lambda direction: direction.start)


def _direction(match: re.Match[str]) -> Direction:
    base = match["base"].replace("支出", "")
    return Direction(
        match.start("word"), match.end(), match["subject"] or "", match["word"], base if "预算" in base else "上年"
    )
