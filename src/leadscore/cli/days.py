"""Days on the command line, and the one place that reads a clock."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from leadscore.errors import UsageError

__all__ = ["parse_day", "today"]

_DAY: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def today(zone: str) -> date:
    """Return today's date in a time zone."""
    return datetime.now(ZoneInfo(zone)).date()  # noqa: TID251 - the edge; everything below takes the day as an argument


def parse_day(text: str, option: str = "--as-of") -> date:
    """Return the day that an option gives.

    Raises:
        UsageError: It is none.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10:
        raise UsageError(_no_day(text, option))
    return day


def _no_day(text: str, option: str) -> str:
    match = _DAY.fullmatch(text)
    if match is None:
        return f'{option} is a day such as 2026-11-01; found "{text}"'
    year, month, day = map(int, match.groups())
    message = f"{option} {text}: there is no such day"
    if not (year and 1 <= month <= 12 and day):
        return message
    last = date(year, month, monthrange(year, month)[1])
    return f"{message}\n  help: the last one of that month is {last}"
