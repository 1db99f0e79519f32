"""A kernel within the process that asks for it: for a clean child that runs one notebook and then ends.

It saves the fork, the pages that two processes copy, and the way of every message through a socket: a sixth of what a
report of a batch takes. It cannot do what only a process of its own can: die, be stopped, be forked, leave. A notebook
that does such a thing, and any that fails, is `Apart`: to be run again by the warm engine, in a clean process.
"""

import asyncio
import gc
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager

from juesuan_nb.engine.client import WarmClient, WarmManager
from juesuan_nb.engine.kernel import WarmApp, application
from juesuan_nb.engine.safety import Apart, obstacle
from juesuan_nb.engine.wire import Hear

UNSIGNED = ""
"""Key of messages that do not leave the process."""


class Short:
    """One end of a wire within the process: what it sends is heard at its `other` end when the loop comes to it."""

    def __init__(self, other: "Short | None" = None) -> None:
        self.other = other or Short(self)

    def send(self, channel: bytes, frames: Sequence[bytes | memoryview]) -> None:
        """As a wire; any thread may call it, and messages keep their order."""
        self.other.hear(channel, [bytes(frame) for frame in frames])

    def listen(self, loop: asyncio.AbstractEventLoop, hear: Hear, _: Callable[[], None]) -> None:
        """As a wire; there is no end of the stream."""
        self.hear = partial(loop.call_soon_threadsafe, hear)

    def deafen(self, _: asyncio.AbstractEventLoop) -> None:
        """Listen no more."""
        self.hear = lambda *_: None


class Here:
    """This process in the place of a child."""

    def __init__(self) -> None:
        self.wire, self.pid = Short(), os.getpid()

    def wait(self, _: float | None = None) -> None:
        """It has not ended."""


class HereClient(WarmClient):
    """The client of the kernel in this process."""

    app: WarmApp

    async def start_channels(self) -> None:
        """Start the kernel on the running loop."""
        await super().start_channels()
        self.app = application(self.child.wire.other, self.session.key.decode())
        self.app.kernel.start()


class HereManager(WarmManager):
    """The kernel in this process, as nbclient manages it."""

    client_class = HereClient

    def shutdown_kernel(self, now: bool = False) -> None:
        """Hear no more of it. IPython collects garbage when its process ends: in vain, and it takes long."""
        self.client().stop_channels()
        gc.freeze()


def execute(nb_man: NotebookExecutionManager, kernel_name: str, **options: Any) -> NotebookNode:
    """What `warm.HereEngine` does."""
    if reason := obstacle(kernel_name, options):
        raise Apart(reason)
    manager, unfit = HereManager(Here(), UNSIGNED), []
    os.register_at_fork(before=lambda: unfit.append("单元复制了进程"))
    try:
        executed = NBClientEngine.execute_managed_notebook(nb_man, kernel_name, km=manager, **options)
    except Exception as error:
        raise Apart(str(error)) from error
    finally:
        manager.shutdown_kernel()
    if manager.client().app.shell.exit_now:
        unfit.append("单元要求退出")
    if any(cell.metadata["papermill"].get("exception") for cell in nb_man.nb.cells):
        unfit.append("单元出错")
    if unfit:
        raise Apart(unfit[0])
    return executed
