"""The catalogue: every rule by code. A rule is registered once, where it is written."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from inspect import cleandoc

from juesuan_nb.checks import identities
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.model import FAMILIES, Outcome, Rule
from juesuan_nb.errors import UsageError

_MODULES = (
    "localise",
    "coding",
    "completeness",
    "contents",
    "kind",
    "names",
    "naming",
    "numbering",
    "sections",
    "units",
    "replaced",
    "residue",
    "reading",
    "own_account",
    "narrative",
    "ratios",
    "changes",
    "compared",
    "disclosed",
    "shares",
    "listed",
    "named",
    "operating",
    "procurement",
    "three_public",
    "counts",
    "twice",
    "variances",
    "anomalies",
    "statements_in_words",
    "explanations",
    "reasons_shared",
    "reasons_total",
    "leads",
    "pairs",
    "peers",
    "scores",
    "performance",
    "indicators",
    "coverage",
    "evaluated",
    "moneywords",
    "gradings",
    "repeated",
)
_declared: dict[str, Rule] = {}

Check = Callable[[Facts], Iterator[Outcome]]


def declare(code: str, title: str, **fields: object) -> Callable[[Check], Check]:
    """Enter a function into the catalogue; its docstring (Chinese) is the relation that the rule's page states."""

    def enter(check: Check) -> Check:
        if code in _declared:
            raise ValueError(f"rule {code} is declared twice")
        _declared[code] = Rule(code, title, relation=cleandoc(check.__doc__ or ""), check=check, **fields)
        return check

    return enter


@cache
def _catalogue() -> dict[str, Rule]:
    for name in _MODULES:
        import_module(f"{__package__}.{name}")
    return {entry.code: entry for entry in identities.load()} | _declared


def rules(own: Iterable[Rule] = ()) -> list[Rule]:
    """Every rule, with those of analysts, in the order of the families and codes."""
    families = list(FAMILIES)
    return sorted([*_catalogue().values(), *own], key=lambda entry: (families.index(entry.family), entry.code))


def rule(code: str, own: Iterable[Rule] = ()) -> Rule:
    """One rule. Raises UsageError on an unknown code."""
    known = {entry.code: entry for entry in rules(own)}
    if code.upper() not in known:
        raise UsageError(f"没有编号为“{code}”的规则，可用的有：{'、'.join(known)}。")
    return known[code.upper()]


def chosen(select: Iterable[str], ignore: Iterable[str], own: Iterable[Rule] = ()) -> list[Rule]:
    """The rules whose code or family is in `select` (all where empty) and not in `ignore`.

    Raises UsageError on an unknown code.
    """
    own = list(own)
    wanted, left_out = ({name.upper() for name in names} for names in (select, ignore))
    for name in sorted(wanted | left_out):
        if name not in FAMILIES:
            rule(name, own)
    return [
        entry
        for entry in rules(own)
        if (not wanted or {entry.code, entry.family} & wanted) and not {entry.code, entry.family} & left_out
    ]
