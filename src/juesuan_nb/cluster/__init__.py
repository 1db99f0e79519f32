"""The orders of a batch on the machines of an existing Dask cluster (extra `cluster`).

    batch.run(tasks, out, Options(runner=Cluster("tcp://10.0.0.1:8786")))

Orders go out in chunks; each worker keeps one warm parent and puts whole reports into a store (an fsspec address that
all see), from which this side takes them. A chunk whose worker dies goes to another one.
"""

import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from distributed import Client, Future, KilledWorker, wait

from juesuan_nb.batch import fingerprint
from juesuan_nb.batch.failure import fail
from juesuan_nb.batch.ledger import DONE
from juesuan_nb.batch.local import Local
from juesuan_nb.batch.outcome import Order, fresh, told
from juesuan_nb.batch.tasks import BETWEEN
from juesuan_nb.checks import rules_files
from juesuan_nb.cluster import worker
from juesuan_nb.cluster.store import Store
from juesuan_nb.engine.child import End
from juesuan_nb.engine.host import close_parents
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.notebook import RULES, known_parameters

TRIES = 3
"""Chances for a report whose chunk did not come to its end, after the chunk's own (Dask gives it to other workers)."""
CHUNK, DEEP = 16, 64
"""Reports in a chunk at most; chunks that are with the scheduler at least: an adaptive cluster grows with them."""
CONNECT, PATIENCE, QUIET = 20, 90.0, 30.0
"""Seconds for the scheduler to answer; until a delivered report is seen here (NFS remembers absence); between hints."""


@dataclass(frozen=True)
class Cluster:
    """Does orders on the cluster whose scheduler is at `address` (or told by a scheduler file of that name).

    `timeout` in seconds per report (0: none). `storage` is an fsspec address that this machine and all workers see;
    without it reports go through the output folder, which the workers then must see under the same path.
    """

    address: str
    timeout: float = 0
    storage: str = ""
    say: Callable[[str], None] = field(default=lambda _: None)

    def __call__(self, orders: Iterable[Order]) -> Iterator[tuple[Order, End]]:
        """Yield each order when its outcome is in its staging folder.

        Raises UsageError where there is no such cluster, JuesuanError where its workers cannot work for this run.
        """
        listed = list(orders)
        store = _store(Path(listed[0].out), self.storage)
        with _client(self.address) as client:
            run = Run(client, store, listed[0], self.timeout, self.say)
            try:
                yield from run.do(listed)
            finally:
                run.close()


class Run:
    """The orders of one batch on a cluster."""

    def __init__(self, client: Client, store: Store, first: Order, timeout: float, say: Callable[[str], None]) -> None:
        self._client, self._store, self._say = client, store, say
        template, token = Path(first.template), secrets.token_hex(8)
        self._takes_rules = RULES in known_parameters(template)
        self._terms = worker.Terms(
            store.address, token, fingerprint.code(), template.name, template.read_bytes(), timeout
        )
        self._waiting: deque[list[Order]] = deque()
        self._running: dict[Future, list[Order]] = {}
        self._tries: dict[str, int] = {}

    def do(self, orders: Sequence[Order]) -> Iterator[tuple[Order, End]]:
        """Yield each order when its outcome is in its staging folder."""
        self._store.begin(self._terms.token)
        left = self._store.keys()
        self._store.drop(left - {order.key for order in orders})
        rest = []
        for order in orders:
            end = self._left(order) if order.key in left else None
            if end:
                yield order, end
            else:
                rest.append(order)
        self._waiting.extend(_chunks(rest, self._size(len(rest))))
        while self._waiting or self._running:
            self._send()
            for future in self._ended():
                yield from self._collect(future, self._running.pop(future))

    def close(self) -> None:
        """Let go of everything: what runs stops at its next report, warm parents end."""
        close_parents()
        self._store.pause() if self._waiting or self._running else self._store.end()
        with suppress(OSError, TimeoutError, CancelledError):  # the scheduler may be gone
            self._client.cancel(list(self._running), force=True)
            self._client.run(worker.release, on_error="ignore")

    def _left(self, order: Order) -> End | None:
        """What a killed run left of an order, if it is of use."""
        end = self._store.take(order)
        return end if end and told(Path(order.staging)).get("status") == DONE else None

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _size(self, count: int) -> int:
        """So many reports in a chunk that each thread has several: the end of the batch then waits for none."""
        return max(1, min(CHUNK, count // (4 * max(1, self._threads()))))

    def _send(self) -> None:
        while self._waiting and len(self._running) < max(DEEP, 2 * self._threads()):
            orders = self._waiting.popleft()
            chunk = [(self._told(order), all(path.exists() for path in order.inputs)) for order in orders]
            future = self._client.submit(
                worker.work, chunk, self._terms, pure=False, key=f"juesuan-{secrets.token_hex(8)}"
            )
            self._running[future] = orders

    def _told(self, order: Order) -> dict[str, Any]:
        """An order as a worker needs it: rules that lie in this folder are named, an earlier folder is one there is."""
        rules = rules_files(order.paths, order.parameters.get(RULES, "")) if self._takes_rules else []
        named = {RULES: BETWEEN.join(str(path.resolve()) for path in rules)} if rules else {}
        earlier = order.folder if order.folder and Path(order.folder).is_dir() else ""
        return replace(order, folder=earlier, parameters={**order.parameters, **named}).plain()

    def _ended(self) -> set[Future]:
        try:
            return wait(list(self._running), timeout=QUIET, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            if not self._threads():
                self._say("集群里现在没有工作机，等待中（Ctrl-C 可中断，以后接着做）。")
            return set()
        except CancelledError:
            raise _lost() from None

    def _collect(self, future: Future, orders: Sequence[Order]) -> Iterator[tuple[Order, End]]:
        """What a chunk delivered; the rest of it waits again, each order by itself."""
        problem, left = self._problem(future)
        for order in orders:
            if left is not None and order.id in left:
                end = Local(1, self._terms.timeout).one(order)
            else:
                end = self._store.take(order) if left is None else self._patiently(order)
            if end is None:
                end = self._again(order, problem)
            if end:
                yield order, end

    def _problem(self, future: Future) -> tuple[str, set[str] | None]:
        """Why a chunk did not come to its end (None), or which orders it left to this machine.

        Raises JuesuanError where no chunk would come to its end.
        """
        try:
            refusal, address, left = future.result()
        except CancelledError:
            raise _lost() from None
        except KilledWorker as error:
            return f"做它的工作机接连退出（最后一台 {error.last_worker.address}）", None
        except ModuleNotFoundError as error:
            raise JuesuanError(f"工作机上缺少 {error.name}。请在所有工作机上装同样的 juesuan_nb[cluster]。") from error
        except Exception as error:
            return f"{type(error).__name__}: {error}", None
        if refusal:
            raise JuesuanError(REFUSALS[refusal].format(address=address, store=self._store.address))
        return "", set(left)

    def _patiently(self, order: Order) -> End | None:
        deadline = monotonic() + PATIENCE
        while not (end := self._store.take(order)) and monotonic() < deadline:
            sleep(0.5)
        return end

    def _again(self, order: Order, problem: str) -> End | None:
        self._tries[order.id] = self._tries.get(order.id, 0) + 1
        if self._tries[order.id] < TRIES:
            self._waiting.append([order])
            return None
        fresh(order)
        message = f"{order.name}：{problem or '做成后没有送到'}，试了 {TRIES} 次。"
        fail(order, "cluster", message, {"department": order.department, "year": order.year})
        return End(0)


REFUSALS = {
    worker.VERSION: "工作机 {address} 上的 juesuan_nb（或 Python、pandas 等）和本机的不一样，做出的成果不能算数。"
    "请在所有机器上装同一个版本。",
    worker.UNSEEN: "工作机 {address} 看不到 {store}。请把输出文件夹放在所有机器以同样路径都能看到的共享文件夹里，"
    "或用 --storage 给出都能读写的地方，例如 s3://桶/暂存。",
}


def _chunks(orders: Sequence[Order], size: int) -> Iterator[list[Order]]:
    return (list(orders[start : start + size]) for start in range(0, len(orders), size))


def _client(address: str) -> Client:
    place = {"scheduler_file": address} if Path(address).is_file() else {"address": address}
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(**place, timeout=CONNECT, name="juesuan")
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"{address}：连不上 Dask 调度器（{error}）。请检查地址，例如 tcp://10.0.0.1:8786。") from error


def _store(out: Path, storage: str) -> Store:
    """The part of the storage that belongs to this output folder, by a name that the folder keeps."""
    if not storage:
        return Store(str(out / ".juesuan" / "inbox"))
    named = out / ".juesuan" / "cluster"
    if not named.exists():
        named.write_text(secrets.token_hex(8), encoding="utf-8")
    return Store(f"{storage.rstrip('/')}/juesuan-{named.read_text(encoding='utf-8')}")


def _lost() -> JuesuanError:
    return JuesuanError("和 Dask 调度器的连接断了。已做成的都在，调度器恢复后再次运行同一命令接着做。")
