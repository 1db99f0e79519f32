"""What `run` made of many reports → the comparing workbook: the executed notebook, the web page and the lists."""

import json
import platform
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from juesuan_nb import __version__, compare, page
from juesuan_nb.checks import thresholds
from juesuan_nb.corpus import Corpus, load
from juesuan_nb.errors import JuesuanError
from juesuan_nb.export import write_frame
from juesuan_nb.files import write_text
from juesuan_nb.notebook import execute, known_parameters, read_parameters
from juesuan_nb.publish import digest, digests, keep_edited
from juesuan_nb.resources import shipped

WORKBOOK, PAGE, RECORD, FAILED = "compare.ipynb", "compare.html", "compare.json", "compare.failed.ipynb"
FILLED = ("reports", "groups")
"""Parameters of the template that `run` fills: the folder that is compared, and the list of groups."""
LISTS = {
    "across.csv": compare.across, "overview.csv": compare.overview, "execution.csv": compare.execution,
    "carryover.csv": compare.carryover, "implied.csv": compare.implied, "outliers.csv": compare.outliers,
    "by_rule.csv": compare.by_rule,
}  # fmt: skip
_LIMITED = ("across.csv", "execution.csv", "outliers.csv")
"""Lists that depend on thresholds."""


@dataclass(frozen=True)
class Made:
    """What `run` made, and of what."""

    folder: Path
    corpus: Corpus


def run(
    folder: str | Path,
    *,
    out: str | Path | None = None,
    groups: str | Path | None = None,
    parameters: Mapping[str, str] = MappingProxyType({}),
    notebook: str | Path | None = None,
) -> Made:
    """Compare the reports that `juesuan run` worked up into `folder`; writes into `out` (default `folder/compare`).

    `groups` is a list of peer groups (see `corpus.load`); `parameters` are the notebook's, as text. What an earlier
    comparison left stays until all is whole. Raises UsageError on a wrong parameter or a folder without results,
    JuesuanError where no result can be used or a cell fails: the notebook is then kept as compare.failed.ipynb.
    """
    template = Path(notebook) if notebook else shipped("notebooks") / WORKBOOK
    values = read_parameters(template, parameters, FILLED)
    corpus = load(folder, groups or "")
    target = Path(out) if out else Path(folder) / "compare"
    given = dict(zip(FILLED, (str(Path(path).resolve()) if path else "" for path in (folder, groups)), strict=True))
    with _staged(target) as staging:
        executed = execute(template, values | given, staging / WORKBOOK)
        write_text(staging / PAGE, page.export(executed, title=_title(corpus), facts=_facts(corpus, values)))
        for name, measure in LISTS.items():
            limits = (_thresholds(template, values),) if name in _LIMITED else ()
            write_frame(measure(corpus, *limits), staging / name)
        record = _record(corpus, template, values) | {"files": digests(staging)}
        write_text(staging / RECORD, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return Made(target, corpus)


def _thresholds(template: Path, values: Mapping[str, object]) -> dict[str, object]:
    """The parameters that are named as a threshold of the rules: the lists must say what the notebook says."""
    defaults = {name: entry["default"] for name, entry in known_parameters(template, FILLED).items()}
    return {name: value for name, value in (defaults | dict(values)).items() if name in thresholds()}


def _title(corpus: Corpus) -> str:
    years = corpus.years
    span = f"{years[0]}–{years[-1]}年度" if len(years) > 1 else f"{years[0]}年度"
    return f"{span} {corpus.runs['department'].nunique()} 个部门的决算比较"


def _facts(corpus: Corpus, values: Mapping[str, object]) -> dict[str, str]:
    """What stands below the page's title."""
    given = {"参数": "，".join(f"{name} = {value}" for name, value in values.items())} if values else {}
    return {
        "报告": f"{len(corpus.runs)} 份",
        "未计入": f"{len(corpus.left_out)} 个文件夹",
        **given,
        "数据 SHA-256": _fingerprint(corpus),
        "生成软件": f"juesuan_nb {__version__} · Python {platform.python_version()} · pandas {version('pandas')}",
    }


def _fingerprint(corpus: Corpus) -> str:
    """One hash over the reports' own."""
    return sha256("\n".join(sorted(corpus.runs["sha256"])).encode()).hexdigest()


def _record(corpus: Corpus, template: Path, values: Mapping[str, object]) -> dict[str, object]:
    return {
        "input": {"reports": len(corpus.runs), "years": corpus.years, "sha256": _fingerprint(corpus)},
        "left_out": corpus.left_out.to_dict("records"),
        "notebook": {"name": template.name, "sha256": digest(template)},
        "parameters": dict(values),
        "versions": {"juesuan_nb": __version__, "python": platform.python_version(), "pandas": version("pandas")},
    }


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder to write to; its files move to `folder` when the block ends without an error, the record last."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".compare-", dir=folder) as temporary:
            staging = Path(temporary)
            try:
                yield staging
            except JuesuanError as error:
                error.args = (f"{error}".rstrip("。") + _kept(staging, folder) + "。",)
                raise
            keep_edited(folder / WORKBOOK, folder / RECORD)
            for file in sorted(staging.iterdir(), key=lambda file: file.name == RECORD):
                file.replace(folder / file.name)
            (folder / FAILED).unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        advice = "请检查权限和空间，并关闭正打开着其中文件的程序后重试"
        raise JuesuanError(f"{folder}：写不进去（{reason}）。{advice}。") from error


def _kept(staging: Path, folder: Path) -> str:
    """Move a notebook that failed to where it can be looked at, and say so."""
    if not (staging / WORKBOOK).exists():
        return ""
    (staging / WORKBOOK).replace(folder / FAILED)
    return f"。出错的笔记本已保留：{folder / FAILED}，请打开查看"
