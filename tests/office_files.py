"""Tables of tests/render.py written as office files and web pages, as departments publish them."""

import io
import re
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
import xlsxwriter

from juesuan_nb.readers import office

NUMBER = re.compile(r"-?\d+\.\d{2}")
Tables = dict[str, list[list[str]]]
"""Title → rows."""

LINES = ("部门：某市某局", "2024年度", "单位：万元")


def xlsx(tables: Tables, *, floats: bool = True, head_rows: int = 0, name=None, options=None) -> bytes:
    """One sheet per table: title, owner and unit rows, the table, a note. Heads are merged over blank cells."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **(options or {})}) as book:
        money = book.add_format({"num_format": "#,##0.00"})
        plain = book.add_format({})
        for number, (title, rows) in enumerate(tables.items(), 1):
            sheet = book.add_worksheet(name(number, title) if name else f"Sheet{number}")
            width = max(map(len, rows))
            sheet.merge_range(0, 0, 0, width - 1, title, plain)
            sheet.write_row(1, 0, [LINES[0], *[""] * (width - 2), LINES[2]])
            for row, cells in enumerate(rows, 2):
                for column, text in enumerate(cells):
                    if floats and NUMBER.fullmatch(text):
                        sheet.write_number(row, column, float(text), money)
                    elif text:
                        sheet.write_string(row, column, text)
            for row in range(head_rows):
                _merge(sheet, row + 2, rows[row], plain)
            sheet.write_string(len(rows) + 2, 0, "注：本表反映情况。")
    return data.getvalue()


def _merge(sheet, row: int, cells: list[str], plain) -> None:
    """Merge each label of a head row over the blank cells right of it."""
    starts = [column for column, text in enumerate(cells) if text]
    for start, stop in zip(starts, [*starts[1:], len(cells)], strict=True):
        if stop - start > 1:
            sheet.merge_range(row, start, row, stop - 1, cells[start], plain)


def word(tables: Tables, narrative: tuple[str, ...] = ()) -> bytes:
    """A cover, the tables under their titles, the narrative. Blank cells right of a head's label are merged into it."""
    document = docx.Document()
    document.add_paragraph("某市某局2024年度部门决算")
    for title, rows in tables.items():
        for line in (title, *LINES):
            document.add_paragraph(line)
        width = max(map(len, rows))
        table = document.add_table(len(rows), width)
        cells = table._cells
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                cells[row * width + column].text = text
        starts = [column for column, text in enumerate(rows[0]) if text]
        for start, stop in zip(starts, [*starts[1:], width], strict=True):
            cells[start].merge(cells[stop - 1])
        document.add_paragraph("注：本表反映情况。")
    for line in narrative:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def page(tables: Tables, charset: str = "utf-8") -> bytes:
    """A saved page of a government site: navigation, a script, a layout table around the data tables."""
    parts = []
    for title, rows in tables.items():
        lines = "".join(f"<p>&nbsp;{line}</p>\n" for line in (title, *LINES))
        body = "".join("<tr>" + "".join(f"<td><span>{t}</span></td>" for t in row) + "</tr>\n" for row in rows)
        parts.append(f'{lines}<table border="1"><tbody>{body}</tbody></table><p>注：本表反映情况。</p>')
    text = f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>某市某局</title>
<script>var 收入决算表 = "<table>";</script><style>p {{}}</style></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/gk">支出决算表</a></li></ul></nav>
<table><tr><td><a href="/a">栏目一</a></td><td><a href="/b">栏目二</a></td></tr></table>
<table width="1000"><tr><td><h1>某市某局2024年度部门决算</h1>{"".join(parts)}</td></tr></table>
<div style="display:none"><p>收入决算表</p></div><footer>主办单位：某市人民政府</footer></body></html>"""
    return text.encode(charset)


def converted(data: bytes, source: str, target: str, folder: Path) -> bytes:
    """`data` as LibreOffice writes it in another form; the test is skipped where there is none."""
    program = office.program()
    if program is None:
        pytest.skip("LibreOffice is not installed: no writer for this form")
    given = folder / f"given.{source}"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(folder / "made"), str(given)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return (folder / "made" / f"given.{target.partition(':')[0]}").read_bytes()


def parts(package: bytes) -> dict[str, bytes]:
    """The parts of a zip package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def edited(package: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The zip package with some of its parts replaced, or left out (None)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts(package) | changes).items():
            if content is not None:
                new.writestr(name, content)
    return data.getvalue()


def titled(tables: Tables) -> Tables:
    """Each table with its title, owner and unit rows above and a note below, as a sheet holds it."""
    return {
        f"Sheet{number}": [[title], [LINES[0], "", LINES[2]], *rows, ["注：本表反映情况。"]]
        for number, (title, rows) in enumerate(tables.items(), 1)
    }


def mhtml(tables: Tables) -> bytes:
    """A page saved as one file."""
    message = EmailMessage()
    message["Subject"] = "page"
    message.set_content(page(tables).decode(), subtype="html", cte="base64")
    return message.as_bytes()
