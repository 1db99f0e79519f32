"""The lists that `juesuan run` leaves, made straight from invented books: a corpus to compare without reading a page.

Errors across reports can be planted: a broken carry-over, a prior year told wrongly, a ratio far from all peers.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import pandas as pd

from juesuan_nb.checks import FINDINGS, rules
from juesuan_nb.checks.model import SEVERITIES
from juesuan_nb.corpus import Corpus, load
from juesuan_nb.export import write_frame
from juesuan_nb.files import write_text
from juesuan_nb.frames import frame
from juesuan_nb.measures import FIGURES
from juesuan_nb.synth.books import Books
from juesuan_nb.synth.figures import true_figures
from juesuan_nb.synth.panel import panel

KINDS = ("carryover", "previous", "peer", "error")
_MOVED = 5_000_000
"""分 that a planted difference is large: 5 万元."""


@dataclass(frozen=True, slots=True)
class PlantedAcross:
    """What is wrong in one report as held against others; `kind` is one of KINDS."""

    department: str
    year: int
    kind: str


def write_outputs(
    out: Path, count: int, years: Sequence[int], *, seed: int = 0, planted: int = 0
) -> list[PlantedAcross]:
    """Write figures.csv, findings.csv and run.json of `count` invented departments in `years` as `run` lays them out.

    `planted` reports of the last year get one thing wrong each, the KINDS in turn. Returns what is wrong.
    """
    told = []
    for number, books in enumerate(panel(count, years, seed=seed)):
        place = number // len(years)
        kind = KINDS[place % len(KINDS)] if books.year == years[-1] and place < planted else ""
        figures = true_figures(books)
        if kind:
            figures = _changed(figures, kind)
            told.append(PlantedAcross(books.department, books.year, kind))
        _write(out / str(books.year) / books.department, books, figures, _findings(books, kind, seed))
    return told


def example() -> Corpus:
    """Twelve invented departments over three years, one thing of each of the KINDS wrong: the same every time."""
    with tempfile.TemporaryDirectory() as folder:
        write_outputs(Path(folder), 12, (2022, 2023, 2024), planted=len(KINDS))
        return load(folder)


def _changed(figures: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The figures with one thing wrong."""
    changed = figures.set_index("figure")
    if kind == "peer":
        changed.loc["personnel_costs", "amount"] = _MOVED
        changed.loc["operating_costs", "amount"] = 99 * _MOVED
    elif kind in ("carryover", "previous"):
        changed.loc["opening_carryover" if kind == "carryover" else "previous:grand_total", "amount"] += _MOVED
    return changed.reset_index()[list(FIGURES)]


def _findings(books: Books, kind: str, seed: int) -> pd.DataFrame:
    """Some remarks of real rules, as many reports have them; an error where one is planted."""
    dice = Random(f"findings/{seed}/{books.department}/{books.year}")
    listed = [rule for rule in rules() if rule.severity != "error"]
    rows = [_finding(rule) for rule in dice.sample(listed, dice.randint(2, 9))]
    if kind == "error":
        rows.insert(0, _finding(next(rule for rule in rules() if rule.severity == "error")))
    order = list(SEVERITIES)
    return frame(sorted(rows, key=lambda row: order.index(row["severity"])), FINDINGS)


def _finding(rule: object) -> dict:
    own = {"rule": rule.code, "family": rule.family, "severity": rule.severity, "verdict": "failed"}
    return own | {"title": rule.title, "message": f"{rule.title}（虚构的例子）。"}


def _write(folder: Path, books: Books, figures: pd.DataFrame, findings: pd.DataFrame) -> None:
    write_frame(figures, folder / "figures.csv")
    write_frame(findings, folder / "findings.csv")
    content = sha256(f"{books.department}/{books.year}".encode()).hexdigest()
    record = {
        "input": {"name": f"{books.department}.txt", "sha256": content},
        "department": books.department,
        "year": books.year,
    }
    write_text(folder / "run.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")
