"""一级指标 and 二级指标 carried from merged cells: labels at the top, in the middle, cut, damaged, lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb.evaluation.levels import Printed, levels


def names(rows: list[tuple]) -> list[tuple[str, str]]:
    """(level one, level two) of rows given as (one, two, item, points)."""
    return [(one.name if one else "", two.name if two else "") for one, two in levels([Printed(*row) for row in rows])]


def qualities(rows: list[tuple]) -> list[tuple[str, str]]:
    return [
        (one.quality if one else "", two.quality if two else "") for one, two in levels([Printed(*row) for row in rows])
    ]


def test_labels_at_the_top_are_carried_down_and_are_as_printed():
    rows = [
        ("产出指标(50分)", "数量指标", "甲", "10"),
        ("", "", "乙", "20"),
        ("", "质量指标", "丙", "20"),
        ("效益指标(40分)", "社会效益指标", "丁", "40"),
    ]
    assert names(rows) == [("产出指标(50分)", "数量指标")] * 2 + [
        ("产出指标(50分)", "质量指标"),
        ("效益指标(40分)", "社会效益指标"),
    ]
    assert set(qualities(rows)) == {("printed", "printed")}


def test_an_undamaged_table_is_read_downwards_only():
    """An indicator that the form does not know stays in its group, however the points run."""
    rows = [
        ("投入管理指标", "绩效管理", "绩效自评完成率", "2"),
        ("", "", "信息报送及时率", "6"),
        ("产出指标", "重点工作任务完成", "矛盾化解进程", "6"),
    ]
    assert names(rows)[1] == ("投入管理指标", "绩效管理")
    assert set(qualities(rows)) == {("printed", "printed")}


def test_a_label_in_the_middle_of_its_rows_reaches_both_ways():
    rows = [
        ("", "", "甲", "5"),
        ("产出指标", "数量指标", "乙", "5"),
        ("", "", "丙", "5"),
        ("", "", "丁", "30"),
        ("效益指标", "社会效益指标", "戊", "30"),
        ("", "", "己", "30"),
    ]
    assert [two for _, two in names(rows)] == ["数量指标"] * 3 + ["社会效益指标"] * 3
    assert [one for one, _ in names(rows)] == ["产出指标"] * 3 + ["效益指标"] * 3
    assert qualities(rows)[2][1] == "doubtful", "nothing but the layout says so"


def test_the_framework_decides_between_two_labels():
    rows = [
        ("", "预算和财务管理", "预算编制完整性", "2"),
        ("", "", "资产管理规范性", "2"),
        ("投入管理指标", "", "绩效监控完成率", "2"),
        ("", "绩效管理", "绩效自评完成率", "2"),
        ("", "", "群众来信办理率", "6"),
        ("产出指标", "重点工作任务完成", "矛盾化解进程", "6"),
    ]
    found = names(rows)
    assert [two for _, two in found] == ["预算和财务管理"] * 2 + ["绩效管理"] * 2 + ["重点工作任务完成"] * 2
    assert [one for one, _ in found] == ["投入管理指标"] * 4 + ["产出指标"] * 2
    assert qualities(rows)[2] == ("printed", "printed")
    assert qualities(rows)[4] == ("printed", "doubtful")


@pytest.mark.parametrize(
    ("printed", "item", "name", "quality"),
    [
        ("绩效管鳕里", "绩效自评完成率", "绩效管理", "repaired"),
        ("重点工作 £务完成", "某项工作", "重点工作任务完成", "repaired"),
        ("履职目标 示实现", "某项工作", "履职目标实现", "repaired"),
        ("履职效h >≺", "某项工作", "履职效益", "doubtful"),
        ("社会效应指标", "某项工作", "社会效应指标", "printed"),
        ("自设分类", "某项工作", "自设分类", "printed"),
        ("57", "某项工作", "", ""),
        ("展場хш", "某项工作", "", ""),
        ("Meditalise Arc", "某项工作", "", ""),
    ],
)
def test_a_damaged_label_is_mended_and_a_legible_one_left_alone(printed, item, name, quality):
    assert names([("", printed, item, "1")]) == [("", name)]
    assert qualities([("", printed, item, "1")]) == [("", quality)]


def test_an_illegible_label_leaves_its_rows_doubtful():
    rows = [("产出指标", "数量指标", "甲", "10"), ("广山相外", "", "乙", "10"), ("", "展場хш", "丙", "10")]
    assert names(rows) == [("产出指标", "数量指标")] * 3
    assert qualities(rows) == [("printed", "printed"), ("repaired", "printed"), ("printed", "doubtful")]


def test_a_label_cut_over_its_rows_is_one_label():
    rows = [
        ("产出", "数量指标", "甲", "10"),
        ("指标", "", "乙", "10"),
        ("(20分)", "质量指标", "丙", "10"),
        ("效益指标", "社会效", "丁", "10"),
        ("", "益指标", "戊", "10"),
    ]
    assert names(rows) == [
        ("产出指标(20分)", "数量指标"),
        ("产出指标(20分)", "数量指标"),
        ("产出指标(20分)", "质量指标"),
        ("效益指标", "社会效益指标"),
        ("效益指标", "社会效益指标"),
    ]


def test_a_form_without_levels_has_none():
    assert names([("", "", "甲", "10"), ("", "", "乙", "10")]) == [("", ""), ("", "")]


GROUPS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]


@given(st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_any_table_with_labels_in_the_first_row_of_their_cells_comes_back(sizes):
    truth = [group for group, size in zip(GROUPS, sizes, strict=True) for _ in range(size)]
    rows, last = [], ("", "")
    for number, (one, two) in enumerate(truth):
        rows.append((one if one != last[0] else "", two if two != last[1] else "", f"第{number}项", "5"))
        last = (one, two)
    assert names(rows) == truth


@given(st.lists(st.sampled_from([1, 3, 5]), min_size=2, max_size=6).filter(lambda sizes: sizes[0] > 1))
def test_any_table_with_labels_in_the_middle_row_of_their_cells_comes_back(sizes):
    truth, rows = [], []
    for (_, two), size in zip(GROUPS, sizes, strict=False):
        truth += [two] * size
        rows += [("", two if row == size // 2 else "", f"{two}{row}", str(size)) for row in range(size)]
    assert [two for _, two in names(rows)] == truth
