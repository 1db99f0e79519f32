"""What form an input has: told by its content, never by its name."""

import re

from juesuan_nb.errors import ReadError
from juesuan_nb.readers import html, ole
from juesuan_nb.readers.archives import Package

_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"{\\rtf", "rtf"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARTS = (
    (re.compile(r"xl/workbook\.xml"), "xlsx"),
    (re.compile(r"xl/workbook\.bin"), "xlsb"),
    (re.compile(r"word/document\d*\.xml"), "docx"),
    (re.compile(r"OFD\.xml", re.IGNORECASE), "ofd"),
)
_OPEN = {b"spreadsheet": "ods", b"text": "odt"}
_STREAMS = (("EncryptedPackage", "locked"), ("Workbook", "xls"), ("Book", "old"), ("WordDocument", "doc"))
_XML_OFFICE = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|schemas\.microsoft\.com/office/word/2003")
_MHTML = re.compile(rb"\A(?:[A-Za-z-]+: [^\n]*\n|[ \t]+[^\n]*\n)*?(?:MIME-Version|Content-Type): ", re.IGNORECASE)
_PDF_WITHIN = 1024


def form_of(data: bytes, name: str) -> str:
    """The key of readers.FORMS. Raises ReadError on what is recognised and cannot be read by anybody's help."""
    for signature, form in _SIGNATURES:
        if data.startswith(signature):
            return form
    if data.startswith(_ZIP):
        return _package(Package(data, name))
    if data.startswith(ole.SIGNATURE[:4]):
        return _compound(ole.Compound(data, name), name)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    start = data[:4096]
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and (found := _XML_OFFICE.search(start)):
        return "xml-excel" if b"spreadsheet" in found[0] else "xml-word"
    if html.is_html(data):
        return "html"
    return "mhtml" if _MHTML.match(start.replace(b"\r\n", b"\n")) and b"text/html" in data else "text"


def _package(package: Package) -> str:
    for pattern, form in _PARTS:
        if any(pattern.fullmatch(part) for part in package.names):
            return form
    if "mimetype" in package and "content.xml" in package:
        kind = package.read("mimetype")
        for mark, form in _OPEN.items():
            if b"opendocument." + mark in kind:
                return form
    if any(part.startswith("ppt/") for part in package.names):
        raise ReadError(package.name, "这是演示文稿，不是一份报告", "请给出报告的 Word、Excel、PDF 文件或网页")
    raise ReadError(package.name, "这是压缩包，里面不是 xlsx、docx、ods 的内容", "请先解压，再给出里面的报告文件")


def _compound(compound: ole.Compound, name: str) -> str:
    form = next((form for stream, form in _STREAMS if stream in compound.names), "doc")
    if form == "locked":
        raise ReadError(name, "文件有密码", "请用 Excel、Word 或 WPS 打开，去掉密码，另存一份再试")
    return form
