"""Heads of several storeys from the paths of their columns: what stands over what, and which areas are merged."""

from collections.abc import Sequence

from juesuan_nb.synth.page import Span

Path = tuple[str, ...]
"""The labels over one column, top to bottom; "" where the label above reaches down."""


def head_of(paths: Sequence[Path]) -> tuple[list[list[str]], list[Span]]:
    """Storeys and merged areas of a head; a short path's last label reaches down to the last storey."""
    depth = max(map(len, paths))
    full = [(*path, *[""] * (depth - len(path))) for path in paths]
    storeys = [[""] * len(paths) for _ in range(depth)]
    spans: list[Span] = []
    for level in range(depth):
        start = 0
        while start < len(full):
            width = _width(full, start, level)
            if full[start][level]:
                storeys[level][start] = full[start][level]
                height = 1
                while level + height < depth and not full[start][level + height]:
                    height += 1
                if width * height > 1:
                    spans.append((level, start, height, width))
            start += width
    return storeys, spans


def _width(paths: Sequence[Path], start: int, level: int) -> int:
    """How many columns from `start` on stand under one label: those of the same path so far."""
    own = paths[start][: level + 1]
    stop = start + 1
    while stop < len(paths) and paths[stop][: level + 1] == own:
        stop += 1
    return stop - start
