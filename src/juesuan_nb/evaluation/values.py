"""Cells of the 绩效 forms → values: what is printed, in which unit, and whether it can be trusted."""

import re
from dataclasses import dataclass

from juesuan_nb.amounts import read_number
from juesuan_nb.document import fold, squeeze
from juesuan_nb.evaluation import words

_MARKUP = re.compile(r"<[^<>]*>")
_MEASURED = re.compile(r"(-?\d[\d,.\s]*)([^\d\s,.<>=≥≤]{0,6})")
_DAY = re.compile(r"月(?:[底初中上下前份]|\d)|年(?:[底初末前]|\d)")
"""What follows the number of a date, not of a quantity: “12月底前”."""
_FOREIGN_SIGN = re.compile(r"(?:[^\w\s≥≤><=＝≧≦＞＜±≈~(（\"“+-]|[A-Za-z])\s*\d")
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as published: `text` without separators, its unit, its quality (printed, repaired, doubtful)."""

    text: str
    unit: str = ""
    quality: str = "printed"


def clean(text: str) -> str:
    """Cell text without markup left over from a conversion."""
    return _MARKUP.sub("", text).strip()


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, a slash, a stray point."""
    return not squeeze(clean(text)).strip("-−–—﹣/\\.·。")


def is_number(text: str) -> bool:
    """Whether a cell holds one number, with or without a percent sign or 分."""
    return read_number(re.sub(r"[%％分]$", "", clean(text))) is not None


def number(text: str, unit: str) -> Value | None:
    """A cell that must hold a number in `unit`; None where it says nothing; doubtful where it is no number.

    A dash before a percent sign is the form's way to print an indicator that does not apply: the value "-" in %.
    """
    if fold(text) in ("-%", "--%", "—%"):
        return Value("-", "%")
    if is_blank(text):
        return None
    unit = "%" if unit == "分" and re.search(r"[%％]$", clean(text)) else unit
    bare = re.sub(r"[%％分]$", "", clean(text)).strip()
    read = read_number(bare)
    broken = _MARKUP.search(text) or re.fullmatch(r"\d+(\s+\d+)+", bare)
    if read is None or broken:
        return Value(squeeze(bare) if not broken else bare, unit, "doubtful")
    return Value(read.text, unit, "repaired" if read.repaired else "printed")


def measured(text: str) -> Value | None:
    """A result cell: "100%" → 100 in %, "50个" → 50 in 个, words as printed; None where it says nothing."""
    if is_blank(text):
        return None
    plain = squeeze(clean(text)).replace("％", "%")
    found = _MEASURED.fullmatch(plain)
    read = read_number(found[1]) if found else None
    if not read or _DAY.match(found[2]):
        return Value(plain)
    return Value(read.text, found[2], "repaired" if read.repaired else "printed")


def target(text: str) -> Value | None:
    """A target cell, as printed ("≥90%", "稳步推进"); doubtful where a foreign sign stands before a number."""
    if is_blank(text):
        return None
    plain = squeeze(clean(text))
    return Value(plain, "", "doubtful" if _FOREIGN_SIGN.match(plain) else "printed")


def words_of(text: str, pieces: int = 1) -> Value | None:
    """A cell of words; None where it has none (stray digits are no reason); doubtful where it was cut in pieces."""
    plain = squeeze(clean(text))
    return Value(plain, "", "doubtful" if pieces > 1 else "printed") if HAN.search(plain) else None


def of_field(name: str, text: str, unit: str, pieces: int = 1) -> Value | None:
    """The value of a form's field by its head; `unit` is the table's unit of money."""
    if name in words.MONEY_HEADS:
        return number(text, unit)
    if name in words.PERCENT_HEADS:
        return number(text, "%")
    if name in words.POINTS_HEADS or name in words.SCORE_HEADS:
        return number(text, "分")
    if name in words.TARGET_HEADS:
        return target(text)
    if name in words.SIGN_HEADS:
        return Value(squeeze(text)) if squeeze(text) else None
    if name in words.RESULT_HEADS:
        return measured(text)
    return words_of(text, pieces)
