"""Evaluation reports (绩效评价报告): score, grade, figures, problems, and sections that say there is nothing to say."""

import re
from collections.abc import Iterable, Iterator

from juesuan_nb.document import Paragraph, Place, squeeze
from juesuan_nb.evaluation.attachments import Attachment
from juesuan_nb.evaluation.facts import Fact, Source
from juesuan_nb.evaluation.figures import Figure, figures
from juesuan_nb.evaluation.values import Value
from juesuan_nb.evaluation.words import GRADES, SHORTFALLS
from juesuan_nb.flow import NUMERAL, joined

_TITLE = re.compile(r"[^。;；,，:：]{2,80}(?:评价|自评)(?:工作)?报告(?:[(（].*[)）])?")
_HEADING = re.compile(rf"(?:{NUMERAL}、|[(（]{NUMERAL}[)）])([^,，。;；:：]{{1,45}})[。:：]?")
_GRADE = re.compile(
    rf"(?:评价结果|评价结论|绩效等级|评价等级|评定等级|自评等级|等级|评级|评定|级别)(?:结果)?(?:评定|确定|属于|认定)?(?:为|是|:|：)\s*[“\"‘']?({GRADES})(?:秀|等)?(?:[”\"’'级等,，。;；)）]|$)"
)
_NOTHING = re.compile(r"(?:无|暂无|没有|不存在)[^,，。;；]{0,20}[。.]?")
_PROBLEMS = re.compile(r"问题|不足")
_NUMBER = re.compile(r"(?:(\d{1,2})[.．、]|[(（](\d{1,2}|[一二三四五六七八九十]+)[)）]|([一二三四五六七八九十])是)\s*")
_STATEMENT = re.compile(r"[^。;；]+[。;；]?")


def report_facts(attachment: Attachment) -> Iterator[Fact]:
    """The facts of the evaluation reports in one attachment; the item is the report's title."""
    for title, paragraphs in _reports(attachment):
        for heading, body in _chapters(paragraphs):
            yield from _chapter_facts(Source(attachment.name), title, heading, joined(body))


def _reports(attachment: Attachment) -> list[tuple[str, list[Paragraph]]]:
    """(title, paragraphs) of each report; an attachment whose own title says 报告 needs no title line of its own."""
    own = attachment.title if "报告" in attachment.title else ""
    found: list[tuple[str, list[Paragraph]]] = [(own, [])] if own else []
    for part in attachment.parts:
        if not isinstance(part, Paragraph):
            continue
        if attachment.name and _TITLE.fullmatch(squeeze(part.text)):
            found.append((squeeze(part.text), []))
        elif found:
            found[-1][1].append(part)
    return found


def _chapters(paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
    """(heading without numeral, its paragraphs): headings are kept out of the joining of sentences."""
    found: list[tuple[str, list[Paragraph]]] = [("", [])]
    for paragraph in paragraphs:
        if heading := _HEADING.fullmatch(squeeze(paragraph.text)):
            found.append((heading[1], []))
        else:
            found[-1][1].append(paragraph)
    return found


def _chapter_facts(source: Source, title: str, heading: str, body: list[Paragraph]) -> Iterator[Fact]:
    def fact(field: str, value: Value, place: Place, text: str) -> Fact:
        return source.fact("report", title, field, value, place, text)

    if len(body) == 1 and _NOTHING.fullmatch(body[0].text):
        yield fact(heading or "正文", Value(body[0].text.rstrip("。.")), body[0].place, body[0].text)
        return
    if _PROBLEMS.search(heading):
        for field, at, paragraph, text in _problems(body):
            yield fact(field, Value(text.rstrip("。;；")), paragraph.place_at(at), text)
    for paragraph in body:
        for grade in _GRADE.finditer(paragraph.text):
            yield fact("评价等级", Value(grade[1]), paragraph.place_at(grade.start(1)), _sentence(paragraph.text, grade.start()))
        for figure in figures(paragraph.text):
            yield fact(_field(figure), figure.value, paragraph.place_at(figure.at), figure.sentence)


def _field(figure: Figure) -> str:
    scored = figure.value.unit == "分" and re.search(r"得分|评分|总分|分数|得", figure.phrase)
    return "评价得分" if scored else figure.phrase


def _sentence(text: str, at: int) -> str:
    return next((m[0] for m in _STATEMENT.finditer(text) if m.start() <= at < m.end()), "")


def _problems(body: Iterable[Paragraph]) -> Iterator[tuple[str, int, Paragraph, str]]:
    """(field, offset, paragraph, statement): 问题1 is the headline of the first problem, 问题1(1), … what it says is wrong."""
    number, part = 0, 0
    for paragraph in body:
        statements = [m for m in _STATEMENT.finditer(paragraph.text) if m[0].strip("。;； ")]
        for place, statement in enumerate(statements):
            numbered = _NUMBER.match(statement[0])
            text = statement[0][numbered.end():] if numbered else statement[0]
            if place == 0 and (number == 0 or numbered):
                number, part = number + 1, 0
                yield f"问题{number}", statement.start(), paragraph, text
            elif any(word in text for word in SHORTFALLS):
                part += 1
                yield f"问题{number}({part})", statement.start(), paragraph, text
