"""One report → its workbook: the executed notebook, the web page and the lists, in `<out>/<year>/<department>/`."""

import json
import platform
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from types import MappingProxyType

import pandas as pd

from juesuan_nb import __version__, evidence, page
from juesuan_nb.checks import SEVERITIES, CheckResult, check, checked_ahead
from juesuan_nb.checks.dispositions import FINDINGS_FILE, dismissed
from juesuan_nb.errors import JuesuanError
from juesuan_nb.export import write_findings, write_frame, write_tables
from juesuan_nb.files import write_text
from juesuan_nb.making import Making, limits_of, making, notes
from juesuan_nb.measures import figures
from juesuan_nb.notebook import BUDGET, DISPOSITIONS, REPORT, RULES, execute, known_parameters
from juesuan_nb.places import place
from juesuan_nb.publish import FAILED, PAGE, RECORD, WORKBOOK, carried_from, digest, digests, publish, safe_name
from juesuan_nb.report import BETWEEN, Report, load_report, read_ahead

__all__ = ["Clock", "Making", "Written", "folder_name", "making", "notes", "run", "write"]

LIBRARIES = ("pandas", "matplotlib", "papermill", "nbconvert", "ipykernel")


def run(
    path: str | Path,
    *more: str | Path,
    out: str | Path = Path("reports"),
    parameters: Mapping[str, str] = MappingProxyType({}),
    notebook: str | Path | None = None,
    engine: str = "standard",
    budget: str | Path | None = None,
) -> Path:
    """Work up one report; returns the folder `out/<year>/<department>/`.

    `path` and `more` are its files, or a folder of them (see `load_report`). `parameters` are the notebook's, as text
    (see `notebook.read_parameters`); `notebook` is a template of one's own; `engine` is "warm" or "standard"; `budget`
    is the 部门预算 of the same department and year (see `load_report`).
    What an earlier run left stays until all is whole. Raises UsageError on a wrong parameter, ReadError on an input
    that is no report, JuesuanError where a cell fails: the notebook is then kept as workbook.failed.ipynb.
    """
    clock = Clock()
    how = making(Path(notebook) if notebook else None, parameters, (path, *more), engine, budget or "")
    report = load_report(path, *more, budget=how.budget)
    clock.lap("read")
    folder = Path(out) / folder_name(report)
    noted = notes(folder, report.name, how)
    with _staged(folder, report.name, noted) as staging:
        write(staging, report, (path, *more), how, noted, clock)
    return folder


class Clock:
    """Seconds per step."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = monotonic()

    def lap(self, step: str) -> None:
        """The time since the last step was that of `step`, or a part of it."""
        now = monotonic()
        self.laps[step] = round(self.laps.get(step, 0) + now - self._last, 3)
        self._last = now


@dataclass(frozen=True)
class Written:
    """What `write` wrote, for whoever lists it: the findings and the compared figures of the report."""

    result: CheckResult
    figures: pd.DataFrame


def write(
    staging: Path,
    report: Report,
    paths: Sequence[str | Path],
    how: Making,
    noted: Sequence[Path],
    clock: Clock,
    named: Report | None = None,
) -> Written:
    """Write the workbook of `report`, which was read from `paths`, and all its lists into the folder `staging`.

    `noted` is the list of findings with an analyst's notes, if any; `named` is the same report under the names that
    its page shall bear. Raises JuesuanError where a cell fails; `staging` then holds the notebook up to there.
    """
    places = {REPORT: paths, RULES: how.own, DISPOSITIONS: noted, BUDGET: [how.budget] if how.budget else []}
    asked = {"thresholds": limits_of(how.template, how.values), "rules": how.own}
    asked["dispositions"] = next(iter(noted), None)
    result = check(report, **asked)
    clock.lap("check")
    compared = figures(report)  # before the notebook runs, whose kernel takes over the measures behind them
    shown, told = report, result
    if named and (named.department, named.year) != (report.department, report.year):
        shown, told = named, check(named, **asked)
    # All that comes of the report alone comes first: the notebook may run in this process, and change what it likes.
    record = _record(shown, told, how)
    around = {"title": _title(shown), "facts": _facts(shown, told, how)}
    around["evidence"] = evidence.folded(shown, told.findings)
    _write_lists(staging, shown, told, compared)
    clock.lap("export")
    with read_ahead(report, *paths, budget=how.budget), checked_ahead(report, result, **asked):
        given = dict(how.values) | _absolute(how.template, places)
        executed = execute(how.template, given, staging / WORKBOOK, engine=how.engine)
    clock.lap("execute")
    write_text(staging / PAGE, page.export(executed, **around))
    clock.lap("export")
    record |= {"seconds": clock.laps, "files": digests(staging)}
    write_text(staging / RECORD, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return Written(told, compared)


def _write_lists(staging: Path, report: Report, result: CheckResult, compared: pd.DataFrame) -> None:
    write_findings(result, staging / FINDINGS_FILE)
    for name, listed in (("cells", report.cells), ("claims", report.claims), ("figures", compared)):
        write_frame(listed, staging / f"{name}.csv")
    write_tables(report, result, staging / "tables.xlsx")


@cache  # each is looked for in the files of all that is installed
def versions() -> dict[str, str]:
    """The libraries that make a workbook, and their versions."""
    return {name: version(name) for name in LIBRARIES}


def folder_name(report: Report) -> Path:
    """`<year>/<department>` as safe names; 年度不明 and the input's own name where reading did not find them."""
    stem = Path(report.name).stem
    return Path(str(report.year or "年度不明")) / (safe_name(report.department) or safe_name(stem) or "report")


def _title(report: Report) -> str:
    year = f"{report.year}年度" if report.year else ""
    return f"{report.department or Path(report.name).stem}{year}部门决算分析"


def _absolute(template: Path, places: Mapping[str, Iterable[str | Path]]) -> dict[str, str]:
    """Parameters that hold paths, as the template takes them."""
    known = {REPORT, *known_parameters(template)}
    texts = {name: BETWEEN.join(str(place(path).resolve()) for path in paths) for name, paths in places.items()}
    return {name: text for name, text in texts.items() if text and name in known}


def _facts(report: Report, result: CheckResult, how: Making) -> dict[str, str]:
    """What stands below the page's title."""
    false_alarms = dismissed(result.findings)
    severities = Counter(result.findings.loc[~false_alarms, "severity"])
    given = {"参数": "，".join(f"{name} = {value}" for name, value in how.values.items())} if how.values else {}
    given |= {"自定规则": "、".join(path.name for path in how.own)} if how.own else {}
    return {
        "部门": report.department or "未能识别",
        "年度": str(report.year or "未能识别"),
        "核对结果": " · ".join(f"{label} {severities[name]}" for name, label in SEVERITIES.items())
        + (f" · 误报 {false_alarms.sum()}" if false_alarms.any() else ""),
        **given,
        "来源文件": report.name,
        "来源文件 SHA-256": report.document.sha256,
        **(
            {"部门预算": report.budget.name, "部门预算 SHA-256": report.budget.document.sha256} if report.budget else {}
        ),
        "生成软件": f"juesuan_nb {__version__} · Python {platform.python_version()} · pandas {versions()['pandas']}",
    }


def _record(report: Report, result: CheckResult, how: Making) -> dict[str, object]:
    """run.json without timings: which input became which results, by what."""
    return {
        "input": {"name": report.name, "sha256": report.document.sha256},
        "department": report.department,
        "year": report.year,
        "notebook": {"name": how.template.name, "sha256": digest(how.template)},
        "parameters": dict(how.values),
        "rules": [{"name": path.name, "sha256": digest(path)} for path in how.own],
        "versions": {"juesuan_nb": __version__, "python": platform.python_version()} | versions(),
        "verdicts": result.verdicts(),
        **({"budget": {"name": report.budget.name, "sha256": report.budget.document.sha256}} if report.budget else {}),
    }


@contextmanager
def _staged(folder: Path, name: str, noted: list[Path]) -> Iterator[Path]:
    """A folder to write to; its files move to `folder` when the block ends without an error, the record last.

    Lists of findings there are written over where they are those `noted`, and were not changed meanwhile.
    """
    carried = carried_from(folder) if not noted or noted[0] == folder / FINDINGS_FILE else {}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".run-", dir=folder.parent) as temporary:
            staging = Path(temporary)
            try:
                yield staging
            except JuesuanError as error:
                error.args = (f"{name}：{error}".rstrip("。") + _kept(staging, folder) + "。",)
                raise
            publish(staging, folder, carried)
    except OSError as error:
        reason = error.strerror or str(error)
        raise JuesuanError(
            f"{folder}：写不进去（{reason}）。请检查权限和空间，并关闭正打开着其中文件的程序后重试。"
        ) from error


def _kept(staging: Path, folder: Path) -> str:
    """Move a notebook that failed to where it can be looked at, and say so."""
    if not (staging / WORKBOOK).exists():
        return ""
    folder.mkdir(exist_ok=True)
    (staging / WORKBOOK).replace(folder / FAILED)
    return f"。出错的笔记本已保留：{folder / FAILED}，请打开查看"
