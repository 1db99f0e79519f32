"""Findings of several reports for the screen or a pipe: text, one JSON object, or CSV."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from juesuan_nb.checks.model import SEVERITIES
from juesuan_nb.export.lists import as_text, flat

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report


class Checked(NamedTuple):
    """A report that was checked; `file` as the user named it."""

    file: str
    report: Report
    result: CheckResult


def findings_text(checked: Sequence[Checked]) -> str:
    """One block per report, one line per finding, and a line of counts."""
    return "\n".join(_block(one) for one in checked)


def findings_json(checked: Sequence[Checked]) -> str:
    """{"reports": [{"file", "department", "year", "findings": […], "verdicts": {family: {verdict: count}}}]}."""
    return json.dumps({"reports": [_object(one) for one in checked]}, ensure_ascii=False, indent=2) + "\n"


def findings_csv(checked: Sequence[Checked]) -> str:
    """All findings in one table, the file in the first column; a header line even where there is none."""
    frames = [one.result.findings.assign(file=one.file) for one in checked]
    if not frames:
        return ""
    findings = pd.concat(frames, ignore_index=True)
    findings.insert(0, "file", findings.pop("file"))
    return flat(findings).to_csv(index=False, lineterminator="\n")


def _block(one: Checked) -> str:
    year = f"{one.report.year}年度" if one.report.year else ""
    findings = one.result.findings
    lines = [
        f"  {SEVERITIES[finding.severity]}  {finding.rule}  {finding.message}{_printed_at(finding.places)}"
        for finding in findings.itertuples(index=False)
    ]
    counts = Counter(findings["severity"])
    total = "，".join(f"{word} {counts[severity]}" for severity, word in SEVERITIES.items())
    return "\n".join([f"{one.file}　{one.report.department}　{year}", *lines, f"  合计：{total}", ""])


def _printed_at(places: object) -> str:
    text = as_text(places)
    return f"（{text}）" if text else ""


def _object(one: Checked) -> dict:
    findings = json.loads(one.result.findings.to_json(orient="records", default_handler=str))
    return {
        "file": one.file, "department": one.report.department, "year": one.report.year, "findings": findings,
        "verdicts": one.result.verdicts(),
    }  # fmt: skip
