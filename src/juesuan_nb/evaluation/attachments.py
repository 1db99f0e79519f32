"""A document → its attachments: what stands under each 附件N heading, rows of tables and paragraphs in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from juesuan_nb.document import Paragraph, Place, RawDocument, Row, squeeze
from juesuan_nb.flow import PART

_LABEL = re.compile(
    r"(附[件表](?:\d{1,2}?(?:[-—.]\d{1,2})?|[一二三四五六七八九十]{1,3})?)(?=\d{4}年|\D|$)([:：.、]?)(.*)"
)
"""附件 and its number; "附件1 2024年度…" has lost its space when it comes here."""
_LIKE_A_TITLE = re.compile(r"[《(（].*|\d{4}年.*|.*(?:表|报告|》)|")
_EVALUATES = re.compile(r"绩效|自评|评价|评估")
_UNIT = re.compile(r"单位[:：]?(?:人民币)?(亿元|万元|千元|百元|元)|[(（](?:单位[:：])?(亿元|万元|千元|百元|元)[)）]")
_LONGEST_HEADING = 60

Part = Paragraph | Row


@dataclass
class Attachment:
    """One attachment: `name` as printed ("附件1"; empty for what stands outside any), title, parts in reading order."""

    name: str
    title: str = ""
    unit: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def evaluates(self) -> bool:
        """Whether its title says that it is about performance."""
        return bool(_EVALUATES.search(self.title))


def attachments(document: RawDocument) -> list[Attachment]:
    """The attachments in reading order; the first holds what stands before any heading, under the name ""."""
    found = [Attachment("")]
    for part in _parts(document):
        text = _alone(part)
        if text and (heading := _heading(text)):
            found.append(Attachment(*heading, unit=found[-1].unit))
        else:
            found[-1].parts.append(part)
            found[-1].unit = found[-1].unit or (unit_in(text) if text else "")
    return found


def unit_in(text: str) -> str:
    """The unit of money that a text states ("单位:万元", "项目资金(万元)"); empty where it states none."""
    stated = _UNIT.search(squeeze(text))
    return (stated[1] or stated[2]) if stated else ""


def place_of(part: Part) -> Place:
    """Where a paragraph or the first cell of a row stands."""
    return part.place if isinstance(part, Paragraph) else part[0].place


def _parts(document: RawDocument) -> Iterator[Part]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (row for row in block.rows if row)


def _alone(part: Part) -> str:
    """The text of a paragraph, or of a row that has only one cell with text (a heading inside a sheet)."""
    if isinstance(part, Paragraph):
        return squeeze(part.text)
    texts = [squeeze(cell.text) for cell in part if cell.text.strip()]
    return texts[0] if len(texts) == 1 else ""


def _heading(text: str) -> tuple[str, str] | None:
    """(name, title) of a heading; "第五部分 附件" opens a nameless one until the first number."""
    if len(text) > _LONGEST_HEADING or text.endswith(("。", ";", "；")):
        return None
    if PART.match(text):
        return ("附件", "") if text.endswith("附件") else ("", "")
    label = _LABEL.fullmatch(text)
    if label and (label[2] or _LIKE_A_TITLE.fullmatch(label[3])):
        return label[1], label[3].strip("《》")
    return None
