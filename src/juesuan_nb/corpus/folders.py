"""One folder that `juesuan run` left: its record, figures and findings as columns."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from juesuan_nb.files import CSV_ENCODING
from juesuan_nb.measures import FIGURES

RECORD, FIGURES_FILE, FINDINGS_FILE = "run.json", "figures.csv", "findings.csv"
FAILURES = ("error.html", "workbook.failed.ipynb")
"""What the last attempt at a report leaves where it failed."""
LEFT = (RECORD, FIGURES_FILE, *FAILURES)
"""Of these a folder of results has at least one."""
WHO = {"department": "str", "year": "Int64"}
FINDINGS = WHO | dict.fromkeys(("rule", "family", "severity", "message"), "str")


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
        one.findings = _columns(path / FINDINGS_FILE, FINDINGS)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, InvalidOperation, csv.Error) as error:
        raise LeftOut(f"文件损坏（{type(error).__name__}）；请用 juesuan run 重做") from error
    return one


_VALUES = {"str": str, "Int64": lambda text: int(text) if text else None}


_OPTIONAL = ("step",)
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


def _exact(text: str) -> Decimal | None:
    return Decimal(text) if text else None
