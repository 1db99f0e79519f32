"""Zip packages (xlsx, docx, ods, ofd) opened safely: nothing is unpacked before its size is known to be bounded."""

import io
import struct
import zipfile
import zlib
from xml.parsers import expat

from juesuan_nb.errors import ReadError

MAX_ENTRIES = 5_000
MAX_TOTAL = 512 << 20
MAX_PART = 64 << 20
MAX_RATIO = 500
_SMALL = 4 << 20
MAX_DEPTH = 200
"""Elements inside elements: a real sheet or document has some ten, nested tables a few more."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, KeyError, IndexError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
_AGAIN = "请重新下载，或用 Excel、WPS 打开后另存一份再试"


class Package:
    """The parts of a zip package by name. Raises ReadError on whatever is wrong with it."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise ReadError(name, "xlsx、docx 一类的文件已损坏或不完整（可能没有下载完）", _AGAIN) from error
        self._refuse_bombs(entries)
        self._entries = {entry.filename.lstrip("/"): entry for entry in entries}
        self.names = tuple(self._entries)

    def _refuse_bombs(self, entries: list[zipfile.ZipInfo]) -> None:
        sizes = sum(entry.file_size for entry in entries)
        swollen = any(
            entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size) for entry in entries if entry.file_size
        )
        if len(entries) > MAX_ENTRIES or sizes > MAX_TOTAL or swollen:
            problem = f"解压后过大（{len(entries)} 个部分，{sizes >> 20} MB），不像一份报告"
            raise ReadError(self.name, problem, "请确认文件来源；如确是报告，请另存为 PDF 再试")

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def read(self, part: str) -> bytes:
        """The bytes of one part, at most MAX_PART whatever its header declares."""
        entry = self._entries.get(part)
        if entry is None:
            raise ReadError(self.name, f"文件不完整，缺少内部部分 {part[:80]}", _AGAIN)
        if entry.flag_bits & 1:
            raise ReadError(self.name, "文件有密码", "请去掉密码，另存一份再试")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(MAX_PART + 1)
        except _BROKEN as error:
            raise ReadError(self.name, f"内部部分 {part[:80]} 已损坏", _AGAIN) from error
        if len(data) > MAX_PART:
            raise ReadError(
                self.name, f"内部部分 {part[:80]} 解压后超过 {MAX_PART >> 20} MB", "请拆分或另存为 PDF 再试"
            )
        return data

    def xml(self, part: str) -> bytes:
        """The bytes of an XML part, checked by `check_xml`."""
        data = self.read(part)
        check_xml(data, self.name, part)
        return data


def check_xml(data: bytes, name: str, part: str = "") -> None:
    """Raises ReadError on XML with a document type (entities: billion laughs, outside files), too deep, or broken."""
    depth = 0

    def start(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise ReadError(name, f"内部结构嵌套过深（{part or 'XML'}）", "请用 Word、Excel 或 WPS 打开后另存一份再试")

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise ReadError(name, f"内部含有不允许的实体定义（{part or 'XML'}）", "请确认文件来源，不要打开来历不明的文件")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    parse(parser, data, name, part)


def parse(parser: expat.XMLParserType, data: bytes, name: str, part: str = "") -> None:
    """Run an expat parser over `data`. Raises ReadError where the XML is broken."""
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        raise ReadError(name, f"内部部分 {part or 'XML'} 已损坏", _AGAIN) from error
