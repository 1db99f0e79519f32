"""The department notebook on invented reports: two warm jobs at a time against two processes of papermill.

    python tools/bench_engine.py [REPORTS] [REPETITIONS]

Both get the same notebook and the same reports, in turns. Ours makes the whole workbook (notebook, page, lists,
tables); the loop makes what a user would write: papermill.execute_notebook and nbconvert's HTML exporter, kept.
"""

import os
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

from juesuan_nb.engine.host import close_parents
from juesuan_nb.engine.job import Job
from juesuan_nb.notebook import PRELOAD
from juesuan_nb.resources import shipped
from juesuan_nb.synth.files import write

LOOP = """
import json, sys
from pathlib import Path
import papermill
from nbconvert.exporters import HTMLExporter
template, out, *reports = sys.argv[1:]
exporter = HTMLExporter()
for report in reports:
    target = Path(out) / (Path(report).stem + ".ipynb")
    nb = papermill.execute_notebook(template, str(target), {"report": report}, kernel_name="python3")
    target.with_suffix(".html").write_text(exporter.from_notebook_node(nb)[0], encoding="utf-8")
"""


def loop(reports: list[str], out: Path) -> tuple[float, float]:
    """Wall and CPU seconds of two processes of papermill."""
    before, start = _children(), perf_counter()
    template = str(shipped("notebooks") / "department.ipynb")
    started = [
        subprocess.Popen([sys.executable, "-c", LOOP, template, str(out), *half], stderr=subprocess.DEVNULL)
        for half in (reports[::2], reports[1::2])
    ]
    if any(process.wait() for process in started):
        raise SystemExit("the papermill loop failed")
    return perf_counter() - start, _children() - before


def warm(reports: list[str], out: Path) -> tuple[float, float]:
    """Wall and CPU seconds of two warm jobs at a time; the start and the end of the warm parent are counted."""
    before, start = _children() + _own(), perf_counter()

    def one(report: str) -> None:
        Job(
            "juesuan_nb.workbook:run", report, out=str(out / Path(report).stem), engine="warm", modules=PRELOAD
        ).result()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, reports))
    close_parents()
    return perf_counter() - start, _children() + _own() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(count: int = 12, repetitions: int = 3) -> None:
    """Print the table and, as the last line, the two ratios."""
    os.environ.pop("OMP_NUM_THREADS", None)
    taken: dict[str, list[tuple[float, float]]] = {"papermill loop": [], "warm": []}
    with tempfile.TemporaryDirectory(prefix="bench-engine-") as folder:
        reports = [str(path) for path in write(Path(folder) / "in", layout="national", count=count)]
        for turn in range(repetitions):
            for name, way in (("papermill loop", loop), ("warm", warm)):
                out = Path(folder) / f"{name} {turn}"
                out.mkdir()
                taken[name].append(way(reports, out))
                wall, cpu = taken[name][-1]
                print(f"{name:15} {wall / count:6.2f} s wall, {cpu / count:6.2f} s CPU a notebook", flush=True)
    walls, cpus = ([median(pair[place] for pair in taken[name]) for name in taken] for place in (0, 1))
    print(f"engine: {walls[0] / walls[1]:.1f}x the throughput of a two-process papermill loop (wall), ", end="")
    print(f"{cpus[0] / cpus[1]:.1f}x less CPU")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
