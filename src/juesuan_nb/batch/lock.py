"""One supervisor per output folder, and none while a child of an earlier one still writes there.

The system lets go of these locks when a process ends, however it ends: none is ever stale.
"""

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from juesuan_nb.errors import JuesuanError

try:
    import fcntl
except ImportError:  # Windows has other locks: there the folder is not held
    fcntl = None

LOCK, WORKERS = ".juesuan/lock", ".juesuan/workers"
PATIENCE = 60.0
"""Seconds for the children of a supervisor that was killed to end; they end at once, unless the machine hangs."""


@contextmanager
def supervisor(out: Path) -> Iterator[str]:
    """Hold the folder; gives the token by which this run's children know that it still goes on.

    Raises JuesuanError where another run holds it.
    """
    (out / LOCK).parent.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("a+", encoding="utf-8") as held:
        if not _take(held):
            problem = f"{out}：另一个 juesuan run 正在往这个文件夹里写{_holder(held)}"
            raise JuesuanError(f"{problem}。请等它结束，或用 -o 换一个文件夹。")
        token = secrets.token_hex(8)
        held.truncate(0)
        held.write(json.dumps({"token": token, "pid": os.getpid(), "host": socket.gethostname()}))
        held.flush()
        _await_workers(out)
        yield token


@contextmanager
def worker(out: Path, token: str) -> Iterator[bool]:
    """Within the block no other supervisor begins; gives whether the one of `token` still is the present one."""
    with (out / WORKERS).open("a", encoding="utf-8") as held:
        if fcntl:
            fcntl.flock(held, fcntl.LOCK_SH)
        yield _present(out) == token


def _present(out: Path) -> str:
    return json.loads((out / LOCK).read_text(encoding="utf-8") or "{}").get("token", "")


def _await_workers(out: Path) -> None:
    with (out / WORKERS).open("a", encoding="utf-8") as held:
        deadline = time.monotonic() + PATIENCE
        while not _take(held):
            if time.monotonic() > deadline:
                raise JuesuanError(f"{out}：上一次运行留下的进程还没有结束。请结束它，或稍后再试。")
            time.sleep(0.05)


def _take(held: IO[str]) -> bool:
    """Whether the lock could be had; where there is none to be had, nobody else holds it."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise JuesuanError(
            f"{held.name}：这里不能给文件上锁（{error.strerror}）。请用 -o 换一个本机的文件夹。"
        ) from error
    return True


def _holder(held: IO[str]) -> str:
    held.seek(0)
    try:
        told = json.loads(held.read())
        return f"（进程 {told['pid']}，{told['host']}）"
    except (ValueError, KeyError):
        return ""
