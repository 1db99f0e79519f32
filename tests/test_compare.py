"""Departments and years held together: small corpora by hand, ratios against the rule, invented departments."""

from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb import compare, load_report, measures
from juesuan_nb.checks.peers import LABELS, placed, profile
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.compare import peers
from juesuan_nb.corpus import load
from juesuan_nb.measures.words import HEADS
from juesuan_nb.synth import render
from juesuan_nb.synth.figures import true_figures
from juesuan_nb.synth.outputs import KINDS, example, write_outputs
from juesuan_nb.synth.panel import panel
from juesuan_nb.synth.report import printed
from left import figure, finding, leave

ROOT = Path(__file__).parent.parent


def records(frame, *columns):
    return [
        tuple(row) for row in frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None).to_numpy()
    ]


# Two departments, two years


@pytest.fixture
def broken(tmp_path):
    """甲局: the carry-over is 0.01 万元 off, the prior total within rounding. 乙局: the one right, the other 0.02 off."""
    leave(tmp_path, "甲局", 2023, [figure("closing_carryover", "5.00"), figure("grand_total", "100.00")])
    leave(tmp_path, "乙局", 2023, [figure("closing_carryover", "0.00"), figure("grand_total", "50.00")])
    first = [figure("opening_carryover", "5.01"), figure("previous:grand_total", "100.01", step=20_000)]
    second = [figure("opening_carryover", "0.00"), figure("previous:grand_total", "49.98", step=20_000)]
    leave(tmp_path, "甲局", 2024, first)
    leave(tmp_path, "乙局", 2024, second)
    return load(tmp_path)


def test_a_carry_over_is_held_against_last_years_to_the_printed_unit(broken):
    assert records(compare.carryover(broken), "department", "year", "last_closing", "opening", "gap", "verdict") == [
        ("乙局", 2024, 0, 0, 0, "exact"),
        ("甲局", 2024, 5_000_000, 5_010_000, 10_000, "differs"),
    ]


def test_a_prior_total_may_miss_by_what_rounding_explains(broken):
    assert records(compare.implied(broken), "department", "figure", "gap", "slack", "verdict") == [
        ("乙局", "grand_total", -20_000, 15_000, "differs"),
        ("甲局", "grand_total", 10_000, 15_000, "rounding"),
    ]


def test_what_comparing_finds_is_said_in_words_and_never_as_an_error(broken):
    found = compare.across(broken)
    assert records(found, "severity", "kind", "department") == [
        ("warning", "carryover", "甲局"),
        ("warning", "previous", "乙局"),
    ]
    assert found["message"][0] == (
        "2024年年初结转和结余 5.01 万元，比2023年决算的年末结转和结余 5.00 万元多 0.01 万元；如有年初余额调整，应有说明。"
    )
    assert "收支总计 49.98 万元，比2023年决算的 50.00 万元少 0.02 万元" in found["message"][1]


@pytest.mark.parametrize(
    ("opening", "step", "verdict"),
    [
        ("12.35", 10_000, "rounding"),
        ("12.34", 10_000, "differs"),
        ("12.3456", 100, "exact"),
        ("12.3457", 100, "differs"),
    ],
)
def test_two_units_agree_where_the_finer_rounds_to_the_coarser(tmp_path, opening, step, verdict):
    leave(tmp_path, "甲局", 2023, [figure("closing_carryover", "12.3456", step=100)])
    leave(tmp_path, "甲局", 2024, [figure("opening_carryover", opening, step=step)])
    assert compare.carryover(load(tmp_path))["verdict"].tolist() == [verdict]


def test_years_that_do_not_follow_and_figures_that_are_not_printed_are_not_compared(tmp_path):
    leave(tmp_path, "甲局", 2021, [figure("closing_carryover", "5.00")])
    leave(tmp_path, "甲局", 2023, [figure("opening_carryover", "6.00"), figure("closing_carryover")])
    leave(tmp_path, "甲局", 2024, [figure("opening_carryover", "7.00")])
    assert compare.carryover(load(tmp_path)).empty


# Frames


@pytest.fixture
def four(tmp_path):
    def rates(amount, rate, name="general_public_expenditure"):
        return figure(name, amount, rate=Decimal(rate), base="original_budget")

    items = [
        figure(
            "item",
            "9.00",
            code="2080101",
            name="行政运行",
            budget="10.00",
            rate=Decimal("90.00"),
            base="original_budget",
        ),
        figure(
            "item", "30.00", code="2080102", name="项目", budget="10.00", rate=Decimal("300.00"), base="original_budget"
        ),
        figure("item", "2.00", code="2080103", name="新增", budget="0.00", base="original_budget"),
        figure(
            "item", "0.10", code="2080104", name="零星", budget="0.50", rate=Decimal("20.00"), base="original_budget"
        ),
    ]
    public = figure("three_public:total", "3.00", budget="2.00", rate=Decimal("150.00"))
    spent = [
        figure("category", "40.00", code="208", name="社会保障", rate=Decimal("80.00")),
        figure("category", "10.00", code="210", name="卫生", rate=Decimal("20.00")),
    ]
    errors = [finding("FT01", "error"), finding("AN01", "warning"), finding("AN01", "warning"), finding("AN02", "info")]
    leave(
        tmp_path,
        "甲局",
        2024,
        [figure("total_expenditure", "50.00"), rates("41.10", "95.00"), *items, *spent, public],
        errors,
    )
    last = [figure("total_expenditure", "40.00"), figure("three_public:total", "4.00", budget="4.00")]
    leave(
        tmp_path,
        "甲局",
        2023,
        [*last, figure("category", "40.00", code="208", name="社会保障", rate=Decimal("100.00"))],
    )
    leave(
        tmp_path,
        "乙局",
        2024,
        [figure("total_expenditure", "80.00"), rates("80.00", "60.00"), spent[0]],
        [finding("AN01", "warning")],
    )
    return load(tmp_path)


def test_the_overview_has_the_largest_first_and_the_change_against_last_years_report(four):
    rows = records(
        compare.overview(four), "year", "department", "total_expenditure", "execution_rate", "change_rate", "error"
    )
    assert rows == [
        (2024, "乙局", 80_000_000, Decimal("60.00"), None, 0),
        (2024, "甲局", 50_000_000, Decimal("95.00"), Decimal("25.00"), 1),
        (2023, "甲局", 40_000_000, None, None, 0),
    ]


def test_execution_counts_the_items_beyond_the_limits_and_those_without_a_budget(four):
    columns = ("department", "execution_rate", "items", "above", "below", "without_budget")
    assert records(compare.execution(four), *columns) == [
        ("乙局", Decimal("60.00"), 0, 0, 0, 0),
        ("甲局", Decimal("95.00"), 3, 1, 1, 1),
    ]
    assert records(compare.execution(four, {"execution_rate_high": 300}), "above")[1] == (0,)
    assert records(compare.items_beyond(four), "name", "variance") == [("项目", 20_000_000), ("新增", 2_000_000)]


def test_public_costs_stand_beside_last_years(four):
    columns = (
        "department",
        "year",
        "revised_budget",
        "outturn",
        "execution_rate",
        "last_outturn",
        "agency_operating_costs",
    )
    assert records(compare.public_costs(four), *columns)[0] == (
        "甲局",
        2024,
        2_000_000,
        3_000_000,
        Decimal("150.00"),
        4_000_000,
        None,
    )


def test_categories_change_over_the_departments_that_have_both_years(four):
    rows = records(compare.categories(four), "year", "code", "departments", "amount", "share", "change_rate")
    assert rows == [
        (2024, "208", 2, 80_000_000, Decimal("88.89"), Decimal("0.00")),
        (2024, "210", 1, 10_000_000, Decimal("11.11"), None),
        (2023, "208", 1, 40_000_000, Decimal("100.00"), None),
    ]


def test_rules_by_department(four):
    assert records(compare.by_rule(four), "rule", "severity", "departments", "occurrences") == [
        ("FT01", "error", 1, 1),
        ("AN01", "warning", 2, 3),
        ("AN02", "info", 1, 1),
    ]
    assert records(compare.matrix(four, 2024), "rule", "department", "occurrences") == [
        ("FT01", "甲局", 1),
        ("AN01", "乙局", 1),
        ("AN01", "甲局", 2),
    ]
    assert compare.matrix(four, 2023).empty


@pytest.mark.parametrize("name", [name for name in compare.__all__ if name not in ("LABELS", "matrix", "ratios")])
def test_every_frame_of_a_report_without_figures_has_its_columns_and_their_chinese_heads(tmp_path, four, name):
    leave(tmp_path / "bare", "甲局", 2024)
    bare = getattr(compare, name)(load(tmp_path / "bare"))
    assert list(bare.columns) == list(getattr(compare, name)(four).columns)
    assert set(bare.columns) <= set(HEADS)


# Peers


@given(st.lists(st.integers(0, 60), max_size=25), st.sampled_from(["1.0", "3.5"]))
def test_the_quick_look_lets_through_every_ratio_that_the_rule_finds(numbers, limit):
    values, limits = (
        [Decimal(number) for number in numbers],
        settings({"peer_z": limit, "peer_count": 2, "peer_gap": 0}),
    )
    far = [
        place
        for place, value in enumerate(values)
        if placed("", value, values[:place] + values[place + 1 :], limits).verdict == "failed"
    ]
    assert set(far) <= set(peers._candidates(values, float(limit) * 0.99))


def test_peers_are_those_of_the_same_year_and_group(tmp_path):
    def shares(number, year, value):
        figures = [figure("basic_expenditure", str(value)), figure("total_expenditure", "100.00")]
        leave(tmp_path, f"{number}局", year, figures)

    for number, value in enumerate((50, 52, 48, 51, 49, 53, 47, 50, 95, 10)):
        shares(number, 2024, value)
    for number in range(9):
        shares(number, 2023, 90 + number / 10)
    (tmp_path / "groups.csv").write_text("department,group\n9局,学校\n", encoding="utf-8")
    found = compare.outliers(load(tmp_path, tmp_path / "groups.csv"))
    assert records(found, "year", "department", "ratio", "rate", "median", "peers") == [
        (2024, "8局", LABELS["basic_share"], Decimal("95.00"), Decimal("50.00"), 8)
    ]
    assert set(compare.outliers(load(tmp_path))["department"]) == {"8局", "9局"}
    assert compare.outliers(load(tmp_path, tmp_path / "groups.csv"), {"peer_count": 9}).empty


# Invented departments


@pytest.fixture(scope="module")
def read_back(tmp_path_factory):
    """Books of two departments over two years, one without basic and one without project expenditure, with their reports
    as read."""
    path = tmp_path_factory.mktemp("printed") / "report.txt"
    found, many = [], list(panel(60, (2024,), seed=3))
    without = [next(b for b in many if not b.economic), next(b for b in many if not any(g.project for g in b.grants))]
    for books in [*panel(2, (2023, 2024), seed=5), *without]:
        path.write_bytes(render(printed(books), "text"))
        found.append((books, load_report(path)))
    return found


def test_true_figures_are_what_reading_the_printed_report_gives(read_back):
    for books, report in read_back:
        assert report.department == books.department
        true, read = (
            sorted(map(repr, records(figures, *(name for name in measures.FIGURES if name != "name"))))
            for figures in (true_figures(books), measures.figures(report))
        )
        assert read == true


def test_ratios_are_those_of_the_rule(read_back, tmp_path):
    for books, report in read_back:
        figures = measures.figures(report)
        leave(tmp_path, books.department, books.year, figures.to_dict("records"))
    own = compare.ratios(load(tmp_path)).set_index(["department", "year"])
    for row in profile(report for _, report in read_back).to_dict("records"):
        for name in LABELS:
            mine, theirs = own.loc[(row["department"], row["year"]), name], row[name]
            # 人员经费 is held against 人员+公用 as printed, the rule's against the table's own total: a rounding apart.
            assert (mine is None) == (theirs is None), name
            assert mine is None or abs(mine - theirs) <= Decimal("0.01"), name


def test_a_departments_years_follow_each_other():
    last = None
    for books in panel(25, (2021, 2022, 2023, 2024), seed=9):
        assert sum(books.economic.values()) == sum(grant.basic for grant in books.of("general_public_budget"))
        closing = books.expenditure + books.closing() + books.own_closing + books.distribution
        assert books.grand_total == closing
        assert (
            min(
                [
                    books.own_closing,
                    books.used,
                    *(min(g.opening, g.granted, g.basic, g.project, g.closing) for g in books.grants),
                ]
            )
            >= 0
        )
        if last is not None and last.department == books.department:
            assert (books.opening(), books.own_opening) == (last.closing(), last.own_closing)
            assert books.prior["grand_total"] == last.grand_total
        last = books
    assert len({books.department for books in panel(60, (2024,))}) == 60


def bench():
    spec = spec_from_file_location("bench_compare", ROOT / "tools" / "bench_compare.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_was_planted_is_found_and_nothing_else(tmp_path):
    planted = write_outputs(tmp_path, 40, (2023, 2024), seed=2, planted=12)
    assert len(planted) == 12
    corpus = load(tmp_path)
    assert bench().wrong(corpus, planted) == []
    # … and the test itself sees what is missing or too much
    assert len(bench().wrong(corpus, planted[1:])) == 1
    assert len(bench().wrong(corpus, [*planted, type(planted[0])("无此局", 2024, "error")])) == 1


def test_the_example_is_the_same_every_time():
    first, second = example(), example()
    assert first.figures.equals(second.figures)
    assert first.findings.equals(second.findings)
    assert sorted(compare.across(first)["kind"].unique()) == sorted(set(KINDS) - {"error"})
