"""Tables whose cells stand one per line: put back into rows by what each cell is.

A conversion that prints one cell per line drops blank cells, so a row with fewer figures than the form has columns is
ambiguous: its first figure is kept as the total only where it is the sum of the others, the parts are left out.
"""

import re
from collections.abc import Iterator, Sequence

from juesuan_nb import vocabulary
from juesuan_nb.amounts import read_number
from juesuan_nb.document import Cell, Grid, Paragraph, Place, Row, fold, squeeze
from juesuan_nb.statements.by_code import CODE, TOTALS
from juesuan_nb.statements.triples import CODE as ECONOMIC

_SMALL = re.compile(r"\d{1,3}")
_CHINESE = re.compile(r"[一-鿿]")
_SKIP = re.compile(
    r"^(?:公开\d+表|部门:|单位:|金额单位|编制单位|\d{4}年度?$|栏次$|行次$|项目$|金额$|(?:备?注|说明)\d*[:.、])"
)
_FEWEST = 6


def is_stream(statement: str, lines: Sequence[Paragraph]) -> bool:
    """Whether the lines under a title are the cells of a table: a quarter figures, or half figures and labels."""
    figures = sum(_is_figure(line.text) for line in lines)
    labels = sum(_is_label(statement, line.text) for line in lines)
    return len(lines) >= _FEWEST and (figures * 4 >= len(lines) or (figures and (figures + labels) * 2 >= len(lines)))


def _is_label(statement: str, text: str) -> bool:
    squeezed = squeeze(text)
    coded = CODE.fullmatch(squeezed) or ECONOMIC.fullmatch(squeezed) or _SMALL.fullmatch(squeezed)
    sides = ("收入", "支出") if statement else ()
    return bool(coded) or any(vocabulary.find_line(statement, side, text) for side in sides)


def grid_of(statement: str, lines: Sequence[Paragraph]) -> Grid | None:
    """The grid of a table of cells one per line; None where no row can be made out.

    Figures that could not be placed are left out of it: `dropped` counts them.
    """
    layout = vocabulary.statements()[statement].layout if statement else ""
    maker = {"by_code": _by_code, "two_sided": _two_sided, "triples": _triples, "one_row": _one_row}.get(layout)
    cells = [Cell(line.text, line.place) for line in lines if not _SKIP.match(fold(line.text))]
    rows = tuple(maker(statement, cells)) if maker else ()
    return Grid(rows) if len(rows) > 1 else None


def dropped(grid: Grid, lines: Sequence[Paragraph]) -> int:
    """How many figures of the lines found no place in the grid."""
    return sum(_is_figure(line.text) for line in lines) - sum(
        _is_figure(cell.text) for row in grid.rows for cell in row
    )


def _is_figure(text: str) -> bool:
    number = read_number(text)
    return number is not None and number.places > 0


def _head(texts: Sequence[str], place: Place) -> Row:
    return tuple(Cell(text, place) for text in texts)


def _leaves(statement: str, prefix: str = "") -> list[str]:
    return [name for name in vocabulary.statements()[statement].columns if name.startswith(prefix)]


def _numbered(cells: Sequence[Cell]) -> int:
    """How many columns the 栏次 run 1, 2, … K counts; 0 where there is none."""
    best = run = 0
    for cell in cells:
        text = squeeze(cell.text)
        run = run + 1 if text == str(run + 1) else (1 if text == "1" else 0)
        best = max(best, run)
    return best if best > 1 else 0


def _by_code(statement: str, cells: Sequence[Cell]) -> Iterator[Row]:
    """code, name, figures; a total has no code."""
    columns = _leaves(statement)
    wide = list(vocabulary.statements()[statement].wide_columns)
    columns = wide if wide and _numbered(cells) == len(wide) else columns
    records = list(_records(cells))
    if records:
        yield _head(["科目编码", "科目名称", *(name.replace("本年支出/", "") for name in columns)], records[0][0].place)
    for record in records:
        label = [cell for cell in record if not _is_figure(cell.text)]
        code = next((cell for cell in label if CODE.fullmatch(squeeze(cell.text))), Cell("", record[0].place))
        name = "".join(cell.text for cell in label if cell is not code)
        figures = [cell for cell in record if _is_figure(cell.text)]
        yield (code, Cell(name, label[-1].place), *_placed(figures, len(columns)))


def _records(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """A row begins at a code, a total's label, or words after figures (a row that lost its code)."""
    record: list[Cell] = []
    full = False
    for cell in cells:
        text = squeeze(cell.text)
        if CODE.fullmatch(text) or TOTALS.fullmatch(text) or (full and _CHINESE.search(text)):
            if full:
                yield record
            record, full = [cell], False
        elif record and (_is_figure(cell.text) or _CHINESE.search(text)):
            record.append(cell)
            full = full or _is_figure(cell.text)
    if full:
        yield record


def _placed(figures: Sequence[Cell], width: int) -> list[Cell]:
    """The figures in `width` places; of fewer ones only a total that the others add up to."""
    if len(figures) >= width:
        return list(figures[:width])
    values = [number.value for cell in figures if (number := read_number(cell.text))]
    blank = Cell("", figures[0].place)
    total = figures[0] if len(values) > 1 and values[0] == sum(values[1:]) else blank
    return [total, *[blank] * (width - 1)]


def _two_sided(statement: str, cells: Sequence[Cell]) -> Iterator[Row]:
    """label, line number, figures; the side is the one whose lines have that label, else they take turns."""
    sides = {side: [name.partition("/")[2] for name in _leaves(statement, f"{side}/")] for side in ("收入", "支出")}
    halves = list(_halves(cells))
    if halves:
        titles = ["项目", "行次", *sides["收入"], "项目", "行次", *sides["支出"]]
        yield _head(titles, halves[0][0].place)
    before = "支出"
    for label, line_no, figures in halves:
        side = before = _side(statement, label, line_no, turn="收入" if before == "支出" else "支出")
        own = [label, line_no or Cell("", label.place), *(_placed(figures, len(sides[side])) if figures else [])]
        skipped = [Cell("", label.place)] * (2 + len(sides["收入"])) if side == "支出" else []
        yield (*skipped, *own)


def _side(statement: str, label: Cell, line_no: Cell | None, turn: str) -> str:
    """The side that has the label; of both (总计) the one where the form numbers it so, else the one in turn."""
    named = {side: line for side in ("收入", "支出") if (line := vocabulary.find_line(statement, side, label.text))}
    printed = squeeze(line_no.text) if line_no else ""
    numbered = [side for side, line in named.items() if str(line.number) == printed]
    return next(iter(numbered if len(numbered) == 1 else named if len(named) == 1 else [turn]))


def _halves(cells: Sequence[Cell]) -> Iterator[tuple[Cell, Cell | None, list[Cell]]]:
    label: Cell | None = None
    line_no: Cell | None = None
    figures: list[Cell] = []
    for cell in cells:
        if _CHINESE.search(cell.text):
            if label and (figures or line_no):
                yield label, line_no, figures
            label, line_no, figures = cell, None, []
        elif label and _is_figure(cell.text):
            figures.append(cell)
        elif label and line_no is None and not figures and _SMALL.fullmatch(squeeze(cell.text)):
            line_no = cell
    if label and (figures or line_no):
        yield label, line_no, figures


def _triples(statement: str, cells: Sequence[Cell]) -> Iterator[Row]:
    """code, name, outturn; the two totals have no code."""
    code: Cell | None = None
    name: Cell | None = None
    yield _head(["科目编码", "科目名称", "决算数"], cells[0].place)
    for cell in cells:
        text = squeeze(cell.text)
        if ECONOMIC.fullmatch(text):
            code, name = cell, None
        elif _is_figure(text) and (code or name):
            yield (code or Cell("", cell.place), name or Cell("", cell.place), cell)
            code = name = None
        elif _CHINESE.search(text):
            name = cell
            code = None if "合计" in text else code


def _one_row(statement: str, cells: Sequence[Cell]) -> Iterator[Row]:
    """Twelve figures under the two halves of the form."""
    figures = [cell for cell in cells if _is_figure(cell.text)]
    columns = _leaves(statement)
    if len(figures) == len(columns):
        yield _head([name.partition("/")[0] for name in columns], figures[0].place)
        yield _head([name.partition("/")[2] for name in columns], figures[0].place)
        yield tuple(figures)
