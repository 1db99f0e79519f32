"""The findings that name a wrong cell, and which findings they lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from juesuan_nb.amounts import show_amount
from juesuan_nb.checks.localise.edits import Cell, Edit, Edits, is_text
from juesuan_nb.checks.localise.proposals import Change, Proposal
from juesuan_nb.checks.localise.search import Answer
from juesuan_nb.checks.model import Outcome, failed

_SURE = ("printed", "repaired")
_WITNESSES = 2
_LISTED = 4
SHOWN = 8
"""Candidates that are named where none stands out."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one group of broken edits: leading findings, or candidates that cannot be told apart."""

    edits: Edits
    answer: Answer
    ranked: Sequence[Proposal]

    @property
    def unique(self) -> bool:
        """Whether nothing else of this size mends the group."""
        return self.answer.complete and len(self.answer.sets) == 1 == len(self.ranked)

    @property
    def told(self) -> bool:
        """Whether nothing but figures of the text is wrong: their findings say so themselves."""
        return self.chosen is not None and all(is_text(change.cell) for change in self.chosen.changes)

    @property
    def chosen(self) -> Proposal | None:
        """The one that leads: the only one, or the only one of its likelihood."""
        if not self.ranked:
            return None
        first, *others = self.ranked
        return first if self.unique or all(first.rank < other.rank for other in others) else None

    def leads(self) -> list[Outcome]:
        """The leading findings."""
        if not self.chosen:
            return []
        cells = [change for change in self.chosen.changes if not is_text(change.cell)]
        if self.chosen.swapped:
            return [_lead(self, cells, list(self._mended(cells)))]
        found, used = [], []
        for change in sorted(cells, key=lambda change: -len(list(self._mended([change])))):
            mine = [edit for edit in self._mended([change]) if edit not in used]
            used += mine
            if mine:
                found.append(_lead(self, [change], mine))
        return found

    def _mended(self, changes: Sequence[Change]) -> Iterator[Edit]:
        """The broken edits of these cells that hold with the whole proposal."""
        shifts = self.chosen.shifts()
        for edit in self.edits.following(change.cell for change in changes):
            if edit.holds(edit.shift(shifts)):
                yield edit

    def candidates(self) -> str:
        """The cells that may be wrong, the likeliest first; empty where a lead names the cell or nothing is known."""
        if self.chosen or not self.ranked:
            return ""
        named = dict.fromkeys(text for one in self.ranked for text in [_listed(self.edits, one.changes)] if text)
        rest = [f"等{len(named)}处"] if len(named) > SHOWN else []
        return "；".join([*list(named)[:SHOWN], *rest])


def _lead(verdict: Verdict, changes: Sequence[Change], mended: list[Edit]) -> Outcome:
    edits, change = verdict.edits, changes[0]
    figures = [edits.figure(each.cell) for each in changes]
    proved = [edit for edit in mended if edit.hard and (edit.outcome.severity or edit.rule.severity) == "error"]
    sure = verdict.unique and len(proved) >= _WITNESSES
    sure &= all(figure.state == "printed" and figure.quality in _SURE for figure in figures)
    hard = [edit for edit in mended if edit.hard]
    scope = f"（{change.cell[0]}）" if change.cell[0] else ""
    names = [name(edits, each.cell) for each in changes]
    return failed(
        f"{scope}{'、'.join(names)}",
        f"定位：{scope}{_said(verdict, changes, names)}{_mending(hard)}{_along(verdict, changes)}{_hedge(verdict)}。",
        severity="error" if sure else "warning",
        expected=change.value,
        found=change.printed,
        codes=tuple(dict.fromkeys(code for figure in figures if (code := figure.key[1].rpartition(":")[2]).isdigit())),
        tables=tuple(dict.fromkeys(edits.facts.ledger.titles[figure.key[0]] for figure in figures)),
        places=tuple(f"{one}（{each.where}）" if each.where else one for one, each in zip(names, figures, strict=True)),
        scope=change.cell[0],
        leads=tuple(edit.outcome for edit in mended),
        mends=len(hard),
        money=abs(change.value - change.printed),
    )


def _said(verdict: Verdict, changes: Sequence[Change], names: Sequence[str]) -> str:
    unit = verdict.edits.facts.report.unit
    if len(changes) > 1:
        printed = "，".join(f"{one}印{_shown(verdict.edits, each)}" for one, each in zip(names, changes, strict=True))
        return f"{printed}，疑为{changes[0].slip}，互换后"
    change = changes[0]
    open_ = f"（舍入允许{show_amount(change.low, unit)}至{show_amount(change.high, unit)}）" * (
        change.low < change.high
    )
    slip = f"，疑为{change.slip}" * bool(change.slip)
    value = f"{show_amount(change.value, unit)}{unit}"
    return f"{names[0]}印{_shown(verdict.edits, change)}，各勾稽关系一致指向{value}{open_}{slip}；改正后"


def _mending(hard: list[Edit]) -> str:
    codes = "、".join(dict.fromkeys(edit.rule.code for edit in hard))
    return f"{len(hard)}条不符的勾稽（{codes}）全部成立"


def _along(verdict: Verdict, changes: Sequence[Change]) -> str:
    others = [change for change in verdict.chosen.changes if change not in changes]
    return f"（与{_listed(verdict.edits, others)}同时改正）" if others else ""


def _hedge(verdict: Verdict) -> str:
    if verdict.unique:
        return ""
    others = [_listed(verdict.edits, one.changes) for one in verdict.ranked[1:]]
    listed = "、".join(others[:_LISTED]) + (f"等{len(others)}处" if len(others) > _LISTED else "")
    return "；解不唯一" + (f"，也可能错在{listed}" if listed else "，这是最可能的一种")


def name(edits: Edits, cell: Cell) -> str:
    """A cell as analysts call it."""
    ledger, (statement, row, column) = edits.facts.ledgers[cell[0]], cell[1]
    return "·".join(filter(None, (f"《{ledger.titles[statement]}》{ledger.row_label(statement, row)}", column)))


def _shown(edits: Edits, change: Change) -> str:
    unit = edits.facts.report.unit
    printed = edits.figure(change.cell).state == "printed"
    return f"{show_amount(change.printed, unit)}{unit}" if printed else "为空白"


def _listed(edits: Edits, changes: Iterable[Change]) -> str:
    """Cells with what they should say."""
    unit = edits.facts.report.unit
    return "与".join(
        f"{change.cell[1][1]}的文字"
        if is_text(change.cell)
        else f"{name(edits, change.cell)}（{_shown(edits, change)}，应为{show_amount(change.value, unit)}）"
        for change in changes
    )
