"""The names of columns: what a province calls them, in the national wording."""

from functools import cache

from juesuan_nb import vocabulary
from juesuan_nb.document import fold


@cache
def _known_columns(statement: str) -> tuple[str, ...]:
    entry = vocabulary.statements().get(statement)
    return (*entry.columns, *entry.extra_columns) if entry else ()


@cache
def canonical(statement: str, column: str) -> str:
    """The national wording of a column; the six-column 国有资本 form maps onto the three national columns."""
    columns = _known_columns(statement)
    if column in columns:
        return column
    if f"{column}/合计" in columns:
        return f"{column}/合计"
    head, _, leaf = column.rpartition("/")
    if statement == "state_capital" and head == "本年支出":
        head = ""
    for known in columns:
        known_head, _, known_leaf = known.rpartition("/")
        if head in vocabulary.column_names(known_head) and fold(leaf) in map(fold, vocabulary.column_names(known_leaf)):
            return known
    return column
