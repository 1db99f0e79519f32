"""Which slip of the pen turns one amount into another: a small table, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from juesuan_nb.amounts import from_fen, half_up, show_amount

_DECIMALS = range(1, 9)
_UNIT = 4


def _in_another_unit(printed: int, true: int, unit: str) -> bool:
    """元 in a table of 万元: the true amount is the printed one, divided and rounded to three digits or more."""
    wanted = from_fen(true, unit)
    small = abs(wanted) >= 1 and half_up(from_fen(printed, unit).scaleb(-_UNIT)) == wanted
    return small or true in (printed * 10**_UNIT, Decimal(printed) / 10**_UNIT)


def _shifted(printed: int, true: int, unit: str) -> bool:
    return any(printed == true * 10**place or true == printed * 10**place for place in _DECIMALS)


def _text(fen: int, unit: str) -> str:
    return show_amount(abs(fen), unit).replace(",", "").replace(".", "").lstrip("0")


def _transposed(printed: str, true: str) -> bool:
    different = [place for place, pair in enumerate(zip(printed, true, strict=False)) if pair[0] != pair[1]]
    return (
        len(printed) == len(true)
        and len(different) == 2
        and different[1] == different[0] + 1
        and printed[different[0]] == true[different[1]]
        and printed[different[1]] == true[different[0]]
    )


def _longer(printed: str, true: str) -> bool:
    short, long = sorted((printed, true), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _one_digit(printed: str, true: str) -> bool:
    return len(printed) == len(true) and sum(a != b for a, b in zip(printed, true, strict=True)) == 1


ALWAYS, EXACT, NEVER = 2, 1, 0
SLIPS: tuple[tuple[str, int, Callable[[int, int, str], bool]], ...] = (
    ("正负号颠倒", ALWAYS, lambda printed, true, unit: printed == -true),
    ("单位写错，差一万倍", ALWAYS, _in_another_unit),
    ("小数点错位", ALWAYS, _shifted),
    ("两位数字颠倒", EXACT, lambda printed, true, unit: _transposed(_text(printed, unit), _text(true, unit))),
    ("多写或漏写一位数字", NEVER, lambda printed, true, unit: _longer(_text(printed, unit), _text(true, unit))),
    ("写错一位数字", NEVER, lambda printed, true, unit: _one_digit(_text(printed, unit), _text(true, unit))),
)
"""Name, whether the slip tells the wrong cell among several, and the test on printed and true amount in 分.

Chance makes many a difference look like two digits that changed places, unless the true amount is known exactly.
"""

SWAPPED = "两数互换"


def slip(printed: int, true: int, unit: str, exact: bool) -> tuple[str, bool]:
    """The likeliest slip and whether it is telling; ("", False) where none is known."""
    if not printed or not true:
        return "", False
    fitting = ((name, telling) for name, telling, fits in SLIPS if fits(printed, true, unit))
    return next(((name, telling >= (EXACT if exact else ALWAYS)) for name, telling in fitting), ("", False))
