"""A real Dask cluster of processes on 127.0.0.1, for tests."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"
ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join([str(SOURCE), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]),
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
}


class Cluster:
    """A scheduler, told by the file `scheduler`, and worker processes of one thread each."""

    def __init__(self, folder):
        self.folder, self.scheduler = folder, str(folder / "scheduler.json")
        self.processes = {}

    def start(self, name, *arguments, **environment):
        """Start the scheduler or a worker under a name; its talk goes to a file of that name."""
        kind = "scheduler" if name == "scheduler" else "worker"
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", "--no-dashboard"]
        place = ["--scheduler-file", self.scheduler, "--port" if kind == "scheduler" else "--worker-port", "0"]
        own = [] if kind == "scheduler" else ["--name", name, "--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder / name)]  # fmt: skip
        with (self.folder / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                [*command, *place, *own, *arguments], stdout=log, stderr=log, env=ENVIRONMENT | environment,
                start_new_session=True, cwd=self.folder,
            )  # fmt: skip

    def kill(self, name):
        """SIGKILL, as when the machine is gone."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()


@contextmanager
def cluster(folder, workers=("one", "two")):
    """The cluster, its scheduler up; all processes end with the block."""
    folder.mkdir()
    made = Cluster(folder)
    try:
        made.start("scheduler")
        for name in workers:
            made.start(name)
        deadline = time.monotonic() + 60
        while not Path(made.scheduler).exists():
            assert time.monotonic() < deadline, (folder / "scheduler.log").read_text()
            time.sleep(0.1)
        yield made
    finally:
        for name in list(made.processes):
            made.kill(name)
