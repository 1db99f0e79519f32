"""What was read, held against the truth of a synthetic report."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from juesuan_nb.document import RawDocument, fold
from juesuan_nb.evaluation import extract as read_evaluation
from juesuan_nb.narrative import extract as read_narrative
from juesuan_nb.statements import extract as read_statements
from juesuan_nb.synth.report import SyntheticReport


def differences(report: SyntheticReport, document: RawDocument) -> list[str]:
    """What reading a printed synthetic report loses (-) and adds (+), one line each; empty where all came back.

    Cells are the same where table, code, item, column, value and unit are; claims where subject (or its code), measure,
    value and unit are; facts of the attachments where item, field, value and unit are. Brackets and quotes count in
    either form. What the reader computed itself was never printed.
    """
    tables = read_statements(document)
    claims = read_narrative(document, tables.cells)
    published = tables.cells[tables.cells["quality"] != "inferred"]
    return [
        *_lines("cell", _cells(report.cells), _cells(published)),
        *_lines("claim", _claims(report.claims), _claims(claims)),
        *_lines("fact", _facts(report.evaluation), _facts(read_evaluation(document))),
    ]


def _lines(kind: str, true: Counter, read: Counter) -> Iterator[str]:
    yield from (f"- {kind} {' | '.join(entry)}" for entry in (true - read).elements())
    yield from (f"+ {kind} {' | '.join(entry)}" for entry in (read - true).elements())


def _cells(cells: pd.DataFrame) -> Counter:
    return Counter(
        (fold(cell.table), cell.scope, cell.code, fold(cell.item), fold(cell.column), cell.value, cell.unit)
        for cell in cells.itertuples()
    )


def _claims(claims: pd.DataFrame) -> Counter:
    return Counter(
        (claim.code or fold(claim.subject), claim.measure, claim.value, fold(claim.unit))
        for claim in claims.itertuples()
    )


def _facts(evaluation: pd.DataFrame) -> Counter:
    return Counter(
        (fact.kind, fold(fact.item), fact.field, fold(fact.value), fact.unit) for fact in evaluation.itertuples()
    )
