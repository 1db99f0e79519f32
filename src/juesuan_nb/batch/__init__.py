"""Many reports in one go: `run` makes a folder per report, a ledger from which it resumes, and an index over all."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from juesuan_nb.batch import fingerprint, lock
from juesuan_nb.batch.fingerprint import Recipe
from juesuan_nb.batch.index import INDEX, write_index
from juesuan_nb.batch.ledger import DONE, Ledger, Row
from juesuan_nb.batch.local import Local
from juesuan_nb.batch.outcome import Order
from juesuan_nb.batch.placing import clear, recover, settle, staging
from juesuan_nb.batch.progress import Progress
from juesuan_nb.batch.tasks import Task, tasks_listed, tasks_of
from juesuan_nb.engine.child import End
from juesuan_nb.making import making
from juesuan_nb.notebook import RULES, known_parameters, read_parameters
from juesuan_nb.publish import ERROR_PAGE
from juesuan_nb.resources import shipped

__all__ = ["ERROR_PAGE", "INDEX", "Options", "Summary", "run", "tasks_listed", "tasks_of"]

TIMEOUT, MEMORY = 1800, 4096
Runner = Callable[[Iterable[Order]], Iterator[tuple[Order, End]]]
"""Does orders anywhere; yields each when its outcome is told in its staging folder, with what its process used."""


@dataclass(frozen=True)
class Options:
    """How a batch runs. `jobs` 0: as many as cores; `timeout` in seconds and `memory` in MB per report, 0: no bound.

    `runner` does the orders elsewhere than in processes of this machine.
    """

    jobs: int = 0
    engine: str = "warm"
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notebook: Path | None = None
    force: bool = False
    timeout: float = TIMEOUT
    memory: int = MEMORY
    runner: Runner | None = None


@dataclass
class Summary:
    """What a batch came to: the rows of its tasks, and how many of them needed nothing."""

    rows: list[Row]
    unchanged: int

    @property
    def made(self) -> list[Row]:
        """The reports whose workbooks are there."""
        return [row for row in self.rows if row.state == DONE]

    @property
    def failed(self) -> list[Row]:
        """The reports that were not made."""
        return [row for row in self.rows if row.state != DONE]


def run(tasks: Sequence[Task], out: Path, options: Options, say: Callable[[str], None] = lambda _: None) -> Summary:
    """Work up all tasks that are new or changed into `out`; `say` is told of progress, line by line.

    Whatever is killed at whatever moment, running it again finishes the rest. Raises UsageError on wrong parameters
    and JuesuanError where another run holds the folder; a report that cannot be made is a failed row, not an error.
    """
    template = (options.notebook or shipped("notebooks") / "department.ipynb").resolve()
    recipe = _recipe(template, options)
    with lock.supervisor(out) as token:
        ledger = Ledger(out.resolve())
        try:
            recover(ledger)
            pending = list(_register(ledger, tasks, recipe, options.force))
            if len(pending) < len(tasks):
                say(f"{len(tasks) - len(pending)} 份没有变化，不用再做（--force 全部重做）。")
            _work(ledger, tasks, set(pending), (template, token), options, say)
            return Summary([ledger.row(task.id) for task in tasks], len(tasks) - len(pending))
        finally:
            clear(ledger.out)
            write_index(ledger)
            clear(ledger.out)
            ledger.close()


def _recipe(template: Path, options: Options) -> Recipe:
    """What the workbooks are made by. Raises UsageError on wrong parameters and on faulty rules files."""
    making(template, options.parameters, ())
    values = read_parameters(template, options.parameters)
    return Recipe(template, values, RULES in known_parameters(template))


def _register(ledger: Ledger, tasks: Sequence[Task], recipe: Recipe, force: bool) -> Iterator[str]:
    def entries() -> Iterator[tuple[Task, str, str]]:
        for task in tasks:
            content = fingerprint.digest(*ledger.hashes(task.files))
            yield task, content, recipe.key(task, content, ledger.hashes(recipe.beside(task)))

    return ledger.register(entries(), force)


def _work(
    ledger: Ledger,
    tasks: Sequence[Task],
    pending: set[str],
    made_by: tuple[Path, str],
    options: Options,
    say: Callable[[str], None],
) -> None:
    template, token = made_by
    common = {
        "out": str(ledger.out), "template": str(template), "parameters": dict(options.parameters),
        "engine": options.engine, "token": token, "memory": options.memory,
    }  # fmt: skip
    # The largest first: at the end no core waits for a large one that another has just begun.
    waiting = sorted((task for task in tasks if task.id in pending), key=lambda task: task.size, reverse=True)
    orders = (_order(ledger, task, common) for task in waiting)
    count = len(pending)
    runner = options.runner or Local(min(options.jobs or os.cpu_count() or 1, max(1, count)), options.timeout, count)
    progress = Progress(count, say)
    for order, end in runner(orders) if pending else ():
        row = settle(ledger, order.id)
        ledger.spent(order.id, end.cpu, end.memory)
        progress.settled(row)


def _order(ledger: Ledger, task: Task, common: Mapping[str, object]) -> Order:
    row = ledger.row(task.id)
    folder = str(ledger.out / row.folder) if row.folder else ""
    return Order.of(task, key=row.key, folder=folder, staging=str(staging(ledger.out, task.id)), **common)
