"""One folder that `juesuan run` left: its record, figures and findings as columns."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import compress
from pathlib import Path

from juesuan_nb.checks import SEVERITIES
from juesuan_nb.checks.dispositions import CHANGED, FALSE_ALARM, findings_table
from juesuan_nb.errors import UsageError
from juesuan_nb.files import CSV_ENCODING
from juesuan_nb.measures import FIGURES

RECORD, FIGURES_FILE, FINDINGS_FILE = "run.json", "figures.csv", "findings.csv"
FAILURES = ("error.html", "workbook.failed.ipynb")
"""What the last attempt at a report leaves where it failed."""
LEFT = (RECORD, FIGURES_FILE, *FAILURES)
"""Of these a folder of results has at least one."""
WHO = {"department": "str", "year": "Int64"}
FINDINGS = WHO | dict.fromkeys(("rule", "family", "severity", "message"), "str")
_STANDING = dict.fromkeys(("key", "lead", "disposition", "note"), "str")
"""Columns of a finding that say whether it counts."""
_GRAVE = {severity: place for place, severity in enumerate(SEVERITIES)}


@dataclass
class Read:
    """A folder as read; `time` is when it was made, `figures` and `findings` are columns by name."""

    folder: str
    department: str
    year: int
    sha256: str
    time: int
    peer_group: str = ""
    figures: dict[str, list] = field(default_factory=dict)
    findings: dict[str, list] = field(default_factory=dict)


class LeftOut(Exception):
    """Why a folder cannot be compared, for people."""


def is_result(path: Path) -> bool:
    """Whether a folder below the results may be one; hidden ones are work under way."""
    return not any(part.startswith(".") for part in path.parts)


def read_folder(path: Path, name: str) -> Read:
    """Read a folder. Raises LeftOut where it cannot be compared."""
    if any((path / failure).exists() for failure in FAILURES):
        raise LeftOut("最近一次没有做成，原因见其中的 error.html 或 workbook.failed.ipynb")
    for file in (RECORD, FIGURES_FILE, FINDINGS_FILE):
        if not (path / file).exists():
            raise LeftOut(f"没有 {file}，可能没有做完，或是旧版本做的；请用 juesuan run 重做")
    try:
        record = json.loads((path / RECORD).read_text(encoding="utf-8"))
        department, year = record["department"], record["year"]
        if not (department and year):
            raise LeftOut("部门或年度未能识别；请在 juesuan run --manifest 的清单里写明")
        one = Read(
            name, department, int(year), record["input"]["sha256"], (path / RECORD).stat().st_mtime_ns,
        )  # fmt: skip
        one.figures = _columns(path / FIGURES_FILE, FIGURES)
        one.findings = _findings(path / FINDINGS_FILE)
    except UsageError as error:
        raise LeftOut(f"{FINDINGS_FILE} 改过以后读不了；{error}") from error
    except (OSError, ValueError, TypeError, LookupError, AttributeError, InvalidOperation, csv.Error) as error:
        raise LeftOut(f"文件损坏（{type(error).__name__}）；请用 juesuan run 重做") from error
    return one


_VALUES = {"str": str, "Int64": lambda text: int(text) if text else None}


_OPTIONAL = ("step", "key", "lead", "disposition", "note")
"""Columns that earlier versions did not write."""


def _columns(path: Path, schema: Mapping[str, str]) -> dict[str, list]:
    """The columns of a CSV file that `schema` names, converted. Raises an error of csv, LookupError or ValueError where
    the file is not of that kind."""
    with path.open(encoding=CSV_ENCODING, newline="") as file:
        rows = csv.reader(file, strict=True)
        heads = next(rows, [])
        fields = list(zip(*rows, strict=True)) or [()] * len(heads)
    read = dict(zip(heads, fields, strict=True))
    blank = ("",) * len(fields[0])
    names = {name: kind for name, kind in schema.items() if name not in WHO}
    columns = {name: read[name] if name not in _OPTIONAL else read.get(name, blank) for name in names}
    return {name: list(map(_VALUES.get(kind, _exact), columns[name])) for name, kind in names.items()}


def _findings(path: Path) -> dict[str, list]:
    """The findings that count: not what analysts dismissed, nor what hangs under another that is as grave.

    The list may have been through Excel. Raises UsageError where it cannot be read any more.
    """
    schema = FINDINGS | _STANDING
    try:
        columns = _columns(path, schema)
    except (ValueError, LookupError, csv.Error):
        _, rows = findings_table(path)
        columns = {name: [row.get(name, "") for _, row in rows] for name in schema if name not in WHO}
    standing = _standing(*(columns[name] for name in ("severity", *_STANDING)))
    return {name: list(compress(columns[name], standing)) for name in FINDINGS if name not in WHO}


def _standing(
    severities: list[str], keys: list[str], leads: list[str], dispositions: list[str], notes: list[str]
) -> list[bool]:
    """Which findings count (see `checks.dispositions.dismissed` and `CheckResult.leading`)."""
    judged = zip(dispositions, notes, strict=True)
    off = [disposition == FALSE_ALARM and not note.startswith(CHANGED) for disposition, note in judged]
    leading = {
        key: _GRAVE[severity] for key, severity, gone in zip(keys, severities, off, strict=True) if key and not gone
    }
    below = (
        leading.get(lead, len(_GRAVE)) <= _GRAVE[severity] for lead, severity in zip(leads, severities, strict=True)
    )
    return [not gone and not hidden for gone, hidden in zip(off, below, strict=True)]


def _exact(text: str) -> Decimal | None:
    return Decimal(text) if text else None
