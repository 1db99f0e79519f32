"""Report: everything that was read from one department's final accounts, frozen."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from juesuan_nb import evaluation, identity, narrative, readers, statements
from juesuan_nb.document import RawDocument


@dataclass(frozen=True)
class Report:
    """One final accounts report (部门决算).

    `tables`, `cells`, `claims`, `evaluation` and `quality` are frames with the columns of `juesuan_nb.frames` (TABLES,
    CELLS, CLAIMS, EVALUATION, NOTES). `tables` also lists the statements that were found empty. Amounts are integers
    of 分. Treat the frames as read-only: measures and rules share them.
    """

    department: str
    year: int | None
    unit: str
    tables: pd.DataFrame
    cells: pd.DataFrame
    claims: pd.DataFrame
    evaluation: pd.DataFrame
    quality: pd.DataFrame
    document: RawDocument

    @property
    def name(self) -> str:
        """The input's file name, for messages."""
        return self.document.name

    def statement(self, statement: str) -> pd.DataFrame:
        """The cells of one statement by identifier, e.g. "expenditure"; empty where the report does not have it."""
        return self.cells[self.cells["statement"] == statement]


def load_report(path: str | Path) -> Report:
    """Read one final accounts report.

    Raises ReadError where the file is missing, unreadable, or no final accounts report. A report with only some of the
    nine statements is read as far as it goes; what is missing is a matter for the rules (CP01).
    """
    document = readers.read(Path(path))
    tables = statements.extract(document)
    claims = narrative.extract(document, tables.cells)
    who = identity.identify(document, tables)
    return Report(
        department=who.department,
        year=who.year,
        unit=tables.unit,
        tables=tables.found,
        cells=tables.cells,
        claims=claims,
        evaluation=evaluation.extract(document),
        quality=pd.concat([tables.notes, narrative.unplaced(document, tables.cells)], ignore_index=True),
        document=document,
    )
