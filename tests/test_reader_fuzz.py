"""Whatever the bytes, a reader gives a document or a ReadError: damaged files of every form, the seeds fixed.

JUESUAN_FUZZ sets how many inputs per form (a night's run takes thousands).
"""

import os
import random

import pytest

import binary_files
import office_files
import render
from juesuan_nb import readers
from juesuan_nb.document import RawDocument
from juesuan_nb.errors import ReadError
from juesuan_nb.readers import office

ROUNDS = int(os.environ.get("JUESUAN_FUZZ", "60"))
TABLE = {"支出决算表": render.by_code(render.department(3), "expenditure")}


@pytest.fixture(scope="module", autouse=True)
def no_office():
    """Damage that makes an office suite's form of a file must not start one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "program", lambda: None)
        yield


def whole(form: str) -> bytes:
    plain = render.as_tabs(TABLE["支出决算表"]).encode()
    return {
        "xlsx": lambda: office_files.xlsx(TABLE, head_rows=1),
        "xls": lambda: binary_files.xls(office_files.titled(TABLE)),
        "ods": lambda: binary_files.ods(office_files.titled(TABLE)),
        "docx": lambda: office_files.word(TABLE, ("第三部分", "一、说明。")),
        "html": lambda: office_files.page(TABLE),
        "mhtml": lambda: office_files.mhtml(TABLE),
        "text": lambda: plain,
        "markdown": lambda: render.as_html(TABLE["支出决算表"]).encode(),
    }[form]()


FORMS = ("xlsx", "xls", "ods", "docx", "html", "mhtml", "text", "markdown")


def damaged(data: bytes, dice: random.Random) -> bytes:
    """One to a few random changes: bytes overwritten, a run cut out or doubled, the end lost."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 40))):
        at = dice.randrange(len(changed))
        kind = dice.choice(("byte", "byte", "number", "cut", "double", "end"))
        if kind == "byte":
            changed[at] = dice.choice((0, 0xFF, 0x7F, dice.randrange(256)))
        elif kind == "number":
            changed[at : at + 4] = dice.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\xff\xff")
            )
        elif kind == "cut":
            del changed[at : at + dice.randrange(1, 200)]
        elif kind == "double":
            changed[at:at] = changed[at : at + dice.randrange(1, 200)]
        elif dice.random() < 0.2:
            del changed[at:]
        if not changed:
            return b"\0"
    return bytes(changed)


def read(data: bytes, path) -> None:
    path.write_bytes(data)
    try:
        told = readers.read(path)
    except ReadError as error:
        told = error
    assert isinstance(told, RawDocument) or ("请" in told.advice and told.problem)


@pytest.mark.parametrize("form", FORMS)
def test_damaged_files_end_in_a_document_or_a_read_error(form, tmp_path):
    dice = random.Random(f"damage {form}")
    data = whole(form)
    assert readers.form_of(data, "whole") in (form, "text")
    for _ in range(ROUNDS):
        read(damaged(data, dice), tmp_path / "报告")


@pytest.mark.parametrize("form", ["xlsx", "ods", "docx"])
def test_damage_inside_a_package_ends_alike(form, tmp_path):
    """The zip stays whole, one part of it does not: what a checksum would else keep from the reader."""
    dice = random.Random(f"inside {form}")
    data = whole(form)
    parts = [name for name in office_files.parts(data) if name.endswith((".xml", ".rels"))]
    for _ in range(ROUNDS):
        part = dice.choice(parts)
        read(office_files.edited(data, {part: damaged(office_files.parts(data)[part], dice)}), tmp_path / "报告")


@pytest.mark.parametrize("form", FORMS)
def test_truncated_files_end_alike(form, tmp_path):
    data = whole(form)
    for length in sorted({1, 2, 3, 4, 7, 8, 30, 76, 512, *(len(data) * part // 16 for part in range(1, 16))}):
        read(data[:length], tmp_path / "报告")
