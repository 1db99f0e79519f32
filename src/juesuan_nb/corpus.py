"""What `juesuan run` left of many reports, as one data set: who and when, the compared figures, the findings.

Plain csv and one frame at the end: thousands of small files cost their reading and nothing more.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.files import CSV_ENCODING
from juesuan_nb.frames import frame
from juesuan_nb.measures import FIGURES

RECORD, FIGURES_FILE, FINDINGS_FILE = "run.json", "figures.csv", "findings.csv"
FAILURES = ("error.html", "workbook.failed.ipynb")
"""What the last attempt at a report leaves where it failed."""
WHO = {"department": "str", "year": "Int64"}
RUNS = WHO | {
    "peer_group": "str", "folder": "str", "sha256": "str", "error": "Int64", "warning": "Int64", "info": "Int64",
}  # fmt: skip
"""One row per report: `folder` below the corpus, the input's hash, how many findings of each severity."""
FINDINGS = WHO | dict.fromkeys(("rule", "family", "severity", "message"), "str")
LEFT_OUT = {"folder": "str", "problem": "str"}


@dataclass(frozen=True, eq=False)
class Corpus:
    """Many reports: `runs` (RUNS), `figures` (WHO and FIGURES, amounts in 分), `findings` (FINDINGS), and the folders
    that are not in them with the reason (LEFT_OUT). There is one report per department and year."""

    runs: pd.DataFrame
    figures: pd.DataFrame
    findings: pd.DataFrame
    left_out: pd.DataFrame

    @property
    def years(self) -> list[int]:
        return sorted(int(year) for year in self.runs["year"].unique())


@dataclass
class _Read:
    """One folder as read, before it is known whether it is the newest of its department and year."""

    folder: str
    department: str
    year: int
    peer_group: str
    sha256: str
    time: int
    figures: dict[str, list] = field(default_factory=dict)
    findings: dict[str, list] = field(default_factory=dict)


class _LeftOut(Exception):
    """Why a folder cannot be compared, for people."""


def load(folder: str | Path, groups: str | Path = "") -> Corpus:
    """The corpus of an output folder of `juesuan run` (<year>/<department>/…).

    `groups` is a CSV list that puts departments into groups of peers (columns department, group, and year where they
    differ by year); without it the groups are those that `run` noted. Folders of reports that failed or cannot be read
    are left out and told; of several reports of one department and year the newest counts. Raises UsageError where
    the folder holds no results at all, JuesuanError where none of them can be used.
    """
    place = Path(folder)
    if not place.is_dir():
        raise UsageError(f"{place}：没有这个文件夹。请给出 juesuan run 放成果的文件夹（默认 reports）。")
    found = sorted(path for path in place.glob("*/*") if path.is_dir() and not path.name.startswith("."))
    if not any((path / name).exists() for path in found for name in (RECORD, FIGURES_FILE, *FAILURES)):
        raise UsageError(f"{place}：里面没有 juesuan run 的成果。请先用 juesuan run 报告文件夹 -o {place} 做出来。")
    read, left_out = [], []
    for path in found:
        try:
            read.append(_read(path, path.relative_to(place).as_posix()))
        except _LeftOut as reason:
            left_out.append({"folder": path.relative_to(place).as_posix(), "problem": str(reason)})
    newest, older = _newest(read)
    if not newest:
        raise JuesuanError(
            f"{place}：{len(left_out)} 份成果都不能比较，例如 {left_out[0]['folder']}：{left_out[0]['reason']}。"
        )
    if groups:
        _regroup(newest, _listed(Path(groups)))
    return _corpus(newest, [*left_out, *older])


def _read(path: Path, name: str) -> _Read:
    if any((path / failure).exists() for failure in FAILURES):
        raise _LeftOut("最近一次没有做成，原因见其中的 error.html 或 workbook.failed.ipynb")
    for file in (RECORD, FIGURES_FILE, FINDINGS_FILE):
        if not (path / file).exists():
            raise _LeftOut(f"没有 {file}，可能没有做完，或是旧版本做的；请用 juesuan run 重做")
    try:
        record = json.loads((path / RECORD).read_text(encoding="utf-8"))
        department, year = record["department"], record["year"]
        if not (department and year):
            raise _LeftOut("部门或年度未能识别；请在 juesuan run --manifest 的清单里写明")
        one = _Read(
            name, department, int(year), record.get("group") or "", record["input"]["sha256"],
            (path / RECORD).stat().st_mtime_ns,
        )  # fmt: skip
        one.figures = _columns(path / FIGURES_FILE, FIGURES)
        one.findings = _columns(path / FINDINGS_FILE, FINDINGS)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, InvalidOperation, csv.Error) as error:
        raise _LeftOut(f"文件损坏（{type(error).__name__}）；请用 juesuan run 重做") from error
    return one


_VALUES = {"str": str, "Int64": lambda text: int(text) if text else None}


def _columns(path: Path, schema: Mapping[str, str]) -> dict[str, list]:
    """The columns of a CSV file that `schema` knows, converted; one that the file does not have is blank."""
    with path.open(encoding=CSV_ENCODING, newline="") as file:
        rows = csv.reader(file, strict=True)
        heads = next(rows)
        fields = list(zip(*rows, strict=True)) or [()] * len(heads)
    read = dict(zip(heads, fields, strict=True))
    count = len(fields[0])
    return {
        name: list(map(_VALUES.get(kind, _exact), read.get(name, ("",) * count)))
        for name, kind in schema.items()
        if name not in WHO
    }


def _exact(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _newest(read: Iterable[_Read]) -> tuple[list[_Read], list[dict]]:
    """The newest report of each department and year, and the older ones as left out."""
    newest: dict[tuple[str, int], _Read] = {}
    older = []
    for one in sorted(read, key=lambda one: (one.time, one.folder)):
        before = newest.pop((one.department, one.year), None)
        newest[one.department, one.year] = one
        older += (
            [{"folder": before.folder, "problem": f"同一部门同一年度有更新的一份（{one.folder}）"}] if before else []
        )
    return sorted(newest.values(), key=lambda one: (one.department, one.year)), older


def _listed(path: Path) -> dict[tuple[str, str], str]:
    """(department, year or blank) → group. Raises UsageError on a list without these columns."""
    try:
        with path.open(encoding=CSV_ENCODING, newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}：分组清单读不了（{type(error).__name__}）。请给出 UTF-8 编码的 CSV。") from error
    if not rows or not {"department", "group"} <= set(rows[0]):
        raise UsageError(f"{path}：分组清单里没有内容。首行要有 department 和 group 两栏，可有 year 栏。")
    return {(row["department"] or "", row.get("year") or ""): row["group"] or "" for row in rows}


def _regroup(read: Iterable[_Read], listed: Mapping[tuple[str, str], str]) -> None:
    for one in read:
        one.peer_group = listed.get((one.department, str(one.year)), listed.get((one.department, ""), ""))


def _corpus(read: list[_Read], left_out: list[dict]) -> Corpus:
    return Corpus(
        runs=frame(map(_run, read), RUNS),
        figures=_joined(((one, one.figures) for one in read), WHO | FIGURES),
        findings=_joined(((one, one.findings) for one in read), FINDINGS),
        left_out=frame(sorted(left_out, key=lambda row: row["folder"]), LEFT_OUT),
    )


def _run(one: _Read) -> dict:
    counts = Counter(one.findings["severity"])
    return vars(one) | {severity: counts[severity] for severity in ("error", "warning", "info")}


def _joined(parts: Iterator[tuple[_Read, dict[str, list]]], schema: Mapping[str, str]) -> pd.DataFrame:
    """The rows of all reports under each other, whose and when in front."""
    whole: dict[str, list] = {name: [] for name in schema}
    for one, columns in parts:
        count = len(next(iter(columns.values())))
        for name, values in (columns | {"department": [one.department] * count, "year": [one.year] * count}).items():
            whole[name] += values
    return pd.DataFrame({name: pd.array(values, dtype=schema[name]) for name, values in whole.items()})
