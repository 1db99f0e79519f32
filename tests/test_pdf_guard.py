"""PDFs built to exhaust time or memory are ended in a child process; ordinary ones are never tried."""

import zlib

import pytest

from juesuan_nb.errors import ReadError
from juesuan_nb.readers import pdf
from juesuan_nb.readers.pdf import guard

STROKES = b"0 0 m 1 1 l S\n"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<<%s>>>>"


def stream(entries: bytes, body: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(body), body)


def document(page: bytes, *objects: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", []
    all_objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *objects]
    for number, body in enumerate(all_objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(all_objects) + 1
    trailer = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + trailer % (size, table, size, len(out))


def packed_twice() -> bytes:
    body = zlib.compress(zlib.compress(STROKES * (40 << 20), 1), 9)
    return document(PAGE % b"", stream(b"/Filter[/FlateDecode/FlateDecode]", body))


def forms_that_call_forms() -> bytes:
    """Twelve forms, each calling the next ten times: a thousand milliards of strokes in three kilobytes."""
    call = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>"
    forms = [stream(call % number, b"/F Do " * 10) for number in range(6, 17)]
    last = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]", STROKES)
    return document(PAGE % b"/XObject<</F 5 0 R>>", stream(b"", b"/F Do"), *forms, last)


@pytest.mark.parametrize("build", [packed_twice, forms_that_call_forms])
def test_hostile_files_are_refused_in_bounded_time_and_memory(build):
    with pytest.raises(ReadError, match="层层嵌套") as caught:
        pdf.read(build(), "某报告.pdf", "")
    assert "请" in caught.value.advice


def test_a_large_but_honest_page_is_tried_and_read():
    noise = b"".join(b"%d %d m %d %d l S\n" % (n % 499, n % 491, n % 479, n % 467) for n in range(60_000))
    data = document(PAGE % b"", stream(b"", noise))
    assert guard.is_suspicious(data)
    guard.try_out(data, "某报告.pdf")


def test_real_reports_are_not_tried(shared):
    assert not any(guard.is_suspicious(path.read_bytes()) for path in (shared / "reports").glob("*.pdf"))
