"""Days as people and programs write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.rules.distinct import read_each_once
from leadscore.rules.formats import Format, Vote, read_rest, select_one, vote

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["day_votes", "days", "is_plain_time", "is_zero_day", "plain_days"]

_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_OFFSET: Final = r" ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)"
_LOCAL: Final = rf"^{_DATE}(?:[T ]{_TIME})?$"
_SURE_DATE: Final = (
    r"[12][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
"""Every day of the years 1000 to 2999 but for the 29 February."""
_SURE: Final = rf"^{_SURE_DATE}(?:[T ]{_TIME})?$"
_ZONED: Final = rf"^{_DATE}[T ]{_TIME}{_OFFSET}$"
_ZERO: Final = r"^(?:0000-00-00|00[./]00[./]0000)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$"

_YEAR_FIRST: Final = r"(?P<y1>[0-9]{4})(?P<s1>[-/.])(?P<m1>[0-9]{1,2})(?P<s2>[-/.])(?P<d1>[0-9]{1,2})"
_YEAR_LAST: Final = (
    r"(?P<a>[0-9]{1,2})(?P<s3>[-/]|\. ?)(?P<b>[0-9]{1,2})(?P<s4>[-/]|\. ?)(?P<y2>[0-9]{4}|[0-9]{2})"
)
_DAY_NAMED: Final = r"(?P<d2>[0-9]{1,2})\.?[ -]?(?P<n1>[a-zä]{3,9})\.?,?[ -]?(?P<y3>[0-9]{4}|[0-9]{2})"
_NAMED_DAY: Final = r"(?P<n2>[a-zä]{3,9})\.? (?P<d3>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y4>[0-9]{4})"
_CLOCK: Final = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?| uhr)?(?: ?(?P<zulu>z|utc|gmt)?(?P<offset>[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_WRITTEN: Final = rf"^(?:{_YEAR_FIRST}|{_YEAR_LAST}|{_DAY_NAMED}|{_NAMED_DAY})(?:(?:t|,? ){_CLOCK})?$"
_SLASHED: Final = r"^[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]"

_EPOCH: Final = r"^[0-9]{12,13}$"
_EPOCH_FROM: Final = 94_694_400_000
_EPOCH_UNTIL: Final = 4_102_444_800_000
"""Milliseconds up to the years 1973 and 2100; what lies outside is no time but some other number."""
_SERIAL: Final = r"^([0-9]{1,7})(?:\.[0-9]+)?$"
_SERIAL_UNTIL: Final = 2_958_465
_NO_SUCH_SERIAL: Final = 60
"""Spreadsheets count a 29 February 1900, which never was."""
_CENTURY_TURN: Final = 68
"""The last two-digit year that belongs to this century."""

_NAMES: Final = (
    "jan january januar jän jänner jaen",
    "feb february februar",
    "mar march mär märz mrz maerz",
    "apr april",
    "may mai",
    "jun june juni",
    "jul july juli",
    "aug august",
    "sep sept september",
    "oct okt october oktober",
    "nov november",
    "dec dez december dezember",
)
"""English and German names of the months."""
_MONTHS: Final = {name: str(number) for number, names in enumerate(_NAMES, start=1) for name in names.split()}


def days(text: pl.Expr, zone: str, format_: Format) -> pl.Expr:
    """Return the local days of written dates and times, null where they cannot be read.

    Args:
        text: Trimmed cells.
        zone: The time zone in which a time with an offset is given its day.
        format_: How the dates of the column are written.

    NOTE: only cells that are no plain dates or times pay for more than one look at them.
    """
    return text.map_batches(
        lambda texts: read_rest(texts, _local_day, lambda odd: _odd(odd, zone, format_)),
        return_dtype=pl.Date,
        is_elementwise=True,
    )


def is_plain_time(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return whether a cell is, just as it stands, a date or a time without an offset, whose first ten characters are its day.

    Args:
        cell: Cells as read.
        missing: Normalised texts that mean nothing in this input.

    NOTE: a few that are so are not found to be, such as the 29 February; no other one is.
    """
    plain = cell.str.contains(_SURE)
    return plain & False if any(text[:4].isdigit() for text in missing) else plain


def plain_days(cell: pl.Expr, otherwise: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Return the days of cells that are plain dates or times just as they stand, and what another way reads of the others.

    Args:
        cell: Cells as read; those with a blank before or behind are not plain.
        otherwise: Makes the expression that reads the others.

    NOTE: most logs hold nothing else, and of these the day is the same for many rows.
    """

    def read(texts: pl.Series) -> pl.Series:
        plain = texts.str.contains(_LOCAL) & ~texts.str.starts_with("0000")
        found = read_each_once(texts.str.head(10), _iso_day)
        rest = (~plain | found.is_null()).fill_null(value=False).arg_true()
        if rest.is_empty():
            return found
        return found.scatter(rest, select_one(texts.gather(rest), otherwise(pl.col("text"))))

    return cell.map_batches(read, return_dtype=pl.Date, is_elementwise=True)


def _iso_day(text: pl.Expr) -> pl.Expr:
    return text.str.to_date("%Y-%m-%d", strict=False)


def day_votes(text: pl.Expr) -> pl.Expr:
    """Return what each written date says of its column: `FIRST` is the day first, `SECOND` the month first.

    Args:
        text: Trimmed cells.
    """
    return text.map_batches(_votes, return_dtype=pl.Int8, is_elementwise=True)


def is_zero_day(text: pl.Expr) -> pl.Expr:
    """Return whether trimmed cells are a date of zeros, which is how databases write none."""
    return text.str.contains(_ZERO)


def _votes(texts: pl.Series) -> pl.Series:
    def quick(text: pl.Expr) -> pl.Expr:
        return pl.when(~text.str.contains(_SLASHED)).then(pl.lit(Vote.NOTHING, pl.Int8))

    def rest(slashed: pl.Series) -> pl.Series:
        first = _written(slashed, "UTC", Format(dates="day_first"))
        second = _written(slashed, "UTC", Format(dates="month_first"))
        return pl.DataFrame({"first": first, "second": second}).select(
            vote(pl.col("first"), pl.col("second")).alias("vote")
        )["vote"]

    return read_rest(texts, quick, rest)


def _odd(texts: pl.Series, zone: str, format_: Format) -> pl.Series:
    """Return the days of what is no date or time without an offset in ISO 8601."""

    def counted(rest: pl.Series) -> pl.Series:
        return read_rest(
            rest, lambda text: _counted_day(text, zone, format_), lambda odd: _written(odd, zone, format_)
        )

    return read_rest(texts, lambda text: _zoned_day(text, zone), counted)


def _local_day(text: pl.Expr) -> pl.Expr:
    readable = text.str.contains(_LOCAL) & ~text.str.starts_with("0000")
    return _iso_day(pl.when(readable).then(text.str.head(10)))


def _zoned_day(text: pl.Expr, zone: str) -> pl.Expr:
    readable = text.str.contains(_ZONED) & ~text.str.starts_with("0000")
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
    return _day_in(pl.when(readable).then(instant) - pl.duration(minutes=minutes), zone)


def _day_in(instant: pl.Expr, zone: str) -> pl.Expr:
    return instant.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date()


def _counted_day(text: pl.Expr, zone: str, format_: Format) -> pl.Expr:
    """Return the days of numbers: milliseconds since 1970, and days as spreadsheets count them."""
    number = pl.when(text.str.contains(_EPOCH)).then(text).cast(pl.Int64)
    known = number.is_between(_EPOCH_FROM, _EPOCH_UNTIL, closed="left")
    instant = pl.when(known).then(number).cast(pl.Datetime("ms")).cast(pl.Datetime("us"))
    day = _day_in(instant, zone)
    if not format_.serials:
        return day
    serial = text.str.extract(_SERIAL, 1).cast(pl.Int32)
    there = serial.is_between(1, _SERIAL_UNTIL) & (serial != _NO_SUCH_SERIAL)
    before_leap = (serial < _NO_SUCH_SERIAL).cast(pl.Int32)
    since_1970 = pl.when(there).then(serial + before_leap - 25_569)
    return pl.coalesce(day, since_1970.cast(pl.Date))


def _written(texts: pl.Series, zone: str, format_: Format) -> pl.Series:
    """Return the days of dates and times in the forms that people and spreadsheets write."""
    lower = pl.col("text").str.normalize("NFC").str.to_lowercase().str.replace_all("[\u00a0\u202f]", " ")
    parts = select_one(texts, lower.str.extract_groups(_WRITTEN)).struct.unnest().lazy()
    iso = parts.select((_iso_date(format_) + _iso_clock()).alias("iso")).collect()["iso"]
    return read_rest(
        iso.fill_null(""),
        _local_day,
        lambda zoned: select_one(zoned, _zoned_day(pl.col("text"), zone)),
    )


def _iso_date(format_: Format) -> pl.Expr:
    """Return `YYYY-MM-DD` from the parts of a date; null where they do not say which day it is."""
    one, other = pl.col("a"), pl.col("b")
    dotted, same = pl.col("s3").str.starts_with("."), one.cast(pl.Int8) == other.cast(pl.Int8)
    day_first = dotted | same | pl.lit(format_.dates == "day_first")
    month_first = pl.lit(format_.dates == "month_first")
    short_day = pl.when(day_first).then(one).when(month_first).then(other)
    short_month = pl.when(day_first).then(other).when(month_first).then(one)
    name = pl.coalesce("n1", "n2").replace_strict(_MONTHS, default=None, return_dtype=pl.String)
    day = pl.coalesce("d1", short_day, "d2", "d3").str.zfill(2)
    month = pl.coalesce("m1", short_month, name).str.zfill(2)
    alike = (pl.col("s1") == pl.col("s2")).fill_null(value=True) & (pl.col("s3") == pl.col("s4")).fill_null(
        value=True
    )
    # NOTE: 26-11-01 is as likely a year first as a day first.
    short = (pl.col("s3") == "-") & (pl.col("y2").str.len_bytes() == len("YY"))
    return pl.when(alike & ~short.fill_null(value=False)).then(_year() + "-" + month + "-" + day)


def _year() -> pl.Expr:
    year = pl.coalesce("y1", "y2", "y3", "y4")
    century = pl.when(year.cast(pl.Int16) <= _CENTURY_TURN).then(pl.lit("20")).otherwise(pl.lit("19"))
    return pl.when(year.str.len_bytes() == len("YY")).then(century + year).otherwise(year)


def _iso_clock() -> pl.Expr:
    """Return `THH:MM:SS` with the offset, empty without a time; null where there is no such hour."""
    hour, half = pl.col("hour").cast(pl.Int8), pl.col("half")
    full = pl.when(hour.is_between(1, 12)).then(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    hours = pl.when(half.is_null()).then(hour).otherwise(full).cast(pl.String).str.zfill(2)
    zone = pl.coalesce(
        "offset", pl.when(pl.col("zulu").is_not_null()).then(pl.lit("Z")).otherwise(pl.lit(""))
    )
    clock = "T" + hours + ":" + pl.col("minute") + ":" + pl.col("second").fill_null("00") + zone
    return pl.when(pl.col("hour").is_null()).then(pl.lit("")).otherwise(clock)
