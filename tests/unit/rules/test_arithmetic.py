from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.rules.arithmetic import (
    amount_text,
    clamped,
    excess,
    hundredths_text,
    points_text,
    quotient,
    rounded,
    tenths_text,
    thousandths,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = pl.col("number")


def of_number(expression: pl.Expr, value: int | None) -> object:
    return pl.DataFrame({"number": [value]}, schema={"number": pl.Int64}).select(expression).item()


@pytest.mark.parametrize(
    ("numerator", "denominator", "quotient"),
    [
        (5, 10, 1),
        (4, 10, 0),
        (-5, 10, -1),
        (-4, 10, 0),
        (15, 10, 2),
        (25, 10, 3),
        (-25, 10, -3),
        (1, 3, 0),
        (2, 3, 1),
        (7, 1, 7),
        (0, 7, 0),
        (None, 7, None),
    ],
)
def test_halves_are_rounded_away_from_zero(
    numerator: int | None, denominator: int, quotient: int | None
) -> None:
    assert of_number(rounded(NUMBER, denominator), numerator) == quotient


@pytest.mark.parametrize("denominator", range(1, 13))
def test_rounding_is_that_of_exact_decimals(denominator: int) -> None:
    numbers = pl.DataFrame({"number": range(-60, 61)})
    exact = [int((Decimal(n) / denominator).to_integral_value(ROUND_HALF_UP)) for n in range(-60, 61)]
    assert numbers.select(rounded(NUMBER, denominator))["number"].to_list() == exact


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("size", "denominator", "quotient"),
    [
        (9_000_000_000_000_000_000, 1_000_000, 9_000_000_000_000),
        (9_000_000_000_000_499_999, 1_000_000, 9_000_000_000_000),
        (9_000_000_000_000_500_000, 1_000_000, 9_000_000_000_001),
        (9_223_372_036_854_775_807, 2, 4_611_686_018_427_387_904),
        (9_223_372_036_854_775_807, 10_000_000, 922_337_203_685),
    ],
)
def test_the_largest_sums_do_not_overflow(sign: int, size: int, denominator: int, quotient: int) -> None:
    assert of_number(rounded(NUMBER, denominator), sign * size) == sign * quotient


def test_the_largest_sum_of_a_rule_fits() -> None:
    activities, weight, points = 900_000, 1_000_000, 10_000_000
    assert of_number(rounded(NUMBER * points, 1_000_000), activities * weight) == activities * points


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, None, [-9, 0, 9]),
        (0, None, [0, 0, 9]),
        (None, 5, [-9, 0, 5]),
        (-3, 5, [-3, 0, 5]),
        (0, 0, [0, 0, 0]),
        (1, 5, [1, 1, 5]),
        (-5, -1, [-5, -1, -1]),
    ],
)
def test_limits(low: int | None, high: int | None, expected: list[int]) -> None:
    numbers = pl.DataFrame({"number": [-9, 0, 9]}).select(clamped(NUMBER, low, high))
    assert numbers["number"].to_list() == expected
    assert numbers.schema == {"number": pl.Int64}


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (tenths_text, 0, "0.0"),
        (tenths_text, 5, "0.5"),
        (tenths_text, 600, "60.0"),
        (tenths_text, 999, "99.9"),
        (tenths_text, 1000, "100.0"),
        (tenths_text, -5, "-0.5"),
        (tenths_text, -10, "-1.0"),
        (tenths_text, -123, "-12.3"),
        (tenths_text, None, None),
        (points_text, 0, "0"),
        (points_text, 1, "0.001"),
        (points_text, 10, "0.01"),
        (points_text, 500, "0.5"),
        (points_text, 1_000, "1"),
        (points_text, 1_050, "1.05"),
        (points_text, 7_500, "7.5"),
        (points_text, 40_000, "40"),
        (points_text, 10_000_001, "10000.001"),
        (points_text, None, None),
    ],
)
def test_texts_of_numbers(write: Callable[[pl.Expr], pl.Expr], value: int | None, text: str | None) -> None:
    assert of_number(write(NUMBER), value) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("5", 5_000),
        ("+5", 5_000),
        ("-5.25", -5_250),
        ("007", 7_000),
        ("000", 0),
        ("0.0004", 0),
        ("0.0005", 1),
        ("-0.0004", 0),
        ("-0.0005", -1),
        ("1.00049999999999999999", 1_000),
        ("0.9996", 1_000),
        ("999999999999", 999_999_999_999_000),
        ("-999999999999.9995", -1_000_000_000_000_000),
        ("000000000000000000001.5", None),
        ("1000000000000", None),
        ("5.", None),
        (".5", None),
        ("1e5", None),
        ("1,5", None),
        ("12 €", None),
        ("", None),
        (None, None),
    ],
)
def test_written_amounts(text: str | None, number: int | None) -> None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    assert frame.select(thousandths(pl.col("text"))).item() == number


@pytest.mark.parametrize("limits", [(None, None), (-10, None), (None, 20), (-10, 20), (5, 5)])
def test_a_limited_value_and_what_the_limits_took_are_the_value(
    limits: tuple[int | None, int | None],
) -> None:
    frame = pl.DataFrame({"x": [-30, -10, 0, 5, 20, 21]}, schema={"x": pl.Int64()})
    found = frame.select("x", kept=clamped(pl.col("x"), *limits), lost=excess(pl.col("x"), *limits))
    assert found.filter(pl.col("kept") + pl.col("lost") != pl.col("x")).is_empty()


@pytest.mark.parametrize("denominator", [10, 1000])
@pytest.mark.parametrize("rows", [1, 2_000])
def test_a_quotient_is_what_its_digits_are_read_as(denominator: int, rows: int) -> None:
    for first in (778, -1_000):
        frame = pl.DataFrame({"x": range(first, first + rows)}, schema={"x": pl.Int64})
        for read in (frame.lazy().collect(), frame):
            found = read.select(quotient(pl.col("x"), denominator))["x"].to_list()
            assert found == [number / denominator for number in range(first, first + rows)]


def test_a_quotient_of_nothing_is_nothing() -> None:
    frame = pl.DataFrame({"x": [None, 5]}, schema={"x": pl.Int64})
    assert frame.select(quotient(pl.col("x"), 10))["x"].to_list() == [None, 0.5]


def shown(expression: pl.Expr, number: int | None) -> object:
    frame = pl.DataFrame({"x": [number]}, schema={"x": pl.Int64})
    return frame.select(expression).item()


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (-100, "-1.00"), (None, None)],
)
def test_hundredths_are_written_with_two_decimals(number: int | None, text: str | None) -> None:
    assert shown(hundredths_text(pl.col("x")), number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0.00"), (5, "0.005"), (10, "0.01"), (-12340, "-12.34"), (1000005, "1000.005"), (None, None)],
)
def test_amounts_have_a_third_decimal_where_they_need_it(number: int | None, text: str | None) -> None:
    assert shown(amount_text(pl.col("x")), number) == text


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(100, 3, 33), (5, 2, 3), (-5, 2, -3), (7, 0, None), (9 * 10**17, 4, 225 * 10**15)],
)
def test_a_quotient_of_two_columns_is_rounded_half_away_from_zero(
    part: int, whole: int, expected: int | None
) -> None:
    frame = pl.DataFrame({"part": [part], "whole": [whole]})
    assert frame.select(rounded(pl.col("part"), pl.col("whole"))).item() == expected
