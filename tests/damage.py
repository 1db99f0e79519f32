"""Damage that conversions do to tables in tab rows: functions (rows, dice) → the pieces that stand in the text instead."""

import random
import re
from collections.abc import Callable

Rows = list[str]
Pieces = list[Rows | str]
CODE = r"[12]\d{2}(?:\d{2}){0,2}"
MONEY = r"\d+\s?\.\s?\d\d"


def page_break(rows: Rows, dice: random.Random) -> Pieces:
    """A page number stands between two halves."""
    if len(rows) < 8:
        return [rows]
    cut = dice.randint(5, len(rows) - 2)
    return [rows[:cut], "", f"— {dice.randint(1, 40)} —", "", rows[cut:]]


def repeated_head(rows: Rows, dice: random.Random) -> Pieces:
    """The second page repeats the head."""
    if len(rows) < 10:
        return [rows]
    cut = dice.randint(6, len(rows) - 2)
    head = [row for row in rows[:4] if not re.search(MONEY, row)]
    return [rows[:cut], "", head + rows[cut:]]


def bottom_up(rows: Rows, dice: random.Random) -> Pieces:
    """The second page runs bottom-up."""
    if len(rows) < 12:
        return [rows]
    cut = dice.randint(6, len(rows) - 3)
    return [rows[:cut], "", rows[cut:][::-1]]


def spaced_numbers(rows: Rows, dice: random.Random) -> Pieces:
    """Blanks beside the decimal point."""
    return [[re.sub(r"(\d)\.(\d\d)", lambda m: m[1] + dice.choice([".", ". ", " ."]) + m[2], row) for row in rows]]


def spaced_names(rows: Rows, dice: random.Random) -> Pieces:
    """Blanks inside names."""

    def torn(cell: str) -> str:
        return f"{cell[:3]} {cell[3:]}" if re.search(r"[一-鿿]{5}", cell) and dice.random() < 0.3 else cell

    return [["\t".join(map(torn, row.split("\t"))) for row in rows]]


def ragged(rows: Rows, dice: random.Random) -> Pieces:
    """Rows of different length."""
    return [[row + "\t" * dice.randint(0, 2) for row in rows]]


def shifted(rows: Rows, dice: random.Random) -> Pieces:
    """An empty column in front."""
    return [["\t" + row for row in rows]]


def lost_codes(rows: Rows, dice: random.Random) -> Pieces:
    """The second page has lost its code column."""
    coded = [place for place, row in enumerate(rows) if re.match(rf"{CODE}\t", row)]
    if len(coded) < 8:
        return [rows]
    cut = coded[len(coded) // 2]
    return [rows[:cut], "", [row.split("\t", 1)[1] for row in rows[cut:]]]


def thousands(rows: Rows, dice: random.Random) -> Pieces:
    """Thousands separators."""
    return [[re.sub(r"(?<![\d.])(\d{4,})\.(\d\d)", lambda m: f"{int(m[1]):,}.{m[2]}", row) for row in rows]]


def no_numbering(rows: Rows, dice: random.Random) -> Pieces:
    """The 栏次 row is lost."""
    return [[row for row in rows if not re.search(r"栏\s?次", row)]]


def wrapped_names(rows: Rows, dice: random.Random) -> Pieces:
    """Long names go on in a row of their own."""
    out = []
    for row in rows:
        cells = row.split("\t")
        if re.fullmatch(CODE, cells[0]) and len(cells) > 2 and len(cells[1]) > 9 and dice.random() < 0.5:
            out += [
                "\t".join([cells[0], cells[1][:8], *cells[2:]]),
                "\t".join(["", cells[1][8:], *[""] * len(cells[2:])]),
            ]
        else:
            out.append(row)
    return [out]


def glued_numbers(rows: Rows, dice: random.Random) -> Pieces:
    """Two figures in one cell, the next one blank."""
    out = []
    for row in rows:
        cells = row.split("\t")
        pairs = [at for at in range(2, len(cells) - 1) if all(re.fullmatch(MONEY, cell) for cell in cells[at : at + 2])]
        if re.fullmatch(CODE, cells[0]) and pairs and dice.random() < 0.1:
            at = dice.choice(pairs)
            cells[at : at + 2] = [f"{cells[at]} {cells[at + 1]}", ""]
        out.append("\t".join(cells))
    return [out]


KINDS: tuple[Callable[[Rows, random.Random], Pieces], ...] = (
    page_break, repeated_head, bottom_up, spaced_numbers, spaced_names, ragged, shifted, lost_codes, thousands, no_numbering,
    wrapped_names, glued_numbers,
)  # fmt: skip


def damaged(text: str, kinds: list[Callable[[Rows, random.Random], Pieces]], dice: random.Random) -> str:
    """`text` with each kind of damage done to each of its tables, one after the other."""
    for kind in kinds:
        lines: list[str] = []
        for block in _blocks(text.split("\n")):
            for piece in kind(block, dice) if isinstance(block, list) else [block]:
                lines += piece if isinstance(piece, list) else [piece]
        text = "\n".join(lines)
    return text


def _blocks(lines: list[str]) -> Pieces:
    blocks: Pieces = []
    for line in lines:
        if "\t" not in line:
            blocks.append(line)
        elif blocks and isinstance(blocks[-1], list):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
