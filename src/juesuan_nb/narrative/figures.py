"""Figures in running text: what counts as one, what is only a date, a document number, or a threshold."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from juesuan_nb.amounts import read_number

_FLAT = dict.fromkeys("“”„‟＂″", '"') | dict.fromkeys("‘’", "'")

_COUNTERS = "人次|批次|台套|台/套|平方米|人|个|台|套|辆|次|批|项|件|家|户|组|名|条|篇|场|份|处|所|亩|公里|艘|架|头|株"
_UNIT = (
    rf"(?P<money>亿元|万元|千元|百元|元)|(?P<points>个百分点)|(?P<percent>%)|(?P<count>万?(?:台\(套\)|辆\(台\)|{_COUNTERS}))"
    r"|(?P<score>分(?![别之钟公]))"
)
_MENDED = r"\d{1,3}(?: \d{1,3})+\.\d{2}|\d+\.\d \d|\d+,\d{2}(?=万元|元|%)"
_NUMBER = rf"(?:{_MENDED}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z第前每〔])(?<!\d,)(?P<number>(?:(?<![\d年月至])-)?{_NUMBER})(?P<more>余|多)?(?:{_UNIT})"
)
_CHINESE = re.compile(
    rf"(?<![第每\d])(?P<number>[一二三四五六七八九十百千万两]{{2,8}})(?P<more>余|多)(?P<count>{_COUNTERS})"
)
_KINDS = ("money", "points", "percent", "count", "score")
_NO_FIGURE = re.compile(r"(?:\(含[^()]*\)|含)?[及(]?(?:以上|以下|以内|以外)|月|工作日")
_LOOSE = re.compile(r"(?:约|近|逾|超过?|不低于|不少于|不超过|不高于|至少|[≥≤><])(?:为)?$")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: `start` and `end` include the unit; `kind` is money, points, percent, count, score, or
    damaged where a space cuts the number so that it cannot be read with certainty.

    `value` is the number as published (separators removed). `printed` is set where words say it (一百余次).
    """

    start: int
    end: int
    value: str
    unit: str
    kind: str
    printed: str = ""


@lru_cache(maxsize=4096)  # narrative and rules look at the same paragraphs
def plain(text: str) -> str:
    """`text` with ASCII digits, brackets and quotes, character by character: offsets stay those of the print."""
    return "".join(map(_plain_char, text))


@cache
def _plain_char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", _FLAT.get(char, char))
    return folded if len(folded) == 1 else char


def figures(text: str) -> list[Figure]:
    """The figures of a plain text in order. Dates, ordinals, durations, bounds and thresholds are none."""
    found = [_figure(match) for match in _FIGURE.finditer(text) if _states(text, match)]
    found += [_in_words(match) for match in _CHINESE.finditer(text)]
    return sorted(filter(None, found), key=lambda figure: figure.start)


def chinese_number(text: str) -> int:
    """The value of Chinese numerals up to 万: 一百二十 → 120."""
    total = part = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        else:
            part, digit = part + (digit or 1) * _TENS[char], 0
    return total + part + digit


def _states(text: str, match: re.Match[str]) -> bool:
    if _NO_FIGURE.match(text, match.end()) or _LOOSE.search(text, 0, match.start()):
        return False
    return not (match["count"] == "项" and text[match.end() : match.end() + 1] == ")")


def _figure(match: re.Match[str]) -> Figure | None:
    number = read_number(match["number"])
    if not number:
        return None
    kind = next(kind for kind in _KINDS if match[kind])
    if re.search(r"\d $", match.string[: match.start()]):
        kind = "damaged"
    printed = next(filter(None, map(match.__getitem__, _KINDS)))
    unit = f"{printed}({match['more']})" if match["more"] else printed
    return Figure(match.start(), match.end(), number.text, unit, kind)


def _in_words(match: re.Match[str]) -> Figure:
    value = str(chinese_number(match["number"]))
    return Figure(match.start(), match.end(), value, f"{match['count']}({match['more']})", "count", match[0])
