"""Files are whole or not there."""

import pytest

from juesuan_nb.files import write_text


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
