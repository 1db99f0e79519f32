"""Real reports as PDF, against what was typed by hand from their pages."""

import re
from collections import Counter
from decimal import Decimal

import pdfplumber
import pytest

import scoring
from conftest import ROOT
from juesuan_nb.document import Grid, fold
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import pdf
from juesuan_nb.report import load_report

NUMBER = re.compile(r"-?\d+(\.\d+)?")
REPORTS = (
    "putuo-social-work-2024",
    "southwest-university-2023",
    "shanghai-template-2024",
    "putuo-commerce-budget-2025",
)
# Wordings of a province for the national ones (contract of the cells).
COLUMNS = {"收入/决算数": "收入/金额", "支出/决算数": "支出/金额"}
TABLES = {"一般公共预算财政拨款基本支出决算表": "一般公共预算财政拨款基本支出决算明细表"}


@pytest.fixture(scope="module")
def putuo(shared):
    return load_report(shared / "reports" / "putuo-social-work-2024.pdf")


@pytest.fixture(scope="module")
def university(shared):
    return load_report(shared / "reports" / "southwest-university-2023.pdf")


def read_cells(report, columns=None) -> Counter:
    frame = report.cells.assign(column=report.cells["column"].replace(columns or {}))
    return Counter(scoring.cells_read(frame, "page"))


def true_cells(path, columns=None) -> Counter:
    return Counter(
        scoring.cell(
            TABLES.get(row["table"], row["table"]), row["code"], row["item"],
            (columns or {}).get(row["column"], row["column"]), row["value"], int(row["page"]),
        )
        for row in scoring.rows(path)
    )  # fmt: skip


def test_every_cell_of_a_district_report_with_its_page(putuo, shared):
    true = true_cells(shared / "golden" / "putuo-social-work-2024" / "cells.csv", COLUMNS)
    assert true.total() == 205
    assert not scoring.differences(true, read_cells(putuo, COLUMNS))


def test_every_cell_of_the_four_tables_of_a_university_with_its_page(university):
    true = true_cells(ROOT / "tests" / "golden" / "southwest-university-2023" / "cells.csv")
    assert true.total() == 220
    assert not scoring.differences(true, read_cells(university))
    assert university.tables["statement"].eq("").all()


def test_every_figure_of_a_district_report_is_a_claim(putuo, shared):
    """All but the date of an inventory, which is no measure; a figure may stand on the page after its sentence's first."""
    true = [
        row
        for row in scoring.rows(shared / "golden" / "putuo-social-work-2024" / "claims.csv")
        if row["kind"] != "方向" and row["unit"] != "年"
    ]
    told = Counter(
        (Decimal(claim.value), fold(claim.unit), int(claim.page))
        for claim in putuo.claims.itertuples()
        if NUMBER.fullmatch(claim.value)
    )
    assert len(true) == 76
    for row in true:
        value, unit, page = Decimal(row["value"]), fold(row["unit"]), int(row["page"])
        place = next((at for at in (page, page + 1) if told[value, unit, at]), None)
        assert place, row
        told[value, unit, place] -= 1


def test_every_cell_and_claim_has_a_place(putuo, university):
    for report in (putuo, university):
        pages = {block.place.page for block in report.document.blocks}
        assert report.cells["page"].isin(pages).all()
        assert report.cells["box"].str.fullmatch(r"\((?:\d+\.\d+(?:, )?){4}\)").all()
        assert report.claims["page"].isin(pages).all()
        assert report.claims["box"].str.fullmatch(r"\((?:\d+\.\d+(?:, )?){4}\)").all()
        for block in report.document.blocks:
            cells = [cell for row in block.rows for cell in row] if isinstance(block, Grid) else [block]
            assert all(cell.place.page and cell.place.box for cell in cells)
    assert (putuo.department, putuo.year, putuo.unit) == ("中共上海市普陀区委社会工作部", 2024, "万元")
    assert (university.year, university.unit) == (2023, "万元")


def test_a_box_is_where_the_figure_is_printed(putuo, shared):
    """pdfplumber finds in the box of each cell the number that was read, and in the lines' boxes the lines."""
    with pdfplumber.open(shared / "reports" / "putuo-social-work-2024.pdf") as document:
        for cell in putuo.cells.iloc[::9].itertuples():
            box = tuple(map(float, cell.box.strip("()").split(",")))
            assert (
                fold(document.pages[cell.page - 1].crop(box, strict=False).extract_text()).replace(",", "")
                == cell.value
            )
        for block in [block for block in putuo.document.paragraphs if block.place.page in (17, 22)]:
            x0, top, x1, bottom = block.place.box
            area = document.pages[block.place.page - 1].crop((x0 - 1, top, x1 + 1, bottom), strict=False)
            assert fold(area.extract_text()) == fold(block.text)


def test_the_blank_template_has_no_number(shared):
    report = load_report(shared / "reports" / "shanghai-template-2024.pdf")
    assert report.cells.empty
    assert len(report.tables) == 9


def test_a_budget_is_refused_as_one(shared):
    with pytest.raises(ReadError, match="部门预算"):
        load_report(shared / "reports" / "putuo-commerce-budget-2025.pdf")


@pytest.mark.parametrize("name", REPORTS[:2])
def test_the_cells_are_those_of_pdfplumber(shared, name):
    path = shared / "reports" / f"{name}.pdf"
    read = [[[cell.text for cell in row] for row in grid.rows] for grid in pdf.read(path.read_bytes(), name, "").grids]
    with pdfplumber.open(path) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    assert read == [[[text or "" for text in row] for row in table] for table in tables]
