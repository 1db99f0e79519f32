"""Evidence on PDF pages: the box lies over the figure, upright or turned; the annotated PDF says what was found where."""

import ctypes
import io
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image

from juesuan_nb import check, load_report, synth
from juesuan_nb.document import squeeze
from juesuan_nb.errors import UsageError
from juesuan_nb.evidence import Finder, annotate, place_of
from juesuan_nb.evidence.picture import SCALE

RED = (190, 0, 0)


def turned(data, quarters):
    """The PDF with every page turned clockwise."""
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(90 * quarters)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.fixture(scope="module", params=(0, 1, 2, 3), ids=lambda quarters: f"turned {quarters * 90}")
def report(request, tmp_path_factory):
    made, _ = synth.plant(synth.department(9, layout="shanghai", size="small"), "cell", 5)
    path = tmp_path_factory.mktemp("pdf") / "报告.pdf"
    path.write_bytes(turned(synth.render(made, "pdf"), request.param))
    return load_report(path)


def under(page, box):
    """The text of a page inside a box in the page's own space."""
    text = page.get_textpage().get_text_bounded(*box)
    return squeeze(text)


def annotations(path):
    """(page number, rectangle in the page's space, contents, text under it) of every annotation."""
    document = pdfium.PdfDocument(path)
    for number, page in enumerate(document, start=1):
        for at in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            note = raw.FPDFPage_GetAnnot(page.raw, at)
            box = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
            size = raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
            said = (ctypes.c_ushort * (size // 2))()
            raw.FPDFAnnot_GetStringValue(note, b"Contents", said, size)
            sides = (box.left, min(box.top, box.bottom), box.right, max(box.top, box.bottom))
            yield number, sides, bytes(said).decode("utf-16-le").rstrip("\0"), under(page, sides)
            raw.FPDFPage_CloseAnnot(note)
    document.close()


def test_the_box_of_a_figure_lies_over_it(report, tmp_path):
    """Each cell as if it were a finding of its own, drawn into the PDF and read back."""
    rows = report.cells.head(60)
    named = [f"《{row.table}》{row.code} {row.item}·{row.column}（第{row.page}页）" for row in rows.itertuples()]
    notes = rows.assign(places=named, message=[f"为{value}" for value in rows["value"]], severity="info", rule="XX01")
    assert annotate(report, notes, tmp_path / "out.pdf") == len(set(zip(rows["page"], rows["box"], strict=True)))
    for _, _, said, text in annotations(tmp_path / "out.pdf"):
        assert set(re.findall(r"为([\d.,-]+)", said)) & {text.replace(",", ""), text}, (said, text)


def test_every_place_of_the_findings_is_annotated_once(report, tmp_path):
    result = check(report)
    count = annotate(report, result.findings, tmp_path / "out.pdf")
    made = list(annotations(tmp_path / "out.pdf"))
    assert len(made) == count == len({(number, box) for number, box, _, _ in made})
    said = "\n".join(text for _, _, text, _ in made)
    for finding in result.findings[result.findings["severity"] == "error"].itertuples():
        assert f"{finding.rule} {finding.message}" in said


def test_the_picture_shows_the_figure_in_its_frame(report):
    row = report.cells.iloc[5]
    [one] = report.show(row)
    picture = Image.open(io.BytesIO(one.png)).convert("RGB")
    page = pdfium.PdfDocument(report.sources[0])[int(row["page"]) - 1]
    assert picture.width == pytest.approx(page.get_width() * SCALE, abs=2)
    x0, top, x1, bottom = place_of(row).box
    upper = max(0, int((top - 48) * SCALE))
    red = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if all(abs(a - b) < 25 for a, b in zip(picture.getpixel((x, y)), RED, strict=True))
    ]
    assert min(x for x, _ in red) == pytest.approx(x0 * SCALE - 4, abs=3)
    assert max(x for x, _ in red) == pytest.approx(x1 * SCALE + 4, abs=3)
    assert min(y for _, y in red) + upper == pytest.approx(top * SCALE - 4, abs=3)
    assert max(y for _, y in red) + upper == pytest.approx(bottom * SCALE + 4, abs=3)
    inside = picture.crop(
        tuple(int(side) for side in (x0 * SCALE, top * SCALE - upper, x1 * SCALE, bottom * SCALE - upper))
    )
    assert inside.convert("L").getextrema()[0] < 100, "the figure is in the frame"


def test_places_of_one_page_share_one_picture(report):
    first = int(report.cells["page"].iloc[0])
    rows = report.cells[report.cells["page"] == first].head(4)
    places = "；".join(f"《{row.table}》{row.item}·{row.column}（第{first}页）" for row in rows.itertuples())
    [one] = report.show({"places": places, "message": " ".join(rows["value"])})
    assert len(one.spots) == len(rows)
    assert one.png


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "报告.pdf"
    path.write_bytes(synth.render(synth.department(9, layout="shanghai", size="small"), "pdf"))
    return load_report(path), path


def test_a_file_that_is_gone_is_told_and_the_text_stands_in(own):
    report, path = own
    path.unlink()
    row = report.cells.iloc[0]
    [one] = report.show(row)
    assert not one.png
    assert "报告.pdf 已不在原处" in str(one)
    assert row["value"] in str(one)
    with pytest.raises(UsageError, match="已不在原处，不能在上面标注"):
        annotate(report, check(report).findings, path.with_name("out.pdf"))


def test_a_file_that_changed_is_not_shown(own):
    report, path = own
    path.write_bytes(synth.render(synth.department(10, layout="shanghai", size="small"), "pdf"))
    [one] = report.show(report.cells.iloc[0])
    assert not one.png
    assert "改动过" in one._repr_html_()
    with pytest.raises(UsageError, match="改动过，不能在上面标注"):
        annotate(report, check(report).findings, path.with_name("out.pdf"))
    assert not path.with_name("out.pdf").exists()


def test_only_a_pdf_can_be_annotated(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_bytes(synth.render(synth.department(9, size="small")))
    report = load_report(path)
    with pytest.raises(UsageError, match="不是单独一份 PDF"):
        annotate(report, check(report).findings, tmp_path / "out.pdf")


def test_real_pages(shared, tmp_path):
    report = load_report(shared / "reports" / "putuo-social-work-2024.pdf")
    with Finder(report) as finder:
        for row in report.cells.sample(25, random_state=1).to_dict("records"):
            assert finder.show(row)[0].png
    result = check(report)
    count = annotate(report, result.findings, tmp_path / "out.pdf")
    made = list(annotations(tmp_path / "out.pdf"))
    assert len(made) == count
    assert all(text for _, _, _, text in made)
    assert any("NV05" in said and "95.89%" in text for _, _, said, text in made)
