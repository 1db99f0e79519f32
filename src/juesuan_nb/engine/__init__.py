"""The warm engine: papermill notebooks in children forked from a process that has imported everything already.

    papermill --engine juesuan-warm in.ipynb out.ipynb
    papermill.execute_notebook("in.ipynb", "out.ipynb", engine_name="juesuan-warm", preload=["scipy"])

The outputs are those of the standard engine. The first notebook of a process starts a warm parent; every further one
saves the start of a kernel and its imports. Where a fork is not safe or the notebook wants another kernel, the
standard engine runs it; the log and the notebook's metadata (papermill.engine_fallback) say why.
"""

import sys

FORKS = sys.platform.startswith("linux")
"""Whether processes can be forked as the engine does it."""

__all__ = ["FORKS", "HERE", "NAME", "PRELOAD", "Apart", "WarmEngine", "register"]


def __getattr__(name: str) -> object:
    """The engine when it is first asked for: papermill takes a while to import, a warm parent can be started before."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from juesuan_nb import sooner  # noqa: F401  # before nbformat

    # isort: split

    import papermill.engines  # noqa: F401  # first: it loads the engines that are installed, this one among them

    from juesuan_nb.engine import safety, warm

    return getattr(safety if name == "Apart" else warm, name)
