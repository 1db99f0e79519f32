"""The narrative (情况说明) → claims: every figure with its subject, code, measure, unit, reason and place.

`extract(document, cells)` returns the frame of `frames.CLAIMS`, `unplaced(document, cells)` the figures that could not
be bound to a subject, as rows of `frames.NOTES`. Nothing is claimed that the text does not say.
"""

import pandas as pd

from juesuan_nb.document import RawDocument
from juesuan_nb.frames import CELLS, CLAIMS, NOTES, frame
from juesuan_nb.narrative.names import names_of
from juesuan_nb.narrative.reader import Unplaced, read_all
from juesuan_nb.narrative.sections import passages

__all__ = ["extract", "read", "unplaced"]


def extract(document: RawDocument, cells: pd.DataFrame) -> pd.DataFrame:
    """All claims of a report's narrative. `cells` (frames.CELLS) give the codes of the names; it may be empty."""
    return read(document, cells)[0]


def unplaced(document: RawDocument, cells: pd.DataFrame | None = None) -> pd.DataFrame:
    """Figures of the narrative that are not claimed, because their words bind them to no subject (frames.NOTES)."""
    return read(document, frame([], CELLS) if cells is None else cells)[1]


def read(document: RawDocument, cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What `extract` and `unplaced` give, of one reading."""
    claims, left = read_all(passages(document), names_of(cells), set(cells["amount"].dropna()))
    return frame((claim.row() for claim in claims), CLAIMS), frame(map(_note, left), NOTES)


def _note(left: Unplaced) -> dict[str, object]:
    passage = left.passage
    place = passage.paragraph.place_at(passage.start + left.start)
    printed = passage.paragraph.text[passage.start + left.start : passage.start + left.end]
    return {
        "kind": "unplaced",
        "value": printed,
        "page": place.page,
        "line": place.line,
        "message": f"情况说明第{passage.section}部分的“{printed}”没有归到具体对象，未作为说明数据",
    }
