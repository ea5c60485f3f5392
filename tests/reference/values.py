"""What one cell means: missing, or read as text, number, yes/no and day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Scalar = bool | int | float | Decimal | str

_BLANKS = " \t\r\n\u00a0"
_NO_VALUE = frozenset({"", "#n/a", "(no value)", "select"})
_FLAGS = {
    **dict.fromkeys(("true", "yes", "ja", "wahr", "1"), True),
    **dict.fromkeys(("false", "no", "nein", "falsch", "0"), False),
}
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(?: ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?))?)?"
)
_DURATION_DAYS = {"d": 1, "w": 7, "mo": 30, "y": 365}


@dataclass(frozen=True)
class Value:
    """One field of one contact or activity, read in every way it can be read; nothing set is missing."""

    text: str | None = None
    number: float | None = None
    flag: bool | None = None
    day: date | None = None

    @property
    def known(self) -> bool:
        return self != MISSING


MISSING = Value()


@dataclass(frozen=True)
class Reader:
    """How the cells of one input are read.

    Attributes:
        zone: Its wall clock decides on which day an instant with an offset lies.
        missing: Texts that mean "nothing" in this input, besides the standard ones, normalised.
    """

    zone: ZoneInfo
    missing: frozenset[str] = frozenset()

    def is_missing(self, cell: str) -> bool:
        text = normalise(cell)
        return text in _NO_VALUE or text in self.missing

    def value(self, cell: str) -> Value:
        if self.is_missing(cell):
            return MISSING
        text = normalise(cell)
        return Value(text, read_number(cell), _FLAGS.get(text), read_day(cell, self.zone))


def trim(cell: str) -> str:
    return cell.strip(_BLANKS)


def normalise(text: str) -> str:
    return unicodedata.normalize("NFC", trim(text)).lower()


def read_number(cell: str) -> float | None:
    return float(trim(cell)) if is_number(cell) else None


def is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(trim(cell)) is not None


def read_day(cell: str, zone: ZoneInfo) -> date | None:
    """Return the local day: as written, or where there is an offset, the day in the zone at that instant."""
    found = _DAY.fullmatch(trim(cell))
    if found is None:
        return None
    *numbers, offset = found.groups()
    try:
        written = datetime(*(int(number or 0) for number in numbers))  # type: ignore[arg-type]  # noqa: DTZ001
        return written.replace(tzinfo=_offset(offset)).astimezone(zone).date() if offset else written.date()
    except (ValueError, OverflowError):  # there is no such day or time
        return None


def _offset(text: str) -> timezone:
    if text == "Z":
        return timezone(timedelta(0))
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def is_day(scalar: object) -> bool:
    """Say whether a scalar of the rules is a date: it has the form YYYY-MM-DD, quoted or not."""
    return isinstance(scalar, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar) is not None


def duration_days(duration: str) -> int:
    """Return the days in a duration of the rules such as `30d`, `4w`, `6mo` or `1y`."""
    count, unit = re.fullmatch(r"([0-9]+)(d|w|mo|y)", duration).groups()  # type: ignore[union-attr]
    return int(count) * _DURATION_DAYS[unit]
