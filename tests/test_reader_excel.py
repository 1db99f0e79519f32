"""Spreadsheets: every figure as its cell shows it, what is left out, and where tables begin."""

import io
import struct
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import binary_files
import office_files
import render
from juesuan_nb import readers, statements, vocabulary
from juesuan_nb.document import Grid
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import cell_format, excel
from juesuan_nb.report import load_report

CODED = ("revenue", "expenditure", "general_public_expenditure")


def tables_of(seed: int, **layout: bool) -> tuple[render.Department, dict]:
    made = render.department(seed, **layout)
    tables = {"revenue_expenditure_summary": render.two_sided(made)}
    tables |= {name: render.by_code(made, name) for name in CODED}
    tables["three_public"] = render.three_public(made, seed, bool(seed % 2))
    return made, {vocabulary.statements()[name].title: rows for name, rows in tables.items()}


def read(data: bytes):
    return readers._FORMS[readers.form_of(data, "表")](data, "表", "")


def cells(data: bytes) -> set[tuple[str, ...]]:
    frame = statements.extract(read(data)).cells
    own = frame[frame["quality"] != "inferred"]
    return set(own[["table", "code", "item", "column", "value"]].itertuples(index=False, name=None))


def shape(block) -> object:
    return [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text


def book(fill, **options) -> list:
    """The blocks of a workbook that `fill(workbook)` writes."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **options}) as workbook:
        fill(workbook)
    return [shape(block) for block in read(data.getvalue()).blocks]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (6519.14, "0.00", "6519.14"),
        (6519.139999999999, "General", "6519.14"),
        (0.1 + 0.2, "General", "0.3"),
        (1.005, "0.00", "1.01"),
        (-1.005, "#,##0.00;[Red]-#,##0.00", "-1.01"),
        (0, "0.00", "0.00"),
        (0, "General", "0"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "#,##0.00;-#,##0.00;;@", ""),
        (0, "#", ""),
        (-0.001, "0.00", "0.00"),
        (12.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
        (-3.2, "#,##0.00_);(#,##0.00)", "(3.20)"),
        (2080505.0, "General", "2080505"),
        (5, "000", "005"),
        (0.1234, "0.00%", "12.34%"),
        (7, '0"辆"', "7辆"),
        (6519.1, "¥#,##0.00", "6519.10"),
        (12345678, "0.00,", "12345.68"),
        (45657, 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        (45657, "yyyy", "2024年"),
        (1234567890123.45, "0.00", "1234567890123.45"),
        (float("nan"), "0.00", ""),
        (1e300, "0.00", ""),
        (1, ";;;", ""),
    ],
)
def test_a_number_is_what_its_cell_shows(value, number_format, shown):
    assert cell_format.show(value, number_format) == shown


@given(st.integers(-(10**13), 10**13))
def test_hundredths_survive_binary_storage(hundredths):
    printed = f"{Decimal(hundredths) / 100:.2f}"
    assert cell_format.show(float(printed), "#,##0.00") == printed
    assert Decimal(cell_format.show(float(printed))) == Decimal(printed)


@given(st.floats(), st.text(alphabet='0#?.,;"\\_*[]%E+-ymd年@General ', max_size=30))
def test_no_format_breaks(value, number_format):
    assert isinstance(cell_format.show(value, number_format), str)


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10**6), totals_last=st.booleans(), line_numbers=st.booleans(), form=st.sampled_from(
        ["floats", "texts", "merged", "named", "xls", "ods"]
    ),
)  # fmt: skip
def test_departments_come_back_from_every_kind_of_sheet(seed, totals_last, line_numbers, form):
    made, tables = tables_of(seed, totals_last=totals_last, line_numbers=line_numbers)
    data = {
        "floats": lambda: office_files.xlsx(tables),
        "texts": lambda: office_files.xlsx(tables, floats=False),
        "merged": lambda: office_files.xlsx(tables, head_rows=1),
        "named": lambda: office_files.xlsx(
            tables, name=lambda number, title: f"{number}.{title}"[:31].replace("“", "")
        ),
        "xls": lambda: binary_files.xls(office_files.titled(tables)),
        "ods": lambda: binary_files.ods(office_files.titled(tables)),
    }[form]()
    assert cells(data) == made.truth


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_what_libreoffice_writes_comes_back(form, tmp_path):
    made, tables = tables_of(11)
    data = office_files.converted(office_files.xlsx(tables, head_rows=1), "xlsx", form, tmp_path)
    assert read(data).form == form
    assert cells(data) == made.truth


def test_zeros_that_are_blank_stay_absent():
    made, tables = tables_of(5, zeros=False, line_numbers=False, totals_last=True)
    assert cells(office_files.xlsx(tables)) == made.truth


def test_a_cell_knows_its_sheet_and_address(tmp_path):
    _, tables = tables_of(4)
    path = tmp_path / "表.xlsx"
    path.write_bytes(office_files.xlsx(tables, name=lambda number, title: f"公开0{number}表"))
    report = load_report(path)
    figures = report.cells[report.cells["statement"] == "expenditure"]
    assert figures["page"].isna().all()
    assert figures["box"].iloc[0] == "工作表“公开03表”C6"
    grid = next(report.document.grids)
    assert (grid.place.sheet, grid.place.cell) == ("公开01表", "A1")
    note = next(block for block in report.document.paragraphs if block.text.startswith("注"))
    assert (note.place.line, str(note.place)) == (35, "工作表“公开01表”A35")


def test_codes_that_are_numbers_have_no_decimals():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, [2080505, "养老", 1.5])
        sheet.write_row(1, 0, [208, "社会", 6519.14])

    assert book(fill) == [[["2080505", "养老", "1.5"], ["208", "社会", "6519.14"]]]


def test_hidden_sheets_rows_and_columns_are_left_out():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        for row in range(3):
            sheet.write_row(row, 0, [f"{row}a", f"{row}b", f"{row}c"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        hidden = workbook.add_worksheet("底稿")
        hidden.write_row(0, 0, ["x", "y"])
        hidden.hide()

    assert book(fill) == [[["0a", "0c"], ["2a", "2c"]]]


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_hidden_sheets_are_told_and_read_where_there_are_no_others(form):
    sheets = {"甲表": [["a", "1.00"]], "乙表": [["b", "2.00"]]}

    def made(hidden: tuple[str, ...]) -> bytes:
        if form != "xlsx":
            return (binary_files.xls if form == "xls" else binary_files.ods)(sheets, hidden=hidden)
        data = office_files.xlsx(sheets, name=lambda _, title: title)
        listed = office_files.parts(data)["xl/workbook.xml"].decode()
        for name in hidden:
            listed = listed.replace(f'name="{name}"', f'name="{name}" state="hidden"')
        return office_files.edited(data, {"xl/workbook.xml": listed.encode()})

    one = read(made(("甲表",)))
    assert [shape(block)[-1][0] for block in one.grids] == ["b"]
    assert one.notes == ("隐藏的工作表未读入：甲表",)
    none = read(made(("甲表", "乙表")))
    assert [shape(block)[-1][0] for block in none.grids] == ["a", "b"]
    assert "只有隐藏的工作表" in none.notes[0]


def test_zeros_that_the_sheet_does_not_show_are_blank():
    def fill(workbook):
        money = workbook.add_format({"num_format": "0.00"})
        sheet = workbook.add_worksheet()
        sheet.hide_zero()
        sheet.write_row(0, 0, ["甲", "乙"])
        sheet.write_number(1, 0, 0, money)
        sheet.write_number(1, 1, 3, money)

    assert book(fill) == [[["甲", "乙"], ["", "3.00"]]]


def formulas(computed: int, bare: int) -> bytes:
    data = io.BytesIO()
    made = openpyxl.Workbook()
    made.active.title = "支出"
    for row in range(computed):
        made.active.append([f"行{row}", row + 0.25])
    for row in range(bare):
        made.active.append([f"和{row}", "=B1+B2"])
    made.save(data)
    return data.getvalue()


def test_formulas_give_the_values_they_were_saved_with():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["甲", "乙"])
        sheet.write_formula(1, 0, "=1+2", workbook.add_format({"num_format": "0.00"}), 3)
        sheet.write_formula(1, 1, '="合"&"计"', None, "合计")

    assert book(fill) == [[["甲", "乙"], ["3.00", "合计"]]]


def test_formulas_without_values_are_told_with_their_sheet():
    document = read(formulas(computed=5, bare=2))
    (grid,) = document.grids
    assert [row[1] for row in shape(grid)] == ["0.25", "1.25", "2.25", "3.25", "4.25"]
    assert document.notes == ("工作表“支出”有2个公式没有算出的值（B6、B7），按空格读入；请用 Excel 打开保存后再试",)


def test_a_workbook_of_formulas_without_values_is_refused():
    with pytest.raises(ReadError, match=r"“支出”.*B3.*保存一次"):
        read(formulas(computed=2, bare=5))


def test_merged_cells_keep_their_text_in_the_first_place():
    def fill(workbook):
        plain = workbook.add_format({})
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:A2", "项目", plain)
        sheet.merge_range("B1:C1", "本年支出", plain)
        sheet.write_row(1, 1, ["基本", "项目支出"])
        sheet.write_row(2, 0, ["甲", 1, 2])

    assert book(fill) == [[["项目", "本年支出", ""], ["", "基本", "项目支出"], ["甲", "1", "2"]]]


def test_tables_on_one_sheet_are_parted_at_their_titles():
    def fill(workbook):
        sheet = workbook.add_worksheet("全部")
        rows = [
            ["收入决算表"], [], ["单位：万元"], ["科目", "金额"], ["甲", "1.00"], [], ["乙", "2.00"], ["注：说明一。"],
            ["公开03表"], ["支出决算表"], ["科目", "金额"], ["丙", "3.00"], [], ["第三部分 说明"], ["一、情况。\n二、其他。"],
        ]  # fmt: skip
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    assert book(fill) == [
        "全部",
        "收入决算表",
        [["单位：万元", ""], ["科目", "金额"], ["甲", "1.00"], ["乙", "2.00"]],
        "注：说明一。",
        [["公开03表", ""], ["支出决算表", ""], ["科目", "金额"], ["丙", "3.00"]],
        "第三部分 说明",
        "一、情况。",
        "二、其他。",
    ]


def test_tables_side_by_side_are_parted_under_their_titles():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["收入决算表", "", "", "支出决算表"])
        sheet.write_row(1, 0, ["科目", "金额", "", "科目", "金额"])
        sheet.write_row(2, 0, ["甲", "1.00", "", "乙", "2.00"])

    assert book(fill) == [
        [["收入决算表", ""], ["科目", "金额"], ["甲", "1.00"]],
        [["支出决算表", ""], ["科目", "金额"], ["乙", "2.00"]],
    ]


def test_a_title_that_stands_only_on_the_tab_is_the_title():
    made = render.department(8)
    rows = [["单位：万元"], *render.by_code(made, "expenditure")]
    data = binary_files.xls({"目录": [["目录"]], "支出决算表": rows, "底稿": [["x", "9.99"], ["y", "8.88"]]})
    assert cells(data) == made.truth


def test_strings_of_every_kind():
    def fill(workbook):
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet()
        sheet.write_rich_string("A1", "收入", bold, "决算", "表")
        sheet.write_string("B1", "a_x000D_b")
        sheet.write_boolean("A2", True)
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")

    assert book(fill) == book(fill, constant_memory=True)
    (grid,) = book(fill)
    assert [grid[0][0], *grid[1]] == ["收入决算表", "TRUE", "#DIV/0!"]


def test_readings_above_characters_are_no_text():
    data = binary = office_files.xlsx({"支出决算表": [["科目", "金额"], ["甲", "1.00"]]})
    strings = office_files.parts(data)["xl/sharedStrings.xml"]
    changed = strings.replace(b"</t></si>", b"</t><rPh sb='0' eb='1'><t>jia</t></rPh></si>")
    assert changed != strings
    changed_book = office_files.edited(binary, {"xl/sharedStrings.xml": changed})
    assert [shape(block) for block in read(changed_book).blocks] == [shape(block) for block in read(data).blocks]


def test_packed_numbers_of_old_workbooks():
    assert excel.xls._unpacked(struct.unpack("<I", struct.pack("<i", -12345 << 2 | 3))[0]) == -123.45
    assert excel.xls._unpacked(0x3FF00000) == 1.0
    sheets = {"表": [["a", "-123.45", "98765432.10", "0.00"]]}
    assert shape(read(binary_files.xls(sheets)).blocks[-1]) == [["a", "-123.45", "98765432.10", "0.00"]]


def test_an_old_workbook_with_a_password_is_refused():
    data = binary_files.xls({"表": [["a", "b"]]}, extra=binary_files.record(0x2F, bytes(6)))
    with pytest.raises(ReadError, match="密码"):
        read(data)
