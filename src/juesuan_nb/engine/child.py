"""A forked child as its host sees it: the wire to it, its process id, and how it ended."""

import json
import os
import select
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass

from juesuan_nb.engine.wire import Wire


class WarmError(Exception):
    """A warm child cannot be had; the text says why, in Chinese."""


@dataclass(frozen=True)
class End:
    """How a child ended: exit code (negative: signal; None: unknown, its parent died), CPU seconds, peak bytes."""

    code: int | None
    cpu: float = 0.0
    memory: int = 0


class Child:
    """A forked process: its wire, its process id, and its end; `status` is readable when it has ended."""

    def __init__(self, wire: Wire, status: int) -> None:
        self.wire, self.end, self.status, self._told = wire, None, status, b""
        while b"\n" not in self._told:
            if not self._listen(None):
                raise WarmError("预热进程中途退出")
        pid, _, self._told = self._told.partition(b"\n")
        self.pid = int(pid)

    def _listen(self, seconds: float | None) -> bool:
        if not select.select([self.status], [], [], seconds)[0]:
            return True
        data = os.read(self.status, 4096)
        self._told += data
        return bool(data)

    def wait(self, seconds: float | None = None) -> End | None:
        """The child's end; None where it still runs after `seconds`."""
        if self.end is None:
            open_ = self._listen(seconds)
            if b"\n" in self._told:
                self.end = End(**json.loads(self._told))
            elif not open_:
                self.end = End(None)
        return self.end

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the child and what it started."""
        if self.wait(0) is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def hang_up(self) -> None:
        """Let the child read the end of its orders: it ends by itself when it has done them."""
        with suppress(OSError):
            self.wire.end.shutdown(socket.SHUT_WR)

    def close(self) -> End:
        """End the child, by force where it still runs, and what it started. Once: descriptors are reused."""
        if self.status < 0:
            return self.end
        self.signal(signal.SIGKILL)
        end = self.wait()
        if end.code is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self.wire.close()
        os.close(self.status)
        self.status = -1
        return end


class OwnChild(Child):
    """A child that this very process forked, and reaps."""

    def __init__(self, wire: Wire, pid: int) -> None:
        self.wire, self.end, self.pid, self.status = wire, None, pid, os.pidfd_open(pid)

    def wait(self, seconds: float | None = None) -> End | None:
        """The child's end; None where it still runs after `seconds`."""
        if self.end is None and select.select([self.status], [], [], seconds)[0]:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.end = End(**reap(self.pid))
        return self.end


def reap(pid: int) -> dict[str, float]:
    """Wait for a child of this process: exit code, CPU seconds and peak memory, as `End` takes them."""
    _, code, usage = os.wait4(pid, 0)
    cpu = usage.ru_utime + usage.ru_stime
    return {"code": os.waitstatus_to_exitcode(code), "cpu": cpu, "memory": usage.ru_maxrss * 1024}
