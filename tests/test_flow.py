"""Source lines become paragraphs again, and every character still knows its source line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb.document import Paragraph, Place
from juesuan_nb.flow import is_heading, joined


def lines(*texts: str, step: int = 2) -> list[Paragraph]:
    return [Paragraph(text, Place(line=1 + step * n)) for n, text in enumerate(texts)]


def texts(*source: str) -> list[str]:
    return [paragraph.text for paragraph in joined(lines(*source))]


def test_page_break_is_healed_and_places_are_kept():
    (whole,) = joined(lines("教育(类)支出 6.30万元,占", "99.11%; 住房保障(类) 支出 0.48 万元。"))
    assert whole.text == "教育(类)支出6.30万元,占99.11%;住房保障(类)支出0.48万元。"
    assert whole.place_at(whole.text.index("6.30")).line == 1
    assert whole.place_at(whole.text.index("99.11")).line == 3
    assert whole.place_at(len(whole.text)).line == 3


def test_heading_glued_to_a_sentence_is_split_off():
    assert texts("本部门决算为本级决算。 第二部分 2023年度部门决算表") == [
        "本部门决算为本级决算。",
        "第二部分2023年度部门决算表",
    ]
    assert texts("支出减少。 二、收入决算情况说明") == ["支出减少。", "二、收入决算情况说明"]
    assert texts('报告见后(详见"第五部分 附件")。') == ['报告见后(详见"第五部分附件")。']


@pytest.mark.parametrize(
    "source",
    [
        ("1.教育支出(类)。年初预算为3万元,", "- 2.其他支出(类)。年初预算为1万元。"),
        ("一、部门职责", "负责全区教育工作。"),
        ("(一)总体情况", "本年支出5万元。"),
        ("收入支出决算总表", "公开01表", "部门:某某区人民代表大会常务委员会办公室", "2023年度", "单位:万元"),
        ("其中:", "购置车辆0台。"),
        ("2023年度某某市某某区教育体育和文化旅游局部门决算", "二〇二四年九月", "目录"),
        ("涉及资金5万元。(金额转换为万元时可能存在尾差)", "我部门开展了评价。"),
        ("(一)强化绩效意识,提升目标质量", "针对存在的问题,建议如下。"),
        ("四、存在的问题和建议", "无。"),
    ],
)
def test_what_stays_apart(source):
    assert len(texts(*source)) == len(source)


def test_wrapped_lines_headings_page_numbers_and_bullets():
    assert texts("九、一般公共预算财政拨款“三公”经费支出决算", "情况说明") == [
        "九、一般公共预算财政拨款“三公”经费支出决算情况说明"
    ]
    assert texts("本年度支出合计5万元,其中:", "- 基本支出2万元。") == ["本年度支出合计5万元,其中:", "基本支出2万元。"]
    assert texts("支出年初预算为5万元,完成", "- 12 -", "年初预算的20%。") == ["支出年初预算为5万元,完成年初预算的20%。"]
    assert texts("2023年度一般公共预算财政拨款支出年初预算为", "5.16 万元。") == [
        "2023年度一般公共预算财政拨款支出年初预算为5.16万元。"
    ]
    assert texts("召开会议,讨论 Big Data 与 GDP 增长 6. 5%。") == ["召开会议,讨论Big Data与GDP增长6.5%。"]


def test_text_is_not_joined_across_a_table():
    before, after = Paragraph("支出情况见下表,", Place(line=1)), Paragraph("主要用于办公。", Place(line=40))
    assert len(joined([before, after])) == 2


def test_is_heading():
    assert is_heading("(三)具体情况。")
    assert is_heading("十三、预算绩效情况说明")
    assert is_heading("(一)加强管理,厉行节约")
    assert not is_heading("三、本年支出合计5万元,其中基本支出2万元")


@given(st.lists(st.text("支出预算 为,、万元0123456789.", min_size=1, max_size=12), min_size=1, max_size=6))
def test_no_character_is_lost_and_every_offset_has_a_place(parts):
    source = lines(*(f"支出,{part}的" for part in parts))
    whole = joined(source)
    squeezed = "".join("".join(p.text.split()) for p in source)
    assert "".join("".join(p.text.split()) for p in whole) == squeezed
    for paragraph in whole:
        placed = [paragraph.place_at(n).line for n in range(len(paragraph.text))]
        assert None not in placed
        assert placed == sorted(placed)


def test_the_name_of_an_item_goes_on_whatever_its_line_ends_on():
    (whole,) = joined(lines("2.教育支出（类）广播电视教育（款）广播电视学校", "（项）。年初预算为3万元。"))
    assert whole.text == "2.教育支出（类）广播电视教育（款）广播电视学校（项）。年初预算为3万元。"
