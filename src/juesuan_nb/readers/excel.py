"""Spreadsheets (xlsx, xls, ods): what their visible sheets show."""

from collections.abc import Sequence

from juesuan_nb.document import RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import ods, xls, xlsx
from juesuan_nb.readers.archives import Package
from juesuan_nb.readers.sheets import Sheet, blocks

_LISTED = 3


def read_xlsx(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of an xlsx workbook."""
    return _document(xlsx.read(Package(data, name)), "xlsx", name, sha256)


def read_xls(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of an Excel 97-2003 workbook."""
    return _document(xls.read(data, name), "xls", name, sha256)


def read_ods(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of an OpenDocument spreadsheet."""
    return _document(ods.read(Package(data, name)), "ods", name, sha256)


def _document(sheets: Sequence[Sheet], form: str, name: str, sha256: str) -> RawDocument:
    """Hidden sheets are left out unless there are no others; formulas that were never computed are no figures."""
    visible = [sheet for sheet in sheets if not sheet.hidden and (sheet.cells or sheet.uncached)]
    shown = visible or [sheet for sheet in sheets if sheet.cells or sheet.uncached]
    if not shown:
        raise ReadError(name, "工作簿里没有任何内容", "请确认文件是否完整，或重新下载")
    _refuse_uncomputed(shown, name)
    return RawDocument(name, form, sha256, tuple(blocks(shown, name)), tuple(_notes(sheets, shown)))


def _refuse_uncomputed(sheets: Sequence[Sheet], name: str) -> None:
    """A workbook most of whose figures are formulas without values would read as blank: wrong, so not at all."""
    bare = [sheet for sheet in sheets if sheet.uncached]
    if bare and sum(len(sheet.uncached) for sheet in bare) >= sum(sheet.figures for sheet in sheets):
        names = "、".join(f"“{sheet.name}”" for sheet in bare[:_LISTED])
        problem = f"工作表{names}里的公式没有算出的值（如 {bare[0].uncached[0]}），读不到数字"
        raise ReadError(name, problem, "请用 Excel 或 WPS 打开，保存一次后再试")


def _notes(sheets: Sequence[Sheet], shown: Sequence[Sheet]) -> list[str]:
    notes = []
    if left_out := [sheet.name for sheet in sheets if sheet.hidden and sheet.cells and sheet not in shown]:
        notes.append(f"隐藏的工作表未读入：{'、'.join(left_out)}")
    if any(sheet.hidden for sheet in shown):
        notes.append("工作簿里只有隐藏的工作表，已按隐藏的工作表读入")
    for sheet in shown:
        if sheet.uncached:
            cells = "、".join(sheet.uncached[:_LISTED])
            problem = f"工作表“{sheet.name}”有{len(sheet.uncached)}个公式没有算出的值（{cells}），按空格读入"
            notes.append(f"{problem}；请用 Excel 打开保存后再试")
    return notes
