"""Whole numbers that are few become texts: each is put into words once, and looked up for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

__all__ = ["days_of_ages", "each_number_once"]

_NUMBER: Final = "number"


def each_number_once(number: pl.Expr, say: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Put a column of whole numbers into words.

    Args:
        number: Int64 column.
        say: Makes the expression that puts a number into words; it sees nothing else, and null makes null.
    """

    def read(numbers: pl.Series) -> pl.Series:
        least, most = numbers.min(), numbers.max()
        if not isinstance(least, int) or not isinstance(most, int) or most - least >= numbers.len():
            return numbers.alias(_NUMBER).to_frame().select(say(pl.col(_NUMBER))).to_series()
        each = pl.int_range(least, most + 1, dtype=pl.Int64, eager=True).alias(_NUMBER).to_frame()
        return each.select(say(pl.col(_NUMBER))).to_series().gather(numbers - least)

    return number.map_batches(read, return_dtype=pl.String, is_elementwise=True)


def days_of_ages(age: pl.Expr, as_of: date) -> pl.Expr:
    """Return the days on which ages were 0, such as `2026-10-30`; null for null.

    Args:
        age: Int64 column of whole days.
        as_of: The day on which ages are counted.
    """
    return each_number_once(
        age, lambda number: (pl.lit(as_of) - pl.duration(days=number)).dt.to_string("%Y-%m-%d")
    )
