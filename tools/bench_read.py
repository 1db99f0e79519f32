"""CPU time of reading: our PDF reading against pdfplumber's extract_tables, and the cells per second of every form.

    python tools/bench_read.py [--repeat 5] [--out docs/performance.md] [REPORT.pdf …]

Without files: the real reports beside the checkout (../shared or JUESUAN_SHARED), else synthetic ones. Both ways read
the same files in one process, turn by turn; the fastest turn of each counts, since other programs only ever make a turn
slower. Ours opens the file and gives every table and every line of text with its place; pdfplumber opens it and
extracts the tables. Cells are equal when every table has the same texts, white space and look-alike radicals apart.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
from sections import table, write_section

from juesuan_nb import readers
from juesuan_nb.document import RawDocument, squeeze
from juesuan_nb.readers.pdf.glyphs import ORDINARY
from juesuan_nb.synth import FORMS, department, render

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        samples = synthetic(Path(folder))
        section = "\n\n".join(
            [
                "Written by `make bench-read`; CPU seconds of one process, the best of "
                f"{max(3, asked.repeat)} turns taken alternately.",
                pdf_table(asked.reports or real_reports() or samples["pdf"], max(3, asked.repeat)),
                "Every form that `juesuan synth` prints, the same three invented departments in each:",
                form_table(samples, max(3, asked.repeat)),
            ]
        )
    print(section)
    write_section(asked.out, "bench-read", "Reading", section)


def real_reports() -> list[Path]:
    shared = Path(os.environ.get("JUESUAN_SHARED") or ROOT.parent / "shared")
    return sorted((shared / "reports").glob("*.pdf"))


def synthetic(folder: Path) -> dict[str, list[Path]]:
    """Form → files of three departments."""
    made: dict[str, list[Path]] = {}
    for form, (_, ending) in FORMS.items():
        for seed in SEEDS:
            path = folder / f"department-{seed}{ending}"
            path.write_bytes(render(department(seed), form))
            made.setdefault(form, []).append(path)
    return made


def pdf_table(reports: list[Path], repeat: int) -> str:
    rows = []
    totals = [0.0, 0.0]
    for path in reports:
        (ours, document), (theirs, tables) = alternately(
            repeat, lambda path=path: readers.read(path), lambda path=path: extract_tables(path)
        )
        totals = [totals[0] + ours, totals[1] + theirs]
        mine, other = texts_of(document), [[list(map(plain, row)) for row in table] for table in tables]
        equal, cells = sum(count_equal(*pair) for pair in zip(mine, other, strict=False)), count(other)
        verdict = "equal" if mine == other else f"{equal} of {cells}"
        rows.append((path.stem, cells, verdict, f"{ours:.3f}", f"{theirs:.3f}", f"{theirs / ours:.1f}"))
    rows.append(("all", "", "", f"{totals[0]:.3f}", f"{totals[1]:.3f}", f"{totals[1] / totals[0]:.1f}"))
    return table(("PDF report", "cells", "cell texts", "juesuan s", "pdfplumber s", "times less CPU"), rows)


def form_table(samples: dict[str, list[Path]], repeat: int) -> str:
    rows = []
    for form, paths in samples.items():
        ((seconds, documents),) = alternately(repeat, lambda paths=paths: [readers.read(path) for path in paths])
        cells = sum(count(texts_of(document)) for document in documents)
        rows.append((form, cells, f"{seconds:.3f}", f"{cells / seconds:,.0f}"))
    return table(("form", "cells", "s", "cells per second"), rows)


def alternately(repeat: int, *ways: Callable[[], object]) -> list[tuple[float, object]]:
    """(CPU seconds of the fastest turn, result) of each way; a first turn of each only warms up."""
    results = [way() for way in ways]
    best = [float("inf")] * len(ways)
    for _ in range(repeat):
        for at, way in enumerate(ways):
            gc.collect()
            start = time.process_time()
            way()
            best[at] = min(best[at], time.process_time() - start)
    return list(zip(best, results, strict=True))


def extract_tables(path: Path) -> list[list[list[str | None]]]:
    with pdfplumber.open(path) as document:
        return [table for page in document.pages for table in page.extract_tables()]


def texts_of(document: RawDocument) -> list[list[list[str]]]:
    return [[[plain(cell.text) for cell in row] for row in grid.rows] for grid in document.grids]


def plain(text: str | None) -> str:
    return squeeze((text or "").translate(ORDINARY))


def count(tables: list[list[list[str]]]) -> int:
    return sum(len(row) for table in tables for row in table)


def count_equal(mine: list[list[str]], other: list[list[str]]) -> int:
    return sum(a == b for one, two in zip(mine, other, strict=False) for a, b in zip(one, two, strict=False))


if __name__ == "__main__":
    main()
