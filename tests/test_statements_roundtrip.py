"""What is printed is read back exactly: random departments × forms × layouts × damage."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import render
from juesuan_nb import statements, vocabulary
from juesuan_nb.readers import text

FORMS = {"tabs": render.as_tabs, "pipes": render.as_pipes, "html": render.as_html, "lines": render.as_lines}
CODED = ("revenue", "expenditure", "general_public_expenditure")


def read(source: str) -> statements.Tables:
    return statements.extract(text.read(source.encode(), "report.txt", ""))


def cells(tables: statements.Tables) -> set[tuple[str, ...]]:
    own = tables.cells[tables.cells["quality"] != "inferred"]
    return set(own[["table", "code", "item", "column", "value"]].itertuples(index=False, name=None))


def tables_of(made: render.Department, seed: int, interleaved: bool = False) -> dict[str, render.Table]:
    return {
        "revenue_expenditure_summary": render.two_sided(made),
        **{statement: render.by_code(made, statement) for statement in CODED},
        "three_public": render.three_public(made, seed, interleaved),
    }


def titled(tables: dict[str, render.Table], form: str) -> list[tuple[str, str]]:
    return [(vocabulary.statements()[name].title, FORMS[form](table)) for name, table in tables.items()]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), totals_last=st.booleans(), line_numbers=st.booleans(), interleaved=st.booleans())
def test_every_form_and_layout_gives_back_its_cells(form, seed, totals_last, line_numbers, interleaved):
    made = render.department(seed, totals_last=totals_last, line_numbers=line_numbers)
    interleaved = interleaved and form != "lines"
    tables = tables_of(made, seed, interleaved)
    assert cells(read(render.document(titled(tables, form)))) == made.truth


@pytest.mark.parametrize("form", ["tabs", "pipes", "html"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_blank_for_zero_stays_absent(form, seed):
    made = render.department(seed, zeros=False, line_numbers=False, totals_last=True)
    tables = tables_of(made, seed)
    read_back = read(render.document(titled(tables, form)))
    assert cells(read_back) == made.truth
    assert not (read_back.notes["kind"] == "cell_lost").any()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_damage_is_mended(seed):
    """Spaces in numbers, pages that run bottom-up, a continuation without head and without codes, a heap of labels."""
    dice = random.Random(seed)
    made = render.department(seed)
    parts = []
    for name, table in tables_of(made, seed).items():
        table = [[_spaced(cell, dice) for cell in row] for row in table]
        if name == "revenue_expenditure_summary":
            head, body = table[:2], table[2:]
            source = render.as_tabs([*head, *body[:17]]) + "\n\n" + render.as_tabs(body[:16:-1])
        elif name == "general_public_expenditure":
            cut = dice.randint(5, len(table) - 1)
            rest = [row[1:] for row in table[cut:]]
            heap = " ".join(row[0] for row in rest)
            junk = [["", heap, heap]] if len(rest) >= 3 else []
            source = render.as_tabs(table[:cut]) + "\n\n" + render.as_tabs([*rest, *junk])
        else:
            source = render.as_tabs(table)
        parts.append((vocabulary.statements()[name].title, source))
    read_back = read(render.document(parts))
    assert cells(read_back) == made.truth
    recovered = read_back.cells[read_back.cells["quality"] == "recovered"]
    assert set(recovered["statement"]) <= {"general_public_expenditure"}
    assert (read_back.notes["kind"] == "order_restored").any()


def _spaced(cell: str, dice: random.Random) -> str:
    return cell.replace(".", ". ") if re.fullmatch(r"\d+\.\d{2}", cell) and dice.random() < 0.5 else cell


@pytest.mark.parametrize(("unit", "factor"), [("元", 100), ("万元", 1_000_000), ("千元", 100_000)])
def test_the_printed_unit_decides_the_amount(unit, factor):
    made = render.department(7)
    source = render.document(titled({"expenditure": render.by_code(made, "expenditure")}, "tabs"), unit)
    tables = read(source)
    total = tables.cells[(tables.cells["item"] == "合计") & (tables.cells["column"] == "本年支出合计")].iloc[0]
    assert total["unit"] == unit
    assert total["amount"] * 100 == (made.total("", 2) + made.total("", 3)) * factor
