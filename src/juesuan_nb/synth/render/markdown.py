"""Markdown: headings with marks, tables with pipes."""

from collections.abc import Iterator

from juesuan_nb.synth.page import Heading, Table, printed
from juesuan_nb.synth.report import SyntheticReport


def render(report: SyntheticReport) -> bytes:
    """The report as Markdown in UTF-8."""
    return "\n\n".join(_paragraphs(report)).encode() + b"\n"


def _paragraphs(report: SyntheticReport) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Heading):
            yield f"{'#' * block.depth} {block.text}"
        elif isinstance(block, Table):
            for piece in block.pieces():
                yield from piece.lines
                rows = [_row(tuple(map(printed, row))) for row in (*piece.head, *piece.body)]
                yield "\n".join([*rows[:1], _row(("---",) * block.width), *rows[1:]])
                yield from piece.remarks
        else:
            yield block.text


def _row(texts: tuple[str, ...]) -> str:
    return f"| {' | '.join(text.replace('|', chr(92) + '|').replace(chr(10), '<br>') for text in texts)} |"
