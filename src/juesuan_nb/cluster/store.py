"""Where the workers of a cluster leave reports for the supervisor: a folder or a bucket, by an fsspec address.

A report lies there as one zip file named by the key of all that it is made of: delivered twice it is the same, and what
a killed run left is whole and of use to the next. The file `token` names the run that the workers work for.
"""

import json
import secrets
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import fsspec

from juesuan_nb.batch.outcome import FILES, OUTCOME, Order, fresh
from juesuan_nb.engine.child import End
from juesuan_nb.files import write_text

END, TOKEN, ENDING = "end.json", "token", ".zip"


class Store:
    """The files at `address`; `options` are fsspec's for that kind of place. Raises OSError where it fails."""

    def __init__(self, address: str, **options: Any) -> None:
        self.address = address
        self._fs, self._root = fsspec.url_to_fs(address, use_listings_cache=False, **options)

    def begin(self, token: str) -> None:
        """From now on the run of `token` is the one that counts."""
        self._fs.makedirs(self._root, exist_ok=True)
        self._fs.pipe_file(f"{self._root}/{TOKEN}", token.encode())

    def token(self) -> str:
        """The run that counts; empty where none does, or this machine does not see the place."""
        try:
            return self._fs.cat_file(f"{self._root}/{TOKEN}").decode()
        except FileNotFoundError:
            return ""

    def keys(self) -> set[str]:
        """The keys of the reports that lie here."""
        listed = (Path(name).name for name in self._fs.find(self._root))
        return {name.removesuffix(ENDING) for name in listed if name.endswith(ENDING)}

    def has(self, order: Order) -> bool:
        """Whether the report of an order lies here."""
        return self._fs.exists(self._place(order))

    def deliver(self, order: Order, end: End) -> None:
        """Put in what lies in the staging folder of an order, whole or not at all."""
        part = f"{self._root}/{secrets.token_hex(8)}.part"
        with tempfile.TemporaryFile(dir=order.staging) as packed:
            _pack(order, end, packed)
            packed.seek(0)
            self._fs.pipe_file(part, packed.read())
        self._fs.mv(part, self._place(order))

    def take(self, order: Order) -> End | None:
        """Move a delivered report to the order's own staging folder; None where there is none."""
        try:
            self._fs.invalidate_cache()
            data = self._fs.cat_file(self._place(order))
        except FileNotFoundError:
            return None
        fresh(order)
        with tempfile.TemporaryFile() as packed:
            packed.write(data)
            end = _unpack(order, packed)
        with suppress(FileNotFoundError):
            self._fs.rm_file(self._place(order))
        return end

    def drop(self, keys: set[str]) -> None:
        """Remove reports that nobody wants."""
        for key in keys:
            with suppress(FileNotFoundError):
                self._fs.rm_file(f"{self._root}/{key}{ENDING}")

    def pause(self) -> None:
        """No run counts: what works for one stops at its next report. What lies here stays for the next run."""
        with suppress(OSError):
            self._fs.rm_file(f"{self._root}/{TOKEN}")

    def end(self) -> None:
        """Remove the place with all that is in it."""
        with suppress(OSError):
            self._fs.rm(self._root, recursive=True)

    def _place(self, order: Order) -> str:
        return f"{self._root}/{order.key}{ENDING}"


def _pack(order: Order, end: End, packed: Any) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(order.files.iterdir()):
            archive.write(file, f"{FILES}/{file.name}")
        archive.write(Path(order.staging) / OUTCOME, OUTCOME)
        archive.writestr(END, json.dumps(asdict(end)))


def _unpack(order: Order, packed: Any) -> End:
    """The outcome last: where it is, the files are whole."""
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            if name.startswith(f"{FILES}/"):
                (order.files / Path(name).name).write_bytes(archive.read(name))
        write_text(Path(order.staging) / OUTCOME, archive.read(OUTCOME).decode())
        return End(**json.loads(archive.read(END)))
