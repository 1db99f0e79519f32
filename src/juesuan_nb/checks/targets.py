"""A target of the 绩效 forms and the result beside it, as numbers that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.amounts import half_up, rate
from juesuan_nb.checks.attachments import RESULT, TARGET, Entry
from juesuan_nb.document import fold
from juesuan_nb.evaluation.values import HAN

_LEAST = ("≥", ">=", "≧", ">", "不低于", "不少于", "大于等于", "大于或等于", "大于", "至少", "超过")
_MOST = ("≤", "<=", "≦", "<", "不高于", "不超过", "不大于", "小于等于", "小于或等于", "小于", "控制在")
_SAME = ("=", "等于", "达到", "")
_SIGNS = {sign: kind for kind, signs in (("least", _LEAST), ("most", _MOST), ("same", _SAME)) for sign in signs}
_SIGN = "|".join(map(re.escape, sorted(filter(None, _SIGNS), key=len, reverse=True)))
_NUMBER = re.compile(rf"({_SIGN})?(\d+(?:\.\d+)?)([^\d.,;、/]{{0,8}}?)(及?以上|及?以下|以内)?")
_DATE = re.compile(r"[年月日号底前]|季度")
_ENDS = {"上": "least", "下": "most", "内": "most"}
_SIGN_HEADS = ("指标性质", "指标方向")
_UNIT_HEADS = ("计量单位", "度量单位")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and its result in one unit. `kind`: least (≥), most (≤) or same (a bare number)."""

    kind: str
    target: Decimal
    result: Decimal
    unit: str
    said: str
    sure: bool

    @property
    def met(self) -> bool:
        """Whether the result satisfies the target."""
        return {"least": self.result >= self.target, "most": self.result <= self.target}.get(
            self.kind, self.result == self.target
        )

    @property
    def deviation(self) -> Decimal | None:
        """How far the result stands from the target, as a percentage of it; None where the target is zero."""
        return rate(self.result - self.target, self.target)

    @property
    def fitting(self) -> set[Decimal]:
        """Every deviation that may be printed for it, without sign.

        Forms count a result that meets its target as no deviation; some print the difference in percentage points,
        some the rate of completion.
        """
        found = {abs(self.result - self.target)} if self.unit == "%" else set()
        found |= {Decimal(0)} if self.met or self.kind == "same" else set()
        if self.target:
            exact = (self.result - self.target) * 100 / self.target
            found |= {abs(exact), 100 + exact}
        return found

    def fits(self, stated: Decimal) -> bool:
        """Whether a printed deviation is one of them, at the number of digits it is printed with."""
        places = max(0, -int(stated.as_tuple().exponent))
        return any(half_up(one, places) == abs(stated) for one in self.fitting)


def aim(entry: Entry) -> Aim | None:
    """The target and the result of an indicator; None where one of them is no number, or the units differ."""
    target, result = entry.fields.get(TARGET), entry.number(RESULT)
    found = _NUMBER.fullmatch(_plain(target.value)) if target and target.sure else None
    if result is None or found is None or (found[3] and _is_date(found[3])):
        return None
    sign = found[1] or _first(entry, _SIGN_HEADS)
    kind = _ENDS[found[4][-1]] if found[4] else _SIGNS.get(sign)
    unit = found[3] or _first(entry, _UNIT_HEADS) or target.unit
    own = entry.fields[RESULT].unit or _first(entry, _UNIT_HEADS)
    if kind is None or _plain(unit) != _plain(own) or result < 0:
        return None
    sure = target.proves and entry.fields[RESULT].proves
    return Aim(kind, Decimal(found[2]), result, _plain(unit), target.value, sure)


def is_quality(entry: Entry) -> bool:
    """Whether the target is words (稳步推进) and no number."""
    target = entry.fields.get(TARGET)
    return bool(target and target.sure and HAN.search(target.value) and not re.search(r"\d", target.value))


def _plain(text: str) -> str:
    return fold(text).replace("％", "%")


def _is_date(unit: str) -> bool:
    return bool(_DATE.search(unit)) and not unit.startswith(("个月", "个工作日"))


def _first(entry: Entry, names: tuple[str, ...]) -> str:
    return next((_plain(entry.fields[name].value) for name in names if name in entry.fields), "")
