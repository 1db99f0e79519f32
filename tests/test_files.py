"""Files are whole or not there; a folder is a list of files."""

from pathlib import Path

import pytest

from juesuan_nb.errors import UsageError
from juesuan_nb.files import inputs, write_text


def test_a_file_appears_whole_and_its_folder_is_made(tmp_path):
    target = tmp_path / "2024" / "某局" / "cells.csv"
    write_text(target, "甲,乙\r\n")
    assert target.read_bytes() == "甲,乙\r\n".encode()
    assert [entry.name for entry in target.parent.iterdir()] == ["cells.csv"]


def test_an_error_leaves_the_old_file_and_no_other(tmp_path):
    target = tmp_path / "cells.csv"
    write_text(target, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(target, "half 半", encoding="ascii")
    assert target.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["cells.csv"]


def test_others_may_read_what_was_written(tmp_path):
    target, plain = tmp_path / "a.txt", tmp_path / "b.txt"
    write_text(target, "x")
    plain.write_text("x")
    assert target.stat().st_mode == plain.stat().st_mode


def test_a_folder_stands_for_its_files(tmp_path):
    for name in ("乙/2023.txt", "甲.md", "README.md", ".hidden", "~$甲.docx", "清单.CSV", "juesuan.toml"):
        write_text(tmp_path / name, "x")
    found = inputs([tmp_path / "甲.md", tmp_path, Path("no such file.csv")])
    assert [path.name for path in found] == ["甲.md", "2023.txt", "no such file.csv"]


def test_a_folder_without_files_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="没有可读的文件"):
        inputs([tmp_path])
