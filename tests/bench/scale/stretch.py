"""Exports with any number of activities for the same contacts."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from tests.bench.scale.data import rows

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["stretch"]

_SHIFT: Final = 7
"""Days between a copy and the next one, so that the day of the week stays."""


def stretch(source: Path, target: Path, wanted: int) -> None:
    """Write so many activities: evenly fewer of those that there are, or each several times, line by line.

    Every copy of an activity lies seven days before the one that was written before it; contacts, types, times of day and
    the order of the file stay as they are.
    """
    known = rows(source)
    with source.open("rb") as read, target.open("wb") as write:
        write.write(read.readline())
        for number, line in enumerate(read):
            copies = (number + 1) * wanted // known - number * wanted // known
            if not copies:
                continue
            write.write(line)
            if copies > 1:
                contact, type_, time, rest = line.split(b",", 3)
                day, clock = time[:10], time[10:]
                for copy in range(1, copies):
                    write.write(b",".join((contact, type_, _before(day, copy) + clock, rest)))


@cache
def _before(day: bytes, copy: int) -> bytes:
    return (date.fromisoformat(day.decode()) - timedelta(days=_SHIFT * copy)).isoformat().encode()
