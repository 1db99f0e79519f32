"""Imports jsonschema, which nbformat and papermill need, without the grammar of IRIs that takes a second to build.

To be imported before them. jsonschema builds that grammar (of the package rfc3987_syntax, where it is installed) for a
format which no notebook uses; here it is built when a value of that format is first looked at, with the same answer.
"""

import sys
from importlib.util import find_spec
from types import ModuleType

GRAMMAR = "rfc3987_syntax"


def _checked(term: str, value: str) -> bool:
    from rfc3987_syntax import is_valid_syntax

    return is_valid_syntax(term, value)


def _import() -> None:
    """Import jsonschema with a stand-in for the grammar, which is gone afterwards."""
    if "jsonschema" in sys.modules or GRAMMAR in sys.modules or not find_spec(GRAMMAR):
        return
    stand_in = ModuleType(GRAMMAR)
    stand_in.is_valid_syntax = _checked
    sys.modules[GRAMMAR] = stand_in
    try:
        import jsonschema  # noqa: F401
    finally:
        del sys.modules[GRAMMAR]


_import()
