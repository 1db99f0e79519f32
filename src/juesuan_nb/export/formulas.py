"""Formulas that an auditor expects in a list, and choices that may be made in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

At = Callable[[str], str]
"""Field of the frame → the address of its column in this row."""
Formula = Callable[[Mapping[str, object], At], str]
"""A row of the frame → its formula; empty where the value is to stand alone."""


def _difference(row: Mapping[str, object], at: At) -> str:
    return f"={at('outturn')}-{at(str(row['base']))}" if row["base"] else ""


def _rate(row: Mapping[str, object], at: At) -> str:
    base = str(row["base"])
    return f'=IF({at(base)}=0,"—",ROUND({at("outturn")}/{at(base)},4))' if base else ""


VARIANCE: Mapping[str, Formula] = {"variance": _difference, "execution_rate": _rate}
"""差额＝决算－预算, 完成率＝决算÷预算, against the budget that the text gives."""
