"""Figures read from a picture: where a reading breaks the sums it stands in, and one look-alike mends them, that one.

A misprint of the department must not be read away: only digits that OCR confuses and a lost point are tried, and a cell
must stand in two broken sums that a single other reading mends. What was seen stays in `raw` and in the notes.
"""

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.amounts import Printed, read_number, slack
from juesuan_nb.statements.draft import Draft, Item, Value
from juesuan_nb.statements.sums import Sum, known, sums_of

LOOKALIKES = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "58", "7": "1", "8": "036"}
_WITNESSES = 2
_STEP = 10_000
_UNIT = 1_000_000


def reread(draft: Draft) -> None:
    """Choose between the readings of scanned figures by the sums of their table; a changed one is `repaired`."""
    scanned = [
        (item, column, value)
        for item in draft.items
        for column, value in item.values.items()
        if value.printed and value.place.scanned
    ]
    if not scanned:
        return
    sums = list(sums_of(draft))
    for item, column, value in scanned:
        mine = [one for one in sums if (item, column) in (one.total, *one.parts)]
        broken = [one for one in mine if not _holds(one)]
        if len(broken) >= _WITNESSES and (better := _mending(item, column, value, mine)):
            value.printed, value.quality = better, "repaired"


def _mending(item: Item, column: str, value: Value, sums: list[Sum]) -> Printed | None:
    """The one look-alike with which every sum of the cell holds; None where there is none, or more than one."""
    seen = value.printed
    found = []
    for text in _readings(seen.text):
        item.values[column].printed = read_number(text)
        if all(map(_holds, sums)):
            found.append(Printed(seen.raw, text, Decimal(text), True))
    item.values[column].printed = seen
    return found[0] if len(found) == 1 else None


def _readings(text: str) -> Iterator[str]:
    """The number with one digit read as one it looks like, or with the point that was lost."""
    for place, digit in enumerate(text):
        yield from (text[:place] + other + text[place + 1 :] for other in LOOKALIKES.get(digit, ""))
    if "." not in text and len(text.lstrip("-")) > 2:
        yield f"{text[:-2]}.{text[-2:]}"


def _holds(one: Sum) -> bool:
    """Whether a sum holds within the rounding of its addends; one with an unread member cannot be broken."""
    members = [known(*member) for member in (one.total, *one.parts)]
    total, *parts = members
    if total is None or not any(parts):
        return True
    addends = sum(bool(part) for part in parts)
    return abs(total - sum(filter(None, parts), Decimal(0))) <= slack(addends, _STEP) / _UNIT
