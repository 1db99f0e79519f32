"""Stated reasons: where one stands, and the figures it explains."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from juesuan_nb.narrative.claim import Claim
from juesuan_nb.narrative.sections import Passage

_MARK = re.compile(
    r"(?<![及和])(?:主要|具体|变动|增减|差异|变化)*(?<![及和])(?:的)?原因(?:主要)?(?:[是为:]|系|在于|,(?=一是))+"
    r"|主要(?:是因为|是由于|系|因为|由于|是(?!用于|指|包括|反映|负责|用来|为))"
)
_USE = re.compile(r"[,;][^,;]{0,12}(?:用途|主要)(?:包括|用于)")
_CONTRADICTS = re.compile(r"决算.*(?:出入|不一致|不符|不同|差异)")
_YEAR_ON_YEAR = {"yoy_change", "yoy_rate"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason's place in a plain sentence: its marker begins at `mark`, the reason itself is `start` to `end`."""

    mark: int
    start: int
    end: int


def find_reasons(sentence: str, figure_starts: Sequence[int] = ()) -> list[Reason]:
    """The reasons a sentence states; each runs to the full stop, or to a semicolon after which figures follow."""
    found: list[Reason] = []
    for match in _MARK.finditer(sentence):
        if not found or match.start() >= found[-1].end:
            found.append(Reason(match.start(), match.end(), _end(sentence, match.end(), figure_starts)))
    return found


def _end(sentence: str, start: int, figure_starts: Sequence[int]) -> int:
    end = len(sentence.rstrip("。"))
    cuts = (match.start() for match in re.compile(";").finditer(sentence, start, end))
    end = next((cut for cut in cuts if any(figure > cut for figure in figure_starts)), end)
    return use.start() if (use := _USE.search(sentence, start, end)) else end


def attach(claims: list[Claim], passage: Passage, sentence: int, offset: int, reasons: Iterable[Reason]) -> None:
    """Give each reason of a sentence (by number and offset in the passage) to the claims that it explains."""
    begin = offset
    for reason in reasons:
        told = [claim for claim in claims if begin <= claim.start < offset + reason.mark]
        if all(claim.measure == "direction" for claim in told):
            told = _last_sentence(claims, sentence) + told
            subject = _named(told, passage.text[begin : offset + reason.mark])
        else:
            subject = told[-1].subject
        explained = [claim for claim in told if claim.subject == subject]
        if {claim.measure for claim in explained} <= _YEAR_ON_YEAR:
            explained = _opening(claims, explained) + explained
        elif passage.numbered:
            explained = [claim for claim in claims if claim.subject == subject]
        _give(explained, _words(passage, offset + reason.start, offset + reason.end))
        begin = offset + reason.end


def _named(claims: Sequence[Claim], words: str) -> str:
    """The subject that a sentence of its own names (“…与上年差异较大的原因是”), else the last one spoken about."""
    named = [claim.subject for claim in claims if claim.subject in words]
    return max(named, key=len) if named else next((claim.subject for claim in reversed(claims)), "")


def _last_sentence(claims: Sequence[Claim], sentence: int) -> list[Claim]:
    """The claims of the last sentence with figures before this one."""
    earlier = [claim for claim in claims if claim.sentence < sentence and claim.measure != "direction"]
    return [claim for claim in earlier if claim.sentence == earlier[-1].sentence]


def _opening(claims: Sequence[Claim], compared: Sequence[Claim]) -> list[Claim]:
    """The lone total in the sentence before its year-on-year comparison; nothing where that sentence says more."""
    front = _last_sentence(claims, compared[0].sentence) if compared else []
    return front if len(front) == 1 and front[0].subject == compared[0].subject else []


def attach_later(previous: Sequence[Claim], passage: Passage, amounts: set[int]) -> None:
    """A paragraph without figures may explain those of the paragraph before it.

    What it says about a discrepancy with the final accounts is about the money that these do not contain (`amounts`).
    """
    found = find_reasons(passage.text)
    if not found:
        return
    explained = [claim for claim in previous if claim.subject == previous[-1].subject]
    if passage.topic == "performance":
        apart = _CONTRADICTS.search(passage.text[: found[0].mark])
        explained = [claim for claim in previous if apart and claim.reading.amount not in amounts | {None}]
    stop = passage.text.find("。", found[0].start)
    _give(explained, _words(passage, found[0].start, stop if stop >= 0 else len(passage.text)))


def _give(claims: Iterable[Claim], reason: str) -> None:
    for claim in claims:
        claim.reason = claim.reason or reason


def _words(passage: Passage, start: int, end: int) -> str:
    """The reason as printed."""
    return passage.paragraph.text[passage.start + start : passage.start + end].strip("：:，,；;。 ")
