"""The titles: what a chart shows, said in one sentence and computed from the frame that is drawn. Pure functions.

Amounts come in 分, rates in percent as Decimal; each function says what it does with nothing, zeros and ties.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from juesuan_nb.amounts import half_up, rate, show_amount, show_rate


class Agreeing(Protocol):
    """A row of `measures.agreement`."""

    one: str
    other: str
    failed: int
    not_checked: int


LEVEL_WORDS = {"category": "类", "section": "款", "item": "项"}
LOW, HIGH = Decimal(80), Decimal(120)
"""Execution rates outside are worth a word: the thresholds of AN01."""


def concentration(amounts: Mapping[str, int], what: str, unit: str = "项") -> str:
    """Where the money is: the largest and, of many, how much three make; ties together, "没有…" without amounts."""
    ranked = sorted(((name, amount) for name, amount in amounts.items() if amount), key=lambda pair: -pair[1])
    whole = sum(amount for _, amount in ranked)
    if not ranked or whole <= 0:
        return f"没有{what}"
    first, largest = ranked[0]
    if len(ranked) == 1:
        return f"{what} {show_amount(whole)} 万元全部是{first}"
    tied = [name for name, amount in ranked if amount == largest]
    if len(tied) > 1:
        return f"{unit_count(len(ranked), unit)}{what}中{'、'.join(tied[:3])}并列最多，各占{_share(largest, whole)}"
    text = f"{unit_count(len(ranked), unit)}{what}中{first}占{_share(largest, whole)}"
    top = sum(amount for _, amount in ranked[:3])
    return text if len(ranked) < 6 else f"{text}，前三{unit}合计占{_share(top, whole)}"


def unit_count(count: int, unit: str) -> str:
    """ "20 项", "6 个款"."""
    return f"{count} {unit}" if unit == "项" else f"{count} 个{unit}"


def _share(part: int, whole: int) -> str:
    """A share inside a sentence, with the space that stands before a number."""
    text = share_text(rate(part, whole, 4))
    return {"<": f" {text[1:]} 以下", ">": f" {text[1:]} 以上"}.get(text[:1], f" {text}")


def share_text(share: Decimal | None) -> str:
    """A share in words: one decimal, "<0.1%" for what would print as 0.0%, ">99.9%" for what would print as a whole."""
    if share is None:
        return ""
    if 0 < share < Decimal("0.05"):
        return "<0.1%"
    if Decimal("99.95") <= share < 100:
        return ">99.9%"
    return f"{half_up(share, 1)}%".replace("-", "−")


def execution(
    names: Sequence[str],
    rates: Sequence[Decimal | None],
    budgets: Sequence[int | None],
    base: str = "年初预算",
    unit: str = "项",
) -> str:
    """How far outturn and budget lie apart: how many outside 80%–120%, how many without a budget, the farthest one."""
    told = [(name, done) for name, done in zip(names, rates, strict=True) if done is not None]
    without = sum(budget == 0 for budget in budgets)
    outside = [(name, done) for name, done in told if not LOW <= done <= HIGH]
    all_of_them = unit_count(len(names), unit)
    if not names:
        return "没有预决算对比"
    if not told:
        return f"{all_of_them}均无{base}" if without == len(names) else f"{all_of_them}的完成率都无从计算"
    tail = f"，{unit_count(without, unit)}无{base}" if without else ""
    if not outside:
        if len(told) == 1:
            return f"{told[0][0]}完成率 {show_rate(told[0][1])}{tail}"
        low, high = min(done for _, done in told), max(done for _, done in told)
        return f"{unit_count(len(told), unit)}完成率都在 {show_rate(low)}–{show_rate(high)} 之间{tail}"
    name, farthest = max(outside, key=lambda pair: _distance(pair[1]))
    count = unit_count(len(outside), unit)
    return f"{all_of_them}中 {count}完成率在 80%–120% 之外{tail}：{name}完成 {show_rate(farthest)}"


def _distance(done: Decimal) -> Decimal:
    """How many times as much, or as little, as budgeted; nothing spent is farther than anything."""
    if done <= 0:
        return Decimal("Infinity")
    return max(done / 100, 100 / done)


def bridge(budget: int, outturn: int, changes: Mapping[str, int], base: str = "年初预算") -> str:
    """From budget to outturn: the net change and the item that moved most in its direction."""
    net = outturn - budget
    moved = {name: change for name, change in changes.items() if change}
    if not moved:
        return f"各项支出决算与{base}相等"
    if not net:
        return f"增减相抵，支出决算与{base}相等（{show_amount(outturn)} 万元）"
    word, side = ("增加", 1) if net > 0 else ("减少", -1)
    name, change = max(moved.items(), key=lambda pair: pair[1] * side)
    share = f"（{show_rate(rate(abs(net), budget))}）" if budget > 0 else ""
    largest = f"{name}{word}最多（{show_amount(abs(change))} 万元）"
    return f"支出决算比{base}{word} {show_amount(abs(net))} 万元{share}，{largest}"


def personnel(personnel: int | None, operating: int | None, largest: str, largest_amount: int) -> str:
    """How basic expenditure splits into people and running costs, and its largest kind."""
    whole = (personnel or 0) + (operating or 0)
    if personnel is None or operating is None or not whole:
        return f"基本支出中{largest}最多（{show_amount(largest_amount)} 万元）" if largest else "没有基本支出"
    text = f"人员经费占基本支出{_share(personnel, whole)}"
    return f"{text}，{largest}最多（占{_share(largest_amount, whole)}）" if largest else text


def three_public(budget: int | None, outturn: int | None, over: Sequence[str]) -> str:
    """“三公”经费 against its budget, and which kind is over."""
    if budget is None or outturn is None:
        return "“三公”经费的预算或决算缺失"
    if not budget and not outturn:
        return "“三公”经费预算和决算均为零"
    if not budget:
        return f"“三公”经费没有预算，支出 {show_amount(outturn)} 万元"
    if not outturn:
        return f"“三公”经费预算 {show_amount(budget)} 万元，全年没有支出"
    tail = f"，{'、'.join(over)}超预算" if over else ""
    return f"“三公”经费支出 {show_amount(outturn)} 万元，为预算的 {show_rate(rate(outturn, budget))}{tail}"


def scores(points: Mapping[str, Decimal], got: Mapping[str, Decimal], indicators: int) -> str:
    """Self-evaluation: full marks, or the score and where most points were lost."""
    whole, score = sum(points.values()), sum(got.values())
    if not whole:
        return "没有绩效自评得分"
    if score == whole:
        who = f"{indicators} 项指标全部" if indicators else "自评"
        return f"{who}得满分（{whole.normalize():f} 分）"
    lost = max(points, key=lambda name: points[name] - got.get(name, Decimal(0)))
    gap = points[lost] - got.get(lost, Decimal(0))
    return f"自评得 {score.normalize():f} 分（满分 {whole.normalize():f}），{lost}扣分最多（{gap.normalize():f} 分）"


def agreement(pairs: Sequence[Agreeing]) -> str:
    """How many pairs of parts disagree, and the part that has most of what does not agree."""
    broken = [pair for pair in pairs if pair.failed]
    if not broken:
        open_ = sum(bool(pair.not_checked) for pair in pairs)
        return f"核对过的 {len(pairs)} 组关系没有不符" + (f"，其中 {open_} 组有未能核对的" if open_ else "")
    counts: Counter[str] = Counter()
    for pair in broken:
        counts.update(dict.fromkeys((pair.one, pair.other), pair.failed))
    most = max(counts.values())
    names = [name for name, count in counts.items() if count == most]
    each = "各 " if len(names) > 1 else ""
    return f"{len(pairs)} 组关系中 {len(broken)} 组有不符，{'、'.join(names[:2])}最多（{each}{most} 处）"
