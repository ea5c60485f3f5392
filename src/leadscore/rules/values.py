"""How the text of a cell becomes a value: trimmed, missing, text, number, flag, day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.columns import Kind

__all__ = [
    "BLANKS",
    "MISSING",
    "as_day",
    "as_flag",
    "as_kind",
    "as_number",
    "as_text",
    "normalised",
    "normalised_all",
    "trimmed",
]

BLANKS: Final = " \t\r\n\u00a0"
"""What is dropped at both ends of a cell."""
MISSING: Final = ("#n/a", "(no value)", "select")
"""Normalised texts that stand for nothing, in every export."""
YES: Final = ("true", "yes", "ja", "wahr", "1")
NO: Final = ("false", "no", "nein", "falsch", "0")

_NUMBER: Final = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_OFFSET: Final = r" ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)"
_LOCAL: Final = rf"^{_DATE}(?:[T ]{_TIME})?$"
_ZONED: Final = rf"^{_DATE}[T ]{_TIME}{_OFFSET}$"


def trimmed(cell: pl.Expr) -> pl.Expr:
    """Return a cell without blanks at both ends."""
    return cell.str.strip_chars(BLANKS)


def normalised(cell: pl.Expr) -> pl.Expr:
    """Return a cell as text is compared: trimmed, in Unicode NFC, lower case."""
    return trimmed(cell).str.normalize("NFC").str.to_lowercase()


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
    text = normalised(cell)
    return pl.when(text.is_in(["", *MISSING, *missing])).then(None).otherwise(text)


def as_number(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell as Float64, null where it is missing or no number."""
    text = as_text(cell, missing)
    return pl.when(text.str.contains(_NUMBER)).then(text).cast(pl.Float64, strict=False)


def as_flag(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell as Boolean, null where it is missing or neither yes nor no."""
    text = as_text(cell, missing)
    return (
        pl.when(text.is_in(list(YES)))
        .then(pl.lit(value=True))
        .when(text.is_in(list(NO)))
        .then(pl.lit(value=False))
    )


def as_day(cell: pl.Expr, zone: str, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell's local day as Date, null where it is missing or no date.

    Args:
        cell: String column: a date, or a date and a time, with or without an offset from UTC.
        zone: The time zone in which a time with an offset is given its day.
        missing: Normalised texts that mean nothing in this input.
    """
    text = trimmed(cell)
    if missing:  # none of the usual words for nothing can be read as a date
        text = pl.when(as_text(cell, missing).is_not_null()).then(text)
    return text.map_batches(lambda texts: _days(texts, zone), return_dtype=pl.Date, is_elementwise=True)


def _days(texts: pl.Series, zone: str) -> pl.Series:
    """Return the local days of trimmed texts; only those with an offset pay for the conversion."""
    local = texts.to_frame("text").select(_local_day(pl.col("text"))).to_series()
    zoned = texts.str.contains(_ZONED).fill_null(value=False)
    if not zoned.any():
        return local
    places = zoned.arg_true()
    days = texts.gather(places).to_frame("text").select(_zoned_day(pl.col("text"), zone)).to_series()
    return local.scatter(places, days)


def _local_day(text: pl.Expr) -> pl.Expr:
    readable = text.str.contains(_LOCAL) & ~text.str.starts_with("0000")
    return pl.when(readable).then(text.str.head(10)).str.to_date("%Y-%m-%d", strict=False)


def _zoned_day(text: pl.Expr, zone: str) -> pl.Expr:
    seconds = pl.when(text.str.slice(16, 1) == ":").then(text.str.slice(16, 3)).otherwise(pl.lit(":00"))
    clock = text.str.head(10) + " " + text.str.slice(11, 5) + seconds
    instant = clock.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    east = (
        text.str.slice(16).str.extract(r"([+-][0-9]{2}:?(?:[0-9]{2})?)$").str.replace(":", "", literal=True)
    )
    size = east.str.slice(1, 2).cast(pl.Int64) * 60 + east.str.slice(3, 2).cast(
        pl.Int64, strict=False
    ).fill_null(0)
    minutes = pl.when(east.str.starts_with("-")).then(-size).otherwise(size).fill_null(0)
    utc = pl.when(~text.str.starts_with("0000")).then(instant) - pl.duration(minutes=minutes)
    return utc.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()


def as_kind(kind: Kind, cell: pl.Expr, zone: str, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a cell as one kind of value."""
    match kind:
        case "text":
            return as_text(cell, missing)
        case "number":
            return as_number(cell, missing)
        case "flag":
            return as_flag(cell, missing)
        case "day":
            return as_day(cell, zone, missing)
