"""How good the rules are: false alarms on clean reports, recall on planted errors, localisation, damage, real reports.

    python tools/bench_rules.py [--clean 100] [--office 4] [--planted 3] [--jobs 2] [--out FILE] [--list FILE]

`--clean`, `--office` and `--planted` are reports of each layout. Same numbers, same result: everything follows from the
seeds. `--list` writes every false alarm and every miss, one line each, for those who mend them.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, product
from pathlib import Path

import pandas as pd
from quality_page import write_page

from juesuan_nb import synth
from juesuan_nb.checks import check
from juesuan_nb.errors import JuesuanError
from juesuan_nb.report import load_report
from juesuan_nb.synth.planting import Planted, kinds

ROOT = Path(__file__).resolve().parent.parent
SIZES = ("small", "medium", "medium", "large")
PROVING = ("RD", "CP", "FT", "AR", "NV", "PF")
SEVERITIES = ("error", "warning", "info")
OFFICE = ("docx", "pdf", "xlsx")
LEAD, LOST = "FT00", "RD03"
"""The rules that name one cell: a wrong one, and one that is blank where its table prints its zeros."""
Key = tuple[str, str, str]
"""Rule, severity and message of a finding."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean report, or a clean one with damage of conversion: its findings and the CPU seconds of `check`."""

    form: str
    layout: str
    seed: int
    damage: str
    findings: tuple[Key, ...]
    seconds: float
    crashed: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One planted error: the rules that spoke of it, whether one of those meant for it did, what localisation said.

    `located` is first, unsure (among equals), other, none; empty where it is not a matter of one cell.
    """

    layout: str
    seed: int
    planted: Planted
    fired: tuple[str, ...]
    found: bool
    located: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clean", type=int, default=100)
    parser.add_argument("--office", type=int, default=4)
    parser.add_argument("--planted", type=int, default=3)
    parser.add_argument("--layout", nargs="+", choices=list(synth.layouts()), default=list(synth.layouts()))
    parser.add_argument("--kind", nargs="+", choices=list(synth.MUTATIONS), default=list(synth.MUTATIONS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "quality.md")
    parser.add_argument("--list", type=Path)
    asked = parser.parse_args()
    started = time.monotonic()
    with ProcessPoolExecutor(asked.jobs) as pool:
        clean = list(pool.map(clean_one, clean_tasks(asked), chunksize=5))
        hits = list(chain.from_iterable(pool.map(planted_ones, planted_tasks(asked), chunksize=1)))
    real = [real_one(path) for path in real_reports()]
    page = write_page(asked, clean, hits, real, time.monotonic() - started)
    print(page)
    if asked.list:
        asked.list.write_text("\n".join(told(clean, hits)) + "\n", encoding="utf-8")
    return 0


def clean_tasks(asked: argparse.Namespace) -> list[tuple[str, str, int, str]]:
    """Form, layout, seed and damage of every report without errors."""
    tasks = [("text", layout, seed, "") for layout, seed in product(asked.layout, range(asked.clean))]
    tasks += [(form, layout, seed, "") for form, layout, seed in product(OFFICE, asked.layout, range(asked.office))]
    damaged = product(asked.layout, synth.DAMAGES, range(max(1, asked.planted // 3)))
    return tasks + [("text", layout, seed, kind) for layout, kind, seed in damaged]


def planted_tasks(asked: argparse.Namespace) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(layout, seed, tuple(asked.kind)) for layout, seed in product(asked.layout, range(asked.planted))]


def department(layout: str, seed: int) -> synth.SyntheticReport:
    """The invented department of a layout and seed; years and sizes take turns."""
    first, last = synth.layouts()[layout].years
    return synth.department(seed, year=min(last, first + seed % 5), layout=layout, size=SIZES[seed % len(SIZES)])


def clean_one(task: tuple[str, str, int, str]) -> Clean:
    form, layout, seed, damage = task
    report = department(layout, seed)
    if damage:
        report = synth.damage(report, damage, seed)
    findings, seconds, crashed = findings_of(report, form)
    return Clean(form, layout, seed, damage, keys(findings), seconds, crashed)


def planted_ones(task: tuple[str, int, tuple[str, ...]]) -> list[Hit]:
    """Every kind of error, one at a time, in one department: what a rule says of the clean report does not count."""
    layout, seed, names = task
    report = department(layout, seed)
    before = set(keys(findings_of(report)[0]))
    hits = []
    for name in names:
        broken, planted = synth.plant(report, name, seed)
        if broken.blocks != report.blocks:
            hits.append(judged(layout, seed, planted, findings_of(broken)[0], before))
    return hits


def judged(layout: str, seed: int, planted: Planted, findings: pd.DataFrame, before: set[Key]) -> Hit:
    new = findings[[key not in before for key in keys(findings)]]
    kind = kinds()[planted.kind]
    heard = SEVERITIES[: SEVERITIES.index(kind.least) + 1]
    loud = new[new["severity"].isin(heard)]
    fired = tuple(sorted(set(loud["rule"])))
    found = any(rule in planted.rules or rule[:2] in planted.rules for rule in fired)
    located = localisation(new, planted) if kind.one_cell else ""
    return Hit(layout, seed, planted, fired, found, located)


def localisation(findings: pd.DataFrame, planted: Planted) -> str:
    """What the leading findings say: the very cell first, the cell among others, another cell, or nothing."""
    leads = findings[findings["rule"] == LEAD]
    if leads.empty and not planted.found:
        leads = findings[findings["rule"] == LOST]
    named = [names(lead, planted) for lead in leads.itertuples()]
    if named and named[0]:
        return "first"
    if any(named):
        return "unsure"
    return "other" if named else "none"


def names(lead: tuple, planted: Planted) -> bool:
    """Whether a leading finding names the cell: its label and column, and the figure that is printed there."""
    said = "".join(f"{lead.places}{lead.codes}{lead.message}".split())
    labels = [text for text in (planted.code, "".join(planted.item.split())) if text]
    printed = not (lead.found and planted.found) or Decimal(lead.found) == Decimal(planted.found)
    labelled = not labels or any(label in said for label in labels)
    return printed and labelled and planted.column.rpartition("/")[2] in said


def findings_of(report: synth.SyntheticReport, form: str = "text") -> tuple[pd.DataFrame, float, int]:
    """The findings of a printed and read report, the CPU seconds of `check`, and how many rules crashed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{synth.FORMS[form][1]}"
        path.write_bytes(synth.render(report, form))
        read = load_report(path)
    start = time.process_time()
    result = check(read)
    seconds = time.process_time() - start
    return result.findings, seconds, int(result.results["reason"].str.contains("规则运行出错").sum())


def keys(findings: pd.DataFrame) -> tuple[Key, ...]:
    return tuple(zip(findings["rule"], findings["severity"], findings["message"], strict=True))


def real_reports() -> list[Path]:
    """The real reports beside the checkout, where they are."""
    shared = Path(os.environ.get("JUESUAN_SHARED") or ROOT.parent / "shared")
    return sorted(path for path in (shared / "reports").glob("*") if path.suffix in (".txt", ".pdf"))


def real_one(path: Path) -> tuple[str, Clean | str]:
    """A real report's findings, or the words with which reading refused it."""
    try:
        report = load_report(path)
    except JuesuanError as refused:
        return path.stem, str(refused).removeprefix(f"{path.name}：")
    start = time.process_time()
    result = check(report)
    seconds = time.process_time() - start
    crashed = int(result.results["reason"].str.contains("规则运行出错").sum())
    return path.stem, Clean(path.suffix[1:], "", 0, "", keys(result.findings), seconds, crashed)


def told(clean: Iterable[Clean], hits: Iterable[Hit]) -> Iterator[str]:
    """Every false alarm and every miss."""
    for one in clean:
        for rule, severity, message in one.findings:
            if rule[:2] in PROVING and severity != "info" and not one.damage:
                yield f"ALARM {one.form} {one.layout} {one.seed} {rule} {severity} {message}"
            elif rule[:2] in PROVING and severity != "info":
                yield f"DAMAGE {one.damage} {one.layout} {one.seed} {rule} {severity} {message}"
    for hit in hits:
        place = f"{hit.planted.kind} {hit.layout} {hit.seed} {hit.planted}"
        if not hit.planted.hidden and not hit.found:
            yield f"MISS {place} fired={','.join(hit.fired)}"
        elif hit.planted.hidden and hit.found:
            yield f"SURPRISE {place} fired={','.join(hit.fired)}"
        if hit.located not in ("", "first") and not hit.planted.hidden:
            yield f"LOCATED {hit.located} {place}"


if __name__ == "__main__":
    sys.exit(main())
