"""Give back codes and names that were lost in conversion: from the rest of the report first, then from the codebook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby, pairwise

from juesuan_nb import codebook
from juesuan_nb.document import fold
from juesuan_nb.statements.by_code import TOTALS
from juesuan_nb.statements.draft import Draft, Item

_CLOSE = 0.8
_ECHO = re.compile(r"^\d{2,4}(?=[一-鿿])")

Known = dict[tuple[str, str], str]
"""(code, folded name) → the table that prints both."""


@dataclass(frozen=True)
class Match:
    """The code found for a row that lost its own, its name, and where both are from; no code if none was found."""

    item: Item
    code: str
    name: str
    source: str


def recover(drafts: Sequence[Draft]) -> None:
    """Complete the coded rows of all functional statements, each from what the others print."""
    known = {
        (item.code, fold(item.item)): draft.table.name
        for draft in drafts
        for item in draft.items
        if item.code and item.item and not item.recovered
    }
    for draft in drafts:
        _recover_codes(draft, known)
        for item in draft.items:
            if item.code and not item.item:
                _recover_name(draft, item, known)
        _restore_order(draft)


def _recover_codes(draft: Draft, known: Known) -> None:
    """The rows of a page without codes are read in the order that explains more of them: it may run bottom-up."""
    before = ""
    rows: list[Item] = []
    for (lost, _), group in groupby(draft.items, lambda item: (_is_lost(item), item.piece)):
        run = list(group)
        if lost:
            taken = {item.code for item in draft.items}
            ways = [(order, start) for start in (before, "") for order in (run, run[::-1])]
            matches = min(
                (_assign(order, start, known, taken) for order, start in ways),
                key=lambda tried: sum(not match.code for match in tried),
            )
            run = [match.item for match in matches]
            for match in matches:
                _apply(draft, match)
        rows += run
        before = next((item.code for item in reversed(run) if item.code), before)
    draft.items = rows


def _is_lost(item: Item) -> bool:
    return not item.code and not TOTALS.fullmatch(item.item)


def _assign(items: Sequence[Item], before: str, known: Known, taken: set[str]) -> list[Match]:
    taken = set(taken)
    matches = []
    for item in items:
        match = _match(item, before, known, taken)
        matches.append(match)
        taken.add(match.code)
        before = match.code or before
    return matches


def _match(item: Item, before: str, known: Known, taken: set[str]) -> Match:
    for name in dict.fromkeys((item.item, _ECHO.sub("", item.item))):
        folded = fold(name)
        elsewhere = [code for code, other in known if other == folded]
        if code := _next_in_order(elsewhere, before, taken):
            return Match(item, code, name, f"《{known[code, folded]}》同名科目")
        if not elsewhere and (code := _next_in_order(_listed(name, taken), before, taken)):
            return Match(item, code, name, "政府收支分类科目表")
    close = get_close_matches(fold(item.item), {other for _, other in known}, n=1, cutoff=_CLOSE)
    code = _next_in_order([code for code, other in known if close and other == close[0]], before, taken)
    return Match(item, code, item.item, f"名称相近的科目“{close[0]}”" if close else "")


def _listed(name: str, taken: set[str]) -> list[str]:
    """The codes of a name in the codebook; of one that many 款 share (行政运行), those whose 款 the table prints."""
    codes = codebook.codes_named(name)
    return [
        code for code in codes if len(codes) == 1 or not codebook.parents(code) or codebook.parents(code)[0] in taken
    ]


def _next_in_order(candidates: Sequence[str], before: str, taken: set[str]) -> str:
    """The candidate that can follow the row above: the first one after it, in the branch it stands in if one is.

    Rows ascend, so 行政运行 under 20801 is told from the one under 20139 by the row above. A code already taken in the
    table is no candidate.
    """
    after = sorted(code for code in set(candidates) if code > before and code not in taken)
    branch = [code for code in after if _continues(code, before)]
    return (branch or after or [""])[0]


def _continues(code: str, before: str) -> bool:
    """Whether `code` may stand right below `before`: a child, a sibling, or the sibling of one of its parents."""
    chain = {"", before, *codebook.parents(before)}
    parent = codebook.parents(code)[0] if codebook.parents(code) else ""
    return parent in chain


def _apply(draft: Draft, match: Match) -> None:
    item, table = match.item, draft.table.name
    if not match.code:
        draft.note("unplaced", f"{table}的“{item.item}”没有编码，未能确定", item.place, item=item.item)
        return
    item.code, item.item, item.recovered = match.code, match.name, True
    message = f"{table}的“{item.item}”丢失编码，补为{item.code}，依据{match.source}"
    draft.note("code_recovered", message, item.place, code=item.code, item=item.item)


def _recover_name(draft: Draft, item: Item, known: Known) -> None:
    names = [name for code, name in known if code == item.code]
    name = names[0] if names else codebook.function_name(item.code)
    if name:
        source = f"《{known[item.code, name]}》同码科目" if names else "政府收支分类科目表"
        item.item, item.recovered = name, True
        message = f"{draft.table.name}的{item.code}丢失名称，补为“{name}”，依据{source}"
        draft.note("name_recovered", message, item.place, code=item.code, item=name)


def _restore_order(draft: Draft) -> None:
    """Put the rows of a page that runs bottom-up in the order of their codes; totals keep their end of the table."""
    codes = [item.code for item in draft.items if item.code]
    falling = sum(later < earlier for earlier, later in pairwise(codes))
    if draft.table.statement and falling > 1 and all(item.code or TOTALS.fullmatch(item.item) for item in draft.items):
        totals_last = not draft.items[-1].code
        draft.items.sort(key=lambda item: (bool(item.code) != totals_last, item.code))
        draft.note("order_restored", f"{draft.table.name}有一页自下而上排列，已按科目编码恢复顺序", draft.table.place)
