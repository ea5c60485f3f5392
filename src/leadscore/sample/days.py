"""The days of a sample: an age in whole days before the as-of date, and what it is called in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from leadscore.errors import UsageError

__all__ = ["HORIZON", "Days", "clock", "make_days"]

HORIZON: Final = 730
"""No contact is older than this many days."""

_MARGIN: Final = 7
"""Days before the horizon and after the as-of date that a file may still name."""

_MINUTES: Final = tuple(f"{minute // 60:02d}:{minute % 60:02d}:" for minute in range(24 * 60))
_SECONDS: Final = tuple(f"{second:02d}" for second in range(60))


@dataclass(frozen=True)
class Days:
    """Names of days by their age.

    Attributes:
        iso: The day of each age as YYYY-MM-DD. Ages below 0 lie after the as-of date: `iso[-1]` is the next day.
        working: For each age from 0, the age of the Friday before where the day is a Saturday or a Sunday, else
            the age itself.
    """

    iso: tuple[str, ...]
    working: tuple[int, ...]


def make_days(as_of: date) -> Days:
    """Name the days around an as-of date.

    Raises:
        UsageError: The calendar has no room for two years before the date, or for a week after it.
    """
    try:
        ages = [as_of - timedelta(days=age) for age in range(HORIZON + _MARGIN)]
        later = [as_of + timedelta(days=ahead) for ahead in range(_MARGIN, 0, -1)]
    except OverflowError as error:
        raise UsageError(
            f"a sample as of {as_of} would need days that the calendar does not have; "
            "take a date from 0004-01-01 to 9999-12-24"
        ) from error
    return Days(
        iso=tuple(day.isoformat() for day in ages + later),
        working=tuple(age + max(0, day.weekday() - 4) for age, day in enumerate(ages)),
    )


def clock(second: int) -> str:
    """Return a second of the day as HH:MM:SS."""
    minute, rest = divmod(second, 60)
    return _MINUTES[minute] + _SECONDS[rest]
