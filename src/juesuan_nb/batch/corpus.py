"""All cells, claims, figures and findings of an output folder as Parquet, for DuckDB, pandas, or anything else.

Needs the extra `corpus` (duckdb, which reads the reports' lists and writes Parquet by itself).
"""

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from glob import escape
from pathlib import Path
from typing import Any

import duckdb

from juesuan_nb.checks import FINDINGS
from juesuan_nb.frames import CELLS, CLAIMS
from juesuan_nb.measures.figures import FIGURES

PARTS = {"cells": CELLS, "claims": CLAIMS, "figures": FIGURES, "findings": FINDINGS}
TYPES = {"Int64": "BIGINT", "boolean": "BOOLEAN", "bool": "BOOLEAN"}
WORK = "work"
EXACT = {"rate", "expected", "found", "difference"}
"""Columns of exact decimals; amounts among them are in 分, rates in percent."""
REPORT = {
    "folder": "VARCHAR", "department": "VARCHAR", "year": "BIGINT", "group": "VARCHAR", "file": "VARCHAR",
    "error_count": "BIGINT", "warning_count": "BIGINT", "info_count": "BIGINT",
}  # fmt: skip
BATCH = 500
"""Lists that are read at a time: the files that one query holds open stay bounded."""
MEMORY = "400MB"
"""What DuckDB may hold."""
AT_ONCE = 2
"""Parts written at the same time: the cells are as many as all others."""


def write_corpus(out: Path, reports: Sequence[Mapping[str, Any]], staged: Path) -> None:
    """Write corpus/reports.parquet and one file for each of PARTS; `reports` are rows of REPORT.

    Each row of a part begins with folder, department and year of its report. What was there stays until all is whole.
    """
    shutil.rmtree(staged, ignore_errors=True)
    (staged / WORK).mkdir(parents=True)
    # One thread for a part: the rows keep their order, and the same reports give the same bytes.
    config = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(staged / WORK)}
    with duckdb.connect(config=config) as base, ThreadPoolExecutor(AT_ONCE) as pool:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in REPORT.items())
        base.execute(f"CREATE TABLE reports ({columns})")
        values = [[report[name] for report in reports] for name in REPORT]
        base.execute(
            f"INSERT INTO reports SELECT {', '.join(f'unnest(?::{kind}[])' for kind in REPORT.values())}", values
        )
        base.execute(f"COPY reports TO '{_text(staged / 'reports.parquet')}' (FORMAT parquet)")
        folders = [report["folder"] for report in reports]
        written = [pool.submit(_write, base, out, folders, part, staged) for part in PARTS]
        for part in written:
            part.result()
    shutil.rmtree(staged / WORK)
    shutil.rmtree(out / "corpus", ignore_errors=True)
    staged.rename(out / "corpus")


def _write(shared: duckdb.DuckDBPyConnection, out: Path, folders: Sequence[str], part: str, staged: Path) -> None:
    """In pieces, which are then joined: nothing of it lies in memory, however many reports there are."""
    base, schema, pieces = shared.cursor(), PARTS[part], [staged / WORK / f"{part}.parquet"]
    declared = ", ".join(f'"{name}" {_type(name, kind)}' for name, kind in schema.items())
    base.execute(f"CREATE TABLE {part} (folder VARCHAR, department VARCHAR, year BIGINT, {declared})")
    base.execute(f"COPY {part} TO '{_text(pieces[0])}' (FORMAT parquet)")  # where there are no reports
    chosen = ", ".join(f'{_value(name, kind)} AS "{name}"' for name, kind in schema.items())
    for start in range(0, len(folders), BATCH):
        files = [_named(out / folder / f"{part}.csv") for folder in folders[start : start + BATCH]]
        pieces.append(staged / WORK / f"{part}-{start}.parquet")
        base.execute(
            f"COPY (SELECT r.folder, r.department, r.year, {chosen} FROM read_csv($files, header=true, "
            "all_varchar=true, filename=true, delim=',', quote='\"', escape='\"') AS t "
            f"JOIN reports AS r ON t.filename = $out || '/' || r.folder || '/{part}.csv') "
            f"TO '{_text(pieces[-1])}' (FORMAT parquet)",
            {"files": files, "out": out.as_posix()},
        )
    base.execute(
        f"COPY (FROM read_parquet($pieces)) TO '{_text(staged / part)}.parquet' (FORMAT parquet, COMPRESSION zstd)",
        {"pieces": list(map(_named, pieces))},
    )


def _named(path: Path) -> str:
    """A file that DuckDB is to read: it takes [1] in a name for a pattern."""
    return escape(path.as_posix())


def _type(name: str, kind: str) -> str:
    return "DECIMAL(38, 6)" if name in EXACT else TYPES.get(kind, "VARCHAR")


def _value(name: str, kind: str) -> str:
    wanted = _type(name, kind)
    return f't."{name}"' if wanted == "VARCHAR" else f"CAST(nullif(t.\"{name}\", '') AS {wanted})"


def _text(path: Path) -> str:
    return str(path).replace("'", "''")
