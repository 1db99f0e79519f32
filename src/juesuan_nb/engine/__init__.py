"""The warm engine: papermill notebooks in children forked from a process that has imported everything already.

    papermill --engine juesuan-warm in.ipynb out.ipynb
    papermill.execute_notebook("in.ipynb", "out.ipynb", engine_name="juesuan-warm", preload=["scipy"])

The outputs are those of the standard engine. The first notebook of a process starts a warm parent; every further one
saves the start of a kernel and its imports. Where a fork is not safe or the notebook wants another kernel, the
standard engine runs it; the log and the notebook's metadata (papermill.engine_fallback) say why.
"""

from juesuan_nb import sooner  # noqa: F401  # before nbformat

# isort: split

import papermill.engines  # noqa: F401  # first: it loads the engines that are installed, this one among them

from juesuan_nb.engine.safety import Apart
from juesuan_nb.engine.warm import HERE, NAME, PRELOAD, WarmEngine, register

__all__ = ["HERE", "NAME", "PRELOAD", "Apart", "WarmEngine", "register"]
