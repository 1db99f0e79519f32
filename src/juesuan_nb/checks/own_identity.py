"""One identity as an analyst wrote it → a rule, or the mistake in it: which field, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from juesuan_nb.checks import notation
from juesuan_nb.checks.conditions import CONDITIONS
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.identities import as_rule
from juesuan_nb.checks.identity import SIGNS
from juesuan_nb.checks.model import BASES, SEVERITIES, VERDICTS, Rule
from juesuan_nb.checks.runner import run

_CODE = re.compile(r"(FT|AR)9\d{1,2}")
_ORDER = ("failed", "not_checked", "passed", "not_applicable")
_TEXT, _LIST, _FLAG = "文字（放在引号里）", '列表，例如 ["T3[合计].基本支出"]', "true 或 false"
_FIELDS = {
    "code": _TEXT, "title": _TEXT, "relation": _TEXT, "left": _LIST, "right": _LIST, "each": _TEXT, "by_column": _TEXT,
    "when": _TEXT, "severity": _TEXT, "basis": _TEXT, "split": _FLAG, "if_absent": _TEXT, "pairs": _LIST,
    "example": _TEXT, "broken": _LIST, "groups": _LIST,
}  # fmt: skip
_KINDS = {_TEXT: str, _LIST: list, _FLAG: bool}
_CHOICES: dict[str, Mapping[str, str]] = {
    "relation": {"=": "等于", "<=": "不大于", ">=": "不小于"},
    "severity": SEVERITIES,
    "basis": BASES,
    "if_absent": {name: VERDICTS[name] for name in ("not_applicable", "not_checked")},
    "when": {name: condition.help for name, condition in CONDITIONS.items()},
}
_NEEDED = ("code", "title", "left", "right")
_NEEDED_BY = {"by_column": ("each", "by_column 要与 each 同时写"), "broken": ("example", "有 broken 就要有 example")}


class Mistake(Exception):
    """`where`: the fields that lead to what is wrong; `reason` in Chinese; `text`: what in the field is wrong."""

    def __init__(self, where: tuple[str | int, ...], reason: str, text: str = "") -> None:
        super().__init__(reason)
        self.where, self.reason, self.text = where, reason, text


def rule(entry: Mapping[str, object], limits: Mapping[str, Decimal | int]) -> Rule:
    """The rule of an entry, its examples tried with the thresholds in force. Raises Mistake."""
    _check_fields(entry)
    words = {name: _chosen(name, entry[name]) for name in _CHOICES if name in entry}
    read = {"basis": "own"} | dict(entry) | words | _read_notation(entry)
    made = as_rule(read)
    family = "FT" if len(made.needs) == 1 else "AR"
    if made.family != family:
        kind = "只涉及一张表（表内），编号应以 FT9" if family == "FT" else "涉及几张表（表间），编号应以 AR9"
        raise Mistake(("code",), f"{made.code} {kind} 开头")
    _try_examples(made, limits)
    return made


def _check_fields(entry: Mapping[str, object]) -> None:
    for name, value in entry.items():
        if name not in _FIELDS:
            raise Mistake((name,), f"关系里没有“{name}”这一项，可用：{'、'.join(_FIELDS)}")
        if not isinstance(value, _KINDS[_FIELDS[name]]):
            raise Mistake((name,), f"{name} 应是{_FIELDS[name]}，而不是“{value}”")
    for name in _NEEDED:
        if name not in entry or (name != "right" and not entry[name]):
            raise Mistake((name,), f"这条关系缺少 {name}")
    if not _CODE.fullmatch(entry["code"]):
        raise Mistake(
            ("code",),
            f"编号“{entry['code']}”不能用：自定规则的编号是 FT90 至 FT99、FT900 至 FT999（表内）或 AR 同样（表间）",
        )
    for name, (other, reason) in _NEEDED_BY.items():
        if entry.get(name) and not entry.get(other):
            raise Mistake((name,), reason)
    broken = entry.get("broken", ["", ""])
    if len(broken) != 2 or not all(isinstance(text, str) for text in broken):
        raise Mistake(("broken",), 'broken 是两段文字：把示例里的前一段换成后一段，示例就不符，例如 ["2.02", "2.20"]')
    if broken[0] not in entry.get("example", ""):
        raise Mistake(("broken",), f"示例里没有“{broken[0]}”这段文字")
    if not entry["right"] and entry.get("relation", "=") == "=":
        raise Mistake(("right",), 'right 是空的：只有 relation 为 ">=" 或 "<=" 时可以空着，表示与 0 相比')


def _chosen(name: str, value: str) -> str:
    """The identifier of a choice; its Chinese word does as well."""
    known = _CHOICES[name]
    by_word = {
        word: identifier for identifier, word in [*known.items(), *(SIGNS.items() if name == "relation" else ())]
    }
    if value not in known and value not in by_word:
        listed = "、".join(f"{identifier}（{word}）" for identifier, word in known.items())
        raise Mistake((name,), f"{name} 不能是“{value}”，可用：{listed}")
    return value if value in known else by_word[value]


def _read_notation(entry: Mapping[str, object]) -> dict[str, object]:
    """`each`, `by_column`, `left`, `right` and `pairs` in the notation of terms.py."""
    each = _said(("each",), notation.each_row, entry["each"]) if entry.get("each") else ""
    columns = _said(("by_column",), notation.every_column, entry["by_column"]) if entry.get("by_column") else ""
    read: dict[str, object] = {"each": each, "by_column": columns}

    def sides(where: tuple[str | int, ...], given: Mapping[str, object]) -> dict[str, list[str]]:
        return {name: _side((*where, name), given.get(name), each, columns) for name in ("left", "right")}

    pairs = entry.get("pairs", [])
    for number, pair in enumerate(pairs):
        if not isinstance(pair, dict) or set(pair) != {"left", "right"}:
            raise Mistake(("pairs", number), "pairs 的每一段要有 left 和 right，没有别的")
    return read | sides((), entry) | {"pairs": [sides(("pairs", number), pair) for number, pair in enumerate(pairs)]}


def _side(where: tuple[str | int, ...], terms: object, each: str, by_column: str) -> list[str]:
    if not isinstance(terms, list) or not all(isinstance(text, str) for text in terms):
        raise Mistake(where, f"{where[-1]} 应是{_LIST}，而不是“{terms}”")

    def read(text: str) -> str:
        return notation.term(text, each=each, by_column=by_column)

    return [_said(where, read, text) for text in terms]


def _said(where: tuple[str | int, ...], read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except ValueError as error:
        raise Mistake(where, str(error), text) from None


def _try_examples(made: Rule, limits: Mapping[str, Decimal | int]) -> None:
    """An example that the rule judges otherwise than it says is a mistake in the one or the other."""
    for example in made.examples:
        where = ("example",) if example.verdict == "passed" else ("broken",)
        try:
            outcomes = run(made, Facts(example.sample, dict(limits)))
            example.sample.cells  # noqa: B018 (a table that cannot be read raises here, not as a verdict)
        except (ValueError, LookupError, ArithmeticError, AttributeError, StopIteration) as error:
            raise Mistake(("example",), f"示例读不懂（{error}），请照 docs/own-rules.md 里的写法") from None
        found = next(verdict for verdict in _ORDER if any(outcome.verdict == verdict for outcome in outcomes))
        if found != example.verdict:
            said = next(one.message or one.reason for one in outcomes if one.verdict == found)
            wanted, what = VERDICTS[example.verdict], "示例" if where == ("example",) else "换字后的示例"
            raise Mistake(
                where,
                f"{what}的核对结果应是{wanted}，实际是{VERDICTS[found]}{f'：{said}' if said else ''}".rstrip("。"),
            )
