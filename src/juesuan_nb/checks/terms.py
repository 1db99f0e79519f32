"""The notation of the identities: "T3[@children].基本支出" is the sum over the printed rows below the row in question.

A term is `-T3[rows].columns`: an optional minus, a table (T1 to T9 in the order of the national form), rows and
columns, each one name or several parted by "|". Row words: `@` the row of the instance, `@children` the nearest printed
codes below it, `top` the codes with nothing printed above them, `categories` every 类 line of a summary,
`categories-223` all but one, `category:@` the 类 line of the code in question, "" the only row. The column `*` is that
of the instance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from juesuan_nb import vocabulary
from juesuan_nb.checks.ledger import TOTAL, Figure, Key, Ledger

_TERM = re.compile(r"(-?)(T\d)\[(.*?)\]\.(.+)")
CARRIED_OVER = ("opening_general_public_budget", "opening_government_funds", "opening_state_capital")
_WORDS = {
    "": "",
    "*": "同一栏",
    "@": "该行",
    "@children": "该行的下级各行之和",
    "top": "各类之和",
    "categories": "各功能分类支出之和",
    "category:@": "该类",
}


@cache
def tables() -> dict[str, str]:
    """T1 … T9: statement identifiers in the order of the national form."""
    return {f"T{number}": name for number, name in enumerate(vocabulary.statements(), start=1)}


@dataclass(frozen=True, slots=True)
class Spot:
    """What an instance of an identity is about: a row and a column, either may be open."""

    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an identity."""

    sign: int
    statement: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    @cache
    def parse(cls, text: str) -> Term:
        """Raises ValueError where `text` is no term."""
        found = _TERM.fullmatch(text)
        if not found:
            raise ValueError(f"no term of an identity: {text!r}")
        minus, table, rows, columns = found.groups()
        return cls(-1 if minus else 1, tables()[table], tuple(rows.split("|")), tuple(columns.split("|")))

    def keys(self, ledger: Ledger, spot: Spot) -> Iterator[Key]:
        """The cells that the term means at a spot."""
        for word in self.rows:
            for row in _rows(ledger, self.statement, word, spot.row):
                for column in self.columns:
                    yield self.statement, row, spot.column if column == "*" else column

    def figures(self, ledger: Ledger, spot: Spot) -> list[tuple[int, Figure]]:
        """The figures with their sign."""
        return [(self.sign, ledger.get(key)) for key in self.keys(ledger, spot)]

    def listed(self, spot: Spot) -> tuple[str, str] | None:
        """The statement and the row below which the term sums all rows; None where it names its rows."""
        parents = {"@children": spot.row, "top": TOTAL, "categories": TOTAL}
        return (self.statement, parents[self.rows[0]]) if self.rows[0] in parents else None

    def say(self, titled: bool) -> str:
        """The term in words; the table is named where `titled`."""
        title = f"《{vocabulary.statements()[self.statement].title}》" if titled else ""
        rows = "、".join(_say(self.statement, word) for word in self.rows)
        columns = "、".join(_WORDS.get(column, column) for column in self.columns)
        total = "之和" if len(self.rows) > 1 or len(self.columns) > 1 else ""
        return f"{title}{rows}（{columns}）{total}"


def _rows(ledger: Ledger, statement: str, word: str, row: str) -> list[str]:
    if word in ("@children", "top"):
        return ledger.children(statement, row if word == "@children" else TOTAL)
    if word.startswith("categories"):
        _, _, left_out = word.partition("-")
        lines = [line for line in ledger.rows.get(statement, {}) if line.startswith("category:")]
        return [line for line in lines if line[9:] != left_out]
    return [word.replace("@", row)]


def _say(statement: str, word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    if word.startswith("categories-"):
        return f"除{word[11:]}外各功能分类支出之和"
    if vocabulary.statements()[statement].layout != "two_sided":
        return word
    prefix, key = ("年初结转的", word.removeprefix("opening_")) if word in CARRIED_OVER else ("", word)
    return next((f"{prefix}{line.label}" for line in vocabulary.lines(statement) if line.key == key), word)


def spots(ledger: Ledger, each: str, by_column: str) -> list[Spot]:
    """The instances that `each` asks for: "T2 all", "T2 level3", "T6 parents", "T1+T3 categories", "T4 KEY" and so on.

    Without `each` there is one. `by_column` multiplies by the columns of these tables: all ("*") or of a side.
    """
    if not each:
        return [Spot()]
    names, _, word = each.partition(" ")
    statements = [tables()[name] for name in names.split("+")]
    rows = list(dict.fromkeys(row for statement in statements for row in _listed(ledger, statement, word)))
    named = dict.fromkeys(name for statement in statements for name in ledger.columns(statement))
    columns = [name for name in named if by_column in ("*", name[:3])] if by_column else [""]
    return [Spot(row, column) for row in rows for column in columns]


def _listed(ledger: Ledger, statement: str, word: str) -> list[str]:
    printed = ledger.rows.get(statement, {})
    if word == "categories":
        lines = [row.removeprefix("category:") for row in printed if row.startswith("category:")]
        return lines or ledger.codes(statement, 3)
    if word == "total":
        return [TOTAL] if TOTAL in printed or ledger.codes(statement) else []
    if word == "items":
        return ledger.codes(statement, 7)
    if word in ("all", "nested"):
        rows = [row for row in printed if row.isdigit() or row == TOTAL]
        return [row for row in rows if word == "all" or ledger.children(statement, row)]
    if word in ("level3", "level5", "parents"):
        digits = {"level3": 3, "level5": 5, "parents": 0}[word]
        return [code for code in ledger.codes(statement, digits) if ledger.children(statement, code)]
    return [word] if word in printed else []
