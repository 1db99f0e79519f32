"""Forking a clean child: what it takes over from the process it comes from, and what it must not."""

import atexit
import ctypes
import gc
import json
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from juesuan_nb.engine.wire import Wire

ORDER, FAILED = b"o", b"f"
PR_SET_PDEATHSIG = 1
warm = False
"""Whether this process was made warm in order to fork from it; its children are warm too."""
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


def one_thread() -> bool:
    """Whether this process has a single thread, counting those that libraries made: only then is a fork safe."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def fork(end: socket.socket, unwanted: Iterable[int]) -> int:
    """Fork a child that follows the order it reads from `end` and ends; returns its process id to the parent.

    The child closes the descriptors in `unwanted`, which are its parent's.
    """
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = _live(end, parent, unwanted)
    finally:
        os._exit(code)


def _live(end: socket.socket, parent: int, unwanted: Iterable[int]) -> int:
    atexit._clear()  # what the parent registered is the parent's to do
    os.setsid()
    _die_with(parent)
    for descriptor in unwanted:
        os.close(descriptor)
    wire = Wire(end)
    try:
        given = _order(wire)
        _settle(given)
        _target(given["target"])(wire, **given["arguments"])
        threading._shutdown()
        atexit._run_exitfuncs()
    except SystemExit:
        return 0
    except BaseException:
        wire.send(FAILED, [traceback.format_exc().encode()])
        return 1
    return 0


def _die_with(parent: int) -> None:
    """Be killed when the parent ends, however it ends."""
    if _prctl:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _order(wire: Wire) -> dict:
    message = wire.one()
    if message is None:
        sys.exit()
    return json.loads(message[1][0])


def order(target: str, arguments: dict, environ: dict[str, str], cwd: str) -> list[bytes]:
    """The message that a child is waiting for: `target` is `module:function`, called with the wire and `arguments`."""
    return [json.dumps({"target": target, "arguments": arguments, "environ": environ, "cwd": cwd}).encode()]


def _settle(given: dict) -> None:
    """Be as a process that was just started: environment, folder, streams, signals, chance."""
    for descriptor in range(3):
        _silence(descriptor)
    _original_streams()
    os.environ.clear()
    os.environ.update(given["environ"])
    os.chdir(given["cwd"])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    tempfile.tempdir = None
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    gc.enable()


def _target(name: str) -> Callable[..., None]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _silence(descriptor: int) -> None:
    """Let a file descriptor lead nowhere: the standard streams of a child belong to nobody's terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    if nowhere != descriptor:
        os.close(nowhere)


def _original_streams() -> None:
    """Fresh Python streams over descriptors 0 to 2, as a new process has them."""
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
