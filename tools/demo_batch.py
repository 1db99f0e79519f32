"""A demonstration of the batch: 60 invented departments in three years each, in several forms, made into workbooks.

    python tools/demo_batch.py [FOLDER]

FOLDER (default demo-batch) gets the reports in `in/` and the workbooks in `reports/`; open reports/index.html. Every
seventh report has an error planted, as errors.csv tells. Given again, only what is missing is done.
"""

import csv
import subprocess
import sys
from pathlib import Path

from juesuan_nb.files import CSV_ENCODING, whole
from juesuan_nb.synth import FORMS, MUTATIONS, plant, render
from juesuan_nb.synth.books import Books
from juesuan_nb.synth.panel import panel
from juesuan_nb.synth.report import printed

COUNT, YEARS, EVERY = 60, (2022, 2023, 2024), 7


def main(folder: Path) -> int:
    """Write what is not there yet, and run the batch."""
    books = enumerate(panel(COUNT, YEARS))
    with whole(folder / "errors.csv") as path, path.open("w", encoding=CSV_ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "kind", "what"])
        writer.writerows(row for number, one in books if (row := write(folder / "in", number, one)))
    command = [sys.executable, "-m", "juesuan_nb", "run", str(folder / "in"), "-o", str(folder / "reports")]
    return subprocess.run(command, check=False).returncode


def write(folder: Path, number: int, books: Books) -> tuple[str, str, str] | None:
    """Write one report, unless it is there; what was planted in it, if anything."""
    form = list(FORMS)[number % len(FORMS)]
    path, report, told = folder / f"{number:03}-{books.year}{FORMS[form][1]}", printed(books), None
    if number % EVERY == 0:
        kind = list(MUTATIONS)[number // EVERY % len(MUTATIONS)]
        report, planted = plant(report, kind, number)
        told = (path.name, kind, str(planted))
    if not path.exists():
        with whole(path) as temporary:
            temporary.write_bytes(render(report, form))
    return told


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-batch")))
