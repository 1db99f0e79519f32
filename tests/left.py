"""Small outputs of `juesuan run`, written out by hand: what a folder holds of one report."""

import json
import os
from pathlib import Path

from juesuan_nb.checks import FINDINGS
from juesuan_nb.export import write_frame
from juesuan_nb.frames import frame
from juesuan_nb.measures import FIGURES

WAN = 1_000_000


def figure(kind: str, amount: str | None = None, /, **more: object) -> dict:
    """A row of FIGURES, the amount in 万元, printed to 0.01 万元."""
    fen = None if amount is None else round(float(amount) * WAN)
    budget = {"budget": round(float(more.pop("budget")) * WAN)} if "budget" in more else {}
    return {"figure": kind, "amount": fen, "step": 10_000} | budget | more


def finding(rule: str, severity: str, **more: str) -> dict:
    return {"rule": rule, "family": rule[:2], "severity": severity, "message": f"{rule} 不符。"} | more


def leave(out: Path, department: str, year: int, figures=(), findings=(), *, folder: str = "", made: int = 0) -> Path:
    """Write figures.csv, findings.csv and run.json of one report; `made` is its time."""
    place = out / str(year) / (folder or department)
    write_frame(frame(figures, FIGURES), place / "figures.csv")
    write_frame(frame(findings, FINDINGS), place / "findings.csv")
    record = {
        "input": {"name": f"{department}.txt", "sha256": f"{department}{year}"},
        "department": department,
        "year": year,
    }
    (place / "run.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    if made:
        os.utime(place / "run.json", (made, made))
    return place
