"""Where the narrative is and how it is divided: paragraphs with topic, section number and item number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan_nb.document import Paragraph, RawDocument
from juesuan_nb.flow import NUMERAL, is_heading, joined
from juesuan_nb.narrative.figures import figures, plain

OTHER = "other_matters"

TOPICS = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        ("performance", r"绩效"),
        ("three_public", r"三公"),
        ("agency_operating_costs", r"机关运行经费"),
        ("procurement", r"政府采购"),
        ("state_assets", r"国有资产"),
        (OTHER, r"其他(?:重要)?(?:事项|情况|说明)"),
        ("basic_expenditure", r"基本支出"),
        ("government_funds", r"政府性基金"),
        ("state_capital", r"国有资本经营"),
        ("appropriation_summary", r"财政拨款(?:收入支出|收支|收、支)"),
        ("general_public_expenditure", r"一般公共预算|财政拨款支出"),
        ("revenue_expenditure_summary", r"(?:收入支出|收支|收、支)(?:决算)?(?:总|情况)|收入支出.*总体"),
        ("revenue", r"收入决算|收入情况|收入总体"),
        ("expenditure", r"支出决算|支出情况|支出总体"),
    )
)
"""What a heading is about, by its words, in this order: the sections' numbers differ from province to province."""

_PART = re.compile(rf"第({NUMERAL})部分[:、.]?(.*)")
_NARRATIVE_PART = re.compile(r"说明|情况|分析")
_NO_NARRATIVE = re.compile(r"概况|基本情况|名词|附件|报表|决算表|^附表")
_ENDS = tuple(re.compile(rf"(?:{NUMERAL}、)?{words}") for words in (r"(?:专业)?名词解释", r"(?:附件|附表).{0,30}"))
_MAJOR = re.compile(rf"({NUMERAL})、(.*)", re.DOTALL)
_MINOR = re.compile(rf"\(({NUMERAL})\)(.*)", re.DOTALL)
_ITEM = re.compile(r"\(?(\d{1,2})(?:[.、)](?!\d)|[.、](?=\d{4}年))")
_TITLE = re.compile(r"[^。:;,]{0,45}?(?:情况说明|的说明|情况)(?=[。:]|\d{4}年|$)|[^。:;,]{0,45}(?=[。:]|$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the narrative: `text` is what follows heading and number, plain, from `start` of the paragraph on.

    `title` is the nearest heading, `numbered` whether the paragraph itself carries `item_no`.
    """

    topic: str
    section: str
    item_no: int | None
    paragraph: Paragraph
    start: int
    text: str
    title: str
    numbered: bool

    @property
    def major(self) -> str:
        """The section's number without that of its sub-section."""
        return self.section.partition("(")[0]


def passages(document: RawDocument) -> Iterator[Passage]:
    """The narrative's paragraphs in reading order, without headings; nothing of contents, tables or attachments."""
    place = _Position()
    for paragraph in _narrative(joined(document.paragraphs)):
        text = plain(paragraph.text)
        start = place.read_heading(text)
        item = _ITEM.match(text, start)
        if item:
            place.item_no, start = int(item[1]), item.end()
            place.retitle(text[start:])
        if text[start:].strip("。:") and place.topic:
            yield Passage(
                place.topic, place.section, place.item_no, paragraph, start, text[start:], place.title, bool(item)
            )


def topic_of(title: str) -> str:
    """The topic that a heading names, or empty text."""
    return next((topic for topic, pattern in TOPICS if pattern.search(title)), "")


def _narrative(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs of the parts that explain; the text up to the last 名词解释 where a report has no such parts."""
    titles = [_part_title(paragraph.text) for paragraph in paragraphs]
    if not any(title and _explains(title) for title in titles):
        yield from paragraphs[: _last_end(paragraphs)]
        return
    inside = False
    for paragraph, title in zip(paragraphs, titles, strict=True):
        if title is not None:
            inside = _explains(title)
        elif inside:
            yield paragraph


def _last_end(paragraphs: list[Paragraph]) -> int:
    """Where the explanation of terms begins, or the attachments; contents lists name both before."""
    for pattern in _ENDS:
        if ends := [index for index, paragraph in enumerate(paragraphs) if pattern.fullmatch(paragraph.text)]:
            return ends[-1]
    return len(paragraphs)


def _part_title(text: str) -> str | None:
    found = _PART.fullmatch(plain(text))
    return found[2] if found and is_heading(found[0]) else None


def _explains(title: str) -> bool:
    return bool(_NARRATIVE_PART.search(title)) and not _NO_NARRATIVE.search(title)


@dataclass(slots=True)
class _Position:
    """Which section the reading is in."""

    major: str = ""
    minor: str = ""
    major_topic: str = ""
    topic: str = ""
    title: str = ""
    item_no: int | None = None

    @property
    def section(self) -> str:
        return f"{self.major}({self.minor})" if self.minor else self.major

    def read_heading(self, text: str) -> int:
        """Take up the heading that `text` begins with, if any; the offset where running text begins."""
        if found := _MAJOR.match(text):
            self.major, self.minor, self.item_no = found[1], "", None
            self.title = _title(found[2])
            self.major_topic = self.topic = topic_of(self.title)
            return len(text) - len(found[2]) + len(self.title)
        if found := _MINOR.match(text):
            self.title = _title(found[2])
            self.minor, self.item_no = found[1], None
            self.topic = self.major_topic
            self.retitle(self.title)
            return len(text) - len(found[2]) + len(self.title)
        return 0

    def retitle(self, title: str) -> None:
        """Under a heading that gathers other matters (or says nothing) the next storey says what it is about."""
        if self.major_topic in ("", OTHER):
            self.topic = topic_of(_title(title)) or self.topic


def _title(text: str) -> str:
    """The heading at the start of `text`; nothing where a sentence with figures follows the number at once."""
    found = _TITLE.match(text)
    return found[0] if found and not figures(found[0]) else ""
