"""Errors of the text: figures, words of direction, reasons, what is told twice or denied."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from juesuan_nb.synth.page import Prose, Told
from juesuan_nb.synth.planting import (
    Kind,
    Mutation,
    Outcome,
    Planted,
    one_of,
    prose,
    told_spots,
    with_block,
    with_word,
)
from juesuan_nb.synth.prose import wording
from juesuan_nb.synth.report import SyntheticReport

_LEAST_RATE = Decimal(1)
"""Percentage points by which a rate is misprinted at least."""
_WITHIN_ROUNDING = "改动没有超出四舍五入可以解释的范围"
_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
_HALF = {"万元": Decimal("0.005"), "元": Decimal("0.005")}
"""Half of the last printed digit of an amount."""
_BUDGETS = ("original_budget", "revised_budget")
_CONTRARY = {
    "大于": "部分项目没有实施，支出减少",
    "小于": "人员增加，追加了经费，支出增加",
}
"""Word of comparison → a reason that speaks for the other one."""


def digits(value: str, dice: Random) -> str:
    """A rate with two digits exchanged, or another tens digit, off by half a point at the least."""
    number = Decimal(value)
    swaps = [
        value[:place] + value[place + 1] + value[place] + value[place + 2 :]
        for place in range(len(value) - 1)
        if "." not in value[place : place + 2]
    ]
    fitting = [
        text for text in swaps if text[0] != "0" and abs(Decimal(text) - number) >= max(_LEAST_RATE, number / 50)
    ]
    return dice.choice(fitting) if fitting else f"{number + 10:.2f}"


_CHANGES: dict[str, Callable[[str, Random], str]] = {
    "amount": lambda value, dice: f"{Decimal(value) * 2 + 1:.2f}",
    "digits": digits,
    "count": lambda value, dice: str(int(value) + dice.randint(1, 3)),
    "none": lambda value, dice: "0",
}


def told(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """One figure of the text is another one: which, and how, says mutations.toml."""

    def fits(word: Told) -> bool:
        return (
            re.fullmatch(kind.told, word.measure) is not None
            and re.fullmatch(kind.subject or ".*", word.subject) is not None
            and bool(word.value.strip("0.") or kind.change == "count")
        )

    if not (spot := one_of(dice, told_spots(report, fits))):
        return None
    number, place = spot
    word = report.blocks[number].words[place]
    value = _CHANGES[kind.change](word.value, dice)
    text = word.text.replace(word.value, value) if word.value in word.text else f"{Decimal(value):,}{word.unit}"
    wrong = replace(word, text=text, value=value)
    planted = Planted(kind.name, "", word.code, word.subject, word.measure, word.value, value)
    slight = word.unit == "%" and _slight(report, number, place, Decimal(value))
    return with_word(report.blocks, number, place, wrong), replace(planted, hidden=_WITHIN_ROUNDING if slight else "")


def _slight(report: SyntheticReport, number: int, place: int, value: Decimal) -> bool:
    """Whether the rounding of the amounts told before a rate could explain another rate."""
    words = report.blocks[number].words
    operands = [word for word in words[:place] if isinstance(word, Told) and word.unit in _HALF]
    near = operands[-1:] if words[place].measure == "share" else operands[-2:]
    loose = sum(_HALF[word.unit] / max(Decimal(word.value), _HALF[word.unit]) for word in near)
    return abs(value - Decimal(words[place].value)) <= value * loose + Decimal("0.01")


def direction(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """大于 for 小于, or the reverse."""
    other = {"大于": "小于", "小于": "大于"}
    if not (spot := one_of(dice, told_spots(report, lambda word: word.value in other))):
        return None
    word = report.blocks[spot[0]].words[spot[1]]
    wrong = replace(word, text=other[word.value], value=other[word.value])
    told = Planted(kind.name, "", word.code, word.subject, word.measure, word.value, wrong.value)
    return with_word(report.blocks, *spot, wrong), told


def reason(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """The reason behind 大于 or 小于 speaks for the other one."""
    if not (spot := one_of(dice, told_spots(report, lambda word: word.value in _CONTRARY))):
        return None
    number, place = spot
    words = report.blocks[number].words
    word, behind = words[place], words[place + 1]
    before = re.match(r".*?原因(?:是|为|：|:)", behind)
    if not before:
        return None
    wrong = f"{before[0]}{_CONTRARY[word.value]}。"
    told = Planted(kind.name, "", word.code, word.subject, "reason", behind, wrong)
    return with_word(report.blocks, number, place + 1, wrong), told


def _yoy(report: SyntheticReport) -> list[tuple[int, int]]:
    """The amounts by which something changed, 增加 or 减少 before them."""
    found = told_spots(report, lambda word: word.measure == "yoy_change" and bool(word.value.strip("0.")))
    return [(number, place) for number, place in found if str(report.blocks[number].words[place - 1])[-2:] in _OPPOSITE]


def _yoy_words(both: bool) -> Mutation:
    def change(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
        """增加 for 减少 before the amount, and 增长 for 下降 before the rate too where `both` are turned."""
        if not (spot := one_of(dice, _yoy(report))):
            return None
        number, place = spot
        words = report.blocks[number].words
        blocks = report.blocks
        for at in (place - 1, place + 1) if both else (place - 1,):
            text = words[at]
            blocks = with_word(blocks, number, at, text[:-2] + _OPPOSITE.get(text[-2:], text[-2:]))
        told = Planted(kind.name, "", "", words[place].subject, "yoy_change", words[place - 1][-2:], "")
        rate = words[place + 2] if place + 2 < len(words) and isinstance(words[place + 2], Told) else None
        low = both and rate and Decimal(rate.value) < 1
        return blocks, replace(told, hidden="增减幅度不到1%，两个方向的幅度一样" if low else "")

    return change


def same(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """An item's outturn is said to equal its budget and does not."""
    turned = {"大于": "等于", "小于": "等于"}
    if not (spot := one_of(dice, told_spots(report, lambda word: word.value in turned))):
        return None
    word = report.blocks[spot[0]].words[spot[1]]
    wrong = replace(word, text="等于", value="等于")
    told = Planted(
        kind.name, "", word.code, word.subject, "direction", word.value, "等于", hidden=_equal(report, *spot)
    )
    return with_word(report.blocks, *spot, wrong), told


def _equal(report: SyntheticReport, number: int, place: int) -> str:
    """Why nobody can hold 等于 against a comparison: as printed, the outturn is all of the budget."""
    before = [word for word in report.blocks[number].words[:place] if isinstance(word, Told)]
    told = {word.measure: Decimal(word.value) for word in before if word.unit in _HALF}
    budget, outturn = next((told[name] for name in _BUDGETS if name in told), None), told.get("outturn")
    if budget is None or outturn is None:
        return ""
    return "印出来的两个数相差不到0.005%" if abs(outturn - budget) * 20_000 <= budget else ""


_NOTHING: Mapping[str, str] = {
    "政府性基金预算财政拨款": "government_funds",
    "国有资本经营预算财政拨款": "state_capital",
}


def twice(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """The whole of the general budget, told several times, is another one the second time."""
    name = "一般公共预算财政拨款支出"
    found = told_spots(report, lambda word: word.subject == name and word.measure == "outturn" and bool(word.value))
    spot = one_of(dice, found[1:])
    if spot is None:
        return None
    word = report.blocks[spot[0]].words[spot[1]]
    value = f"{Decimal(word.value) + 100:.2f}"
    text = f"{Decimal(value):,}" if "," in word.text else value
    told = Planted(kind.name, "", "", word.subject, word.measure, word.value, value)
    return with_word(report.blocks, *spot, replace(word, text=text + word.unit, value=value)), told


def nothing(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """The text says that there is none where the table has amounts."""
    found = [
        (number, topic)
        for number, block in prose(report)
        for start, topic in _NOTHING.items()
        if any(
            isinstance(word, Told) and word.subject.startswith(start) and word.value.strip("0.") for word in block.words
        )
        and "、" not in block.text[:3]
    ]
    if not found:
        return None
    number, topic = dice.choice(found)
    sections = wording(report.layout.dialect)["section"]
    text = next(section["empty"] for section in sections if section["topic"] == topic)[0]
    text = text.replace("<us>", "本部门").replace("<department>", report.department).replace("<year>", str(report.year))
    return with_block(report.blocks, number, Prose((text,))), Planted(kind.name, topic, found=text)


FIGURE_ERRORS: dict[str, Mutation] = {
    "direction": direction,
    "reason": reason,
    "yoy_word": _yoy_words(both=False),
    "yoy_words": _yoy_words(both=True),
    "same": same,
    "twice": twice,
    "nothing": nothing,
}
"""Kind → function, for what is wrong in a sentence; kinds that only change a figure are data (`told`)."""
