"""From a staging folder to the folder that people open: every file whole, an analyst's own changes set aside."""

import json
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import MappingProxyType

from juesuan_nb.checks.dispositions import FINDINGS_FILE, VANISHED, has_more

WORKBOOK, PAGE, RECORD, FAILED = "workbook.ipynb", "workbook.html", "run.json", "workbook.failed.ipynb"
ERROR_PAGE = "error.html"


def safe_name(text: str) -> str:
    """`text` as a file name on any system: no separators, reserved or invisible characters, at most 180 bytes."""
    visible = "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.category(c).startswith("C"))
    tame = re.sub(r'[/\\:*?"<>|\s]+', "_", visible).strip("._ ")
    return tame.encode()[:180].decode(errors="ignore")


def publish(staging: Path, folder: Path, carried: Mapping[str, str] = MappingProxyType({})) -> None:
    """Move all files of `staging` to `folder`, the record last, and what an earlier failure left there away.

    `carried` are digests by name of the lists whose notes went into the new ones; a list that was changed since, or
    holds more than that, is set aside. May be called again after it was cut short: what was moved stays, the rest
    follows (the findings go first, so that as long as they wait nothing was moved).
    """
    if not staging.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if (staging / FINDINGS_FILE).exists():
        keep_edited(folder / WORKBOOK, folder / RECORD)
        _keep_notes(staging, folder, carried)
    for file in sorted(staging.iterdir(), key=lambda file: (file.name == RECORD, file.name != FINDINGS_FILE)):
        if file.name == RECORD:
            _drop_failure(folder)
        file.replace(folder / file.name)


def carried_from(folder: Path) -> dict[str, str]:
    """The digests of the lists in a folder that hold an analyst's notes."""
    return {name: digest(folder / name) for name in (FINDINGS_FILE, VANISHED) if (folder / name).exists()}


def _keep_notes(staging: Path, folder: Path, carried: Mapping[str, str]) -> None:
    for path in (folder / FINDINGS_FILE, folder / VANISHED):
        if path.exists() and (digest(path) != carried.get(path.name) or has_more(path)):
            _set_aside(path)
    if not (staging / VANISHED).exists():
        (folder / VANISHED).unlink(missing_ok=True)


def _drop_failure(folder: Path) -> None:
    for name in (FAILED, ERROR_PAGE):
        (folder / name).unlink(missing_ok=True)


def move(old: Path, new: Path) -> None:
    """Give a folder another name; where that name is taken by something nobody owns, its files go there."""
    if not old.is_dir():
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    if new.exists():
        for file in old.iterdir():
            file.replace(new / file.name)
        old.rmdir()
    else:
        old.rename(new)
    with suppress(OSError):
        old.parent.rmdir()  # only where nothing is left in it


def digests(folder: Path) -> dict[str, str]:
    """File name → SHA-256."""
    return {file.name: digest(file) for file in sorted(folder.iterdir())}


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(file.read_bytes()).hexdigest()


def keep_edited(workbook: Path, record: Path) -> None:
    """Set aside a workbook that an analyst changed since the run that made it and wrote its record."""
    if not workbook.exists():
        return
    made = json.loads(record.read_text(encoding="utf-8"))["files"].get(workbook.name) if record.exists() else ""
    if digest(workbook) != made:
        _set_aside(workbook)


def _set_aside(file: Path) -> None:
    names = (file.with_name(f"{file.stem}.edited-{number}{file.suffix}") for number in count(1))
    file.replace(next(name for name in names if not name.exists()))
