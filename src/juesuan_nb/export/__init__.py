"""What leaves the library as files: lists as CSV, the report as a workbook of tables. Files are whole or not there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.budget import BUDGET
from juesuan_nb.checks.dispositions import VANISHED
from juesuan_nb.export.book import Book, free_name
from juesuan_nb.export.document import document_frame
from juesuan_nb.export.list_sheet import write_list
from juesuan_nb.export.listing import Checked, catalogue_text, findings_csv, findings_json, findings_text
from juesuan_nb.export.lists import Column, csv_text
from juesuan_nb.export.package import write_package
from juesuan_nb.export.tables import write_tables
from juesuan_nb.files import CSV_ENCODING, whole, write_text
from juesuan_nb.frames import frame

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report

__all__ = [
    "Checked",
    "catalogue_text",
    "csv_text",
    "document_frame",
    "findings_csv",
    "findings_json",
    "findings_text",
    "json_text",
    "part",
    "write_cells",
    "write_findings",
    "write_frame",
    "write_package",
    "write_tables",
]


def part(report: Report, name: str) -> pd.DataFrame:
    """One part of what was read, as a frame: cells, claims, evaluation, quality, tables, document, or budget."""
    if name == "budget":
        return report.budget.frame if report.budget else frame((), BUDGET)
    return document_frame(report.document) if name == "document" else getattr(report, name)


def json_text(frame: pd.DataFrame) -> str:
    """The frame as a JSON list of objects, one per row; exact decimals as text."""
    return frame.to_json(orient="records", force_ascii=False, indent=2, default_handler=str)


def write_frame(frame: pd.DataFrame, path: Path, form: str = "csv") -> None:
    """Any frame as csv (for Excel, with its mark), json, or xlsx (one sheet that can be filtered)."""
    if form == "json":
        write_text(path, json_text(frame) + "\n")
    elif form == "csv":
        write_text(path, csv_text(frame), CSV_ENCODING)
    else:
        with whole(path) as temporary, Book(temporary) as book:
            columns = [Column(name, name) for name in frame.columns]
            write_list(book, book.sheet(free_name(path.stem, set()), path.stem), frame, columns, 1)


def write_cells(report: Report, path: Path) -> None:
    """cells.csv: one line per printed amount."""
    write_frame(report.cells, path)


def write_findings(result: CheckResult, path: Path) -> None:
    """findings.csv: one line per finding, the worst first. Noted ones that are there no more go to a file beside it."""
    write_frame(result.findings, path)
    if len(result.vanished):
        write_frame(result.vanished, path.with_name(VANISHED))
