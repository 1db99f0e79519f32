"""Printed numbers as exact values: integers of 分 (0.01 元) for money, Decimal for everything else.

Nothing here uses binary floating point. Half is rounded up (财政 practice: 179.95 / 40 prints as 449.88%).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache, lru_cache

FEN_PER_UNIT = {"元": 100, "百元": 10_000, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}

_LARGEST = 17
_EXACT = Context(prec=60)
_DASHES = dict.fromkeys(map(ord, "−－–—﹣"), "-")
_LOOKALIKES = str.maketrans("OoＯ〇lI|", "0000111")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA_POINT = re.compile(r"-?\d+,\d{2}")
_POINTS = re.compile(r"-?\d{1,3}(\.\d{3})+\.\d{2}")
_TWO = re.compile(r"\d\s?\.\s?\d{2}\s+-?\d[\d,]*\s?\.\s?\d{2}(?!\d)")
_BRACKETED = re.compile(r"\((\d[\d,.\s]*)\)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands in a report: `raw` as found, `text` as published, `value` exact."""

    raw: str
    text: str
    value: Decimal
    repaired: bool = False

    @property
    def places(self) -> int:
        """Digits after the decimal point, the precision the number was printed to."""
        return max(0, -int(self.value.as_tuple().exponent))


@lru_cache(maxsize=8192)  # a figure is printed in several tables, and each is looked at several times
def read_number(raw: str) -> Printed | None:
    """Read one printed number; None where `raw` is blank, a dash, or no number.

    Thousands separators are how numbers are published and go without comment. Spaces inside a number, a comma
    or a second point in the place of the decimal point, and letters for digits ("6519. 14", "30, 48", "O.00")
    are reading damage: they are mended and `repaired` is set. Two whole numbers in one text are none.
    """
    folded = unicodedata.normalize("NFKC", raw).translate(_DASHES).strip()
    if bracketed := _BRACKETED.fullmatch(folded):
        folded = "-" + bracketed[1]
    if not re.search(r"\d", folded) or _TWO.search(folded):
        return None
    tight = re.sub(r"\s+", "", folded)
    repaired = tight != folded
    if re.fullmatch(r"-?[\dOolI|]+\.[\dOolI|]{2}", tight) and not _PLAIN.fullmatch(tight):
        tight, repaired = tight.translate(_LOOKALIKES), True
    if _THOUSANDS.fullmatch(tight):
        text = tight.replace(",", "")
    elif _PLAIN.fullmatch(tight):
        text = tight
    elif _COMMA_POINT.fullmatch(tight):
        text, repaired = tight.replace(",", "."), True
    elif _POINTS.fullmatch(tight):
        whole, _, cents = tight.rpartition(".")
        text, repaired = f"{whole.replace('.', '')}.{cents}", True
    else:
        return None
    return Printed(raw, text, Decimal(text), repaired)


def to_fen(value: Decimal, unit: str = "万元") -> int:
    """The amount in 分. Raises ValueError on an unknown unit or on a fraction of a 分."""
    if unit not in FEN_PER_UNIT:
        raise ValueError(f"unknown unit of money: {unit!r}")
    fen = value * FEN_PER_UNIT[unit]
    if fen != fen.to_integral_value():
        raise ValueError(f"{value} {unit} is not a whole number of 分")
    return int(fen)


def nearest_fen(value: Decimal, unit: str = "万元") -> int | None:
    """The amount in 分, half rounded up: a spreadsheet may print more digits than money has.

    None where the number is larger than any money (an account number in the wrong place).
    """
    if value.adjusted() > _LARGEST:
        return None
    fen = int(half_up(value * FEN_PER_UNIT[unit], 0))
    return fen if abs(fen) < 1 << 63 else None


def from_fen(fen: int, unit: str = "万元") -> Decimal:
    """The exact amount in `unit`."""
    return Decimal(int(fen)) / FEN_PER_UNIT[unit]


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Round half up (away from zero), as the official return software prints."""
    return value.quantize(_places(places), rounding=ROUND_HALF_UP, context=_EXACT)


@cache
def _places(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def rate(part: int | Decimal, whole: int | Decimal, places: int = 2) -> Decimal | None:
    """`part` as a percentage of `whole`, rounded half up; None (undefined) where `whole` is zero."""
    if not whole:
        return None
    with localcontext(prec=60):
        return half_up(Decimal(part) * 100 / Decimal(whole), places)


def fen_step(text: str, unit: str = "万元") -> int:
    """The last printed digit's worth in 分: "6521.36" 万元 is printed to 10,000 分; at least the 分 we keep."""
    return max(1, FEN_PER_UNIT[unit] // 10 ** len(text.partition(".")[2]))


@lru_cache(maxsize=1024)  # every identity asks, and there are few answers
def slack(addends: int, step: int) -> Decimal:
    """How far a sum of independently rounded addends may stand from its rounded total.

    (n + 1) · u / 2 for n non-zero addends printed to the unit u (published amounts are converted from 元 one by
    one, without forced balancing). One addend is the same datum printed twice: no slack.
    """
    return Decimal(0) if addends <= 1 else Decimal((addends + 1) * step) / 2


def rate_bounds(part: int, whole: int, part_step: int, whole_step: int, places: int = 2) -> tuple[Decimal, Decimal]:
    """The lowest and highest percentage that could be printed for two rounded amounts (in 分).

    Each amount stands for an interval of ± half its step; the percentage is rounded half up to `places`.
    Raises ZeroDivisionError where the interval of `whole` contains zero.
    """
    with localcontext(prec=60):
        half_part, half_whole = Decimal(part_step) / 2, Decimal(whole_step) / 2
        if abs(whole) <= half_whole:
            raise ZeroDivisionError("the whole may be zero")
        quotients = [(part + a) * 100 / (whole + b) for a in (-half_part, half_part) for b in (-half_whole, half_whole)]
    return half_up(min(quotients), places), half_up(max(quotients), places)


def show_amount(fen: int | None, unit: str = "万元", places: int = 2) -> str:
    """An amount for people: 652136 万分 → "6,521.36"; blank where there is none."""
    return "" if fen is None else f"{half_up(from_fen(fen, unit), places):,}"


def show_rate(value: Decimal | None, places: int = 2) -> str:
    """A percentage for people, as reports print it (1981.20%); an undefined one is a dash, never 0 or infinity."""
    return "—" if value is None else f"{half_up(value, places)}%"
