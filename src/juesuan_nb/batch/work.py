"""One report in a process of its own: read, executed, written into its staging folder, and told."""

import ctypes
import gc
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from juesuan_nb import workbook
from juesuan_nb.batch import lock
from juesuan_nb.batch.failure import DIED, fail
from juesuan_nb.batch.outcome import APART, Order, fresh, tell
from juesuan_nb.checks import SEVERITIES
from juesuan_nb.checks.dispositions import dismissed
from juesuan_nb.engine import Apart
from juesuan_nb.errors import JuesuanError, ReadError, UsageError
from juesuan_nb.places import known_copies
from juesuan_nb.publish import carried_from
from juesuan_nb.report import Report, load_report

FIGURES = (
    "grand_total", "total_revenue", "total_expenditure", "basic_expenditure", "project_expenditure",
    "general_public_expenditure", "three_public", "agency_operating_costs",
)  # fmt: skip
RATES = ("grand_total", "general_public_expenditure")
WORST = 3
SELDOM = 20_000
"""Objects after which a process that soon ends looks for garbage."""


def serve(plain: dict[str, Any]) -> None:
    """Do the order, unless the supervisor that gave it is gone."""
    gc.set_threshold(SELDOM)
    order = Order(**plain)
    with lock.worker(Path(order.out), order.token) as present:
        if present:
            with _bounded(order.memory):
                do(order)


def do(order: Order) -> None:
    """Make one report; whatever goes wrong with it is told as its outcome."""
    if not order.copies:
        fresh(order)
    known_copies(order.copies)
    facts: dict[str, Any] = {"department": order.department, "year": order.year}
    try:
        _make(order, facts)
    except Apart as reason:
        tell(order, {"status": APART, "message": str(reason)})
    except JuesuanError as error:
        fail(order, _kind(error), f"{error}" if order.name in str(error) else f"{order.name}：{error}", facts)
    except MemoryError:
        fail(order, "memory", f"{order.name}：处理时超过内存限额。", facts)
    except OSError as error:
        fail(order, "disk", f"{order.name}：{error.strerror or error}。", facts, traceback.format_exc())
    except Exception as error:
        fail(order, "bug", f"{order.name}：{type(error).__name__}: {error}", facts, traceback.format_exc())


def _make(order: Order, facts: dict[str, Any]) -> None:
    clock = workbook.Clock()
    how = workbook.making(Path(order.template), order.parameters, order.paths, order.engine, order.budget)
    report = load_report(*order.paths, budget=how.budget)
    clock.lap("read")
    earlier = Path(order.folder)
    noted = workbook.notes(earlier, report.name, how) if order.folder or how.dispositions else []
    carried = carried_from(earlier) if order.folder and (not noted or noted[0].parent == earlier) else {}
    named = replace(report, department=order.department or report.department, year=order.year or report.year)
    facts |= {"department": named.department, "year": named.year, "place": workbook.folder_name(named).as_posix()}
    written = workbook.write(order.files, report, order.paths, how, noted, clock, named)
    tell(order, {"status": "done", "carried": carried, **facts, **_summary(named, written)})


def _summary(report: Report, written: workbook.Written) -> dict[str, Any]:
    """What the index shows of a report."""
    findings = written.result.findings
    findings = findings[~dismissed(findings)]
    counts = findings["severity"].value_counts()
    serious = findings[findings["severity"] != "info"].head(WORST)
    return {
        "counts": {name: int(counts.get(name, 0)) for name in SEVERITIES},
        "figures": _figures(written.figures),
        "worst": [f"{row.rule} {row.message}" for row in serious.itertuples()],
        "scanned": len(report.document.scanned_pages),
    }


def _figures(figures: pd.DataFrame) -> dict[str, int | str]:
    """Amounts in 分 by key, rates in percent by "rate:KEY"; what is not printed is not there."""
    rows = {row.figure: row for row in figures[figures["figure"].isin(FIGURES)].itertuples(index=False)}
    amounts = {key: int(row.amount) for key, row in rows.items() if not pd.isna(row.amount)}
    rates = {f"rate:{key}": str(rows[key].rate) for key in RATES if key in rows and rows[key].rate is not None}
    return amounts | rates


def _kind(error: JuesuanError) -> str:
    if isinstance(error, ReadError | UsageError):
        return "read" if isinstance(error, ReadError) else "usage"
    if isinstance(error.__cause__, DeadKernelError | CellTimeoutError):
        return DIED
    return "memory" if getattr(error.__cause__, "ename", "") == "MemoryError" else "cell"


@contextmanager
def _bounded(megabytes: int) -> Iterator[None]:
    """Let this process, and each that it starts, take at most so much more memory than it has now."""
    if not megabytes or not sys.platform.startswith("linux"):
        yield
        return
    import resource

    data = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData"))
    old = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (int(data.split()[1]) * 1024 + megabytes * (1 << 20), old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, old)


def die_with_parent() -> None:
    """Be killed when the supervisor ends, however it ends (a child that was forked by the warm parent is already)."""
    if sys.platform.startswith("linux"):
        parent = os.getppid()
        ctypes.CDLL(None).prctl(1, 9)
        if os.getppid() != parent:
            os._exit(1)
