"""Words and codes: the bilingual table and the codebook."""

import pytest

from juesuan_nb import codebook, vocabulary
from juesuan_nb.document import Paragraph, Place, fold, squeeze


def test_nine_statements_with_the_columns_of_the_national_form():
    statements = vocabulary.statements()
    assert len(statements) == 9
    assert [len(entry.columns) for entry in statements.values()] == [2, 7, 6, 5, 3, 1, 6, 3, 12]


def test_lines_of_the_summaries_are_numbered_as_the_form_numbers_them():
    numbers = {(line.side, line.key): line.number for line in vocabulary.lines("revenue_expenditure_summary")}
    assert len(numbers) == 42
    assert numbers["支出", "category:201"] == 31
    assert numbers["支出", "category:223"] == 51
    assert numbers["支出", "category:234"] == 56
    assert numbers["收入", "grand_total"] == 30


@pytest.mark.parametrize(
    ("side", "item", "key"),
    [
        ("收入", "一、一般公共预算财政拨款收入", "general_public_budget"),
        ("收入", "使用非财政拨款结余", "own_fund_balance_used"),
        ("收入", "使用非财政拨款结余（含专用结余）", "own_fund_balance_used"),
        ("支出", "十四、资源勘探信息等支出", "category:215"),
        ("支出", "九、医疗卫生与计划生育支出", "category:210"),
        ("支出", "年末结转和结余", "closing_carryover"),
    ],
)
def test_printed_items_name_their_line(side, item, key):
    assert vocabulary.find_line("revenue_expenditure_summary", side, item).key == key


def test_a_label_of_the_other_side_names_nothing():
    assert vocabulary.find_line("revenue_expenditure_summary", "收入", "年末结转和结余") is None


def test_codes_and_names():
    assert codebook.function_name("2080505") == "机关事业单位基本养老保险缴费支出"
    assert codebook.parents("2080505") == ("20805", "208")
    assert codebook.codes_named("行政单位医疗") == ("2101101",)
    assert len(codebook.codes_named("行政运行")) > 10
    assert codebook.codes_named("行政运行", parent="20801") == ("2080101",)
    assert codebook.codes_named("商品和服务支出", economic=True) == ("302",)
    assert codebook.function_name("9999999") == ""


def test_every_code_has_its_parents():
    functions = codebook.functions()
    orphans = [code for code, entry in functions.items() if len(code) > 3 and entry.parent not in functions]
    assert orphans == []


def test_fold_and_squeeze():
    assert squeeze(" 公务 用车\t购置费　") == "公务用车购置费"
    assert fold("因公出国（境）费：“三公”") == '因公出国(境)费:"三公"'


def test_a_joined_paragraph_knows_the_line_of_each_character():
    first, second = Place(line=5), Place(line=7)
    paragraph = Paragraph("占99.11%", first, ((0, first), (1, second)))
    assert [paragraph.place_at(offset).line for offset in (0, 1, 4)] == [5, 7, 7]
