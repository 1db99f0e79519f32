"""Planted errors: each changes what it says and nothing else, and the truth follows the print."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from juesuan_nb import readers, synth
from juesuan_nb.errors import UsageError
from juesuan_nb.synth.truth import differences

AMOUNTS = ("cell", "scaled", "sign", "swapped")
UNREAD = {
    "year": "a year changes no figure",
    "residue_choice": "what the template leaves open is no claim",
    "wording": "a name that does not exist may have no code",
}
SWAPS = list(product(("national", "split", "older", "appendix"), range(6)))
KEY = ["statement", "code", "item", "column"]


@pytest.fixture(params=("national", "shanghai", "yuan"))
def clean(request):
    return synth.department(9, layout=request.param, size="medium")


@pytest.mark.parametrize("kind", synth.MUTATIONS)
def test_the_truth_follows_the_print(clean, kind, tmp_path):
    if kind in UNREAD:
        pytest.skip(UNREAD[kind])
    report, _ = synth.plant(clean, kind, 3)
    path = tmp_path / "report.txt"
    path.write_bytes(synth.render(report))
    assert differences(report, readers.read(path)) == []


@pytest.mark.parametrize("kind", AMOUNTS)
def test_amounts_are_changed_where_it_is_told(clean, kind):
    report, planted = synth.plant(clean, kind, 5)
    before, after = clean.cells, report.cells
    changed = before[before["value"].to_numpy() != after["value"].to_numpy()]
    assert len(changed) == (2 if kind == "swapped" else 1)
    row = changed[(changed[KEY] == [planted.statement, planted.code, planted.item, planted.column]).all(axis=1)]
    assert row["value"].tolist() == [planted.expected]
    assert after.loc[row.index, "value"].tolist() == [planted.found]


def test_what_each_kind_does(clean):
    _, scaled = synth.plant(clean, "scaled", 1)
    assert Decimal(scaled.found) == Decimal(scaled.expected) * 10_000
    _, sign = synth.plant(clean, "sign", 1)
    assert Decimal(sign.found) == -Decimal(sign.expected)
    report, table = synth.plant(clean, "table", 1)
    assert table.statement in {one.statement for one in clean.tables} - {one.statement for one in report.tables}
    report, item = synth.plant(clean, "item", 1)
    assert set(clean.claims["code"]) - set(report.claims["code"]) == {item.code}
    report, year = synth.plant(clean, "year", 1)
    assert [block for block in report.blocks if year.found in getattr(block, "text", "")]
    report, _ = synth.plant(clean, "claim", 1)
    assert (clean.claims["value"] != report.claims["value"]).sum() == 1
    report, direction = synth.plant(clean, "direction", 1)
    assert {direction.expected, direction.found} == {"大于", "小于"}


def test_the_same_seed_plants_the_same_error(clean):
    assert synth.plant(clean, "cell", 2) == synth.plant(clean, "cell", 2)
    assert synth.plant(clean, "cell", 2)[1] != synth.plant(clean, "cell", 3)[1]


def test_unknown_kinds_are_refused(clean):
    with pytest.raises(UsageError, match="没有错误"):
        synth.plant(clean, "typo")
    with pytest.raises(UsageError, match="没有损伤"):
        synth.damage(clean, "fire")


@pytest.mark.parametrize("kind", synth.MUTATIONS)
def test_a_report_without_a_place_for_an_error_comes_back_and_says_so(clean, kind):
    empty = replace(clean, blocks=())
    report, planted = synth.plant(empty, kind)
    assert report == empty
    assert planted.kind == kind
    assert "没有可以放这种错误的地方" in planted.hidden


def test_a_swap_that_nothing_else_tells_is_called_hidden():
    told = [synth.plant(synth.department(seed, layout=layout), "swapped", seed)[1] for layout, seed in SWAPS]
    assert {bool(one.hidden) for one in told} == {True, False}
    for one in told:
        if "别处没有印出" in one.hidden:
            assert one.statement in ("basic_expenditure", "three_public")
