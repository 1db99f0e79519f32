"""The ledger of an output folder: which input owns which folder, what was made of what, and how it went.

An SQLite file, written as things happen. A report's row goes waiting → made (its files are whole in the staging
folder) → done or failed (they are in its folder); `key` is the hash of all that they were made of.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from juesuan_nb.batch import fingerprint
from juesuan_nb.batch.tasks import BETWEEN, Task
from juesuan_nb.checks.dispositions import FINDINGS_FILE
from juesuan_nb.errors import JuesuanError
from juesuan_nb.places import look, place

NAME, VERSION = "ledger.sqlite", 1
WAITING, MADE, DONE, FAILED = "waiting", "made", "done", "failed"
SCHEMA = """
CREATE TABLE IF NOT EXISTS report (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, state TEXT NOT NULL, content TEXT NOT NULL, key TEXT NOT NULL,
  grp TEXT NOT NULL DEFAULT '', folder TEXT UNIQUE, was TEXT, outcome TEXT NOT NULL DEFAULT '{}',
  cpu REAL, memory INTEGER, runs INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS of_content ON report (content);
CREATE INDEX IF NOT EXISTS of_state ON report (state);
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, state TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Row:
    """A report in the ledger. `outcome` is what `outcome.py` says of it; `folder` is relative to the output folder."""

    id: str
    seq: int
    state: str
    key: str
    grp: str = ""
    folder: str | None = None
    was: str | None = None
    outcome: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The names of the input's files."""
        return "、".join(Path(part).name for part in self.id.split(BETWEEN))


_FIELDS = "id, seq, state, key, grp, folder, was, outcome"


class Ledger:
    """The open ledger of `out`; changes are on disk when a method returns."""

    def __init__(self, out: Path) -> None:
        self.out = out
        try:
            self._db = sqlite3.connect(out / NAME, isolation_level=None)
            self._prepare()
        except sqlite3.DatabaseError as error:
            problem = f"{out / NAME}：台账打不开（{error}）"
            raise JuesuanError(f"{problem}。请把这个文件移走后重新运行，已有的成果会重新做一遍。") from error

    def _prepare(self) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise JuesuanError(f"{self.out / NAME}：台账由更新的版本写成。请升级 juesuan_nb，或用 -o 换一个文件夹。")
        self._db.executescript(f"PRAGMA synchronous=FULL; BEGIN; {SCHEMA} PRAGMA user_version={VERSION}; COMMIT;")

    def close(self) -> None:
        self._db.close()

    def register(self, tasks: Iterable[tuple[Task, str, str]], force: bool) -> Iterator[str]:
        """Enter tasks, each with its content and its key, in one go; yields the ids of those that are to be done.

        A row without results goes to the end of the order when its input changed: what stands already stays first.
        """
        self._db.execute("BEGIN")
        pending = [task.id for task, content, key in tasks if self._enter(task, content, key, force)]
        self._db.execute("COMMIT")
        return iter(pending)

    def _enter(self, task: Task, content: str, key: str, force: bool) -> bool:
        row = self.row(task.id) or self._moved(task, content)
        if row is None:
            values = (task.id, self._next(), WAITING, content, key, task.group)
            self._db.execute("INSERT INTO report (id, seq, state, content, key, grp) VALUES (?, ?, ?, ?, ?, ?)", values)
            return True
        changed = force or row.key != key or self._unfinished(row)
        seq = self._next() if row.key != key and row.folder is None else row.seq
        state = WAITING if changed else row.state
        values = (state, content, key, task.group, seq, task.id)
        self._db.execute("UPDATE report SET state=?, content=?, key=?, grp=?, seq=? WHERE id=?", values)
        return changed

    def _moved(self, task: Task, content: str) -> Row | None:
        """The row of an input that lies elsewhere now, taken over by its new place."""
        if content == fingerprint.MISSING:
            return None
        for (old,) in self._db.execute("SELECT id FROM report WHERE content=?", (content,)).fetchall():
            if not any(place(part).exists() for part in old.split(BETWEEN)):
                self._db.execute("UPDATE report SET id=? WHERE id=?", (task.id, old))
                return self.row(task.id)
        return None

    def _unfinished(self, row: Row) -> bool:
        """Whether a row of the same key has to be done (again): by its state, because its files are gone, or
        because an analyst made notes on its findings, which the workbook is to say."""
        if row.state == FAILED:
            return bool(row.outcome.get("transient"))
        if row.state != DONE or not all((self.out / row.folder / name).exists() for name in row.outcome["files"]):
            return True
        noted = self._hash(self.out / row.folder / FINDINGS_FILE)
        return noted != row.outcome["findings"]

    def _next(self) -> int:
        return self._db.execute("SELECT coalesce(max(seq), 0) + 1 FROM report").fetchone()[0]

    def row(self, id: str) -> Row | None:
        """The row of an input."""
        return next(self._rows("WHERE id=?", id), None)

    def owner(self, folder: str) -> Row | None:
        """Whose folder it is."""
        return next(self._rows("WHERE folder=?", folder), None)

    def rows(self, state: str | None = None) -> Iterator[Row]:
        """All rows, or those of one state, in order."""
        return self._rows("WHERE state=? ORDER BY seq", state) if state else self._rows("ORDER BY seq")

    def moving(self) -> list[Row]:
        """Rows whose folder still has its old name, in the order in which the names become free."""
        return list(self._rows("WHERE was IS NOT NULL ORDER BY seq DESC"))

    def _rows(self, where: str, *values: object) -> Iterator[Row]:
        for *fields, outcome in self._db.execute(f"SELECT {_FIELDS} FROM report {where}", values):
            yield Row(*fields, json.loads(outcome))

    def made(self, id: str, outcome: dict[str, Any], folders: Iterable[tuple[str, str]]) -> None:
        """A report's files are whole in its staging folder; `folders` are new folders by id, those to free first."""
        text = json.dumps(outcome, ensure_ascii=False)
        self._db.execute("BEGIN")
        for owner, folder in folders:
            self._db.execute("UPDATE report SET was=coalesce(was, folder), folder=? WHERE id=?", (folder, owner))
        update = "UPDATE report SET state=?, outcome=?, runs=runs+1 WHERE id=?"
        self._db.execute(update, (MADE, text, id))
        self._db.execute("COMMIT")

    def moved(self, id: str) -> None:
        """The folder has its new name."""
        self._db.execute("UPDATE report SET was=NULL WHERE id=?", (id,))

    def settled(self, id: str, state: str) -> None:
        """A report's files are in its folder."""
        self._db.execute("UPDATE report SET state=? WHERE id=?", (state, id))

    def spent(self, id: str, cpu: float, memory: int) -> None:
        """What the process of a report used: CPU seconds, peak bytes."""
        self._db.execute("UPDATE report SET cpu=?, memory=? WHERE id=?", (cpu, memory, id))

    def hashes(self, files: Iterable[Path]) -> list[str]:
        """The content hashes of files; one that looks as it did last time is not read again."""
        return [self._hash(file) for file in files]

    def _hash(self, file: Path) -> str:
        path, now = str(file.resolve()), look(file)
        known = self._db.execute("SELECT sha256 FROM file WHERE path=? AND state=?", (path, now)).fetchone()
        if known and now:
            return known[0]
        found = fingerprint.content(file)
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", (path, now, found))
        return found

    def fact(self, name: str) -> str:
        """A fact about the folder as a whole, e.g. of what its index was made."""
        found = self._db.execute("SELECT value FROM fact WHERE name=?", (name,)).fetchone()
        return found[0] if found else ""

    def note(self, name: str, value: str) -> None:
        """Keep a fact."""
        self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))
