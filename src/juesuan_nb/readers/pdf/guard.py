"""PDFs that may be built to exhaust time or memory are first opened in a child process that can be ended.

pdfium cannot be interrupted. Whether a file is worth a trial is told by its raw bytes, where the dictionaries of all
streams stand uncompressed: content packed twice, very large content, forms that call forms. An ordinary report has none
of these and costs nothing.
"""

import re
import subprocess
import sys
from collections.abc import Iterator

from juesuan_nb.errors import ReadError

SECONDS = 60
MEMORY = 2 << 30
LARGE = 256 << 10
NESTED = 3
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_TWICE = re.compile(rb"/Filter\s*\[[^\]]*(?:Flate|LZW|RunLength|/Fl\b)[^\]]*(?:Flate|LZW|RunLength|/Fl\b)")
_NO_CONTENT = re.compile(
    rb"/Subtype\s*/(?:Image|Type1C|XML|CIDFontType0C|OpenType)|/Length[123]\b|/Type\s*/(?:ObjStm|XRef|Metadata)"
)
_FORM = re.compile(rb"/Subtype\s*/Form")
_HEAD = 4_096
_TRIAL = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
except ImportError:
    pass
import pypdfium2 as pdfium
document = pdfium.PdfDocument(sys.stdin.buffer.read())
for page in document:
    page.get_textpage().get_text_range()
    sum(1 for _ in page.get_objects())
"""


def try_out(data: bytes, name: str) -> None:
    """Raises ReadError where a suspicious file does not open within a minute and 2 GB; others pass unopened."""
    if not is_suspicious(data):
        return
    trial = _TRIAL.format(memory=MEMORY, seconds=SECONDS)
    try:
        ended = subprocess.run(
            [sys.executable, "-c", trial], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        ended = None
    if ended is None or ended.returncode < 0 or b"MemoryError" in ended.stderr or b"memory" in ended.stderr.lower():
        problem = "PDF 的内容展开后过大，或层层嵌套，读取超出了时间或内存的上限"
        raise ReadError(name, problem, "请用 PDF 阅读软件打印成一份新的 PDF 再试") from None


def is_suspicious(data: bytes) -> bool:
    """Whether a stream is packed twice or very large, or forms call forms."""
    nested = 0
    for head in _stream_heads(data):
        if _TWICE.search(head):
            return True
        if _FORM.search(head) and b"/XObject" in head:
            nested += 1
        length = _LENGTH.search(head)
        if (length is None or int(length[1]) > LARGE) and not _NO_CONTENT.search(head):
            return True
    return nested >= NESTED


def _stream_heads(data: bytes) -> Iterator[bytes]:
    """The dictionary of every stream, as it stands in the file."""
    for found in _STREAM.finditer(data):
        start = data.rfind(b" obj", max(0, found.start() - _HEAD), found.start())
        yield data[max(start, found.start() - _HEAD, 0) : found.start()]
