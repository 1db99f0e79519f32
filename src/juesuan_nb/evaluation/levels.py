"""一级指标 and 二级指标 of each row, where their merged cells are printed once: at the top, in the middle, or damaged.

The rows between two labels are shared out so that the framework of the forms is not contradicted, groups of level two
stay whole, and, where that leaves a choice, as merged cells are laid out: downwards from the label where the first row
has one, around the label where it does not.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from juesuan_nb.document import fold, squeeze
from juesuan_nb.evaluation.values import HAN, clean
from juesuan_nb.evaluation.words import FRAMEWORK, LEVEL_ONE_MARKS

_ALIKE, _SURELY_ALIKE = 0.6, 0.85
_READABLE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()%、,:/\"-]+")
_LEVEL_TWO = tuple(dict.fromkeys(name for groups in FRAMEWORK.values() for name in groups))
_GROUPS_OF = {fold(item): group for groups in FRAMEWORK.values() for group, items in groups.items() for item in items}
_PARENTS = {name: {one for one, groups in FRAMEWORK.items() if name in groups} for name in _LEVEL_TWO}
_CLOSED = set(_GROUPS_OF.values())
# Weights of what speaks against a cut: the framework, a group torn apart, the layout, equal points on both sides.
_CONTRADICTED, _TORN, _OUTSIDE, _LAYOUT, _EQUAL = 100, 40, 3, 1, 0.5
_CONFIRMED = -1


@dataclass(frozen=True, slots=True)
class Label:
    """A level's name with its quality: printed, repaired or doubtful."""

    name: str
    quality: str = "printed"


@dataclass(frozen=True, slots=True)
class Printed:
    """What one indicator row prints: the text in the cells of the two levels, its name, its points as text."""

    one: str
    two: str
    item: str
    points: str


def levels(rows: Sequence[Printed]) -> list[tuple[Label | None, Label | None]]:
    """(一级指标, 二级指标) of each row; None where the form has no such level or no label is legible."""
    one_texts = _mend_cut([row.one for row in rows], tuple(FRAMEWORK))
    two_texts = _mend_cut([row.two for row in rows], _LEVEL_TWO)
    hints = [_GROUPS_OF.get(fold(row.item)) for row in rows]
    twos = _spread(
        [_label(text, _LEVEL_TWO, hint) for text, hint in zip(two_texts, hints, strict=True)],
        two_texts,
        lambda row, name: _fits_group(rows[row].item, name),
        lambda row: rows[row].points == rows[row - 1].points,
        _EQUAL,
    )
    ones = _spread(
        [_label(text, tuple(FRAMEWORK), None, LEVEL_ONE_MARKS) for text in one_texts],
        one_texts,
        lambda row, name: _fits_parent(twos[row], name),
        lambda row: twos[row] is not None and twos[row - 1] is not None and twos[row].name == twos[row - 1].name,
        _TORN,
    )
    return list(zip(ones, twos, strict=True))


def _label(text: str, known: Sequence[str], hint: str | None, marks: Sequence[str] = ()) -> Label | None:
    """The label in a cell: as printed, mended after a word of the framework, or None where it is no label.

    `hint` is the name that the row's own indicator belongs to; `marks` are words of which an unknown label needs one.
    """
    printed = squeeze(clean(text))
    bare = _without_points(printed)
    if len(HAN.findall(bare)) < 2:
        return None
    if bare in known:
        return Label(printed)
    name = max(known, key=lambda candidate: SequenceMatcher(None, bare, candidate).ratio())
    alike = SequenceMatcher(None, bare, name).ratio()
    legible = bool(_READABLE.fullmatch(fold(bare)))
    if alike >= _ALIKE and (name == hint or (alike < 1 and _holds(bare, name))):
        return Label(name, "repaired")
    if legible and (not marks or any(mark in bare for mark in marks)):
        return Label(printed)
    return Label(name, "repaired" if alike >= _SURELY_ALIKE else "doubtful") if alike >= _ALIKE else None


def is_level(name: str) -> bool:
    """Whether a text is the name of a group of level one or two, with or without its points."""
    return _without_points(name) in FRAMEWORK or _without_points(name) in _LEVEL_TWO


def _mend_cut(texts: Sequence[str], known: Sequence[str]) -> list[str]:
    """A label that was cut over the rows of its merged cell ("产出", "指标") is put together in the first of them."""
    mended = [squeeze(clean(text)) for text in texts]
    for row, text in enumerate(mended):
        for stop in range(len(mended[row : row + 4]), 1, -1):
            pieces = mended[row : row + stop]
            if text and all(pieces) and len(set(pieces)) > 1 and _without_points("".join(pieces)) in known:
                mended[row : row + stop] = ["".join(pieces), *[""] * (stop - 1)]
                break
    return mended


def _without_points(label: str) -> str:
    return re.sub(r"[(（]\d+(?:\.\d+)?分?[)）]|\d+分$", "", label)


def _holds(text: str, name: str) -> bool:
    """Whether `name` can be read in `text` by leaving out one or two characters (a cell cut in two doubles some)."""
    letters = iter(text)
    return name not in text and 0 < len(text) - len(name) <= 2 and all(letter in letters for letter in name)


def _fits_group(item: str, group: str) -> float:
    """What speaks against an indicator standing under a group of level two (negative: the framework says it does)."""
    own = _GROUPS_OF.get(fold(item))
    if own:
        return _CONFIRMED if own == group else _CONTRADICTED if group in _CLOSED else 0
    return _OUTSIDE if group in _CLOSED else 0


def _fits_parent(two: Label | None, one: str) -> float:
    parents = _PARENTS.get(_without_points(two.name)) if two else None
    if not parents or one not in FRAMEWORK:
        return 0
    return _CONFIRMED if one in parents else _CONTRADICTED


def _spread(
    labels: list[Label | None],
    printed: list[str],
    against: Callable[[int, str], float],
    tied: Callable[[int], bool],
    tie: float,
) -> list[Label | None]:
    """Every row's label: its own, or that of the merged cell whose span reaches it."""
    places = [row for row, label in enumerate(labels) if label]
    if not places:
        return list(labels)
    if _is_plain(labels, printed, against):
        return [labels[max(place for place in places if place <= row)] for row in range(len(labels))]
    downwards, start, spread = places[0] == 0, 0, []
    for here, after in zip(places, [*places[1:], None], strict=True):
        stop = len(labels) if after is None else _cut(labels, here, after, start, downwards, against, tied, tie)
        name = _bare(labels[here])
        spread += [
            labels[here]
            if row == here
            else _carried(labels[here], printed[row], downwards and row > here, against(row, name))
            for row in range(start, stop)
        ]
        start = stop
    return spread


def _is_plain(labels: list[Label | None], printed: list[str], against: Callable[[int, str], float]) -> bool:
    """Whether every label is legible and reading downwards from each contradicts nothing: an undamaged table."""
    last = labels[0]
    for row, label in enumerate(labels):
        last = label or last
        damaged = bool(printed[row].strip()) and (label is None or label.quality != "printed")
        if last is None or damaged or against(row, _bare(last)) >= _CONTRADICTED:
            return False
    return True


def _cut(
    labels: list[Label | None],
    here: int,
    after: int,
    start: int,
    downwards: bool,
    against: Callable[[int, str], float],
    tied: Callable[[int], bool],
    tie: float,
) -> int:
    """The first row that belongs to the label at `after` rather than to the one at `here`."""

    def cost(cut: int) -> float:
        layout = after - cut if downwards else abs((here - start) - (cut - 1 - here))
        return (
            sum(against(row, _bare(labels[here])) for row in range(here + 1, cut))
            + sum(against(row, _bare(labels[after])) for row in range(cut, after))
            + (tie if tied(cut) else 0)
            + _LAYOUT * layout
        )

    return min(range(here + 1, after + 1), key=cost)


def _bare(label: Label | None) -> str:
    return _without_points(label.name) if label else ""


def _carried(label: Label, printed: str, below: bool, against: float) -> Label:
    """The label for a row that does not print it: as sure as the reason for giving it to the row.

    `below`: the row stands below a label that is printed in the first row of its cell, the plain case of a merged cell.
    """
    if label.quality == "doubtful" or ((below or against < 0) and not printed.strip()):
        return label
    return Label(label.name, "repaired" if against < 0 else "doubtful")
