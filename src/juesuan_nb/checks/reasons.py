"""The small grammar of stated reasons: which way the words of a reason point (reasons.toml). No model, no guess."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from juesuan_nb.document import fold

UP, DOWN, NONE = "up", "down", "none"
BASES = {"original_budget": "original", "revised_budget": "revised", "year": "year"}
"""What an outturn is compared with, and what reasons.toml calls it."""

_STOPS = str.maketrans("，；：", ",;:")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that point one way: `says` by base ("original", "revised", "year"); a base that is absent is not read."""

    name: str
    words: re.Pattern[str]
    says: dict[str, str]
    weak: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Which ways a reason points: plainly, or only by hints; `open` where it may speak of more than its words show."""

    plain: frozenset[str]
    hints: frozenset[str]
    open: bool

    def agrees(self, way: str) -> bool:
        """Whether some of it points that way."""
        return way in self.plain | self.hints

    def contradicts(self, way: str) -> bool:
        """Whether all of it points the other way, one part of it plainly, and nothing leaves it open."""
        return bool(self.plain) and not self.open and not self.agrees(way)


@cache
def _data() -> dict:
    return tomllib.loads((files(__package__) / "reasons.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words))


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """The words at a place of reasons.toml as one pattern."""
    entry = _data()
    for name in path:
        entry = entry[name]
    return _any(entry)


@cache
def cues() -> tuple[Cue, ...]:
    """All cues, in the order in which they are tried."""
    return tuple(map(_cue, _data()["cue"]))


def _cue(entry: dict) -> Cue:
    says = {base: entry.get(base, entry["says"]) for base in BASES.values() if base not in entry.get("skip", ())}
    return Cue(
        entry["name"],
        _any(entry["words"]),
        says,
        entry.get("weak", False),
        tuple(entry["yes"]),
        tuple(entry["no"]),
    )


def plain(text: str, year: int | None = None) -> str:
    """A reason for matching: no white space, ASCII stops, years told by their distance from the report's."""
    text = fold(text).translate(_STOPS).strip(",;:。")
    text = re.sub("去年|上一年度?|上年度", "上年", text)
    for number, name in ((year - 1, "上年"), (year, "本年"), (year + 1, "下年")) if year else ():
        text = re.sub(rf"{number}年度?", name, text)
    return text


def read(text: str, base: str, year: int | None = None) -> Reading:
    """Which way a reason points, as the reason of a difference from `base` (a value of BASES)."""
    rest, found = plain(text, year), []
    for cue in cues():
        if base in cue.says and cue.words.search(rest):
            found.append((cue.says[base], cue.weak))
            rest = cue.words.sub(lambda match: "□" * len(match[0]), rest)
    open_ended = pattern("hedges").search(plain(text)) or pattern("elsewhere").search(plain(text))
    return Reading(
        frozenset(way for way, weak in found if way != NONE and not weak),
        frozenset(way for way, weak in found if way != NONE and weak),
        bool(open_ended),
    )


def only_source(text: str, year: int | None = None) -> bool:
    """Whether a reason says where the money came from and what it was for, and nothing else."""
    text = plain(text, year)
    told_why = pattern("source", "why").search(text) or read(text, "original", year).plain
    if told_why or not pattern("source", "money").search(text):
        return False
    return not any(map(_says_more, filter(None, re.split("[,;。]", text))))


def _says_more(clause: str) -> bool:
    """Whether a clause is neither about the source nor about the use."""
    lead = pattern("source", "lead").match(clause)
    rest = clause[lead.end() :] if lead else clause
    return not any(pattern("source", part).fullmatch(rest) for part in ("money", "use"))


def explains(text: str) -> bool:
    """Whether running text holds a word that explains something."""
    return bool(pattern("explains", "words").search(plain(text)))


def stock(text: str) -> bool:
    """Whether a reason is one of the stock phrases that fit anywhere."""
    return bool(pattern("generic").fullmatch(plain(text)))
