"""The nine statements and their words, read once from vocabulary.toml (public_tables: national 2024 form)."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from juesuan_nb import codebook
from juesuan_nb.document import fold

_NUMERAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、]|其中:)+")


@dataclass(frozen=True)
class Statement:
    """One of the nine statutory tables. `layout`: two_sided, by_code, triples or one_row.

    `since` is the year of account from which on the table is published, 0 where it always was.
    """

    id: str
    title: str
    layout: str
    columns: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    wide_columns: tuple[str, ...] = ()
    extra_columns: tuple[str, ...] = ()
    since: int = 0


@dataclass(frozen=True)
class Line:
    """A line of one of the two summaries. `category` is the functional category it stands for, if any."""

    statement: str
    side: str
    key: str
    label: str
    number: int
    category: str = ""
    aliases: tuple[str, ...] = field(default=())


@cache
def _data() -> dict:
    return tomllib.loads((files("juesuan_nb") / "vocabulary.toml").read_text(encoding="utf-8"))


@cache
def statements() -> dict[str, Statement]:
    """The nine statements by identifier, in the order of the national form."""
    return {
        entry["id"]: Statement(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})
        for entry in _data()["statement"]
    }


@cache
def lines(statement: str) -> tuple[Line, ...]:
    """The lines of a summary statement, both sides, in 行次 order of the national form."""
    found = []
    for group in _data()["line"]:
        if group["statement"] != statement:
            continue
        if "first_category" in group:
            found += [
                Line(
                    statement,
                    group["side"],
                    f"category:{code}",
                    codebook.function_name(code),
                    group["first_category"] + place,
                    code,
                    tuple(_data()["categories"]["aliases"].get(code, ())),
                )
                for place, code in enumerate(_data()["categories"]["order"])
            ]
        found += [
            Line(statement, group["side"], line["key"], line["label"], line["number"], aliases=tuple(line["aliases"]))
            for line in group["lines"]
        ]
    return tuple(sorted(found, key=lambda line: line.number))


def bare(item: str) -> str:
    """An item's name for comparison: numeral, brackets' form and white space removed ("一、外交支出" → "外交支出")."""
    return _NUMERAL.sub("", fold(item))


@cache
def _line_index(statement: str, side: str) -> dict[str, Line]:
    index = {}
    for line in lines(statement):
        if line.side == side:
            for name in (line.label, *line.aliases):
                index.setdefault(re.sub(r"\(.*\)$", "", fold(name)), line)
    return index


def find_line(statement: str, side: str, item: str) -> Line | None:
    """The line that `item` (as printed) names on one side of a summary; None if it is none of the form's lines."""
    return _line_index(statement, side).get(re.sub(r"\(.*\)$", "", bare(item)))


def column_names(column: str) -> tuple[str, ...]:
    """All wordings of a leaf head, the national one first."""
    return (column, *_data()["column_aliases"].get(column, ()))
