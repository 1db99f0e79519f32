"""Which printed figure a set of broken identities has in common, by a plain count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from juesuan_nb.checks.ledger import Key, Ledger
from juesuan_nb.checks.model import Outcome


def suspects(ledger: Ledger, outcomes: Iterable[Outcome]) -> dict[Outcome, str]:
    """For each broken identity, the figures in it that stand in the most broken identities and the fewest sound ones.

    Empty where no figure stands in more broken than sound ones, or where all are equally suspect.
    """
    outcomes = list(outcomes)
    broken = [outcome for outcome in outcomes if outcome.verdict == "failed" and outcome.cells]
    blame = Counter(cell for outcome in broken for cell in set(outcome.cells))
    blame.subtract(cell for outcome in outcomes if outcome.verdict == "passed" for cell in set(outcome.cells))
    return {outcome: "；".join(_label(ledger, cell) for cell in _worst(outcome, blame)) for outcome in broken}


def _worst(outcome: Outcome, blame: Counter) -> list[Key]:
    cells = list(dict.fromkeys(outcome.cells))
    most = max(blame[cell] for cell in cells)
    worst = [cell for cell in cells if blame[cell] == most]
    return worst if most > 0 and len(worst) < len(cells) else []


def _label(ledger: Ledger, key: Key) -> str:
    figure = ledger.get(key)
    where = f"（{figure.where}）" if figure.where else ""
    return f"《{ledger.titles[key[0]]}》{ledger.row_label(key[0], key[1])}·{key[2]}{figure.text}{where}"
