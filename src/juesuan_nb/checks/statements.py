"""Statements in words (statements.toml): what they say, and where the text or a table's remark says it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from juesuan_nb import frames
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.reasons import plain
from juesuan_nb.document import fold

_SENTENCE = re.compile("[^。!?\n]+")
_CLAUSE = re.compile("[^,;]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in words; see statements.toml. `deny`, `affirm`, `each` and `told` are by topic."""

    name: str
    words: re.Pattern[str]
    deny: Mapping[str, list[str]] = field(default_factory=dict)
    affirm: Mapping[str, list[str]] = field(default_factory=dict)
    each: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    severity: str = "error"
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def find(self, clause: str) -> re.Match[str] | None:
        """The statement in a clause; one that denies stands at its very end."""
        return self.words.search(clause)

    def terms(self, topic: str, match: re.Match[str]) -> list[str]:
        """The figures it speaks of in a section of that topic."""
        if topic in self.each:
            return [self.each[topic].format(name) for name in re.split("[、和及与]", match["names"])]
        return list({**self.deny, **self.affirm}.get(topic, ()))


@dataclass(frozen=True, slots=True)
class Said:
    """A clause that makes a statement: `sure` where nothing but who, when and why stands before it."""

    statement: Statement
    match: re.Match[str]
    topic: str
    section: str
    text: str
    sure: bool
    where: str
    scope: str = ""


@cache
def _data() -> dict:
    return tomllib.loads((files(__package__) / "statements.toml").read_text(encoding="utf-8"))


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in _data()[name]))


@cache
def statements() -> tuple[Statement, ...]:
    """All statements."""
    return tuple(_statement(dict(entry)) for entry in _data()["statement"])


def _statement(entry: dict) -> Statement:
    stop = "" if "affirm" in entry else "$"
    words = re.compile("|".join(f"(?:{word}){stop}" for word in entry.pop("words")))
    return Statement(words=words, yes=tuple(entry.pop("yes")), no=tuple(entry.pop("no")), **entry)


def said(facts: Facts) -> Iterator[Said]:
    """Every statement that the narrative and the remarks under the tables make, in the order of the print.

    `scope` is that of the set of statements (汇总, 本级) that a remark stands in.
    """
    for passage in facts.passages:
        where = str(passage.paragraph.place_at(passage.start))
        yield from _in_text(facts, passage.text, passage.topic, f"情况说明{passage.section}", where)
    for table in frames.rows(facts.report.tables):
        if table.statement in _data()["keyword"]:
            place = f"《{table.table}》表下说明"
            yield from (
                replace(one, scope=table.scope) for one in _in_text(facts, table.remark, table.statement, place, "")
            )


def _in_text(facts: Facts, text: str, topic: str, section: str, where: str) -> Iterator[Said]:
    known = [statement for statement in statements() if _speaks(statement, topic)]
    for sentence in _SENTENCE.findall(_named(facts, text)) if known else ():
        if _any("condition").search(sentence):
            continue
        for found in _CLAUSE.finditer(sentence):
            for statement in known:
                if match := statement.find(found[0]):
                    yield from _said(statement, match, topic, section, sentence, found, where)


def _speaks(statement: Statement, topic: str) -> bool:
    return any(topic in part for part in (statement.deny, statement.affirm, statement.each, statement.told))


def _named(facts: Facts, text: str) -> str:
    """Plain text in which the department is 本部门."""
    name = fold(facts.report.department)
    return plain(fold(text).replace(name, "本部门") if name else text, facts.report.year)


def _said(
    statement: Statement, match: re.Match, topic: str, section: str, sentence: str, clause: re.Match, where: str
) -> Iterator[Said]:
    before, earlier = clause[0][: match.start()], sentence[: clause.start()]
    if _any("averted" if statement.affirm else "apart").search(before):
        return
    if re.search("上年|往年|年初", before) or (_any("earlier").search(earlier) and "本年" not in before):
        return
    sure = bool(statement.affirm) or bool(re.fullmatch(f"(?:{_any('before').pattern})*", before))
    yield Said(statement, match, topic, section, clause[0], sure, where)


def says_empty(remark: str) -> str:
    """The sentence of a remark that says that the table has no data, if any."""
    sentences = _SENTENCE.findall(plain(remark))
    found = (one for one in sentences if _any("empty").search(one) and not _any("condition").search(one))
    return next(found, "")


def keywords() -> Mapping[str, str]:
    """The word that a remark about a statement names, by statement."""
    return _data()["keyword"]
