"""How the text of a cell becomes a value: trimmed, missing, text, number, flag, day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.rules.days import day_votes, days, is_zero_day, plain_days
from leadscore.rules.distinct import each_once
from leadscore.rules.formats import PLAIN
from leadscore.rules.numbers import canonical_number, number_votes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.columns import Kind
    from leadscore.rules.formats import Format

__all__ = [
    "BLANKS",
    "MISSING",
    "as_canonical",
    "as_day",
    "as_flag",
    "as_kind",
    "as_number",
    "as_shown",
    "as_text",
    "count_filled",
    "is_there",
    "normalised",
    "normalised_all",
    "trimmed",
    "votes",
]

BLANKS: Final = " \t\r\n\u00a0"
"""What is dropped at both ends of a cell."""
MISSING: Final = ("#n/a", "(no value)", "select")
"""Normalised texts that stand for nothing, in every export."""
YES: Final = ("true", "yes", "ja", "wahr", "1")
NO: Final = ("false", "no", "nein", "falsch", "0")


def trimmed(cell: pl.Expr) -> pl.Expr:
    """Return a cell without blanks at both ends."""
    return cell.str.strip_chars(BLANKS)


def normalised(cell: pl.Expr) -> pl.Expr:
    """Return a cell as text is compared: trimmed, in Unicode NFC, lower case."""
    return cell.map_batches(_normalised, return_dtype=pl.String, is_elementwise=True)


def _normalised(cells: pl.Series) -> pl.Series:
    """Normalise a column; what is ASCII is in NFC already, and to find that out costs next to nothing."""
    texts = cells.str.strip_chars(BLANKS)
    odd = (texts.str.len_bytes() != texts.str.len_chars()).fill_null(value=False).arg_true()
    if not odd.is_empty():
        texts = texts.scatter(odd, texts.gather(odd).str.normalize("NFC"))
    return texts.str.to_lowercase()


def normalised_all(values: Iterable[str]) -> list[str]:
    """Return words of the rules as cells are normalised, by the same engine."""
    words = pl.Series("words", list(values), dtype=pl.String)
    return words.to_frame().select(normalised(pl.col("words"))).to_series().to_list()


def as_text(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell's normalised text, null where it stands for nothing.

    Args:
        cell: String column as read.
        missing: Normalised texts that mean nothing in this input, besides `MISSING`.
    """
    words = ["", *MISSING, *missing]

    def read(cells: pl.Series) -> pl.Series:
        texts = _normalised(cells)
        nothing = texts.is_in(words).fill_null(value=False)
        return texts.set(nothing, None) if nothing.any() else texts

    return cell.map_batches(read, return_dtype=pl.String, is_elementwise=True)


def as_shown(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell as people read it: trimmed, null where it stands for nothing.

    Args:
        cell: String column as read.
        missing: Normalised texts that mean nothing in this input, besides `MISSING`.
    """
    return pl.when(as_text(cell, missing).is_not_null()).then(trimmed(cell))


def as_number(cell: pl.Expr, missing: tuple[str, ...] = (), format_: Format = PLAIN) -> pl.Expr:
    """Return a cell as Float64, null where it is missing or no number.

    Args:
        cell: String column as read.
        missing: Normalised texts that mean nothing in this input.
        format_: How the numbers of the column are written.
    """
    return as_canonical(cell, missing, format_).cast(pl.Float64, strict=False)


def as_canonical(cell: pl.Expr, missing: tuple[str, ...] = (), format_: Format = PLAIN) -> pl.Expr:
    """Return a cell as the text of a number, such as `-1234.56`, null where it is missing or no number."""
    return canonical_number(as_text(cell, missing), format_)


def as_flag(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell as Boolean, null where it is missing or neither yes nor no."""
    text = as_text(cell, missing)
    return (
        pl.when(text.is_in(list(YES)))
        .then(pl.lit(value=True))
        .when(text.is_in(list(NO)))
        .then(pl.lit(value=False))
    )


def as_day(cell: pl.Expr, zone: str, missing: tuple[str, ...] = (), format_: Format = PLAIN) -> pl.Expr:
    """Return a cell's local day as Date, null where it is missing or no date.

    Args:
        cell: String column: a date, or a date and a time, with or without an offset from UTC.
        zone: The time zone in which a time with an offset is given its day.
        missing: Normalised texts that mean nothing in this input.
        format_: How the dates of the column are written.
    """
    if missing:
        return days(_day_text(cell, missing), zone, format_)
    return plain_days(cell, lambda odd: days(trimmed(odd), zone, format_))


def _day_text(cell: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    text = trimmed(cell)
    if missing:  # none of the usual words for nothing can be read as a date
        text = pl.when(as_text(cell, missing).is_not_null()).then(text)
    return text


def as_kind(
    kind: Kind, cell: pl.Expr, zone: str, missing: tuple[str, ...] = (), format_: Format = PLAIN
) -> pl.Expr:
    """Return a cell as one kind of value; cells that repeat are read once."""
    match kind:
        case "text":
            return each_once(cell, lambda text: as_text(text, missing), pl.String)
        case "number":
            return each_once(cell, lambda text: as_number(text, missing, format_), pl.Float64)
        case "flag":
            return each_once(cell, lambda text: as_flag(text, missing), pl.Boolean)
        case "day":
            return as_day(cell, zone, missing, format_)


def is_there(kind: Kind, cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return whether a cell holds something, be it readable or not; a date of zeros is nothing."""
    there = as_text(cell, missing).is_not_null()
    return there & ~is_zero_day(trimmed(cell)) if kind == "day" else there


def count_filled(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return of how many cells `as_text` is something, at a small part of its cost.

    Args:
        cell: String column as read.
        missing: Normalised texts that mean nothing in this input, besides `MISSING`.
    """
    words = ["", *MISSING, *missing]
    if not all(word.isascii() for word in words):
        return as_text(cell, missing).count()
    # NOTE: Unicode NFC makes no text one of these words that is none without it.
    text = trimmed(cell)
    short = text.filter(text.str.len_chars() <= max(map(len, words)))
    return cell.count() - short.str.to_lowercase().is_in(words).sum()


def votes(kind: Kind, cell: pl.Expr, missing: tuple[str, ...] = (), format_: Format = PLAIN) -> pl.Expr:
    """Return what a cell says of how its column is written, as the numbers of `Vote`; null where it is missing.

    Args:
        kind: Number or day.
        cell: String column as read.
        missing: Normalised texts that mean nothing in this input.
        format_: What is said of the column.
    """
    if kind == "number":
        return number_votes(as_text(cell, missing), format_)
    return day_votes(_day_text(cell, missing))
