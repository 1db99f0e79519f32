"""What a batch is asked to do: one task per report, from paths or from a list (manifest) that groups and names them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from juesuan_nb.errors import UsageError
from juesuan_nb.files import CSV_ENCODING, inputs
from juesuan_nb.places import given, remote

BETWEEN = "|"
HEADS = {
    "files": ("files", "file", "文件"),
    "department": ("department", "部门"),
    "year": ("year", "年度", "年份"),
    "group": ("group", "分组", "组"),
    "budget": ("budget", "部门预算", "预算"),
}
"""Column of a manifest → what its head may be called."""


@dataclass(frozen=True)
class Task:
    """One report: its files in order, and what the person calls it (empty: as the report calls itself).

    `budget` is the 部门预算 that is given beside it.
    """

    files: tuple[Path, ...]
    department: str = ""
    year: int | None = None
    group: str = ""
    budget: Path | None = None

    @cached_property
    def id(self) -> str:
        """What stays the same from run to run: where the files are."""
        return BETWEEN.join(str(file.resolve()) for file in self.files)

    @property
    def name(self) -> str:
        """For messages."""
        return "、".join(file.name for file in self.files)

    @property
    def size(self) -> int:
        """Bytes of its files, as far as they are on this machine."""
        return sum(file.stat().st_size for file in self.files if not remote(file) and file.is_file())


def tasks_of(paths: Sequence[Path], *, out: Path, as_one: bool = False, by_folder: bool = False) -> list[Task]:
    """A task per file; of all files together (`as_one`); or of each folder that holds files (`by_folder`).

    What lies in the output folder `out` is no input. Raises UsageError where nothing is left to read.
    """
    files = [file for file in inputs(paths) if out.resolve() not in file.resolve().parents]
    if not files:
        raise UsageError(f"{'、'.join(map(str, paths))}：里面没有可读的报告文件。请给出报告文件，或换一个文件夹。")
    if as_one:
        return [Task(tuple(files))]
    if by_folder:
        together: dict[Path, list[Path]] = {}
        for file in files:
            together.setdefault(file.parent, []).append(file)
        return [Task(tuple(listed)) for listed in together.values()]
    return [Task((file,)) for file in files]


def tasks_listed(manifest: Path) -> list[Task]:
    """The tasks of a CSV manifest: files (several joined by |), and optionally department, year, group and budget.

    Paths are relative to the manifest. Raises UsageError that names the line where something is wrong.
    """
    rows = list(_rows(manifest))
    tasks = [_task(manifest, line, row) for line, row in rows]
    if not tasks:
        raise UsageError(f"{manifest}：清单里没有报告。请每行写一份报告的文件。")
    seen: dict[str, int] = {}
    for (line, _), task in zip(rows, tasks, strict=True):
        if task.id in seen:
            raise UsageError(f"{manifest} 第 {line} 行：和第 {seen[task.id]} 行是同样的文件。请删去一行。")
        seen[task.id] = line
    return tasks


def _rows(manifest: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = manifest.read_text(encoding=CSV_ENCODING)
    except FileNotFoundError:
        raise UsageError(f"{manifest}：没有这个清单文件。请检查路径。") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{manifest}：清单读不了。请另存为 UTF-8 编码的 CSV（Excel：CSV UTF-8）。") from None
    table = csv.reader(text.splitlines())
    columns = [_column(head.strip()) for head in next(table, [])]
    if "files" not in columns:
        raise UsageError(f"{manifest}：清单第一行要有 files（文件）一栏，可有 department、year、group、budget。")
    for fields in table:
        if any(field.strip() for field in fields):
            yield table.line_num, dict(zip(columns, map(str.strip, fields), strict=False))


def _column(head: str) -> str:
    return next((name for name, heads in HEADS.items() if head.lower() in heads), head)


def _task(manifest: Path, line: int, row: dict[str, str]) -> Task:
    files = _expanded(_beside(manifest, part.strip()) for part in row.get("files", "").split(BETWEEN) if part.strip())
    year = row.get("year", "").removesuffix("年度").removesuffix("年")
    if not files:
        raise UsageError(f"{manifest} 第 {line} 行：没有写文件。请在 files 一栏写文件名，几个文件用 | 分开。")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise UsageError(f"{manifest} 第 {line} 行：年度“{row['year']}”不是四位数字的年份，例如 2024。")
    budget = _beside(manifest, row["budget"]) if row.get("budget") else None
    return Task(tuple(files), row.get("department", ""), int(year) if year else None, row.get("group", ""), budget)


def _beside(manifest: Path, part: str) -> Path:
    return given(part) if remote(part) else manifest.parent / part


def _expanded(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in (inputs([path]) if path.is_dir() else [path])]
