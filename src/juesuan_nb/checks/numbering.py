"""Rule CP07: the numbers of the items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.told import Told
from juesuan_nb.narrative.sections import topic_of


def _numbered(*numbers: int) -> tuple[dict, ...]:
    return tuple(
        row
        for place, number in enumerate(numbers, start=1)
        for row in claims(
            "general_public_expenditure",
            f"20801{place:02} 某项(项) | outturn | 1.00 万元",
            item_no=number,
            section="五(三)",
        )
    )


_SECTION = re.compile(r"^.{2,40}(?:情况|说明)$")
_SECTIONS = "一、收入支出总体情况\n总计8.00万元。\n二、收入决算情况\n合计8.00万元。\n二、支出决算情况\n合计8.00万元。"


@declare(
    "CP07",
    "情况说明中各项的序号不重复、不跳号",
    severity="warning",
    basis="form",
    needs=("topic:general_public_expenditure",),
    examples=(
        Example("连续", sample("", _numbered(1, 2, 3)), "passed"),
        Example("重复", sample("", _numbered(1, 2, 2)), "failed", "warning"),
        Example("跳号", sample("", _numbered(1, 2, 4)), "failed", "warning"),
        Example("两部分同号", replace(sample("", _numbered(1)), lines=_SECTIONS), "failed", "warning"),
        Example(
            "部分连续", replace(sample("", _numbered(1)), lines=_SECTIONS.replace("二、支出", "三、支出")), "passed"
        ),
    ),
)
def numbering(facts: Facts) -> Iterator[Outcome]:
    """具体情况中各项的序号从1起连续，不重复，不跳号；情况说明相邻两部分不用同一个序号。"""
    items: dict[tuple[str, str], list[Told]] = {}
    for told in facts.told:
        if told.is_item and told.item_no is not None:
            items.setdefault((told.topic, told.section), []).append(told)
    for (_, section), listed in items.items():
        faults = list(_faults(section, listed))
        yield from faults or [passed(f"情况说明{section}")]
    yield from _sections(facts)


def _sections(facts: Facts) -> Iterator[Outcome]:
    """Two sections on end that carry one number; numbers that begin anew are a list inside a section."""
    heads = [line for line in facts.contents[1] if line.level == "major" and _SECTION.search(line.words)]
    for before, line in pairwise(heads):
        topics = topic_of(before.words), topic_of(line.words)
        if line.number == before.number != "一" and all(topics) and topics[0] != topics[1]:
            message = f"情况说明的序号{line.number}用了两次：“{before.words}”和“{line.words}”。"
            yield failed(f"情况说明{line.number}", message, places=(f"{line.shown}（{line.place}）",))


def _faults(section: str, listed: list[Told]) -> Iterator[Outcome]:
    before, place = 0, f"情况说明{section}"
    for position, told in enumerate(listed):
        if told.item_no == before and position:
            other = listed[position - 1]
            yield failed(
                place,
                f"{place}的序号{told.item_no}用了两次：“{other.name}”和“{told.name}”。",
                codes=tuple(filter(None, (other.code, told.code))),
                places=(*other.places, *told.places),
            )
        elif told.item_no != before + 1:
            message = f"{place}的序号由{before}跳到{told.item_no}（“{told.name}”）。"
            yield failed(place, message, codes=tuple(filter(None, (told.code,))), places=told.places)
        before = told.item_no
