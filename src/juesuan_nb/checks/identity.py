"""One linear identity: its data, and its verdict on every row and column it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from juesuan_nb import vocabulary
from juesuan_nb.amounts import show_amount
from juesuan_nb.checks.conditions import CONDITIONS
from juesuan_nb.checks.equations import Equation, equation
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import Ledger
from juesuan_nb.checks.model import Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.terms import Term, spots
from juesuan_nb.checks.unlisted import mending_row
from juesuan_nb.checks.wording import Signed, Wording

SIGNS = {"=": "＝", "<=": "≤", ">=": "≥"}
_WORDS = {"=": "应等于", "<=": "应不大于", ">=": "应不小于"}


@dataclass(frozen=True)
class Identity:
    """Left and right sides (`pairs`) with the relation between them, in the notation of `terms`.

    `split`: each figure of the left side stands for itself; `if_absent`: the verdict where a row is not printed at all,
    or "skip" (by default it counts nothing: forms differ in the rows they print).
    """

    code: str
    title: str
    relation: str = "="
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    each: str = ""
    by_column: str = ""
    when: str = ""
    severity: str = "error"
    split: bool = False
    if_absent: str = ""

    @cached_property
    def terms(self) -> list[tuple[list[Term], list[Term]]]:
        """The parsed sides of every pair."""
        return [tuple([Term.parse(text) for text in side] for side in pair) for pair in self.pairs]

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """The statements that the identity needs."""
        return tuple(dict.fromkeys(term.statement for pair in self.terms for side in pair for term in side))

    def __str__(self) -> str:
        lines = [f"{CONDITIONS[self.when].help}："] if self.when else []
        titled = len(self.statements) > 1
        prefix = "" if titled else f"《{vocabulary.statements()[self.statements[0]].title}》"
        for left, right in self.terms:
            lines.append(f"{prefix}{_say(left, titled)} {SIGNS[self.relation]} {_say(right, titled)}")
        return "\n".join(lines)

    def check(self, facts: Facts) -> Iterator[Outcome]:
        """The verdict on every instance, in every scope of the report."""
        for scope, ledger in facts.ledgers.items():
            for outcome in self._check_set(ledger):
                yield outcome.at(place=f"（{scope}）{outcome.place}", scope=scope) if scope else outcome

    def _check_set(self, ledger: Ledger) -> Iterator[Outcome]:
        if all(name in ledger.empty for name in self.statements):
            yield not_applicable("", "表内没有数据")
            return
        holds, reason = CONDITIONS[self.when].test(ledger) if self.when else (True, "")
        if not holds:
            yield not_checked("", reason) if holds is None else not_applicable("", reason)
            return
        for spot in spots(ledger, self.each, self.by_column):
            for left, right in self.terms:
                sides = [[item for term in side for item in term.figures(ledger, spot)] for side in (left, right)]
                if right and not sides[1]:
                    yield not_checked(ledger.row_label(left[0].statement, spot.row), "没有印出明细行")
                elif sides[0]:
                    listed = [rows for term in right if (rows := term.listed(spot))]
                    for part in [[item] for item in sides[0]] if self.split else [sides[0]]:
                        if not (self.if_absent == "skip" and _absent(part + sides[1])):
                            yield self._instance(ledger, part, sides[1], listed)

    def _instance(self, ledger: Ledger, left: Signed, right: Signed, listed: list[tuple[str, str]]) -> Outcome:
        words = Wording(ledger, self.title, left, right)
        if self.if_absent and _absent(left + right):
            return Outcome(self.if_absent, words.place, "其中一行没有印出")
        found, expected = _sum(left), _sum(right)
        excess = found - expected
        allowed = _allowance(ledger, left, right)
        if refusal := _refusal(words.place, left, right, self.relation):
            silent = refusal.verdict == "not_applicable"
            return refusal.at(equation=self._equation(ledger, left, right, allowed)) if silent else refusal
        holds = {"=": excess == 0, "<=": excess <= 0, ">=": excess >= 0}[self.relation]
        compared = self._equation(ledger, left, right, allowed)
        fields = {"equation": compared, "codes": words.codes, "tables": words.tables}
        if holds:
            return passed(words.place, **fields)
        if abs(excess) <= allowed:
            tail = f"尾差{show_amount(excess, ledger.unit)}{ledger.unit}，在舍入可以解释的范围内"
            return passed(words.place, **fields, tail=excess, reason=tail)
        doubt = _doubt(ledger, left, right) or _unread(ledger, listed, abs(excess), allowed)
        return failed(
            words.place,
            words.message(_WORDS[self.relation], found, expected, allowed, doubt),
            severity="warning" if doubt and self.severity == "error" else self.severity,
            expected=expected,
            found=found,
            places=words.places,
            money=abs(excess),
            **fields,
        )

    def _equation(self, ledger: Ledger, left: Signed, right: Signed, allowed: Decimal) -> Equation:
        terms = [*left, *((-sign, figure) for sign, figure in right)]
        return equation(ledger, terms, allowed, self.relation)


def _absent(figures: Signed) -> bool:
    return any(figure.state == "absent" for _, figure in figures)


def _refusal(place: str, left: Signed, right: Signed, relation: str) -> Outcome | None:
    figures = [figure for _, figure in left + right]
    if lost := [figure for figure in figures if figure.state == "lost"]:
        reason = {"ambiguous": "同一格印了两个不同的数"}.get(lost[0].quality, "读取时丢失，推算的数不用来证明")
        return not_checked(place, f"{lost[0].key[2]}有一格{reason}")
    if not any(figure.state == "printed" for figure in figures):
        return not_applicable(place, "没有印出数字")
    if all(figure.state == "absent" for _, figure in left):
        absent = relation == "=" and _sum(right) != 0
        return not_checked(place, "没有印出这一行") if absent else not_applicable(place, "没有印出这一行")
    return None


def _say(side: list[Term], titled: bool) -> str:
    signs = [f" {'－' if term.sign < 0 else '＋'} " if place else "" for place, term in enumerate(side)]
    return "".join(sign + term.say(titled) for sign, term in zip(signs, side, strict=True)) or "0"


def _sum(side: Signed) -> int:
    return sum(sign * figure.amount for sign, figure in side)


def _allowance(ledger: Ledger, left: Signed, right: Signed) -> Decimal:
    """What rounding explains: n addends against a total; for one datum printed twice, the addends it sums itself."""
    operands = [[figure for _, figure in side if figure.amount] for side in (left, right)]
    figures = operands[0] + operands[1]
    if not all(operands):
        return Decimal(0)
    steps = [ledger.step(figure.key[0]) for figure in figures]
    if len(figures) > 2:
        return allowance(len(figures) - 1, steps)
    return allowance(max(ledger.addends(figure.key) for figure in figures), steps)


def _doubt(ledger: Ledger, left: Signed, right: Signed) -> str:
    """Why a difference may come from reading: an error is proved from printed figures only."""
    figures = [figure for _, figure in left + right]
    if any(figure.quality == "recovered" for figure in figures):
        return "有的行的科目是从别处补回的"
    if any(figure.quality == "scanned" for figure in figures):
        return "有的数由扫描件识别"
    if any(figure.state == "blank" and ledger.prints_zeros(figure.key) for figure in figures):
        return "有一格空白，而这一栏的零都印出，可能是读取丢失"
    if not all(any(figure.state == "printed" for _, figure in side) for side in (left, right) if side):
        return "其中一方没有印出数字"
    if any(figure.key[0] in ledger.damaged for figure in figures):
        return "本表没有读全"
    return ""


def _unread(ledger: Ledger, listed: list[tuple[str, str]], gap: int, allowed: Decimal) -> str:
    """The row that is printed elsewhere and would mend the sum."""
    codes = filter(None, (mending_row(ledger, statement, parent, gap, allowed) for statement, parent in listed))
    return next((f"别的表列有{code}而本表没有，差额正是它的数，可能是漏读或漏列" for code in codes), "")
