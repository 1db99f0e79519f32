"""Report: everything that was read from one department's final accounts, frozen."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import pandas as pd

from juesuan_nb import evaluation, identity, narrative, readers, statements
from juesuan_nb.budget import Budget, load_budget, refuse_another
from juesuan_nb.document import RawDocument
from juesuan_nb.errors import ReadError, UsageError
from juesuan_nb.files import inputs
from juesuan_nb.frames import NOTES, frame
from juesuan_nb.places import here, look, place, remote
from juesuan_nb.readers.together import together


@dataclass(frozen=True, eq=False)
class Report:
    """One final accounts report (部门决算).

    `tables`, `cells`, `claims`, `evaluation` and `quality` are frames with the columns of `juesuan_nb.frames` (TABLES,
    CELLS, CLAIMS, EVALUATION, NOTES). `tables` also lists the statements that were found empty. Amounts are integers
    of 分. Treat the frames as read-only: measures and rules share them, and keep what they made of the last reports. A
    report equals only itself. `sources` are the files that were read; `budget` is the 部门预算 of the same year, where
    it was given.
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
    sources: tuple[Path, ...] = ()
    budget: Budget | None = None

    @property
    def name(self) -> str:
        """The input's file name, for messages."""
        return self.document.name

    def statement(self, statement: str) -> pd.DataFrame:
        """The cells of one statement by identifier, e.g. "expenditure"; empty where the report does not have it."""
        return self.cells[self.cells["statement"] == statement]

    def show(self, row: Mapping[str, object] | pd.DataFrame) -> object:
        """Where rows of the frames, or a finding, are printed: `juesuan_nb.show(report, row)`, as analysts type it.

        The one call to a module above this one, made by name when it is needed.
        """
        return import_module("juesuan_nb.evidence").show(self, row)


BETWEEN = "|"
"""Parts the paths of one report in a text that holds several (the notebook's parameter); no file name has it."""


def load_report(path: str | Path, *more: str | Path, budget: str | Path | Budget | None = None) -> Report:
    """Read one final accounts report; `more` are further files of it (tables in Excel, narrative in Word).

    A folder stands for all its files as one report, a text "甲.xlsx|乙.docx" for several. Raises ReadError where a file
    is missing, unreadable or of another report, or where there are no final accounts. A report with only some of the
    nine statements is read as far as it goes; what is missing is a matter for the rules (CP01).

    `budget` is the file of the department's 部门预算 of the same year, the second source of original budgets (an empty
    text: none). Raises ReadError where it is no budget, or one of another year or department.
    """
    files = _files((path, *more))
    if _AHEAD and (report := _AHEAD.pop(_state(files, budget), None)):
        return report
    report = _read(files)
    if not budget:
        return report
    budget = budget if isinstance(budget, Budget) else load_budget(budget)
    refuse_another(budget, report.name, report.department, report.year)
    return replace(report, budget=budget)


def _read(files: Sequence[Path]) -> Report:
    documents = [readers.read(file) for file in files]
    identity.refuse_strangers(documents)
    document = together(documents)
    tables = statements.extract(document)
    claims, unplaced = narrative.read(document, tables.cells)
    who = identity.identify(document, tables)
    return Report(
        department=who.department,
        year=who.year,
        unit=tables.unit,
        tables=tables.found,
        cells=tables.cells,
        claims=claims,
        evaluation=evaluation.extract(document),
        quality=_quality([tables.notes, unplaced], document),
        document=document,
        sources=tuple(files),
    )


_AHEAD: dict[tuple[object, ...], Report] = {}


@contextmanager
def read_ahead(report: Report, *paths: str | Path, budget: str | Path | None = None) -> Iterator[None]:
    """Within the block the next `load_report` of these very files, unchanged since, takes `report`; later ones read.

    For a process that forks within the block: its child need not read what was just read, and has it to itself.
    """
    _AHEAD[_state(_files(paths), budget)] = report
    try:
        yield
    finally:
        _AHEAD.clear()


def _state(files: Sequence[Path], budget: str | Path | Budget | None = None) -> tuple[object, ...]:
    """What tells whether files are those of before: place, size and times; nothing for a file that is not there."""
    disclosed = budget.sources if isinstance(budget, Budget) else [here(place(budget))] if budget else ()
    known = [[(str(file.resolve()), look(file)) for file in listed] for listed in (files, disclosed)]
    return tuple(tuple(one for one in listed if one[1]) for listed in known)


def _files(paths: Sequence[str | Path]) -> list[Path]:
    """The files that the paths stand for. Raises ReadError on a folder without files."""
    files: list[Path] = []
    for given in paths:
        whole = not remote(given) and Path(given).exists()
        for path in map(place, [given] if whole else str(given).split(BETWEEN)):
            try:
                files += inputs([here(path)])
            except UsageError:
                raise ReadError(str(path), "这是一个空文件夹，里面没有报告的文件", "请给出报告文件") from None
    return files


def _quality(notes: list[pd.DataFrame], document: RawDocument) -> pd.DataFrame:
    """The notes on tables and narrative, and what the reader itself had to leave out."""
    own = [{"kind": "table_partial", "table": document.name, "message": note} for note in document.notes]
    if pages := document.scanned_pages:
        message = f"有{len(pages)}页由扫描图像识别，其中的数引用前请对照原件，核对不符的只作为疑点"
        listed = "、".join(map(str, pages))
        own.append({"kind": "scanned", "table": document.name, "message": message, "value": listed, "page": pages[0]})
    return pd.concat([*notes, frame(own, NOTES)], ignore_index=True)
