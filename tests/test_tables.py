"""Tables: heads, numbers, what is left out, and that the same frame always gives the same bytes."""

from decimal import Decimal

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from juesuan_nb import measures
from juesuan_nb.frames import frame
from juesuan_nb.measures.text import columns_of
from juesuan_nb.measures.words import HEADS, VALUES
from juesuan_nb.tables import table
from literals import cells, item_claims, report

SCHEMA = {"code": "str", "name": "str", "outturn": "Int64", "execution_rate": "object", "reason": "str"}


def small() -> pd.DataFrame:
    return frame(
        [
            {"code": "0080101", "name": "行政运行", "outturn": 43_121_300_000, "execution_rate": Decimal("1981.20")},
            {"code": "2080102", "name": "其他<支出>", "outturn": -10_000, "reason": "压减"},
            {"code": "2080103", "name": "空", "outturn": None, "execution_rate": Decimal("0.00")},
        ],
        SCHEMA,
    )


def grid(html: str) -> list[list[str]]:
    """The texts of an HTML table, row by row."""
    return [
        [cell.get_text() for cell in row.find_all(["th", "td"])]
        for row in BeautifulSoup(html, "html.parser").find_all("tr")
    ]


def test_heads_are_chinese_amounts_in_wan_codes_text_and_the_undefined_a_dash():
    assert grid(table(small())._repr_html_()) == [
        ["编码", "名称", "决算数", "完成率", "原因（原文）"],
        ["0080101", "行政运行", "43,121.30", "1981.20%", ""],
        ["2080102", "其他<支出>", "-0.01", "—", "压减"],
        ["2080103", "空", "—", "0.00%", ""],
    ]


def test_html_of_a_hostile_name_is_text():
    assert "<支出>" not in table(small())._repr_html_()


def test_the_unit_is_said_and_can_be_another():
    assert table(small(), "决算").title == "决算（单位：万元）"
    assert grid(table(small(), unit="元")._repr_html_())[2][2] == "-100.00"
    assert table(small()[["name"]], "名单").title == "名单"


def test_text_is_aligned_by_the_width_of_han_characters():
    lines = repr(table(small()[["name", "outturn"]])).splitlines()
    assert lines == [
        "单位：万元",
        "名称           决算数",
        "行政运行    43,121.30",
        "其他<支出>      -0.01",
        "空                  —",
    ]
    assert len({columns_of(line) for line in lines[1:]}) == 1


def test_the_same_frame_gives_the_same_bytes_and_a_changed_number_another():
    first, second, changed = small(), small(), small()
    changed.loc[1, "outturn"] += 10_000
    for show in (repr, lambda shown: shown._repr_html_()):
        assert show(table(first)) == show(table(second))
        assert show(table(first)) != show(table(changed))
    assert "0x" not in table(first)._repr_html_()


def test_the_frame_beneath_is_the_one_given():
    given = small()
    assert table(given).frame is given


def test_columns_without_any_value_are_not_shown_but_stay_in_the_frame():
    without = small().assign(reason="", execution_rate=None)
    assert grid(table(without)._repr_html_())[0] == ["编码", "名称", "决算数"]
    assert "reason" in table(without).frame


@pytest.mark.parametrize("empty", [frame([], SCHEMA), pd.DataFrame(), frame([{}, {}], SCHEMA)])
def test_an_empty_frame_says_so(empty):
    assert repr(table(empty, "支出结构")) == "支出结构：没有内容。"
    assert "没有内容" in table(empty)._repr_html_()


def test_identifiers_are_shown_as_words_and_unknown_columns_as_they_are():
    shown = table(
        pd.DataFrame({"item": ["total", "自定义"], "verdict": ["exact", "differs"], "mine": [["甲", "乙"], ["丙"]]})
    )
    assert grid(shown._repr_html_()) == [["项目", "结论", "mine"], ["合计", "一致", "甲；乙"], ["自定义", "不符", "丙"]]


def test_a_constant_base_or_level_is_not_shown_a_mixed_one_is():
    told = item_claims(1, "2080101", "行政运行", original_budget="1.00", outturn="2.00")
    revised = item_claims(2, "2080102", "一般", revised_budget="1.00", outturn="2.00")
    heads = [
        grid(table(measures.variance(report(claims=claims)))._repr_html_())[0] for claims in (told, told + revised)
    ]
    assert ["比较基数" in head for head in heads] == [False, True]


def test_totals_stand_out():
    text = "301 工资 | 6.00\n30101 基本工资 | 6.00\n302 商品 | 3.00"
    html = table(measures.economic_structure(report(cells("basic_expenditure", "决算数", text))))._repr_html_()
    strong = [row.td.find_next("td").get_text() for row in BeautifulSoup(html, "html.parser").select("tr.s")]
    assert strong == ["工资", "人员经费合计", "商品", "公用经费合计"]


def test_numbers_stand_on_the_right_and_long_text_may_wrap():
    page = BeautifulSoup(table(small())._repr_html_(), "html.parser")
    assert [cell.get("class") for cell in page.tbody.tr.find_all("td")] == [None, None, ["n"], ["n"], ["w"]]
    assert [cell.get("class") for cell in page.thead.find_all("th")] == [None, None, ["n"], ["n"], ["w"]]


def test_every_kind_of_head_is_known_and_every_word_has_a_column():
    kinds = {"text", "wrap", "code", "money", "rate", "number", "count", "flag", "figure"}
    assert {kind for _, kind in HEADS.values()} == kinds
    assert set(VALUES) <= set(HEADS)


def test_reading_notes_and_findings_can_be_shown_as_well(sample):
    assert "数字修复" in repr(table(sample.quality))
    assert repr(table(sample.claims.head(3))).count("\n") == 3
