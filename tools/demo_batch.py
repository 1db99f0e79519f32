"""A demonstration of the batch: 60 invented departments over three years, in several forms, worked up into a folder.

    python tools/demo_batch.py [FOLDER]

FOLDER (default demo-batch) gets the reports in `in/` and the workbooks in `reports/`; open reports/index.html. Every
seventh report has an error planted, as errors.csv tells. Given again, only what is missing is done.
"""

import csv
import subprocess
import sys
from pathlib import Path

from juesuan_nb.files import CSV_ENCODING, whole
from juesuan_nb.synth import FORMS, MUTATIONS, department, plant, render

COUNT, YEARS, EVERY = 60, (2022, 2023, 2024), 7
SIZES = ("small", "medium", "medium", "large")


def main(folder: Path) -> int:
    """Write what is not there yet, and run the batch."""
    with whole(folder / "errors.csv") as path, path.open("w", encoding=CSV_ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "kind", "what"])
        writer.writerows(row for row in map(write, [folder / "in"] * COUNT, range(COUNT)) if row)
    command = [sys.executable, "-m", "juesuan_nb", "run", str(folder / "in"), "-o", str(folder / "reports")]
    return subprocess.run(command, check=False).returncode


def write(folder: Path, seed: int) -> tuple[str, str, str] | None:
    """Write one report, unless it is there; what was planted in it, if anything."""
    form = list(FORMS)[seed % len(FORMS)]
    report = department(seed, year=YEARS[seed % len(YEARS)], size=SIZES[seed % len(SIZES)])
    path, planted = folder / f"{report.year}-{seed:02}{FORMS[form][1]}", None
    if seed % EVERY == 0:
        kind = list(MUTATIONS)[seed // EVERY % len(MUTATIONS)]
        report, told = plant(report, kind, seed)
        planted = (path.name, kind, str(told))
    if not path.exists():
        with whole(path) as temporary:
            temporary.write_bytes(render(report, form))
    return planted


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-batch")))
