"""Tables without rules: lines whose words stand under each other in columns, with amounts in several of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from juesuan_nb.document import Cell, Grid, Place
from juesuan_nb.readers.pdf.lines import around, lines
from juesuan_nb.readers.pdf.page import Box, Char, Page

_LOOSE_FIGURE = re.compile(r"\d\.\d{2}(?![\d万元%])")
_FIGURE = re.compile(r"-?\d[\d,]*\.\d{2}")
_TITLE = re.compile(r"表$|单位[:：]|^第[一二三四五六七八九十]+部分|公开\d+表")
_END = re.compile(r"[。；;]$|^注[:：]|^说明[:：]")
_LEAST_ROWS = 3
_WORD_GAP = 0.9
_LINE_GAP = 3.0
_HEAD_ROWS = 4
"""Words and lines that stand further apart (in heights of a character) belong to other columns and tables."""


@dataclass(frozen=True)
class _Row:
    """A printed line as the words that stand apart on it."""

    chars: list[Char]
    words: list[list[Char]]

    @property
    def box(self) -> Box:
        return around(self.chars)

    @property
    def has_figures(self) -> bool:
        return len(self.words) > 1 and any(_FIGURE.fullmatch(_text(word)) for word in self.words)


def find(
    page: Page, rows: Sequence[list[Char]], ruled: Sequence[Box]
) -> tuple[list[tuple[float, float, Grid]], list[list[Char]]]:
    """The tables among the rows of characters that stand in no ruled table, and the rows that are left."""
    if sum(bool(_LOOSE_FIGURE.search(_text(row))) for row in rows) < _LEAST_ROWS:
        return [], list(rows)
    found, taken = [], set()
    for table in _runs([_Row(row, _words(row)) for row in rows], ruled):
        columns = _columns(table)
        if len(columns) > 1:
            grid = Grid(tuple(_cells(page, row, columns) for row in table))
            found.append((table[0].box[1], columns[0][0], grid))
            taken |= {id(row.chars) for row in table}
    return found, [row for row in rows if id(row) not in taken]


def _words(row: Sequence[Char]) -> list[list[Char]]:
    words: list[list[Char]] = []
    for char in sorted((char for char in row if char.text != " "), key=lambda char: char.x0):
        if words and char.x0 - words[-1][-1].x1 < _WORD_GAP * (char.bottom - char.top):
            words[-1].append(char)
        else:
            words.append([char])
    return words


def _text(word: Sequence[Char]) -> str:
    return "".join(char.text for char in word)


def _runs(found: Sequence[_Row], ruled: Sequence[Box]) -> Iterator[list[_Row]]:
    """Neighbouring lines from the head over the first row of amounts to the last one."""
    run: list[_Row] = []
    for row in [*found, None]:
        if row and not _ends(row, run, ruled):
            run.append(row)
            continue
        figures = [at for at, one in enumerate(run) if one.has_figures]
        if len(figures) >= _LEAST_ROWS:
            yield run[max(0, figures[0] - _HEAD_ROWS) : figures[-1] + 1]
        run = [row] if row and not _is_foreign(row, ruled) else []


def _ends(row: _Row, run: Sequence[_Row], ruled: Sequence[Box]) -> bool:
    apart = bool(run) and row.box[1] - run[-1].box[3] > _LINE_GAP * (row.box[3] - row.box[1])
    return apart or _is_foreign(row, ruled)


def _is_foreign(row: _Row, ruled: Sequence[Box]) -> bool:
    """A title, a sentence, a line beside a ruled table."""
    text = "".join(map(_text, row.words))
    if _END.search(text) or (_TITLE.search(text) and not row.has_figures):
        return True
    middle = (row.box[1] + row.box[3]) / 2
    return any(top <= middle <= bottom for _, top, _, bottom in ruled)


def _columns(table: Sequence[_Row]) -> list[tuple[float, float]]:
    """The stretches that the words of the rows with amounts cover."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted(around(word)[::2] for row in table if row.has_figures for word in row.words):
        if columns and x0 < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _cells(page: Page, row: _Row, columns: Sequence[tuple[float, float]]) -> tuple[Cell, ...]:
    """The row's words, each in the column that it stands in or nearest to."""
    placed: list[list[Char]] = [[] for _ in columns]
    for word in row.words:
        x0, _, x1, _ = around(word)
        nearest = max(range(len(columns)), key=lambda at: min(x1, columns[at][1]) - max(x0, columns[at][0]))
        placed[nearest] += word
    blank = Place(page=page.number, box=page.shown(row.box))
    return tuple(
        Cell(" ".join(line.text for line in lines(chars)), Place(page=page.number, box=page.shown(around(chars))))
        if chars
        else Cell("", blank)
        for chars in placed
    )
