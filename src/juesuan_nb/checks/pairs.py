"""Family AN 异常, money without its counterpart in another part of the report (AN12), by pairs.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.ledger import Figure
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry of pairs.toml."""

    name: str
    money: tuple[str, ...]
    topic: str
    subject: str
    measure: str
    says: str
    reverse: bool = False

    def counterparts(self, told: list[Told]) -> list[tuple[Told, Claim]]:
        """What the text tells of the other side."""
        measures = ("count",) if self.measure == "count" else ("outturn", "amount")
        ones = [one for one in told if one.topic == self.topic and re.fullmatch(self.subject, fold(one.subject))]
        return [(one, claim) for one in ones for claim in one.claims if claim.measure in measures]


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs."""
    data = tomllib.loads((files(__package__) / "pairs.toml").read_text(encoding="utf-8"))
    return tuple(Pair(**entry | {"money": tuple(entry["money"])}) for entry in data["pair"])


_ASSETS = "T6 | 决算数\n310 资本性支出 | {amount}\n公用经费合计 | 20.00"


def _procured(amount: str) -> tuple[dict, ...]:
    return claims("procurement", f"政府采购支出总额 | outturn | {amount} 万元")


@declare(
    "AN12",
    "有支出而没有相应的采购、车辆或批次，或者相反",
    severity="info",
    basis="arithmetic",
    needs=("topic:*",),
    thresholds=("pair_materiality", "variance_large"),
    examples=(
        Example(
            "有采购",
            sample(_ASSETS.format(amount="9.00"), _procured("8.00"), claims("state_assets", "车辆合计 | count | 0 辆")),
            "passed",
        ),
        Example("购置资产没有采购", sample(_ASSETS.format(amount="9.00"), _procured("0.00")), "failed", "info"),
        Example("大额购置没有采购", sample(_ASSETS.format(amount="90.00"), _procured("0.00")), "failed", "warning"),
        Example(
            "有车辆没有费用",
            sample(
                "T9 | 决算数/合计 | 决算数/公务用车运行维护费\n- | 0.00 | 0.00",
                claims("state_assets", "车辆合计 | count | 3 辆"),
            ),
            "failed",
            "info",
        ),
    ),
)
def one_sided(facts: Facts) -> Iterator[Outcome]:
    """报告一处有钱（如资本性支出、车辆运行维护费），另一处应有而写零的（如政府采购、车辆、批次），或者有物没有钱，作为提示；金额很大的列为疑点。

    另一处没有写的，不核对。
    """
    for pair in pairs():
        yield _judge(facts, pair)


def _judge(facts: Facts, pair: Pair) -> Outcome:
    figures = [figure for term in pair.money for figure in figures_of(term, "", facts.ledger)]
    printed = [figure for figure in figures if figure.state == "printed"]
    found = pair.counterparts(facts.told)
    if not printed and not any(facts.ledger.has(figure.key[0]) for figure in figures):
        return not_checked(pair.name, "没有读到应有这项支出的表")
    if not pair.reverse and not any(figure.amount for figure in printed):
        return not_applicable(pair.name, "没有这项支出")
    if not found:
        return not_checked(pair.name, "情况说明没有写另一方")
    values = [claim.amount if claim.amount is not None else claim.number for _, claim in found]
    if pair.reverse and not any(values):
        return not_applicable(pair.name, "情况说明写为零")
    if not printed:
        return not_checked(pair.name, "表中没有印出这项支出")
    if pair.reverse:
        return _reversed(pair, printed, found)
    spent = max(printed, key=lambda figure: figure.amount)
    if spent.amount < facts.limits["pair_materiality"] or any(values):
        return passed(pair.name)
    label = f"《{facts.ledger.titles[spent.key[0]]}》{_label(facts, spent)}"
    grade = "warning" if spent.amount >= facts.limits["variance_large"] else "info"
    message = f"{label}{facts.money(spent.amount)}，{pair.says}。"
    fields = {"found": spent.amount, "money": spent.amount, "places": _places(label, spent, found)}
    return failed(pair.name, message, severity=grade, **fields)


def _reversed(pair: Pair, printed: list[Figure], found: list[tuple[Told, Claim]]) -> Outcome:
    if any(figure.amount for figure in printed):
        return passed(pair.name)
    one, claim = next((one, claim) for one, claim in found if claim.number)
    message = f"{one.place}{claim.value}{claim.unit}，{pair.says}。"
    return failed(pair.name, message, found=claim.number, unit=claim.unit, places=one.places)


def _label(facts: Facts, figure: Figure) -> str:
    statement, row, column = figure.key
    return facts.ledger.row_label(statement, row) if row else column


def _places(label: str, figure: Figure, found: list[tuple[Told, Claim]]) -> tuple[str, ...]:
    return (f"{label}（{figure.where}）", *dict.fromkeys(place for one, _ in found for place in one.places))
