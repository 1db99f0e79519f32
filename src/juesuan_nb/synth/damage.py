"""Damage of conversion, planted: what is printed changes, the truth stays (a lost cell is absent from it too)."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from juesuan_nb import vocabulary
from juesuan_nb.errors import UsageError
from juesuan_nb.synth.page import Block, Figure, Prose, Row, Table, Told, printed
from juesuan_nb.synth.report import SyntheticReport

_ENOUGH_ROWS = 12
_NEVER_FIRST = "，。；：、）”》"


def _is_by_code(table: Table) -> bool:
    return vocabulary.statements()[table.statement].layout == "by_code"


def _label_columns(table: Table) -> int:
    """How many columns stand left of the figures."""
    return next((place for row in table.body for place, cell in enumerate(row) if isinstance(cell, Figure)), 0)


def _figures(table: Table, change: Callable[[Figure], Figure]) -> Table:
    body = tuple(
        tuple(change(cell) if isinstance(cell, Figure) and cell.value else cell for cell in row) for row in table.body
    )
    return replace(table, body=body)


def spaces(table: Table, dice: Random) -> Table:
    """OCR noise in numbers: “6519. 14”, “30, 48”."""

    def noisy(figure: Figure) -> Figure:
        whole, _, cents = figure.text.partition(".")
        if dice.random() > 0.2 or not cents or "," in whole:
            return figure
        return replace(figure, text=f"{whole}{dice.choice(('. ', ', '))}{cents}")

    return _figures(table, noisy)


def split(table: Table, dice: Random) -> Table:
    """The table goes on over pages; a page may repeat the head or not."""
    if len(table.body) < _ENOUGH_ROWS:
        return table
    first = dice.randint(4, len(table.body) - 4)
    return replace(table, parts=((first, True), (len(table.body) - first, dice.random() < 0.3)))


def codes(table: Table, dice: Random) -> Table:
    """A continuation page without head lost its code columns' contents."""
    if not _is_by_code(table) or table.statement != "expenditure" or len(table.body) < _ENOUGH_ROWS:
        return table
    first = dice.randint(len(table.body) // 2, len(table.body) - 4)
    labels = _label_columns(table)
    bare = tuple(("",) * (labels - 1) + row[labels - 1 :] for row in table.body[first:])
    return replace(table, body=table.body[:first] + bare, parts=((first, True), (len(bare), False)))


def reversed_page(table: Table, dice: Random) -> Table:
    """The second page of a summary with line numbers, or of the economic codes, runs bottom-up."""
    layout = vocabulary.statements()[table.statement].layout
    numbered = layout == "two_sided" and any(cell == "1" for cell in table.body[0])
    if not numbered and layout != "triples":
        return table
    first = dice.randint(8, len(table.body) - 8)
    turned = table.body[:first] + table.body[first:][::-1]
    return replace(table, body=turned, parts=((first, True), (len(turned) - first, False)))


def heap(table: Table, dice: Random) -> Table:
    """A row that heaps the labels of all others in one cell."""
    labels = _label_columns(table)
    if not _is_by_code(table) or len(table.body) < _ENOUGH_ROWS:
        return table
    names = " ".join(printed(row[labels - 1]) for row in table.body[1:8])
    junk: Row = ("",) * (labels - 1) + (names,) + ("",) * (table.width - labels)
    place = dice.randint(2, len(table.body) - 2)
    return replace(table, body=(*table.body[:place], junk, *table.body[place:]))


def heads(table: Table, dice: Random) -> Table:
    """One label of a numbered head is garbled; only of the form's own columns, no other label can be known."""
    form = vocabulary.statements()[table.statement]
    own = table.width - _label_columns(table) in (len(form.columns), len(form.wide_columns))
    if not own or not _is_by_code(table) or not any(cell == "栏次" for row in table.head for cell in row):
        return table
    long = [(r, c) for r, row in enumerate(table.head) for c, text in enumerate(row) if len(text) > 4 and c > 1]
    if not long:
        return table
    row, column = dice.choice(long)
    text = table.head[row][column]
    place = dice.randrange(len(text))
    garbled = text[:place] + dice.choice("圭木禾■") + text[place + 1 :]
    changed = tuple(garbled if at == column else cell for at, cell in enumerate(table.head[row]))
    return replace(table, head=(*table.head[:row], changed, *table.head[row + 1 :]))


def lost(table: Table, dice: Random) -> Table:
    """A cell here and there is gone; it is absent from the truth."""
    layout = vocabulary.statements()[table.statement].layout
    if layout == "one_row":
        return table
    return _figures(table, lambda figure: figure if dice.random() > 0.02 else Figure(""))


def wrapped(table: Table, dice: Random) -> Table:
    """Long names stand on two lines of their cells."""
    if not _is_by_code(table):
        return table
    place = _label_columns(table) - 1

    def wrap(row: Row) -> Row:
        name = printed(row[place])
        if len(name) < 9 or "\n" in name or not isinstance(row[place], str) or dice.random() > 0.5:
            return row
        cut = dice.randint(5, len(name) - 3)
        return (*row[:place], f"{name[:cut]}\n{name[cut:]}", *row[place + 1 :])

    return replace(table, body=tuple(map(wrap, table.body)))


def lines(prose: Prose, dice: Random) -> Prose:
    """A paragraph broken into lines of the page's width, as text layers have it; figures are never cut."""
    width, used = dice.randint(24, 42), 0
    words: list[str | Told] = []
    for word in prose.words:
        if isinstance(word, str):
            kept = ""
            for char in word:
                if used >= width and char not in _NEVER_FIRST:
                    kept, used = f"{kept}\n", 0
                kept, used = kept + char, used + 1
            words.append(kept)
        else:
            words.append(word)
            used += len(word.text)
    return Prose(tuple(words))


def pages(prose: Prose, dice: Random) -> Prose:
    """The paragraph runs over the end of a page: its number stands between two lines."""
    broken = lines(prose, dice)
    places = [place for place, word in enumerate(broken.words) if isinstance(word, str) and "\n" in word]
    if not places:
        return prose
    place, number = dice.choice(places), dice.randint(1, 60)
    mark = dice.choice((f"\n\n— {number} —\n\n", f"\n\n{number}\n\n", f"\n\n- {number} -\n\n"))
    turned = broken.words[place].replace("\n", mark, 1)
    return Prose((*broken.words[:place], turned, *broken.words[place + 1 :]))


TABLE_DAMAGES: dict[str, Callable[[Table, Random], Table]] = {
    "spaces": spaces,
    "codes": codes,
    "reversed": reversed_page,
    "heap": heap,
    "heads": heads,
    "lost": lost,
    "split": split,
    "wrapped": wrapped,
}
PROSE_DAMAGES: dict[str, Callable[[Prose, Random], Prose]] = {"lines": lines, "pages": pages}
DAMAGES = (*TABLE_DAMAGES, *PROSE_DAMAGES)
_EVERYWHERE = ("split", "wrapped")
_OF_CELLS = ("spaces", "codes", "reversed", "heap", "heads", "lost", *_EVERYWHERE)
_FORMS = {"text": DAMAGES, "markdown": DAMAGES, "html": _OF_CELLS}


def damages(form: str) -> tuple[str, ...]:
    """The kinds of damage that a form can have: those of text conversions are not met in Office files and PDF."""
    return _FORMS.get(form, _EVERYWHERE)


def damage(report: SyntheticReport, kind: str, seed: int = 0) -> SyntheticReport:
    """The report with one kind of damage, the truth kept. Raises UsageError where the kind is unknown."""
    if kind not in DAMAGES:
        raise UsageError(f"没有损伤“{kind}”，可用：{'、'.join(DAMAGES)}。")
    dice = Random(f"{seed}/{kind}")

    def change(block: Block) -> Block:
        if isinstance(block, Table):
            if not block.statement:
                return block
            return TABLE_DAMAGES[kind](block, dice) if kind in TABLE_DAMAGES else block
        if isinstance(block, Prose) and kind in PROSE_DAMAGES and any(isinstance(word, Told) for word in block.words):
            return PROSE_DAMAGES[kind](block, dice)
        return block

    return replace(report, blocks=tuple(map(change, report.blocks)))
