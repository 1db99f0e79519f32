"""Synthetic reports as files: each with its truth beside it, `NAME.cells.csv` and `NAME.claims.csv`."""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pandas as pd

from juesuan_nb.errors import UsageError
from juesuan_nb.files import CSV_ENCODING, whole, write_text
from juesuan_nb.synth.damage import damage, damages
from juesuan_nb.synth.disclosure import STYLES, budget
from juesuan_nb.synth.layouts import layout_named, layouts
from juesuan_nb.synth.mutations import MUTATIONS, Planted, plant
from juesuan_nb.synth.render import FORMS, render
from juesuan_nb.synth.report import SyntheticReport, department

BUDGETS = "部门预算"
"""The folder beside the reports' that holds the budgets: no input of a run over the reports."""
_SIZES = ("small", "medium", "medium", "large")


def write(
    out: Path,
    *,
    count: int = 1,
    years: Iterable[int] = (),
    layout: str = "",
    form: str = "text",
    damaged: bool = False,
    errors: bool = False,
    budgets: bool = False,
    seed: int = 0,
) -> Iterator[Path]:
    """Write `count` reports per year and layout (all layouts where none is named) into a folder; yields their paths.

    `budgets` puts each department's 部门预算 into BUDGETS beside `out`, with a list of both for `run --manifest`.
    `damaged` plants one kind of damage of conversion in each report, the kinds in turn; `errors` one error of the
    department, told in `errors.csv`. A form that is no text only takes the damage that it can have. Raises UsageError
    where a name is unknown, or a year is outside the layout's time.
    """
    if count < 1:
        raise UsageError("份数要在1以上。")
    if form not in FORMS:
        raise UsageError(f"没有格式“{form}”，可用：{'、'.join(FORMS)}。")
    kinds = damages(form)
    planted: list[dict[str, str]] = []
    listed: list[dict[str, str]] = []
    for name, year, number in product(*_asked(layout, list(years)), range(count)):
        if year is not None and not layout and not _covers(name, year):
            continue
        size = _SIZES[number % len(_SIZES)]
        report = department(seed + number, year=year, size=size, layout=name)
        stem = f"{name}-{report.year}-{seed + number:04}"
        if errors:
            report, told = plant(report, list(MUTATIONS)[number % len(MUTATIONS)], seed + number)
            planted.append(_row(stem, told))
        if damaged:
            report = damage(report, kinds[number % len(kinds)], seed + number)
        path = _save(report, out, stem, form)
        if budgets:
            style = list(STYLES)[number % len(STYLES)]
            disclosed = budget(seed + number, year=year, size=size, layout=name, style=style)
            beside = _print(disclosed, out.with_name(BUDGETS), stem, form)
            listed.append({"files": f"../{out.name}/{path.name}", "budget": beside.name})
        yield path
    for rows, target in ((listed, out.with_name(BUDGETS) / "清单.csv"), (planted, out / "errors.csv")):
        if rows:
            write_text(target, pd.DataFrame(rows).to_csv(index=False), CSV_ENCODING)


def _save(report: SyntheticReport, out: Path, stem: str, form: str) -> Path:
    """One report and its truth; the report comes last, so that a file is never without its truth."""
    for part in ("cells", "claims"):
        write_text(out / f"{stem}.{part}.csv", getattr(report, part).to_csv(index=False), CSV_ENCODING)
    return _print(report, out, stem, form)


def _print(report: SyntheticReport, out: Path, stem: str, form: str) -> Path:
    data, path = render(report, form), out / f"{stem}{FORMS[form][1]}"
    with whole(path) as temporary:
        temporary.write_bytes(data)
    return path


def _asked(layout: str, years: list[int]) -> tuple[list[str], list[int | None]]:
    """The layouts and years that are meant; no year: each layout's own."""
    return [layout_named(layout).id] if layout else _in_use(years), years or [None]


def _covers(name: str, year: int) -> bool:
    first, last = layouts()[name].years
    return first <= year <= last


def _in_use(years: Iterable[int]) -> list[str]:
    """The layouts that were in use in one of the years. Raises UsageError where none was."""
    wanted = list(years)
    named = [name for name in layouts() if not wanted or any(_covers(name, year) for year in wanted)]
    if not named:
        raise UsageError(f"没有用于{'、'.join(map(str, wanted))}年度的版式，可用的年度从2019年起。")
    return named


def _row(stem: str, told: Planted) -> dict[str, str]:
    return {"file": stem} | {name: getattr(told, name) for name in Planted.__slots__}
