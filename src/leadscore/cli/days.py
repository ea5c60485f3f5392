"""Days on the command line, and the one place that reads a clock."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from leadscore.errors import UsageError

__all__ = ["parse_day", "today"]


def today(zone: str) -> date:
    """Return today's date in a time zone."""
    return datetime.now(ZoneInfo(zone)).date()  # noqa: TID251 - the edge; everything below takes the day as an argument


def parse_day(text: str) -> date:
    """Return the day that `--as-of` gives.

    Raises:
        UsageError: It is none.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10:
        raise UsageError(f'--as-of is a day such as 2026-11-01; found "{text}"')
    return day
