"""The long figures of a corpus with one row per department and year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from juesuan_nb.corpus import Corpus

WHO = ["department", "year"]


def wide(corpus: Corpus, names: Sequence[str], values: str = "amount") -> pd.DataFrame:
    """One row per report, one column per figure ("economic:310" for one with a code), missing where not printed.

    The index is (department, year), in the order of `corpus.runs`; `values` is a column of the figures.
    """
    figures = corpus.figures
    plain = [name for name in names if ":" not in name or name.split(":")[0] in ("previous", "three_public")]
    rows = figures[figures["figure"].isin(plain)].assign(name_of=lambda found: found["figure"])
    coded = figures[(figures["figure"] + ":" + figures["code"]).isin(set(names) - set(plain))]
    rows = pd.concat([rows, coded.assign(name_of=coded["figure"] + ":" + coded["code"])])
    rows = rows.drop_duplicates([*WHO, "name_of"]).set_index([*WHO, "name_of"])[values]
    index = pd.MultiIndex.from_frame(corpus.runs[WHO])
    return rows.unstack().reindex(index=index, columns=list(names))


def of_last_year(frame: pd.DataFrame) -> pd.DataFrame:
    """A wide frame with the figures of the report before, for the reports whose year before is in the corpus too."""
    moved = frame.copy()
    moved.index = pd.MultiIndex.from_arrays([frame.index.get_level_values(0), frame.index.get_level_values(1) + 1])
    moved.index.names = frame.index.names
    return moved.loc[moved.index.intersection(frame.index)]
