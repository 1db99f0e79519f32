"""Planted errors: the rule that means them finds them, and names the cell; rounding alone never raises an error."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks_clean import CLEAN, Accounts, narrative, report, tables
from juesuan_nb.checks import check
from juesuan_nb.checks.literal import Sample

TEXT = tables(CLEAN)


def changed(table: str, row: str, place: int, new: str) -> Sample:
    """The clean report with one cell replaced: the `place`-th value (0-based) of a row of a table."""
    parts = re.split(r"(?m)^(?=T\d \|)", TEXT)
    for number, part in enumerate(parts):
        if part.startswith(table):
            lines = part.splitlines()
            index = next(
                i
                for i, line in enumerate(lines)
                if row in line.partition("|")[0] and line.split("|")[place + 1].strip()
            )
            cells = lines[index].split("|")
            cells[place + 1] = f" {new} "
            lines[index] = "|".join(cells)
            parts[number] = "\n".join(lines) + "\n"
    clean = report(CLEAN)
    return Sample("".join(parts), clean.told, clean.attached)


PLANTED = [
    ("T1", "本年收入合计", 0, "1700.00", {"FT01", "FT02", "AR01"}),
    ("T1", "国有资本经营预算支出", 1, "0.90", {"FT03", "AR05", "AR10", "AR21"}),
    ("T1", "社会保障和就业支出", 1, "16.55", {"FT03", "AR05", "AR10"}),
    ("T2", "2080101", 0, "587.18", {"FT08", "FT12"}),
    ("T3", "2080102", 2, "393.76", {"FT09", "FT15"}),
    ("T3", "20801", 0, "14423922.00", {"FT09", "FT14", "FT15"}),
    ("T4", "总计", 1, "1.00", {"FT23", "FT24", "FT26"}),
    ("T5", "2080103", 1, "-364.93", {"FT28", "FT31"}),
    ("T5", "208 ", 2, "700.00", {"FT28", "FT29", "FT30"}),
    ("T6", "30101", 0, "80.00", {"FT32"}),
    ("T6", "人员经费合计", 0, "1.00", {"FT33", "AR17"}),
    ("T8", "2230105", 2, "22.30", {"FT38", "FT39"}),
    ("T9", "-", 0, "20.00", {"FT40"}),
]


@pytest.mark.parametrize(("table", "row", "place", "new", "rules"), PLANTED, ids=[f"{p[0]} {p[1]}" for p in PLANTED])
def test_a_changed_cell_breaks_the_identities_it_stands_in(table, row, place, new, rules):
    errors = check(changed(table, row, place, new), select=("FT", "AR", "NV", "CP", "PF")).findings
    errors = errors[errors["severity"] == "error"]
    assert rules <= set(errors["rule"])
    wanted = f"{float(new):,.2f}"
    assert (
        errors["message"].str.contains(wanted, regex=False).sum()
        >= len(rules) - errors["message"].str.contains("个非零加数").sum()
    )


SINGLE = [planted for planted in PLANTED if planted[1] not in ("30101", "-")]
"""A 款 of the economic table and a part of 三公 stand in one sum only: any other addend would do as well."""


@pytest.mark.parametrize(("table", "row", "place", "new", "rules"), SINGLE, ids=[f"{p[0]} {p[1]}" for p in SINGLE])
def test_one_finding_names_the_changed_cell_and_leads_the_others(table, row, place, new, rules):
    findings = check(changed(table, row, place, new)).findings
    lead = findings.iloc[0]
    assert (lead["rule"], lead["severity"]) == ("FT00", "error")
    assert float(lead["found"]) == float(new)
    led = findings[findings["lead"] == lead["key"]]
    assert rules <= set(led["rule"])
    assert not set(findings.loc[findings["severity"].eq("error") & findings["lead"].eq(""), "rule"]) - {"FT00"}


def test_every_changed_printed_amount_is_noticed():
    """Each non-zero cell of the clean report, made ten thousand times larger, breaks some identity."""
    missed = []
    for line in [line for line in TEXT.splitlines() if "|" in line and not line.startswith("T")]:
        cells = line.split("|")
        for place, cell in enumerate(cells[1:], start=1):
            if re.fullmatch(r"\s*\d+\.\d\d\s*", cell) and float(cell):
                broken = [*cells]
                broken[place] = f" {float(cell) * 10000:.2f} "
                clean = report(CLEAN)
                sample = Sample(TEXT.replace(line, "|".join(broken), 1), clean.told, clean.attached)
                if check(sample, select=("FT", "AR")).findings["severity"].ne("error").all():
                    missed.append(line)
    assert missed == []


def test_a_changed_figure_of_the_text_is_found():
    told = [dict(claim) for claim in narrative(CLEAN)]
    outturn = next(claim for claim in told if claim["code"] == "2080702" and claim["measure"] == "outturn")
    outturn["value"] = "197.95"
    found = check(Sample(TEXT, tuple(told), report(CLEAN).attached), select=("NV", "CP", "AN01")).findings
    assert set(found.loc[found["severity"] == "error", "rule"]) == {"NV01", "NV05", "NV06"}
    assert set(found.loc[found["severity"] == "error", "codes"]) == {"2080702", ""}


def test_a_dropped_table_an_empty_one_without_words_and_a_repeated_number_are_found():
    text = TEXT[: TEXT.index("T9 |")].replace("# 说明：我部门没有这项收入和支出，故本表无数据。", "")
    told = [dict(claim) for claim in narrative(CLEAN)]
    for claim in told:
        if claim.get("item_no") == 3:
            claim["item_no"] = 2
    found = check(Sample(text, tuple(told)), select=("CP",)).findings
    assert list(found["rule"].sort_values()) == ["CP01", "CP02", "CP07", "CP07"]
    assert set(found["severity"]) == {"warning"}


AMOUNTS = st.integers(100, 10**9)
CODES = st.sampled_from(
    [f"{section}{item:02}" for section in ("20101", "20805", "20807", "21011", "22102") for item in range(1, 8)]
)
GENERAL = st.dictionaries(
    CODES, st.tuples(st.one_of(st.just(0), AMOUNTS), st.one_of(st.just(0), AMOUNTS)), min_size=1, max_size=20
)


def total_of(general):
    return sum(map(sum, general.values()))


@st.composite
def accounts(draw):
    """Consistent accounts in 元: no amount so small that it prints as 0.00."""
    general = {code: pair for code, pair in draw(GENERAL).items() if any(pair)} or {"2010101": (123_456, 0)}
    basic = sum(pair[0] for pair in general.values())
    cuts = sorted(draw(st.lists(st.integers(0, max(basic, 1)), min_size=3, max_size=3)))
    edges = [0, *(cut for cut in cuts if cut <= basic), basic]
    parts = dict(zip(("30101", "30201", "30302", "31002"), (b - a for a, b in pairwise(edges)), strict=False))
    economic = {code: amount for code, amount in parts.items() if amount >= 100}
    if sum(economic.values()) != basic:
        economic = {"30101": basic} if basic else {"30101": 0}
    budgets = {code: draw(st.one_of(st.just(0), AMOUNTS)) for code in general}
    capital = draw(st.dictionaries(st.sampled_from(["2230105", "2230201"]), AMOUNTS, max_size=2))
    funds = draw(st.dictionaries(st.sampled_from(["2120801", "2120899", "2296002"]), AMOUNTS, max_size=3))
    own = draw(st.dictionaries(CODES, AMOUNTS, max_size=3))
    opening, closing = (
        draw(st.one_of(st.just(0), st.integers(100, max(100, total_of(general))))),
        draw(st.one_of(st.just(0), AMOUNTS)),
    )
    return Accounts(general, capital, funds, budgets, economic, own=own, opening=opening, closing=closing)


@settings(max_examples=50, deadline=None)
@given(accounts())
def test_rounding_alone_never_raises_an_error(made):
    found = check(report(made), select=("FT", "AR", "NV", "CP", "PF")).findings
    serious = found[found["severity"] != "info"]
    assert serious.empty, serious["message"].tolist()
