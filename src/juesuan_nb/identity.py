"""Whose accounts these are, of which year, and whether the document is final accounts (部门决算) at all."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from juesuan_nb.document import Paragraph, RawDocument, fold
from juesuan_nb.errors import ReadError
from juesuan_nb.statements import Tables

_YEAR = re.compile(r"(20\d{2})年?度?")
_TITLE_YEAR = re.compile(r"(20\d{2})年?度?(?=.{0,40}?决算)")
_OWNER = re.compile(
    r"^(?:编制)?(?:部门|单位)(?:\(单位\))?(?:名称)?:(?!(?:人民币)?[万千百亿]?元)([^\s:,。;\d][^:,。;]{1,40}?)(?:20\d{2}|单位:|金额单位|$)"
)
_COVER = re.compile(r"^(?:20\d{2}年?度?)?(.{2,40}?)(?:20\d{2}年?度?)?(?:部门|单位)?决算(?:公开)?(?:报告|说明)?$")
_PART = re.compile(r"^第[一二三四]部分(.{2,40}?)(?:20\d{2}年度?)?(?:部门|单位)?(?:概况|决算表|决算)")
_GENERIC = ("部门", "单位", "学校", "本部门", "本单位")
_COVER_LINES = 12
_ALIKE = 0.75


@dataclass(frozen=True)
class Identity:
    """The department as its tables name it, and the year of account (None where none is printed)."""

    department: str
    year: int | None


def identify(document: RawDocument, tables: Tables) -> Identity:
    """Department and year. Raises ReadError where the document is no final accounts report."""
    texts = [fold(text) for text in texts_of(document)]
    if tables.found.empty:
        _refuse(document.name, texts)
    return Identity(_department(document), _year(texts))


def refuse_strangers(documents: Sequence[RawDocument]) -> None:
    """Raises ReadError where files given as one report are of different years or departments, as far as they say."""
    known: list[tuple[str, str, int | None]] = []
    for document in documents:
        texts = [fold(text) for text in texts_of(document)]
        name, year = _department(document), _year(texts)
        for other, owner, accounted in known:
            if year and accounted and year != accounted:
                problem = f"与{other}不是同一年度：一份是{year}年度，另一份是{accounted}年度"
                raise ReadError(document.name, problem, "请把同一份报告的文件放在一起，不同的报告分开处理")
            if name and owner and not alike(name, owner):
                problem = f"与{other}不是同一部门：一份是{name}，另一份是{owner}"
                raise ReadError(document.name, problem, "请把同一份报告的文件放在一起，不同的报告分开处理")
        known.append((document.name, name, year))


def owner_of(line: str) -> str:
    """The name in a folded line 部门:某局 above a table; empty where the line names nobody."""
    found = _OWNER.match(line)
    return found[1] if found else ""


def alike(one: str, other: str) -> bool:
    """Whether two names may be of one department: a cover writes 某市某局, a table 某局 or 某市某局(本级)."""
    one, other = (re.sub(r"\(.*?\)|部门|单位|本级|汇总|机关", "", name) for name in (one, other))
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _year(texts: list[str]) -> int | None:
    years = Counter(int(year) for text in texts for year in _TITLE_YEAR.findall(text[:80]))
    years = years or Counter(int(year) for text in texts[:_COVER_LINES] for year in _YEAR.findall(text))
    return max(years, key=lambda year: (years[year], year)) if years else None


def texts_of(document: RawDocument) -> list[str]:
    """Every paragraph, and the cells of the first rows of every grid, where titles and units may stand."""
    texts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts += [cell.text for row in block.rows[:4] for cell in row if cell.text.strip()]
    return texts


def _department(document: RawDocument) -> str:
    """The name after 部门: in the tables (most frequent form), else on the cover, else in the headings of the parts."""
    lines = [fold(text) for text in texts_of(document)]
    owners = Counter(filter(None, map(owner_of, lines)))
    if owners:
        return owners.most_common(1)[0][0]
    heads = [*((_COVER, line) for line in lines[:_COVER_LINES]), *((_PART, line) for line in lines)]
    names = (found[1] for pattern, line in heads if (found := pattern.match(line)))
    return next((name for name in names if name not in _GENERIC), "")


def _refuse(name: str, texts: list[str]) -> None:
    whole = "".join(texts)
    if "预算" in whole and whole.count("部门预算") > whole.count("决算"):
        raise ReadError(name, "这是部门预算，不是部门决算", "请换成同一部门的部门决算公开文件")
    raise ReadError(name, "没有找到部门决算的任何一张报表", "请确认这是部门决算公开文件，且转换时保留了表格和表名")
