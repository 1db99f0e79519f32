"""Minimal xls and ods files, written byte by byte: no library here writes these forms."""

import io
import re
import struct
import zipfile
from xml.sax.saxutils import escape

NUMBER = re.compile(r"-?\d+\.\d{2}")
Sheets = dict[str, list[list[str]]]
_SECTOR = 512


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text16(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def workbook(
    sheets: Sheets, *, hidden: tuple[str, ...] = (), format_code: str = "#,##0.00", extra: bytes = b""
) -> bytes:
    """The Workbook stream: figures as numbers with `format_code`, words as shared strings cut over CONTINUE records."""
    strings = [cell for rows in sheets.values() for row in rows for cell in row if cell and not NUMBER.fullmatch(cell)]
    table = b"".join(record(*piece) for piece in _shared(strings))
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + extra
    start += record(0x41E, struct.pack("<H", 164) + text16(format_code))
    start += b"".join(record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 164))
    names = {name: struct.pack("<BB", name in hidden, 0) + text16(name, "<B") for name in sheets}
    length = len(start) + len(table) + sum(8 + len(entry) for entry in names.values()) + len(record(0x0A))
    bodies, listed, used = b"", b"", 0
    for name, rows in sheets.items():
        listed += record(0x85, struct.pack("<I", length + len(bodies)) + names[name])
        body, used = _sheet(rows, used)
        bodies += body
    return start + listed + table + record(0x0A) + bodies


def _sheet(rows: list[list[str]], used: int) -> tuple[bytes, int]:
    body = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if NUMBER.fullmatch(cell):
                body += _number(row, column, cell)
            elif cell:
                body += record(0xFD, struct.pack("<HHHI", row, column, 0, used))
                used += 1
    return body + record(0x0A), used


def _number(row: int, column: int, text: str) -> bytes:
    """As a spreadsheet stores them: hundredths that fit as RK numbers, others as doubles."""
    hundredths = int(text.replace(".", ""))
    if abs(hundredths) < 1 << 28:
        return record(0x27E, struct.pack("<HHHI", row, column, 1, (hundredths << 2 & 0xFFFFFFFF) | 3))
    return record(0x203, struct.pack("<HHHd", row, column, 1, float(text)))


def _shared(strings: list[str], limit: int = 100) -> list[tuple[int, bytes]]:
    """The strings in pieces of some `limit` bytes: one that goes on in the next piece says its width again."""
    pieces, current = [], struct.pack("<II", len(strings), len(strings))
    for text in strings:
        current += struct.pack("<HB", len(text), 1)
        for character in text:
            if len(current) >= limit:
                pieces.append(current)
                current = b"\1"
            current += character.encode("utf-16-le")
    kinds = [0xFC] + [0x3C] * len(pieces)
    return list(zip(kinds, [*pieces, current], strict=True))


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (OLE) of these streams, each padded to where it needs no mini sectors."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors, chains, entries = [], [], []
    for name, data in padded.items():
        entries.append((name, 2, len(sectors), len(data)))
        chains.append((len(sectors), -(-len(data) // _SECTOR)))
        sectors += [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
    directory = b"".join(_entry(*entry) for entry in [("Root Entry", 5, 0xFFFFFFFE, 0), *entries])
    chains.append((len(sectors), -(-len(directory) // _SECTOR)))
    first = len(sectors)
    sectors += [directory[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(directory), _SECTOR)]
    tables = 1
    while (len(sectors) + tables) * 4 > tables * _SECTOR:
        tables += 1
    fat = [0xFFFFFFFF] * (tables * _SECTOR // 4)
    for start, count in chains:
        fat[start : start + count] = [*range(start + 1, start + count), 0xFFFFFFFE]
    at = list(range(len(sectors), len(sectors) + tables))
    for sector in at:
        fat[sector] = 0xFFFFFFFD
    sectors.append(struct.pack(f"<{len(fat)}I", *fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *[*at, *[0xFFFFFFFF] * 109][:109])
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HB", len(encoded) + 2, kind) + bytes(49)
    return head + struct.pack("<IQ", start, size)


def xls(sheets: Sheets, **options) -> bytes:
    return compound({"Workbook": workbook(sheets, **options)})


def ods(sheets: Sheets, hidden: tuple[str, ...] = ()) -> bytes:
    """An OpenDocument spreadsheet: figures as numbers that are shown with thousands separators."""
    tables = "".join(_table(name, rows, name in hidden) for name, rows in sheets.items())
    space = " ".join(f'xmlns:{prefix}="urn:{prefix}"' for prefix in ("office", "table", "text", "style"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {space}><office:automatic-styles>'
        '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return data.getvalue()


def _table(name: str, rows: list[list[str]], hidden: bool) -> str:
    lines = []
    for row in rows:
        cells = "".join(_cell(cell) for cell in row)
        lines.append(
            f'<table:table-row>{cells}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        )
    style = ' table:style-name="off"' if hidden else ""
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return f'<table:table table:name="{escape(name)}"{style}>{"".join(lines)}{rest}</table:table>'


def _cell(text: str) -> str:
    if NUMBER.fullmatch(text):
        shown = f"{float(text):,.2f}"
        return f'<table:table-cell office:value-type="float" office:value="{text}"><text:p>{shown}</text:p></table:table-cell>'
    return f"<table:table-cell><text:p>{escape(text)}</text:p></table:table-cell>"
