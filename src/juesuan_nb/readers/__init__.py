"""`read(path)`: any published form of a report → RawDocument.

To add a form: write a module with `read(data: bytes, name: str, sha256: str) -> RawDocument`, add a line to `_FORMS`
and what its content begins with to detect.py. The form is told by the content of the file, never by its name.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from juesuan_nb.document import RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import excel, html, image, office, pdf, text, word
from juesuan_nb.readers.detect import form_of

Reader = Callable[[bytes, str, str], RawDocument]


def _converted(kind: str, source: str, target: str, reader: Reader) -> Reader:
    """A reader of what LibreOffice makes of a form that only an office suite opens."""

    def read_converted(data: bytes, name: str, sha256: str) -> RawDocument:
        made = office.convert(data, name, kind, source, target)
        return replace(reader(made, name, sha256), form=source)

    return read_converted


def _refused(kind: str, advice: str) -> Reader:
    """A form that is recognised and not read."""

    def refuse(_data: bytes, name: str, _sha256: str) -> RawDocument:
        raise ReadError(name, f"这是{kind}，本版本还不能直接读取", advice)

    return refuse


_FORMS: dict[str, Reader] = {
    "text": text.read,
    "html": html.read,
    "mhtml": html.read_mhtml,
    "xlsx": excel.read_xlsx,
    "xls": excel.read_xls,
    "ods": excel.read_ods,
    "docx": word.read,
    "doc": _converted("旧版 Word/WPS 文件（doc、wps）", "doc", "docx", word.read),
    "odt": _converted("OpenDocument 文本（odt）", "odt", "docx", word.read),
    "rtf": _converted("RTF 文件", "rtf", "docx", word.read),
    "xml-word": _converted("Word 2003 XML 文件", "xml", "docx", word.read),
    "old": _converted("Excel 95 或更早的文件", "xls", "xlsx", excel.read_xlsx),
    "xlsb": _converted("二进制工作簿（xlsb）", "xlsb", "xlsx", excel.read_xlsx),
    "xml-excel": _converted("Excel 2003 XML 表格", "xml", "xlsx", excel.read_xlsx),
    "pdf": pdf.read,
    "image": image.read,
    "ofd": _refused("OFD 版式文件", "请用 WPS 或 OFD 阅读器打开后另存为（打印成）PDF 再试"),
}


def read(path: Path) -> RawDocument:
    """Read one file. Raises ReadError where it is missing, a folder, empty, or of a form that is not read."""
    if path.is_dir():
        raise ReadError(
            str(path), "这是一个文件夹，不是一份报告", "请给出其中的一个文件；整个文件夹用 juesuan run 处理"
        )
    data = _bytes(path)
    return _FORMS[form_of(data, path.name)](data, path.name, hashlib.sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(str(path), "找不到这个文件", "请核对文件名和所在文件夹") from None
    except OSError as error:
        raise ReadError(
            str(path), f"打不开这个文件（{error.strerror}）", "请核对访问权限，或把文件复制到本机再试"
        ) from error
    if not data.strip():
        raise ReadError(str(path), "文件是空的", "请重新下载或重新转换这份报告")
    return data
