"""Analysts' own rules: identities, thresholds and lists of rules from TOML files, wholly checked before any is used.

docs/own-rules.md shows analysts how. Codes are FT90 to FT99 or FT900 to FT999, and AR alike: the catalogue keeps below.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from juesuan_nb.checks import own_identity
from juesuan_nb.checks.model import FAMILIES, Rule
from juesuan_nb.checks.registry import rules
from juesuan_nb.checks.thresholds import settings, thresholds
from juesuan_nb.checks.tomlsource import TomlSource
from juesuan_nb.places import place, remote
from juesuan_nb.report import BETWEEN

Given = str | Path | Iterable[str | Path]
FILE_NAME = "juesuan.toml"
"""Found beside a report, else in the working directory (see `rules_files`)."""

_PARTS = {"thresholds": "阈值", "identity": "恒等关系", "select": "只用的规则", "ignore": "不用的规则"}


@dataclass(frozen=True)
class Own:
    """What rules files say. `select` is empty where no file limits the rules; `files` are names and SHA-256."""

    rules: dict[str, Rule] = field(default_factory=dict)
    thresholds: dict[str, object] = field(default_factory=dict)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def over(self, other: Own) -> Own:
        """Both together; where both say something of the same code or threshold, or select, this one counts."""
        return Own(
            other.rules | self.rules,
            other.thresholds | self.thresholds,
            self.select or other.select,
            tuple(dict.fromkeys((*other.ignore, *self.ignore))),
            (*other.files, *self.files),
        )


def load(paths: Iterable[str | Path]) -> Own:
    """What the files say together; a later file counts more than an earlier one.

    Raises UsageError with file, line and reason on the first mistake; then nothing of any file is in force.
    """
    found = Own()
    for path in paths:
        found = _load(TomlSource(path), found)
    return found


def rules_files(report: Given = (), explicit: Given = ()) -> list[Path]:
    """The rules files for a report, the least important first: juesuan.toml of its folder, then `explicit` ones.

    `report` are its files, `explicit` paths; both may be one text in which "|" parts several. Where no folder of the
    report has a juesuan.toml, that of the working directory is taken, if there is one.
    """
    beside = [(path if path.is_dir() else path.parent) / FILE_NAME for path in _paths(report) if not remote(path)]
    found = next((path for path in [*beside, Path(FILE_NAME)] if path.is_file()), None)
    given = _paths(explicit)
    known = {path.resolve() for path in given}
    return [*(path for path in [found] if path and path.resolve() not in known), *given]


def _paths(given: Given) -> list[Path]:
    several = given.split(BETWEEN) if isinstance(given, str) else [given] if isinstance(given, Path) else given
    return [place(path) for path in several if str(path)]


def _load(source: TomlSource, below: Own) -> Own:
    for name in source.data:
        if name not in _PARTS:
            listed = "、".join(f"{known}（{help}）" for known, help in _PARTS.items())
            raise source.fault((name,), f"不认识“{name}”，可用：{listed}")
    limits = _thresholds(source)
    own = _identities(source, settings(below.thresholds | limits))
    known = below.rules | own
    return Own(
        own, limits, _listed(source, "select", known), _listed(source, "ignore", known),
        ((source.path.name, sha256(source.raw).hexdigest()),),
    ).over(below)  # fmt: skip


def _thresholds(source: TomlSource) -> dict[str, object]:
    given = source.data.get("thresholds", {})
    if not isinstance(given, dict):
        raise source.fault(("thresholds",), "thresholds 应写成一段：[thresholds]，下面每行“名称 = 数”")
    for name, value in given.items():
        where = ("thresholds", name)
        if name not in thresholds():
            listed = "、".join(f"{known}（{entry.help}）" for known, entry in thresholds().items())
            raise source.fault(where, f"没有名为“{name}”的阈值，可用：{listed}")
        unit = thresholds()[name].unit
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            raise source.fault(where, f"阈值 {name} 应是一个数（单位{unit}，不加引号），而不是“{value}”")
        if value < 0:
            raise source.fault(where, f"阈值 {name} 不能是负数")
    return given


def _identities(source: TomlSource, limits: dict[str, Decimal | int]) -> dict[str, Rule]:
    given = source.data.get("identity", [])
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise source.fault(("identity",), "每条关系写成一段：[[identity]]（双方括号），下面每行“名称 = 值”")
    found: dict[str, Rule] = {}
    for number, entry in enumerate(given):
        try:
            rule = own_identity.rule(entry, limits)
        except own_identity.Mistake as mistake:
            raise source.fault(("identity", number, *mistake.where), mistake.reason, mistake.text) from None
        if rule.code in found:
            raise source.fault(("identity", number, "code"), f"编号 {rule.code} 用了两次")
        found[rule.code] = rule
    return found


def _listed(source: TomlSource, name: str, own: dict[str, Rule]) -> tuple[str, ...]:
    given = source.data.get(name, [])
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        raise source.fault((name,), f'{name} 应是规则编号或类别的列表，例如 {name} = ["AN05", "EX"]')
    known = {*FAMILIES, *own, *(rule.code for rule in rules())}
    for code in given:
        if code.upper() not in known:
            families = "、".join(f"{family}（{help}）" for family, help in FAMILIES.items())
            raise source.fault((name,), f"没有编号为“{code}”的规则。类别有：{families}；编号用 juesuan rules 查看")
    return tuple(code.upper() for code in given)
