"""The READMEs say what is so: twins of each other, with links that lead somewhere and figures that are measured."""

import re
from pathlib import Path

import pytest

from juesuan_nb.checks import check
from juesuan_nb.cli import main
from juesuan_nb.document import fold
from scoring import rows

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh-CN.md"))


@pytest.fixture(params=[ENGLISH, CHINESE], ids=lambda path: path.name)
def text(request) -> str:
    return request.param.read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    return [line.partition("#")[0].strip() for line in re.findall(r"^    ((?:make|juesuan) .*)$", text, re.MULTILINE)]


def test_both_show_the_same_commands_pictures_and_sections():
    english, chinese = (path.read_text(encoding="utf-8") for path in (ENGLISH, CHINESE))
    assert commands(english) == commands(chinese)
    assert len(commands(english)) > 12
    for pattern in (r"\]\((docs/images/[^)]+)\)", r"^(##) ", r"`(pytest [^`]+)`", r"^\| `([a-z_.]+)`"):
        found = [re.findall(pattern, text, re.MULTILINE) for text in (english, chinese)]
        assert found[0] == found[1]
        assert found[0]


def test_every_command_and_file_that_is_named_exists(text):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in commands(text):
        tool, name, *_ = command.split()
        assert re.search(rf"^{name}:", makefile, re.MULTILINE) if tool == "make" else name in main.commands
    named = re.findall(r"\]\(([^)#]+)\)|`((?:data|docs|tests|notebooks)/[\w./-]+)`|pytest (tests/\w+\.py)", text)
    for path in {next(filter(None, groups)) for groups in named}:
        assert (ROOT / path).exists(), path


def test_all_commands_of_the_tool_are_shown(text):
    assert {command.split()[1] for command in commands(text) if command.startswith("juesuan")} == set(main.commands)


def test_the_figures_are_those_of_the_truth(text):
    sample = ROOT / "tests" / "golden" / "sample"
    legible = [row for row in rows(sample / "performance.csv") if row["ocr_suspect"] == "no"]
    layouts = sum(len(rows(path)) for path in (ROOT / "tests" / "data").glob("*.cells.csv"))
    for count in (len(rows(sample / "cells.csv")), len(rows(sample / "claims.csv")), len(legible), layouts):
        assert f" {count} " in text


def test_the_finding_that_is_quoted_is_found(text, sample):
    findings = check(sample).findings
    quoted = findings[[fold(message) in fold(text) for message in findings["message"]]]
    assert quoted["rule"].tolist() == ["FT00"]
    assert fold(quoted["places"].iloc[0]) in fold(text)
