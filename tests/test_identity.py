"""Whose accounts, of which year, and what is no final accounts report."""

import pytest

from juesuan_nb.errors import ReadError
from juesuan_nb.identity import identify
from juesuan_nb.readers import text
from juesuan_nb.statements import extract

TABLE = (
    "收入决算表\n部门：{owner}\n2023年度\n单位：万元\n科目编码\t科目名称\t本年收入合计\n201\t一般公共服务支出\t1.00\n"
)


def who(source: str):
    document = text.read(source.encode(), "某报告.txt", "")
    return identify(document, extract(document))


def test_the_tables_name_the_department_and_the_cover_the_year():
    found = who("2023年度甲市乙局部门决算\n二〇二四年九月\n" + TABLE.format(owner="甲市 乙局"))
    assert (found.department, found.year) == ("甲市乙局", 2023)


def test_department_and_unit_on_one_line_and_in_a_grid():
    assert (
        who(
            "2023年度部门决算\n收入决算表\n编制单位：甲县丙中心 单位：元\n科目编码\t科目名称\t本年收入合计\n201\t甲\t1.00\n"
        ).department
        == "甲县丙中心"
    )
    assert (
        who(
            "2023年度部门决算\n| 收入决算表 | |\n| 部门：丁局 | 金额单位：万元 |\n| 科目编码 | 本年收入合计 |\n| 201 | 1.00 |\n"
        ).department
        == "丁局"
    )


def test_the_cover_helps_where_the_tables_do_not():
    source = "戊市己局2022年度部门决算公开\n收入决算表\n科目编码\t科目名称\t本年收入合计\n201\t甲\t1.00\n"
    assert (who(source).department, who(source).year) == ("戊市己局", 2022)


def test_a_unit_of_money_is_no_department():
    source = "上海市庚区辛局2024年度部门决算\n收入决算表\n单位：万元\n科目编码\t科目名称\t本年收入合计\n201\t甲\t1.00\n"
    assert who(source).department == "上海市庚区辛局"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("2025年部门预算\n部门预算由以下部分组成\n收入预算总表\n项目\t金额\n", "部门预算"),
        ("会议通知\n请各科室参加。\n", "没有找到"),
    ],
)
def test_other_documents_are_refused_as_what_they_are(source, problem):
    with pytest.raises(ReadError, match="某报告") as caught:
        who(source)
    assert problem in caught.value.problem


def test_a_cover_over_two_lines_leaves_the_headings_of_the_parts():
    source = "壬市癸委\n研究室 2024年度\n部门决算\n第一部分 壬市癸委研究室概况\n收入决算表\n科目编码\t科目名称\t本年收入合计\n201\t甲\t1.00\n"
    assert who(source).department == "壬市癸委研究室"
