"""Small reports written out by hand, for the tests of measures, tables and charts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from juesuan_nb import frames
from juesuan_nb.amounts import to_fen
from juesuan_nb.document import RawDocument
from juesuan_nb.report import Report


def cells(statement: str, columns: str, text: str, scope: str = "") -> list[dict]:
    """Cells from lines like "208 社会保障 | 10.00 | 4.00?": code (or none), item, one amount per column in 万元.

    A blank is no cell, "?" marks an inferred figure, "@7" before the item gives the 行次.
    """
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        label, *values = (part.strip() for part in line.split("|"))
        line_no, label = (label[1:].split(" ", 1)) if label.startswith("@") else (None, label)
        code, item = label.split(" ", 1) if label[:1].isdigit() else ("", label)
        row = {"statement": statement, "scope": scope, "code": code, "item": item, "line": number, "unit": "万元"}
        row["line_no"] = int(line_no) if line_no else None
        for column, value in zip(columns.split(), values, strict=True):
            if value:
                figure, quality = value.rstrip("?"), "inferred" if value.endswith("?") else "printed"
                amount = to_fen(Decimal(figure))
                found.append(row | {"column": column, "value": figure, "amount": amount, "quality": quality})
    return found


def claim(topic: str, subject: str, measure: str, value: str, unit: str = "万元", **more: object) -> dict:
    """One figure of the narrative."""
    amount = to_fen(Decimal(value)) if unit == "万元" else None
    told = {"topic": topic, "subject": subject, "measure": measure, "value": value, "unit": unit, "amount": amount}
    return told | more


def item_claims(number: int, code: str, path: str, **figures: str) -> list[dict]:
    """The figures told of one item of 一般公共预算支出: original_budget="10.00", outturn="12.00", …"""
    common = {"code": code, "item_no": number, "reason": figures.pop("reason", "")}
    return [
        claim(
            "general_public_expenditure", path, measure, value, "%" if measure == "execution_rate" else "万元", **common
        )
        for measure, value in figures.items()
    ]


def report(cells: Iterable[Mapping] = (), claims: Iterable[Mapping] = (), evaluation: Iterable[Mapping] = ()) -> Report:
    """A Report of 某部门 2024 that holds these rows and nothing else."""
    return Report(
        department="某部门",
        year=2024,
        unit="万元",
        tables=frames.frame([], frames.TABLES),
        cells=frames.frame(cells, frames.CELLS),
        claims=frames.frame(claims, frames.CLAIMS),
        evaluation=frames.frame([{"quality": "printed"} | dict(fact) for fact in evaluation], frames.EVALUATION),
        quality=frames.frame([], frames.NOTES),
        document=RawDocument("样例.txt", "text", "", ()),
    )
