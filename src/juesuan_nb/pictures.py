"""Pictures as small PNG files: charts, and cuts of printed pages, have few colours."""

import struct
from dataclasses import dataclass

import numpy as np
import pandas as pd
from isal import isal_zlib

COLOURS, FILLS = 64, 16
"""Of a picture: enough for the edges of letters; so many most frequent colours stay exactly what they are."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LEVEL = 1
"""Of isal's compression, 0 to 3: the higher ones take longer, and make these pictures no smaller."""
WHITE = np.uint32(0xFFFFFFFF)
"""Opaque white, in the numbers that colours are."""

Box = tuple[slice, slice]
"""Rows and columns of a picture."""


def pixels(rgba: bytes | memoryview, shape: tuple[int, int]) -> np.ndarray:
    """A picture of four bytes a pixel as rows by columns (`shape`) of one number each."""
    return np.frombuffer(rgba, np.uint32).reshape(shape)


def packed(picture: np.ndarray) -> bytes:
    """A picture (see `pixels`) as PNG with a palette."""
    height, width = picture.shape
    return _png(_runs(picture), (slice(0, height), slice(0, width)))


def trimmed(picture: np.ndarray, margin: int) -> bytes | None:
    """What is drawn in a picture as PNG, with so many dots of white around it.

    None where something reaches the edge, and may go on beyond it.
    """
    runs = _runs(picture)
    box = _drawn(runs)
    return _png(runs, box, margin) if box else None


@dataclass(frozen=True, slots=True)
class _Runs:
    """A picture as runs of one colour, row by row: the pixel at which each begins, its length and its colour."""

    shape: tuple[int, int]
    starts: np.ndarray
    lengths: np.ndarray
    colours: np.ndarray


def _runs(picture: np.ndarray) -> _Runs:
    dots, changes = picture.ravel(), np.ones(picture.size, bool)
    np.not_equal(dots[1:], dots[:-1], out=changes[1:])
    changes[:: picture.shape[1]] = True
    starts = np.flatnonzero(changes)
    return _Runs(picture.shape, starts, np.diff(starts, append=dots.size), dots[starts])


def _drawn(runs: _Runs) -> Box | None:
    """The part of a picture within its white margins, the whole where all is white; None where a margin is missing."""
    height, width = runs.shape
    first = np.searchsorted(runs.starts, np.arange(height) * width)
    last = np.append(first[1:], len(runs.starts)) - 1
    left, right = (np.where(runs.colours[at] == WHITE, runs.lengths[at], 0) for at in (first, last))
    rows = np.flatnonzero(left < width)
    if not len(rows):
        return slice(0, height), slice(0, width)
    if rows[0] == 0 or rows[-1] == height - 1 or not left.min() or not right.min():
        return None
    return slice(rows[0], rows[-1] + 1), slice(left.min(), width - right.min())


def _png(runs: _Runs, box: Box, margin: int = 0) -> bytes:
    """The `box` of a picture with so many dots of white around it; what is outside of the box is white."""
    height, width = (side.stop - side.start + 2 * margin for side in box)
    places, colours = pd.factorize(runs.colours)  # not np.unique, which sorts every run
    counts, white = np.bincount(places, weights=runs.lengths), colours == WHITE
    counts[white] += height * width - runs.shape[0] * runs.shape[1]
    palette, numbers = _palette(colours, counts)
    dots = np.full((height, width + 1), numbers[white][0] if margin else 0, np.uint8)
    dots[:, 0] = 0  # each row begins with its filter, which is none: neighbours of a palette have nothing in common
    inner = np.repeat(numbers[places], runs.lengths).reshape(runs.shape)[box]
    dots[margin : height - margin, margin + 1 : width - margin + 1] = inner
    red_green_blue = palette.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = {b"IHDR": head, b"PLTE": red_green_blue, b"IDAT": isal_zlib.compress(dots, LEVEL), b"IEND": b""}
    return SIGNATURE + b"".join(map(_chunk, parts, parts.values()))


def _chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG file (ISO/IEC 15948, 5.3): its length, its name, its bytes and their sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", isal_zlib.crc32(name + data))


def _palette(colours: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At most `COLOURS` colours, and the number in them of each given one.

    The most frequent stay what they are; of the others like ones become the most frequent of them.
    """
    order = np.lexsort((colours, -counts))
    fills, edges = colours[order[:FILLS]], colours[order[FILLS:]]
    for bits in range(8):
        mask = np.uint32((0xFF >> bits << bits) * 0x01010101)
        _, first, group = np.unique(edges & mask, return_index=True, return_inverse=True)
        if len(first) <= COLOURS - FILLS:
            break
    numbers = np.empty(len(colours), np.uint8)
    numbers[order] = np.concatenate([np.arange(len(fills)), len(fills) + group])
    return np.concatenate([fills, edges[first]]), numbers
