"""`read(path)`: any published form of a report → RawDocument.

To add a form: write a module with `read(data: bytes, name: str, sha256: str) -> RawDocument`, add a line to `_FORMS`.
The form is told by the content of the file, never by its name.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from juesuan_nb.document import RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import text

_SIGNATURES = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "Excel/Word 等压缩格式（xlsx、docx、ods、ofd）",
    b"\xd0\xcf\x11\xe0": "旧版 Office（xls、doc、wps）",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
}
_CONVERT = "请先转换成带表格的文本或 Markdown（.txt、.md）再试"

_FORMS: dict[str, Callable[[bytes, str, str], RawDocument]] = {"text": text.read}


def read(path: Path) -> RawDocument:
    """Read one file. Raises ReadError where it is missing, a folder, empty, or of a form that is not read."""
    if path.is_dir():
        raise ReadError(
            str(path), "这是一个文件夹，不是一份报告", "请给出其中的一个文件；整个文件夹用 juesuan run 处理"
        )
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
    return _FORMS[_form(data, path.name)](data, path.name, hashlib.sha256(data).hexdigest())


def _form(data: bytes, name: str) -> str:
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise ReadError(name, f"这是{kind}文件，本版本还不能直接读取", _CONVERT)
    return "text"
