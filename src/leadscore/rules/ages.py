"""Ages in whole days become days again, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

__all__ = ["days_of_ages"]


def days_of_ages(ages: pl.Series, as_of: date) -> pl.Series:
    """Return the days on which ages were 0, such as `2026-10-30`; null for null.

    Args:
        ages: Whole days, none below 0.
        as_of: The day on which ages are counted.
    """
    oldest = ages.max()
    if not isinstance(oldest, int):
        return pl.Series(ages.name, [None] * ages.len(), dtype=pl.String)
    # NOTE: few different ones stand for many activities, so each is put into words once.
    each = pl.int_range(oldest + 1, dtype=pl.Int64, eager=True).to_frame("age")
    day = pl.lit(as_of) - pl.duration(days=pl.col("age"))
    return each.select(day.dt.to_string("%Y-%m-%d")).to_series().gather(ages).rename(ages.name)
