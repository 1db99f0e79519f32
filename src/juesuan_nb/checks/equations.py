"""What an identity compared, as a linear equation over figures: all that finding the wrong cell needs to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from juesuan_nb.checks.rounding import allowance

if TYPE_CHECKING:
    from juesuan_nb.checks.ledger import Figure, Key, Ledger


@dataclass(frozen=True, slots=True)
class Equation:
    """The signed sum of figures, now `excess` 分, is to stand in `relation` to zero.

    Rounding allows for `allowed` 分; for `loose` where a figure that is zero or blank now gets a value.
    """

    terms: tuple[tuple[int, Key], ...]
    relation: str
    excess: int
    allowed: int
    loose: int


def equation(
    ledger: Ledger, terms: Iterable[tuple[int, Figure]], allowed: Decimal, relation: str = "=", constant: int = 0
) -> Equation:
    """The equation of signed figures (and a constant, an amount of the text)."""
    terms = [(sign, figure) for sign, figure in terms]
    figures = [figure for _, figure in terms if figure.amount]
    return Equation(
        tuple((sign, figure.key) for sign, figure in terms),
        relation,
        sum(sign * figure.amount for sign, figure in terms) + constant,
        int(allowed),
        int(max(allowed, _loose(ledger, figures))) if len(figures) < len(terms) else int(allowed),
    )


def _loose(ledger: Ledger, figures: list[Figure]) -> Decimal:
    """What rounding allows for with one figure more."""
    addends = len(figures) if len(figures) > 1 else max([1, *(ledger.addends(figure.key) for figure in figures)])
    return allowance(addends, [ledger.step(figure.key[0]) for figure in figures])
