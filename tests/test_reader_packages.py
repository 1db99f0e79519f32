"""Bad files of every form: a clear message, bounded time and memory, and the others of a batch go on."""

import io
import struct
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

import binary_files
import office_files
import render
from juesuan_nb import readers
from juesuan_nb.cli import main
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import archives
from juesuan_nb.readers.ole import Compound

TABLE = {"支出决算表": render.by_code(render.department(3), "expenditure")}
WHOLE = {
    "xlsx": (office_files.xlsx(TABLE), "xl/worksheets/sheet1.xml"),
    "docx": (office_files.word(TABLE), "word/document.xml"),
    "ods": (binary_files.ods(office_files.titled(TABLE)), "content.xml"),
}
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><worksheet><sheetData>&j;</sheetData></worksheet>"
).encode()
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def read(data: bytes, tmp_path, name: str = "报告.dat"):
    path = tmp_path / name
    path.write_bytes(data)
    return readers.read(path)


def bomb(form: str, part: str, size: int) -> bytes:
    """A package one part of which is nothing but spaces, a thousand times smaller when packed."""
    return office_files.edited(WHOLE[form][0], {part: b"<x>" + b" " * size + b"</x>"})


@pytest.mark.parametrize("form", WHOLE)
def test_zip_bombs_are_refused_before_they_are_unpacked(form, tmp_path, monkeypatch):
    data = bomb(form, WHOLE[form][1], 80 << 20)
    monkeypatch.setattr(archives.Package, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(ReadError, match="解压后过大"):
        read(data, tmp_path)


def test_a_bomb_in_a_part_that_nobody_reads_is_refused_too(tmp_path):
    with pytest.raises(ReadError, match="解压后过大"):
        read(bomb("docx", "word/media/image1.png", 80 << 20), tmp_path)


@pytest.mark.parametrize("form", WHOLE)
def test_sizes_that_lie_are_found_out_while_unpacking(form, tmp_path, monkeypatch):
    """The directory of the zip declares a hundred bytes; what comes out is cut off at the limit or does not fit."""
    monkeypatch.setattr(archives, "MAX_PART", 1 << 20)
    part = WHOLE[form][1]
    data = bytearray(bomb(form, part, 8 << 20))
    for signature, offset in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        at = data.find(signature)
        while at >= 0:
            name_at = at + (46 if offset == 24 else 30)
            if data[name_at : name_at + len(part)] == part.encode():
                struct.pack_into("<I", data, at + offset, 100)
            at = data.find(signature, at + 4)
    with pytest.raises(ReadError):
        read(bytes(data), tmp_path)


def test_too_many_entries_are_refused(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for number in range(archives.MAX_ENTRIES + 1):
            package.writestr(f"{number}", b"")
    with pytest.raises(ReadError, match="解压后过大"):
        read(data.getvalue(), tmp_path)


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("entity", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_entities_are_refused(form, entity, tmp_path):
    with pytest.raises(ReadError, match="实体"):
        read(office_files.edited(WHOLE[form][0], {WHOLE[form][1]: entity}), tmp_path)


@pytest.mark.parametrize("form", WHOLE)
def test_entities_in_another_encoding_are_refused(form, tmp_path):
    hidden = OUTSIDE.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")
    with pytest.raises(ReadError, match="实体"):
        read(office_files.edited(WHOLE[form][0], {WHOLE[form][1]: hidden}), tmp_path)


@pytest.mark.parametrize("form", WHOLE)
def test_deep_nesting_is_refused(form, tmp_path):
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    with pytest.raises(ReadError, match="嵌套过深"):
        read(office_files.edited(WHOLE[form][0], {WHOLE[form][1]: deep}), tmp_path)


@pytest.mark.parametrize("form", WHOLE)
def test_a_part_that_is_missing_or_no_xml_is_told(form, tmp_path):
    with pytest.raises(ReadError, match="已损坏"):
        read(office_files.edited(WHOLE[form][0], {WHOLE[form][1]: b"<unclosed>"}), tmp_path)
    if form == "xlsx":
        with pytest.raises(ReadError, match="缺少"):
            read(office_files.edited(WHOLE[form][0], {"xl/_rels/workbook.xml.rels": None}), tmp_path)


def test_sheets_that_claim_to_be_huge_take_no_memory(tmp_path):
    corner = (
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c>'
        b"</row></sheetData></worksheet>"
    )
    document = read(office_files.edited(WHOLE["xlsx"][0], {"xl/worksheets/sheet1.xml": corner}), tmp_path)
    assert sum(len(row) for grid in document.grids for row in grid.rows) <= 4
    many = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="9999">'
    )
    content = office_files.parts(WHOLE["ods"][0])["content.xml"].decode()
    content = content.replace(
        "<table:table-row>", f"{many}<text:p>9</text:p></table:table-cell></table:table-row><table:table-row>", 1
    )
    with pytest.raises(ReadError, match="过大"):
        read(office_files.edited(WHOLE["ods"][0], {"content.xml": content.encode()}), tmp_path)


@pytest.mark.parametrize("stream", ["EncryptedPackage"])
def test_encrypted_packages_are_told(stream, tmp_path):
    data = binary_files.compound({stream: b"\1" * 100, "EncryptionInfo": b"\2"})
    with pytest.raises(ReadError, match=r"密码.*去掉密码"):
        read(data, tmp_path, "表.xlsx")


def test_encrypted_parts_are_told(tmp_path):
    data = bytearray(WHOLE["docx"][0])
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    with pytest.raises(ReadError, match="密码"):
        read(bytes(data), tmp_path)


def test_chains_that_run_in_circles_end():
    data = bytearray(binary_files.xls({"表": [["a", "b"]]}))
    fat = 512 + struct.unpack_from("<I", data, 76)[0] * 512
    struct.pack_into("<I", data, fat, 0)
    with pytest.raises(ReadError, match="损坏"):
        Compound(bytes(data), "表").read("Workbook")


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"ppt/presentation.xml": b"x"}, "演示文稿"),
        ({"报告.pdf": b"%PDF"}, "解压"),
        ({"OFD.xml": b"<x/>"}, "OFD"),
    ],
)
def test_other_packages_are_told_apart(parts, says, tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(ReadError, match=says):
        read(data.getvalue(), tmp_path)


@pytest.mark.parametrize("form", ["xlsx", "docx", "ods", "xls", "html"])
def test_a_wrong_extension_does_not_matter(form, tmp_path):
    made = {"xls": binary_files.xls(office_files.titled(TABLE)), "html": office_files.page(TABLE)}
    data = made.get(form) or WHOLE[form][0]
    for name in ("报告.pdf", "报告.txt", "报告"):
        assert read(data, tmp_path, name).form == form


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_empty_files_are_told(content, tmp_path):
    with pytest.raises(ReadError, match="空"):
        read(content, tmp_path, "表.xlsx")


def test_the_others_of_a_batch_go_on(tmp_path):
    (tmp_path / "1炸弹.xlsx").write_bytes(bomb("xlsx", "xl/worksheets/sheet1.xml", 80 << 20))
    (tmp_path / "2断.docx").write_bytes(WHOLE["docx"][0][:2000])
    (tmp_path / "3空.xls").write_bytes(b"")
    (tmp_path / "4好.xlsx").write_bytes(WHOLE["xlsx"][0])
    result = CliRunner().invoke(main, ["check", *map(str, sorted(tmp_path.iterdir())), "--format", "json"])
    assert result.exit_code == 3
    assert [line.split("：")[1] for line in result.stderr.splitlines() if line.startswith("错误")] == [
        "1炸弹.xlsx",
        "2断.docx",
        str(tmp_path / "3空.xls"),
    ]
    assert "4好.xlsx" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits")
def test_bad_files_are_refused_in_little_memory(tmp_path):
    """400 MB of address space beyond what the interpreter and its libraries take, 20 seconds of CPU."""
    (tmp_path / "a").write_bytes(bomb("xlsx", "xl/worksheets/sheet1.xml", 300 << 20))
    (tmp_path / "b").write_bytes(office_files.edited(WHOLE["docx"][0], {"word/document.xml": LAUGHS}))
    (tmp_path / "c").write_bytes(binary_files.xls({"表": [["a"]]})[:-600] + b"\xff" * 600)
    script = f"""
import resource, pathlib
from juesuan_nb import readers
from juesuan_nb.errors import ReadError
pages = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (pages + (400 << 20),) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
for name in "abc":
    try:
        readers.read(pathlib.Path({str(tmp_path)!r}) / name)
    except ReadError as error:
        print(name)
"""
    if not sys.platform.startswith("linux"):
        pytest.skip("/proc tells the size of the process")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split()[:2] == ["a", "b"]
