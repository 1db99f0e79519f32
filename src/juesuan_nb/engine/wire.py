"""Messages over a Unix stream socket: a channel's name and the frames of one Jupyter protocol message.

The frames are those that `jupyter_client.session.Session` makes; only ZeroMQ between the two ends is replaced.
"""

import fcntl
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    import asyncio

HEAD, LENGTH = struct.Struct("!cI"), struct.Struct("!Q")
SHELL, IOPUB = b"s", b"i"
Message = tuple[bytes, list[bytes]]
Hear = Callable[[bytes, list[bytes]], None]


_wires: "WeakSet[Wire]" = WeakSet()


def _unlock() -> None:
    """In a forked process: a lock that another thread held stays held by nobody."""
    for wire in _wires:
        wire._lock = threading.Lock()


os.register_at_fork(after_in_child=_unlock)


class Wire:
    """One end. `send` may be called by any thread and by processes that a cell forks off: messages never mix."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._lock = threading.Lock()
        self._guard = os.memfd_create("wire")  # a lock that forked processes share
        self._rest = bytearray()
        _wires.add(self)

    def send(self, channel: bytes, frames: Sequence[bytes | memoryview]) -> None:
        """Send one message whole; blocks while the other end does not read. Raises OSError where it is gone."""
        views = [memoryview(frame).cast("B") for frame in frames]
        head = HEAD.pack(channel, len(views)) + b"".join(LENGTH.pack(view.nbytes) for view in views)
        with self._lock:
            fcntl.lockf(self._guard, fcntl.LOCK_EX)
            try:
                self.end.sendall(head)
                for view in views:
                    self.end.sendall(view)
            finally:
                fcntl.lockf(self._guard, fcntl.LOCK_UN)

    def listen(self, loop: "asyncio.AbstractEventLoop", hear: Hear, ended: Callable[[], None]) -> None:
        """Have `loop` call `hear` with channel and frames of every message, and `ended` at the end of the stream."""

        def read() -> None:
            if not self._read():
                return ended()
            for message in self.whole():
                hear(*message)
            return None

        for message in self.whole():
            loop.call_soon(hear, *message)
        loop.add_reader(self.end, read)

    def deafen(self, loop: "asyncio.AbstractEventLoop") -> None:
        """Listen no more."""
        loop.remove_reader(self.end)

    def one(self) -> Message | None:
        """The next message, waited for; what came after it is kept. None at the end of the stream."""
        while (message := next(self.whole(), None)) is None:
            if not self._read():
                return None
        return message

    def whole(self) -> Iterator[Message]:
        """The messages that were read already."""
        while (found := _first(self._rest)) is not None:
            message, used = found
            del self._rest[:used]
            yield message

    def _read(self) -> bool:
        try:
            data = self.end.recv(1 << 20)
        except OSError:
            return False
        self._rest += data
        return bool(data)

    def close(self) -> None:
        self.end.close()
        os.close(self._guard)


def _first(data: bytearray) -> tuple[Message, int] | None:
    """The first message of `data` and how many bytes it takes, where it is there whole."""
    if len(data) < HEAD.size:
        return None
    channel, count = HEAD.unpack_from(data)
    at = HEAD.size + count * LENGTH.size
    if len(data) < at:
        return None
    lengths = [LENGTH.unpack_from(data, HEAD.size + place * LENGTH.size)[0] for place in range(count)]
    if len(data) < at + sum(lengths):
        return None
    frames = []
    for length in lengths:
        frames.append(bytes(data[at : at + length]))
        at += length
    return (channel, frames), at


class Channel:
    """What kernel and session take for a socket: sends on one channel of the wire."""

    def __init__(self, wire: Wire, name: bytes) -> None:
        self.wire, self.name, self._owner = wire, name, os.getpid()

    def send_multipart(self, frames: list[bytes], *_: object, **__: object) -> None:
        """Send the frames. A process that a cell forked off and that ran on to the cell's end is ended here."""
        if self.name == SHELL and os.getpid() != self._owner:
            os._exit(0)
        self.wire.send(self.name, frames)

    def flush(self, *_: object) -> None:
        """Nothing waits here."""
