"""Characters → lines of text, in cells and in running text."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from juesuan_nb.readers.pdf.page import Box, Char

CELL_GAP = 3.0
"""Points between two characters of a cell from which on they are two words (pdfplumber's x_tolerance)."""
_LINE_GAP = 0.5
"""The same in running text, in heights of a character: titles are set large and wide."""
_LATIN_GAP = 0.15
_LEVEL = 5.0
"""Points by which characters of one line may differ in height (3, pdfplumber's default, tears digits off)."""
_SAME = 0.3
_TIGHT = 0.5


class Line(NamedTuple):
    """A printed line: its text, with a space wherever two words stand apart, and its box."""

    text: str
    box: Box


def lines(chars: Iterable[Char], gap: float | None = CELL_GAP) -> list[Line]:
    """The lines of some characters from top to bottom; `gap` None measures word gaps by the size of the type."""
    return [line(row, gap) for row in rows(chars)]


def rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters by height: one row as long as each stands close to the row's others; rows of spaces are none."""
    ordered = sorted(chars, key=_height)
    found = [ordered] if ordered and _is_level(ordered[0], ordered[-1]) else _rows(ordered)
    return [row for row in found if any(char.text != " " for char in row)]


def _height(char: Char) -> float:
    return char[2] + char[4]


def _is_level(first: Char, last: Char) -> bool:
    """Whether all between the highest and the lowest character stand in one row: most cells have but one."""
    apart = (last.top + last.bottom - first.top - first.bottom) / 2
    return apart <= min(_LEVEL, (first.bottom - first.top) / 2)


def _rows(ordered: Iterable[Char]) -> list[list[Char]]:
    found: list[list[Char]] = []
    level = size = 0.0
    for char in ordered:
        middle, height = (char.top + char.bottom) / 2, char.bottom - char.top
        if middle == level and found:
            found[-1].append(char)
        elif found and middle - level <= min(_LEVEL, max(size, height) / 2):
            found[-1].append(char)
            count = len(found[-1])
            level += (middle - level) / count
            size += (height - size) / count
        else:
            found.append([char])
            level, size = middle, height
    return found


def line(row: Sequence[Char], gap: float | None = CELL_GAP) -> Line:
    """A row of characters as text."""
    text, last = [], None
    for char in sorted(row, key=attrgetter("x0")):
        if char.text == " ":
            if text and text[-1] != " ":
                text.append(" ")
            continue
        if last is not None:
            if text[-1] == char.text and char.x0 - last.x0 < _SAME * (last.x1 - last.x0):
                continue  # bold type made by printing twice
            space = char.x0 - last.x1
            if space > _TIGHT and text[-1] != " " and space > (_word_gap(last, char) if gap is None else gap):
                text.append(" ")
        text.append(char.text)
        last = char
    inked = [char for char in row if char.text != " "]
    return Line("".join(text).strip(), around(inked))


def _word_gap(last: Char, char: Char) -> float:
    """Latin words stand closer together than Chinese characters in spaced type."""
    latin = last.text.isascii() and last.text.isalpha() and char.text.isascii() and char.text.isalpha()
    return (_LATIN_GAP if latin else _LINE_GAP) * (char.bottom - char.top)


def around(boxes: Sequence[Char]) -> Box:
    """The box around some characters."""
    _, x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)
