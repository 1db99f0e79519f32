"""Plain text: tables as tab rows."""

from collections.abc import Iterator

from juesuan_nb.synth.page import Row, Table, printed
from juesuan_nb.synth.report import SyntheticReport


def render(report: SyntheticReport) -> bytes:
    """The report as UTF-8 text."""
    return "\n\n".join(_paragraphs(report)).encode() + b"\n"


def _paragraphs(report: SyntheticReport) -> Iterator[str]:
    for block in report.blocks:
        if not isinstance(block, Table):
            yield block.text
            continue
        for piece in block.pieces():
            yield from piece.lines
            yield "\n".join(line for row in (*piece.head, *piece.body) for line in _lines(row))
            yield from piece.remarks


def _lines(row: Row) -> Iterator[str]:
    """A row, and under it a row with the rest of a name that is wrapped."""
    texts = [printed(cell).split("\n") for cell in row]
    for line in range(max(map(len, texts))):
        yield "\t".join(parts[line] if line < len(parts) else "" for parts in texts)
