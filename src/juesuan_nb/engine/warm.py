"""The engine itself: papermill's standard one with a warm child in the place of the kernel."""

import logging
import os
import secrets
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager, papermill_engines

from juesuan_nb.engine import FORKS
from juesuan_nb.engine.safety import obstacle

if FORKS:  # elsewhere these do not even import, and papermill imports every engine that is installed
    from juesuan_nb.engine import host
    from juesuan_nb.engine.child import WarmError
    from juesuan_nb.engine.client import WarmManager

NAME, HERE = "juesuan-warm", "juesuan-here"
PRELOAD = ("pandas", "matplotlib.pyplot")
VARIABLE = "JUESUAN_WARM_PRELOAD"
"""Environment variable with the modules to import beforehand, separated by commas, where no option says it."""

log = logging.getLogger(__name__)
_told: set[str] = set()


class WarmEngine(Engine):
    """papermill's standard engine with a warm child in the place of the kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        preload: Sequence[str] | None = None,
        start_timeout: float = 60,
        **options: Any,
    ) -> NotebookNode:
        """Execute; `preload` are modules (or `module:function` to call) for the warm parent, the rest as papermill's.

        Raises what the standard engine raises, DeadKernelError and CellTimeoutError among it.
        """
        options["start_timeout"] = start_timeout
        reason = obstacle(kernel_name, options)
        if not reason:
            try:
                manager = _manager(_preload(preload), start_timeout)
            except WarmError as error:
                reason = str(error)
        if reason:
            _fall_back(nb_man, reason)
            return NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
        try:
            return NBClientEngine.execute_managed_notebook(nb_man, kernel_name, km=manager, **options)
        finally:
            manager.shutdown_kernel()


class HereEngine(Engine):
    """papermill's standard engine with the kernel in this process, which must do nothing else of weight afterwards."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any
    ) -> NotebookNode:
        """Execute. Raises Apart where the notebook has to be run by the warm engine instead."""
        from juesuan_nb.engine.here import execute  # not before: it brings ipykernel, which hosts need not have

        return execute(nb_man, kernel_name, **options)


def _manager(modules: Sequence[str], seconds: float) -> WarmManager:
    key = secrets.token_hex(16)
    return WarmManager(host.start("juesuan_nb.engine.kernel:serve", {"key": key}, modules, seconds), key)


def _preload(given: Sequence[str] | None) -> tuple[str, ...]:
    if given is not None:
        return tuple(given)
    listed = os.environ.get(VARIABLE)
    return PRELOAD if listed is None else tuple(name.strip() for name in listed.split(",") if name.strip())


def _fall_back(nb_man: NotebookExecutionManager, reason: str) -> None:
    """Say once in the log, and in each notebook, that the standard engine runs it."""
    nb_man.nb.metadata.papermill["engine_fallback"] = reason
    if reason not in _told:
        _told.add(reason)
        log.warning("改用标准引擎：%s。", reason)


def register() -> None:
    """Make the engines known to papermill; there is an entry point only for the first, the other is for batches."""
    papermill_engines.register(NAME, WarmEngine)
    papermill_engines.register(HERE, HereEngine)
