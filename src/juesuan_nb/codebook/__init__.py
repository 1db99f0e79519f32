"""政府收支分类科目 (base year 2024): functional and economic classification codes and names.

Data: three CSV files beside this module, each row with a grade of trust (A seen in a document since 2018, B seen in an
older list and known to hold, C known but unconfirmed, D doubtful). A code that is missing here is never an error.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from juesuan_nb.document import fold


@dataclass(frozen=True, slots=True)
class Code:
    """One classification code: `side` is the budget (fund) of a functional code or the side of an economic one."""

    code: str
    name: str
    level: str
    parent: str
    side: str
    grade: str
    aliases: tuple[str, ...] = ()


def _load(name: str, side: str) -> dict[str, Code]:
    with (files(__package__) / name).open(encoding="utf-8-sig") as file:
        return {
            row["code"]: Code(
                row["code"],
                row["name"],
                row["level"],
                row["parent"],
                row[side],
                row["grade"],
                tuple(filter(None, row["aliases"].split("|"))),
            )
            for row in csv.DictReader(file)
        }


@cache
def functions() -> dict[str, Code]:
    """Functional classification: 类, 款 and 项 by code."""
    return _load("function_codes.csv", "fund")


@cache
def economics() -> dict[str, Code]:
    """Economic classification for departments: 类 and 款 by code."""
    return _load("economic_codes.csv", "scope")


def function_name(code: str) -> str:
    """The 2024 name of a functional code; empty where the codebook does not know it."""
    return functions()[code].name if code in functions() else ""


@cache
def _by_name(economic: bool) -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for code in (economics() if economic else functions()).values():
        for name in (code.name, *code.aliases):
            index[fold(name)] = (*index.get(fold(name), ()), code.code)
    return index


def codes_named(name: str, *, economic: bool = False, parent: str = "") -> tuple[str, ...]:
    """All codes that carry a name (brackets and white space do not count), under `parent` only if it is given."""
    return tuple(code for code in _by_name(economic).get(fold(name), ()) if code.startswith(parent) and code != parent)


def parents(code: str) -> tuple[str, ...]:
    """The codes above a functional code, nearest first: 2080505 → 20805, 208."""
    return tuple(code[:length] for length in (5, 3) if length < len(code))
