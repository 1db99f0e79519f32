"""`make bench-rules` at its smallest: the page is written from what was found, and what must be found is found."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from juesuan_nb import synth
from juesuan_nb.synth.planting import Planted, kinds

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
bench = pytest.importorskip("bench_rules")
SURE = ["cell", "scaled", "table", "number", "claim", "rate"]


@pytest.fixture(scope="module")
def clean():
    return [bench.clean_one(("text", layout, 1, "")) for layout in ("national", "shanghai", "spaced")]


@pytest.fixture(scope="module")
def hits():
    return bench.planted_ones(("national", 1, tuple(SURE)))


def test_clean_reports_raise_nothing(clean):
    assert [line for line in bench.told(clean, []) if line.startswith("ALARM")] == []
    assert all(one.crashed == 0 and one.seconds > 0 for one in clean)


def test_planted_errors_are_found_by_the_rules_meant_for_them(hits):
    assert {hit.planted.kind: hit.found for hit in hits} == dict.fromkeys(SURE, True)
    assert {hit.planted.kind for hit in hits if hit.located} == {"cell", "scaled"}


def test_damage_is_not_taken_for_an_error():
    told = bench.told([bench.clean_one(("text", "national", 2, kind)) for kind in ("spaces", "wrapped", "pages")], [])
    assert list(told) == []


def test_what_the_clean_report_says_already_does_not_count():
    report = synth.department(0)
    findings, _, _ = bench.findings_of(report)
    hit = bench.judged("national", 0, Planted("claim", rules=("AN", "NV")), findings, set(bench.keys(findings)))
    assert (hit.found, hit.fired) == (False, ())


def test_the_page_says_what_was_counted(clean, hits, tmp_path):
    missed = replace(hits[0], found=False, planted=replace(hits[0].planted, hidden=""))
    hidden = replace(hits[0], planted=replace(hits[0].planted, hidden="太小"))
    asked = type("Asked", (), {"out": tmp_path / "quality.md"})
    page = bench.write_page(asked, clean, [missed, *hits[1:], hidden], [("甲", clean[0]), ("乙", "这是部门预算")], 60.0)
    assert (tmp_path / "quality.md").read_text(encoding="utf-8") == page + "\n"
    assert f"{len(SURE) - 1}／{len(SURE)}" in page
    assert "太小（1处）" in page
    assert "没有核对：这是部门预算" in page
    assert all(f"| {kinds()[name].title} |" in page for name in SURE)


def test_every_kind_names_rules_of_the_catalogue_or_families():
    from juesuan_nb.checks import rules
    from juesuan_nb.checks.model import FAMILIES

    known = {rule.code for rule in rules()} | set(FAMILIES)
    for kind in kinds().values():
        assert kind.title
        assert kind.rules
        assert {rule[:2] for rule in kind.rules} <= set(FAMILIES)
        assert known  # codes of rules that are still to come are allowed
