"""The titles of the charts over many departments, computed from what is drawn. Pure functions; amounts in 分."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from juesuan_nb.amounts import rate, show_amount, show_rate


def growth(first: Mapping[str, int], last: Mapping[str, int], years: Sequence[int]) -> str:
    """How the expenditure of the departments that have both years moved, and whose moved most."""
    both = [name for name in last if name in first]
    if len(years) < 2 or not both:
        return (
            f"{len(last)} 个部门{years[-1]}年支出合计 {show_amount(sum(last.values()))} 万元" if years else "没有部门"
        )
    then, now = sum(first[name] for name in both), sum(last[name] for name in both)
    text = f"{years[0]}–{years[-1]}年 {len(both)} 个部门的支出合计{moved(then, now)}"
    rates = {name: rate(last[name] - first[name], first[name]) for name in both if first[name] > 0}
    if len(rates) < 2:
        return text
    name = max(rates, key=lambda name: (abs(rates[name]), name))
    return f"{text}，{name}变动最大（{signed_rate(rates[name])}）"


def moved(then: int, now: int) -> str:
    """ "增加 4.82%", "减少 1.00%", "没有变化"; in 万元 where there was nothing before."""
    if now == then:
        return "没有变化"
    word = "增加" if now > then else "减少"
    share = rate(abs(now - then), then) if then > 0 else None
    return f"{word} {show_rate(share)}" if share is not None else f"{word} {show_amount(abs(now - then))} 万元"


def signed_rate(value: Decimal) -> str:
    """A change in percent with its sign."""
    return f"{'+' if value > 0 else ''}{show_rate(value)}".replace("-", "−")


def spread(year: int, rates: Mapping[str, Decimal], low: Decimal, high: Decimal) -> str:
    """How many departments of a year are outside the limits, and which is farthest."""
    if not rates:
        return f"{year}年没有部门有完成率"
    outside = {name: done for name, done in rates.items() if not low <= done <= high}
    limits = f"{low.normalize():f}%–{high.normalize():f}%"
    if not outside:
        return f"{year}年 {len(rates)} 个部门的完成率都在 {limits} 之间"
    name = max(outside, key=lambda name: (max(low - outside[name], outside[name] - high), name))
    count = f"{year}年 {len(rates)} 个部门中 {len(outside)} 个完成率在 {limits} 之外"
    return f"{count}，{name}最远（{show_rate(outside[name])}）"


def public(year: int, now: Mapping[str, int], last: Mapping[str, int], over: Sequence[str]) -> str:
    """“三公” of all departments against last year, where known, and how many are over budget."""
    if not now:
        return f"{year}年没有“三公”经费的数"
    text = f"{year}年 {len(now)} 个部门“三公”经费合计 {show_amount(sum(now.values()))} 万元"
    both = [name for name in now if name in last]
    if both:
        change = moved(sum(last[name] for name in both), sum(now[name] for name in both))
        text += f"，比上年{change}" if len(both) == len(now) else f"，其中 {len(both)} 个可比的比上年{change}"
    return f"{text}，{len(over)} 个超预算" if over else f"{text}，都没有超预算"


def matrix(year: int, departments: int, errors: int, warnings: int, frequent: tuple[str, int]) -> str:
    """How many errors and doubts there are, and the rule that concerns most departments."""
    if not errors + warnings:
        return f"{year}年没有错误和疑点"
    rule, count = frequent
    return f"{year}年 {departments} 个部门有错误 {errors} 处、疑点 {warnings} 处，{rule} 涉及部门最多（{count} 个）"


def outliers(year: int, departments: int, found: Sequence[tuple[str, str, Decimal]]) -> str:
    """How many departments stand apart in some ratio, and the farthest: (department, ratio, rate), farthest first."""
    if not found:
        return f"{year}年 {departments} 个部门的比例没有离群的"
    apart = len({department for department, _, _ in found})
    name, ratio, value = found[0]
    return f"{year}年 {departments} 个部门中 {apart} 个有离群的比例，最远的是{name}：{ratio} {show_rate(value)}"


def shares(year: int, departments: Mapping[str, Mapping[str, Decimal]]) -> str:
    """How many departments spend more than half on one category, and which category is most often the largest.

    `departments` maps each to its categories and their shares in percent.
    """
    told = {who: max(parts.items(), key=lambda part: (part[1], part[0])) for who, parts in departments.items() if parts}
    if not told:
        return f"{year}年没有按功能分类的支出"
    half = sum(share > 50 for _, share in told.values())
    names = [name for name, _ in told.values()]
    often = max(sorted(set(names)), key=names.count)
    text = f"{year}年 {len(told)} 个部门中 {half} 个有一半以上的支出用于同一类"
    return f"{text}，{often}是 {names.count(often)} 个部门的第一大类"
