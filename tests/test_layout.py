"""Statements laid out like the form: rows, sides, storeys of the head."""

from juesuan_nb.checks.literal import Sample
from juesuan_nb.export.layout import head_areas, lay_out
from juesuan_nb.frames import rows


def laid_out(text, statement=None):
    cells = Sample(text).cells
    return lay_out(rows(cells[cells["statement"] == statement] if statement else cells))


def shown(sheet):
    """The sheet's rows with figures as their text."""
    return [[getattr(entry, "value", entry) for entry in row] for row in sheet.rows]


def test_the_two_sides_meet_at_the_sums_and_at_the_totals():
    sheet = laid_out(
        """
        T1 | 收入/金额 | 支出/金额
        一、一般公共预算财政拨款收入 | 9.00
        一、一般公共服务支出 | | 4.00
        二、外交支出 | | 5.00
        本年收入合计 | 9.00
        本年支出合计 | | 9.00
        使用非财政拨款结余 | 0.00
        年初结转和结余 | 1.00
        年末结转和结余 | | 1.00
        总计 | 10.00 | 10.00
        """
    )
    assert sheet.head == (("收入", "项目"), ("收入", "金额"), ("支出", "项目"), ("支出", "金额"))
    assert shown(sheet) == [
        ["一、一般公共预算财政拨款收入", "9.00", "一、一般公共服务支出", "4.00"],
        [None, None, "二、外交支出", "5.00"],
        ["本年收入合计", "9.00", "本年支出合计", "9.00"],
        ["使用非财政拨款结余", "0.00", "年末结转和结余", "1.00"],
        ["年初结转和结余", "1.00", None, None],
        ["总计", "10.00", "总计", "10.00"],
    ]


def test_line_numbers_have_their_column_and_give_the_order():
    cells = Sample("T1 | 收入/金额 | 支出/金额\n总计 | 9.00\n本年收入合计 | 9.00\n本年支出合计 | | 9.00").cells
    sheet = lay_out(rows(cells.assign(line_no=[30, 27, 57])))
    assert sheet.head[1] == ("收入", "行次")
    assert shown(sheet) == [
        ["本年收入合计", 27, "9.00", "本年支出合计", 57, "9.00"],
        ["总计", 30, "9.00", None, None, None],
    ]


def test_lines_of_one_name_stay_apart():
    sheet = laid_out(
        """
        T4 | 收入/金额 | 支出/合计
        一般公共预算财政拨款 | 9.00
        年初财政拨款结转和结余 | 2.00
        一般公共预算财政拨款 | 2.00
        本年支出合计 | | 11.00
        """
    )
    assert [row[:2] for row in shown(sheet)][:3] == [
        ["一般公共预算财政拨款", "9.00"],
        ["年初财政拨款结转和结余", "2.00"],
        ["一般公共预算财政拨款", "2.00"],
    ]


def test_codes_stand_in_their_order_with_their_depth():
    sheet = laid_out(
        """
        T3 | 本年支出合计 | 项目支出 | 基本支出
        合计 | 3.00 | 1.00 | 2.00
        2080505 养老保险 | 3.00 | 1.00 | 2.00
        208 社会保障和就业支出 | 3.00 | 1.00 |
        20805 行政事业单位养老支出 | 3.00 | 1.00 | 2.00
        """
    )
    assert sheet.head == (("科目编码",), ("科目名称",), ("本年支出合计",), ("基本支出",), ("项目支出",))
    assert [row[0] for row in shown(sheet)] == ["", "208", "20805", "2080505"]
    assert sheet.levels == (0, 0, 1, 2)
    assert sheet.names == 2
    assert shown(sheet)[1] == ["208", "社会保障和就业支出", "3.00", None, "1.00"]


def test_a_row_whose_code_is_lost_keeps_its_printed_place():
    sheet = laid_out("T3 | 本年支出合计\n208 甲 | 1.00\n无编码 | 1.00\n20801 乙 | 1.00")
    assert [row[1] for row in shown(sheet)] == ["甲", "无编码", "乙"]


def test_basic_expenditure_stands_in_three_groups_and_its_totals_last():
    sheet = laid_out(
        """
        T6 | 决算数
        301 工资福利支出 | 5.00
        302 商品和服务支出 | 2.00
        310 资本性支出 | 1.00
        303 对个人和家庭的补助 | 1.00
        人员经费合计 | 6.00
        公用经费合计 | 3.00
        """
    )
    assert sheet.head == (("科目编码",), ("科目名称",), ("决算数",)) * 3
    assert shown(sheet) == [
        ["301", "工资福利支出", "5.00", "302", "商品和服务支出", "2.00", "310", "资本性支出", "1.00"],
        ["303", "对个人和家庭的补助", "1.00", None, None, None, None, None, None],
        ["", "人员经费合计", "6.00", "", "公用经费合计", "3.00", None, None, None],
    ]


def test_three_public_expenses_have_three_storeys():
    sheet = laid_out(
        "T9 | 预算数/合计 | 预算数/小计 | 预算数/公务用车购置费 | 决算数/合计\n- | 3.00 | 2.00 | 1.00 | 0.00"
    )
    assert sheet.names == 0
    assert sheet.head[1] == ("预算数", "公务用车购置及运行维护费", "小计")
    assert shown(sheet) == [["3.00", "2.00", "1.00", "0.00"]]


def test_a_head_of_storeys_is_merged_across_and_down():
    head = (("科目编码",), ("年初结转和结余",), ("本年支出", "小计"), ("本年支出", "基本支出"), ("年末结转和结余",))
    assert head_areas(head) == [
        (0, 0, 1, 0, "科目编码"),
        (0, 1, 1, 1, "年初结转和结余"),
        (0, 2, 0, 3, "本年支出"),
        (1, 2, 1, 2, "小计"),
        (1, 3, 1, 3, "基本支出"),
        (0, 4, 1, 4, "年末结转和结余"),
    ]


def test_a_leaf_and_its_parts_share_no_field():
    assert head_areas((("事业收入",), ("事业收入", "其中:教育收费"))) == [
        (0, 0, 1, 0, "事业收入"),
        (0, 1, 0, 1, "事业收入"),
        (1, 1, 1, 1, "其中:教育收费"),
    ]
