"""Any frame of the workbook as a table that an analyst reads: Chinese heads, 万元, percentages, codes as text.

Presentation only: `Table.frame` is the frame as it was given. The same frame gives the same HTML and the same text,
without addresses or ids, so that a notebook's stored output is compared number by number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import zip_longest

import pandas as pd

from juesuan_nb.amounts import FEN_PER_UNIT, show_amount, show_rate
from juesuan_nb.errors import UsageError
from juesuan_nb.frames import records
from juesuan_nb.measures.text import columns_of
from juesuan_nb.measures.words import HEADS, VALUES

UNDEFINED = "—"
_RIGHT = ("money", "rate", "number", "count", "figure")
_CONSTANT = ("level", "base", "scope")
"""Columns that say nothing where all rows agree."""
_ZERO = (
    "payments_to_superiors", "operating_expenditure", "subsidies_to_subordinates", "superior_subsidy",
    "institutional_revenue", "operating_revenue", "subordinate_payments", "other_revenue",
)  # fmt: skip
"""Columns that most departments leave at zero all the way down; then they only make the table wide."""
_TOLD_BY = {"key": {"item"}, "amount": {"value", "unit"}}
"""Columns that say nothing beside others: a line's key beside its name, the amount beside the figure as published."""
_OF_SUMS = ("level", "item", "side", "key")
"""Columns that tell whether a row sums up others."""

STYLE = (
    "<style>.juesuan-table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    ".juesuan-table caption{caption-side:top;text-align:left;font-weight:600;padding:.3em 0;color:inherit}"
    ".juesuan-table.juesuan-table th,.juesuan-table.juesuan-table td{text-align:left}"
    ".juesuan-table th,.juesuan-table td{vertical-align:baseline;padding:.25em .7em;white-space:nowrap}"
    ".juesuan-table tbody td{border-bottom:1px solid #ddd}"
    ".juesuan-table thead th{border-bottom:1px solid #888;vertical-align:bottom}"
    ".juesuan-table.juesuan-table .n{text-align:right}"
    ".juesuan-table.juesuan-table .w{white-space:normal;min-width:14em;max-width:34em}"
    ".juesuan-table tr.s td{font-weight:600}</style>"
)


@dataclass(frozen=True, eq=False)
class Table:
    """A frame with the way it is shown: `caption` above it, amounts in `unit`. See `table`."""

    frame: pd.DataFrame
    caption: str = ""
    unit: str = "万元"

    @property
    def title(self) -> str:
        """The caption with the unit, where there is money in the table."""
        return self._title(self._columns())

    @property
    def rows(self) -> list[list[str]]:
        """The heads and the rows, as they are shown."""
        return self._rows(self._columns())

    def _columns(self) -> dict[str, list[object]]:
        """The columns shown: not those without any value, nor those that only repeat one word or an idle zero."""
        told = {name for name, others in _TOLD_BY.items() if others <= set(self.frame.columns)}
        listed = {name: self.frame[name].tolist() for name in self.frame.columns if name not in told}
        return {name: values for name, values in listed.items() if _says_something(name, values)}

    def _title(self, shown: Iterable[str]) -> str:
        unit = f"单位：{self.unit}" if any(_kind(name) == "money" for name in shown) else ""
        return f"{self.caption}（{unit}）" if self.caption and unit else self.caption or unit

    def _rows(self, shown: Mapping[str, Iterable[object]]) -> list[list[str]]:
        written = [map(_shower(name, self.unit), values) for name, values in shown.items()]
        return [[_head(name) for name in shown], *map(list, zip(*written, strict=True))]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Both forms, for which the frame is gone through once."""
        shown = self._columns()
        rows = self._rows(shown)
        return {"text/html": self._html(shown, rows), "text/plain": self._text(shown, rows)}

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def __repr__(self) -> str:
        return self._repr_mimebundle_()["text/plain"]

    def _html(self, shown: Iterable[str], written: Sequence[Sequence[str]]) -> str:
        if not shown:
            return f"{STYLE}<p>{escape(self.caption or '表')}：没有内容。</p>"
        classes = [_css(name) for name in shown]
        heads, *rows = written
        head = _html_row("th", heads, classes)
        sums = map(_is_sum, records(self.frame[[name for name in _OF_SUMS if name in self.frame.columns]]))
        body = "".join(_html_row("td", row, classes, "s" if bold else "") for row, bold in zip_longest(rows, sums))
        title = self._title(shown)
        caption = f"<caption>{escape(title)}</caption>" if title else ""
        return f'{STYLE}<table class="juesuan-table">{caption}<thead>{head}</thead><tbody>{body}</tbody></table>'

    def _text(self, shown: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
        if not shown:
            return f"{self.caption or '表'}：没有内容。"
        widths = [max(map(columns_of, texts)) for texts in zip(*rows, strict=True)]
        right = [_kind(name) in _RIGHT for name in shown]
        lines = ["  ".join(map(_padded, row, widths, right)).rstrip() for row in rows]
        return "\n".join(filter(None, [self._title(shown), *lines]))


def table(frame: pd.DataFrame, caption: str = "", *, unit: str = "万元") -> Table:
    """`frame` as a table for people: amounts (分) in `unit`, rates with %, "—" for what is undefined or missing.

    Works with the frames of measures, findings and reading notes; a column it does not know stands under its own name.
    Columns that are empty all the way down are not shown (they are in `Table.frame`). Raises UsageError on an unknown
    unit.
    """
    if unit not in FEN_PER_UNIT:
        raise UsageError(f"不认识的单位“{unit}”，可用：{'、'.join(FEN_PER_UNIT)}")
    return Table(frame, caption, unit)


def _kind(name: str) -> str:
    return HEADS.get(name, (name, "text"))[1]


def _head(name: str) -> str:
    return HEADS.get(name, (name, "text"))[0]


def _css(name: str) -> str:
    return "n" if _kind(name) in _RIGHT else "w" if _kind(name) == "wrap" else ""


def _missing(value: object) -> bool:
    if value is None or value is pd.NA:
        return True
    if isinstance(value, str | list | tuple | dict):
        return not value
    return bool(pd.isna(value))


def _says_something(name: str, values: Sequence[object]) -> bool:
    words = VALUES.get(name, {})
    texts = (_joined(value) for value in values if not _missing(value))
    shown = (text for text in (words.get(text, text) for text in texts) if text)
    if name in _CONSTANT:
        return len(set(shown)) > 1
    idle = name in _ZERO and not any(value for value in values if not _missing(value))
    return not idle and any(shown)


def _shower(name: str, unit: str) -> Callable[[object], str]:
    """How a value of a column is written."""
    kind, words = _kind(name), VALUES.get(name, {})
    shown: dict[str, Callable[[object], str]] = {
        "money": lambda value: show_amount(int(value), unit) if _is_whole(value) else str(value),
        "rate": lambda value: show_rate(value) if isinstance(value, Decimal) else str(value),
        "number": _plain,
        "count": _plain,
        "figure": _plain,
        "flag": lambda value: "是" if value else "否",
    }
    show = shown.get(kind, lambda value: words.get(value, _joined(value)) if isinstance(value, str) else _joined(value))
    undefined = UNDEFINED if kind in ("money", "rate", "number", "flag") else ""
    return lambda value: undefined if _missing(value) else show(value)


def _is_whole(value: object) -> bool:
    return not isinstance(value, str) and int(value) == value


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else _joined(value)


def _joined(value: object) -> str:
    """Lists in one line; everything else as it prints."""
    return "；".join(map(_joined, value)) if isinstance(value, list | tuple) else str(value)


def _is_sum(row: dict) -> bool:
    """Whether a row sums up others: totals, and categories that stand among their sections."""
    return (
        row.get("level") == "total"
        or row.get("item") in ("合计", "total", "总计")
        or (row.get("level") == "category" and "side" in row)
        or row.get("key") in ("total_revenue", "total_expenditure", "grand_total")
    )


def _html_row(tag: str, texts: Iterable[str], classes: Iterable[str], css: str = "") -> str:
    cells = "".join(
        f"<{tag}{f' class={chr(34)}{name}{chr(34)}' if name else ''}>{escape(text).replace(chr(10), '<br>')}</{tag}>"
        for text, name in zip(texts, classes, strict=True)
    )
    return f'<tr class="{css}">{cells}</tr>' if css else f"<tr>{cells}</tr>"


def _padded(text: str, width: int, right: bool) -> str:
    blank = " " * (width - columns_of(text))
    return blank + text if right else text + blank
