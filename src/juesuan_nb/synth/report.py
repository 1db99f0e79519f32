"""SyntheticReport: the pages of an invented department, and the truth that they carry."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from juesuan_nb.synth import basics
from juesuan_nb.synth.books import Books
from juesuan_nb.synth.generate import make_books
from juesuan_nb.synth.layouts import Layout, layout_named
from juesuan_nb.synth.page import Block, Heading, Mark, Prose, Table, Told
from juesuan_nb.synth.press import NUMERALS, Press
from juesuan_nb.synth.prose import Writer
from juesuan_nb.synth.self_evaluation import attachments

CELLS = ("table", "statement", "code", "scope", "item", "column", "value", "unit")
CLAIMS = ("subject", "code", "measure", "value", "unit")
EVALUATION = ("kind", "item", "field", "value", "unit")
_APART = 1_000_003
"""How far apart the seeds of the sets of one report are."""


@dataclass(frozen=True)
class SyntheticReport:
    """One invented report. `blocks` are its pages in order; `cells` and `claims` what a reader has to give back."""

    department: str
    year: int
    layout: Layout
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> list[Table]:
        """The nine statements."""
        return [block for block in self.blocks if isinstance(block, Table) and block.statement]

    @property
    def cells(self) -> pd.DataFrame:
        """Every printed amount in the columns CELLS of the contract; 合计 at both ends of a table stands twice."""
        rows = [
            (
                table.name,
                table.statement,
                figure.code,
                table.scope,
                figure.item,
                figure.column,
                figure.value,
                table.unit,
            )
            for table in self.tables
            for figure in table.figures
        ]
        return pd.DataFrame(rows, columns=list(CELLS), dtype=str)

    @property
    def claims(self) -> pd.DataFrame:
        """Every figure of the narrative in the order of the print, in the columns CLAIMS of the contract."""
        told = (word for block in self.blocks if isinstance(block, Prose) for word in block.words)
        rows = [
            (word.subject, word.code, word.measure, word.value, word.unit) for word in told if isinstance(word, Told)
        ]
        return pd.DataFrame(rows, columns=list(CLAIMS), dtype=str)

    @property
    def evaluation(self) -> pd.DataFrame:
        """Every fact of the 绩效自评 attachments, in the columns EVALUATION of the contract."""
        forms = (block for block in self.blocks if isinstance(block, Table) and not block.statement)
        rows = [
            (cell.kind, cell.item, cell.field, cell.value, cell.unit)
            for form in forms
            for row in form.body
            for cell in row
            if isinstance(cell, Mark)
        ]
        return pd.DataFrame(rows, columns=list(EVALUATION), dtype=str)


def department(
    seed: int, *, year: int | None = None, size: str = "medium", layout: str = "national"
) -> SyntheticReport:
    """A consistent invented department.

    Every identity of the nine tables holds in 元 (integers of 分); each published amount is rounded on its own, so
    rounding tails are as in real reports. `size` is small, medium or large; `year` is by default 2024 or the layout's
    last year. Raises UsageError where layout, size or year is unknown to the form.
    """
    form = layout_named(layout)
    year = form.year(year)
    presses = [Press(make_books(seed + number * _APART, year, size, form), form) for number in range(len(form.scopes))]
    return _printed(presses, f"{seed}/{year}/{size}/{layout}")


def printed(books: Books, layout: str = "national") -> SyntheticReport:
    """The report that publishes `books`. Raises UsageError where the layout is unknown or not of the books' year."""
    form = layout_named(layout)
    form.year(books.year)
    return _printed([Press(books, form)] * len(form.scopes), f"{books.department}/{books.year}/{layout}")


def _printed(presses: list[Press], dice: str) -> SyntheticReport:
    first = presses[0]
    name, year = first.books.department, first.books.year
    presses = [Press(replace(press.books, department=name), press.layout) for press in presses]
    blocks = (*_blocks(presses), *attachments(presses[0], dice))
    return SyntheticReport(name, year, first.layout, blocks)


def _blocks(presses: list[Press]) -> Iterator[Block]:
    """The report of the first press; further ones print but their tables."""
    press = presses[0]
    writer, books = Writer(press), press.books
    tables = [block for pair in zip(presses, press.layout.scopes, strict=True) for block in _set(*pair)]
    parts = {
        "profile": [writer.prose(text) for text in writer.words["profile"]],
        "tables": tables,
        "narrative": list(writer.sections()),
        "terms": [writer.prose(text) for text in writer.words["terms"]],
    }
    order = ["profile", "narrative", "terms", "tables"] if press.layout.tables_last else list(parts)
    yield Heading(f"{books.department}{books.year}年度{books.kind}决算", 1)
    if date := writer.prose(writer.words["cover"]).text:
        yield Prose((date,))
    yield Heading("目录", 2)
    titles = {
        part: f"第{NUMERALS[place]}部分 {writer.prose(writer.words['parts'][part]).text}"
        for place, part in enumerate(order)
    }
    for part in order:
        yield Prose((titles[part],))
        yield from _listed(parts[part]) if part in ("tables", "narrative") else ()
    for part in order:
        yield Heading(titles[part], 2)
        yield from parts[part]


def _set(press: Press, scope: str) -> Iterator[Block]:
    """One set of tables; where there are several, each under a heading that says whose it is."""
    if scope:
        yield Heading(f"{press.books.year}年度{press.books.kind}决算报表（{scope}）")
    for table in basics.tables(press):
        yield replace(table, scope=scope)


def _listed(blocks: list[Block]) -> Iterator[Prose]:
    """The contents list of a part."""
    titles = [block.lines[0] for block in blocks if isinstance(block, Table)]
    for numeral, title in zip(NUMERALS, titles, strict=False):
        yield Prose((f"{numeral}、{title}",))
    for block in blocks:
        if isinstance(block, Heading):
            yield Prose((block.text,))


def accounts_of(seed: int, year: int, size: str, layout: str) -> Books:
    """The exact books behind `department(seed, …)`, in 分, for tests of the identities."""
    return make_books(seed, year, size, layout_named(layout))
