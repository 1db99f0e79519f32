"""The rules of families FT and AR, made from footing.toml and articulation.toml."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from juesuan_nb.checks.identity import Identity
from juesuan_nb.checks.literal import sample
from juesuan_nb.checks.model import Example, Rule

_FILES = ("footing.toml", "articulation.toml")
_FIELDS = ("relation", "each", "by_column", "when", "severity", "split", "if_absent")


def identity(entry: dict) -> Identity:
    """An identity from its TOML entry. Raises ValueError on a term that cannot be read."""
    pairs = tuple((tuple(pair["left"]), tuple(pair["right"])) for pair in (entry, *entry.get("pairs", ())))
    fields = {name: entry[name] for name in _FIELDS if name in entry}
    found = Identity(entry["code"], entry["title"], pairs=pairs, **fields)
    if not found.terms:
        raise ValueError(f"{entry['code']} has no terms")
    return found


def as_rule(entry: dict) -> Rule:
    """The rule of an identity, with its examples: the literal tables as they stand, and with one text replaced.

    With `any_table` it looks at each of its tables that is there; else it needs all of them.
    """
    relation = identity(entry)
    return Rule(
        code=relation.code,
        title=relation.title,
        severity=relation.severity,
        basis=entry.get("basis", "form"),
        relation=str(relation),
        check=relation.check,
        needs=() if entry.get("any_table") else tuple(f"table:{name}" for name in relation.statements),
        examples=tuple(_examples(entry, relation.severity)),
    )


def _examples(entry: dict, severity: str) -> Iterator[Example]:
    """`example` holds; with the text `broken` replaced in it, it does not. Raises ValueError where it lacks that."""
    if text := entry.get("example", ""):
        yield Example("相符", sample(text), "passed")
    if broken := entry.get("broken", ()):
        old, new = broken
        if old not in text:
            raise ValueError(f"{entry['code']}: {old!r} is not in the example")
        yield Example("不符", sample(text.replace(old, new, 1)), "failed", severity)


def entries(name: str) -> list[dict]:
    """The identities of a file, as they stand in it."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))["identity"]


def load() -> list[Rule]:
    """All rules of both files."""
    return [as_rule(entry) for name in _FILES for entry in entries(name)]
