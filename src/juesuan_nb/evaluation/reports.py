"""Evaluation reports (绩效评价报告): score, grade, figures, problems, and sections that say there is nothing to say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from juesuan_nb.document import Paragraph, squeeze
from juesuan_nb.evaluation.attachments import Attachment
from juesuan_nb.evaluation.facts import Fact, Source
from juesuan_nb.evaluation.figures import Figure, figures
from juesuan_nb.evaluation.values import Value
from juesuan_nb.evaluation.words import GRADES, SHORTFALL
from juesuan_nb.flow import NUMERAL, joined

_TITLE = re.compile(r"[^。;；,，:：]{2,80}(?:评价|自评)(?:工作)?报告(?:[(（].*[)）])?")
_TOP = re.compile(rf"{NUMERAL}、([^,，。;；:：]{{1,45}})[。:：]?")
_SUB = re.compile(rf"[(（]{NUMERAL}[)）]([^,，。;；:：]{{1,45}}|[^。;；:：]{{1,24}})[。:：]?")
_GRADE = re.compile(
    rf"(?:评价结果|评价结论|等级|等次|评级|级别|档次|评定|评价|结果)(?:结果|评定|确定|认定)?(?:[为是][:：]?|[:：])\s*[“\"‘']?({GRADES})"
    rf"(?=[”\"’'等级档,，。;；)）]|$)|(?:评为|属于|定为)[“\"‘']?({GRADES})[”\"’']?(?:等级|等次|级|档)"
)
_NOTHING = re.compile(r"(?:无|暂无|没有|不存在)[^,，。;；]{0,20}[。.]?")
_PROBLEM = re.compile(r"问题|不足")
_REMEDY = re.compile(r"建议|措施|整改|改进")
_NUMBER = re.compile(rf"(?:\d{{1,2}}[.．、]|[(（](?:\d{{1,2}}|{NUMERAL})[)）]|{NUMERAL}是)\s*")
_STATEMENT = re.compile(r"[^。;；]+[。;；]?")


@dataclass
class _Chapter:
    """What stands under one heading; each group of paragraphs is joined by itself (a sub-heading is its own group)."""

    heading: str
    groups: list[list[Paragraph]] = field(default_factory=lambda: [[]])

    @property
    def about_problems(self) -> bool:
        return bool(_PROBLEM.search(self.heading))

    def body(self) -> list[Paragraph]:
        return [paragraph for group in self.groups for paragraph in joined(group)]


def report_facts(attachment: Attachment) -> Iterator[Fact]:
    """The facts of the evaluation reports in one attachment; the item is the report's title."""
    for title, paragraphs in _reports(attachment):
        for chapter in _chapters(paragraphs):
            yield from _chapter_facts(Source(attachment.name), title, chapter)


def _reports(attachment: Attachment) -> list[tuple[str, list[Paragraph]]]:
    """(title, paragraphs) of each report; an attachment called 报告 needs no title line of its own."""
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


def _chapters(paragraphs: Iterable[Paragraph]) -> list[_Chapter]:
    """The chapters by heading, of either level; under a heading of problems the sub-headings are the problems."""
    chapters, within_problems = [_Chapter("")], False
    for paragraph in paragraphs:
        text = squeeze(paragraph.text)
        top, sub = _TOP.fullmatch(text), _SUB.fullmatch(text)
        if top:
            chapters.append(_Chapter(top[1]))
            within_problems = chapters[-1].about_problems
        elif sub and within_problems and not _REMEDY.search(sub[1]):
            chapters[-1].groups += [[paragraph], []]
        elif sub:
            chapters.append(_Chapter(sub[1]))
            within_problems = False
        else:
            chapters[-1].groups[-1].append(paragraph)
    return chapters


def _chapter_facts(source: Source, title: str, chapter: _Chapter) -> Iterator[Fact]:
    body = chapter.body()
    if len(body) == 1 and _NOTHING.fullmatch(body[0].text):
        said = Value(body[0].text.rstrip("。."))
        yield source.fact("report", title, chapter.heading or "正文", said, body[0].place, body[0].text)
        return
    if chapter.about_problems:
        for name, at, paragraph, text in _problems(body):
            value = Value(text.rstrip("。;；:："))
            yield source.fact("report", title, name, value, paragraph.place_at(at), text)
    for paragraph in body:
        for name, value, at, sentence in (*_grades(paragraph.text), *_figures(paragraph.text)):
            yield source.fact("report", title, name, value, paragraph.place_at(at), sentence)


def _grades(text: str) -> Iterator[tuple[str, Value, int, str]]:
    for statement in _STATEMENT.finditer(text):
        for grade in _GRADE.finditer(statement[0]):
            yield "评价等级", Value(grade[1] or grade[2]), statement.start() + grade.start(), statement[0]


def _figures(text: str) -> Iterator[tuple[str, Value, int, str]]:
    return ((_name(figure), figure.value, figure.at, figure.sentence) for figure in figures(text))


def _name(figure: Figure) -> str:
    scored = figure.value.unit == "分" and re.search(r"得分|评分|总分|分数|得$", figure.phrase)
    return "评价得分" if scored else figure.phrase


def _problems(body: Iterable[Paragraph]) -> Iterator[tuple[str, int, Paragraph, str]]:
    """(field, offset, paragraph, statement): 问题1 is a problem's headline, 问题1(1) what is wrong in it."""
    number, part = 0, 0
    for paragraph in body:
        statements = [match for match in _STATEMENT.finditer(paragraph.text) if match[0].strip("。;； ")]
        for place, statement in enumerate(statements):
            numbered = _NUMBER.match(statement[0])
            text = statement[0][numbered.end() :] if numbered else statement[0]
            if place == 0 and (number == 0 or numbered):
                number, part = number + 1, 0
                yield f"问题{number}", statement.start(), paragraph, text
            elif SHORTFALL.search(text):
                part += 1
                yield f"问题{number}({part})", statement.start(), paragraph, text
