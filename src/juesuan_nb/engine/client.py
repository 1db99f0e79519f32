"""nbclient's view of a warm child: a kernel manager and a kernel client whose channels are the child's wire.

Only the transport differs from the standard engine; what comes over it is processed by nbclient and papermill.
"""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.session import Session
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError

from juesuan_nb.engine.child import Child
from juesuan_nb.engine.wire import IOPUB, SHELL, Channel

PATIENCE = 5.0
"""Seconds for a kernel to stop its cell and to run what the notebook left for the exit."""


class Inbox(Channel):
    """One channel from the host's side: sends whole messages, and keeps those that came."""

    def __init__(self, client: "WarmClient", name: bytes) -> None:
        super().__init__(client.child.wire, name)
        self.client, self.waiting = client, asyncio.Queue()

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a request. Raises DeadKernelError where the kernel is gone."""
        try:
            self.client.session.send(self, message)
        except OSError as error:
            raise DeadKernelError("Kernel died") from error

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message. Raises queue.Empty where none comes within `timeout` seconds."""
        try:
            return await asyncio.wait_for(self.waiting.get(), timeout)
        except TimeoutError:
            raise Empty from None


class WarmClient(KernelClient):
    """A client whose channels are a wire."""

    def __init__(self, child: Child, key: str) -> None:
        super().__init__(session=Session(key=key.encode()))
        self.child, self.loop = child, None
        self.channels = {name: Inbox(self, name) for name in (SHELL, IOPUB)}
        self.failure = ""

    shell_channel = property(lambda self: self.channels[SHELL])
    iopub_channel = property(lambda self: self.channels[IOPUB])

    async def start_channels(self) -> None:
        """Read whatever comes while the running loop runs."""
        self.loop = asyncio.get_running_loop()
        self.child.wire.listen(self.loop, self._hear, self.stop_channels)

    def stop_channels(self) -> None:
        """Read no more."""
        if self.loop:
            self.child.wire.deafen(self.loop)
            self.loop = None

    def _hear(self, channel: bytes, frames: list[bytes]) -> None:
        if channel in self.channels:
            _, parts = self.session.feed_identities(frames)
            self.channels[channel].waiting.put_nowait(self.session.deserialize(parts))
        else:
            self.failure = frames[0].decode()

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers. Raises DeadKernelError where it ends instead."""
        self.kernel_info()
        deadline = self.loop.time() + (timeout or 60)
        while True:
            try:
                return await self.shell_channel.get_msg(timeout=0.2)
            except Empty:
                if not await self.is_alive() or self.loop.time() > deadline:
                    raise DeadKernelError(f"Kernel died before replying to kernel_info {self.failure}") from None

    async def is_alive(self) -> bool:
        """Whether the child still runs and can be heard."""
        return self.loop is not None and self.child.wait(0) is None


class WarmManager:
    """What nbclient asks of a kernel manager, for a child that runs already."""

    has_kernel = True
    ipykernel = True
    client_class = WarmClient

    def __init__(self, child: Child, key: str) -> None:
        self.child, self.kernel_id = child, str(child.pid)
        self._client = self.client_class(child, key)

    def client(self) -> WarmClient:
        """The one client of the child."""
        return self._client

    def is_alive(self) -> bool:
        """Whether the child runs."""
        return self.child.wait(0) is None

    def interrupt_kernel(self) -> None:
        """As Ctrl-C."""
        self.child.signal(signal.SIGINT)

    @run_sync
    async def shutdown_kernel(self, now: bool = False) -> None:
        """Interrupt what runs, hear what it still says, let it end; kill it where it takes longer than `PATIENCE`."""
        if not now:
            self.child.signal(signal.SIGINT)
            self.child.hang_up()
            await self._ended(PATIENCE)
        self._client.stop_channels()
        self.child.close()

    async def _ended(self, seconds: float) -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(self.child.status, ended.set)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ended.wait(), seconds)
        loop.remove_reader(self.child.status)

    def cleanup_resources(self) -> None:
        """Nothing is left behind."""
