"""The warm parent: a clean process of one thread that imports what notebooks need, and forks on request.

Run as `python -m juesuan_nb.engine.parent DESCRIPTOR MODULES`, by `host.WarmParent` only. It lives as long as the
process at the other end of the socket: when that ends, however it ends, the parent kills its children and ends too.
"""

import atexit
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

KERNEL = (
    "juesuan_nb.engine.kernel", "IPython.core.completer", "IPython.core.completerlib", "IPython.core.debugger",
    "IPython.core.logger", "IPython.core.oinspect", "IPython.core.pylabtools", "IPython.extensions.storemagic",
    "faulthandler", "numpy.random", "tornado.platform.asyncio",
)  # fmt: skip
"""What every kernel imports; not matplotlib_inline, which sets itself up when a kernel imports it."""


def load(modules: Iterable[str]) -> str:
    """Import modules, and call `module:function` entries; returns what went wrong in Chinese, or nothing.

    Importing may start threads (in C libraries too); a process that has them cannot be forked safely.
    """
    from juesuan_nb.engine.birth import one_thread

    for entry in modules:
        name, _, function = entry.partition(":")
        try:
            module = import_module(name)
            if function:
                getattr(module, function)()
        except Exception as error:
            return f"预先导入 {entry} 失败：{type(error).__name__}: {error}"
        if not one_thread():
            return f"{entry} 在导入时启动了线程"
    return ""


def serve(control: socket.socket) -> None:
    """Fork a child per request until the other end closes; tell of each end on the status pipe that came with it.

    A request without descriptors is a list of further modules.
    """
    children: dict[int, tuple[int, int]] = {}  # pidfd → pid, status pipe
    settled = False
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor != control.fileno():
                poll.unregister(descriptor)
                _bury(descriptor, *children.pop(descriptor))
                continue
            request, given, _, _ = socket.recv_fds(control, 1 << 16, 2)
            if not request:
                return _leave(children)
            if not given:
                warm_up(control, json.loads(request))
                settled = False
                continue
            if not settled:
                _settle()
                settled = True
            pidfd, child = _bear(control, given, children)
            children[pidfd] = child
            poll.register(pidfd, select.POLLIN)


def _settle() -> None:
    """What is there stays: no child need look through it. What is free goes back: a child would have to copy it."""
    gc.freeze()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # in glibc
        trim(0)


def _bear(
    control: socket.socket, given: list[int], children: dict[int, tuple[int, int]]
) -> tuple[int, tuple[int, int]]:
    from juesuan_nb.engine.birth import fork

    end, status = given
    unwanted = [control.fileno(), status, *children, *(pipe for _, pipe in children.values())]
    wire = socket.socket(fileno=end)
    pid = fork(wire, unwanted)
    wire.close()
    os.write(status, f"{pid}\n".encode())
    return os.pidfd_open(pid), (pid, status)


def _bury(pidfd: int, pid: int, status: int) -> None:
    """Kill what the child left running in its session, reap it, and say how it ended and what it took."""
    from juesuan_nb.engine.child import reap

    os.close(pidfd)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    end = reap(pid)
    with suppress(OSError):
        os.write(status, json.dumps(end).encode() + b"\n")
    os.close(status)


def _leave(children: dict[int, tuple[int, int]]) -> None:
    for pidfd, (pid, status) in children.items():
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        _bury(pidfd, pid, status)


def warm_up(control: socket.socket, modules: Iterable[str]) -> None:
    """Load, and say when that is done, or what is in the way."""
    from juesuan_nb.engine import birth

    problem = load(modules)
    birth.warm = not problem
    control.send(json.dumps({"problem": problem}).encode())


def main() -> None:
    """Warm up and serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    del sys.path[0]  # the folder of whoever started us; a kernel puts its own in
    gc.disable()  # children enable it; here it would look through every module again and again
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    warm_up(control, [*KERNEL, *json.loads(sys.argv[2])])
    serve(control)
    atexit._run_exitfuncs()
    os._exit(0)  # to take a hundred thousand objects apart would keep the supervisor waiting


if __name__ == "__main__":
    main()
