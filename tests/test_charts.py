"""Charts: what is drawn is the frame, titles are true, nothing overlaps, every glyph is in the shipped font."""

import itertools
from base64 import b64decode
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

import matplotlib as mpl
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib import pyplot as plt
from matplotlib.text import Text

from juesuan_nb import charts, measures
from juesuan_nb.charts import findings
from juesuan_nb.charts.draw import wrapped
from juesuan_nb.charts.words import Words
from juesuan_nb.measures.text import columns_of
from literals import cells, item_claims, report

mpl.use("Agg")
WAN = 1_000_000
LONG = "其他国有企业退休人员社会化管理补助及历史遗留问题改革成本支出"


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


# Reports with as many items as a test wants.


def name_of(number: int) -> str:
    return f"{LONG if number % 5 == 0 else '第'}{number}项"


def expenditure(count: int) -> pd.DataFrame:
    rows = [(number, number * number, number % 3) for number in range(1, count + 1)]
    text = "\n".join(
        f"20801{number:02} {name_of(number)} | {amount}.00 | {amount * third // 3}.00 | {amount - amount * third // 3}.00"
        for number, amount, third in rows
    )
    return measures.expenditure_structure(report(cells("expenditure", "本年支出合计 基本支出 项目支出", text)), "item")


def variances(count: int) -> pd.DataFrame:
    """Budgets from nothing to plenty, outturns far above, below and equal."""
    claims = []
    for number in range(1, count + 1):
        budget = 0 if number % 7 == 3 else number * 10
        outturn = {0: budget * 20, 1: budget, 2: budget // 3, 3: number, 4: 0}[number % 5]
        figures = {"original_budget": f"{budget}.00", "outturn": f"{outturn}.00"}
        claims += item_claims(number, f"20801{number:02}", name_of(number), **figures)
    return measures.variance(report(claims=claims))


def economics(count: int) -> pd.DataFrame:
    codes = [f"30{side}{number:02}" for number in range(1, count // 2 + 2) for side in (1, 2)][:count]
    text = "\n".join(f"{code} {name_of(place)} | {place}.50" for place, code in enumerate(codes, start=1))
    return measures.economic_structure(report(cells("basic_expenditure", "决算数", text)))


def summaries(count: int) -> pd.DataFrame:
    names = ["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "事业收入", "经营收入", "其他收入"][:count]
    text = "\n".join(f"{name} | {place}.00" for place, name in enumerate(names, start=1))
    text += f"\n本年收入合计 | {sum(range(1, len(names) + 1))}.00"
    return measures.summary(report(cells("revenue_expenditure_summary", "收入/金额", text)))


def publics(**amounts: str) -> pd.DataFrame:
    names = ["合计", "因公出国(境)费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费"]
    heads = " ".join(f"{part}/{name}" for part in ("预算数", "决算数") for name in names)
    values = " | ".join(amounts.get(head, "0.00") for head in heads.split())
    return measures.three_public(report(cells("three_public", heads, f"合计 | {values}")))


def evaluations(count: int, lost: str = "0") -> pd.DataFrame:
    def fact(kind: str, item: str, field: str, value: str, unit: str = "分") -> dict:
        return {"attachment": "附件1", "kind": kind, "item": item, "field": field, "value": value, "unit": unit}

    facts = [fact("budget_line", "部门预算总额", "分值", "10"), fact("budget_line", "部门预算总额", "得分", "10")]
    for number in range(1, count + 1):
        item, score = f"指标{number}", str(5 - Decimal(lost)) if number == 2 else "5"
        facts.append(fact("indicator", item, "一级指标", f"{'产出' if number % 2 else '效益'}指标", ""))
        facts += [fact("indicator", item, "分值", "5"), fact("indicator", item, "得分", score)]
    return measures.evaluation_summary(report(evaluation=facts))


CHARTS = {
    "structure": lambda count: charts.structure(expenditure(count)),
    "economic": lambda count: charts.economic(economics(count)),
    "variance": lambda count: charts.variance(variances(count)),
    "waterfall": lambda count: charts.waterfall(variances(count)),
    "revenue": lambda count: charts.revenue(summaries(count)),
    "three_public": lambda count: charts.three_public(publics(**{"预算数/合计": "9.00", "预算数/公务接待费": "9.00"})),
    "evaluation": lambda count: charts.evaluation(evaluations(count)),
}


# What is drawn


def titles(ax) -> str:
    return ax.get_title(loc="left").replace("\n", "")


class Bar(NamedTuple):
    row: int
    start: float
    length: float


def bars(patch) -> list[Bar]:
    """The bars of one fill; each is closed, as high as all others, and stands in the middle of its row."""
    found = []
    for corners in patch.get_path().to_polygons():
        (start, low), (end, high) = corners[0], corners[2]
        assert corners.tolist() == [[start, low], [end, low], [end, high], [start, high], [start, low]]
        assert (low + high) / 2 == pytest.approx(round((low + high) / 2))
        assert 0.2 < high - low < 0.7
        found.append(Bar(round((low + high) / 2), start, end - start))
    return found


def lengths(patch) -> list[float]:
    return [round(bar.length, 2) for bar in bars(patch)]


def bar_totals(ax) -> list[float]:
    """The lengths of the stacked bars, row by row."""
    rows: dict[int, float] = {}
    for bar in itertools.chain.from_iterable(map(bars, ax.patches)):
        rows[bar.row] = rows.get(bar.row, 0) + bar.length
    return [round(rows[row], 2) for row in sorted(rows)]


def written(ax) -> list[str]:
    return [string for words in ax.artists if isinstance(words, Words) for string in words.strings]


def names(ax) -> list[str]:
    return [label.get_text().replace("\n", "") for label in ax.get_yticklabels()]


def test_structure_draws_the_frame_ranked_and_stacked():
    ax = charts.structure(expenditure(4))
    assert names(ax) == ["第4项", "第3项", "第2项", "第1项"]
    assert bar_totals(ax) == [16, 9, 4, 1]
    assert lengths(ax.patches[0]) == [5, 0, 2, 0]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["基本支出", "项目支出"]


def test_structure_groups_the_tail_and_loses_no_money():
    frame = expenditure(60)
    ax = charts.structure(frame, top=15)
    assert len(names(ax)) == 16
    assert names(ax)[-1] == "其余 45 项"
    assert sum(bar_totals(ax)) == pytest.approx(int(frame["total"].sum()) / WAN)
    assert len(names(charts.structure(expenditure(16), top=15))) == 16, "a tail of one is no tail"


def test_a_third_part_is_drawn_only_beyond_rounding():
    text = "2080101 甲 | 10.00 | 4.00 | 5.99\n2080102 乙 | 10.00 | 4.00 | 3.00"
    frame = measures.expenditure_structure(report(cells("expenditure", "本年支出合计 基本支出 项目支出", text)), "item")
    ax = charts.structure(frame)
    assert bar_totals(ax) == [10, 10]
    assert lengths(ax.patches[2]) == [0, 3]
    assert ax.get_legend().get_texts()[-1].get_text() == "其他支出"


def test_a_total_that_was_not_read_is_the_sum_of_its_parts_and_marked():
    text = "2080101 甲 | 10.00? | 4.00 | 5.00\n2080102 乙 | 1.00 | 1.00 | 0.00"
    frame = measures.expenditure_structure(report(cells("expenditure", "本年支出合计 基本支出 项目支出", text)), "item")
    ax = charts.structure(frame)
    assert bar_totals(ax) == [9, 1]
    assert "9.00*" in charts.alt_text(ax)
    assert "* 为基本支出与项目支出之和" in charts.alt_text(ax)


def test_same_names_are_told_apart_by_code():
    text = "2010101 行政运行 | 2.00\n2080101 行政运行 | 1.00\n2080102 机关服务 | 0.50"
    frame = measures.expenditure_structure(report(cells("expenditure", "本年支出合计", text)), "item")
    assert names(charts.structure(frame)) == ["行政运行 2010101", "行政运行 2080101", "机关服务"]


def test_variance_draws_amounts_on_the_left_and_rates_on_a_log_axis():
    frame = variances(5)
    left, right = charts.variance(frame).get_figure().axes
    assert sorted(bar_totals(left)) == sorted(int(value) / WAN for value in frame["variance"])
    assert right.get_xscale() == "log"
    assert sorted(rate for rate, _, _ in marks(right)) == sorted(
        float(rate) for rate in frame["execution_rate"] if rate
    )
    for rate, row, _ in marks(right):
        own = frame["name"].str.startswith(names(left)[row].rstrip("…"))
        assert frame.loc[own, "execution_rate"].map(float).tolist() == [rate]
    shown = written(right)
    assert shown.count("无年初预算") == 1
    assert "0.00%" in shown


def marks(ax) -> list[tuple[float, int, str]]:
    """Rate, row and marker of every mark."""
    lines = [line for line in ax.lines if line.get_marker() not in ("", "None")]
    return [(*place, line.get_marker()) for line in lines for place in zip(*line.get_data(), strict=True)]


def test_above_and_below_differ_in_marker_and_hatch_not_in_colour_alone():
    left, right = charts.variance(variances(10)).get_figure().axes
    hatches = {(bar.length >= 0, patch.get_hatch()) for patch in left.patches for bar in bars(patch)}
    assert len(hatches) == len({hatch for _, hatch in hatches}) == 2
    assert {marker for rate, _, marker in marks(right) if rate > 110} == {"^"}
    assert {marker for rate, _, marker in marks(right) if rate < 90} == {"v"}
    assert {marker for rate, _, marker in marks(right) if 90 <= rate <= 110} == {"o"}


def test_items_without_a_comparison_are_counted_not_hidden():
    claims = item_claims(1, "2080101", "行政运行", original_budget="1.00", outturn="2.00")
    table = cells("general_public_expenditure", "合计", "2080101 行政运行 | 2.00\n2080102 其他 | 1.00")
    assert "另有 1 项无预决算对比" in charts.alt_text(charts.variance(measures.variance(report(table, claims))))


def test_the_waterfall_steps_from_budget_to_outturn():
    frame = variances(30)
    ax = charts.waterfall(frame, top=8)
    assert names(ax)[0] == "年初预算"
    assert names(ax)[-2:] == [f"其余 {(frame['variance'] != 0).sum() - 8} 项", "支出决算"]
    steps = sorted(bar for patch in ax.patches for bar in bars(patch))
    ends = [bar.start + bar.length for bar in steps]
    assert [bar.row for bar in steps] == list(range(1, len(names(ax)) - 1))
    assert steps[0].start == pytest.approx(int(frame["original_budget"].sum()) / WAN)
    assert [bar.start for bar in steps[1:]] == pytest.approx(ends[:-1])
    (joints,) = ax.collections
    levels = [steps[0].start, *ends]
    assert [segment[0].tolist() for segment in joints.get_segments()] == [
        pytest.approx([level, row]) for row, level in enumerate(levels)
    ]
    assert [segment[1].tolist() for segment in joints.get_segments()] == [
        pytest.approx([level, row + 1]) for row, level in enumerate(levels)
    ]
    assert ends[-1] == pytest.approx(int(frame["outturn"].sum()) / WAN)


def test_economic_keeps_people_and_running_costs_apart_in_the_tail():
    frame = economics(40)
    ax = charts.economic(frame, top=5)
    assert len(names(ax)) == 6
    of_people = sum(bar.length for bar in bars(ax.patches[0]))
    assert of_people == pytest.approx(
        int(frame[(frame["side"] == "人员经费") & (frame["level"] == "section")]["amount"].sum()) / WAN
    )


def test_three_public_draws_budget_outturn_and_figures():
    ax = charts.three_public(
        publics(
            **{"预算数/合计": "9.00", "预算数/公务接待费": "9.00", "决算数/合计": "4.50", "决算数/公务接待费": "4.50"}
        )
    )
    assert names(ax) == ["因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费", "合计"]
    assert lengths(ax.patches[0]) == [0, 0, 0, 9, 9]
    assert lengths(ax.patches[1]) == [0, 0, 0, 4.5, 4.5]
    assert "50.00%" in written(ax.get_figure().axes[1])


def test_the_vehicles_subtotal_stands_in_for_parts_that_are_not_printed():
    heads = "预算数/合计 预算数/小计 决算数/合计 决算数/小计"
    frame = measures.three_public(report(cells("three_public", heads, "合计 | 7.00 | 7.00 | 6.00 | 6.00")))
    assert "公务用车购置及运行维护费" in names(charts.three_public(frame))


def test_evaluation_draws_points_and_score_with_the_budget_line_first():
    ax = charts.evaluation(evaluations(4, lost="1.5"))
    assert names(ax) == ["预算执行", "产出指标", "效益指标"]
    assert lengths(ax.patches[0]) == [10, 10, 10]
    assert lengths(ax.patches[1]) == [10, 10, 8.5]


def test_revenue_leaves_out_totals_and_zero_lines():
    ax = charts.revenue(summaries(3))
    assert names(ax) == ["事业收入", "政府性基金预算财政拨款收入", "一般公共预算财政拨款收入"]
    assert bar_totals(ax) == [3, 2, 1]


@pytest.mark.parametrize(
    ("chart", "measure"),
    [
        (charts.structure, measures.expenditure_structure),
        (charts.economic, measures.economic_structure),
        (charts.variance, measures.variance),
        (charts.waterfall, measures.variance),
        (charts.revenue, measures.summary),
        (charts.three_public, measures.three_public),
        (charts.evaluation, measures.evaluation_summary),
    ],
)
def test_with_nothing_to_draw_the_chart_says_so(chart, measure):
    ax = chart(measure(report()))
    assert titles(ax).startswith("没有")
    charts.png(ax)


# Every chart, small and large


@pytest.fixture
def drawn(monkeypatch):
    """Draws a figure; returns the texts that reached the paper (ticks beyond an axis exist but are not drawn)."""

    def draw(figure) -> list[Text | Words]:
        seen = []
        for kind in (Text, Words):
            plain = kind.draw
            spy = lambda text, renderer, plain=plain: (seen.append(text), plain(text, renderer))[1]  # noqa: E731
            monkeypatch.setattr(kind, "draw", spy)
        figure.canvas.draw()
        monkeypatch.undo()
        return [text for text in dict.fromkeys(seen) if isinstance(text, Words) or text.get_text().strip()]

    return draw


@pytest.mark.parametrize("count", [1, 3, 20, 60])
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_lies_on_another_and_none_is_cut_off(name, count, drawn):
    figure = CHARTS[name](count).get_figure()
    boxes = [
        box
        for text in drawn(figure)
        for box in (text.boxes() if isinstance(text, Words) else [(text.get_text(), text.get_window_extent())])
    ]
    assert len(boxes) > 4
    overlaps = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1
    ]
    assert overlaps == []
    assert [text for text, box in boxes if box.x0 < -2 or box.x1 > figure.bbox.width + 2] == []


@pytest.mark.parametrize("name", CHARTS)
def test_charts_take_axes_and_return_the_first(name):
    pair = name in ("variance", "three_public", "evaluation")
    figure, axes = plt.subplots(1, 2 if pair else 1, squeeze=False)
    frames = {
        "structure": expenditure(3), "economic": economics(4), "variance": variances(4), "waterfall": variances(4),
        "revenue": summaries(3), "three_public": publics(), "evaluation": evaluations(3),
    }  # fmt: skip
    returned = getattr(charts, name)(frames[name], ax=list(axes[0]) if pair else axes[0][0])
    assert returned is axes[0][0]
    assert returned.get_figure() is figure
    assert plt.get_fignums() == [figure.number]
    assert returned.get_title(loc="left")


# Titles


@pytest.mark.parametrize(
    ("amounts", "finding"),
    [
        ({}, "没有支出"),
        ({"甲": 0, "乙": 0}, "没有支出"),
        ({"甲": 5 * WAN}, "支出 5.00 万元全部是甲"),
        ({"甲": 3 * WAN, "乙": 1 * WAN}, "2 项支出中甲占 75.0%"),
        ({"甲": 2 * WAN, "乙": 2 * WAN}, "2 项支出中甲、乙并列最多，各占 50.0%"),
        ({"甲": 99_999 * WAN, "乙": 1 * WAN}, "2 项支出中甲占 99.9% 以上"),
        (dict(zip("甲乙丙丁戊己", (50, 20, 10, 9, 8, 3), strict=True)), "6 项支出中甲占 50.0%，前三项合计占 80.0%"),
        ({"甲": -5, "乙": 2}, "没有支出"),
    ],
)
def test_concentration(amounts, finding):
    assert findings.concentration(amounts, "支出") == finding


@pytest.mark.parametrize(
    ("rates", "budgets", "finding"),
    [
        ([], [], "没有预决算对比"),
        ([None], [0], "1 项均无年初预算"),
        ([None], [None], "1 项的完成率都无从计算"),
        (["100.00"], [1], "甲完成率 100.00%"),
        (["97.00", "103.00"], [1, 1], "2 项完成率都在 97.00%–103.00% 之间"),
        (["97.00", None], [1, 0], "甲完成率 97.00%，1 项无年初预算"),
        (["80.00", "120.00"], [1, 1], "2 项完成率都在 80.00%–120.00% 之间"),
        (["1981.20", "54.67", None], [1, 1, 0], "3 项中 2 项完成率在 80%–120% 之外，1 项无年初预算：甲完成 1981.20%"),
        (["250.00", "25.00"], [1, 1], "2 项中 2 项完成率在 80%–120% 之外：乙完成 25.00%"),
        (["1981.20", "0.00"], [1, 1], "2 项中 2 项完成率在 80%–120% 之外：乙完成 0.00%"),
        (["-5.00"], [1], "1 项中 1 项完成率在 80%–120% 之外：甲完成 -5.00%"),
    ],
)
def test_execution(rates, budgets, finding):
    exact = [None if rate is None else Decimal(rate) for rate in rates]
    assert findings.execution(list("甲乙丙")[: len(rates)], exact, budgets) == finding


@pytest.mark.parametrize(
    ("budget", "outturn", "changes", "finding"),
    [
        (
            10 * WAN,
            12 * WAN,
            {"甲": 3 * WAN, "乙": -1 * WAN},
            "支出决算比年初预算增加 2.00 万元（20.00%），甲增加最多（3.00 万元）",
        ),
        (
            10 * WAN,
            9 * WAN,
            {"甲": 1 * WAN, "乙": -2 * WAN},
            "支出决算比年初预算减少 1.00 万元（10.00%），乙减少最多（2.00 万元）",
        ),
        (0, 2 * WAN, {"甲": 2 * WAN}, "支出决算比年初预算增加 2.00 万元，甲增加最多（2.00 万元）"),
        (5 * WAN, 5 * WAN, {"甲": WAN, "乙": -WAN}, "增减相抵，支出决算与年初预算相等（5.00 万元）"),
        (5 * WAN, 5 * WAN, {"甲": 0}, "各项支出决算与年初预算相等"),
        (0, 0, {}, "各项支出决算与年初预算相等"),
    ],
)
def test_bridge(budget, outturn, changes, finding):
    assert findings.bridge(budget, outturn, changes) == finding


@pytest.mark.parametrize(
    ("budget", "outturn", "over", "finding"),
    [
        (0, 0, [], "“三公”经费预算和决算均为零"),
        (9 * WAN, 0, [], "“三公”经费预算 9.00 万元，全年没有支出"),
        (0, WAN, ["公务接待费"], "“三公”经费没有预算，支出 1.00 万元"),
        (9 * WAN, 3 * WAN, ["公务接待费"], "“三公”经费支出 3.00 万元，为预算的 33.33%，公务接待费超预算"),
        (None, WAN, [], "“三公”经费的预算或决算缺失"),
    ],
)
def test_three_public_finding(budget, outturn, over, finding):
    assert findings.three_public(budget, outturn, over) == finding


def test_personnel_finding():
    assert findings.personnel(3 * WAN, WAN, "基本工资", 2 * WAN) == "人员经费占基本支出 75.0%，基本工资最多（占 50.0%）"
    assert findings.personnel(None, WAN, "办公费", WAN) == "基本支出中办公费最多（1.00 万元）"
    assert findings.personnel(None, None, "", 0) == "没有基本支出"


def test_scores_finding():
    points = {"产出": Decimal(50), "效益": Decimal("30.0")}
    assert findings.scores({}, {}, 0) == "没有绩效自评得分"
    assert findings.scores(points, points, 7) == "7 项指标全部得满分（80 分）"
    got = {"产出": Decimal("48.5"), "效益": Decimal(30)}
    assert findings.scores(points, got, 7) == "自评得 78.5 分（满分 80），产出扣分最多（1.5 分）"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0", "0.0%"),
        ("0.04", "<0.1%"),
        ("0.05", "0.1%"),
        ("99.94", "99.9%"),
        ("99.95", ">99.9%"),
        ("100", "100.0%"),
        ("-12.67", "−12.7%"),
    ],
)
def test_a_share_never_prints_as_nothing_or_all_when_it_is_not(share, text):
    assert findings.share_text(Decimal(share)) == text


def test_names_are_broken_evenly_and_cut_with_an_ellipsis():
    assert wrapped("机关服务", 30, 2) == "机关服务"
    two = wrapped("机关事业单位基本养老保险缴费支出", 30, 2).split("\n")
    assert [columns_of(line) for line in two] == [18, 14]
    assert wrapped("长" * 40, 30, 2).endswith("…")
    assert all(columns_of(line) <= 30 for line in wrapped("长" * 40, 30, 2).split("\n"))


# The font


@pytest.fixture(scope="module", params=["Regular", "Bold"])
def shipped_font(request) -> TTFont:
    return TTFont(files("juesuan_nb.charts") / "fonts" / f"JuesuanSansSC-{request.param}.ttf")


def test_the_font_holds_what_reports_print(shipped_font):
    level_one = "".join(
        bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
    )
    assert len(level_one) == 3755
    glyphs = shipped_font.getBestCmap()
    wanted = level_one + "≥≤％①⑩·—“”‘’￥㎡−±×→…（）【】《》、。，：；？！%‰0123456789浉瀍埇硚鄠"
    assert [char for char in wanted if ord(char) not in glyphs] == []


def test_the_font_has_its_own_name_and_its_licence_beside_it(shipped_font):
    names = {record.nameID: str(record) for record in shipped_font["name"].names}
    assert names[1] == "Juesuan Sans SC"
    assert not any("Noto" in names[number] or "Source" in names[number] for number in (1, 3, 4, 6))
    assert "SIL Open Font License" in names[13]
    assert "SIL OPEN FONT LICENSE Version 1.1" in (files("juesuan_nb.charts") / "fonts" / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("name", CHARTS)
def test_every_character_drawn_is_in_the_shipped_font(name, drawn):
    fonts = {"normal": "Regular", "bold": "Bold"}
    strings = set()
    for text in drawn(CHARTS[name](20).get_figure()):
        if isinstance(text, Words):
            strings |= {(word.text, "Bold" if word.bold else "Regular") for word in text.words}
        else:
            assert text.get_fontname() == "Juesuan Sans SC", text.get_text()
            strings.add((text.get_text(), fonts[text.get_fontweight()]))
    held = {
        weight: set(TTFont(files("juesuan_nb.charts") / "fonts" / f"JuesuanSansSC-{weight}.ttf").getBestCmap())
        for weight in ("Regular", "Bold")
    }
    assert len(strings) > 5
    assert [text for text, weight in strings if not set(map(ord, text)) - {10} <= held[weight]] == []


# In a notebook


def test_show_sends_the_picture_with_its_words_and_closes_the_figure(monkeypatch):
    sent = []
    monkeypatch.setattr("juesuan_nb.charts.display.display", lambda data, **options: sent.append((data, options)))
    assert charts.show(charts.structure(expenditure(3))) is None
    ((data, options),) = sent
    assert b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == options["metadata"]["image/png"]["alt"]
    assert data["text/plain"].startswith("3 项支出中第3项占 64.3%")
    assert "第1项 1.00（7.1%）" in data["text/plain"]
    assert options["raw"]
    assert 800 < options["metadata"]["image/png"]["width"] < 900
    assert plt.get_fignums() == []


def test_a_changed_number_changes_the_words():
    frame = expenditure(3)
    changed = frame.copy()
    changed.loc[0, ["total", "project_expenditure"]] += 10_000
    assert charts.alt_text(charts.structure(frame)) != charts.alt_text(charts.structure(changed))


def test_the_picture_is_the_same_every_time():
    assert charts.png(charts.variance(variances(6))) == charts.png(charts.variance(variances(6)))


def test_a_figure_of_ones_own_can_be_shown_too(monkeypatch):
    monkeypatch.setattr("juesuan_nb.charts.display.display", lambda data, **options: None)
    _, ax = plt.subplots()
    ax.set_title("own")
    assert charts.alt_text(ax) == "own"
    charts.show(ax)


def test_the_titles_of_the_sample(sample):
    assert titles(charts.variance(measures.variance(sample))) == (
        "20 项中 6 项完成率在 80%–120% 之外，3 项无年初预算：公益性岗位补贴完成 1981.20%"
    )
    assert titles(charts.structure(measures.expenditure_structure(sample, "item"))) == (
        "21 项支出中其他农村生活救助占 66.1%，前三项合计占 79.2%"
    )
    assert titles(charts.waterfall(measures.variance(sample))) == (
        "支出决算比年初预算增加 874.99 万元（15.50%），其他就业补助支出增加最多（253.33 万元）"
    )
    assert (
        titles(charts.economic(measures.economic_structure(sample)))
        == "人员经费占基本支出 88.8%，基本工资最多（占 25.8%）"
    )
    assert titles(charts.three_public(measures.three_public(sample))) == "“三公”经费预算 9.00 万元，全年没有支出"
    assert titles(charts.evaluation(measures.evaluation_summary(sample))) == "26 项指标全部得满分（100 分）"
