"""Which column of a budget's table is this year's budget: forms print last year's outturn and the change beside it."""

import re

WHOLE, PARTS = "合计", ("基本支出", "项目支出")
_YEAR = re.compile(r"(20\d\d)年?")
_OTHER = re.compile(r"执行|完成|决算|增减|增长|变动|比上年|上年|占比|%|备注|说明")
_WORDS = re.compile(
    rf"({_YEAR.pattern})?度?(?:年初|本年|当年|部门|财政拨款|支出)*预算(?:数|金额|合计)?|(?:支出)?(?:合计|小计|总计)|金额|支出"
)


def leaves(year: int | None) -> tuple[str, ...]:
    """Heads under which the figures of a budget stand."""
    named = (f"{year}年预算数", f"{year}年预算", f"{year}年度预算数", f"{year}预算数") if year else ()
    return (WHOLE, *PARTS, "预算数", "小计", "总计", "年初预算", "本年预算", "金额", "财政拨款收入", *named)


def named(paths: tuple[str, ...], year: int | None) -> dict[str, str]:
    """Printed head (storeys joined by /) → 合计, 基本支出 or 项目支出 of this year; the head itself for all others.

    Each name goes to the first column that it fits.
    """
    found: dict[str, str] = {}
    for path in paths:
        name = _meaning(path, year)
        found[path] = path if name in found.values() else name
    return found


def _meaning(path: str, year: int | None) -> str:
    years = {int(number) for number in _YEAR.findall(path)}
    if (year and years and year not in years) or _OTHER.search(path):
        return path
    parts = path.split("/")
    if part := next((part for part in PARTS if part in parts), ""):
        own = parts[parts.index(part) + 1 :]
        return part if all(_WORDS.fullmatch(word) for word in own) else path
    return WHOLE if _WORDS.fullmatch(parts[-1]) else path
