"""Numbers of spreadsheets as they are printed: a cell's binary value and its number format → text.

Excel keeps 6519.14 as the nearest binary fraction and shows 15 significant digits at most: with these digits the
decimal text is exact. Thousands separators are left out: they are no part of a figure.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache

GENERAL = "General"
BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"', 48: "##0.0E+0", 49: "@",
}  # fmt: skip
BUILTIN |= dict.fromkeys([*range(14, 18), *range(27, 37), *range(50, 59)], "yyyy-m-d")
"""Formats that a workbook names by number only; the dates differ by country, their day is what counts."""

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_INVISIBLE = re.compile(r"_.|\*.|\[[^\]]*\]")
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?(,*)")
_FAR = 10**8
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format: what stands around the digits, and how many of them there are."""

    before: str = ""
    after: str = ""
    whole: int = 0
    places: int | None = None
    scale: int = 0
    date: str = ""
    literal: bool = False


def show(value: float, number_format: str = GENERAL, base_1904: bool = False) -> str:
    """The text that a cell of this value and format prints; "" where the format hides it (zeros, often)."""
    number = _exact(value)
    if number is None:
        return ""
    sections = _sections(number_format or GENERAL)
    section, sign = _section(sections, number)
    if section.date:
        return _date(number, section.date, base_1904)
    if section.literal:
        return section.before
    if section.places is None:
        return _plain(number)
    with localcontext(prec=60):
        scaled = abs(number).scaleb(section.scale)
        digits = f"{scaled.quantize(Decimal(1).scaleb(-section.places), rounding=ROUND_HALF_UP):f}"
    whole, point, rest = digits.partition(".")
    if not scaled and not section.whole and not rest:
        return section.before + section.after
    shown = f"{whole.zfill(section.whole)}{point}{rest}"
    minus = "-" if sign and any(digit in shown for digit in "123456789") else ""
    return f"{minus}{section.before}{shown}{section.after}"


def _exact(value: float) -> Decimal | None:
    """The number at the 15 digits that a spreadsheet keeps; None where it is none (NaN, infinity)."""
    try:
        number = Decimal(f"{float(value):.15g}")
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return number if number.is_finite() and (not number or abs(number.adjusted()) < _LONGEST) else None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


def _section(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The section that a number takes, and whether the minus is its sign (an own negative section brings its own)."""
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if not number and len(sections) > 2:
        return sections[2], False
    return sections[0], number < 0


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    if number_format.strip().lower() in ("general", "@", "", "g/通用格式", "g/標準"):
        return (_Section(),)
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format[:255])
    return tuple(_read_section(part) for part in parts[:3])


def _read_section(part: str) -> _Section:
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2])
        return chr(0xE000 + len(literals) - 1)

    kept = _INVISIBLE.sub("", _QUOTED.sub(keep, part))
    text = kept.replace("!", "")

    def back(piece: str) -> str:
        return "".join(literals[ord(c) - 0xE000] if 0 <= ord(c) - 0xE000 < len(literals) else c for c in piece)

    if "general" in text.lower():
        return _Section()
    found = _DIGITS.search(text)
    if re.search(r"[ymdhs]", text, re.IGNORECASE) and not (found and re.search(r"[0#]", text)):
        return _Section(date="".join(dict.fromkeys(re.findall(r"[ymd]", text.lower()))) or "t")
    if not found:
        return _Section(before=back(text).replace("?", "").replace("#", "").strip(), literal=True)
    digits = found[0]
    whole, _, decimals = digits.rstrip(",").partition(".")
    before, after = back(text[: found.start()]), back(text[found.end() :])
    scale = 2 * after.count("%") - 3 * len(found[1])
    if "E" in after.upper():
        return _Section()
    return _Section(before.strip("¥￥$ "), after.strip(), whole.count("0"), len(decimals), scale)


def _date(number: Decimal, parts: str, base_1904: bool) -> str:
    """The date of a serial number as a Chinese report writes it, as far as the format shows it."""
    if abs(number) >= _FAR:
        return _plain(number)
    try:
        day = datetime(1904, 1, 1) if base_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a calendar day)
        day += timedelta(days=int(number))
    except OverflowError:
        return _plain(number)
    shown = {"y": f"{day.year}年", "m": f"{day.month}月", "d": f"{day.day}日"}
    return "".join(text for part, text in shown.items() if part in parts) or _plain(number)
