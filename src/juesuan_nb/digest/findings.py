"""The findings as an analyst works through them: the worst first, members below their lead, notes beside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from juesuan_nb import frames
from juesuan_nb.checks import SEVERITIES, CheckResult
from juesuan_nb.checks.dispositions import dismissed
from juesuan_nb.checks.explain import anchor
from juesuan_nb.tables import STYLE

_SHOWN = 3
_HEADS = ("级别", "规则", "说明", "应为", "实为", "差额", "出处", "可疑数字")
_RIGHT, _WRAPPED = ("应为", "实为", "差额"), ("说明", "出处", "可疑数字")
_STYLE = (
    "<style>.juesuan-findings .m td:nth-child(2){padding-left:1.8em}.juesuan-findings .d td{color:#6e6e6e}"
    ".juesuan-findings small{display:block}.juesuan-findings summary{cursor:pointer;padding:.3em 0}</style>"
)


@dataclass(frozen=True)
class _Row:
    """One finding as it is shown: `css` says whether it is a member (m) or dismissed (d)."""

    key: str
    css: str
    severity: str
    rule: str
    message: str
    figures: tuple[str, str, str]
    places: str
    suspects: str
    remark: str


@dataclass(frozen=True)
class Findings:
    """Lists of findings under their headings; shows itself in a notebook. Folded are those named in `folded`."""

    parts: tuple[tuple[str, tuple[_Row, ...]], ...]
    folded: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return f'<div class="juesuan-findings">{_STYLE}{"".join(self._parts())}</div>'

    def _parts(self) -> Iterator[str]:
        for head, rows in self.parts:
            if not rows:
                yield f"<p>{escape(head)}：没有。</p>"
            elif head in self.folded:
                yield f"<details><summary>{escape(head)}（{len(rows)} 条）</summary>{_table('', rows)}</details>"
            else:
                yield _table(head, rows)

    def __repr__(self) -> str:
        return "\n".join(line for head, rows in self.parts for line in (f"{head}（{len(rows)} 条）", *map(_line, rows)))


def findings(result: CheckResult, families: Collection[str]) -> Findings:
    """The findings of some families of rules: errors and warnings, and folded below them the remarks.

    A member (column `lead`) stands below its lead where both are listed; false alarms are grey, below all others.
    """
    listed = zip(frames.records(result.findings), dismissed(result.findings).tolist(), strict=True)
    mine = [(row, off) for row, off in listed if row["family"] in families]
    remarks = [(row, off) for row, off in mine if row["severity"] == "info"]
    others = [(row, off) for row, off in mine if row["severity"] != "info"]
    return Findings((("错误和疑点", _rows(others)), ("提示", _rows(remarks))), ("提示",))


def _rows(rows: Sequence[tuple[dict, bool]]) -> tuple[_Row, ...]:
    """In the order of the frame, each lead followed by its members; with each whether it is dismissed."""
    leads = {row["key"] for row, off in rows if not off and not row["lead"]}
    members: dict[str, list[tuple[dict, bool]]] = {}
    for row, off in rows:
        if _is_member(row, off, leads):
            members.setdefault(row["lead"], []).append((row, off))
    return tuple(
        _row(shown, off, member=shown is not row)
        for row, alone in rows
        if not _is_member(row, alone, leads)
        for shown, off in ((row, alone), *members.get(row["key"], ()))
    )


def _is_member(row: dict, off: bool, leads: Collection[str]) -> bool:
    return not off and row["lead"] in leads


def _row(row: dict[str, str], off: bool, member: bool) -> _Row:
    mends = [f"改正这一格可使 {row['mends']} 条关系相符"] if row["mends"].isdigit() and int(row["mends"]) else []
    noted = "：".join(filter(None, [row["disposition"] or (row["note"] and "备注"), row["note"]]))
    return _Row(
        row["key"],
        " ".join(filter(None, ["m" if member else "", "d" if off else ""])),
        SEVERITIES[row["severity"]],
        row["rule"],
        row["message"],
        tuple(_figure(row[name], row["unit"]) for name in ("expected", "found", "difference")),
        _first(row["places"]),
        _first(row["suspects"]),
        "；".join(filter(None, [*mends, noted])),
    )


def _figure(text: str, unit: str) -> str:
    """As printed, with thousands parted where it is money."""
    if not text or unit == "%":
        return f"{text}%" if text else ""
    return f"{Decimal(text):,}" if unit.endswith("元") else text


def _first(listed: str) -> str:
    parts = listed.split("；")
    return "；".join(parts[:_SHOWN]) + (f" 等{len(parts)}处" if len(parts) > _SHOWN else "")


def _line(row: _Row) -> str:
    figures = [f"{head} {figure}" for head, figure in zip(_RIGHT, row.figures, strict=True) if figure]
    said = "　".join(filter(None, [row.severity, row.rule, row.message, "，".join(figures), row.suspects, row.remark]))
    return f"{'  └ ' if row.css.startswith('m') else '- '}{said}"


def _table(head: str, rows: Iterable[_Row]) -> str:
    caption = f"<caption>{escape(head)}</caption>" if head else ""
    heads = "".join(f'<th class="{_css(name)}">{name}</th>' if _css(name) else f"<th>{name}</th>" for name in _HEADS)
    body = "".join(f"<tr{_attributes(row)}>{_cells(row)}</tr>" for row in rows)
    return f'{STYLE}<table class="juesuan-table">{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _attributes(row: _Row) -> str:
    """The key is what the page finds the row by, to put its evidence there."""
    return (f' class="{row.css}"' if row.css else "") + f' data-finding="{escape(row.key)}"'


def _cells(row: _Row) -> str:
    rule = f'{"└ " if row.css.startswith("m") else ""}<a href="#{anchor(row.rule)}">{row.rule}</a>'
    remark = f"<small>{escape(row.remark)}</small>" if row.remark else ""
    texts = (row.severity, rule, escape(row.message) + remark, *row.figures, escape(row.places), escape(row.suspects))
    return "".join(
        f'<td class="{_css(name)}">{text}</td>' if _css(name) else f"<td>{text}</td>"
        for name, text in zip(_HEADS, texts, strict=True)
    )


def _css(name: str) -> str:
    return "n" if name in _RIGHT else "w" if name in _WRAPPED else ""
