"""A broken sum that one row printed in another statement would mend: the row may have been lost in reading."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.checks.ledger import TOTAL, Ledger

_SIBLINGS = ("revenue", "expenditure", "general_public_expenditure", "government_funds", "state_capital")


def mending_row(ledger: Ledger, statement: str, parent: str, gap: int, allowed: Decimal) -> str:
    """The code below `parent` that another statement prints with this amount and `statement` does not print at all."""
    for sibling, code in _missing(ledger, statement, parent):
        for column in ledger.columns(sibling):
            figure = ledger.get((sibling, code, column))
            if figure.amount and abs(figure.amount - gap) <= allowed:
                return code
    return ""


def _missing(ledger: Ledger, statement: str, parent: str) -> Iterator[tuple[str, str]]:
    printed = {row.removeprefix("category:") for row in ledger.rows.get(statement, {})}
    for sibling in _SIBLINGS:
        below = ledger.codes(sibling, 3) if parent == TOTAL else ledger.children(sibling, parent)
        yield from ((sibling, code) for code in below if code not in printed)
