"""What analysts noted of findings (已核实, 误报, 已整改, and a remark), carried over when a report is checked again.

They write it into the columns `disposition` and `note` of a findings.csv, often with Excel; `key` finds the finding
again. Whose finding is there no more is not lost: it is in `CheckResult.vanished`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path, PurePath

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.checks.runner import FINDINGS, CheckResult
from juesuan_nb.errors import UsageError
from juesuan_nb.frames import frame
from juesuan_nb.readers.encodings import decodings

FALSE_ALARM = "误报"
WORDS = ("已核实", FALSE_ALARM, "已整改")
CHANGED = "（数字已变，请复核）"
"""Stands before a note whose finding now has other figures than those that were judged; delete it after a new look."""

FINDINGS_FILE, VANISHED = "findings.csv", "已消失的处置.csv"
BETWEEN = "、"
"""Parts the files of one report in the column `file`."""
_HEADS = {"键": "key", "处置": "disposition", "备注": "note", "处置说明": "note"}
_NEEDED = ("key", "disposition", "note")
_FIGURES = ("expected", "found")


def read_dispositions(path: str | Path, report: str = "") -> pd.DataFrame:
    """The noted findings of a CSV (columns FINDINGS, blank where the file lacks one), in the order of the file.

    Of a list over several reports (`juesuan check --format csv`, column `file`) those of `report`, a file's name. A
    findings.csv brings what lies beside it in the file of the vanished.
    Takes what Excel makes of findings.csv: UTF-8 or GBK, comma, semicolon or tab, texts over several lines, columns in
    any order, more columns, fewer rows. Raises UsageError, with the line, on an unknown word and on two different notes
    of one finding; and where the file is missing, is no table, or has notes but no keys.
    """
    path = Path(path)
    beside = path.with_name(VANISHED)
    older = _noted_rows(beside, report) if path.name == FINDINGS_FILE and beside.is_file() else {}
    return frame((older | _noted_rows(path, report)).values(), FINDINGS)


def _noted_rows(path: Path, report: str) -> dict[str, dict[str, str]]:
    """By key."""
    heads, lines = findings_table(path)
    noted = [(line, row) for line, row in lines if row.get("disposition") or row.get("note")]
    noted = [(line, row) for line, row in noted if not report or _is_of(row.get("file", ""), report)]
    if noted and "key" not in heads:
        raise UsageError(f"{path}：缺少 key 这一列，认不出处置的是哪条问题。请在 findings.csv 里填写，保留 key 列。")
    seen: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in noted:
        _check_row(path, line, row)
        first, same = seen.setdefault(row["key"], (line, row))
        if [row.get(name, "") for name in _NEEDED] != [same.get(name, "") for name in _NEEDED]:
            raise UsageError(f"{path} 第{line}行：与第{first}行是同一条问题（{row['key']}），处置却不同。请只留一行。")
    return {key: row for key, (_, row) in seen.items()}


def has_more(path: Path) -> bool:
    """Whether a list has columns that are not carried over: an analyst's own."""
    return bool(set(findings_table(path)[0]) - set(FINDINGS) - {"file", ""})


def covers_many(path: str | Path) -> bool:
    """Whether a list says of each finding which report it is of."""
    return "file" in findings_table(Path(path))[0]


def carried(result: CheckResult, known: pd.DataFrame) -> CheckResult:
    """The result with the notes of `known` on its findings; false alarms last, the vanished kept apart."""
    notes = {row["key"]: row for row in frames.records(known)}
    rows = [row | _noted(row, notes.get(row["key"])) for row in frames.records(result.findings)]
    present = {row["key"] for row in rows}
    findings = frame(rows, FINDINGS)
    order = dismissed(findings).sort_values(kind="stable").index
    vanished = known[~known["key"].isin(present)].reset_index(drop=True)
    return replace(result, findings=findings.loc[order].reset_index(drop=True), vanished=vanished)


def dismissed(findings: pd.DataFrame) -> pd.Series:
    """Which findings analysts hold for false alarms. Not those whose figures have changed since."""
    return (findings["disposition"] == FALSE_ALARM) & ~findings["note"].str.startswith(CHANGED)


def _noted(row: dict[str, str], old: dict[str, str] | None) -> dict[str, str]:
    if old is None:
        return {}
    changed = any(_differ(row[name], old[name]) for name in _FIGURES) and not old["note"].startswith(CHANGED)
    return {"disposition": old["disposition"], "note": f"{CHANGED if changed else ''}{old['note']}"}


def _differ(new: str, old: str) -> bool:
    """Whether two figures are different numbers; Excel rewrites 10.00 as 10, and a file may not have them."""
    try:
        return bool(old) and bool(new) and Decimal(new) != Decimal(old.replace(",", ""))
    except InvalidOperation:
        return False


def _is_of(file: str, report: str) -> bool:
    """Whether a row is of this report; the folder may be another one. A row that names no file is of any."""
    return not file or [PurePath(part).name for part in file.split(BETWEEN)] == [
        PurePath(part).name for part in report.split(BETWEEN)
    ]


def _check_row(path: Path, line: int, row: dict[str, str]) -> None:
    word = row.get("disposition", "")
    if word and word not in WORDS:
        raise UsageError(f"{path} 第{line}行：处置“{word}”不认识，只能是{'、'.join(WORDS)}，其他的话请写在 note 列。")
    if not row["key"]:
        raise UsageError(f"{path} 第{line}行：有处置而没有 key，认不出是哪条问题。请从 findings.csv 原样复制 key。")


def findings_table(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The heads of a findings.csv, however Excel saved it, and each row with the line it begins on.

    Raises UsageError where the file is missing or is no such list.
    """
    text = _text(path)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = list(_numbered(reader))
    except csv.Error as error:
        problem = f"{path} 第{reader.line_num}行：不是完整的 CSV 表格（{error}）"
        raise UsageError(f"{problem}。请用 Excel 另存为 CSV 后再试。") from None
    if not rows:
        raise UsageError(f"{path}：是空文件。请给出 findings.csv。")
    heads = [_HEADS.get(head.strip(), head.strip()) for head in rows[0][1]]
    if not {"key", "disposition", "rule"} & set(heads):
        raise UsageError(f"{path}：第一行没有 key、disposition 等列名，不是问题清单。请给出 findings.csv。")
    return heads, [(line, _row(heads, values)) for line, values in rows[1:] if any(map(str.strip, values))]


def _numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    start = 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1


def _row(heads: list[str], values: list[str]) -> dict[str, str]:
    return {head: value.strip() for head, value in zip(heads, values, strict=False) if head}


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else f"打不开（{error.strerror or error}）"
        raise UsageError(f"{path}：{reason}。请检查处置清单的路径，或关闭正打开着它的程序。") from None
    text = next(decodings(raw), None)
    if text is None or "\0" in text:
        raise UsageError(f"{path}：不是文本的 CSV 文件。在 Excel 里请另存为“CSV UTF-8”。")
    return text


def _delimiter(text: str) -> str:
    """What parts the heads: a comma, or what Excel in some countries and its 文本 form write."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)
