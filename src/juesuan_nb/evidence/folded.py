"""The evidence of many findings for a web page: folded, small pictures, and none of them twice."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from juesuan_nb.evidence.show import MOST, Finder

if TYPE_CHECKING:
    import pandas as pd

    from juesuan_nb.evidence.model import Spot
    from juesuan_nb.report import Report

SCALE = 1.4
"""Pixels per point on the page: about 100 dpi, still legible, half the bytes of what the notebook shows."""
SHOWN = ("error", "warning")
"""Remarks are many and lead to no dispute: they are looked up in the notebook."""


def folded(report: Report, findings: pd.DataFrame) -> dict[str, str]:
    """Finding key → its evidence as HTML, for errors and warnings.

    A finding with the same places as an earlier one links to that one. What has no place is left out.
    """
    made: dict[str, str] = {}
    seen: dict[tuple[Spot, ...], Mapping[str, str]] = {}
    with Finder(report, SCALE) as finder:
        for finding in findings[findings["severity"].isin(SHOWN)].to_dict("records"):
            spots = finder.spots(finding)
            places = tuple(spots[:MOST])
            if places in seen:
                made[finding["key"]] = _link(seen[places])
            elif places:
                seen[places] = finding
                made[finding["key"]] = _fold(finding, finder.shown(spots).html())
    return made


def place_id(key: str) -> str:
    """The name under which the evidence of a finding is linked to."""
    return f"evidence-{key}"


def _fold(finding: Mapping[str, str], body: str) -> str:
    return f'<details id="{escape(place_id(finding["key"]))}"><summary>看原文</summary>{body}</details>'


def _link(first: Mapping[str, str]) -> str:
    return f'<a href="#{escape(place_id(first["key"]))}">看原文（与 {escape(first["rule"])} 同一处）</a>'
