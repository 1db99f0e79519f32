"""Paths that may be addresses (s3://桶/报告.pdf): fsspec's, which behave like pathlib's (extra `cluster`).

What a supervisor or a worker fetched beforehand is read from its copy; the name of the report stays its address.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan_nb.errors import UsageError

if TYPE_CHECKING:
    from upath import UPath

MARK = "://"
_copies: dict[str, str] = {}


def remote(path: "str | Path | UPath") -> bool:
    """Whether it is an address, not a path of this machine."""
    return MARK in str(path)


def place(path: "str | Path | UPath") -> Path:
    """A path, or an address as an object with pathlib's methods; asks nothing of the place and starts no thread yet."""
    if not remote(path):
        return Path(path)
    from upath import UPath

    return UPath(path)


def given(path: str) -> Path:
    """What a person gave as a path or an address. Raises UsageError where no package reads such addresses."""
    try:
        found = place(path)
        if remote(found):
            found.fs.protocol  # noqa: B018  # made when first asked for: that needs the package
    except (ImportError, ValueError) as error:
        advice = "pip install 'juesuan-nb[cluster]'，s3:// 还要 pip install s3fs"
        raise UsageError(f"{path}：读不了这种地址（{error}）。请安装需要的包：{advice}。") from error
    return found


def look(file: Path) -> str:
    """What tells, without reading it, that a file is as before; empty for one that is not there."""
    try:
        if remote(file):
            return str(file.fs.ukey(file.path))
        known = file.stat()
    except OSError:
        return ""
    return f"{known.st_size} {known.st_mtime_ns} {known.st_ctime_ns} {known.st_ino}"


def bring(paths: Iterable[Path], folder: Path) -> dict[str, str]:
    """Copy what lies at addresses into `folder`; address → copy. One that cannot be had is left out."""
    brought = {}
    for number, path in enumerate(filter(remote, paths)):
        copy = folder / str(number) / path.name
        copy.parent.mkdir(parents=True)
        try:
            path.fs.get_file(path.path, str(copy))
        except OSError:
            continue  # whoever reads it says why
        brought[str(path)] = str(copy)
    return brought


def known_copies(copies: Mapping[str, str]) -> None:
    """In a process that makes one report: read these addresses from these files."""
    _copies.clear()
    _copies.update(copies)


def here(path: Path) -> Path:
    """The copy of an address, where there is one; else the path itself."""
    return Path(_copies[str(path)]) if str(path) in _copies else path
