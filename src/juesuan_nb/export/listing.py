"""Findings of several reports for the screen or a pipe: text, one JSON object, or CSV."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from juesuan_nb.checks.dispositions import dismissed
from juesuan_nb.checks.model import FAMILIES, SEVERITIES
from juesuan_nb.export.lists import as_text, csv_text, shortened

if TYPE_CHECKING:
    from juesuan_nb.checks import CheckResult
    from juesuan_nb.checks.model import Rule
    from juesuan_nb.report import Report


class Checked(NamedTuple):
    """A report that was checked; `file` as the user named it."""

    file: str
    report: Report
    result: CheckResult


def findings_text(checked: Sequence[Checked]) -> str:
    """One block per report, one line per finding, those of one wrong cell beneath it, and a line of counts."""
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
    return csv_text(findings)


def catalogue_text(rules: Iterable[Rule]) -> str:
    """The rules by family, one line each: code, severity, title."""
    lines = []
    for family, listed in groupby(rules, key=lambda rule: rule.family):
        lines.append(f"{family} {FAMILIES[family]}")
        lines += [f"  {rule.code}  {SEVERITIES[rule.severity]}  {rule.title}" for rule in listed]
    return "\n".join(lines)


def _block(one: Checked) -> str:
    year = f"{one.report.year}年度" if one.report.year else ""
    findings = one.result.findings
    lines = [line for finding in findings.itertuples(index=False) for line in _finding(finding)]
    off = dismissed(findings)
    counts = Counter(findings.loc[~off, "severity"])
    total = "，".join(f"{word} {counts[severity]}" for severity, word in SEVERITIES.items())
    total += f"，误报 {off.sum()}" if off.any() else ""
    led = int((findings["lead"] != "").sum())
    total += f"；其中 {led} 条由一格之误引起，列在各自的定位之下" if led else ""
    return "\n".join([f"{one.file}　{one.report.department}　{year}", *lines, f"  合计：{total}", ""])


def _finding(finding: object) -> list[str]:
    """A finding with its places and suspects; one that a lead explains on a line beneath it."""
    head = f"{SEVERITIES[finding.severity]}  {finding.rule}  {finding.message}"
    noted = "　".join(filter(None, [finding.disposition, finding.note]))
    disposed = [f"              处置：{noted}"] * bool(noted)
    if finding.lead:
        return [f"      └ {head}", *disposed]
    suspects, listed = as_text(finding.suspects), shortened(finding.places)
    lines = [f"  {head}"] + [f"              出处：{listed}"] * bool(listed)
    return lines + [f"              可疑：{suspects}"] * bool(suspects) + disposed


def _object(one: Checked) -> dict:
    findings = json.loads(one.result.findings.to_json(orient="records", default_handler=str))
    return {
        "file": one.file, "department": one.report.department, "year": one.report.year, "findings": findings,
        "verdicts": one.result.verdicts(),
    }  # fmt: skip
