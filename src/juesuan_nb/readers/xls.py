"""xls workbooks (Excel 97-2003, BIFF8): the records that hold cells. [MS-XLS]

Own reader because figures must be given as printed, with their number formats, and because a damaged file must not ask
for more memory than it has bytes.
"""

import struct
from collections.abc import Iterator, Sequence

from juesuan_nb.errors import ReadError
from juesuan_nb.readers.cell_format import BUILTIN, GENERAL, show
from juesuan_nb.readers.ole import Compound
from juesuan_nb.readers.sheets import Sheet

_BOF, _EOF, _CONTINUE, _PASSWORD = 0x809, 0x0A, 0x3C, 0x2F
_SHEET, _DATES, _FORMAT, _STYLE, _STRINGS = 0x85, 0x22, 0x41E, 0xE0, 0xFC
_ROW, _COLUMNS, _WINDOW = 0x208, 0x7D, 0x23E
_SHARED, _LABEL, _RICH, _NUMBER, _PACKED, _PACKED_ROW, _FORMULA, _RESULT, _BOOLEAN = (
    0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205,
)  # fmt: skip
_BIFF8 = 0x600
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
Record = tuple[int, int, list[bytes]]
"""Kind, position in the stream, and the data: its own and those of the records that continue it."""


def read(data: bytes, name: str) -> list[Sheet]:
    """The worksheets in their order, hidden ones marked. Raises ReadError on a file that is not whole, or older."""
    compound = Compound(data, name)
    stream = compound.read("Workbook" if "Workbook" in compound.names else "Book")
    try:
        return _Workbook(stream, name).sheets
    except (struct.error, IndexError, OverflowError) as error:
        raise ReadError(name, "工作簿已损坏或不完整", "请重新下载，或用 Excel、WPS 打开后另存为 xlsx 再试") from error


def _records(stream: bytes, position: int = 0) -> Iterator[Record]:
    """The records of a substream from its BOF on, up to its own EOF; charts inside it are left out."""
    depth, current = 0, None
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        data = stream[position + 4 : position + 4 + length]
        if kind == _CONTINUE and current:
            current[2].append(data)
        else:
            if current and depth <= 1:
                yield current
            depth += (kind == _BOF) - (kind == _EOF)
            current = (kind, position, [data])
            if depth <= 0:
                break
        position += 4 + length


class _Workbook:
    """The records of the workbook itself: what its sheets share."""

    def __init__(self, stream: bytes, name: str) -> None:
        self.formats: dict[int, str] = dict(BUILTIN)
        self.styles: list[int] = []
        self.strings: list[str] = []
        self.base_1904 = False
        listed: list[tuple[int, Sheet]] = []
        version = struct.unpack_from("<H", stream, 4)[0]
        if version != _BIFF8:
            raise ReadError(name, "这是 Excel 97 以前的旧格式，读不了", "请用 Excel 或 WPS 另存为 xlsx 再试")
        for kind, _, pieces in _records(stream):
            data = pieces[0]
            if kind == _PASSWORD:
                raise ReadError(name, "文件有密码", "请去掉密码，另存一份再试")
            if kind == _SHEET:
                position, state, form = struct.unpack_from("<IBB", data)
                if form == 0:
                    listed.append((position, Sheet(_text(data, 6, data[6], 1), bool(state & 3))))
            elif kind == _FORMAT:
                number, count = struct.unpack_from("<HH", data)
                self.formats[number] = _text(data, 2, count)
            elif kind == _STYLE:
                self.styles.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == _DATES:
                self.base_1904 = bool(data[0])
            elif kind == _STRINGS:
                self.strings = list(_Strings(pieces))
        for position, sheet in listed:
            _Cells(self, sheet).read(_records(stream, position))
        self.sheets = [sheet for _, sheet in listed]

    def show(self, value: float, style: int) -> str:
        number = self.styles[style] if style < len(self.styles) else 0
        return show(value, self.formats.get(number, GENERAL), self.base_1904)


class _Cells:
    """The cells of one sheet, as they come."""

    def __init__(self, workbook: _Workbook, sheet: Sheet) -> None:
        self.workbook, self.sheet = workbook, sheet
        self.zeros, self.waiting = True, (0, 0)
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def read(self, records: Iterator[Record]) -> None:
        for kind, _, pieces in records:
            self._take(kind, pieces[0])
        cells = self.sheet.cells
        self.sheet.cells = {
            (row, column): text
            for (row, column), text in cells.items()
            if text and row not in self.hidden_rows and column not in self.hidden_columns
        }

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _SHARED:
            row, column, _, index = struct.unpack_from("<HHHI", data)
            strings = self.workbook.strings
            self.sheet.cells[row, column] = strings[index] if index < len(strings) else ""
        elif kind == _NUMBER:
            self._number(*struct.unpack_from("<HHHd", data))
        elif kind == _PACKED:
            row, column, style, packed = struct.unpack_from("<HHHI", data)
            self._number(row, column, style, _unpacked(packed))
        elif kind == _PACKED_ROW:
            row, first = struct.unpack_from("<HH", data)
            for place, (style, packed) in enumerate(struct.iter_unpack("<HI", data[4 : 4 + (len(data) - 6) // 6 * 6])):
                self._number(row, first + place, style, _unpacked(packed))
        elif kind == _FORMULA:
            self._formula(data)
        elif kind in (_LABEL, _RICH):
            row, column, _, count = struct.unpack_from("<HHHH", data)
            self.sheet.cells[row, column] = _text(data, 6, count)
        elif kind == _RESULT:
            self.sheet.cells[self.waiting] = _text(data, 0, struct.unpack_from("<H", data)[0])
        elif kind == _BOOLEAN:
            row, column, _, value, error = struct.unpack_from("<HHHBB", data)
            self.sheet.cells[row, column] = _ERRORS.get(value, "#N/A") if error else str(bool(value)).upper()
        else:
            self._layout(kind, data)

    def _layout(self, kind: int, data: bytes) -> None:
        if kind == _ROW and struct.unpack_from("<H", data, 12)[0] & 0x20:
            self.hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind == _COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & 1:
                self.hidden_columns.update(range(first, min(last, 0x3FFF) + 1))
        elif kind == _WINDOW:
            self.zeros = bool(struct.unpack_from("<H", data)[0] & 0x10)

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        if data[12:14] != b"\xff\xff":
            self._number(row, column, style, struct.unpack_from("<d", data, 6)[0])
        elif data[6] == 0:
            self.waiting = (row, column)
        elif data[6] in (1, 2):
            value = data[8]
            self.sheet.cells[row, column] = _ERRORS.get(value, "#N/A") if data[6] == 2 else str(bool(value)).upper()

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        self.sheet.figures += 1
        self.sheet.cells[row, column] = self.workbook.show(value, style) if value or self.zeros else ""


def _unpacked(packed: int) -> float:
    """An RK number: 30 bits of an integer or of a double, perhaps times 100."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _text(data: bytes, start: int, count: int, length_size: int = 2) -> str:
    """A string of `count` characters whose length stands at `start`: one byte a character, or two."""
    wide = data[start + length_size] & 1
    first = start + length_size + 1
    return data[first : first + count * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


class _Strings:
    """The shared strings over the seams of their records: a string that goes on says its width again."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 8

    def __iter__(self) -> Iterator[str]:
        total = struct.unpack_from("<I", self.pieces[0], 4)[0]
        for _ in range(total):
            if not self._more():
                return
            count, flags = struct.unpack("<HB", self._take(3))
            runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
            extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
            yield self._characters(count, flags & 1)
            self._take(4 * runs + extra)

    def _more(self) -> bool:
        while self.piece < len(self.pieces) and self.at >= len(self.pieces[self.piece]):
            self.piece, self.at = self.piece + 1, 0
        return self.piece < len(self.pieces)

    def _take(self, count: int) -> bytes:
        taken = b""
        while count and self._more():
            part = self.pieces[self.piece][self.at : self.at + count]
            taken, count, self.at = taken + part, count - len(part), self.at + len(part)
        return taken

    def _characters(self, count: int, wide: int) -> str:
        text = ""
        while count and self._more():
            data = self.pieces[self.piece]
            if self.at == 0:
                wide, self.at = data[0] & 1, 1
            size = 2 if wide else 1
            here = min(count, (len(data) - self.at) // size)
            part = data[self.at : self.at + here * size]
            text += part.decode("utf-16-le" if wide else "latin-1", "replace")
            count -= here
            self.at = self.at + len(part) if here else len(data)
            if count:
                self.at = len(data)
        return text
