"""The index over all reports of an output folder: one page that opens quickly, and findings.csv of all.

Written whole, from the ledger and the reports' own lists, when anything changed; the cost grows with their number.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from juesuan_nb.batch import fingerprint
from juesuan_nb.batch.ledger import DONE, WAITING, Ledger, Row
from juesuan_nb.batch.placing import WORK
from juesuan_nb.files import CSV_ENCODING, write_text
from juesuan_nb.publish import ERROR_PAGE, FAILED, PAGE, WORKBOOK
from juesuan_nb.templates import csp_hash, template

HERE = Path(__file__).parent
INDEX, FINDINGS, CORPUS = "index.html", "findings.csv", "corpus"
FIGURES = ("total_revenue", "total_expenditure", "general_public_expenditure", "rate:general_public_expenditure",
           "three_public")  # fmt: skip
OF_REPORT = ("folder", "department", "year", "group", "file")


def write_index(ledger: Ledger) -> None:
    """Write index.html and findings.csv (and, with the extra `corpus`, Parquet) unless they are as they should be."""
    rows = [row for row in ledger.rows() if row.state != WAITING and row.folder]
    made_of = fingerprint.digest(
        fingerprint.code(),
        *(f"{row.id} {row.key} {row.folder} {row.grp} {row.state}" for row in rows),
        *(json.dumps(row.outcome) for row in rows),
    )
    parquet = bool(find_spec("duckdb"))
    wanted = [INDEX, FINDINGS, *([CORPUS] if parquet else [])]
    if ledger.fact("index") == made_of and all((ledger.out / name).exists() for name in wanted):
        return
    staged = ledger.out / WORK
    staged.mkdir(parents=True, exist_ok=True)
    write_text(staged / INDEX, page(rows))
    _write_findings(ledger.out, rows, staged / FINDINGS)
    for name in (INDEX, FINDINGS):
        (staged / name).replace(ledger.out / name)
    if parquet:
        from juesuan_nb.batch.corpus import write_corpus

        write_corpus(ledger.out, [_report(row) for row in rows if row.state == DONE], staged / CORPUS)
    ledger.note("index", made_of)


def page(rows: Iterable[Row]) -> str:
    """The index page: rows as data, shown by its own script; it asks nothing of any server."""
    listed = sorted(
        (_entry(row) for row in rows), key=lambda entry: (-(entry["year"] or 0), entry["department"], entry["folder"])
    )
    # The text stands inside a script element: nothing in it may end that.
    data = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    script, style = ((HERE / name).read_text(encoding="utf-8") for name in ("index.js", "index.css"))
    return template(HERE / "index.html.j2").render(
        data=data, script=script, script_hash=csp_hash(script), style=style, count=len(listed)
    )


def _entry(row: Row) -> dict[str, Any]:
    """What the page shows of a report; amounts in 分."""
    outcome, done = row.outcome, row.state == DONE
    files = outcome.get("files", ())
    return {
        "folder": row.folder,
        "department": outcome.get("department") or Path(row.folder).name,
        "year": outcome.get("year"),
        "group": row.grp,
        "file": row.name,
        "page": PAGE if done else ERROR_PAGE,
        "notebook": next((name for name in (WORKBOOK, FAILED) if name in files), ""),
        "counts": [outcome["counts"][name] for name in ("error", "warning", "info")] if done else [],
        "figures": [_number(outcome["figures"].get(name)) for name in FIGURES] if done else [],
        "told": outcome["worst"] if done else [outcome.get("message", "")],
        "scanned": outcome.get("scanned", 0),
    }


def _number(value: int | str | None) -> int | float | None:
    return float(value) if isinstance(value, str) else value


def _report(row: Row) -> dict[str, Any]:
    outcome = row.outcome
    values = (row.folder, outcome.get("department") or "", outcome.get("year"), row.grp, row.name)
    return dict(zip(OF_REPORT, values, strict=True)) | {
        f"{name}_count": count for name, count in outcome["counts"].items()
    }


def _write_findings(out: Path, rows: Iterable[Row], path: Path) -> None:
    """The findings of all reports, those of one report together."""
    with path.open("w", encoding=CSV_ENCODING, newline="") as file:
        writer, head = csv.writer(file, lineterminator="\n"), False
        for row in rows:
            if row.state != DONE:
                continue
            columns, *findings = _read(out / row.folder / FINDINGS)
            if not head:
                writer.writerow([*OF_REPORT, *columns])
                head = True
            own = [_report(row)[name] for name in OF_REPORT]
            writer.writerows([*own, *finding] for finding in findings)


def _read(path: Path) -> Iterator[list[str]]:
    with path.open(encoding=CSV_ENCODING, newline="") as file:
        yield from csv.reader(file)
