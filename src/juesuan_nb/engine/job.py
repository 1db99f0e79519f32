"""A function called in a clean child: for whole jobs (a batch's reports), so that nothing passes from one to the next.

    job = Job("juesuan_nb.workbook:run", "报告.txt", out="reports", engine="warm")
    job.result(timeout=600); job.end.cpu, job.end.memory

A job whose function runs notebooks by the warm engine forks their kernels in place: what it read, they have.
"""

import json
from collections.abc import Sequence
from importlib import import_module
from time import monotonic
from typing import Any

from juesuan_nb.engine.child import End, WarmError
from juesuan_nb.engine.host import start
from juesuan_nb.engine.wire import Wire

RESULT, ERROR = b"r", b"e"


class JobError(Exception):
    """The function raised (`kind` is its exception's class as "module:name"), or the child ended before it returned."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Job:
    """A running call of `target` ("module:function") with arguments that JSON can hold. Raises WarmError."""

    def __init__(self, target: str, *args: object, modules: Sequence[str] = (), **kwargs: object) -> None:
        order = {"target": target, "args": args, "kwargs": kwargs}
        self.child = start("juesuan_nb.engine.job:serve", order, modules)
        self.end: End | None = None

    def result(self, timeout: float | None = None) -> Any:
        """What the function returned, as JSON gives it (a Path comes as text).

        Raises JobError, or TimeoutError where it takes longer than `timeout` seconds; the child is ended either way.
        """
        wire, deadline = self.child.wire, None if timeout is None else monotonic() + timeout
        try:
            wire.end.settimeout(timeout)
            message = wire.one()
            if message is None and deadline is not None and monotonic() >= deadline:
                raise TimeoutError(f"没有在 {timeout:g} 秒内完成")
            self.child.wait(1)
        finally:
            self.end = self.child.close()
        if message is None:
            raise JobError("", f"进程中途退出（{self.end.code}）")
        channel, (content, *_) = message
        if channel == RESULT:
            return json.loads(content)
        raise JobError(*json.loads(content)) if channel == ERROR else JobError("", content.decode())


def serve(wire: Wire, *, target: str, args: Sequence[object], kwargs: dict[str, object]) -> None:
    """In the child: call, and send what came of it."""
    module, _, function = target.partition(":")
    try:
        result = getattr(import_module(module), function)(*args, **kwargs)
    except Exception as error:
        kind = type(error)
        wire.send(ERROR, [json.dumps([f"{kind.__module__}:{kind.__qualname__}", str(error)]).encode()])
    else:
        wire.send(RESULT, [json.dumps(result, default=str).encode()])


__all__ = ["Job", "JobError", "WarmError", "serve"]
