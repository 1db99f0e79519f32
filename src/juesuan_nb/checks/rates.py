"""A printed percentage against the percentages that its two rounded amounts allow."""

from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.amounts import rate, rate_bounds
from juesuan_nb.checks.model import Outcome, failed, not_applicable, passed


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


def rate_outcome(place: str, said: str, stated: str, part: Amount, whole: Amount, **fields: object) -> Outcome:
    """The verdict on a printed percentage of part/whole; one that was cut instead of rounded is only worth knowing."""
    off = deviation(stated, part, whole)
    if off is None:
        return not_applicable(place, "基数为零，比例没有定义")
    if not off:
        return passed(place)
    cut, expected = off <= last_digit(stated), recomputed(part, whole)
    fields |= {"severity": "info"} if cut else {"money": part.fen}
    note = "（只差末位）" if cut else ""
    message = f"{said}写{stated}%，按所列金额重算为{expected}%{note}。"
    return failed(place, message, expected=expected, found=Decimal(stated), unit="%", **fields)
