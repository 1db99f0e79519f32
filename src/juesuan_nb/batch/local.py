"""The orders of a batch on this machine: so many processes at a time, each bounded, none able to harm another."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from juesuan_nb import preload
from juesuan_nb.batch.failure import DIED, fail
from juesuan_nb.batch.outcome import APART, Order, fresh, told
from juesuan_nb.engine.child import End, WarmError
from juesuan_nb.engine.host import close_parents
from juesuan_nb.engine.job import Job, JobError
from juesuan_nb.places import bring

TRIES = 3
"""A report whose process, or kernel, dies (killed from outside, or by its own input) has so many chances in one run."""
WARM, HERE, INPUTS = "warm", "here", "inputs"
AGAIN = {WARM: (DIED,), HERE: (DIED, "memory", "bug")}
"""By engine the kinds of failure after which a report is tried again: where the notebook ran in the report's own
process, also those that it may have brought about."""
APARTS = 3
"""After so many reports in a row that have to be made again apart, the others are not tried otherwise: it is the
template."""

log = logging.getLogger(__name__)


class Local:
    """Runs orders in `jobs` processes at a time; `timeout` in seconds per report (0: none).

    `count` tells how many reports are to come, where that is known.
    """

    def __init__(self, jobs: int, timeout: float = 0, count: int | None = None) -> None:
        self.jobs, self.timeout = jobs, timeout
        self.preload = preload.REPORTS if count is not None and count <= preload.FEW else preload.MANY_REPORTS
        self._children: set[Forked | Plain] = set()
        self._stopping, self._aparts = False, 0

    def __call__(self, orders: Iterable[Order]) -> Iterator[tuple[Order, End]]:
        """Yield each order when its outcome is told in its staging folder, as they end; the next ones run meanwhile."""
        waiting, pool = iter(orders), ThreadPoolExecutor(self.jobs, thread_name_prefix="report")
        running: dict[Future[End], Order] = {}
        ended: list[tuple[Order, End]] = []
        try:
            while True:
                for order in islice(waiting, self.jobs - len(running)):
                    running[pool.submit(self.one, order)] = order
                yield from ended
                if not running:
                    return
                done = wait(running, return_when=FIRST_COMPLETED).done
                ended = [(running.pop(one), one.result()) for one in done]
        finally:
            self._stop()
            pool.shutdown()

    def _stop(self) -> None:
        """End what still runs (after an interrupt), and the warm parent."""
        self._stopping = True
        for child in list(self._children):
            child.kill()
        close_parents()

    def one(self, order: Order) -> End:
        """Do one order, its outcome told in its staging folder; what its processes used."""
        used = End(0)
        for left in reversed(range(TRIES)):
            if self._stopping:
                return used
            first = left == TRIES - 1 and self._aparts < APARTS
            engine = HERE if first and order.engine == WARM else order.engine
            fresh(order)
            copies = bring(order.inputs, Path(order.staging) / INPUTS)
            end, problem = self._try(replace(order, copies=copies, engine=engine))
            used = End(end.code, used.cpu + end.cpu, max(used.memory, end.memory))
            outcome = told(Path(order.staging))
            again = not outcome or _again(outcome, engine)
            if engine == HERE:
                self._aparts = self._aparts + 1 if again else 0
            if self._stopping or (outcome and not (left and again)):
                return used
            if problem:
                break
        kind, message = problem or (DIED, f"{order.name}：处理它的进程 {TRIES} 次中途退出（{_ending(used.code)}）。")
        fail(order, kind, message, {"department": order.department, "year": order.year})
        return used

    def _try(self, order: Order) -> tuple[End, tuple[str, str] | None]:
        """One process; how it ended, and the kind and text of what is wrong where trying again is of no use."""
        child, problem = _start(order, self.preload), None
        self._children.add(child)
        try:
            child.result(self.timeout or None)
        except TimeoutError:
            problem = ("time", f"{order.name}：{self.timeout:g} 秒内没有做完，已停止。")
        except JobError as error:
            if error.kind:
                problem = ("bug", f"{order.name}：{error}")
        finally:
            self._children.discard(child)
        return child.end or End(None), problem


class Forked(Job):
    """A child of the warm parent."""

    def __init__(self, order: Order, preload: Sequence[str]) -> None:
        super().__init__("juesuan_nb.batch.work:serve", order.plain(), modules=preload)

    def kill(self) -> None:
        """End it at once."""
        self.child.signal(signal.SIGKILL)


def _start(order: Order, preload: Sequence[str]) -> "Forked | Plain":
    if order.engine in (WARM, HERE):
        try:
            return Forked(order, preload)
        except WarmError as error:
            log.warning("改用普通进程：%s。", error)
            order = replace(order, engine=WARM)
    return Plain(order)


class Plain:
    """A process started anew for one order: where forking is not possible or not wanted."""

    def __init__(self, order: Order) -> None:
        self.end: End | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "juesuan_nb.batch.child"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        with suppress(BrokenPipeError), self._process.stdin as given:
            given.write(json.dumps(order.plain()).encode())

    def result(self, timeout: float | None) -> None:
        """Wait. Raises TimeoutError; the process and all of its session are ended either way."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        finally:
            self.kill()
            self.end = End(self._process.wait())

    def kill(self) -> None:
        """End it, and what it started, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def _again(outcome: Mapping[str, Any], engine: str) -> bool:
    """Whether a report may yet go well; only one that ran in the report's own process says that it is to run apart."""
    return outcome["status"] == APART or outcome.get("kind") in AGAIN.get(engine, AGAIN[WARM])


def _ending(code: int | None) -> str:
    return "原因不明" if code is None else f"信号 {-code}" if code < 0 else f"退出码 {code}"
