"""What a workbook says in its own words, computed: the statements read, the verdicts by family, the conclusion."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd
from matplotlib.axes import Axes

from juesuan_nb import frames, vocabulary
from juesuan_nb.charts import alt_text
from juesuan_nb.checks import SEVERITIES, VERDICTS, CheckResult
from juesuan_nb.checks.dispositions import dismissed
from juesuan_nb.checks.model import FAMILIES
from juesuan_nb.digest.across import comparison
from juesuan_nb.digest.findings import findings
from juesuan_nb.digest.rule_pages import rule_pages
from juesuan_nb.digest.words import LISTED, Conclusion
from juesuan_nb.frames import frame
from juesuan_nb.report import Report

__all__ = ["Conclusion", "comparison", "conclusion", "contents", "findings", "rule_pages", "unchecked", "verdicts"]

CONTENTS = {"title": "str", "state": "str", "figures": "Int64", "repaired": "Int64", "page": "Int64", "line": "Int64"}
VERDICT_COUNTS = {"family": "str", **dict.fromkeys(VERDICTS, "Int64")}
UNCHECKED = {"rules": "str", "occurrences": "Int64", "message": "str"}
_MENDED = ("repaired", "recovered", "inferred")
HAS, EMPTY, ABSENT = "有数字", "空表", "没有找到"


def contents(report: Report) -> pd.DataFrame:
    """The nine statements in the national order, then others: one row each.

    `state` is 有数字, 空表 or 没有找到; `figures` counts the amounts, `repaired` those that reading mended, found again
    or inferred; `page` or `line` is where the statement begins.
    """
    national, found = vocabulary.statements(), frames.rows(report.tables)
    listed = {entry.title: [table for table in found if table.statement == entry.id] for entry in national.values()}
    others = dict.fromkeys(table.table for table in found if table.statement not in national)
    rows = [*listed.items(), *((title, [table for table in found if table.table == title]) for title in others)]
    cells = list(zip(report.cells["table"].tolist(), report.cells["quality"].tolist(), strict=True))
    figures = Counter(table for table, _ in cells)
    repaired = Counter(table for table, quality in cells if quality in _MENDED)
    return frame((_contents(title, tables, figures, repaired) for title, tables in rows), CONTENTS)


def _contents(title: str, found: Sequence[tuple], figures: Counter, repaired: Counter) -> dict[str, object]:
    names = {table.table for table in found}
    printed = sum(map(figures.__getitem__, names))
    return {
        "title": title,
        "state": ABSENT if not found else HAS if printed else EMPTY,
        "figures": printed,
        "repaired": sum(map(repaired.__getitem__, names)),
        "page": min((table.page for table in found if table.page is not pd.NA), default=None),
        "line": min((table.line for table in found if table.line is not pd.NA), default=None),
    }


def verdicts(result: CheckResult) -> pd.DataFrame:
    """How many places passed, failed, did not apply or could not be checked: one row per family of rules."""
    counted = result.verdicts()
    families = [family for family in FAMILIES if family in counted]
    return frame(
        (
            {"family": f"{family} {FAMILIES[family]}"} | dict.fromkeys(VERDICTS, 0) | counted[family]
            for family in families
        ),
        VERDICT_COUNTS,
    )


def unchecked(result: CheckResult) -> pd.DataFrame:
    """What could not be checked, and why: one row per reason."""
    reasons: dict[str, list[str]] = {}
    for row in frames.rows(result.results):
        if row.verdict == "not_checked":
            reasons.setdefault(row.reason, []).append(row.rule)
    return frame(
        (
            {"rules": "、".join(dict.fromkeys(rules)), "occurrences": len(rules), "message": reason}
            for reason, rules in reasons.items()
        ),
        UNCHECKED,
    )


def conclusion(report: Report, result: CheckResult, charts: Iterable[Axes] = ()) -> Conclusion:
    """What the report shows (the finding of each chart), what the rules found, and what it all rests on."""
    standing = _standing(result)
    parts = [
        ("分析所见", [alt_text(ax).partition("。")[0] + "。" for ax in charts]),
        *((word, _findings(standing, severity)) for severity, word in SEVERITIES.items() if severity != "info"),
        ("核对范围", _coverage(report, result)),
        ("出处", [f"来源文件 {report.name}，SHA-256 {report.document.sha256}。"]),
    ]
    return Conclusion(tuple((head, tuple(lines)) for head, lines in parts if lines))


def _standing(result: CheckResult) -> list[tuple]:
    """The rows of the findings without false alarms, and without what a lead stands for that is none."""
    rows = list(zip(frames.rows(result.findings), dismissed(result.findings).tolist(), strict=True))
    leading, alarms = set(result.leading.index), {row.key for row, off in rows if off}
    return [row for row, off in rows if not off and (row.Index in leading or row.lead in alarms)]


def _findings(standing: Sequence[tuple], severity: str) -> Sequence[str]:
    mine = [row for row in standing if row.severity == severity]
    if not mine:
        return [f"没有发现{SEVERITIES[severity]}。"]
    rest = [f"另有 {len(mine) - LISTED} 条，见 findings.csv。"] if len(mine) > LISTED else []
    return [*(f"{row.rule} {row.message}" for row in mine[:LISTED]), *rest]


def _coverage(report: Report, result: CheckResult) -> Sequence[str]:
    found = contents(report).head(len(vocabulary.statements()))
    missing = found.loc[found["state"] == ABSENT, "title"]
    counts = result.results["verdict"].value_counts()
    told = "，".join(f"{word} {counts.get(verdict, 0)} 处" for verdict, word in VERDICTS.items())
    return [
        f"九张公开报表读到 {len(found) - len(missing)} 张"
        + (f"，没有找到：{'、'.join(missing)}。" if len(missing) else "。"),
        f"共核对 {len(result.results)} 处：{told}。未核对的不等于没有问题，原因见“勾稽核对”。",
        f"读取时修复或找回数字 {int(report.cells['quality'].isin(_MENDED).sum())} 个，共 {len(report.cells)} 个。",
        *(note.message + "。" for note in frames.rows(report.quality) if note.kind == "scanned"),
    ]
