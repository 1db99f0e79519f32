"""Exact numbers: what is read, how it is rounded, how far sums may stand apart."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb.amounts import (
    fen_step,
    from_fen,
    half_up,
    nearest_fen,
    rate,
    rate_bounds,
    read_number,
    show_amount,
    show_rate,
    slack,
    to_fen,
)


@pytest.mark.parametrize(
    ("raw", "text", "repaired"),
    [
        ("6521.36", "6521.36", False),
        ("6,521.36", "6521.36", False),
        ("1,234,567", "1234567", False),
        ("６，５２１．３６", "6521.36", False),
        ("-5.00", "-5.00", False),
        ("－5.00", "-5.00", False),
        ("(5.00)", "-5.00", False),
        ("0", "0", False),
        ("6519. 14", "6519.14", True),
        ("30, 48", "30.48", True),
        ("10065, 85", "10065.85", True),
        ("1 138. 33", "1138.33", True),
        ("4O.77", "40.77", True),
        ("1.234.56", "1234.56", True),
    ],
)
def test_numbers_are_read_as_published(raw, text, repaired):
    number = read_number(raw)
    assert (number.text, number.repaired, number.raw) == (text, repaired, raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "-",
        "—",
        "_",
        "合计",
        "12 合计",
        "2024年",
        "1-3",
        "3/4",
        "12.3.4",
        "4 > 1",
        "20%",
        "O.OO",
        "0.00 0.00",
        "27.35 27.35",
    ],
)
def test_what_is_no_number(raw):
    assert read_number(raw) is None


@given(st.integers(-(10**12), 10**12))
def test_thousands_and_spaces_do_not_change_the_value(fen):
    value = Decimal(fen) / 100
    assert read_number(f"{value:,.2f}").value == value
    assert read_number(f"{value:.2f}".replace(".", ". ")).value == value


@given(st.integers(-(10**15), 10**15), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_fen_there_and_back(fen, unit):
    assert to_fen(from_fen(fen, unit), unit) == fen


def test_a_fraction_of_a_fen_and_an_unknown_unit_are_refused():
    with pytest.raises(ValueError, match="分"):
        to_fen(Decimal("0.001"), "元")
    with pytest.raises(ValueError, match="美元"):
        to_fen(Decimal(1), "美元")


@pytest.mark.parametrize(
    ("value", "rounded"), [("449.875", "449.88"), ("-0.125", "-0.13"), ("0.1249", "0.12"), ("2.5", "2.50")]
)
def test_half_is_rounded_up(value, rounded):
    assert str(half_up(Decimal(value))) == rounded


def test_rates_are_exact_and_undefined_on_zero():
    assert str(rate(17995, 4000)) == "449.88"
    assert str(rate(19812, 1000)) == "1981.20"
    assert rate(5200, 0) is None


def test_slack_grows_with_the_addends_and_is_none_for_one():
    assert slack(1, 10_000) == 0
    assert slack(2, 10_000) == 15_000
    assert slack(26, 10_000) == 135_000


@pytest.mark.parametrize(
    ("text", "unit", "step"), [("6521.36", "万元", 10_000), ("6521", "万元", 1_000_000), ("6521.36", "元", 1)]
)
def test_the_last_printed_digit(text, unit, step):
    assert fen_step(text, unit) == step


@given(st.integers(1, 10**10), st.integers(10**5, 10**10))
def test_a_rate_from_the_true_amounts_lies_within_the_bounds_of_the_rounded_ones(part, whole):
    """Rounding both amounts to 0.01 万元 never puts the true percentage outside the interval."""
    printed = [int(half_up(from_fen(fen), 2) * 1_000_000) for fen in (part, whole)]
    low, high = rate_bounds(*printed, 10_000, 10_000)
    assert low <= rate(part, whole) <= high


def test_bounds_of_a_whole_that_may_be_zero_are_refused():
    with pytest.raises(ZeroDivisionError):
        rate_bounds(1, 5_000, 10_000, 10_000)


def test_showing():
    assert show_amount(6521_360_000) == "6,521.36"
    assert show_amount(None) == ""
    assert show_rate(Decimal("1981.2")) == "1981.20%"
    assert show_rate(None) == "—"


def test_more_digits_than_money_has_are_kept_to_the_fen():
    assert nearest_fen(Decimal("8.12345678")) == 8_123_457
    assert nearest_fen(Decimal("-0.005"), "元") == -1
    assert nearest_fen(Decimal("6519.14")) == to_fen(Decimal("6519.14"))
    assert nearest_fen(Decimal("9" * 20)) is None
    assert nearest_fen(Decimal("9" * 12), "亿元") is None
    assert nearest_fen(Decimal("9" * 4000)) is None
    assert fen_step("8.12345678") == fen_step("1.234", "元") == 1
