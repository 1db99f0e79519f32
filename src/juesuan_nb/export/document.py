"""A RawDocument as a frame: what the reader found before anything was understood, for tracing a wrong number."""

from collections.abc import Iterator

import pandas as pd

from juesuan_nb.document import Cell, Paragraph, RawDocument
from juesuan_nb.frames import frame

DOCUMENT = {
    "block": "Int64", "kind": "str", "row": "Int64", "column": "Int64", "text": "str", "page": "Int64", "line": "Int64",
    "sheet": "str", "cell": "str",
}  # fmt: skip
"""One row per paragraph or cell; `block`, `row` and `column` count from 1, `kind` is paragraph or cell.
Of several files that are one report, `sheet` says the file too."""


def document_frame(document: RawDocument) -> pd.DataFrame:
    """The blocks of `document` in reading order, with the columns of DOCUMENT."""
    return frame(_rows(document), DOCUMENT)


def _rows(document: RawDocument) -> Iterator[dict]:
    for block, found in enumerate(document.blocks, start=1):
        if isinstance(found, Paragraph):
            yield {"block": block, "kind": "paragraph"} | _placed(found)
            continue
        for row, cells in enumerate(found.rows, start=1):
            for column, cell in enumerate(cells, start=1):
                yield {"block": block, "kind": "cell", "row": row, "column": column} | _placed(cell)


def _placed(found: Paragraph | Cell) -> dict:
    place = found.place
    sheet = " ".join(filter(None, (place.file, place.sheet)))
    return {"text": found.text, "page": place.page, "line": place.line, "sheet": sheet, "cell": place.cell}
