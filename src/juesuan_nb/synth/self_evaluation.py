"""绩效自评 attachments of an invented department: budget lines, indicators, scores that add up, all from the books."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random

from juesuan_nb.amounts import half_up, rate
from juesuan_nb.synth.books import Books
from juesuan_nb.synth.page import Block, Heading, Mark, Row, Table
from juesuan_nb.synth.press import Press

_WIDTH = 9
_BUDGET_HEAD = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_INDICATOR_HEAD = (
    "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差度", "偏差原因分析及改进措施",
)  # fmt: skip
_BUDGET_POINTS = Decimal(10)
_OUTPUT, _EFFECT, _CONTENT = 50, 30, 10
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Line:
    """Money of one line of a form, in 分."""

    planned: int
    revised: int
    spent: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as printed; `deviation` is empty where the form prints none."""

    levels: tuple[str, str]
    item: str
    target: str
    result: str
    points: Decimal
    score: Decimal
    deviation: str = ""
    reason: str = ""


@cache
def _catalogue() -> dict[str, list[dict]]:
    return tomllib.loads((files(__package__) / "indicators.toml").read_text(encoding="utf-8"))


def attachments(press: Press, seed: object) -> Iterator[Block]:
    """The attachments of a department: none, or the form of the whole department and of some projects."""
    dice = Random(f"{seed}/attachments")
    if dice.random() < 0.3 or not press.books.expenditure:
        return
    yield Heading("第五部分 附件", 2)
    yield Heading(f"附件1 {press.books.year}年度部门整体支出绩效自评表")
    yield _department(press, dice)
    projects = [grant.project for grant in press.books.grants if grant.project]
    chosen = dice.sample(projects, min(len(projects), dice.randint(0, 2)))
    names = dice.sample(_catalogue()["names"][0]["projects"], len(chosen))
    for number, (spent, name) in enumerate(zip(chosen, names, strict=True), 2):
        yield Heading(f"附件{number} 项目支出绩效自评表")
        yield _project(press, dice, f"{name}项目", spent)


def _department(press: Press, dice: Random) -> Table:
    books = press.books
    spare = books.expenditure * dice.choice((0, 0, 3, 8)) // 100
    planned = max(1_000_000, books.expenditure * dice.randint(85, 110) // 100 // 1_000_000 * 1_000_000)
    own = books.own_spent
    lines = {"部门预算总额": Line(planned, books.expenditure + spare, books.expenditure)}
    lines["其中：财政拨款"] = Line(planned - planned * own // books.expenditure, books.spent() + spare, books.spent())
    lines["其他资金"] = Line(planned * own // books.expenditure, own, own)
    managed = list(_managed(books, lines["部门预算总额"]))
    rest = _FULL - _BUDGET_POINTS - sum(one.points for one in managed)
    shown = [*managed, *_measured(dice, rest)]
    rows: list[Sequence[str | Mark]] = [("部门名称", books.department)]
    return _form(press, "部门整体支出绩效自评表", rows, "预算资金", lines, shown, "")


def _project(press: Press, dice: Random, name: str, spent: int) -> Table:
    revised = spent + spent * dice.choice((0, 0, 5, 20)) // 100
    planned = max(1_000_000, revised * dice.choice((80, 100, 120)) // 100 // 10_000 * 10_000)
    lines = {"年度资金总额": Line(planned, revised, spent), "其中：当年财政拨款": Line(planned, revised, spent)}
    rows: list[Sequence[str | Mark]] = [
        ("项目名称", Mark(name, "project", name, "项目名称", name)),
        ("主管部门", press.books.department),
    ]
    shown = list(_measured(dice, _FULL - _BUDGET_POINTS))
    return _form(press, "项目支出绩效自评表", rows, "项目资金", lines, shown, f"{name}/")


def _managed(books: Books, line: Line) -> Iterator[Indicator]:
    """Indicators that are rates of the accounts themselves."""
    level, points = ("投入管理指标", "预算和财务管理"), Decimal(2)
    changed = f"{half_up(rate(abs(line.revised - line.planned), line.planned) or Decimal(0))}"
    left = f"{half_up(rate(books.closing() + books.own_closing, books.grand_total) or Decimal(0))}"
    yield Indicator(
        level, "预算调整率", "≤20%", f"{changed}%", points, points if Decimal(changed) <= 20 else Decimal(0)
    )
    yield Indicator(level, "结转结余率", "≤10%", f"{left}%", points, points if Decimal(left) <= 10 else Decimal(0))
    used, limit = sum(books.public.values()), sum(books.public_budget.values())
    if limit:
        control = f"{half_up(rate(used, limit) or Decimal(0))}"
        score = points if used <= limit else Decimal(0)
        yield Indicator(level, "“三公经费”控制率", "≤100%", f"{control}%", points, score)
    yield Indicator(level, "管理制度健全性", "健全", "健全", points, points)


def _measured(dice: Random, total: Decimal) -> Iterator[Indicator]:
    """Indicators of output, effect and satisfaction that carry `total` points."""
    catalogue = _catalogue()
    chosen = [
        dice.sample(catalogue[group], count) for group, count in (("output", 4), ("effect", 2), ("satisfaction", 1))
    ]
    shares = (_OUTPUT, _EFFECT, _CONTENT)
    entries = [entry for group in chosen for entry in group]
    points = [Decimal(share // len(group)) for group, share in zip(chosen, shares, strict=True) for _ in group]
    points[-1] += total - sum(points)
    entries, points = zip(*sorted(zip(entries, points, strict=True), key=_printed_order), strict=True)
    for entry, own in zip(entries, points, strict=True):
        yield _indicator(dice, entry, own)


def _printed_order(pair: tuple[dict, Decimal]) -> tuple[int, int]:
    listed = [entry for group in ("output", "effect", "satisfaction") for entry in _catalogue()[group]]
    return listed.index(pair[0]), 0


def _indicator(dice: Random, entry: dict, points: Decimal) -> Indicator:
    levels = tuple(entry["levels"])
    if "words" in entry:
        return Indicator(levels, entry["item"], entry["words"], entry["words"], points, points, "0.00%")
    target = dice.randint(*entry["span"])
    most = 100 if entry["unit"] == "%" else target * 125 // 100
    met = dice.random() < 0.8
    result = dice.randint(target, most) if met else target * dice.randint(85, 97) // 100
    met = result >= target
    score = points if met else half_up(points * result / target, 1)
    off = half_up(abs(Decimal(result - target)) * 100 / target)
    reason = "" if met else "报名人数和进度不及预期，今后提早安排"
    return Indicator(
        levels, entry["item"], f"≥{target}{entry['unit']}", f"{result}{entry['unit']}", points, score, f"{off}%", reason
    )


# Printing


def _form(
    press: Press,
    name: str,
    rows: list[Sequence[str | Mark]],
    label: str,
    lines: dict[str, Line],
    shown: list[Indicator],
    prefix: str,
) -> Table:
    unit = press.layout.unit
    body = [*rows, (f"{label}（{unit}）", "", *_BUDGET_HEAD)]
    scored = Decimal(0)
    for number, (item, line) in enumerate(lines.items()):
        cells, score = _budget_line(press, prefix + item, line, scored=not number)
        body.append(("", item, *cells))
        scored += score
    body.append(_INDICATOR_HEAD)
    body += [_indicator_row(prefix, one) for one in shown]
    total = scored + sum(one.score for one in shown)
    points = _points(f"{prefix}总分", _FULL, _plain(total))
    body.append(("总分", "", "", "", "", *points))
    padded: tuple[Row, ...] = tuple((*row, *[""] * (_WIDTH - len(row))) for row in body)
    return Table("", name, unit, (name, f"（{press.books.year}年度）"), (), (), padded)


def _budget_line(press: Press, item: str, line: Line, *, scored: bool) -> tuple[list[str | Mark], Decimal]:
    """The cells of a budget line and its score; only the first line of a form is scored."""
    kind, amounts = "budget_line", (line.planned, line.revised, line.spent)
    cells: list[str | Mark] = []
    for head, fen in zip(_BUDGET_HEAD, amounts, strict=False):
        figure = press.figure(fen, "", "", "", zeros=True)
        cells.append(Mark(figure.text, kind, item, head, figure.value, press.layout.unit))
    if line.revised:
        done = f"{half_up(rate(line.spent, line.revised))}"
        told: str | Mark = Mark(f"{done}%", kind, item, "执行率", done, "%")
    else:
        done, told = "0", ""
    if not scored:
        return [*cells, "—", told, "—"], Decimal(0)
    score = half_up(_BUDGET_POINTS * min(Decimal(done), _FULL) / _FULL)
    points, own = _points(item, _BUDGET_POINTS, _plain(score), kind)
    return [*cells, points, told, own], Decimal(_plain(score))


def _indicator_row(prefix: str, one: Indicator) -> Sequence[str | Mark]:
    item = prefix + one.item
    texts = {
        "一级指标": one.levels[0], "二级指标": one.levels[1], "年度指标值": one.target,
        "实际完成值": one.result, "偏差度": one.deviation, "偏差原因分析及改进措施": one.reason,
    }  # fmt: skip
    marks = {
        field: Mark(text, "indicator", item, field, *_measure(field, text)) for field, text in texts.items() if text
    }
    points, score = _points(item, one.points, _plain(one.score))
    cell = lambda field: marks.get(field, "")  # noqa: E731
    return (
        cell("一级指标"), cell("二级指标"), one.item, cell("年度指标值"), cell("实际完成值"),
        points, score, cell("偏差度"), cell("偏差原因分析及改进措施"),
    )  # fmt: skip


def _measure(field: str, text: str) -> tuple[str, str]:
    """Value and unit of a field: of results and rates the number and what follows it, of all else the text."""
    number = text.rstrip("%场件户人")
    is_figure = field in ("实际完成值", "偏差度") and number[:1].isdigit() and number != text
    return (number, text[len(number) :]) if is_figure else (text, "")


def _points(item: str, points: Decimal, score: str, kind: str = "indicator") -> tuple[Mark, Mark]:
    full = _plain(points)
    return Mark(full, kind, item, "分值", full, "分"), Mark(score, kind, item, "得分", score, "分")


def _plain(number: Decimal) -> str:
    """A score as forms print it: 9.27, 9.5, 10."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
