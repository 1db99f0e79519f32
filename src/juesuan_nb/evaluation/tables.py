"""The tables of an attachment → facts: a head row opens a kind of rows, which last until the next head."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from juesuan_nb.document import Paragraph, Row, fold, squeeze
from juesuan_nb.evaluation import words
from juesuan_nb.evaluation.attachments import Attachment, Part, place_of, unit_in
from juesuan_nb.evaluation.budget import budget_facts
from juesuan_nb.evaluation.facts import Fact, Source
from juesuan_nb.evaluation.heads import Head, read_head
from juesuan_nb.evaluation.indicators import indicator_facts
from juesuan_nb.evaluation.storeys import with_joined_heads
from juesuan_nb.evaluation.tasks import goal_facts, project_facts, task_facts
from juesuan_nb.evaluation.values import Value

_NAMED = re.compile(r"项目名称:(.+)")
_PAGE_BREAK = re.compile(r"[-—–]*(?:第?\d{1,4}页?)[-—–]*|[(（]?续表?[)）]?")
_TITLE = re.compile(r".{0,30}(?:自评|评价|评分|评估|绩效).{0,10}表(?:\(.*\))?")


@dataclass
class Section:
    """The rows under one head row, and the unit of money that holds for them."""

    head: Head
    head_row: Row
    source: Source
    unit: str
    rows: list[Row] = field(default_factory=list)


def table_facts(attachment: Attachment) -> Iterator[Fact]:
    """The facts of all tables of one attachment, in reading order."""
    for found in _sections(attachment):
        if isinstance(found, Section):
            yield from _section_facts(found)
        else:
            yield found


def _section_facts(section: Section) -> Iterator[Fact]:
    head, rows, source = section.head, section.rows, section.source
    match head.kind:
        case "budget_line":
            return budget_facts(head, rows, section.unit, source)
        case "indicator":
            return indicator_facts(head, rows, source)
        case "project":
            return project_facts(head, rows, section.unit, source)
        case "task":
            return task_facts(head, rows, source)
        case _:
            return goal_facts(head, rows, source, section.head_row)


def _sections(attachment: Attachment) -> Iterator[Section | Fact]:
    """The sections; between them, a fact for each project that a table names as its subject."""
    project, named, unit, section = "", None, attachment.unit, None
    for part in with_joined_heads(attachment.parts):
        if _PAGE_BREAK.fullmatch(squeeze(_text(part))):
            continue
        unit = unit_in(_text(part)) or unit
        name = _project_name(part)
        head = None if isinstance(part, Paragraph) or name is not None else read_head(part)
        if section and head and head == section.head:
            continue  # the head repeated on the next page
        if section and (name is not None or head or isinstance(part, Paragraph)):
            yield section
            section = None
        if name is not None:
            project, named = name, name and part
        elif isinstance(part, Paragraph):
            continue
        elif head and (attachment.evaluates or head.scored):
            if named and head.kind != "project":
                yield _subject(attachment.name, project, named)
                named = None
            section = Section(head, part, Source(attachment.name, "" if head.kind == "project" else project), unit)
        elif remark := _remark(part):
            yield _remark_fact(attachment, project, remark, part)
        elif section:
            section.rows.append(part)
    if section:
        yield section


def _remark(row: Row) -> tuple[str, str] | None:
    """(label, text) of a line of words under a table: 评价结论, 存在问题, 改进措施."""
    texts = [text for cell in row if (text := squeeze(cell.text))]
    return (texts[0], texts[1]) if len(texts) == 2 and texts[0] in words.REMARKS else None


def _remark_fact(attachment: Attachment, project: str, remark: tuple[str, str], row: Row) -> Fact:
    kind, item = ("project", project) if project else ("report", attachment.title or attachment.name)
    return Source(attachment.name).fact(kind, item, remark[0], Value(remark[1]), place_of(row), remark[1])


def _subject(attachment: str, project: str, part: Part) -> Fact:
    return Source(attachment).fact("project", project, "项目名称", Value(project), place_of(part), _text(part))


def _text(part: Part) -> str:
    return part.text if isinstance(part, Paragraph) else " ".join(cell.text for cell in part if cell.text)


def _project_name(part: Part) -> str | None:
    """The project that a line names; "" where the line is the title of a new table; None where it does neither."""
    texts = [squeeze(part.text)] if isinstance(part, Paragraph) else [t for c in part if (t := squeeze(c.text))]
    if not texts:
        return None
    if found := _NAMED.fullmatch(fold(texts[0])):
        return found[1]
    labelled = fold(texts[0]).rstrip(":") == "项目名称" and 2 <= len(texts) <= 6
    if labelled and (isinstance(part, Paragraph) or not read_head(part)):
        return texts[1]
    return "" if _TITLE.fullmatch(fold("".join(texts))) else None
