"""What a broken identity says to an analyst: the place, and one sentence with the figures."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from juesuan_nb.amounts import show_amount
from juesuan_nb.checks.ledger import Figure, Key, Ledger

_LISTED = 4
Signed = list[tuple[int, Figure]]


class Wording:
    """Names the figures of one instance by what sets them apart (table, row, column); the rest is the place."""

    def __init__(self, ledger: Ledger, title: str, left: Signed, right: Signed) -> None:
        self.ledger, self.title = ledger, title
        self.left, self.right = ([pair for pair in side if pair[1].amount] or side[:1] for side in (left, right))
        self.keys = keys = [figure.key for _, figure in self.left + self.right]
        self.place = self._name(left[0][1].key, [True] * 3)
        self.tables = tuple(dict.fromkeys(ledger.titles[key[0]] for key in keys))
        self.codes = tuple(dict.fromkeys(code for key in keys if (code := key[1].removeprefix("category:")).isdigit()))

    @cached_property
    def same(self) -> list[bool]:
        """Whether all figures have the table, the row, the column in common: most identities hold and say nothing."""
        return [len({key[part] for key in self.keys}) == 1 for part in range(3)]

    @property
    def places(self) -> tuple[str, ...]:
        """Each figure that counts, with where it is printed."""
        return tuple(
            f"{self._name(figure.key, [True] * 3)}{f'（{figure.where}）' if figure.where else ''}"
            for _, figure in self.left + self.right
            if figure.state == "printed"
        )

    def _name(self, key: Key, parts: list[bool]) -> str:
        names = (f"《{self.ledger.titles[key[0]]}》", self.ledger.row_label(key[0], key[1]), key[2])
        return "·".join(name for name, wanted in zip(names, parts, strict=True) if wanted and name)

    def _side(self, side: Signed, total: int) -> str:
        apart = [not same for same in self.same]
        if len(side) > _LISTED:
            return f"{len(side)}个非零加数之和{self._money(total)}"
        named = [
            f"{'－' if sign < 0 else '＋' if place else ''}{self._name(figure.key, apart)}{self._shown(figure)}"
            for place, (sign, figure) in enumerate(side)
        ]
        return "".join(named) + (f"＝{self._money(total)}" if len(side) > 1 else "")

    def _shown(self, figure: Figure) -> str:
        return self._money(figure.amount) if figure.state == "printed" else "（空白）"

    def _money(self, fen: int) -> str:
        return show_amount(fen, self.ledger.unit)

    def message(self, relation: str, found: int, expected: int, allowed: Decimal, doubt: str) -> str:
        """One sentence: where, what is printed, what it should be, the difference and what rounding allows."""
        shared = self._name(self.left[0][1].key, self.same)
        unit = self.ledger.unit
        wanted = self._side(self.right, expected) if self.right else "0"
        sides = f"{self._side(self.left, found)}，{relation}{wanted}"
        gap = f"，相差{self._money(found - expected)}{unit}"
        limit = f"，超过舍入可解释的{show_amount(int(allowed), unit, 3)}{unit}" if allowed else ""
        hedge = f"（{doubt}，先看原件）" if doubt else ""
        return f"{self.title}：{shared}{' ' if shared else ''}{sides}{gap}{limit}{hedge}。"
