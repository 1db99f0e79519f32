"""Several files that are one report (tables in Excel, narrative in Word) → one RawDocument."""

from collections.abc import Sequence
from dataclasses import replace

from juesuan_nb.document import Block, Cell, Grid, Paragraph, Place, RawDocument


def together(documents: Sequence[RawDocument]) -> RawDocument:
    """The documents one after the other as one; every place says its file. A single one stays as it is."""
    if len(documents) == 1:
        return documents[0]
    names = file_names([document.name for document in documents])
    blocks = [placed(block, name) for name, document in zip(names, documents, strict=True) for block in document.blocks]
    notes = [f"{name}：{note}" for name, document in zip(names, documents, strict=True) for note in document.notes]
    forms = dict.fromkeys(document.form for document in documents)
    digests = "、".join(document.sha256 for document in documents)
    return RawDocument("、".join(names), "+".join(forms), digests, tuple(blocks), tuple(notes))


def file_names(given: Sequence[str]) -> list[str]:
    """The names by which places know the files; equal ones (of two folders) are numbered."""
    before = [list(given[:at]).count(name) for at, name in enumerate(given)]
    return [f"{name}({times + 1})" if times else name for name, times in zip(given, before, strict=True)]


def placed(block: Block, file: str) -> Block:
    """The block with `file` in every place of it."""

    def at(place: Place) -> Place:
        return replace(place, file=file)

    if isinstance(block, Paragraph):
        pieces = tuple((offset, at(place)) for offset, place in block.pieces)
        return Paragraph(block.text, at(block.place), pieces)
    return Grid(tuple(tuple(Cell(cell.text, at(cell.place)) for cell in row) for row in block.rows))
