"""Find the statements of a document: by title first, and by the columns where a grid stands without a title."""

import re
from collections.abc import Callable
from functools import cache

from juesuan_nb import vocabulary
from juesuan_nb.amounts import FEN_PER_UNIT
from juesuan_nb.document import Block, Grid, Paragraph, RawDocument, fold
from juesuan_nb.statements.located import Located
from juesuan_nb.statements.signature import statement_of

_NUMBER = re.compile(r"公开(\d+)表")
_UNIT = re.compile(rf"单位:?(?:人民币)?({'|'.join(sorted(FEN_PER_UNIT, key=len, reverse=True))})")
_LEADING = re.compile(
    r"^(?:附件?\d*[:.、]?|第?[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d{1,2}[、.]|表\d+[:.、]?|公开\d+表|\d{4}年度?)+"
)
_TRAILING = re.compile(
    r"(?:\((?:续表?|公开\d+表|汇总|本级|[^()]{0,4}单位:.*|\d{4}年度?)\)|公开\d+表|续表?|单位:.*元)+$"
)
_OWNER = re.compile(
    r"(?:.*(?:[局厅委办院校所站队馆处会市区县省部署组室府社场厂宫台园库科党联盟团公司学]|中心|部门|单位|本级|汇总|年度?|的))?"
)
_OTHER = re.compile(r"(?:.*决算.*|国有资产占用情况|(?!.*预算[^财]).*三公.*)(?:表|总表|明细表)(?:\(.*\))?")
# Higher education publishes an own set of tables under the same names.
_OWN_SET = re.compile(r"高等学校.*(?:决算|收支).*表$")
_FOREIGN = re.compile(r".*(?:预算|绩效|自评|评价|目标|清单).*表(?:\(.*\))?")
_NOT_STATUTORY = re.compile(r"绩效|自评|评价|目标|附件|项目库|情况说明")
_PART = re.compile(r"^(?:第[一二三四五六七八九十]+部分|目录$)")
_REMARK = re.compile(r"^(?:备?注|说明)\d*[:.、]|本表无数据|本表为空|无数据|(?:没有|无).{0,30}(?:收入|支出|拨款)")
_SCOPE = re.compile(r"本级|汇总")
_PROSE = 60


def _unquoted(text: str) -> str:
    return fold(text).replace('"', "").replace("'", "").replace("‘", "").replace("’", "")


@cache
def _titles() -> list[tuple[str, str]]:
    """(title without quotes, statement), longest first: 财政拨款收入支出决算总表 must win over 收入支出决算总表."""
    pairs = [
        (_unquoted(title), entry.id)
        for entry in vocabulary.statements().values()
        for title in (entry.title, *entry.aliases)
    ]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def bare_title(text: str) -> str:
    """A title without quotes, number, year, and what is put in brackets after it; empty where `text` is prose."""
    squeezed = _unquoted(text)
    if len(squeezed) > _PROSE or squeezed.endswith(("。", ";", ",")):
        return ""
    return _TRAILING.sub("", _LEADING.sub("", squeezed))


def is_owner(text: str) -> bool:
    """Whether what stands before a title names whose table it is (部门, 某局, 某局2024年度); nothing does too."""
    return _OWNER.fullmatch(text) is not None


def title_of(text: str) -> tuple[str, str] | None:
    """(statement, printed title) where `text` is the title of a table; the statement is empty for an extra table."""
    bare = bare_title(text)
    if not bare:
        return None
    if _OWN_SET.match(bare):
        return "", bare
    for title, statement in _titles():
        if bare.endswith(title) and is_owner(bare[: -len(title)]):
            return statement, title
    if _OTHER.fullmatch(bare) and not _NOT_STATUTORY.search(bare):
        return "", bare
    return None


def locate(document: RawDocument) -> list[Located]:
    """Every table of accounts in reading order; titles of the contents list and empty mentions are dropped."""
    found: list[Located] = []
    current: Located | None = None
    scope, foreign, before = "", False, ("", "")
    for block in document.blocks:
        here = (block.place.file, block.place.sheet)
        if here != before:
            current, foreign, before = None, False, here
        if isinstance(block, Paragraph) and _is_foreign(block.text):
            current, foreign = None, True
        opened = opening(block) or (None if foreign else _untitled(block, current))
        if opened:
            current, foreign = opened, False
            current.scope = scope
            found.append(current)
        if isinstance(block, Paragraph):
            text = fold(block.text)
            if _PART.match(text):
                current = None
            if len(text) < _PROSE and (marks := _SCOPE.findall(text)) and "决算" in text:
                scope = marks[-1]
            current = current if opened else annotate(current, text, block)
        elif current is not None:
            current.pieces.append(block)
            annotate_grid(current, block)
    return _scoped(_once([table for table in found if table.pieces or table.lines or table.remark]))


def _once(tables: list[Located]) -> list[Located]:
    """Of a statement that several files of one report print, the one in the first file that has it."""
    files: dict[str, str] = {}
    for table in tables:
        if table.pieces:
            files.setdefault(table.name, table.place.file)
    return [table for table in tables if files.get(table.name, table.place.file) == table.place.file]


def _is_foreign(text: str) -> bool:
    """The title of a table that is no account: a budget's, a self-evaluation's. It ends the table before it."""
    squeezed = _unquoted(text)
    return len(squeezed) <= _PROSE and bool(_FOREIGN.fullmatch(squeezed)) and title_of(text) is None


def opening(block: Block, title: Callable[[str], tuple[str, str] | None] = title_of) -> Located | None:
    """A new table where the block is a title, or a grid that carries its title in its first rows."""
    if isinstance(block, Paragraph):
        titled = title(block.text)
        if not titled:
            return None
        number = _NUMBER.search(fold(block.text))
        return Located(*titled, block.place, number[0] if number else "")
    for row in block.rows[:3]:
        texts = [cell for cell in row if cell.text.strip()]
        if 0 < len(texts) <= 2 and (titled := title(texts[0].text)):
            return Located(*titled, texts[0].place)
    return None


def _untitled(block: Block, current: Located | None) -> Located | None:
    """A new table where a grid carries the head of another statement than the one it would belong to."""
    if isinstance(block, Paragraph):
        return None
    statement = statement_of(block)
    own = current.statement if current else ""
    if not statement or statement == own or (current and not current.pieces):
        return None
    if current and statement_of(current.pieces[0]) == statement:
        return None
    return Located(statement, vocabulary.statements()[statement].title, block.place, untitled=True)


def annotate(current: Located | None, text: str, block: Paragraph) -> Located | None:
    """Take number, unit and remark from a line near the table; prose ends the table."""
    if current is None:
        return None
    if not current.pieces:
        if number := _NUMBER.search(text):
            current.number = number[0]
        if unit := _UNIT.search(text):
            current.unit = unit[1]
    if _REMARK.search(text):
        current.remark += ("\n" if current.remark else "") + block.text.strip()
    elif len(text) > _PROSE and text.endswith(("。", ":", ";")):
        return None
    else:
        current.lines.append(block)
    return current


def annotate_grid(current: Located, grid: Grid) -> None:
    for row in grid.rows:
        text = fold("".join(cell.text for cell in row))
        if not current.number and (number := _NUMBER.search(text)):
            current.number = number[0]
        if not current.unit and (unit := _UNIT.search(text)):
            current.unit = unit[1]
        if _REMARK.match(text):
            current.remark += ("\n" if current.remark else "") + "".join(cell.text for cell in row).strip()


def _scoped(tables: list[Located]) -> list[Located]:
    """Keep scopes only where a statement is printed twice (汇总, then 本级)."""
    counts: dict[str, int] = {}
    for table in tables:
        counts[table.statement] = counts.get(table.statement, 0) + 1
    seen: dict[str, int] = {}
    for table in tables:
        if not table.statement or counts[table.statement] == 1:
            table.scope = ""
            continue
        seen[table.statement] = seen.get(table.statement, 0) + 1
        table.scope = table.scope or ("汇总", "本级")[min(seen[table.statement], 2) - 1]
    return tables
