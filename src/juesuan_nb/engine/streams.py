"""stdout and stderr of a warm child: ipykernel's own streams, without its publishing thread."""

import codecs
import os
import select
import threading
from collections.abc import Callable

from ipykernel.iostream import IOPubThread, OutStream

from juesuan_nb.engine.wire import IOPUB, Channel, Wire


class Publisher(IOPubThread):
    """Stands for ipykernel's publishing thread; whoever flushes a stream sends by himself."""

    thread = None

    def __init__(self, wire: Wire) -> None:
        self.background_socket = self.socket = Channel(wire, IOPUB)
        self.io_loop = self

    def call_later(self, seconds: float, call: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, call)
        timer.daemon = True
        timer.start()

    def schedule(self, call: Callable[[], None]) -> None:
        call()

    def send_multipart(self, frames: list[bytes], *_: object, **__: object) -> None:
        self.socket.send_multipart(frames)

    def stop(self) -> None: ...

    def close(self) -> None: ...


class Stream(OutStream):
    """A stream that also takes what subprocesses and C code write to its file descriptor.

    ipykernel's thread may come too late for the end of a cell; here a flush first takes all that is there.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        self._taking, self._sending = threading.RLock(), threading.RLock()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        super().__init__(*args, **kwargs | {"watchfd": "force"})
        os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self._taking, self._sending, self._buffer_lock = threading.RLock(), threading.RLock(), threading.RLock()

    def _watch_pipe_fd(self) -> None:
        while self._should_watch:
            select.select([self._fid], [], [])
            self._take()

    def _take(self) -> None:
        with self._taking:
            while self._fid is not None and select.select([self._fid], [], [], 0)[0]:
                data = os.read(self._fid, 1 << 16)
                if not data:
                    return
                super().write(self._decoder.decode(data))

    def write(self, string: str) -> int | None:
        """Write after what came by the file descriptor before."""
        if self._is_master_process():
            self._take()
        return super().write(string)

    def flush(self) -> None:
        """Send everything that was written, by whatever way."""
        if self._is_master_process():
            self._take()
        self._flush()

    def _flush(self) -> None:
        with self._sending:
            super()._flush()
