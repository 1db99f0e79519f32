"""The host's side of forking: starts and keeps warm parents and asks them for children.

A host that is itself a child of a warm parent, and has a single thread, forks in place.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from juesuan_nb.engine import birth, environment
from juesuan_nb.engine.child import Child, OwnChild, WarmError
from juesuan_nb.engine.wire import Wire

LOOK = 0.2
"""Seconds after which is looked whether a parent that is waited for is still there."""


class WarmParent:
    """A warm parent process, which begins to load `modules` at once."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._ask, self.modules, self._unanswered = threading.Lock(), tuple(modules), 1
        self.control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "juesuan_nb.engine.parent", str(other.fileno()), json.dumps(list(modules))],
                pass_fds=[other.fileno()],
                env=environment.calm(dict(os.environ)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def load(self, modules: Sequence[str]) -> None:
        """Have it load more."""
        self.control.send(json.dumps(list(modules)).encode())
        self.modules, self._unanswered = (*self.modules, *modules), self._unanswered + 1

    def ready(self, seconds: float) -> None:
        """Wait until it is warm. Raises WarmError where it cannot get warm; it is ended then."""
        while self._unanswered:
            if problem := self._problem(seconds):
                self.close()
                raise WarmError(problem)
            self._unanswered -= 1

    def _problem(self, seconds: float) -> str:
        patience = time.monotonic() + seconds
        while self.alive and not select.select([self.control], [], [], LOOK)[0]:
            if time.monotonic() > patience:
                return f"预热进程 {seconds:g} 秒内没有就绪"
        try:
            told = self.control.recv(1 << 16, socket.MSG_DONTWAIT)
        except OSError:  # killed with a request unread, or while something that it started holds its end of the socket
            told = b""
        return json.loads(told)["problem"] if told else "预热进程启动失败"

    def request(self, end: socket.socket, status: int) -> None:
        """Ask for a child that has `end` for its wire. Raises WarmError where the parent is gone."""
        try:
            with self._ask:
                socket.send_fds(self.control, [b"fork"], [end.fileno(), status])
        except OSError as error:
            raise WarmError("预热进程已退出") from error

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """End the parent and its children; one that still loads would not notice, and has none."""
        self.control.close()
        if self._unanswered:
            self.process.kill()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_parents: dict[tuple[str, ...], WarmParent] = {}
_begun: list[WarmParent] = []
_lock = threading.Lock()


def _forget() -> None:
    """In a forked process: the parents belong to the process that started them."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    _parents.clear()
    _begun.clear()


os.register_at_fork(after_in_child=_forget)


def start(target: str, arguments: Mapping[str, object], modules: Sequence[str] = (), seconds: float = 60) -> Child:
    """A clean child that calls `target` ("module:function") with its wire and the `arguments` (JSON) and then ends.

    It has the environment and the folder of this process, and `modules` imported. Raises WarmError, which says why
    there can be none; a parent that died in between is replaced first.
    """
    here, there = socket.socketpair()
    wire = Wire(here)
    wire.send(birth.ORDER, birth.order(target, dict(arguments), dict(os.environ), os.getcwd()))  # noqa: PTH109
    with there:
        if birth.warm and birth.one_thread():
            return OwnChild(wire, birth.fork(there, [here.fileno()]))
        return _from_parent(wire, there, modules, seconds)


def _from_parent(wire: Wire, there: socket.socket, modules: Sequence[str], seconds: float) -> Child:
    for _ in range(2):
        parent = _parent(modules, seconds)
        status, told = os.pipe()
        try:
            parent.request(there, told)
            os.close(told)
            return Child(wire, status)
        except WarmError:
            parent.close()
    raise WarmError("预热进程接连退出")


def _parent(modules: Sequence[str], seconds: float) -> WarmParent:
    key = (*modules, "", *environment.at_start())
    with _lock:
        found = _parents.get(key)
        if found is None or not found.alive:
            _parents[key] = found = _taken(modules) or WarmParent(modules)
        found.ready(seconds)
        return found


def begin(modules: Sequence[str]) -> None:
    """Start a warm parent before one is asked for that has loaded these modules first, and perhaps more."""
    _begun.append(WarmParent(modules))
    atexit.register(close_parents)


def _taken(modules: Sequence[str]) -> WarmParent | None:
    """The parent that was begun, where `modules` begin with what it loads."""
    if not _begun or tuple(modules[: len(_begun[0].modules)]) != _begun[0].modules:
        return None
    found = _begun.pop()
    try:
        if more := modules[len(found.modules) :]:
            found.load(more)
    except OSError:  # it died
        found.close()
        return None
    return found


def close_parents() -> None:
    """End all warm parents of this process, and what they still run. (They end with this process anyway.)"""
    with _lock:
        while _parents:
            _parents.popitem()[1].close()
        while _begun:
            _begun.pop().close()
