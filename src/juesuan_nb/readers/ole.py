"""Compound files (OLE): the container of xls, doc, wps, and of encrypted xlsx and docx. [MS-CFB]"""

import struct
from collections.abc import Iterator

from juesuan_nb.errors import ReadError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain, or no sector."""
_HEADER_FAT = 109


class Compound:
    """The streams of a compound file by name. Raises ReadError on a file that is not whole."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        try:
            shift, mini_shift = struct.unpack_from("<HH", data, 30)
            directory, self._cutoff = struct.unpack_from("<I4xI", data, 48)
            mini_start = struct.unpack_from("<I", data, 60)[0]
            if not 7 <= shift <= 16 or not 4 <= mini_shift < shift:
                raise self._broken()
            self._size, self._mini_size = 1 << shift, 1 << mini_shift
            self._fat = self._read_fat()
            self._streams = dict(self._entries(self._chain(directory)))
            self._mini_fat = _numbers(self._chain(mini_start)) if mini_start < _END else ()
        except (struct.error, IndexError) as error:
            raise self._broken() from error

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and folders."""
        return frozenset(self._streams)

    def read(self, stream: str) -> bytes:
        """The bytes of a stream; what of it is missing is missing at its end."""
        start, size = self._streams[stream]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        root = self._streams.get("Root Entry", (_END, 0))
        store, pieces = self._chain(root[0]), []
        for sector in self._follow(start, self._mini_fat):
            pieces.append(store[sector * self._mini_size : (sector + 1) * self._mini_size])
        return b"".join(pieces)[:size]

    def _read_fat(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._size):
            if more >= _END:
                break
            found = _numbers(self._sector(more))
            sectors, more = [*sectors, *found[:-1]], found[-1]
        used = dict.fromkeys(sector for sector in sectors if sector < _END)
        return _numbers(b"".join(map(self._sector, used)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise self._broken()
        return self._data[start : start + self._size].ljust(self._size, b"\0")

    def _follow(self, start: int, table: tuple[int, ...]) -> Iterator[int]:
        """The sectors of a chain; a chain that runs in a circle is broken."""
        for _ in range(len(table) + 1):
            if start >= _END:
                return
            if start >= len(table):
                break
            yield start
            start = table[start]
        raise self._broken()

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._follow(start, self._fat)))

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for offset in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, offset + 64)
            start, size = struct.unpack_from("<II", directory, offset + 116)
            if kind and 2 <= length <= 64:
                name = directory[offset : offset + length - 2].decode("utf-16-le", "replace")
                yield ("Root Entry" if kind == 5 else name), (start, size)

    def _broken(self) -> ReadError:
        advice = "请重新下载，或用 Excel、Word、WPS 打开后另存一份再试"
        return ReadError(self._name, "xls、doc 一类的文件已损坏或不完整（可能没有下载完）", advice)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
