"""Which departments are of one kind: from a list, or as the manifest of the run had it."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

from juesuan_nb.errors import UsageError
from juesuan_nb.files import CSV_ENCODING

LEDGER = "ledger.sqlite"


def listed(path: Path) -> dict[tuple[str, str], str]:
    """(department, year or blank) → group. Raises UsageError on a list without these columns."""
    try:
        with path.open(encoding=CSV_ENCODING, newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"{path}：分组清单读不了（{type(error).__name__}）。请给出 UTF-8 编码的 CSV。") from error
    if not rows or not {"department", "group"} <= set(rows[0]):
        raise UsageError(f"{path}：分组清单里没有内容。首行要有 department 和 group 两栏，可有 year 栏。")
    return {(row["department"] or "", row.get("year") or ""): row["group"] or "" for row in rows}


def noted(place: Path) -> dict[tuple[str, str], str]:
    """(folder, "") → group as the manifest of the run had it, from its ledger; nothing without one."""
    if not (place / LEDGER).exists():
        return {}
    try:
        with closing(sqlite3.connect(f"{(place / LEDGER).resolve().as_uri()}?mode=ro", uri=True)) as ledger:
            rows = ledger.execute("SELECT folder, grp FROM report WHERE folder IS NOT NULL AND grp <> ''").fetchall()
    except sqlite3.Error:
        return {}
    return {(folder, ""): group for folder, group in rows}
