"""The columns of the frames that a Report holds: the contract between readers, measures, rules and exports."""

from collections import namedtuple
from collections.abc import Hashable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np
import pandas as pd

CELLS = {
    "table": "str",
    "statement": "str",
    "code": "str",
    "scope": "str",
    "item": "str",
    "column": "str",
    "line_no": "Int64",
    "value": "str",
    "amount": "Int64",
    "unit": "str",
    "page": "Int64",
    "line": "Int64",
    "box": "str",
    "quality": "str",
    "raw": "str",
}
"""One row per printed amount. `amount` in 分; `quality` is printed, repaired, recovered, inferred or
scanned (read by OCR, printed and repaired ones alike): what is not printed or repaired proves no error."""

TABLES = {
    "statement": "str",
    "table": "str",
    "title": "str",
    "number": "str",
    "scope": "str",
    "unit": "str",
    "rows": "Int64",
    "remark": "str",
    "page": "Int64",
    "line": "Int64",
}
"""One row per statement found, empty ones too: `title` and `number` (公开01表) as printed, `rows` with
amounts, `remark` the 注 and 说明 under the table."""

NOTES = {
    "kind": "str",
    "table": "str",
    "statement": "str",
    "code": "str",
    "item": "str",
    "column": "str",
    "value": "str",
    "message": "str",
    "page": "Int64",
    "line": "Int64",
}
"""What reading had to do: kinds are in `NOTE_KINDS`; `message` is a Chinese sentence."""

NOTE_KINDS = (
    "number_repaired",
    "code_recovered",
    "name_recovered",
    "cell_lost",
    "row_junk",
    "order_restored",
    "head_recovered",
    "table_partial",
    "unplaced",
    "scanned",
)

CLAIMS = {
    "topic": "str",
    "section": "str",
    "subject": "str",
    "code": "str",
    "measure": "str",
    "value": "str",
    "amount": "Int64",
    "unit": "str",
    "base": "str",
    "reason": "str",
    "item_no": "Int64",
    "page": "Int64",
    "line": "Int64",
    "box": "str",
    "text": "str",
}
"""One row per figure of the narrative. `topic` names what the section is about whatever its number; `amount` in 分 for
money, else missing; `base` is what a rate or share is of; `text` the clause it stands in; `box` as in CELLS."""

EVALUATION = {
    "attachment": "str",
    "kind": "str",
    "item": "str",
    "field": "str",
    "value": "str",
    "unit": "str",
    "page": "Int64",
    "line": "Int64",
    "box": "str",
    "quality": "str",
    "text": "str",
}
"""One row per fact of the 绩效 attachments. `kind`: budget_line, indicator, task, project or report."""


def frame(rows: Iterable[Mapping[str, object]], schema: Mapping[str, str]) -> pd.DataFrame:
    """A frame with exactly the columns of `schema`, empty text where a row has none, missing where it has no number."""
    # Column by column: a cast of the whole frame takes four times as long, and a report has hundreds of small ones.
    listed = list(rows)
    columns = {
        name: _column([row.get(name, "" if kind == "str" else None) for row in listed], kind)
        for name, kind in schema.items()
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(listed)), copy=False)


def _column(values: list[Any], kind: str) -> pd.Series | pd.api.extensions.ExtensionArray:
    if kind == "Int64" and all(type(value) is int or value is None for value in values):
        missing = np.array([value is None for value in values], dtype=bool)
        return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype="int64"), missing)
    return pd.Series(values, dtype="object") if kind == "object" else pd.array(values, dtype=_dtype(kind))


@cache  # pandas looks a name up in all its types each time
def _dtype(kind: str) -> Any:
    return pd.api.types.pandas_dtype(kind)


def rows(frame: pd.DataFrame) -> list[Any]:
    """The rows as named tuples, `Index` first: as `itertuples()`, with Python's own numbers.

    In a fifth of its time, which pandas spends on asking its text and number columns for one value after the other.
    """
    if frame.empty:
        return []
    row = _row_type(tuple(frame.columns))
    return list(map(row._make, zip(frame.index, *_values(frame), strict=True)))


def records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The rows as dicts: as `to_dict("records")`, in a tenth of its time (see `rows`); what is missing stays pd.NA."""
    names = list(frame.columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*_values(frame), strict=True)]


def _values(frame: pd.DataFrame) -> list[list[Any]]:
    return [column.tolist() for _, column in frame.items()]


@lru_cache(maxsize=64)
def _row_type(names: tuple[Hashable, ...]) -> type[Any]:
    return namedtuple("Row", ("Index", *names), rename=True)  # the columns are known at run time only
