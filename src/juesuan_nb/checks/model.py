"""What a rule is, and what it says about one place of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from juesuan_nb import vocabulary

if TYPE_CHECKING:
    from juesuan_nb.checks.equations import Equation
    from juesuan_nb.checks.facts import Facts
    from juesuan_nb.checks.literal import Sample

VERDICTS = {"passed": "通过", "failed": "不符", "not_applicable": "不适用", "not_checked": "未核对"}
SEVERITIES = {"error": "错误", "warning": "疑点", "info": "提示"}
BASES = {"regulation": "法规制度", "form": "公开报表的格式", "arithmetic": "会计算术", "own": "自定规则"}
FAMILIES = {
    "RD": "读取",
    "CP": "完整性",
    "FT": "表内",
    "AR": "表间",
    "NV": "表文",
    "EX": "说明",
    "AN": "异常",
    "PF": "绩效",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule's verdict on one place. Amounts are 分; rates are Decimal and then `unit` is "%".

    `severity` overrides that of the rule; `equation` is what was compared, over figures of `scope`, from which the
    wrong cell is found; `tail` is the rest in 分 that rounding explains (the verdict is then passed, and the runner
    gathers the tails of a rule). A finding that leads others says which (`leads`) and how many equations it `mends`.
    """

    verdict: str
    place: str = ""
    reason: str = ""
    message: str = ""
    severity: str = ""
    expected: int | Decimal | None = None
    found: int | Decimal | None = None
    unit: str = ""
    codes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    scope: str = ""
    equation: Equation | None = None
    leads: tuple[Outcome, ...] = ()
    mends: int = 0
    tail: int = 0
    money: int = 0

    def at(self, **changes: object) -> Outcome:
        """The same outcome with some fields changed."""
        return replace(self, **changes)


def passed(place: str = "", **fields: object) -> Outcome:
    """The relation holds at a place."""
    return Outcome("passed", place, **fields)


def failed(place: str, message: str, **fields: object) -> Outcome:
    """The relation does not hold at a place; `message` is one Chinese sentence with the figures."""
    return Outcome("failed", place, message=message, **fields)


def not_applicable(place: str, reason: str) -> Outcome:
    """The report legitimately has no such thing."""
    return Outcome("not_applicable", place, reason)


def not_checked(place: str, reason: str) -> Outcome:
    """It could not be checked: what is absent or unreadable is never a pass."""
    return Outcome("not_checked", place, reason)


@dataclass(frozen=True)
class Example:
    """A literal small report, the verdict it must give, and (for a failed one) the severity.

    `thresholds` change the defaults.
    """

    name: str
    sample: Sample
    verdict: str
    severity: str = ""
    thresholds: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule of the catalogue. `relation` states what must hold, in Chinese; `needs` are statements ("table:revenue"),
    narrative topics ("topic:revenue"; "topic:*" for any) or "evaluation"; `thresholds` are names in thresholds.toml."""

    code: str
    title: str
    severity: str
    basis: str
    relation: str
    check: Callable[[Facts], Iterable[Outcome]]
    needs: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def family(self) -> str:
        """The two letters of the code."""
        return self.code[:2]

    @property
    def tables(self) -> tuple[str, ...]:
        """The titles of the statements that the rule needs."""
        named = (need.partition(":") for need in self.needs)
        return tuple(vocabulary.statements()[name].title for kind, _, name in named if kind == "table")
