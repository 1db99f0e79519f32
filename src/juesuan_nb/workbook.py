"""One report → its workbook: the executed notebook, the web page and the lists, in `<out>/<year>/<department>/`."""

import json
import platform
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from itertools import count
from pathlib import Path
from time import monotonic
from types import MappingProxyType

from juesuan_nb import __version__, evidence, page
from juesuan_nb.checks import SEVERITIES, CheckResult, check, custom, rules_files, thresholds
from juesuan_nb.checks.dispositions import FINDINGS_FILE, VANISHED, dismissed, has_more, read_dispositions
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.export import write_cells, write_findings, write_tables
from juesuan_nb.files import write_text
from juesuan_nb.notebook import DISPOSITIONS, REPORT, RULES, execute, known_parameters, read_parameters
from juesuan_nb.report import BETWEEN, Report, load_report, read_ahead
from juesuan_nb.resources import shipped

WORKBOOK, PAGE, RECORD, FAILED = "workbook.ipynb", "workbook.html", "run.json", "workbook.failed.ipynb"
LIBRARIES = ("pandas", "matplotlib", "papermill", "nbconvert", "ipykernel")


def run(
    path: str | Path,
    *more: str | Path,
    out: str | Path = Path("reports"),
    parameters: Mapping[str, str] = MappingProxyType({}),
    notebook: str | Path | None = None,
    engine: str = "standard",
) -> Path:
    """Work up one report; returns the folder `out/<year>/<department>/`.

    `path` and `more` are its files, or a folder of them (see `load_report`). `parameters` are the notebook's, as text
    (see `notebook.read_parameters`); `notebook` is a template of one's own; `engine` is "warm" or "standard".
    What an earlier run left stays until all is whole. Raises UsageError on a wrong parameter, ReadError on an input
    that is no report, JuesuanError where a cell fails: the notebook is then kept as workbook.failed.ipynb.
    """
    clock = _Clock()
    template = Path(notebook) if notebook else shipped("notebooks") / "department.ipynb"
    values = read_parameters(template, parameters)
    own = _own_rules(template, values, (path, *more))
    custom.load(own)
    report = load_report(path, *more)
    clock.lap("read")
    folder = Path(out) / folder_name(report)
    noted = _noted(folder, report.name, values)
    places = {REPORT: (path, *more), RULES: own, DISPOSITIONS: noted}
    with _staged(folder, report.name, noted) as staging:
        with read_ahead(report, path, *more):
            given = values | _absolute(template, places)
            executed = execute(template, given, staging / WORKBOOK, engine=engine)
        clock.lap("execute")
        limits = _thresholds(template, values)
        result = check(report, thresholds=limits, rules=own, dispositions=next(iter(noted), None))
        shown = {"facts": _facts(report, result, values, own), "evidence": evidence.folded(report, result.findings)}
        page_text = page.export(executed, title=_title(report), **shown)
        write_text(staging / PAGE, page_text)
        write_findings(result, staging / FINDINGS_FILE)
        write_cells(report, staging / "cells.csv")
        write_tables(report, result, staging / "tables.xlsx")
        clock.lap("export")
        record = _record(report, result, template, values, own) | {"seconds": clock.laps, "files": _digests(staging)}
        write_text(staging / RECORD, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return folder


def folder_name(report: Report) -> Path:
    """`<year>/<department>` as safe names; 年度不明 and the input's own name where reading did not find them."""
    stem = Path(report.name).stem
    return Path(str(report.year or "年度不明")) / (safe_name(report.department) or safe_name(stem) or "report")


def safe_name(text: str) -> str:
    """`text` as a file name on any system: no separators, reserved or invisible characters, at most 180 bytes."""
    visible = "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.category(c).startswith("C"))
    tame = re.sub(r'[/\\:*?"<>|\s]+', "_", visible).strip("._ ")
    return tame.encode()[:180].decode(errors="ignore")


def _thresholds(template: Path, values: Mapping[str, object]) -> dict[str, object]:
    """The parameters that are named as a threshold of the rules: the lists must say what the notebook says."""
    defaults = {name: entry["default"] for name, entry in known_parameters(template).items()}
    given = {name: value for name, value in (defaults | dict(values)).items() if name in thresholds()}
    return {name: None if value == "None" else value for name, value in given.items()}


def _title(report: Report) -> str:
    year = f"{report.year}年度" if report.year else ""
    return f"{report.department or Path(report.name).stem}{year}部门决算分析"


def _own_rules(template: Path, values: dict[str, object], files: Iterable[str | Path]) -> list[Path]:
    """The rules files in force, for a template that takes them; `values` loses its parameter for them."""
    explicit = values.pop(RULES, "")
    return rules_files(files, explicit) if RULES in known_parameters(template) else []


def _noted(folder: Path, name: str, values: dict[str, object]) -> list[Path]:
    """The list of findings that analysts noted on: the one given, else that of an earlier run; at most one.

    `values` lose its parameter. Raises JuesuanError where it has mistakes.
    """
    given = values.pop(DISPOSITIONS, "")
    path = Path(given) if given else folder / FINDINGS_FILE
    if not given and not path.exists():
        return []
    try:
        read_dispositions(path)
    except UsageError as error:
        raise JuesuanError(f"{name}：{error}改好后重新运行，现有的结果没有改动。") from error
    return [path]


def _absolute(template: Path, places: Mapping[str, Iterable[str | Path]]) -> dict[str, str]:
    """Parameters that hold paths, as the template takes them."""
    known = {REPORT, *known_parameters(template)}
    texts = {name: BETWEEN.join(str(Path(path).resolve()) for path in paths) for name, paths in places.items()}
    return {name: text for name, text in texts.items() if text and name in known}


def _facts(report: Report, result: CheckResult, values: Mapping[str, object], own: Iterable[Path]) -> dict[str, str]:
    """What stands below the page's title."""
    false_alarms = dismissed(result.findings)
    severities = result.findings.loc[~false_alarms, "severity"].value_counts()
    given = {"参数": "，".join(f"{name} = {value}" for name, value in values.items())} if values else {}
    given |= {"自定规则": "、".join(path.name for path in own)} if own else {}
    return {
        "部门": report.department or "未能识别",
        "年度": str(report.year or "未能识别"),
        "核对结果": " · ".join(f"{label} {severities.get(name, 0)}" for name, label in SEVERITIES.items())
        + (f" · 误报 {false_alarms.sum()}" if false_alarms.any() else ""),
        **given,
        "来源文件": report.name,
        "来源文件 SHA-256": report.document.sha256,
        "生成软件": f"juesuan_nb {__version__} · Python {platform.python_version()} · pandas {version('pandas')}",
    }


def _record(
    report: Report, result: CheckResult, template: Path, values: Mapping[str, object], own: Iterable[Path]
) -> dict[str, object]:
    """run.json without timings: which input became which results, by what."""
    return {
        "input": {"name": report.name, "sha256": report.document.sha256},
        "department": report.department,
        "year": report.year,
        "notebook": {"name": template.name, "sha256": _digest(template)},
        "parameters": dict(values),
        "rules": [{"name": path.name, "sha256": _digest(path)} for path in own],
        "versions": {"juesuan_nb": __version__, "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
        "verdicts": result.verdicts(),
    }


class _Clock:
    """Seconds per step."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = monotonic()

    def lap(self, step: str) -> None:
        now = monotonic()
        self.laps[step], self._last = round(now - self._last, 3), now


@contextmanager
def _staged(folder: Path, name: str, noted: list[Path]) -> Iterator[Path]:
    """A folder to write to; its files move to `folder` when the block ends without an error, the record last.

    Lists of findings there are written over where they are those `noted`, and were not changed meanwhile.
    """
    carried = {path: _digest(path) for path in (folder / FINDINGS_FILE, folder / VANISHED) if path.exists()}
    if noted and noted[0] not in carried:
        carried = {}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".run-", dir=folder.parent) as temporary:
            staging = Path(temporary)
            try:
                yield staging
            except JuesuanError as error:
                error.args = (f"{name}：{error}".rstrip("。") + _kept(staging, folder) + "。",)
                raise
            _publish(staging, folder, carried)
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


def _publish(staging: Path, folder: Path, carried: Mapping[Path, str]) -> None:
    folder.mkdir(exist_ok=True)
    _keep_edited(folder)
    for path in (folder / FINDINGS_FILE, folder / VANISHED):
        if path.exists() and (_digest(path) != carried.get(path) or has_more(path)):
            _set_aside(path)
    if not (staging / VANISHED).exists():
        (folder / VANISHED).unlink(missing_ok=True)
    for file in sorted(staging.iterdir(), key=lambda file: file.name == RECORD):
        file.replace(folder / file.name)
    (folder / FAILED).unlink(missing_ok=True)


def _keep_edited(folder: Path) -> None:
    """Set aside a workbook that an analyst changed since the run that made it."""
    workbook, record = folder / WORKBOOK, folder / RECORD
    if not workbook.exists():
        return
    made = json.loads(record.read_text(encoding="utf-8"))["files"].get(WORKBOOK) if record.exists() else ""
    if _digest(workbook) != made:
        _set_aside(workbook)


def _set_aside(file: Path) -> None:
    names = (file.with_name(f"{file.stem}.edited-{number}{file.suffix}") for number in count(1))
    file.replace(next(name for name in names if not name.exists()))


def _digests(folder: Path) -> dict[str, str]:
    return {file.name: _digest(file) for file in sorted(folder.iterdir())}


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
