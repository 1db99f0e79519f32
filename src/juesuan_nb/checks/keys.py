"""The name of a finding that survives unrelated changes, so that what analysts noted of it finds it again.

A finding is known by its rule and by what it speaks of: tables, place and, where the place does not say it, codes.
Never by its figures, page or line: a corrected figure elsewhere, a new layout or a newer version must not lose the
note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from juesuan_nb.checks.model import Outcome, Rule
from juesuan_nb.document import fold

_PRINTED_AT = re.compile(r"（[^（）]*第\d+[页行][^（）]*）|（）")
_AMOUNT = re.compile(r"[-−]?[\d,]*\d\.\d+%?")
_BY_PLACE = ("RD", "FT", "AR")
"""Families whose codes are those of all figures that take part: they change with each of these, the place does not."""
_DIGITS = 8


def finding_key(rule: str, outcome: Outcome) -> str:
    """ "FT03-1a2b3c4d": rule code and eight hexadecimal digits over tables, place (with its scope) and codes."""
    return _key(rule, _subject(rule, outcome))


def finding_keys(findings: Iterable[tuple[Rule, Outcome]]) -> list[str]:
    """The keys of all findings of a report, each another: where the subject is the same, places and words set apart."""
    pairs = [(rule.code, outcome) for rule, outcome in findings]
    levels = [[_key(rule, parts(rule, outcome)) for rule, outcome in pairs] for parts in (_subject, _places, _words)]
    counts = [Counter(level) for level in levels]
    chosen = (
        next((key for key, count in zip(keys, counts, strict=True) if count[key] == 1), keys[-1])
        for keys in zip(*levels, strict=True)
    )
    return list(_numbered(chosen))


def _subject(rule: str, outcome: Outcome) -> tuple[str, ...]:
    """What the finding is about. Without a place it speaks of all places of its rule (the gathered tails)."""
    if not outcome.place:
        return ()
    codes = () if rule[:2] in _BY_PLACE else sorted(outcome.codes)
    return (*outcome.tables, _bare(outcome.place), *codes)


def _places(rule: str, outcome: Outcome) -> tuple[str, ...]:
    return (*_subject(rule, outcome), *outcome.codes, *map(_bare, outcome.places))


def _words(rule: str, outcome: Outcome) -> tuple[str, ...]:
    return (*_places(rule, outcome), fold(outcome.message))


def _numbered(keys: Iterable[str]) -> Iterator[str]:
    """The same words about the same place twice: only their order is left."""
    seen: Counter[str] = Counter()
    for key in keys:
        seen[key] += 1
        yield f"{key}-{seen[key]}" if seen[key] > 1 else key


def _bare(place: str) -> str:
    """A place without page, line and figures."""
    return fold(_AMOUNT.sub("", _PRINTED_AT.sub("", place)))


def _key(rule: str, parts: tuple[str, ...]) -> str:
    return f"{rule}-{sha256('|'.join(parts).encode()).hexdigest()[:_DIGITS]}"
