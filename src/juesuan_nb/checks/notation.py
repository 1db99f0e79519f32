"""Identities that analysts write: the notation of terms.py, with Chinese names as well, and what is wrong with it.

Everything here takes text and gives the text that terms.py reads, or raises ValueError with the reason in Chinese.
"""

from __future__ import annotations

import re

from juesuan_nb import vocabulary
from juesuan_nb.checks.columns import canonical
from juesuan_nb.checks.ledger import TOTAL, TOTAL_AGAIN, TOTALS
from juesuan_nb.checks.terms import CARRIED_OVER, tables
from juesuan_nb.document import fold

_TERM = re.compile(r"(-?)\s*([^\[\]|]+?)\s*\[(.*?)\]\s*\.\s*(.+)")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
_SIDES = ("收入", "支出")
_EACH_WORDS = {
    "all": "合计和每个科目", "total": "合计行", "level3": "每个类", "level5": "每个款", "items": "每个项",
    "parents": "有下级的科目", "nested": "合计和有下级的科目", "categories": "每个功能分类的类",
}  # fmt: skip


def term(text: str, *, each: str = "", by_column: str = "") -> str:
    """One term of a side: "-支出决算表[合计].基本支出" → "-T3[合计].基本支出"."""
    found = _TERM.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}”不是“表[行].栏”的形式，例如 T3[合计].基本支出")
    minus, name, rows, columns = found.groups()
    table = _table(name)
    statement = tables()[table]
    heads = [_column(statement, head.strip(), by_column) for head in columns.split("|")]
    sides = {head.partition("/")[0] for head in heads if head != "*"} or {by_column.rstrip("/")} - {"*", ""}
    words = [_row(statement, word.strip(), sides or set(_SIDES), each) for word in rows.split("|")]
    return f"{minus}{table}[{'|'.join(words)}].{'|'.join(heads)}"


def each_row(text: str) -> str:
    """The rows to walk through: "T2+T3 all", "T4 本年支出合计"."""
    names, _, word = text.strip().partition(" ")
    found = [_table(name) for name in names.split("+")]
    word = word.strip()
    if word in _EACH_WORDS:
        return f"{'+'.join(found)} {word}"
    if not word:
        listed = "、".join(f"{name}（{help}）" for name, help in _EACH_WORDS.items())
        raise ValueError(f"“{text}”缺少行的范围，例如 T3 all。可用：{listed}，或一行的名称")
    return f"{'+'.join(found)} {_row(tables()[found[0]], word, set(_SIDES), each='')}"


def every_column(text: str) -> str:
    """The columns to walk through: "*" for all, "收入/" or "支出/" for those of a side."""
    if text != "*" and text.rstrip("/") not in _SIDES:
        raise ValueError(f"by_column 只能是 *、收入/ 或 支出/，而不是“{text}”")
    return text if text == "*" else f"{text.rstrip('/')}/"


def _table(name: str) -> str:
    titles = {fold(vocabulary.statements()[statement].title): number for number, statement in tables().items()}
    found = name.strip() if name.strip() in tables() else titles.get(fold(name))
    if found is None:
        listed = "、".join(f"{number} {vocabulary.statements()[known].title}" for number, known in tables().items())
        raise ValueError(f"没有表“{name}”，可用：{listed}")
    return found


def _column(statement: str, head: str, by_column: str) -> str:
    entry = vocabulary.statements()[statement]
    known = (*entry.columns, *entry.extra_columns)
    if head == "*":
        if not by_column:
            raise ValueError("栏目写“*”（同一栏）时，要同时写 by_column")
        return head
    if (column := canonical(statement, head)) not in known:
        raise ValueError(f"《{_title(statement)}》没有栏目“{head}”，可用：{'、'.join(known)}")
    return column


def _row(statement: str, word: str, sides: set[str], each: str) -> str:
    if "@" in word and not each:
        raise ValueError(f"行写“{word}”（该行）时，要同时写 each")
    layout = vocabulary.statements()[statement].layout
    if layout == "one_row":
        if word:
            raise ValueError(f"《{_title(statement)}》只有一行，方括号里不写内容，例如 T9[].决算数/合计")
        return word
    if layout != "two_sided":
        return _coded(statement, word)
    if word == "@" and each.endswith(" categories"):
        raise ValueError(f"each 是各类时，《{_title(statement)}》的该行写作 category:@")
    return _line(statement, word, sides)


def _line(statement: str, word: str, sides: set[str]) -> str:
    """A row of one of the two summaries, by its key or by its name on that side."""
    if word in ("@", "category:@", "categories") or re.fullmatch(r"categories-\d{3}", word):
        return word
    if word in CARRIED_OVER and statement == "appropriation_summary":
        return word
    for line in vocabulary.lines(statement):
        if line.key == word and line.side in sides:
            return word
    named = next((line for side in _SIDES if side in sides and (line := _named(statement, side, word))), None)
    if named is None:
        known = [line for line in vocabulary.lines(statement) if line.side in sides and not line.category]
        listed = "、".join(f"{line.label}（{line.key}）" for line in known)
        side = f"{next(iter(sides))}一侧" if len(sides) == 1 else ""
        raise ValueError(
            f"《{_title(statement)}》{side}没有行“{word}”，可用：{listed}、功能分类的类（如 category:208、categories）"
        )
    return named


def _named(statement: str, side: str, word: str) -> str | None:
    line = vocabulary.find_line(statement, side, word)
    return line.key if line else None


def _coded(statement: str, word: str) -> str:
    """A row of a table by code."""
    if word in ("@", "@children", "top") or _CODE.fullmatch(word):
        return word
    if statement == "basic_expenditure" and word in ("人员经费合计", "公用经费合计"):
        return word
    if word in TOTALS:
        return TOTAL
    if word == TOTAL_AGAIN:
        return word
    more = "、人员经费合计、公用经费合计" if statement == "basic_expenditure" else ""
    raise ValueError(
        f"《{_title(statement)}》没有行“{word}”，可用：合计{more}、科目编码（3、5 或 7 位数字）、top（各类之和）、"
        "@（该行）、@children（该行的下级之和）"
    )


def _title(statement: str) -> str:
    return vocabulary.statements()[statement].title
