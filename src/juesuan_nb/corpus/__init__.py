"""What `juesuan run` left of many reports, as one data set: who and when, the compared figures, the findings.

Plain csv and one frame at the end: thousands of small files cost their reading and nothing more.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from juesuan_nb.corpus.folders import FINDINGS, LEFT, WHO, LeftOut, Read, is_result, read_folder
from juesuan_nb.corpus.groups import listed, noted
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.frames import frame
from juesuan_nb.measures import FIGURES

RUNS = WHO | {
    "peer_group": "str", "folder": "str", "sha256": "str", "error": "Int64", "warning": "Int64", "info": "Int64",
}  # fmt: skip
"""One row per report: `folder` below the corpus, the input's hash, how many findings of each severity."""
LEFT_OUT = {"folder": "str", "problem": "str"}


@dataclass(frozen=True, eq=False)
class Corpus:
    """Many reports: `runs` (RUNS), `figures` (WHO and FIGURES, amounts in 分), `findings` (FINDINGS), and the folders
    that are not in them with the reason (LEFT_OUT). There is one report per department and year."""

    runs: pd.DataFrame
    figures: pd.DataFrame
    findings: pd.DataFrame
    left_out: pd.DataFrame

    @property
    def years(self) -> list[int]:
        return sorted(int(year) for year in self.runs["year"].unique())


def load(folder: str | Path, groups: str | Path = "") -> Corpus:
    """The corpus of an output folder of `juesuan run` (<year>/<department>/…).

    `groups` is a CSV list that puts departments into groups of peers (columns department, group, and year where they
    differ by year); without it the groups are those of the manifest of `run`. Folders of reports that failed or cannot
    be read are left out and told; of several reports of one department and year the newest counts. Raises UsageError
    where the folder holds no results at all, JuesuanError where none of them can be used.
    """
    place = Path(folder)
    read, left_out = _read_all(place)
    newest, older = _newest(read)
    if not newest:
        first = left_out[0]
        problem = f"{len(left_out)} 份成果都不能比较，例如 {first['folder']}：{first['problem']}"
        raise JuesuanError(f"{place}：{problem}。")
    _regroup(newest, listed(Path(groups)) if groups else noted(place))
    return _corpus(newest, [*left_out, *older])


def _read_all(place: Path) -> tuple[list[Read], list[dict]]:
    """The reports of a folder, and what is left out (rows of LEFT_OUT)."""
    if not place.is_dir():
        raise UsageError(f"{place}：没有这个文件夹。请给出 juesuan run 放成果的文件夹（默认 reports）。")
    found = sorted(path for path in place.glob("*/*") if is_result(path.relative_to(place)) and path.is_dir())
    if not any((path / name).exists() for path in found for name in LEFT):
        raise UsageError(f"{place}：里面没有 juesuan run 的成果。请先用 juesuan run 报告文件夹 -o {place} 做出来。")
    read, left_out = [], []
    for path in found:
        name = path.relative_to(place).as_posix()
        try:
            read.append(read_folder(path, name))
        except LeftOut as reason:
            left_out.append({"folder": name, "problem": str(reason)})
    return read, left_out


def _newest(read: Iterable[Read]) -> tuple[list[Read], list[dict]]:
    """The newest report of each department and year, and the older ones as left out."""
    newest: dict[tuple[str, int], Read] = {}
    older = []
    for one in sorted(read, key=lambda one: (one.time, one.folder)):
        before = newest.pop((one.department, one.year), None)
        newest[one.department, one.year] = one
        older += (
            [{"folder": before.folder, "problem": f"同一部门同一年度有更新的一份（{one.folder}）"}] if before else []
        )
    return sorted(newest.values(), key=lambda one: (one.department, one.year)), older


def _regroup(read: Iterable[Read], listed: Mapping[tuple[str, str], str]) -> None:
    """Put each report into the group of its department and year, of its department, or of its folder."""
    for one in read:
        keys = ((one.department, str(one.year)), (one.department, ""), (one.folder, ""))
        one.peer_group = next((listed[key] for key in keys if key in listed), "")


def _corpus(read: list[Read], left_out: list[dict]) -> Corpus:
    return Corpus(
        runs=frame(map(_run, read), RUNS),
        figures=_joined(((one, one.figures) for one in read), WHO | FIGURES),
        findings=_joined(((one, one.findings) for one in read), FINDINGS),
        left_out=frame(sorted(left_out, key=lambda row: row["folder"]), LEFT_OUT),
    )


def _run(one: Read) -> dict:
    counts = Counter(one.findings["severity"])
    return vars(one) | {severity: counts[severity] for severity in ("error", "warning", "info")}


def _joined(parts: Iterator[tuple[Read, dict[str, list]]], schema: Mapping[str, str]) -> pd.DataFrame:
    """The rows of all reports under each other, whose and when in front."""
    whole: dict[str, list] = {name: [] for name in schema}
    for one, columns in parts:
        count = len(next(iter(columns.values())))
        for name, values in (columns | {"department": [one.department] * count, "year": [one.year] * count}).items():
            whole[name] += values
    return pd.DataFrame({name: pd.array(values, dtype=schema[name]) for name, values in whole.items()})
