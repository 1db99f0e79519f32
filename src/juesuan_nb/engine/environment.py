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

_before: dict[str, str] | None = None


def calm_down() -> None:
    """Set in this process what a warm parent has; `original` still tells what was there before."""
    global _before  # noqa: PLW0603
    if _before is None:
        _before = dict(os.environ)
        os.environ.update(calm(_before))


def forget() -> None:
    """In a child: its environment is its own again."""
    global _before  # noqa: PLW0603
    _before = None


def calm(environ: dict[str, str]) -> dict[str, str]:
    """The environment of a warm parent whose host has `environ`."""
    return INLINE | environ | CALM


def original() -> dict[str, str]:
    """The environment as it would be without `calm_down`: what a notebook gets."""
    now = dict(os.environ)
    if _before is None:
        return now
    return {name: value for name, value in now.items() if name not in CALM | INLINE} | {
        name: _before[name] for name in CALM | INLINE if name in _before
    }


def at_start() -> tuple[str, ...]:
    """What identifies the environment that a parent was started in, relative paths made whole."""
    listed = [f"{name}={value}" for name, value in sorted(original().items()) if name.startswith(AT_START)]
    relative = any(path and not os.path.isabs(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep))  # noqa: PTH117
    return (*listed, os.getcwd() if relative else "")  # noqa: PTH109
