"""xlsx workbooks: the parts of the package that hold cells, read as a stream.

Own reader because figures must be given as printed: values, number formats, hidden rows and zeros that the sheet does
not show come together in one pass, in bounded memory.
"""

import posixpath
import re
from collections.abc import Callable
from xml.parsers import expat

from juesuan_nb.errors import ReadError
from juesuan_nb.readers.archives import Package, parse
from juesuan_nb.readers.cell_format import BUILTIN, GENERAL, show
from juesuan_nb.readers.sheets import MAX_CELLS, Sheet, address

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = {"1", "true", "on"}
Attributes = dict[str, str]


def read(package: Package) -> list[Sheet]:
    """The worksheets in their order, hidden ones marked. Raises ReadError on a package that is not whole."""
    base = next((part for part in package.names if posixpath.basename(part) == "workbook.xml"), "xl/workbook.xml")
    listed, base_1904 = _workbook(package, base)
    targets, kinds = _targets(package, base)
    strings = _strings(package, targets.get(kinds.get("sharedStrings", ""), ""))
    formats = _formats(package, targets.get(kinds.get("styles", ""), ""))
    sheets = []
    for name, state, key in listed:
        if (part := targets.get(key, "")) in package and "worksheet" in part:
            sheet = Sheet(name, state != "visible")
            _Reader(sheet, strings, formats, base_1904).read(package, part)
            sheets.append(sheet)
    return sheets


def _walk(
    package: Package,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a checked part; tags and attributes come without their prefixes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, found: start(
        tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in found.items()}
    )
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    parse(parser, package.xml(part), package.name, part)


def _workbook(package: Package, part: str) -> tuple[list[tuple[str, str, str]], bool]:
    """(name, state, relation) of every sheet, and whether dates count from 1904."""
    listed: list[tuple[str, str, str]] = []
    dates = []

    def start(tag: str, found: Attributes) -> None:
        if tag == "sheet":
            listed.append((found.get("name", ""), found.get("state", "visible"), found.get("id", "")))
        elif tag == "workbookPr":
            dates.append(found.get("date1904", "") in _TRUE)

    _walk(package, part, start)
    return listed, any(dates)


def _targets(package: Package, base: str) -> tuple[dict[str, str], dict[str, str]]:
    """Relation → part, and kind of relation → relation."""
    folder, file = posixpath.split(base)
    part = posixpath.join(folder, "_rels", f"{file}.rels")
    targets: dict[str, str] = {}
    kinds: dict[str, str] = {}

    def start(tag: str, found: Attributes) -> None:
        if tag == "Relationship":
            target = found.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            targets[found.get("Id", "")] = whole
            kinds[posixpath.basename(found.get("Type", ""))] = found.get("Id", "")

    _walk(package, part, start)
    return targets, kinds


def _strings(package: Package, part: str) -> list[str]:
    """The shared strings; readings above the characters (rPh) are no part of the text."""
    strings: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: Attributes) -> None:
        inside.append(tag)
        if tag == "si":
            pieces.clear()

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            strings.append(_unescaped("".join(pieces)))

    def text(data: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(data)

    if part in package:
        _walk(package, part, start, end, text)
    return strings


def _formats(package: Package, part: str) -> list[str]:
    """The number format of each cell style."""
    own: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, found: Attributes) -> None:
        if tag == "numFmt" and "numFmts" in inside:
            own[_number(found.get("numFmtId"))] = found.get("formatCode", GENERAL)
        elif tag == "xf" and "cellXfs" in inside:
            styles.append(_number(found.get("numFmtId")))
        inside.append(tag)

    if part in package:
        _walk(package, part, start, lambda _: inside.pop() and None)
    return [own.get(style, BUILTIN.get(style, GENERAL)) for style in styles]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r", "")


def _position(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


class _Reader:
    """The cells of one worksheet, as they come."""

    def __init__(self, sheet: Sheet, strings: list[str], formats: list[str], base_1904: bool) -> None:
        self.sheet, self.strings, self.formats, self.base_1904 = sheet, strings, formats, base_1904
        self.row, self.column, self.hidden_row, self.zeros = -1, -1, False, True
        self.hidden_columns: list[tuple[int, int]] = []
        self.kind, self.style, self.inside, self.formula = "", 0, "", False
        self.pieces: list[str] = []

    def read(self, package: Package, part: str) -> None:
        self.name = package.name
        _walk(package, part, self._start, self._end, self._text)

    def _start(self, tag: str, found: Attributes) -> None:
        if tag == "c":
            self._cell(found)
        elif tag in ("v", "t"):
            self.inside = tag
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.inside = "rPh"
        elif tag == "row":
            self.row = _number(found.get("r")) - 1 if found.get("r") else self.row + 1
            self.column, self.hidden_row = -1, found.get("hidden", "") in _TRUE
        elif tag == "col" and found.get("hidden", "") in _TRUE:
            self.hidden_columns.append((_number(found.get("min")) - 1, _number(found.get("max")) - 1))
        elif tag == "sheetView" and found.get("showZeros", "1") not in _TRUE:
            self.zeros = False

    def _cell(self, found: Attributes) -> None:
        placed = _position(found.get("r", ""))
        self.row, self.column = placed or (self.row, self.column + 1)
        self.kind, self.style = found.get("t", "n"), _number(found.get("s"))
        self.pieces, self.formula = [], False

    def _text(self, data: str) -> None:
        if self.inside in ("v", "t"):
            self.pieces.append(data)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t", "rPh"):
            self.inside = ""
        elif tag == "c" and self._shown():
            value = "".join(self.pieces)
            if self.formula and not value and self.kind not in ("str", "s"):
                self.sheet.uncached.append(address(self.row, self.column))
            elif text := self._printed(value):
                self.sheet.cells[self.row, self.column] = text
                if len(self.sheet.cells) > MAX_CELLS:
                    raise ReadError(self.name, f"工作表“{self.sheet.name}”过大", "请删去与决算无关的工作表再试")

    def _shown(self) -> bool:
        return not self.hidden_row and not any(first <= self.column <= last for first, last in self.hidden_columns)

    def _printed(self, value: str) -> str:
        if self.kind == "s":
            index = _number(value.strip())
            return self.strings[index] if index < len(self.strings) else ""
        if self.kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if self.kind != "n":
            return _unescaped(value)
        try:
            number = float(value)
        except ValueError:
            return value
        self.sheet.figures += 1
        if not number and not self.zeros:
            return ""
        return show(number, self.formats[self.style] if self.style < len(self.formats) else GENERAL, self.base_1904)
