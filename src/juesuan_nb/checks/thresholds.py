"""Thresholds of the rules: defaults from thresholds.toml, overridable by argument."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from juesuan_nb.amounts import FEN_PER_UNIT, to_fen
from juesuan_nb.errors import UsageError


@dataclass(frozen=True, slots=True)
class Threshold:
    """A named threshold; `default` in `unit` (%, 万元, or a plain number: 个, 分); `basis` and `help` in Chinese."""

    name: str
    default: Decimal
    unit: str
    basis: str
    help: str


@cache
def thresholds() -> dict[str, Threshold]:
    """All thresholds by name."""
    data = tomllib.loads((files(__package__) / "thresholds.toml").read_text(encoding="utf-8"))
    return {name: Threshold(name, Decimal(entry.pop("default")), **entry) for name, entry in data.items()}


def settings(given: Mapping[str, object] | None = None) -> dict[str, Decimal | int]:
    """Every threshold's value in force: percentages and plain numbers as Decimal, amounts of money in 分.

    Raises UsageError on an unknown name or on a value that is no number.
    """
    given = dict(given or {})
    if unknown := sorted(set(given) - set(thresholds())):
        raise UsageError(f"没有名为“{unknown[0]}”的阈值，可用的有：{'、'.join(thresholds())}。")
    return {name: _value(entry, given.get(name, entry.default)) for name, entry in thresholds().items()}


def _value(entry: Threshold, given: object) -> Decimal | int:
    try:
        number = Decimal(str(given))
        return to_fen(number, entry.unit) if entry.unit in FEN_PER_UNIT else number
    except (InvalidOperation, ValueError) as error:
        raise UsageError(f"阈值“{entry.name}”应是一个数（{entry.unit}），而不是“{given}”。") from error
