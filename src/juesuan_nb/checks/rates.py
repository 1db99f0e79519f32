"""A printed percentage against the percentages that its two rounded amounts allow."""

from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.amounts import rate, rate_bounds


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount and the worth of its last digit, both in 分."""

    fen: int
    step: int


def deviation(stated: str, part: Amount, whole: Amount) -> Decimal | None:
    """How far a printed percentage lies outside what part/whole allow (0: inside); None where the whole may be zero."""
    if abs(whole.fen) * 2 <= whole.step or not whole.fen:
        return None
    number, places = Decimal(stated), len(stated.partition(".")[2])
    lowest, highest = rate_bounds(part.fen, whole.fen, part.step, whole.step, places)
    return max(lowest - number, number - highest, Decimal(0))


def last_digit(stated: str) -> Decimal:
    """The worth of the last printed digit of a percentage: a rate that is off by no more was cut, not miscalculated."""
    return Decimal(1).scaleb(-len(stated.partition(".")[2]))


def recomputed(part: Amount, whole: Amount) -> Decimal | None:
    """The percentage itself, half up to two decimals."""
    return rate(part.fen, whole.fen)
