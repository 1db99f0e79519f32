"""The names an analyst types. Each is loaded when it is first used, so that `juesuan --help` and imports stay quick."""

from importlib import import_module

__version__ = "0.1.0"

_HOME = {
    "load_report": "juesuan_nb.report",
    "Report": "juesuan_nb.report",
    "load_budget": "juesuan_nb.budget",
    "check": "juesuan_nb.checks",
    "measures": "juesuan_nb.measures",
    "charts": "juesuan_nb.charts",
    "compare": "juesuan_nb.compare",
    "table": "juesuan_nb.tables",
    "show": "juesuan_nb.evidence",
    "run": "juesuan_nb.workbook",
}

__all__ = [
    "Report",
    "__version__",
    "charts",
    "check",
    "compare",
    "load_budget",
    "load_report",
    "measures",
    "run",
    "show",
    "table",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_HOME[name])
    return module if module.__name__ == f"{__name__}.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return __all__
