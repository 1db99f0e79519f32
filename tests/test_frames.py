"""Frames: rows and records are those that pandas gives, one value after the other."""

from decimal import Decimal

import pandas as pd

from juesuan_nb.frames import CELLS, frame, records, rows

SCHEMA = {"code": "str", "amount": "Int64", "rate": "object", "agrees": "boolean"}
LISTED = [
    {"code": "2080101", "amount": 1 << 62, "rate": Decimal("9.50"), "agrees": True},
    {"amount": 0, "rate": ["甲", "乙"]},
    {"code": "合计", "amount": None},
]


def test_rows_are_those_of_itertuples_also_of_a_part_of_a_frame():
    whole = frame(LISTED, SCHEMA)
    for part in (whole, whole[whole["code"] != ""], whole[["amount", "code"]]):
        assert [tuple(row) for row in rows(part)] == [tuple(row) for row in part.itertuples()]
        assert [row._fields for row in rows(part)] == [("Index", *part.columns)] * len(part)
    assert [type(row.amount) for row in rows(whole)] == [int, int, type(pd.NA)]


def test_records_are_those_of_to_dict():
    whole = frame(LISTED, SCHEMA)
    plain = [{name: None if value is pd.NA else value for name, value in row.items()} for row in records(whole)]
    assert plain == whole.to_dict("records")
    assert records(whole)[2]["amount"] is pd.NA
    assert rows(frame([], CELLS)) == records(frame([], CELLS)) == []


def test_whole_numbers_are_the_same_column_whichever_way_they_come():
    made = frame(LISTED, SCHEMA)["amount"]
    assert made.equals(pd.Series([1 << 62, 0, None], dtype="Int64"))
    assert frame([{"amount": pd.NA}, {"amount": 5.0}], SCHEMA)["amount"].equals(pd.Series([None, 5], dtype="Int64"))
