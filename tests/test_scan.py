"""Scans: pages rendered and taken for pictures, askew, noisy, on their sides. OCR runs where the extra is installed."""

import io
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image

from juesuan_nb import checks, readers, statements
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.cli import main
from juesuan_nb.document import Cell, Grid, Paragraph, Place, RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers.scan import engine, marked, ruling
from juesuan_nb.readers.scan.page import Scanned, _evenly_lit
from juesuan_nb.readers.scan.straighten import skew
from pdf_pages import WIDE, Drawing

ocr = pytest.mark.skipif(not engine.is_installed(), reason="the extra `ocr` (rapidocr, onnxruntime) is not installed")
AMOUNT = re.compile(r"-?\d[\d,]*\.\d{2}")
TITLE = ("支出决算表", "公开03表", "部门：某市某局", "单位：万元")
HEAD = [
    "科目编码",
    "科目名称",
    "本年支出合计",
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "经营支出",
    "对附属单位补助支出",
]
ROWS = [
    ["合计", "", "6521.36", "522.32", "5999.04", "0.00", "0.00", "0.00"],
    ["208", "社会保障和就业支出", "6403.18", "428.30", "5974.88", "0.00", "0.00", "0.00"],
    ["20801", "人力资源和社会保障管理事务", "5882.85", "356.58", "5526.27", "0.00", "0.00", "0.00"],
    ["2080101", "行政运行", "356.58", "356.58", "0.00", "0.00", "0.00", "0.00"],
    ["2080150", "事业运行", "5526.27", "0.00", "5526.27", "0.00", "0.00", "0.00"],
    ["20805", "行政事业单位养老支出", "71.72", "71.72", "0.00", "0.00", "0.00", "0.00"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "71.72", "71.72", "0.00", "0.00", "0.00", "0.00"],
    ["20807", "就业补助", "448.61", "0.00", "448.61", "0.00", "0.00", "0.00"],
    ["2080704", "社会保险补贴", "448.61", "0.00", "448.61", "0.00", "0.00", "0.00"],
    ["210", "卫生健康支出", "39.17", "39.17", "0.00", "0.00", "0.00", "0.00"],
    ["213", "农林水支出", "24.16", "0.00", "24.16", "0.00", "0.00", "0.00"],
    ["221", "住房保障支出", "54.85", "54.85", "0.00", "0.00", "0.00", "0.00"],
]
WIDTHS = [60, 190, 80, 75, 75, 75, 75, 100]


def report_pdf() -> bytes:
    """A wide page with a table and an upright one with sentences."""
    drawing = Drawing(WIDE)
    drawing.text(360, 30, TITLE[0], 18)
    for at, text in enumerate(TITLE[1:]):
        drawing.text(60 + 260 * at, 60, text)
    drawing.table(50, 80, WIDTHS, [HEAD, *ROWS])
    drawing.page()
    drawing.text(60, 60, "第三部分  2024年度部门决算情况说明", 16)
    drawing.text(60, 100, "一、收入支出决算总体情况说明", 12)
    drawing.text(60, 130, "2024年度收入总计、支出总计均为6521.36万元。与上年度相比，收、支总计各增加", 12)
    drawing.text(60, 150, "179.95万元，增长2.84%。主要原因是就业补助资金增加。", 12)
    return drawing.bytes()


def pictures(data: bytes, angle: float = 0.0, noise: float = 0.0, turn: int = 0) -> list[Image.Image]:
    """The pages as a scanner gives them: gray, 200 dpi, turned by `angle` and `turn` degrees, with specks."""
    dice = np.random.default_rng(3)
    found = []
    for page in pdfium.PdfDocument(data):
        image = page.render(scale=200 / 72, grayscale=True).to_pil()
        image = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255).rotate(turn, expand=True)
        gray = np.asarray(image) * 0.92 + dice.normal(0, noise, (image.height, image.width))
        found.append(Image.fromarray(gray.clip(0, 255).astype(np.uint8)))
    return found


def saved(images: list[Image.Image], form: str) -> bytes:
    file = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:], "resolution": 200} if form == "PDF" else {"dpi": (200, 200)}
    images[0].save(file, form, **more)
    return file.getvalue()


def read(tmp_path, data: bytes, name: str = "扫描.pdf") -> RawDocument:
    (tmp_path / name).write_bytes(data)
    return readers.read(tmp_path / name)


def table_of(document: RawDocument) -> list[list[str]]:
    (grid,) = document.grids
    return [["".join(cell.text.split()) for cell in row] for row in grid.rows]


def amounts(texts) -> Counter:
    return Counter(found for text in texts for found in AMOUNT.findall(text))


def assert_amounts(found: Counter) -> None:
    """At least 98 of 100 amounts come back; what is more than printed would be a wrong one."""
    true = amounts(text for row in ROWS for text in row)
    assert (true & found).total() >= 0.98 * true.total()
    assert not found - true


@ocr
def test_a_scanned_report_that_lies_askew(tmp_path):
    document = read(tmp_path, saved(pictures(report_pdf(), angle=1.2, noise=8), "PDF"))
    grid = table_of(document)
    assert grid[0] == HEAD
    assert [row[0] for row in grid[1:]] == [row[0] for row in ROWS]
    assert_amounts(amounts(text for row in grid for text in row))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    for sentence in ("一、收入支出决算总体情况说明", "均为6521.36万元", "179.95万元，增长2.84%"):
        assert sentence in text
    places = [block.place for block in document.blocks]
    assert all(place.scanned and place.box for place in places)
    assert [place.page for place in places] == sorted(place.page for place in places)
    assert document.scanned_pages == (1, 2)
    cells = statements.extract(document).cells
    assert set(cells["statement"]) == {"expenditure"}
    assert_amounts(Counter(cells["value"]))
    assert set(cells["quality"]) == {"scanned"}


@ocr
def test_a_picture_of_a_page_on_its_side(tmp_path):
    page = pictures(report_pdf(), turn=90)[0]
    document = read(tmp_path, saved([page], "PNG"), "扫描.png")
    assert_amounts(amounts(text for row in table_of(document) for text in row))
    assert document.form == "image"
    (grid,) = document.grids
    total = next(cell for cell in grid.rows[1] if cell.text == "6521.36")
    x0, top, x1, bottom = total.place.box
    # Drawn at x 300 to 380 and 100 to 120 points below the edge of a page 842 points wide, then turned to the left.
    assert (x0, x1) == pytest.approx((100, 120), abs=2)
    assert (top, bottom) == pytest.approx((842 - 380, 842 - 300), abs=2)


@ocr
def test_a_scanned_page_among_printed_ones(tmp_path):
    printed = pdfium.PdfDocument(report_pdf())
    printed.import_pages(pdfium.PdfDocument(saved(pictures(report_pdf(), turn=180)[1:], "PDF")), index=1)
    file = io.BytesIO()
    printed.save(file)
    document = read(tmp_path, file.getvalue())
    assert document.scanned_pages == (2,)
    assert not document.notes
    own, other = ([p.text for p in document.paragraphs if p.place.page == page] for page in (2, 3))
    assert "".join(own).replace(" ", "") == "".join(other).replace(" ", "")


@ocr
def test_a_picture_without_print_is_refused(tmp_path):
    blank = Image.new("L", (1654, 2339), 250)
    for form, name in (("PNG", "空白.png"), ("JPEG", "空白.jpg"), ("PDF", "空白.pdf")):
        with pytest.raises(ReadError, match="没有结果"):
            read(tmp_path, saved([blank], form), name)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "PDF"])
def test_without_the_extra_the_command_that_installs_it_is_told(tmp_path, monkeypatch, form):
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    data = saved([Image.new("L", (600, 800), 255)], form)
    with pytest.raises(ReadError) as caught:
        read(tmp_path, data, "报告.pdf")
    assert "pip install 'juesuan-nb[ocr]'" in caught.value.advice


@pytest.mark.parametrize("cut", [8, 60, 400])
def test_damaged_pictures_are_refused(tmp_path, monkeypatch, cut):
    monkeypatch.setattr(engine, "is_installed", lambda: True)
    data = saved(pictures(report_pdf())[1:], "PNG")
    with pytest.raises(ReadError, match="损坏"):
        read(tmp_path, data[:cut], "报告.png")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_damage_anywhere_in_a_picture_ends_in_a_read_error(tmp_path, monkeypatch, form):
    monkeypatch.setattr(engine, "is_installed", lambda: True)
    monkeypatch.setattr(readers.image.scan, "read", lambda image, number, scale: Scanned(number, 600, 800, [], []))
    whole, dice = saved([Image.new("L", (60, 80), 200)], form), np.random.default_rng(7)
    for _ in range(200):
        data = bytearray(whole[: dice.integers(8, len(whole) + 1)])
        for at in dice.integers(4, len(data) + 1, 3):
            data[min(at, len(data) - 1)] = dice.integers(256)
        with pytest.raises(ReadError):
            read(tmp_path, bytes(data), "报告.png")


@pytest.mark.parametrize("angle", [-2.3, -0.4, 0.0, 0.9, 2.8])
def test_the_skew_of_a_page(angle):
    for image in pictures(report_pdf(), angle=angle, noise=10):
        assert skew(image) == pytest.approx(-angle, abs=0.11)


def test_a_page_in_shadow_is_lit_evenly():
    page = np.tile(np.linspace(250, 150, 800), (1000, 1)).astype(np.uint8)
    page[500:503, 100:700] //= 4
    page[100:300, 100:600] = 40  # a dark field with a light line in it keeps both
    page[200:203, 150:550] = 240
    lit = np.asarray(_evenly_lit(Image.fromarray(page)))
    assert lit[700:, 20:-20].min() > 230
    assert lit[500:503, 100:700].max() < 100
    assert (lit[150, 150:550].max() < 120, lit[201, 150:550].min() > 230) == (True, True)


def test_a_picture_with_a_stamp_on_it_is_read_from_the_picture(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(engine, "is_installed", lambda: True)
    monkeypatch.setattr(readers.pdf.scan, "is_installed", lambda: True)
    monkeypatch.setattr(
        readers.pdf.scan, "read", lambda image, number, scale: seen.append(number) or Scanned(number, 600, 800, [], [])
    )
    drawing = Drawing()
    drawing.text(60, 60, "第一部分  部门概况", 16)
    drawing.page()
    drawing.canvas.drawInlineImage(Image.new("L", (600, 800), 200), 0, 0, 595, 842)
    drawing.text(250, 820, "某某扫描 第2页")
    document = read(tmp_path, drawing.bytes())
    assert seen == [2]
    assert [paragraph.place.page for paragraph in document.paragraphs] == [1]


def test_rules_are_told_from_strokes_of_type():
    ink = np.zeros((600, 900), dtype=bool)
    for x in (100, 300, 800):
        ink[100:400, x : x + 2] = True
    for top in (100, 140, 400):
        ink[top : top + 3, 100:802] = True
    ink[200:260, 150:157] = True  # a stroke of a large character inside a cell
    ink[450:520, 400:403] = ink[450:453, 400:470] = True  # and one outside
    ink[420:440, 100:800] = True  # a bar
    uprights, levels = ruling.find(ink)
    assert [rule.x0 + 1 for rule in uprights] == pytest.approx([100, 300, 800], abs=2)
    assert [(rule.top + rule.bottom) / 2 for rule in levels] == pytest.approx([101, 141, 401], abs=2)


def test_places_are_those_of_the_page_as_scanned():
    straight = Scanned(1, 600.0, 800.0, [], [])
    assert straight.shown((10, 20, 30, 40)) == (10, 20, 30, 40)
    askew = Scanned(1, 600.0, 800.0, [], [], skew=-2.0)
    x0, top, x1, bottom = askew.shown((300, 100, 300, 100))
    assert (x0, top) == pytest.approx((300 - 300 * np.sin(np.radians(2)), 100), abs=0.5)
    assert (x0, top) == (x1, bottom)
    assert Scanned(1, 600.0, 800.0, [], [], scale=2.0).shown((10, 20, 30, 40)) == (20, 40, 60, 80)


def test_every_place_of_a_block_is_marked():
    place = Place(page=3, box=(1.0, 2.0, 3.0, 4.0))
    paragraph = marked(Paragraph("文字", place))
    grid = marked(Grid(((Cell("甲", place), Cell("1.00", place)),)))
    assert all(one.scanned and one.page == 3 for one in (paragraph.place, *(cell.place for cell in grid.rows[0])))
    assert str(paragraph.place) == "第3页"


T3 = "T3 | 本年支出合计 | 基本支出 | 项目支出\n合计 | {} | 30.00 | 10.00"


@pytest.mark.parametrize(("total", "severity"), [("50.00", "error"), ("50.00~", "warning")])
def test_a_scanned_figure_proves_no_error(total, severity):
    findings = checks.check(sample(T3.format(total)), select=["FT"]).findings
    assert set(findings["severity"]) == {severity}
    assert ("扫描件" in "".join(findings["message"])) is (severity == "warning")


@pytest.mark.parametrize(("pages", "severity"), [("7、8", "error"), ("2、5", "warning")])
def test_a_claim_on_a_scanned_page_proves_no_error(pages, severity):
    told = claims("general_public_expenditure", "2080702 职业培训补贴 | outturn | 31.00 万元", item_no=1, page=5)
    report = sample("T5 | 合计\n合计 | 40.00\n2080702 职业培训补贴 | 30.00", told)
    note = {"kind": "scanned", "value": pages, "message": "有2页由扫描图像识别"}
    found = checks.check(replace(report, notes=(note,)), select=["NV01", "RD07"]).findings
    assert dict(zip(found["rule"], found["severity"], strict=True)) == {"NV01": severity, "RD07": "info"}


def test_progress_goes_to_stderr(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "is_installed", lambda: True)
    monkeypatch.setattr(readers.pdf.scan, "read", lambda image, number, scale: Scanned(number, 600.0, 800.0, [], []))
    (tmp_path / "扫描.pdf").write_bytes(saved([Image.new("L", (600, 800), 255)] * 2, "PDF"))
    result = CliRunner().invoke(main, ["read", str(tmp_path / "扫描.pdf")])
    assert result.exit_code == 3
    assert "正在识别第2页（扫描页2/2）" in result.stderr
    assert result.stdout == ""
