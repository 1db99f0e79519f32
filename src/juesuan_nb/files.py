"""Files are written whole or not at all: an interrupted run never leaves half a file under its final name."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from juesuan_nb.errors import UsageError

CSV_ENCODING = "utf-8-sig"
"""For CSV files that people open in Excel; without the mark Excel reads Chinese as GBK."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` to write to; it takes the place of `path` when the block ends without an error.

    Makes the folder where it is missing. After an error the temporary file is removed and `path` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write `text` whole, line ends as they are."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding=encoding, newline="")


def inputs(paths: Iterable[Path]) -> list[Path]:
    """The files to read: a folder stands for all files under it, by name, but hidden ones, a README, juesuan.toml and
    lists (CSV, which no report is published as).

    A path that does not exist stays in the list: the reader says what is wrong with it. Raises UsageError on a folder
    without files.
    """
    found = []
    for path in paths:
        listed = sorted(filter(_is_input, path.rglob("*"))) if path.is_dir() else [path]
        if not listed:
            raise UsageError(f"{path}：文件夹里没有可读的文件。请给出报告文件，或换一个文件夹。")
        found += listed
    return list(dict.fromkeys(found))


def _is_input(path: Path) -> bool:
    beside = path.name == "juesuan.toml" or path.suffix.lower() == ".csv"
    return path.is_file() and not beside and not path.name.startswith((".", "~$", "README"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
