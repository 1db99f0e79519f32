"""The variables that matter to a warm parent: what keeps it single-threaded, and what must not differ from its host."""

import os

CALM = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_MAX_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Keeps libraries from starting threads, and ipykernel's debugger from complaining, when they are imported."""
INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""What a kernel sets before anything imports matplotlib; a host's own choice goes before it."""
AT_START = ("PYTHON", "LD_", "LC_", "LANG", "TZ", "HOME", "MPL", "XDG_", "IPYTHON", "JUPYTER", "VIRTUAL_ENV")
"""Variables that are read when a process starts or imports: a parent serves only while they are the same."""


def calm(environ: dict[str, str]) -> dict[str, str]:
    """The environment of a warm parent whose host has `environ`."""
    return INLINE | environ | CALM


def at_start() -> tuple[str, ...]:
    """What identifies the environment that a parent was started in, relative paths made whole."""
    listed = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(AT_START)]
    relative = any(path and not os.path.isabs(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep))  # noqa: PTH117
    return (*listed, os.getcwd() if relative else "")  # noqa: PTH109
