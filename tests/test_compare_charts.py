"""Charts over many departments: what is drawn is the frame, titles are true, nothing to draw is said in words."""

from decimal import Decimal

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from juesuan_nb import charts, compare
from juesuan_nb.charts import findings_across
from juesuan_nb.corpus import load
from juesuan_nb.frames import frame
from juesuan_nb.synth.outputs import write_outputs

mpl.use("Agg")
WAN = 1_000_000
YEAR = 2024


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    out = tmp_path_factory.mktemp("outputs")
    write_outputs(out, 30, (2022, 2023, YEAR), seed=4, planted=4)
    return load(out)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    from left import leave

    out = tmp_path_factory.mktemp("empty")
    leave(out, "甲局", YEAR)
    return load(out)


DRAWN = {
    "expenditures": lambda c: charts.expenditures(compare.overview(c)),
    "shares": lambda c: charts.shares(compare.structure(c), year=YEAR),
    "execution": lambda c: charts.execution(compare.execution(c)),
    "public_costs": lambda c: charts.public_costs(compare.public_costs(c)),
    "matrix": lambda c: charts.matrix(compare.matrix(c, YEAR), year=YEAR),
    "outliers": lambda c: charts.outliers(compare.ratios(c), compare.outliers(c), compare.LABELS, year=YEAR),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_prints_with_every_glyph_and_says_its_finding(corpus, name):
    ax = DRAWN[name](corpus)
    assert charts.png(ax).startswith(b"\x89PNG")
    assert charts.alt_text(ax).startswith("20")
    assert len(charts.alt_text(ax)) > 100


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_to_draw_is_said_in_words(empty, name):
    ax = DRAWN[name](empty)
    assert charts.png(ax)
    assert "没有" in charts.alt_text(ax)


def test_the_panels_draw_each_years_parts_and_name_the_total(corpus):
    overview = compare.overview(corpus)
    ax = charts.expenditures(overview, top=3)
    largest = overview[overview["year"] == YEAR].iloc[0]
    axes = ax.get_figure().axes
    assert len([one for one in axes if one.axison]) == 3
    assert ax.get_title(loc="left").replace("\n", "") == largest["department"]
    heights = [bar.get_height() for bar in ax.patches if isinstance(bar, Rectangle)]
    # basic, project, other, three years each
    assert heights[2] == pytest.approx(largest["basic_expenditure"] / WAN)
    assert heights[2] + heights[5] + heights[8] == pytest.approx(largest["total_expenditure"] / WAN, abs=0.02)
    assert f"{largest['total_expenditure'] / WAN:,.0f}" in [text.get_text() for text in ax.texts]


def test_the_histograms_hold_every_department_and_hatch_those_outside(corpus):
    execution = compare.execution(corpus)
    axes = charts.execution(execution, low=90, high=110).get_figure().axes
    for ax, year in zip(axes, (2022, 2023, YEAR), strict=True):
        rates = execution.loc[execution["year"] == year, "execution_rate"]
        inside = [bar.get_height() for bar in ax.patches if not bar.get_hatch()]
        outside = [bar.get_height() for bar in ax.patches if bar.get_hatch()]
        assert sum(inside) == sum(90 <= rate <= 110 for rate in rates)
        assert sum(inside) + sum(outside) == len(rates)


def test_the_map_has_a_figure_for_each_finding_shown(corpus):
    found = compare.matrix(corpus, YEAR)
    ax = charts.matrix(found, year=YEAR, top=99)
    assert sum(int(text.get_text()) for text in ax.texts if text.get_text().isdigit()) == found["occurrences"].sum()
    assert next(label.get_text() for label in ax.get_xticklabels()) == found["rule"].iloc[0]


def test_shares_of_a_row_add_up(corpus):
    structure = compare.structure(corpus)
    ax = charts.shares(structure, year=YEAR, top=2)
    spent = structure[structure["year"] == YEAR].groupby("department")["amount"].sum().nlargest(2)
    rows = [round(text.get_position()[1]) for text in ax.texts if text.get_text()[:1].isdigit()]
    assert set(rows) == {0, 1}
    assert list(spent.index) == [label.get_text().replace("\n", "") for label in ax.get_yticklabels()]
    for row in (0, 1):
        cells = [text.get_text() for text in ax.texts if round(text.get_position()[1]) == row]
        total = sum(float(cell) for cell in cells if cell[:1].isdigit())
        assert total == pytest.approx(100, abs=0.5)


def test_ratios_are_drawn_for_every_department_and_outliers_apart(corpus):
    ratios, found = compare.ratios(corpus), compare.outliers(corpus)
    ax = charts.outliers(ratios, found, compare.LABELS, year=YEAR)
    drawn = sum(len(marks.get_offsets()) for marks in ax.collections)
    own = ratios[ratios["year"] == YEAR]
    points = sum(int(own[name].notna().sum()) for name in compare.LABELS)
    assert drawn == points + len(compare.LABELS) + len(found[found["year"] == YEAR])


# Titles


def test_growth_is_of_the_departments_that_have_both_years():
    title = findings_across.growth({"甲": 100, "乙": 100}, {"甲": 150, "乙": 90, "丙": 999}, [2023, 2024])
    assert title == "2023–2024年 2 个部门的支出合计增加 20.00%，甲变动最大（+50.00%）"
    assert (
        findings_across.growth({"甲": 0}, {"甲": 3 * WAN}, [2023, 2024])
        == "2023–2024年 1 个部门的支出合计增加 3.00 万元"
    )
    assert findings_across.growth({"甲": WAN}, {"甲": WAN}, [2024]) == "1 个部门2024年支出合计 1.00 万元"
    assert "没有变化" in findings_across.growth({"甲": 5}, {"甲": 5}, [2023, 2024])
    assert findings_across.growth({}, {}, []) == "没有部门"


def test_the_spread_names_the_farthest_from_the_limits():
    low, high = Decimal(80), Decimal(120)
    rates = {"甲": Decimal("79.99"), "乙": Decimal("120.00"), "丙": Decimal("150.00")}
    assert (
        findings_across.spread(2024, rates, low, high)
        == "2024年 3 个部门中 2 个完成率在 80%–120% 之外，丙最远（150.00%）"
    )
    assert findings_across.spread(2024, {"乙": Decimal(100)}, low, high) == "2024年 1 个部门的完成率都在 80%–120% 之间"
    assert findings_across.spread(2024, {}, low, high) == "2024年没有部门有完成率"


def test_public_costs_are_compared_where_both_years_are_known():
    now, last = {"甲": 2 * WAN, "乙": WAN}, {"甲": 4 * WAN}
    title = findings_across.public(2024, now, last, ["乙"])
    assert title == "2024年 2 个部门“三公”经费合计 3.00 万元，其中 1 个可比的比上年减少 50.00%，1 个超预算"
    assert findings_across.public(2024, {"甲": WAN}, {}, []) == "2024年 1 个部门“三公”经费合计 1.00 万元，都没有超预算"
    assert findings_across.public(2024, {}, {}, []) == "2024年没有“三公”经费的数"


def test_shares_count_the_departments_with_one_dominant_category():
    parts = {
        "甲": {"教育": Decimal(60), "卫生": Decimal(40)},
        "乙": {"卫生": Decimal(49), "教育": Decimal(50)},
        "丙": {},
    }
    title = "2024年 2 个部门中 1 个有一半以上的支出用于同一类，"
    assert findings_across.shares(2024, parts) == f"{title}教育是 2 个部门的第一大类"
    assert findings_across.shares(2024, {}) == "2024年没有按功能分类的支出"


def test_a_map_of_no_findings_and_of_errors_only():
    assert findings_across.matrix(2024, 3, 0, 0, ("", 0)) == "2024年没有错误和疑点"
    rows = [{"rule": "FT01", "severity": "error", "department": "甲", "occurrences": 2}]
    ax = charts.matrix(
        frame(rows, {"rule": "str", "severity": "str", "department": "str", "occurrences": "Int64"}), year=2024
    )
    assert charts.alt_text(ax).startswith("2024年 1 个部门有错误 2 处、疑点 0 处，FT01 涉及部门最多（1 个）")
