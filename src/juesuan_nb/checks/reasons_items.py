"""Items by the words that tell them apart, and what the text says that their money was for."""

from __future__ import annotations

import re
from functools import cache

from juesuan_nb import codebook
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.reasons import pattern, plain
from juesuan_nb.checks.told import ITEM_DIGITS, Told
from juesuan_nb.document import fold

_LEAST_CORE = 3
_LEAST_NAME = 5


@cache
def core(name: str) -> str:
    """What tells an item apart: 机关事业单位基本养老保险缴费支出 → 养老保险."""
    return pattern("items", "common").sub("", fold(name))


def own_name(told: Told) -> str:
    """The last name of an item, without its code."""
    return fold(told.name.removeprefix(told.code)).strip()


def broad(name: str) -> bool:
    """Whether an item's name says nothing of what its money is for."""
    return bool(pattern("items", "broad").fullmatch(name)) or len(core(name)) < 2


def shares_word(text: str, name: str) -> bool:
    """Whether a text has two neighbouring characters of what tells an item apart."""
    word = core(name)
    return any(word[at : at + 2] in text for at in range(len(word) - 1))


def mentions(text: str, name: str, least: int = _LEAST_CORE) -> bool:
    """Whether a text names an item: by what tells it apart, where that is long enough to be no common word."""
    word = core(name)
    return (len(word) >= least and word in text) or (len(name) >= _LEAST_NAME and name in text)


def foreign(use: str, told: Told, others: dict[str, str]) -> tuple[str, str, bool] | None:
    """Code and name of another item that a use speaks of instead of its own, and whether that is certain.

    Certain is a use that gives the other's full name, not as a word for people, and has no word of its own item.
    """
    name = own_name(told)
    if mentions(use, name, 2) or pattern("items", "moved").search(use):
        return None
    named = {code: other for code, other in others.items() if mentions(use, other)}
    if not named:
        return None
    code, other = max(named.items(), key=lambda pair: len(pair[1]))
    _, whole, after = use.partition(other)
    people = pattern("items", "people").match(after)
    return code, other, bool(whole) and not people and "、" not in use and not shares_word(use, name)


def items(facts: Facts) -> list[Told]:
    """The items of 一般公共预算 with code and number, as the text lists them."""
    return [told for told in facts.told if told.topic == "general_public_expenditure" and len(told.code) == ITEM_DIGITS]


def kin(told: Told, listed: list[Told]) -> dict[str, str]:
    """The other items that a use may belong to, name by code: those of the report, and plain ones of the same 款."""
    found = {code: name for code, name in _same_section(told.code[:5]) if len(core(name)) > _LEAST_CORE}
    found |= {other.code: own_name(other) for other in listed}
    own = core(own_name(told))
    return {code: name for code, name in found.items() if code != told.code and not broad(name) and core(name) != own}


@cache
def _same_section(section: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every 项 of a 款 in the codebook."""
    entries = codebook.functions().values()
    return tuple((one.code, fold(one.name)) for one in entries if one.parent == section)


def uses(facts: Facts) -> dict[str, list[str]]:
    """What the money of each item was for, by code: as its own passages say, and as its reason says."""
    told = items(facts)
    texts = _passages(facts)
    found: dict[str, list[str]] = {}
    for item in told:
        name, number = own_name(item), (item.section, item.item_no)
        own = [text for text in texts.get(number, []) if name in text and text.count("(项)") <= 1]
        said = [use for text in (*own, item.reason) for use in _uses(plain(text, facts.report.year))]
        found[item.code] = list(dict.fromkeys(said))
    return found


def _passages(facts: Facts) -> dict[tuple[str, int | None], list[str]]:
    """The running text of each numbered item: its numbered passage and those that follow without a number."""
    found: dict[tuple[str, int | None], list[str]] = {}
    for passage in facts.passages:
        key = (passage.section, passage.item_no)
        if passage.numbered or key not in found:
            found.setdefault(key, []).append(fold(passage.text))
        else:
            found[key][-1] += fold(passage.text)
    return found


def _uses(text: str) -> list[str]:
    matches = pattern("items", "use").finditer(text)
    return [use for match in matches if (use := (match["use"] or match["paid"] or "").strip(",:;"))]


def everyday(text: str) -> bool:
    """Whether a use fits many items."""
    return bool(re.search(pattern("items", "everyday"), text))
