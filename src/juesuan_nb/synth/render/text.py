"""Plain text: tables as tab rows."""

from collections.abc import Iterator

from juesuan_nb.synth.page import Table, printed
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
            yield "\n".join("\t".join(map(printed, row)) for row in (*piece.head, *piece.body))
            yield from piece.remarks
