"""Measures on small literal reports, on reports with parts missing, and on the sample."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juesuan_nb import measures
from juesuan_nb.errors import UsageError
from juesuan_nb.measures.words import HEADS
from literals import cells, claim, item_claims, report

WAN = 1_000_000
ALL = {
    "summary": measures.summary, "revenue_structure": measures.revenue_structure,
    "expenditure_structure": measures.expenditure_structure, "economic_structure": measures.economic_structure,
    "variance": measures.variance, "variance_by_section": lambda r: measures.variance(r, "section"),
    "variance_reconciliation": measures.variance_reconciliation, "budget_totals": measures.budget_totals,
    "three_public": measures.three_public, "agency_operations": measures.agency_operations,
    "key_figures": measures.key_figures, "evaluation_summary": measures.evaluation_summary,
    "evaluation_indicators": measures.evaluation_indicators,
}  # fmt: skip

EXPENDITURE = cells(
    "expenditure",
    "本年支出合计 基本支出 项目支出 经营支出",
    """
    合计 | 100.00 | 40.00 | 55.00 | 5.00
    208 社会保障和就业支出 | 75.00 | 40.00 | 35.00 | 0.00
    20801 管理事务 | 75.00 | 40.00 | 35.00 | 0.00
    2080101 行政运行 | 40.00 | 40.00 | 0.00 | 0.00
    2080102 一般行政管理事务 | 35.00? | 0.00 | 35.00 | 0.00
    210 卫生健康支出 | 25.00 | 0.00 | 20.00 | 5.00
    """,
)


def records(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """The columns' values with None for missing ones, so that they compare."""
    return [
        tuple(None if not isinstance(value, str) and pd.isna(value) else value for value in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]


@pytest.mark.parametrize("name", ALL)
def test_a_report_without_the_statement_gives_an_empty_frame_with_its_columns(name):
    empty = ALL[name](report())
    whole = ALL[name](report(EXPENDITURE))
    assert list(empty.columns) == list(whole.columns)
    assert len(empty) == 0 or (name == "key_figures" and empty["amount"].isna().all())
    assert set(empty.columns) <= set(HEADS), "a column without a Chinese head"


def test_expenditure_by_level_with_shares_of_the_printed_total():
    by_category = measures.expenditure_structure(report(EXPENDITURE))
    assert records(by_category, "code", "total", "basic_expenditure", "operating_expenditure", "share") == [
        ("208", 75 * WAN, 40 * WAN, 0, Decimal("75.00")),
        ("210", 25 * WAN, 0, 5 * WAN, Decimal("25.00")),
    ]
    assert by_category["total"].dtype == "Int64"


def test_an_inferred_figure_is_left_missing_and_its_row_stays():
    items = measures.expenditure_structure(report(EXPENDITURE), "item")
    assert records(items, "code", "total", "project_expenditure", "share", "quality") == [
        ("2080101", 40 * WAN, 0, Decimal("40.00"), "printed"),
        ("2080102", None, 35 * WAN, None, "inferred"),
    ]


def test_without_a_printed_total_shares_are_of_the_categories():
    without = [cell for cell in EXPENDITURE if cell["item"] != "合计"]
    assert list(measures.expenditure_structure(report(without))["share"]) == [Decimal("75.00"), Decimal("25.00")]


def test_a_row_without_code_is_listed_with_the_items_and_one_printed_twice_stays_twice():
    rows = "合计 | 3.00\n无编码的项 | 1.00\n2080101 行政运行 | 1.00\n2080101 行政运行 | 1.00"
    items = measures.expenditure_structure(report(cells("expenditure", "本年支出合计", rows)), "item")
    assert records(items, "code", "name") == [("", "无编码的项"), ("2080101", "行政运行"), ("2080101", "行政运行")]


def test_the_fund_statement_has_its_own_columns():
    columns = "本年支出/小计 本年支出/基本支出 本年支出/项目支出"
    funds = cells("government_funds", columns, "合计 | 9.00 | 0.00 | 9.00\n212 城乡社区支出 | 9.00 | 0.00 | 9.00")
    found = measures.expenditure_structure(report(funds), statement="government_funds")
    assert records(found, "name", "total", "project_expenditure") == [("城乡社区支出", 9 * WAN, 9 * WAN)]


def test_of_two_printed_sets_the_consolidated_one_is_measured():
    own = cells("expenditure", "本年支出合计", "合计 | 1.00\n208 社会保障和就业支出 | 1.00", scope="本级")
    both = own + cells("expenditure", "本年支出合计", "合计 | 5.00\n208 社会保障和就业支出 | 5.00", scope="汇总")
    assert list(measures.expenditure_structure(report(both))["total"]) == [5 * WAN]
    assert list(measures.expenditure_structure(report(own))["total"]) == [1 * WAN]


@pytest.mark.parametrize("measure", [measures.expenditure_structure, measures.revenue_structure, measures.variance])
def test_an_unknown_level_is_refused_with_the_known_ones(measure):
    with pytest.raises(UsageError, match="category、section、item"):
        measure(report(), level="类")


def test_revenue_by_source():
    columns = "本年收入合计 财政拨款收入 事业收入 其他收入"
    text = "合计 | 8.00 | 6.00 | 1.50 | 0.50\n205 教育支出 | 8.00 | 6.00 | 1.50 | 0.50"
    found = measures.revenue_structure(report(cells("revenue", columns, text)))
    assert records(found, "total", "fiscal_appropriation", "institutional_revenue", "superior_subsidy", "share") == [
        (8 * WAN, 6 * WAN, 1_500_000, None, Decimal("100.00"))
    ]


SUMMARY = cells(
    "revenue_expenditure_summary",
    "收入/金额",
    """
    @30 总计 | 12.00
    @29 年初结转和结余 | 2.00
    @27 本年收入合计 | 10.00
    @1 一、一般公共预算财政拨款收入 | 9.00
    @5 五、事业收入 | 1.00
    """,
) + cells(
    "revenue_expenditure_summary",
    "支出/金额",
    "@38 八、社会保障和就业支出 | 11.00\n@57 本年支出合计 | 11.00\n@59 年末结转和结余 | 1.00\n@60 总计 | 12.00",
)


def test_the_summary_names_its_lines_in_the_order_of_the_form():
    found = measures.summary(report(SUMMARY))
    assert records(found, "side", "key", "amount", "share") == [
        ("收入", "general_public_budget", 9 * WAN, Decimal("90.00")),
        ("收入", "institutional_revenue", 1 * WAN, Decimal("10.00")),
        ("收入", "total_revenue", 10 * WAN, Decimal("100.00")),
        ("收入", "opening_carryover", 2 * WAN, None),
        ("收入", "grand_total", 12 * WAN, None),
        ("支出", "category:208", 11 * WAN, Decimal("100.00")),
        ("支出", "total_expenditure", 11 * WAN, Decimal("100.00")),
        ("支出", "closing_carryover", 1 * WAN, None),
        ("支出", "grand_total", 12 * WAN, None),
    ]


def test_the_of_which_lines_of_carryover_are_not_revenue_of_the_year():
    text = """
    一、一般公共预算财政拨款 | 5.00
    本年收入合计 | 5.00
    年初财政拨款结转和结余 | 2.00
    一般公共预算财政拨款 | 2.00
    """
    found = measures.summary(report(cells("appropriation_summary", "收入/金额", text)), "appropriation_summary")
    assert records(found, "key", "share")[2:] == [("opening_carryover", None), ("opening_general_public_budget", None)]


def test_economic_structure_puts_people_first_and_sums_a_total_that_is_not_printed():
    text = "301 工资福利支出 | 6.00\n302 商品和服务支出 | 3.00\n30101 基本工资 | 6.00\n303 补助 | 1.00\n公用经费合计 | 3.00"
    found = measures.economic_structure(report(cells("basic_expenditure", "决算数", text)))
    assert records(found, "code", "name", "level", "side", "amount", "share", "quality") == [
        ("301", "工资福利支出", "category", "人员经费", 6 * WAN, Decimal("60.00"), "printed"),
        ("30101", "基本工资", "section", "人员经费", 6 * WAN, Decimal("60.00"), "printed"),
        ("303", "补助", "category", "人员经费", 1 * WAN, Decimal("10.00"), "printed"),
        ("", "人员经费合计", "total", "人员经费", 7 * WAN, Decimal("70.00"), "summed"),
        ("302", "商品和服务支出", "category", "公用经费", 3 * WAN, Decimal("30.00"), "printed"),
        ("", "公用经费合计", "total", "公用经费", 3 * WAN, Decimal("30.00"), "printed"),
    ]


PATH = "社会保障和就业支出（类）就业补助（款）{}（项）"
TABLE = cells(
    "general_public_expenditure",
    "合计",
    "合计 | 22.00\n208 社会保障和就业支出 | 22.00\n20807 就业补助 | 22.00\n2080701 服务补贴 | 12.00\n"
    "2080702 培训补贴 | 5.00\n2080704 保险补贴 | 4.00\n2080799 其他 | 1.00",
)
ITEMS = [
    claim("general_public_expenditure", "一般公共预算财政拨款支出", "original_budget", "14.00"),
    claim("general_public_expenditure", "一般公共预算财政拨款支出", "outturn", "22.00"),
    claim("general_public_expenditure", "社会保障和就业(类)支出", "outturn", "22.00", code="208"),
    *item_claims(
        1, "2080701", PATH.format("服务补贴"), original_budget="10.00", outturn="12.00", execution_rate="120.00"
    ),
    *item_claims(2, "2080702", PATH.format("培训补贴"), original_budget="4.00", outturn="5.01", reason="上级追加"),
    *item_claims(2, "2080704", PATH.format("保险补贴"), original_budget="0.00", outturn="4.00"),
]


def test_variance_tells_every_item_of_text_and_table():
    found = measures.variance(report(TABLE, ITEMS))
    columns = ("item_no", "name", "path", "variance", "execution_rate", "table_outturn", "agrees")
    path = "社会保障和就业支出 / 就业补助"
    assert records(found, *columns) == [
        (1, "服务补贴", path, 2 * WAN, Decimal("120.00"), 12 * WAN, True),
        (2, "培训补贴", path, 1_010_000, Decimal("125.25"), 5 * WAN, False),
        (2, "保险补贴", path, 4 * WAN, None, 4 * WAN, True),
        (None, "其他", "", None, None, 1 * WAN, None),
    ]
    assert list(found["stated_rate"]) == [Decimal("120.00"), None, None, None]
    assert list(found["reason"]) == ["", "上级追加", "", ""]
    assert set(found["base"]) == {"original_budget", ""}


def test_a_text_in_wan_agrees_with_a_table_in_yuan():
    yuan = {"statement": "general_public_expenditure", "column": "合计", "unit": "元", "quality": "printed"}
    table = [
        yuan | {"code": "", "item": "合计", "value": "120049.99", "amount": 12_004_999},
        yuan | {"code": "2080701", "item": "服务补贴", "value": "120049.99", "amount": 12_004_999},
    ]
    for outturn, agrees, verdict in (("12.00", True, "rounding"), ("12.01", False, "differs")):
        told = item_claims(1, "2080701", PATH.format("服务补贴"), original_budget="10.00", outturn=outturn)
        whole = claim("general_public_expenditure", "一般公共预算财政拨款支出", "outturn", outturn)
        made = report(table, [whole, *told])
        assert list(measures.variance(made)["agrees"]) == [agrees]
        assert list(measures.variance_reconciliation(made)["verdict"]) == ["unknown", verdict]


def test_where_only_the_revised_budget_is_told_it_is_the_base():
    told = item_claims(1, "2080701", PATH.format("服务补贴"), revised_budget="10.00", outturn="9.00")
    found = measures.variance(report(claims=told))
    assert records(found, "base", "original_budget", "revised_budget", "variance", "execution_rate") == [
        ("revised_budget", None, 10 * WAN, -1 * WAN, Decimal("90.00"))
    ]


def test_a_group_sums_its_items_and_says_nothing_where_one_is_missing():
    table = [cell for cell in TABLE if cell["code"] != "2080799"]
    (section,) = measures.variance(report(table, ITEMS), "section").to_dict("records")
    assert (section["name"], section["items"], section["variance"]) == ("就业补助", 3, 7_010_000)
    assert section["execution_rate"] == Decimal("150.07")
    assert section["share"] == Decimal("100.00")
    (partial,) = measures.variance(report(TABLE, ITEMS), "category").to_dict("records")
    assert pd.isna(partial["outturn"])
    assert partial["share"] is None


def test_reconciliation_with_total_and_table():
    found = measures.variance_reconciliation(report(TABLE, ITEMS))
    columns = (
        "measure",
        "stated",
        "items_sum",
        "table",
        "items_minus_stated",
        "stated_minus_table",
        "slack",
        "verdict",
    )
    assert records(found, *columns) == [
        # Two addends are not zero: (2 + 1) · 100 元 / 2.
        ("original_budget", 14 * WAN, 14 * WAN, None, 0, None, 15_000, "exact"),
        ("outturn", 22 * WAN, 21_010_000, 22 * WAN, -990_000, 0, 20_000, "differs"),
    ]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=12), st.integers(-60_000, 60_000))
def test_what_rounding_explains_is_no_difference(fens, off):
    """Each item stands for 分 rounded to 0.01 万元; the stated total is off by any number of 分, then rounded as well."""
    wan = [Decimal(fen) / 100 for fen in fens]
    told = [
        row
        for number, value in enumerate(wan, start=1)
        for row in item_claims(number, f"20807{number:02}", PATH.format(f"第{number}项"), outturn=f"{value:.2f}")
    ]
    total = sum(wan) + Decimal(off // 10_000) / 100
    told.append(claim("general_public_expenditure", "一般公共预算财政拨款支出", "outturn", f"{total:.2f}"))
    (row,) = measures.variance_reconciliation(report(claims=told)).to_dict("records")
    allowed = (sum(fen > 0 for fen in fens) + 1) * 5_000 if sum(fen > 0 for fen in fens) > 1 else 0
    gap = abs(row["items_minus_stated"])
    assert row["slack"] == allowed
    assert row["verdict"] == ("exact" if gap == 0 else "rounding" if gap <= allowed else "differs")


def test_each_budget_as_told_against_its_table():
    claims = [
        *ITEMS,
        claim(
            "state_capital", "国有资本经营预算财政拨款支出", "original_budget", "25.00", section="八", reason="工期较长"
        ),
        claim("state_capital", "国有资本经营预算财政拨款支出", "outturn", "2.23", section="八"),
        claim("state_capital", "国有资本经营预算财政拨款支出", "execution_rate", "8.92", "%", section="八"),
    ]
    state_capital = cells("state_capital", "合计", "合计 | 2.23")
    found = measures.budget_totals(report([*TABLE, *state_capital], claims))
    assert records(found, "topic", "variance", "stated_rate", "execution_rate", "agrees", "reason") == [
        ("general_public_expenditure", 8 * WAN, None, Decimal("157.14"), True, ""),
        ("state_capital", -22_770_000, Decimal("8.92"), Decimal("8.92"), True, "工期较长"),
    ]


def test_three_public_with_the_counts_of_the_text():
    columns = "预算数/合计 预算数/小计 预算数/公务用车运行维护费 预算数/公务接待费 决算数/合计 决算数/公务接待费"
    table = cells("three_public", columns, "合计 | 9.00 | 7.00 | 7.00 | 2.00 | 3.00 | 3.00")
    claims = [
        claim("three_public", "国内公务接待批次", "count", "4", "批次"),
        claim("three_public", "公务用车保有量", "count", "2", "辆"),
    ]
    found = measures.three_public(report(table, claims)).set_index("item")
    assert list(found.index) == [
        "overseas_travel", "vehicle_purchase", "vehicle_operation", "vehicles", "official_reception", "total",
    ]  # fmt: skip
    assert records(found, "revised_budget", "outturn", "variance", "execution_rate", "counts")[2:] == [
        (7 * WAN, None, None, None, "公务用车保有量 2 辆"),
        (7 * WAN, None, None, None, ""),
        (2 * WAN, 3 * WAN, 1 * WAN, Decimal("150.00"), "国内公务接待批次 4 批次"),
        (9 * WAN, 3 * WAN, -6 * WAN, Decimal("33.33"), ""),
    ]


def test_agency_operations_keep_every_figure_of_their_topics():
    claims = [
        claim("agency_operating_costs", "机关运行经费支出", "outturn", "5.00", reason="压减"),
        claim("revenue", "收入合计", "outturn", "1.00"),
        claim("state_assets", "车辆", "count", "3", "辆"),
    ]
    found = measures.agency_operations(report(claims=claims))
    assert records(found, "topic", "item", "amount", "value", "unit", "reason") == [
        ("agency_operating_costs", "机关运行经费支出", 5 * WAN, "5.00", "万元", "压减"),
        ("state_assets", "车辆", None, "3", "辆", ""),
    ]


def test_key_figures_say_what_each_rate_is_of():
    claims = [*ITEMS, claim("revenue_expenditure_summary", "收入支出总计", "yoy_rate", "-3.00", "%")]
    found = measures.key_figures(report([*SUMMARY, *EXPENDITURE, *TABLE], claims)).set_index("key")
    assert found.loc["grand_total", ["amount", "rate", "rate_of"]].tolist() == [
        12 * WAN,
        Decimal("-3.00"),
        "previous_year",
    ]
    assert found.loc["general_public_expenditure", "rate"] == Decimal("157.14")
    assert found.loc["closing_carryover", "rate"] == Decimal("10.00")
    assert pd.isna(found.loc["three_public", "amount"])


def fact(kind: str, item: str, field: str, value: str, unit: str = "") -> dict:
    return {"attachment": "附件1", "kind": kind, "item": item, "field": field, "value": value, "unit": unit}


EVALUATION = [
    fact("budget_line", "部门预算总额", "全年预算数", "80", "万元"),
    fact("budget_line", "部门预算总额", "全年执行数", "72", "万元"),
    fact("budget_line", "部门预算总额", "执行率", "90", "%"),
    fact("budget_line", "部门预算总额", "分值", "10", "分"),
    fact("budget_line", "部门预算总额", "得分", "9", "分"),
    *(
        fact("indicator", item, field, value, unit)
        for item, points, score in (("培训人次", "20", "18.5"), ("合格率", "30", "30"))
        for field, value, unit in (("一级指标", "产出指标", ""), ("分值", points, "分"), ("得分", score, "分"))
    ),
    fact("indicator", "总分", "分值", "60", "分"),
    fact("report", "某项目绩效评价报告", "评价得分", "94.37", "分"),
    fact("report", "某项目绩效评价报告", "评价等级", "优"),
]


def test_the_evaluation_at_a_glance():
    found = measures.evaluation_summary(report(evaluation=EVALUATION))
    columns = ("kind", "item", "executed", "execution_rate", "points", "score", "score_rate", "indicators", "grade")
    assert records(found, *columns) == [
        ("budget_line", "部门预算总额", 72 * WAN, Decimal("90.00"), 10, 9, Decimal("90.00"), None, ""),
        ("indicator", "产出指标", None, None, 50, Decimal("48.5"), Decimal("97.00"), 2, ""),
        ("report", "某项目绩效评价报告", None, None, None, Decimal("94.37"), None, None, "优"),
    ]
    assert list(measures.evaluation_indicators(report(evaluation=EVALUATION))["item"]) == ["培训人次", "合格率"]


class TestSample:
    """The report that travels with the project."""

    def test_the_items_told_add_up_to_what_is_told(self, sample):
        found = measures.variance_reconciliation(sample)
        assert records(found, "measure", "items", "items_sum", "items_minus_stated", "verdict") == [
            ("original_budget", 20, 5_644_160_000, 0, "exact"),
            ("outturn", 20, 6_519_150_000, 10_000, "rounding"),
        ]

    def test_every_item_agrees_with_the_table_and_every_rate_recomputes(self, sample):
        found = measures.variance(sample)
        assert len(found) == 20
        assert found["agrees"].all()
        told = found[found["stated_rate"].notna()]
        assert list(told["stated_rate"]) == list(told["execution_rate"])
        assert len(found) - len(told) == 3, "items without a budget have no rate"

    def test_one_section_drives_the_variance(self, sample):
        found = measures.variance(sample, "section").set_index("code")
        assert found.loc["20807", ["variance", "execution_rate", "share"]].tolist() == [
            824_030_000, Decimal("362.18"), Decimal("94.18"),
        ]  # fmt: skip

    def test_a_total_lost_in_reading_stays_missing(self, sample):
        items = measures.expenditure_structure(sample, "item").set_index("code")
        assert pd.isna(items.loc["2080702", "total"])
        assert items.loc["2080702", "project_expenditure"] == 179_950_000

    def test_the_first_page(self, sample):
        found = measures.key_figures(sample).set_index("key")
        assert found.loc["general_public_expenditure", ["amount", "rate"]].tolist() == [
            6_519_140_000,
            Decimal("115.50"),
        ]
        assert found.loc["personnel_costs", ["amount", "rate"]].tolist() == [463_570_000, Decimal("88.75")]
        assert found["amount"].notna().all()


@pytest.mark.parametrize(
    ("change", "clause", "told"),
    [
        ("-4.00", "减少4.00万元", Decimal("-4.00")),
        ("4.00", "增加4.00万元", Decimal("4.00")),
        ("", "下降4.00%", Decimal("-4.00")),
        ("", "增长4.00%", Decimal("4.00")),
    ],
)
def test_the_change_of_the_year_is_below_zero_where_the_text_says_it_fell(change, clause, told):
    topic = "revenue_expenditure_summary"
    claims = [claim(topic, "收支总计", "yoy_rate", "4.00", "%", text=clause)]
    claims += [claim(topic, "收支总计", "yoy_change", change, text=clause)] if change else []
    figures = measures.key_figures(report(claims=claims)).set_index("key")
    assert figures.loc["grand_total", "rate"] == told


def test_figures_know_the_step_that_they_are_printed_to():
    summary = cells("revenue_expenditure_summary", "收入/金额", "年初结转和结余 | 0.00\n总计 | 12.30")
    told = [
        claim("revenue_expenditure_summary", "收支总计", "outturn", "12.3"),
        claim("revenue_expenditure_summary", "收支总计", "yoy_change", "1.25"),
    ]
    figures = measures.figures(report(summary, told)).set_index("figure")
    assert list(figures.columns) == [name for name in measures.FIGURES if name != "figure"]
    assert figures.loc["grand_total", "step"] == 10_000
    assert figures.loc["opening_carryover", ["amount", "step"]].tolist() == [0, 10_000]
    assert figures.loc["previous:grand_total", ["amount", "step"]].tolist() == [11_050_000, 110_000]
