"""The statements as the form prints them, for the notebook and the page: figures as published, each with its place."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.document import Place
from juesuan_nb.export.layout import Entry, Sheet, head_areas, lay_out
from juesuan_nb.report import Report

MARKS = {"repaired": "修复", "recovered": "找回", "inferred": "推算，原文缺失", "scanned": "扫描识别"}
_STYLE = (
    "<style>.juesuan-form{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4em 0 1em}"
    ".juesuan-form.juesuan-form th,.juesuan-form.juesuan-form td{text-align:left}"
    ".juesuan-form th,.juesuan-form td{border:1px solid #bbb;padding:.2em .5em}"
    ".juesuan-form.juesuan-form .n{text-align:right;white-space:nowrap}"
    ".juesuan-form .repaired,.juesuan-form .scanned{border-bottom:1px dotted}"
    ".juesuan-form .recovered{font-style:italic}"
    ".juesuan-form .inferred{font-style:italic;opacity:.75}"
    ".juesuan-forms summary{cursor:pointer;padding:.25em 0}</style>"
)


@dataclass(frozen=True)
class Form:
    """One statement laid out: `sheet` is None where the report prints it without figures."""

    title: str
    unit: str
    remark: str
    sheet: Sheet | None


@dataclass(frozen=True)
class Forms:
    """All statements of a report; shows itself as tables, folded or open, and as text with every figure."""

    forms: tuple[Form, ...]
    folded: bool = True

    def _repr_html_(self) -> str:
        return f'{_STYLE}<div class="juesuan-forms">{"".join(_html(form, self.folded) for form in self.forms)}</div>'

    def __repr__(self) -> str:
        return "\n\n".join(map(_text, self.forms))


def statements(report: Report) -> Forms:
    """Every statement that was found, empty ones too, in the order of the report."""
    forms, cells = [], {}
    for cell in frames.rows(report.cells):
        cells.setdefault((cell.table, cell.scope), []).append(cell)
    for found in frames.rows(report.tables):
        own = cells.get((found.table, found.scope))
        title = f"{found.table}（{found.scope}）" if found.scope else found.table
        forms.append(Form(title, found.unit, found.remark, lay_out(own) if own else None))
    return Forms(tuple(forms))


def _html(form: Form, folded: bool) -> str:
    figures = sum(_is_cell(entry) for row in form.sheet.rows for entry in row) if form.sheet else 0
    told = f"{figures} 个数字，单位：{form.unit}" if figures else "没有数字"
    body = _table(form.sheet) if form.sheet else ""
    remark = f"<p>{escape(form.remark).replace(chr(10), '<br>')}</p>" if form.remark else ""
    head = f"<summary>{escape(form.title)}（{escape(told)}）</summary>"
    return f"<details{'' if folded else ' open'}>{head}{body}{remark}</details>"


def _table(sheet: Sheet) -> str:
    storeys: dict[int, list[str]] = {}
    for above, left, below, right, text in head_areas(sheet.head):
        span = f' rowspan="{below - above + 1}" colspan="{right - left + 1}"'
        storeys.setdefault(above, []).append(f'<th scope="col"{span}>{escape(text)}</th>')
    head = "".join(f"<tr>{''.join(cells)}</tr>" for _, cells in sorted(storeys.items()))
    body = "".join(f"<tr>{''.join(map(_field, row))}</tr>" for row in sheet.rows)
    return f'<table class="juesuan-form"><thead>{head}</thead><tbody>{body}</tbody></table>'


def _field(entry: Entry) -> str:
    if not _is_cell(entry):
        css = ' class="n"' if isinstance(entry, int) else ""
        return f"<td{css}>{escape('' if entry is None else str(entry))}</td>"
    mark = MARKS.get(entry.quality, "")
    place = _place(entry.page, entry.line)
    told = "，".join(filter(None, [place, mark, f"原样“{entry.raw}”" if mark and entry.raw else ""]))
    return f'<td class="n" title="{escape(told)}"><span class="{entry.quality}">{escape(_figure(entry))}</span></td>'


@lru_cache(maxsize=4096)  # the cells of a row stand in one place
def _place(*numbers: object) -> str:
    return str(Place(*(None if pd.isna(number) else int(number) for number in numbers)))


def _text(form: Form) -> str:
    if form.sheet is None:
        return f"{form.title}：没有数字"
    lines = ["  ".join(_word(entry) for entry in row if entry is not None) for row in form.sheet.rows]
    return "\n".join([f"{form.title}（单位：{form.unit}）", *lines])


def _word(entry: Entry) -> str:
    return _figure(entry) if _is_cell(entry) else str(entry)


def _figure(entry: Entry) -> str:
    return f"[{entry.value}]" if entry.quality == "inferred" else str(entry.value)


def _is_cell(entry: Entry) -> bool:
    return isinstance(entry, tuple)
