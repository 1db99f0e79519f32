"""What a Dask worker does: a chunk of orders, one after the other, each in a child of the worker's warm parent."""

import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import get_worker

from juesuan_nb.batch import fingerprint, lock
from juesuan_nb.batch.failure import fail
from juesuan_nb.batch.local import Local
from juesuan_nb.batch.outcome import Order, fresh
from juesuan_nb.cluster.store import Store
from juesuan_nb.engine.child import End
from juesuan_nb.engine.host import close_parents

VERSION, UNSEEN = "version", "unseen"
"""Why a worker refuses a chunk: its programs are others, or it does not see the store."""


@dataclass(frozen=True)
class Terms:
    """What holds for all orders of a run: where reports go, for which run, made by which code, of which template."""

    store: str
    token: str
    code: str
    template: str
    content: bytes
    timeout: float


def work(chunk: Sequence[tuple[Mapping[str, Any], bool]], terms: Terms) -> tuple[str, str, list[str]]:
    """Make reports and put them into the store; returns why not (or nothing), the worker's address, and what it left.

    What it leaves to the supervisor are the ids of reports whose earlier folder (an analyst's notes) it does not see.
    A chunk is orders, plain, each with whether its files are to be seen. What lies in the store already is not made
    again: a chunk whose worker died goes on where it stopped. Between two reports it stops when its run is no longer
    the one that counts. Raises OSError where disk or store fails.
    """
    worker = get_worker()
    if fingerprint.code() != terms.code:
        return VERSION, worker.address, []
    store = Store(terms.store)
    if not store.token():
        return UNSEEN, worker.address, []
    left = []
    with _busy(store, terms.token), _folder(worker.local_directory) as (folder, own):
        template = Path(folder) / terms.template
        template.write_bytes(terms.content)
        for plain, visible in chunk:
            order = Order(**plain)
            if store.token() != terms.token:
                break
            if order.folder and not Path(order.folder).is_dir():
                left.append(order.id)
            elif not store.has(order):
                place = Path(folder) / "work" / order.key[:20]
                here = replace(order, out=folder, token=own, template=str(template), staging=str(place))
                store.deliver(here, _make(here, visible, terms.timeout, worker.address))
                shutil.rmtree(place)
    return "", worker.address, left


@contextmanager
def _folder(above: str) -> Iterator[tuple[str, str]]:
    """A folder for a chunk, and the token by which children know that it still is worked on."""
    with tempfile.TemporaryDirectory(dir=above) as folder, lock.supervisor(Path(folder)) as token:
        yield folder, token


_chunks, _counting = [0], threading.Lock()


@contextmanager
def _busy(store: Store, token: str) -> Iterator[None]:
    """A chunk is being worked on; the last one of a run that counts no more lets go of the warm parent."""
    with _counting:
        _chunks[0] += 1
    try:
        yield
    finally:
        with _counting:
            _chunks[0] -= 1
        if store.token() != token:
            release()


def release() -> None:
    """End the warm parents of this worker, unless a chunk (of another run) needs them."""
    with _counting:
        if not _chunks[0]:
            close_parents()


def _make(order: Order, visible: bool, timeout: float, address: str) -> End:
    """The report in the order's staging folder."""
    unseen = [path for path in order.inputs if visible and not path.exists()]
    if not unseen:
        return Local(1, timeout).one(order)
    fresh(order)
    message = f"{order.name}：工作机 {address} 看不到 {unseen[0]}。"
    fail(order, "cluster", message, {"department": order.department, "year": order.year})
    return End(0)
