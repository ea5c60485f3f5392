"""How the cells of one column are read, where a cell alone leaves it open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PLAIN", "Format", "Vote", "read_rest", "select_one", "vote"]


@dataclass(frozen=True)
class Format:
    """How the numbers and days of a column are written.

    Attributes:
        decimal: The decimal separator of its numbers. None: no number of the column has a decimal comma or leaves it
            open; one that does cannot be read.
        dates: The order of day and month in dates with slashes or dashes. None: the column has no such dates; one
            cannot be read, unless day and month are the same.
        ranges: Which end of a range such as `51-200` counts. None: a range cannot be read.
        serials: Whether a plain number is a day as spreadsheets count them.
    """

    decimal: Literal[".", ","] | None = None
    dates: Literal["day_first", "month_first"] | None = None
    ranges: Literal["lower", "upper"] | None = None
    serials: bool = False


PLAIN: Final = Format()
"""How a column is written in which nothing had to be decided."""


class Vote(IntEnum):
    """What one cell says of how its column is written: a point or comma, day or month first."""

    NOTHING = 0
    FIRST = 1
    """It can be read with a decimal point only, or with the day first only."""
    SECOND = 2
    """It can be read with a decimal comma only, or with the month first only."""
    OPEN = 3
    """It can be read both ways, with different results."""


def vote(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Return what cells say of their column, as the Int8 numbers of `Vote`.

    Args:
        first: The cells read in the first way, null where that cannot be done.
        second: The same cells read in the second way.
    """
    both = first.is_not_null() & second.is_not_null()
    found = (
        pl.when(both & (first != second))
        .then(Vote.OPEN)
        .when(first.is_not_null() & second.is_null())
        .then(Vote.FIRST)
        .when(first.is_null() & second.is_not_null())
        .then(Vote.SECOND)
        .otherwise(Vote.NOTHING)
    )
    return found.cast(pl.Int8)


def select_one(texts: pl.Series, expression: pl.Expr) -> pl.Series:
    """Return what an expression makes of the column `text`; parts that it has twice are computed once."""
    rows = texts.alias("text").to_frame().lazy().select(expression.alias("read"))
    return rows.collect(engine="in-memory")["read"]


def read_rest(
    texts: pl.Series, quick: Callable[[pl.Expr], pl.Expr], rest: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """Read texts in a quick way, and only what that leaves null in another.

    Args:
        texts: String column.
        quick: Makes the expression that reads a column of texts.
        rest: Reads the texts that it leaves null, the empty ones aside.
    """
    read = select_one(texts, quick(pl.col("text")))
    if not read.null_count():
        return read
    places = (read.is_null() & (texts != "").fill_null(value=False)).arg_true()
    if len(places) == len(texts):
        return rest(texts)
    return read.scatter(places, rest(texts.gather(places))) if len(places) else read
