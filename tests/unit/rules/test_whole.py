from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from leadscore.rules.whole import days_of_ages, each_number_once


@pytest.mark.parametrize(
    "numbers",
    [[], [None], [3], [3, None, 3, -2, 0], [0, 1_000_000_000_000], [None, 7, -7], [5] * 4 + [9]],
)
def test_numbers_are_said_as_one_by_one(numbers: list[int | None]) -> None:
    frame = pl.DataFrame({"a": numbers}, {"a": pl.Int64})
    said = frame.select(each_number_once(pl.col("a"), lambda number: "n" + number.cast(pl.String)))
    assert said["a"].to_list() == [None if one is None else f"n{one}" for one in numbers]


def test_few_numbers_are_said_once_each() -> None:
    seen: list[int] = []

    def say(number: pl.Expr) -> pl.Expr:
        def look(numbers: pl.Series) -> pl.Series:
            seen.append(numbers.len())
            return numbers.cast(pl.String)

        return number.map_batches(look, return_dtype=pl.String)

    frame = pl.DataFrame({"a": [7, 8, 9] * 1_000})
    assert frame.select(each_number_once(pl.col("a"), say))["a"].to_list() == ["7", "8", "9"] * 1_000
    assert seen == [3]


def test_ages_are_days_before() -> None:
    frame = pl.DataFrame({"age": [0, 2, None, 31, 700_000]}, {"age": pl.Int64})
    found = frame.select(days_of_ages(pl.col("age"), date(2026, 11, 1)))["age"].to_list()
    assert found == ["2026-11-01", "2026-10-30", None, "2026-10-01", "0110-04-20"]
