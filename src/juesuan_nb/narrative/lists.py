"""Enumerations with one set of figures: “货物、工程、服务采购金额分别为1万元、2万元和3万元”."""

import re
from collections.abc import Sequence
from itertools import pairwise

from juesuan_nb.narrative.figures import Figure

_RESPECTIVELY = re.compile(
    r"(?P<names>.*?)(?:数量)?分别(?:比[^,;。]*?)?(?P<verb>为|是|增加了?|减少了?|增长了?|下降了?|达到?|占[^,;。]*?的?)?$"
)
_BETWEEN = re.compile(r"[、,和及与\s]*")
_SUFFIX = re.compile(r"(?:采购金额|采购支出|支出|收入|总计|合计|金额|决算数?|预算数?|数量|数)$")


def read_list(sentence: str, clause: str, figures: Sequence[Figure]) -> list[str] | None:
    """The words before each of the figures that follow “分别”; an empty list where the numbers do not match.

    None where the clause is no such list. As many figures belong to it as there are names.
    """
    found = _RESPECTIVELY.fullmatch(clause)
    if not found:
        return None
    run = run_length(sentence, figures)
    for separators in ("、", "[、和与及]"):
        names = [name for name in re.split(separators, found["names"]) if name]
        if len(names) == run:
            return [name + (found["verb"] or "") for name in _completed(names)]
    return []


def run_length(sentence: str, figures: Sequence[Figure]) -> int:
    """How many of the figures, from the first on, follow each other with nothing between them."""
    length = 1
    for one, other in pairwise(figures):
        if not _BETWEEN.fullmatch(sentence, one.end, other.start):
            break
        length += 1
    return length


def _completed(names: list[str]) -> list[str]:
    """货物, 工程, 服务采购金额 → 货物采购金额, 工程采购金额, 服务采购金额."""
    suffix = _SUFFIX.search(names[-1])
    if not suffix or suffix.start() == 0 or any(_SUFFIX.search(name) for name in names[:-1]):
        return names
    return [*(name + suffix[0] for name in names[:-1]), names[-1]]
