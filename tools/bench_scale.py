"""A batch of so many reports: what each costs, whether memory stays, how index and ledger grow (for bench_batch)."""

import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from juesuan_nb.synth import department, render

MB = 1 << 20
SIZES = ("small", "medium", "medium", "large")


def scale_row(count: int, jobs: int) -> dict[str, float]:
    """One row of the table; `count` reports are written, worked up, and indexed again."""
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as folder:
        given, out = Path(folder) / "in", Path(folder) / "out"
        given.mkdir()
        for seed in range(count):
            (given / f"{seed:05}.txt").write_bytes(render(department(seed, size=SIZES[seed % len(SIZES)]), "text"))
        command = [sys.executable, "-m", "juesuan_nb", "run", str(given), "-o", str(out), "--jobs", str(jobs)]
        before, start = _children(), time.perf_counter()
        with Watch(command) as watch:
            pass
        wall, cpu = time.perf_counter() - start, _children() - before
        nothing = _seconds(command)
        (out / "index.html").unlink()
        index = _seconds(command) - nothing
        row = {
            "reports": count,
            "CPU s each": round(cpu / count, 3),
            "wall s each": round(wall / count, 3),
            "warm parent, first tenth": round(watch.early / MB),
            "warm parent, last": round(watch.late / MB),
            "supervisor, last": round(watch.supervisor / MB),
            "index.html": round((out / "index.html").stat().st_size / MB, 2),
            "findings.csv": round((out / "findings.csv").stat().st_size / MB, 2),
            "ledger": round((out / "ledger.sqlite").stat().st_size / MB, 2),
            "index CPU s": round(index, 2),
            "nothing to do CPU s": round(nothing, 2),
        }
        shutil.rmtree(out)
        return row


class Watch:
    """Runs a command to its end and looks at the private memory of it and of its warm parent every half second."""

    def __init__(self, command: list[str]) -> None:
        self.process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.parents: list[int] = []
        self.supervisor = 0
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        if self.process.wait():
            raise SystemExit("the batch failed")

    def _look(self) -> None:
        while self.process.poll() is None:
            try:
                self.supervisor = self.process.memory_full_info().uss or self.supervisor
                self.parents += [child.memory_full_info().rss for child in self.process.children()]
            except psutil.Error:
                pass
            time.sleep(0.5)

    @property
    def early(self) -> int:
        """The memory of the warm parent when a tenth was done."""
        return self.parents[len(self.parents) // 10]

    @property
    def late(self) -> int:
        """The memory of the warm parent at the end, as the largest of the last tenth."""
        return max(self.parents[-max(1, len(self.parents) // 10) :])


def _seconds(command: list[str]) -> float:
    before = _children()
    subprocess.run(command, check=True, capture_output=True)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
