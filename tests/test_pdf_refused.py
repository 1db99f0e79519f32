"""PDF files that cannot be read, or not whole: a clear message, bounded work, and never any other error."""

from contextlib import suppress

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt

from juesuan_nb import readers
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import pdf, scan
from pdf_pages import Drawing, raw_pdf


@pytest.fixture(autouse=True, scope="module")
def without_ocr():
    """What a user without the extra sees; a machine of a developer may have it."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (scan, scan.engine):
            patch.setattr(module, "is_installed", lambda: False)
        yield


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(content: bytes = b"", resources: bytes = b"") -> tuple[bytes, bytes]:
    body = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % resources
    return body, b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def report() -> Drawing:
    drawing = Drawing()
    drawing.text(70, 100, "某某市水利局2024年度部门决算公开")
    drawing.table(70, 130, [150, 90], [["科目名称", "决算数"], ["行政运行", "51.32"]])
    return drawing


def picture(drawing: Drawing) -> None:
    """A page that is but an image."""
    drawing.canvas.saveState()
    drawing.canvas.drawInlineImage(pdfium.PdfBitmap.new_native(8, 8, 4).to_pil(), 0, 0, 595, 842)
    drawing.canvas.restoreState()


def refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError, match="报告") as caught:
        pdf.read(data, "报告.pdf", "")
    assert "请" in caught.value.advice
    return caught.value


def test_truncated_and_damaged_files():
    whole = report().bytes()
    assert "没有下载完" in refused(whole[: len(whole) // 2]).problem
    assert "已损坏" in refused(b"%PDF-1.7\n%%EOF").problem
    assert "已损坏" in refused(raw_pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>")).problem


def test_a_locked_file_is_refused_and_one_that_only_forbids_printing_is_read():
    drawing = Drawing(encrypt=pdfencrypt.StandardEncryption("secret"))
    drawing.text(70, 100, "部门决算")
    assert "密码" in refused(drawing.bytes()).problem
    drawing = Drawing(encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0))
    drawing.text(70, 100, "部门决算")
    assert [block.text for block in pdf.read(drawing.bytes(), "报告.pdf", "").blocks] == ["部门决算"]


def test_five_thousand_pages():
    kids = b"<</Type/Pages/Kids[%s]/Count 5000>>" % (b"3 0 R " * 5000)
    assert "5000页" in refused(raw_pdf(CATALOG, kids, *page())).problem


def test_a_scan_is_named_with_what_reads_it():
    drawing = Drawing()
    picture(drawing)
    error = refused(drawing.bytes())
    assert "扫描件" in error.problem
    assert "[ocr]" in error.advice


def test_scanned_pages_among_others_are_noted():
    drawing = report()
    drawing.page()
    picture(drawing)
    drawing.page()
    drawing.text(70, 100, "第四部分 名词解释")
    document = pdf.read(drawing.bytes(), "报告.pdf", "")
    (note,) = document.notes
    assert note.startswith("第2页没有文字层（可能是扫描图像），未读入")
    assert [block.place.page for block in document.blocks] == [1, 1, 3]


def test_a_font_without_meanings_is_told_from_a_scan():
    drawing = Drawing()
    drawing.text(70, 100, "部门决算")
    mapped = drawing.bytes()
    garbled = raw_pdf(
        CATALOG,
        ONE_PAGE,
        *page(b"BT /F 12 Tf 70 700 Td (abcdefghijklmnop) Tj ET", b"/Font<</F 5 0 R>>"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        _to_private_use(),
    )
    assert "乱码" in refused(garbled).problem
    assert pdf.read(mapped, "报告.pdf", "").blocks


def _to_private_use() -> bytes:
    body = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 1 beginbfrange <61> <7A> <E061> endbfrange endcmap end end"
    )
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(body), body)


def test_a_drawing_of_very_many_lines_is_no_table_and_is_noted():
    text = report()
    text.page()
    text.text(70, 100, "附图")
    for at in range(0, 590, 4):
        text.line(at, 0, at, 800)
        text.line(0, at, 590, at)
    document = pdf.read(text.bytes(), "报告.pdf", "")
    assert document.notes == ("第2页线条或文字过多（可能是图），未完全读入",)


def test_deep_nesting_ends():
    """Page trees and forms that contain themselves, arrays in arrays."""
    loop = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream"
    tail = b"%%EOF"
    for data in (
        raw_pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
        raw_pdf(CATALOG, ONE_PAGE, *page(b"/X Do", b"/XObject<</X 5 0 R>>"), loop),
        raw_pdf(CATALOG, ONE_PAGE, *page(b"[" * 100_000)),
        raw_pdf(CATALOG, b"[" * 100_000) + tail,
    ):
        refused(data)


def test_the_form_is_told_by_content(tmp_path):
    path = tmp_path / "报告.xls"
    path.write_bytes(b"\r\n" + report().bytes())
    assert readers.read(path).form == "pdf"


WHOLE = report().bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_bytes_raise_nothing_but_our_own_error(data):
    cut = data.draw(st.integers(0, len(WHOLE)))
    piece = data.draw(st.binary(max_size=20))
    gap = data.draw(st.integers(0, 60))
    broken = WHOLE[:cut] + piece + WHOLE[cut + gap :]
    with suppress(ReadError):
        assert pdf.read(broken, "报告.pdf", "").form == "pdf"
