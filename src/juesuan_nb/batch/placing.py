"""From staging to the reports' own folders: who gets which name, and every step such that it can be done again."""

import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from juesuan_nb.batch.ledger import DONE, FAILED, MADE, WAITING, Ledger, Row
from juesuan_nb.batch.outcome import FILES, told
from juesuan_nb.publish import move, publish, safe_name

WORK, UNPLACED = ".juesuan/work", "未做成"


def staging(out: Path, id: str) -> Path:
    """The folder in which a report is made before it goes to its place."""
    return out / WORK / sha256(id.encode()).hexdigest()[:20]


def settle(ledger: Ledger, id: str) -> Row:
    """Put what lies in a report's staging folder into its own, and say so in the ledger.

    Cut short anywhere, `recover` goes on where it stopped.
    """
    row, outcome = ledger.row(id), told(staging(ledger.out, id))
    ledger.made(id, outcome, _folders(ledger, row, _wanted(row, outcome)))
    _finish(ledger, id)
    return ledger.row(id)


def recover(ledger: Ledger) -> None:
    """Finish what a run that was killed had made whole, and clear away what it had not."""
    for row in list(ledger.rows(MADE)):
        _finish(ledger, row.id)
    for row in list(ledger.rows(WAITING)):
        if told(staging(ledger.out, row.id)).get("key") == row.key:
            settle(ledger, row.id)
    clear(ledger.out)


def clear(out: Path) -> None:
    """Nothing stays in staging."""
    shutil.rmtree(out / WORK, ignore_errors=True)


def _finish(ledger: Ledger, id: str) -> None:
    for row in ledger.moving():
        move(ledger.out / row.was, ledger.out / row.folder)
        ledger.moved(row.id)
    row, made = ledger.row(id), staging(ledger.out, id)
    publish(made / FILES, ledger.out / row.folder, row.outcome.get("carried", {}))
    ledger.settled(id, DONE if row.outcome["status"] == "done" else FAILED)
    shutil.rmtree(made, ignore_errors=True)


def _wanted(row: Row, outcome: Mapping[str, Any]) -> str:
    """The folder that suits a report; one that failed stays where it was, or beside the others that failed."""
    if outcome["status"] == "done":
        return outcome["place"]
    return row.folder or outcome.get("place") or f"{UNPLACED}/{_stem(row)}"


def _folders(ledger: Ledger, row: Row, wanted: str) -> list[tuple[str, str]]:
    """The folder of `row`, and new ones of those who must give way; (id, folder), the last to give way first.

    Of several reports that suit one folder the first in order has it, whichever was done first; the others bear the
    name of their input behind it. So the names do not depend on how the processes went.
    """
    if row.folder and row.folder == wanted:
        return []
    return list(_place(ledger, row, wanted, set()))[::-1]


def _place(ledger: Ledger, row: Row, wanted: str, given: set[str]) -> Iterator[tuple[str, str]]:
    for folder in _names(row, wanted):
        holder = None if folder in given else ledger.owner(folder)
        if folder not in given and (holder is None or holder.seq >= row.seq):
            given.add(folder)
            if row.folder != folder:
                yield row.id, folder
            if holder is not None and holder.id != row.id:
                yield from _place(ledger, holder, _wanted(holder, holder.outcome), given)
            return


def _names(row: Row, wanted: str) -> tuple[str, str, str]:
    stem = _stem(row)
    return wanted, f"{wanted}（{stem}）", f"{wanted}（{stem} {sha256(row.id.encode()).hexdigest()[:6]}）"


def _stem(row: Row) -> str:
    """The name of the first file, without its ending, short enough to stand behind a department's."""
    return safe_name(Path(row.name.partition("、")[0]).stem).encode()[:60].decode(errors="ignore") or "report"
