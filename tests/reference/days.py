"""How a column writes its dates, and which day each of them is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

_MONTHS = [
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
]
_CLOCK = re.compile(
    r"(?:t|,? )([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(?: ?([ap])\.?m\.?| uhr)?"
    r"(?: ?(z|utc|gmt)?([+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = (datetime(1973, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def read_day(text: str, zone: ZoneInfo, order: str | None) -> date | None:
    """Return the local day: as written, or where there is an offset, the day in the zone at that instant.

    Args:
        text: A trimmed cell in lower case.
        zone: The time zone.
        order: `day_first` or `month_first`, for dates with slashes or dashes.
    """
    if re.fullmatch(r"[0-9]{12,13}", text):
        instant = _EPOCH + timedelta(milliseconds=int(text))
        return instant.astimezone(zone).date() if _YEARS[0] <= instant < _YEARS[1] else None
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    found = next((clock for clock in _CLOCK.finditer(text) if clock.end() == len(text)), None)
    try:
        day = _date(text[: found.start()] if found else text, order)
        if found is None or day is None:
            return day
        written, offset = _time(day, found)
        return written.date() if offset is None else written.replace(tzinfo=offset).astimezone(zone).date()
    except (ValueError, OverflowError):  # there is no such day or time
        return None


def _time(day: date, found: re.Match[str]) -> tuple[datetime, timezone | None]:
    hour, minute, second, half, zulu, offset = found.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError(hour)
        hours = hours % 12 + (12 if half == "p" else 0)
    written = datetime(day.year, day.month, day.day, hours, int(minute), int(second or 0))  # noqa: DTZ001
    return written, _offset(offset) if offset else UTC if zulu else None


def _offset(text: str) -> timezone:
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _date(text: str, order: str | None) -> date | None:
    if found := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", text):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := re.fullmatch(r"([0-9]{1,2})([-/]|\. ?)([0-9]{1,2})\2([0-9]{4}|(?<!-)[0-9]{2})", text):
        day_first = found[2].startswith(".") or order == "day_first"
        if not day_first and order is None and int(found[1]) != int(found[3]):
            return None
        day, month = (found[1], found[3]) if day_first else (found[3], found[1])
        return date(_year(found[4]), int(month), int(day))
    if found := re.fullmatch(r"([0-9]{1,2})\.?[ -]?([a-zä]+)\.?,?[ -]?([0-9]{4}|[0-9]{2})", text):
        return date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := re.fullmatch(r"([a-zä]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", text):
        return date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) <= 68 else 1900)


def _month(name: str) -> int:
    return next((place for place, names in enumerate(_MONTHS, start=1) if name in names.split()), 0)


def date_order(texts: Iterable[str], zone: ZoneInfo, declared: str | None) -> str | None:
    """Return what most of the dates that settle it say, else what was declared."""
    both = [(read_day(text, zone, "day_first"), read_day(text, zone, "month_first")) for text in texts]
    day_first = sum(one is not None and other is None for one, other in both)
    month_first = sum(one is None and other is not None for one, other in both)
    if day_first != month_first:
        return "day_first" if day_first > month_first else "month_first"
    return declared
