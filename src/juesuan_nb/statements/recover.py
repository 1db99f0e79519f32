"""Give back codes and names that were lost in conversion: from the rest of the report first, then from the codebook."""

from collections.abc import Sequence
from difflib import get_close_matches

from juesuan_nb import codebook
from juesuan_nb.document import fold
from juesuan_nb.statements.by_code import TOTALS
from juesuan_nb.statements.draft import Draft, Item

_CLOSE = 0.8


def recover(drafts: Sequence[Draft]) -> None:
    """Complete the coded rows of all functional statements, each from what the others print."""
    known = {
        (item.code, fold(item.item)): draft.table.name
        for draft in drafts
        for item in draft.items
        if item.code and item.item and not item.recovered
    }
    for draft in drafts:
        before = ""
        for item in draft.items:
            if TOTALS.fullmatch(item.item):
                continue
            if not item.code:
                _recover_code(draft, item, before, known)
            elif not item.item:
                _recover_name(draft, item, known)
            before = item.code or before


def _recover_code(draft: Draft, item: Item, before: str, known: dict[tuple[str, str], str]) -> None:
    name = fold(item.item)
    elsewhere = [code for code, other in known if other == name]
    if code := _next_in_order(elsewhere, before, draft):
        source = f"《{known[code, name]}》同名科目"
    elif code := _next_in_order(codebook.codes_named(item.item), before, draft):
        source = "政府收支分类科目表"
    else:
        close = get_close_matches(name, {other for _, other in known}, n=1, cutoff=_CLOSE)
        code = _next_in_order([code for code, other in known if close and other == close[0]], before, draft)
        source = f"名称相近的科目“{close[0]}”" if close else ""
    if not code:
        draft.note("unplaced", f"{draft.table.name}的“{item.item}”没有编码，未能确定", item.place, item=item.item)
        return
    item.code, item.recovered = code, True
    draft.note(
        "code_recovered",
        f"{draft.table.name}的“{item.item}”丢失编码，补为{code}，依据{source}",
        item.place,
        code=code,
        item=item.item,
    )


def _next_in_order(candidates: Sequence[str], before: str, draft: Draft) -> str:
    """The candidate that can follow the row above: the first one after it, in the branch it stands in if one is.

    Rows ascend, so 行政运行 under 20801 is told from the one under 20139 by the row above. A code already taken in the
    table is no candidate.
    """
    taken = {item.code for item in draft.items}
    after = sorted(code for code in set(candidates) if code > before and code not in taken)
    branch = [code for code in after if _continues(code, before)]
    return (branch or after or [""])[0]


def _continues(code: str, before: str) -> bool:
    """Whether `code` may stand right below `before`: a child, a sibling, or the sibling of one of its parents."""
    chain = {"", before, *codebook.parents(before)}
    parent = codebook.parents(code)[0] if codebook.parents(code) else ""
    return parent in chain


def _recover_name(draft: Draft, item: Item, known: dict[tuple[str, str], str]) -> None:
    names = [name for code, name in known if code == item.code]
    name = names[0] if names else codebook.function_name(item.code)
    if name:
        source = f"《{known[item.code, name]}》同码科目" if names else "政府收支分类科目表"
        item.item, item.recovered = name, True
        draft.note(
            "name_recovered",
            f"{draft.table.name}的{item.code}丢失名称，补为“{name}”，依据{source}",
            item.place,
            code=item.code,
            item=name,
        )
