"""Integer arithmetic on columns: rounding, limits, and how numbers are written."""

from __future__ import annotations

import polars as pl

from leadscore.rules.whole import each_number_once

__all__ = [
    "amount_text",
    "clamped",
    "excess",
    "hundredths_text",
    "points_text",
    "quotient",
    "rounded",
    "tenths_text",
    "thousandths",
]


def rounded(numerator: pl.Expr, denominator: int | pl.Expr) -> pl.Expr:
    """Return an Int64 quotient, rounded half away from zero.

    Args:
        numerator: Int64 column.
        denominator: A number above 0, or an Int64 column of such; a 0 there gives null.

    NOTE: the usual (2n + d) // 2d would overflow for the largest sums of weights; the remainder does not.
    """
    size = numerator.abs()
    whole = size // denominator
    half_up = (2 * (size % denominator) >= denominator).cast(pl.Int64)
    return numerator.sign() * (whole + half_up)


def quotient(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """Return the Float64 that is closest to a quotient, as that of 778 and 10 is what `77.8` is read as.

    Args:
        numerator: Int64 column.
        denominator: A number above 0.

    NOTE: by one number for all rows the engine divides by multiplying with its inverse, and the last bit is wrong.
    """
    return numerator / (numerator * 0 + denominator)


def clamped(value: pl.Expr, low: int | None, high: int | None) -> pl.Expr:
    """Return a column held between two limits, either of which may be missing."""
    if low is not None:
        value = pl.max_horizontal(value, pl.lit(low, pl.Int64))
    return value if high is None else pl.min_horizontal(value, pl.lit(high, pl.Int64))


def excess(value: pl.Expr, low: int | None, high: int | None) -> pl.Expr:
    """Return what two limits take from a column: above 0 over the upper one, below 0 where the lower one adds."""
    taken = pl.lit(0, pl.Int64)
    if high is not None:
        taken += pl.max_horizontal(value - high, pl.lit(0, pl.Int64))
    return taken if low is None else taken + pl.min_horizontal(value - low, pl.lit(0, pl.Int64))


def tenths_text(tenths: pl.Expr) -> pl.Expr:
    """Return a number of tenths as text with one decimal, such as `60.0`.

    NOTE: the shortest text of the closest number is that; only a number of 16 digits and more would be written otherwise.
    """
    return each_number_once(tenths, lambda number: quotient(number, 10).cast(pl.String))


def hundredths_text(hundredths: pl.Expr) -> pl.Expr:
    """Return a number of hundredths as text with two decimals, such as `60.00`."""
    size = hundredths.abs()
    sign = pl.when(hundredths < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return sign + (size // 100).cast(pl.String) + "." + (size % 100).cast(pl.String).str.zfill(2)


def amount_text(thousandths: pl.Expr) -> pl.Expr:
    """Return an amount in thousandths as text with two decimals, such as `60.00`, and a third one where it has it."""
    size = thousandths.abs()
    sign = pl.when(thousandths < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    decimals = (size % 1000).cast(pl.String).str.zfill(3).str.replace("0$", "")
    return sign + (size // 1000).cast(pl.String) + "." + decimals


def points_text(thousandths: pl.Expr) -> pl.Expr:
    """Return a size in thousandths as text without needless zeros, such as `7.5`."""
    digits = (thousandths % 1000).cast(pl.String).str.zfill(3).str.strip_chars_end("0")
    decimals = pl.when(digits == "").then(pl.lit("")).otherwise("." + digits)
    return (thousandths // 1000).cast(pl.String) + decimals


def thousandths(text: pl.Expr) -> pl.Expr:
    """Return a written number as Int64 thousandths, rounded half away from zero.

    Args:
        text: Trimmed cells. What is no number, or has more than 12 digits before the point, gives null.
    """
    shape = r"^([+-]?)([0-9]{1,12})(?:\.([0-9]+))?$"
    whole = text.str.extract(shape, 2).cast(pl.Int64)
    decimals = (text.str.extract(shape, 3).fill_null("") + "0000").str.head(4).cast(pl.Int64)
    size = whole * 1000 + (decimals + 5) // 10
    return pl.when(text.str.starts_with("-")).then(-size).otherwise(size)
