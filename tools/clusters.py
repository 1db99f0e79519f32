"""A real Dask cluster of processes on 127.0.0.1, for tests and kills."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT = os.environ | {
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
}


class Cluster:
    """A scheduler, told by the file `scheduler`, and worker processes of one thread each."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.scheduler = folder, str(folder / "scheduler.json")
        self.processes: dict[str, subprocess.Popen] = {}
        self._started = 0

    def start(self, name: str, **environment: str) -> None:
        """Start the scheduler or a worker under a name; its talk goes to a file of that name."""
        kind = "scheduler" if name == "scheduler" else "worker"
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", "--no-dashboard"]
        place = ["--scheduler-file", self.scheduler, "--port" if kind == "scheduler" else "--worker-port", "0"]
        if kind == "worker":
            place += ["--name", name, "--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder / name)]
        with (self.folder / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                [*command, *place],
                stdout=log,
                stderr=log,
                env=ENVIRONMENT | environment,
                start_new_session=True,
                cwd=self.folder,
            )

    def workers(self) -> list[int]:
        """The processes of the workers that live."""
        return [it.pid for name, it in self.processes.items() if name != "scheduler" and it.poll() is None]

    def complete(self, count: int, **environment: str) -> None:
        """Start workers, each under a new name, until so many live."""
        for _ in range(count - len(self.workers())):
            self._started += 1
            self.start(f"worker-{self._started}", **environment)

    def kill(self, name: str) -> None:
        """SIGKILL, as when the machine is gone."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()


@contextmanager
def cluster(folder: Path, workers: tuple[str, ...] = ("one", "two")) -> Iterator[Cluster]:
    """The cluster, its scheduler up; all processes end with the block."""
    folder.mkdir()
    made = Cluster(folder)
    try:
        made.start("scheduler")
        for name in workers:
            made.start(name)
        deadline = time.monotonic() + 60
        while not Path(made.scheduler).exists():
            if time.monotonic() > deadline:
                raise TimeoutError((folder / "scheduler.log").read_text())
            time.sleep(0.1)
        yield made
    finally:
        for name in list(made.processes):
            made.kill(name)
