"""Row damage that does not depend on the layout: junk rows, and figures of two cells that stand in one."""

import re
from collections.abc import Collection, Sequence

from juesuan_nb.amounts import read_number
from juesuan_nb.document import Cell, Row, fold

_JUNK_NAMES = 3
_MONEY = re.compile(r"-?\d[\d,]*\s?\.\s?\d{2}(?!\d)")


def is_junk(row: Row, names: Collection[str]) -> bool:
    """Whether a row heaps up the labels of other rows in one cell (a conversion that printed a column twice).

    `names` are the folded labels of the table's rows; without them, any cell of many words and figures counts.
    """
    for cell in row:
        words = [fold(word) for word in cell.text.split()]
        known = {word for word in words if word in names and len(word) > 1}
        if len(known) >= _JUNK_NAMES and len(known) * 3 >= len(words):
            return True
        if not names and len(words) > 2 * _JUNK_NAMES and len(set(words)) > 2 * _JUNK_NAMES:
            return True
    return False


def spread(cells: Sequence[Cell | None]) -> list[Cell | None]:
    """Put figures that were glued into one cell back into the blank cells beside it ("27.35 0.00", "" → two cells)."""
    result = list(cells)
    for index, cell in enumerate(result):
        if cell is None or read_number(cell.text) is not None:
            continue
        figures = _MONEY.findall(cell.text)
        if len(figures) < 2 or _MONEY.sub("", cell.text).strip():
            continue
        for start in range(max(0, index - len(figures) + 1), index + 1):
            span = range(start, start + len(figures))
            if span.stop <= len(result) and all(
                i == index or result[i] is None or not result[i].text.strip() for i in span
            ):
                for position, figure in zip(span, figures, strict=True):
                    result[position] = Cell(figure, cell.place)
                break
    return result
