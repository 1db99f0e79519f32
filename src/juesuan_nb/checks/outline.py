"""The outline of a report: its single lines, its contents list, and the year and the name that a heading carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from juesuan_nb.document import Paragraph, Place, fold
from juesuan_nb.flow import NUMERAL
from juesuan_nb.statements.locate import title_of

if TYPE_CHECKING:
    from juesuan_nb.document import RawDocument

YEAR = r"(?:20\d{2}|二[〇○零O0][一二三四五六七八九〇○零]{2})"
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_TOP_ROWS = 4
_LEADER = re.compile(r"(?:[.…·•。]{2,}|[-—]{2,})*(?:\(\d{1,3}\)|\d{1,3})?$")
_BULLET = re.compile(r"^(?:[-*•·●▪#]+)(?=\D)")
_NUMBER = re.compile(rf"(?P<part>第{NUMERAL}部分)[:、.]?|(?P<major>{NUMERAL})、|\((?P<minor>{NUMERAL})\)[、.]?")
_CONTENTS = re.compile(r"目录")
_LONG = 70
_NAME = r"[^,。;:\d]{0,40}?"
_HEADING = re.compile(
    rf"(?:第{NUMERAL}部分[:、.]?|{NUMERAL}、|\({NUMERAL}\))?(?P<before>{_NAME})(?P<year>{YEAR})年?度?(?P<after>{_NAME})"
    r"(?:部门|单位)?(?:整体)?决算(?:公开)?(?P<tail>报?表|报告|(?:情况)?(?:的)?说明|)(?:\([^()]{0,12}\))?"
)
_PART_YEAR = re.compile(
    rf"第{NUMERAL}部分[^,。;:]{{0,40}}?(?P<year>{YEAR})年?度?[^,。;:]*(?:决算|收支|收入支出)[^,。;:]*"
)
_SELF_EVALUATION = re.compile(
    rf"(?:附[件表]?\d{{0,2}}[:、.]?)?[《]?{_NAME}(?P<year>{YEAR})年?度?[^,。;:]{{0,24}}自评(?:情况)?(?:汇总)?表[》]?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the print: `text` folded and without the dots and the page number of a contents list."""

    text: str
    place: Place
    form: str = ""
    statement: str = ""

    @property
    def level(self) -> str:
        """part, major or minor where it is numbered as a heading; empty where not."""
        found = _NUMBER.match(self.text)
        return found.lastgroup or "" if found else ""

    @property
    def number(self) -> str:
        """The numeral of a heading: 三 of 三、收入决算情况说明."""
        found = _NUMBER.match(self.text)
        return found[found.lastgroup] if found and found.lastgroup else ""

    @property
    def words(self) -> str:
        """The line without its number."""
        return _NUMBER.sub("", self.text, count=1)

    @property
    def shown(self) -> str:
        """The line for a message."""
        return self.text if len(self.text) <= 40 else f"{self.text[:40]}…"


@dataclass(frozen=True, slots=True)
class Head:
    """A heading, title or owner line that says a year; `owner` is the department it names, if any."""

    line: Line
    year: int
    owner: str = ""


def lines_of(document: RawDocument) -> Iterator[Line]:
    """Every line of running text, and the cells of the first rows of every table; titles carry their statement."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            cells = [(block.text, block.place)]
        else:
            cells = [(cell.text, cell.place) for row in block.rows[:_TOP_ROWS] for cell in row]
        for printed, place in cells:
            if text := _BULLET.sub("", fold(printed)):
                bare = _LEADER.sub("", text) if len(text) < _LONG else text
                titled = title_of(bare) if bare.endswith(("表", ")")) else None
                yield Line(bare or text, place, document.form, titled[0] if titled else "")


def contents_of(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the contents list from its first numbered one on, and the lines after it.

    The list ends where its first entry comes again. No entries where there is no list, or where it does not end.
    """
    start = next((place for place, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    if start is None:
        return [], lines
    entries: list[Line] = []
    for place, line in enumerate(lines[start + 1 :], start + 1):
        if entries and _comes_again(entries[0], line):
            return entries, lines[place:]
        if line.level or entries:
            entries.append(line)
    return [], lines


def _comes_again(entry: Line, line: Line) -> bool:
    """Whether the first entry of the contents list heads the body; another 一、 may stand in the list itself."""
    if not line.level or (line.level, line.number) != (entry.level, entry.number):
        return False
    return line.level == "part" or line.words[:4] == entry.words[:4]


def year_of(printed: str) -> int:
    """2024 or 二〇二四 as a number."""
    return int(printed.translate(_DIGITS))


def dated(line: Line) -> Head | None:
    """The year that a heading of the accounts carries; None for any other line.

    On a web page a line that is but 某局2023年度部门决算 may lead to another report; there only numbered ones count.
    """
    if len(line.text) > _LONG:
        return None
    if line.statement:
        found = re.search(rf"({YEAR})年?度?(.*)", line.text.replace('"', ""))
        title = (title_of(line.text) or ("", ""))[1]
        return Head(line, year_of(found[1]), found[2].partition(title)[0] if title else "") if found else None
    if found := _HEADING.fullmatch(line.text):
        if "html" in line.form and line.level != "part":
            return None
        return Head(line, year_of(found["year"]), found["before"] or found["after"])
    found = _PART_YEAR.fullmatch(line.text)
    return Head(line, year_of(found["year"])) if found else None


def self_evaluated(line: Line) -> int | None:
    """The year in the title of a self-evaluation form; these are published with the accounts of their own year."""
    found = _SELF_EVALUATION.fullmatch(line.text) if len(line.text) <= _LONG else None
    return year_of(found["year"]) if found else None
