"""The kernel of a warm child: ipykernel's application, kernel and shell, with a wire where ZeroMQ was.

Everything a cell can see is ipykernel's own: magics, displays, input, tracebacks, top-level await, start-up files.
"""

import asyncio
import sys
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any as Anything

import ipykernel_launcher
import zmq
from ipykernel import debugger, ipkernel
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets import Any
from traitlets.config import Config

from juesuan_nb.engine.streams import Publisher
from juesuan_nb.engine.wire import SHELL, Channel, Wire

debugger._is_debugpy_available = False  # papermill never debugs; debugpy would start threads
CONFIG = {"HistoryManager": {"hist_file": ":memory:"}, "IPKernelApp": {"log_level": 50}}
"""Given as such: a parser of all options that ipykernel has takes a hundredth of a report's time."""


class Shell(Channel):
    """The shell channel as the kernel knows it: requests come in by callback, replies go out."""

    def on_recv(self, callback: Callable[[list[zmq.Frame]], Anything], copy: bool = False) -> None:
        """Call `callback` for every request; stop the loop at the end of the stream."""
        loop = IOLoop.current().asyncio_loop

        def hear(_: bytes, frames: list[bytes]) -> None:
            asyncio.ensure_future(callback([zmq.Frame(frame) for frame in frames]))  # noqa: RUF006

        def ended() -> None:
            self.wire.deafen(loop)
            loop.stop()

        self.wire.listen(loop, hear, ended)


class NoThread:
    """Stands where ipykernel has the thread of its shell channel: there is none, cells run in the main thread."""

    parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class WarmKernel(IPythonKernel):
    """ipykernel's kernel; its streams are no ZeroMQ streams, and one thread reads requests and runs cells."""

    shell_stream = Any()
    _execute_sleep = 0  # half a millisecond per cell in which ZeroMQ's thread may send: a wire has sent
    shell_channel_thread = NoThread()
    _supports_kernel_subshells = False

    def __init__(self, **given: object) -> None:
        """Make kernel and shell, without listing the files of all modules: that is for debuggers.

        To look at each of two thousand modules is to copy the page that it lies on from the warm parent.
        """
        ipkernel.sys = SimpleNamespace(**(vars(sys) | {"modules": {}}))
        try:
            super().__init__(**given)
        finally:
            ipkernel.sys = sys


class WarmApp(IPKernelApp):
    """ipykernel's application without sockets, threads and connection file."""

    wire = Any()

    def _nothing(self, *_: object, **__: object) -> None: ...

    init_poller = init_connection_file = init_heartbeat = write_connection_file = log_connection_info = _nothing
    cleanup_connection_file = close = parse_command_line = _nothing

    def init_sockets(self) -> None:
        """Take the wire for the sockets."""
        self.iopub_thread = Publisher(self.wire)
        self.iopub_socket = self.iopub_thread.background_socket

    def init_io(self) -> None:
        """Put our streams in place; nothing is echoed."""
        self.outstream_class = "juesuan_nb.engine.streams.Stream"
        super().init_io()

    def init_kernel(self) -> None:
        """Make kernel and shell."""
        self.kernel = WarmKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=Shell(self.wire, SHELL),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count


def serve(wire: Wire, *, key: str) -> None:
    """Be a kernel on `wire` until its other end closes; `key` signs the messages."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    wire.end.setblocking(True)
    application(wire, key).start()


def application(wire: Anything, key: str) -> WarmApp:
    """ipykernel's application on `wire`, ready to start."""
    sys.argv = [ipykernel_launcher.__file__, "-f", "kernel-warm.json"]
    app = WarmApp.instance(wire=wire, session=Session(key=key.encode()), config=Config(CONFIG))
    app.initialize()
    return app
