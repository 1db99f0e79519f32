"""A report as a Tabular Data Package: cells and findings as CSV with a description that other programs read.

Source: https://specs.frictionlessdata.io/tabular-data-package/ (version 1).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.export.lists import csv_text
from juesuan_nb.files import write_text

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report

DESCRIPTION = "datapackage.json"
ECONOMIC = "basic_expenditure"
_LEVELS = {
    "functional_class": 3,
    "functional_group": 5,
    "functional_item": 7,
    "economic_class": 3,
    "economic_item": 5,
}
_TYPES = {"Int64": "integer"}


def write_package(report: Report, result: CheckResult, folder: Path) -> None:
    """Write datapackage.json, cells.csv and findings.csv into `folder`.

    The description comes last, so that a folder with one is whole.
    """
    frames = {"cells": classified(report.cells), "findings": result.findings}
    for name, frame in frames.items():
        write_text(folder / f"{name}.csv", csv_text(frame))
    description = _description(report, frames)
    write_text(folder / DESCRIPTION, json.dumps(description, ensure_ascii=False, indent=2) + "\n")


def classified(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with the code taken apart into 类, 款 and 项 (functional) or 类 and 款 (economic)."""
    economic = cells["statement"] == ECONOMIC
    taken = {
        name: cells["code"]
        .str[:digits]
        .where((cells["code"].str.len() >= digits) & (economic == name.startswith("economic")), "")
        for name, digits in _LEVELS.items()
    }
    return cells.assign(**taken)


@cache
def _fields() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "package.toml").read_text(encoding="utf-8"))


def _description(report: Report, frames: dict[str, pd.DataFrame]) -> dict:
    title = f"{report.department}{report.year or ''}年度部门决算"
    name = re.sub(r"[^a-z0-9._-]", "-", f"final-accounts-{report.year or 'unknown'}-{report.document.sha256[:12]}")
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": f"由 {report.name} 读出的表格数字和核对发现。",
        "sources": [{"title": report.name, "path": report.name}],
        "resources": [_resource(name, frame) for name, frame in frames.items()],
    }


def _resource(name: str, frame: pd.DataFrame) -> dict:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": list(_schema(name, frame)), "missingValues": [""]},
    }


def _schema(name: str, frame: pd.DataFrame) -> Iterator[dict]:
    for column, dtype in frame.dtypes.items():
        title, description = _fields()[name][column]
        kind = _TYPES.get(str(dtype), "string")
        yield {"name": column, "type": kind, "title": title, "description": description}
