"""What a workbook is made of, as hashes: where none of them changed, there is nothing to do."""

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from juesuan_nb import __version__
from juesuan_nb.batch.tasks import Task
from juesuan_nb.checks import rules_files
from juesuan_nb.notebook import BUDGET, DISPOSITIONS, RULES
from juesuan_nb.places import place

LIBRARIES = ("pandas", "matplotlib", "papermill", "nbconvert", "nbclient", "ipykernel", "pdfplumber", "pypdfium2")
MISSING = "missing"


@cache
def code() -> str:
    """The installed package (version and every file of it), the libraries that make outputs, and the Python."""
    package = Path(str(files("juesuan_nb")))
    parts = [__version__, platform.python_version(), *(f"{name} {_version(name)}" for name in LIBRARIES)]
    for file in sorted(package.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            parts.append(f"{file.relative_to(package).as_posix()} {sha256(file.read_bytes()).hexdigest()}")
    return digest(*parts)


@dataclass(frozen=True)
class Recipe:
    """What all workbooks of a batch are made by: template, parameters, and whether the template takes rules files."""

    template: Path
    values: Mapping[str, object]
    takes_rules: bool

    def beside(self, task: Task) -> list[Path]:
        """The files besides the report that a task's workbook depends on: rules, a list of notes, the 部门预算."""
        rules = rules_files(task.files, str(self.values.get(RULES, ""))) if self.takes_rules else []
        given = [str(self.values.get(name, "")) for name in (DISPOSITIONS, BUDGET)]
        return [*rules, *(place(path) for path in given if path), *([task.budget] if task.budget else [])]

    def key(self, task: Task, content: str, beside: Iterable[str]) -> str:
        """The hash of everything that is in a task's workbook. (The place of the input is one of the parameters.)"""
        names = f"{task.department}|{task.year or ''}"
        parameters = json.dumps(dict(self.values), sort_keys=True, ensure_ascii=False)
        made_by = (code(), self.template.name, _template(self.template), parameters)
        return digest(task.id, content, names, *made_by, *beside)


def digest(*parts: str) -> str:
    """One hash of several texts, each kept apart from the next."""
    return sha256("\0".join(parts).encode()).hexdigest()


def content(file: Path) -> str:
    """The hash of what is in a file; a word for one that cannot be read (the reader says why)."""
    hashed = sha256()
    try:
        with file.open("rb") as data:
            while block := data.read(1 << 20):
                hashed.update(block)
    except OSError:
        return MISSING
    return hashed.hexdigest()


@cache
def _template(template: Path) -> str:
    return content(template)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
