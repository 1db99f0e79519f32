"""Page numbers and running heads: what stands at the edge of a page and belongs to no sentence."""

import re
from collections import defaultdict
from collections.abc import Sequence

from juesuan_nb.readers.pdf.lines import Line
from juesuan_nb.readers.pdf.page import Page

_EDGE = 0.1
"""Share of a page's height, above and below, that may carry heads, feet and page numbers."""
_NUMBER = re.compile(r"[-—–~·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–~·\s]*")
_ROMAN = re.compile(r"[-—–\s]*[ivxIVX]{1,6}[-—–\s]*")
_KEPT = re.compile(r"单位[:：]|公开\d+表|表$|第[一二三四五六七八九十]+部分")
"""What tables need again on every page, even where it is printed at the edge."""
_REPEATED = 3


def without_margins(pages: Sequence[Page], texts: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of each page without page numbers and without the repeats of running heads; the first of them stays."""
    kept = []
    for page, found in zip(pages, texts, strict=True):
        numbers = {line for line in _at_edge(page, found) if _is_number(line.text)}
        kept.append([line for line in found if line not in numbers])
    seen: dict[tuple, list[tuple[int, Line]]] = defaultdict(list)
    for at, (page, found) in enumerate(zip(pages, kept, strict=True)):
        for line in _at_edge(page, found):
            if not _KEPT.search(line.text):
                seen[_likeness(line, page)].append((at, line))
    for places in seen.values():
        if len({at for at, _ in places}) >= _REPEATED:
            for at, line in places[1:]:
                kept[at].remove(line)
    return kept


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _ROMAN.fullmatch(text))


def _at_edge(page: Page, lines: Sequence[Line]) -> list[Line]:
    """The outermost lines of a page that stand in its margins."""
    if not lines:
        return []
    first, last = min(line.box[3] for line in lines), max(line.box[1] for line in lines)
    return [
        line
        for line in lines
        if (line.box[3] < page.height * _EDGE and line.box[1] <= first)
        or (line.box[1] > page.height * (1 - _EDGE) and line.box[3] >= last)
    ]


def _likeness(line: Line, page: Page) -> tuple:
    """Heads on pages of one size stand at one height and differ at most in a page number."""
    return re.sub(r"\d+\s*$|^\s*\d+", "#", line.text), round(line.box[1] / 4), round(page.height)
