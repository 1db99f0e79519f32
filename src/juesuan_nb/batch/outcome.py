"""What came of a report, as the child that made it tells: a small JSON file beside what it made.

{"status": "done" | "failed", "key", "place": "<year>/<department>" or "", "department", "year", "files": […],
 "findings" (the digest of findings.csv), "carried" (see `publish`), "counts": {severity: n}, "figures": {name: 分, %},
 "worst": [messages], "scanned": pages, "kind", "message", "transient"}
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from juesuan_nb.batch.tasks import BETWEEN, Task
from juesuan_nb.checks.dispositions import FINDINGS_FILE
from juesuan_nb.files import write_text
from juesuan_nb.places import place
from juesuan_nb.publish import digest

OUTCOME, FILES = "outcome.json", "files"
APART = "apart"
"""Status of a report that is not made yet: its notebook needs a process of its own."""


@dataclass(frozen=True)
class Order:
    """All that a child needs to make one report; JSON can hold it. Paths are absolute.

    `folder` is where an earlier run put it (an analyst's notes are there), if any;
    `copies` are files of this machine with what lies at addresses.
    """

    id: str
    key: str
    out: str
    staging: str
    folder: str
    template: str
    parameters: Mapping[str, str]
    engine: str
    token: str
    department: str = ""
    year: int | None = None
    memory: int = 0
    copies: Mapping[str, str] = field(default_factory=dict)
    budget: str = ""

    @classmethod
    def of(cls, task: Task, **fields: Any) -> "Order":
        """The order for a task."""
        disclosed = str(task.budget.resolve()) if task.budget else ""
        return cls(id=task.id, department=task.department, year=task.year, budget=disclosed, **fields)

    @property
    def paths(self) -> list[Path]:
        return [place(part) for part in self.id.split(BETWEEN)]

    @property
    def inputs(self) -> list[Path]:
        """The files of the report and its 部门预算."""
        return [*self.paths, *([place(self.budget)] if self.budget else [])]

    @property
    def name(self) -> str:
        """The input's file names, for messages."""
        return "、".join(path.name for path in self.paths)

    @property
    def files(self) -> Path:
        """Where the files of the report are written."""
        return Path(self.staging) / FILES

    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)


def fresh(order: Order) -> None:
    """An empty staging folder."""
    shutil.rmtree(order.staging, ignore_errors=True)
    order.files.mkdir(parents=True)


def tell(order: Order, outcome: Mapping[str, Any]) -> None:
    """Write the outcome, whole and last: where it is, the files of the report are whole."""
    names, findings = sorted(file.name for file in order.files.iterdir()), order.files / FINDINGS_FILE
    listed = digest(findings) if findings.exists() else ""
    told = {"key": order.key, "files": names, "findings": listed, **outcome}
    write_text(Path(order.staging) / OUTCOME, json.dumps(told, ensure_ascii=False))


def told(staging: Path) -> dict[str, Any]:
    """The outcome of a staging folder; empty where there is none (its child did not get so far)."""
    try:
        return json.loads((staging / OUTCOME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
