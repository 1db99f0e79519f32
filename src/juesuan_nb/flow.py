"""Running text as an author wrote it: source lines joined into paragraphs, glued headings split off.

Readers give one Paragraph per source line. Page breaks and line wraps cut sentences, and conversions put white space
between Chinese characters; what reads sentences (narrative, evaluation) reads them through `joined`.
"""

import re
from collections.abc import Iterable

from juesuan_nb.document import Paragraph, Place

NUMERAL = r"[一二三四五六七八九十]{1,3}"
PART = re.compile(rf"第{NUMERAL}部分")

_BULLET = re.compile(r"^\s*(?:[-*•·●▪]\s+|#{1,6}\s+)+")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–]?\s*\d{1,3}\s*[-—–]?|第\s*\d{1,3}\s*页.*)\s*")
_LOOSE = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_DIGITS_APART = re.compile(r"(?<=\d)\s+(?=\d)")
_ITEM = re.compile(
    rf"第{NUMERAL}部分|{NUMERAL}、|[(（](?:{NUMERAL}|\d{{1,2}})[)）]|\d{{1,2}}(?:、|[.．](?!\d)|[.．](?=\d{{4}}年))"
    r"|[①-⑳]|附件?\d*[:：]|附件|注[:：]|备注"
)
_FORM = re.compile(r"[^:：,，。;；]{1,12}[:：].*|\d{4}年度?|公开\d+表|.{0,30}表")
_HEADING = re.compile(rf"(?:第{NUMERAL}部分|{NUMERAL}、|[(（]{NUMERAL}[)）])[^,，。;；]{{0,45}}")
_ADVICE_HEADING = re.compile(rf"(?:{NUMERAL}、|[(（]{NUMERAL}[)）])[^\d。;；:：]{{2,28}}")
_HEADING_END = re.compile(r"(?:情况|说明|解释|附件|概况|表)$")
_HEADING_REST = re.compile(r"[^,，。;；:：]{0,12}(?:情况|说明|情况说明|表)")
_TITLE_END = re.compile(r"(?:决算|公开|报告|目录|[局委办厅处院会站所队校]|中心|》)$")
_LEVEL = re.compile(r"[(（]\d*[类款][)）]")
_CLOSED = re.compile(r"[。！？!?:：][\"”’'」）)]*$|。[（(][^（()）]*[)）]$")
_STOP = re.compile(r"[,，。;；、]")
_GLUED = re.compile(
    rf"(?<=[。；;])(?=第{NUMERAL}部分[^,，。;；]{{0,40}}$|{NUMERAL}、[^,，。;；]{{2,40}}(?:情况|说明|解释|附件|概况|表)$)"
)
_GAP = 4
"""Source lines that may lie between two halves of one paragraph (page number, blank lines)."""


def joined(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The paragraphs whole: each with its `pieces`, no white space inside Chinese text, no bullets, no page numbers."""
    whole: list[Paragraph] = []
    for line in paragraphs:
        if _PAGE_NUMBER.fullmatch(line.text):
            continue
        for part in _split(_tight(line)):
            if whole and _continues(whole[-1], part):
                whole[-1] = _append(whole[-1], part)
            elif part.text:
                whole.append(part)
    return whole


def is_heading(text: str) -> bool:
    """Whether a tight line looks like a numbered heading: 第三部分…, 一、…, （一）… without figures or sentences."""
    bare = text.rstrip("。.")
    return bool(_HEADING.fullmatch(bare) or _ADVICE_HEADING.fullmatch(bare))


def _tight(line: Paragraph) -> Paragraph:
    """The line without bullets and loose white space; a space between two digits or two Latin words stays one space."""
    text, pieces = "", []
    for start, end, place in _spans(line):
        pieces.append((len(text), place))
        text += _tight_text(line.text[start:end])
    return Paragraph(text, line.place, tuple(pieces) if len(pieces) > 1 else ())


def _tight_text(text: str) -> str:
    kept = _DIGITS_APART.sub("\0", _BULLET.sub("", text).strip())
    return _LOOSE.sub("", kept).replace("\0", " ")


def _spans(paragraph: Paragraph) -> Iterable[tuple[int, int, Place]]:
    pieces = paragraph.pieces or ((0, paragraph.place),)
    ends = [*(start for start, _ in pieces[1:]), len(paragraph.text)]
    return ((start, end, place) for (start, place), end in zip(pieces, ends, strict=True))


def _split(paragraph: Paragraph) -> Iterable[Paragraph]:
    """A heading glued to the sentence before it becomes a paragraph of its own."""
    cut = _GLUED.search(paragraph.text)
    if not cut:
        return [paragraph]
    at = cut.start()
    before = tuple(piece for piece in paragraph.pieces if piece[0] < at)
    return [
        Paragraph(paragraph.text[:at], paragraph.place, before),
        Paragraph(paragraph.text[at:], paragraph.place_at(at)),
    ]


def _continues(paragraph: Paragraph, line: Paragraph) -> bool:
    """Whether `line` goes on with a sentence that `paragraph` leaves open."""
    last = paragraph.place_at(len(paragraph.text))
    if (last.file, last.sheet) != (line.place.file, line.place.sheet):
        return False
    if last.page == line.place.page and (line.place.line or 0) - (last.line or 0) > _GAP:
        return False
    if _CLOSED.search(paragraph.text) or _ITEM.match(line.text):
        return False
    if is_heading(paragraph.text):
        return not _HEADING_END.search(paragraph.text) and bool(_HEADING_REST.fullmatch(line.text))
    return bool(_STOP.search(paragraph.text)) or _runs_on(paragraph.text)


def _runs_on(text: str) -> bool:
    """Whether a line without any stop may be the start of a sentence: long, and no title or form line.

    The name of an item is none, whatever it ends on: 2.教育支出（类）广播电视教育（款）广播电视学校|（项）。
    """
    if _LEVEL.search(text):
        return True
    return len(text) >= 20 and not _FORM.fullmatch(text) and not _TITLE_END.search(text)


def _append(paragraph: Paragraph, line: Paragraph) -> Paragraph:
    offset = len(paragraph.text)
    pieces = paragraph.pieces or ((0, paragraph.place),)
    added = [(offset + start, place) for start, place in line.pieces or ((0, line.place),)]
    return Paragraph(paragraph.text + line.text, paragraph.place, (*pieces, *added))
