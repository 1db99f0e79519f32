"""Errors of the text: items, headings, contents, lists of names, years, template residue."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from juesuan_nb.synth.page import Heading, Prose, Told
from juesuan_nb.synth.planting import (
    Kind,
    Mutation,
    Outcome,
    Planted,
    one_of,
    prose,
    told_spots,
    with_block,
    with_word,
)
from juesuan_nb.synth.report import SyntheticReport

_NUMBER = "第?[一二三四五六七八九十]+(、|部分)"


def _items(report: SyntheticReport) -> list[int]:
    """The paragraphs of 具体情况, by number of the block."""
    return [
        number for number, block in prose(report) if "（项）" in block.text and re.match(r"（?\d+[.、）]", block.text)
    ]


def item(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """One item of the narrative is left out."""
    number = one_of(dice, _items(report))
    if number is None:
        return None
    code = next((word.code for word in report.blocks[number].words if isinstance(word, Told)), "")
    return with_block(report.blocks, number), Planted(kind.name, code=code)


def number_repeated(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """An item carries the number of the one before it."""
    number = one_of(dice, _items(report)[1:])
    if number is None:
        return None
    block = report.blocks[number]
    before = re.search(r"\d+", block.text)[0]
    after = str(int(before) - 1)
    blocks = with_word(report.blocks, number, 0, block.words[0].replace(before, after, 1))
    return blocks, Planted(kind.name, item=block.text[:20], expected=before, found=after)


def year(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """One heading names another year."""
    named = [
        number
        for number, block in enumerate(report.blocks)
        if isinstance(block, Heading) and str(report.year) in block.text
    ]
    number = one_of(dice, named[1:] or named)
    if number is None:
        return None
    block = report.blocks[number]
    wrong = str(report.year - 1)
    heading = replace(block, text=block.text.replace(str(report.year), wrong))
    told = Planted(kind.name, item=block.text, expected=str(report.year), found=wrong)
    return with_block(report.blocks, number, heading), told


def _worded(pattern: str, new: Callable[[re.Match[str], SyntheticReport], str], figures: bool = True) -> Mutation:
    """Plain words of a paragraph that match are others; `figures`: only of paragraphs that print some."""

    def change(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
        having = [
            (number, place, found)
            for number, block in prose(report)
            if not figures or any(isinstance(word, Told) for word in block.words)
            for place, word in enumerate(block.words)
            if isinstance(word, str) and (found := re.search(pattern.replace("YEAR", str(report.year)), word))
        ]
        if not having:
            return None
        number, place, found = dice.choice(having)
        word, wrong = report.blocks[number].words[place], new(found, report)
        blocks = with_word(report.blocks, number, place, word[: found.start()] + wrong + word[found.end() :])
        return blocks, Planted(kind.name, item=word[:20], expected=found[0], found=wrong)

    return change


def wording_of_terms(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """事业部门 for 事业单位 in the name of an item."""
    found = [number for number in _items(report) if "事业单位" in report.blocks[number].text]
    number = one_of(dice, found)
    if number is None:
        return None
    turn = lambda text: text.replace("事业单位", "事业部门")  # noqa: E731
    words = tuple(
        turn(word) if isinstance(word, str) else replace(word, subject=turn(word.subject))
        for word in report.blocks[number].words
    )
    told = Planted(kind.name, item=report.blocks[number].text[:40], expected="事业单位", found="事业部门")
    return with_block(report.blocks, number, Prose(words)), told


def residue(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """The template's XX stands where an amount should."""
    spot = one_of(dice, told_spots(report, lambda word: word.measure == "outturn"))
    if spot is None:
        return None
    word = report.blocks[spot[0]].words[spot[1]]
    told = Planted(kind.name, "", word.code, word.subject, word.measure, word.text, f"XX{word.unit}")
    return with_word(report.blocks, *spot, f"XX{word.unit}"), told


def contents(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """The contents list leaves out a numbered section of the text."""
    numbered = [block for block in report.blocks if isinstance(block, Heading) and re.match(_NUMBER, block.text)]
    headings = {block.text for block in numbered if block.depth == 3}
    listed = [number for number, block in prose(report) if block.text in headings]
    number = one_of(dice, listed[1:-1])
    if number is None:
        return None
    return with_block(report.blocks, number), Planted(kind.name, item=report.blocks[number].text)


def heading_repeated(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """A section carries the number of the one before it."""
    found = [
        number
        for number, block in enumerate(report.blocks)
        if isinstance(block, Heading) and re.match("[一二三四五六七八九十]+、", block.text)
    ]
    place = one_of(dice, range(1, len(found)))
    if place is None:
        return None
    (before, _, title), earlier = report.blocks[found[place]].text.partition("、"), report.blocks[found[place - 1]].text
    after = earlier.partition("、")[0]
    heading = replace(report.blocks[found[place]], text=f"{after}、{title}")
    return with_block(report.blocks, found[place], heading), Planted(
        kind.name, item=title, expected=before, found=after
    )


def listing(report: SyntheticReport, dice: Random, kind: Kind) -> Outcome:
    """A name is missing in the list of 人员经费 or 公用经费."""
    found = [
        (number, place)
        for number, block in prose(report)
        if any(isinstance(word, Told) and word.subject in ("人员经费", "公用经费") for word in block.words)
        for place, word in enumerate(block.words)
        if isinstance(word, str) and word.startswith("，主要包括") and word.count("、") > 1
    ]
    if not found:
        return None
    number, place = dice.choice(found)
    lead, _, names = report.blocks[number].words[place].partition("：")
    listed = names.split("、")
    gone = listed.pop(dice.randrange(len(listed) - 1))
    return with_word(report.blocks, number, place, f"{lead}：{'、'.join(listed)}"), Planted(kind.name, item=gone)


TEXT_ERRORS: dict[str, Mutation] = {
    "item": item,
    "number": number_repeated,
    "year": year,
    "year_text": _worded(
        "YEAR年度?(?!.*比)", lambda found, report: found[0].replace(str(report.year), str(report.year - 2))
    ),
    "residue": residue,
    "residue_choice": _worded("(增加|减少)$", lambda found, report: "增加（减少）"),
    "wording": wording_of_terms,
    "contents": contents,
    "heading": heading_repeated,
    "list": listing,
}
"""Kind → function, for what is wrong in the frame of the text."""
