"""PDF pages drawn for one hazard each: what becomes a cell, what a line, and where it stands."""

import pypdfium2 as pdfium
import pytest

from juesuan_nb.document import Grid, Paragraph
from juesuan_nb.readers import pdf
from pdf_pages import UPRIGHT, WIDE, Drawing

ROWS = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出"],
    ["201", "一般公共服务支出", "1,264.87", "62.63"],
    ["2013901", "行政运行", "51.32", "51.32"],
    ["208", "社会保障和就业支出", "10.82", "10.82"],
]
WIDTHS = [70, 150, 90, 90]


def read(drawing: Drawing):
    return pdf.read(drawing.bytes(), "报告.pdf", "")


def shapes(document) -> list:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in document.blocks
    ]


@pytest.mark.parametrize("how", ["line", "thin"])
def test_a_ruled_table_between_its_title_and_its_note(how):
    drawing = Drawing()
    drawing.text(70, 460, "注：本表反映支出情况。")
    drawing.table(70, 300, WIDTHS, ROWS, how=how)
    drawing.text(230, 250, "支出决算表", size=16)
    assert shapes(read(drawing)) == ["支出决算表", ROWS, "注：本表反映支出情况。"]


def test_rules_inside_nested_form_objects_are_moved_to_where_they_are_printed():
    drawing = Drawing()
    inner = drawing.canvas
    inner.beginForm("table")
    drawing.table(10, 100, WIDTHS, ROWS)
    inner.endForm()
    inner.beginForm("outer")
    inner.translate(20, -30)
    inner.doForm("table")
    inner.endForm()
    inner.translate(15, 0)
    inner.doForm("outer")
    (grid,) = read(drawing).blocks
    assert [[cell.text for cell in row] for row in grid.rows] == ROWS
    assert grid.rows[0][0].place.box == pytest.approx((45, 130, 115, 150), abs=1)


@pytest.mark.parametrize("rules", ["open", "level", "upright", "none"])
def test_tables_that_lack_rules(rules):
    drawing = Drawing()
    drawing.text(230, 230, "支出决算表", size=16)
    drawing.table(70, 300, WIDTHS, ROWS, rules=rules)
    drawing.text(70, 600, "本年支出合计1264.87万元，其中基本支出62.63万元。")
    document = read(drawing)
    assert shapes(document) == ["支出决算表", ROWS, "本年支出合计1264.87万元，其中基本支出62.63万元。"]
    assert_placed(document)


def test_two_tables_on_one_page_stay_two_with_the_text_between_them():
    drawing = Drawing()
    drawing.table(70, 100, WIDTHS, ROWS, rules="open")
    drawing.text(230, 200, "财政拨款支出决算表")
    drawing.table(70, 230, WIDTHS, ROWS, rules="open")
    assert shapes(read(drawing)) == [ROWS, "财政拨款支出决算表", ROWS]


def test_prose_with_many_figures_is_no_table():
    drawing = Drawing()
    sentences = [
        f"{number}、基本支出{number}.25万元，占比{number}.50%，比上年增加{number}.75" for number in range(1, 9)
    ]
    for number, sentence in enumerate(sentences):
        drawing.text(70, 100 + 20 * number, sentence)
    assert shapes(read(drawing)) == sentences


def test_wrapped_names_values_set_higher_and_letter_spacing():
    drawing = Drawing()
    drawing.table(70, 100, WIDTHS, [["2080505", "机关事业单位基本养\n老保险缴费支出", "", ""]] * 2, height=36)
    drawing.text(295, 107, "8,976.")
    drawing.text(323, 111, "60")
    drawing.text(385, 113, "合计", spacing=12)
    (grid,) = read(drawing).blocks
    assert grid.rows[0][1].text == "机关事业单位基本养\n老保险缴费支出"
    assert [cell.text for cell in grid.rows[0][2:]] == ["8,976.60", "合 计"]
    assert [cell.text for cell in grid.rows[1][2:]] == ["", ""]


def test_a_merged_head_stands_in_its_first_cell_and_every_cell_has_a_place():
    drawing = Drawing()
    for x0, top, x1, bottom in [(70, 100, 270, 120), (70, 120, 170, 140), (170, 120, 270, 140)]:
        for side in [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]:
            drawing.line(*side)
    for x, top, text in [(75, 105, "事业收入"), (75, 125, "金额"), (175, 125, "其中：教育收费")]:
        drawing.text(x, top, text)
    document = read(drawing)
    assert shapes(document) == [[["事业收入", ""], ["金额", "其中：教育收费"]]]
    assert_placed(document)


def test_type_printed_twice_for_boldness_is_read_once_and_a_slanted_watermark_not_at_all():
    drawing = Drawing()
    drawing.table(70, 100, WIDTHS, ROWS)
    for shift in (0, 0.3):
        drawing.text(230 + shift, 70, "支出决算表")
    drawing.canvas.saveState()
    drawing.canvas.translate(150, 640)
    drawing.canvas.rotate(35)
    drawing.canvas.setFont("JuesuanSansSC", 50)
    drawing.canvas.drawString(0, 0, "公开")
    drawing.canvas.restoreState()
    assert shapes(read(drawing)) == ["支出决算表", ROWS]


def test_portrait_and_landscape_in_one_file():
    drawing = Drawing()
    drawing.text(70, 100, "一、收入支出决算总体情况说明")
    drawing.page(WIDE)
    drawing.table(70, 100, [70, 400, 90, 90], ROWS)
    document = read(drawing)
    assert shapes(document) == ["一、收入支出决算总体情况说明", ROWS]
    assert [block.place.page for block in document.blocks] == [1, 2]
    assert document.blocks[1].rows[0][3].place.box == pytest.approx((630, 100, 720, 120), abs=1)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_pages_and_text_that_runs_along_the_page(rotation, turned):
    """Whatever /Rotate says and however the text runs: the same cells, and boxes on the page as it is shown."""
    drawing = Drawing()
    drawing.canvas.translate(297, 421)
    drawing.canvas.rotate(turned)
    drawing.canvas.translate(-297, -421)
    drawing.table(120, 400, [60, 120, 80, 80], ROWS)
    data = drawing.bytes().replace(b"/Rotate 0 ", b"/Rotate %d " % rotation)
    document = pdf.read(data, "报告.pdf", "")
    assert shapes(document) == [ROWS]
    width, height = UPRIGHT if rotation % 180 == 0 else WIDE
    for row in document.blocks[0].rows:
        for cell in row:
            x0, top, x1, bottom = cell.place.box
            assert 0 <= x0 < x1 <= width
            assert 0 <= top < bottom <= height
            # What pdfium itself finds in that place of the page as shown.
            assert words_at(data, cell.place.box, rotation) == cell.text


def words_at(data: bytes, box, rotation) -> str:
    page = pdfium.PdfDocument(data)[0]
    width, height = UPRIGHT
    x0, top, x1, bottom = box
    corners = {
        0: (x0, height - bottom, x1, height - top),
        90: (top, x0, bottom, x1),
        180: (width - x1, top, width - x0, bottom),
        270: (width - bottom, height - x1, width - top, height - x0),
    }[rotation]
    return page.get_textpage().get_text_bounded(*corners).strip()


def test_page_numbers_and_running_heads_break_no_sentence():
    drawing = Drawing()
    for number in range(1, 5):
        drawing.text(70, 30, "某某市水利局2024年度部门决算公开")
        drawing.text(440, 30, "单位：万元")
        drawing.text(70, 400, f"第{number}句从这一页开始，一直写到下一页")
        drawing.text(290, 810, f"- {number} -")
        drawing.page()
    texts = shapes(read(drawing))
    assert [text for text in texts if "句" not in text] == ["某某市水利局2024年度部门决算公开 单位：万元"] * 4

    drawing = Drawing()
    for number in range(1, 5):
        drawing.text(70, 30, "某某市水利局2024年度部门决算公开")
        drawing.text(70, 400, f"第{number}句从这一页开始，一直写到下一页")
        drawing.text(290, 810, f"第{number}页 共4页")
        drawing.page()
    assert [text for text in shapes(read(drawing)) if "句" not in text] == ["某某市水利局2024年度部门决算公开"]


def test_a_lone_number_inside_the_page_stays():
    drawing = Drawing()
    drawing.text(70, 400, "车辆合计")
    drawing.text(70, 420, "12")
    assert shapes(read(drawing)) == ["车辆合计", "12"]


def test_a_page_with_one_blank_row_and_text_after_the_tables():
    drawing = Drawing()
    drawing.table(70, 60, WIDTHS, [["", "", "", ""]])
    drawing.text(70, 400, "四、其他说明")
    assert shapes(read(drawing)) == [[["", "", "", ""]], "四、其他说明"]


def test_radicals_become_ordinary_characters_and_punctuation_stays():
    words = pdf.glyphs.ORDINARY
    read_as = "".join(words.get(ord(letter), letter) for letter in "⼀⽇⾦⻓⺠⻋⻬，（％）１Ａ")
    assert read_as == "一日金长民车齐，（％）１Ａ"
    assert words[0xFEFF] == ""


def test_a_page_that_pdfium_does_not_load_is_read_by_pdfplumber(monkeypatch):
    drawing = Drawing()
    drawing.text(230, 70, "支出决算表")
    drawing.table(70, 100, WIDTHS, ROWS)
    data = drawing.bytes()

    def broken(*_):
        raise pdfium.PdfiumError("Failed to load page.")

    usual = pdf.read(data, "报告.pdf", "")
    monkeypatch.setattr(pdf, "load", broken)
    other = pdf.read(data, "报告.pdf", "")
    assert shapes(other) == shapes(usual) == ["支出决算表", ROWS]
    for one, two in zip(usual.blocks[1].rows[2], other.blocks[1].rows[2], strict=True):
        assert one.place.box == pytest.approx(two.place.box, abs=0.2)


def assert_placed(document) -> None:
    """Every block and cell says on which page and where."""
    for block in document.blocks:
        cells = [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
        for cell in cells:
            x0, top, x1, bottom = cell.place.box
            assert cell.place.page >= 1
            assert x0 < x1
            assert top < bottom
