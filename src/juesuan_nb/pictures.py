"""Pictures as small PNG files: charts, and cuts of printed pages, have few colours."""

import io

import numpy as np
from PIL import Image

COLOURS, FILLS = 64, 16
"""Of a picture: enough for the edges of letters; so many most frequent colours stay exactly what they are."""

WHITE = np.uint32(0xFFFFFFFF)
"""Opaque white: the greatest of the numbers that colours are."""


def pixels(rgba: bytes | memoryview, shape: tuple[int, int]) -> np.ndarray:
    """A picture of four bytes a pixel as rows by columns (`shape`) of one number each."""
    return np.frombuffer(rgba, np.uint32).reshape(shape)


def packed(picture: np.ndarray, level: int = 1, margin: int = 0) -> bytes:
    """A picture (see `pixels`) as PNG with a palette, so many dots of white around it.

    `level` is the zlib compression, 1 (quick) to 9 (small).
    """
    height, width = picture.shape
    changes = np.ones(picture.shape, bool)
    np.not_equal(picture[:, 1:], picture[:, :-1], out=changes[:, 1:])
    starts = np.flatnonzero(changes)
    lengths = np.diff(starts, append=picture.size)
    found, places = np.unique(picture[starts // width, starts % width], return_inverse=True)
    counts = np.bincount(places, weights=lengths)
    around = (height + 2 * margin) * (width + 2 * margin) - picture.size
    if around and found[-1] == WHITE:
        counts[-1] += around
    elif around:
        found, counts = np.append(found, WHITE), np.append(counts, around)
    palette, numbers = _palette(found, counts)
    inner = np.repeat(numbers[places], lengths).reshape(picture.shape)
    image = Image.fromarray(np.pad(inner, margin, constant_values=numbers[-1]))
    image.putpalette(palette.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=level)
    return stream.getvalue()


def _palette(colours: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At most `COLOURS` colours, and the number in them of each given one.

    The most frequent stay what they are; of the others like ones become the most frequent of them.
    """
    order = np.argsort(-counts, kind="stable")
    fills, edges = colours[order[:FILLS]], colours[order[FILLS:]]
    for bits in range(8):
        mask = np.uint32((0xFF >> bits << bits) * 0x01010101)
        _, first, group = np.unique(edges & mask, return_index=True, return_inverse=True)
        if len(first) <= COLOURS - FILLS:
            break
    numbers = np.empty(len(colours), np.uint8)
    numbers[order] = np.concatenate([np.arange(len(fills)), len(fills) + group])
    return np.concatenate([fills, edges[first]]), numbers
