"""SIGKILL at random moments: the supervisor, the warm parent, a child, a Dask worker; all must end as undisturbed.

    python tools/kill_batch.py [--count 50] [--cluster 20] [--seed 1] [--reports 8] [--jobs 2] [--department]

A batch of invented reports (among them two of one department and year, one of two files, and one that cannot be read)
is run undisturbed; then again and again, killing something at a random moment of each run. After a killed supervisor
the same command is given again at once, and may be killed again. Whenever a run came to its end, the folder is compared
with the undisturbed one: the same files with the same contents (the seconds in run.json apart), nothing beside them,
the same ledger, no report made twice, and no process left. The kills of --cluster are in runs on a Dask cluster of two
workers, where parents and children are the workers'; who was killed is replaced before the next run. A small template
keeps it short; --department takes the real one.
"""

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
from clusters import Cluster, cluster
from nbformat.v4 import new_code_cell, new_notebook

from juesuan_nb.synth import department, render

MARK, WHILE = "JUESUAN_KILL_BATCH", 10
"""The variable by which processes of our runs are known; seconds that they have to end after their supervisor."""
TARGETS, WORKER, WORKERS = ("supervisor", "parent", "child"), "worker", 2
BESIDE = {".juesuan/lock", ".juesuan/workers", "ledger.sqlite", "ledger.sqlite-journal"}
PARAMETERS = 'report: str = ""  # 报告'
CELL = "from juesuan_nb import check, load_report, table\nread = load_report(report)\ntable(check(read).findings)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("count", 50), ("cluster", 20), ("seed", 1), ("reports", 8), ("jobs", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--department", action="store_true", help="the department notebook, not a small one")
    asked = parser.parse_args()
    given = {"reports": asked.reports, "chance": random.Random(asked.seed), "small": not asked.department}
    with tempfile.TemporaryDirectory(prefix="kill-batch-") as folder:
        alone = Campaign(Path(folder) / "alone", jobs=asked.jobs, **given)
        _tell("kill_batch", alone, asked.count)
        if asked.cluster:
            with cluster(Path(folder) / "cluster", workers=()) as there:
                _tell("on a cluster", Campaign(Path(folder) / "over", there=there, **given), asked.cluster)


def _tell(name: str, run: "Campaign", count: int) -> None:
    for number, told in enumerate(run.kills(count), start=1):
        print(f"{number:3} {told}", flush=True)
    killed = ", ".join(f"{target} {run.killed[target]}" for target in run.targets)
    print(f"{name}: {run.killed.total()} kills ({killed}), {run.compared} runs compared, all as undisturbed")


class Campaign:
    """Kills in one batch, on a cluster if one is `there`, in a folder of its own.

    Raises AssertionError where a run leaves anything else.
    """

    def __init__(
        self,
        folder: Path,
        reports: int,
        chance: random.Random,
        jobs: int = 2,
        there: Cluster | None = None,
        *,
        small: bool = True,
    ) -> None:
        self.chance, self.killed, self.compared, self.there = chance, Counter(), 0, there
        self.targets = (*TARGETS, WORKER) if there else TARGETS
        self.mark = {MARK: secrets.token_hex()}
        self.environ = os.environ | self.mark
        self.out, undisturbed = folder / "killed", folder / "undisturbed"
        folder.mkdir(exist_ok=True)
        manifest = inputs(folder / "in", reports)
        template = ["--notebook", str(small_template(folder / "small.ipynb"))] if small else []
        self.command = [
            sys.executable,
            "-m",
            "juesuan_nb",
            "run",
            "--manifest",
            str(manifest),
            *(["--scheduler", there.scheduler] if there else ["--jobs", str(jobs)]),
            *template,
        ]
        self._complete()
        start = time.monotonic()
        self.code = subprocess.run([*self.command, "-o", str(undisturbed)], capture_output=True, check=False).returncode
        self.seconds = time.monotonic() - start
        assert self.code == 3, "one of the reports cannot be read"
        self.expected, self.ledger = tree(undisturbed), ledger(undisturbed)

    def kills(self, count: int) -> Iterator[str]:
        """Kill `count` times; tells of each. The last run, too, comes to its end and is compared."""
        while self.killed.total() < count:
            shutil.rmtree(self.out, ignore_errors=True)
            while True:
                self._complete()
                target = self.chance.choice(self.targets) if self.killed.total() < count else ""
                hit, code = self._run(target)
                if hit:
                    self.killed[target] += 1
                    yield hit
                if code != -signal.SIGKILL:
                    break
            self._compare(code)

    def _complete(self) -> None:
        if self.there:
            self.there.complete(WORKERS, **self.mark)

    def _run(self, target: str) -> tuple[str, int]:
        """One run, in which `target` is killed at a random moment if it is there; what was hit, the exit code."""
        command = [*self.command, "-o", str(self.out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environ)
        moment = self.chance.uniform(0, self.seconds)
        try:
            process.wait(moment if target else None)
        except subprocess.TimeoutExpired:
            hit = self._kill(process, target)
            return f"{target} after {moment:.1f} s" if hit else "", process.wait()
        return "", process.returncode

    def _kill(self, process: subprocess.Popen, target: str) -> bool:
        """Kill what there is of `target`; where it is not there yet, wait a little for it."""
        for _ in range(100):
            found = self._found(process.pid, target)
            if found and process.poll() is None:
                try:
                    os.kill(self.chance.choice(found), signal.SIGKILL)
                except ProcessLookupError:
                    continue
                return True
            if process.poll() is not None:
                return False
            time.sleep(0.05)
        return False

    def _found(self, supervisor: int, target: str) -> list[int]:
        above = self.there.workers() if self.there else [supervisor]
        if target in ("supervisor", WORKER):
            return [supervisor] if target == "supervisor" else above
        try:
            parents = [parent for pid in above for parent in psutil.Process(pid).children()]
            children = [child.pid for parent in parents for child in parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []
        return [parent.pid for parent in parents] if target == "parent" else children

    def _compare(self, code: int) -> None:
        found = tree(self.out)
        assert code == self.code, f"exit code {code} instead of {self.code}"
        assert sorted(found) == sorted(self.expected), sorted(set(found) ^ set(self.expected))
        differing = [name for name in found if found[name] != self.expected[name]]
        assert not differing, differing
        assert ledger(self.out) == self.ledger, "the ledger differs"
        assert not self._left(), "processes are left"
        self.compared += 1

    def _left(self) -> list[psutil.Process]:
        """The processes of our runs, workers apart, that are still there after a while."""
        workers = self.there.workers() if self.there else []
        marked = [it for it in psutil.process_iter() if it.pid not in workers and self._is_ours(it)]
        return psutil.wait_procs(marked, timeout=WHILE)[1]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get(MARK) == self.mark[MARK]
        except psutil.Error:
            return False


def inputs(folder: Path, count: int) -> Path:
    """Reports, two of them of one department and year, and one that cannot be read; returns their manifest."""
    folder.mkdir()
    lines = ["files"]
    for seed in range(count - 3):
        form, ending = (("text", ".txt"), ("xlsx", ".xlsx"))[seed % 2]
        (folder / f"report-{seed}{ending}").write_bytes(render(department(seed, size="small"), form))
        lines.append(f"report-{seed}{ending}")
    shutil.copyfile(folder / "report-0.txt", folder / "revised.txt")
    (folder / "empty.txt").write_bytes(b" ")
    (folder / "tables.txt").write_bytes(render(department(count, size="small"), "text"))
    (folder / "more.txt").write_text("补充说明：本年度无其他需要说明的事项。\n", encoding="utf-8")
    lines += ["revised.txt", "empty.txt", "tables.txt|more.txt"]
    manifest = folder / "list.csv"
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return manifest


def small_template(path: Path) -> Path:
    """A template that reads, checks and shows a list."""
    tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[tagged, new_code_cell(CELL)]), path)
    return path


def tree(out: Path) -> dict[str, bytes]:
    """What a run left: file → contents, without the seconds of run.json; empty folders too."""
    found = {path.relative_to(out).as_posix(): contents(path) for path in out.rglob("*") if path.is_file()}
    empty = {f"{path.relative_to(out)}/": b"" for path in out.rglob("*") if path.is_dir() and not any(path.iterdir())}
    return {name: data for name, data in (found | empty).items() if name not in BESIDE}


def contents(path: Path) -> bytes:
    if path.name != "run.json":
        return path.read_bytes()
    return json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"seconds": None}).encode()


def ledger(out: Path) -> list[tuple]:
    """The rows of a sound ledger: state, folder, and how often each report was made."""
    base = sqlite3.connect(out / "ledger.sqlite")
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = base.execute("SELECT id, seq, state, key, folder, was, runs FROM report ORDER BY seq").fetchall()
    base.close()
    return rows


if __name__ == "__main__":
    main()
