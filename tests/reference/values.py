"""What one cell means: missing, or read as text, number, yes/no and day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.reference.days import date_order, read_day
from tests.reference.numbers import decimal_separator, number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

Scalar = bool | int | float | Decimal | str

_BLANKS = " \t\r\n\u00a0"
_NO_VALUE = frozenset({"", "#n/a", "(no value)", "select"})
_FLAGS = {
    **dict.fromkeys(("true", "yes", "ja", "wahr", "1"), True),
    **dict.fromkeys(("false", "no", "nein", "falsch", "0"), False),
}
_DURATION_DAYS = {"d": 1, "w": 7, "mo": 30, "y": 365}


@dataclass(frozen=True)
class Value:
    """One field of one contact or activity, read in every way it can be read; nothing set is missing.

    A contact's own column has its name in `column`.
    """

    text: str | None = None
    number: float | None = None
    flag: bool | None = None
    day: date | None = None
    column: str = ""

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
        decimal: The decimal separator of numbers.
        dates: The order of day and month in dates with slashes or dashes: `day_first` or `month_first`.
    """

    zone: ZoneInfo
    missing: frozenset[str] = frozenset()
    decimal: str = "."
    dates: str | None = None

    def is_missing(self, cell: str) -> bool:
        text = normalise(cell)
        return text in _NO_VALUE or text in self.missing

    def value(self, cell: str) -> Value:
        if self.is_missing(cell):
            return MISSING
        text = normalise(cell)
        number = self.number_text(cell)
        return Value(
            text,
            None if number is None else float(number),
            _FLAGS.get(text),
            read_day(text, self.zone, self.dates),
        )

    def number_text(self, cell: str) -> str | None:
        """Return a number as `-1234.5`; `None` is missing or no number."""
        return None if self.is_missing(cell) else number_text(normalise(cell), self.decimal)

    def settled(self, cells: Iterable[str], settings: Mapping[str, Any]) -> Reader:
        """Return how a column is read that has these cells: as they settle it, else as its input's settings say."""
        texts = [normalise(cell) for cell in cells if not self.is_missing(cell)]
        return replace(
            self,
            decimal=decimal_separator(texts, settings.get("decimal")),
            dates=date_order(texts, self.zone, settings.get("dates")),
        )


def trim(cell: str) -> str:
    return cell.strip(_BLANKS)


def normalise(text: str) -> str:
    return unicodedata.normalize("NFC", trim(text)).lower()


def is_day(scalar: object) -> bool:
    """Say whether a scalar of the rules is a date: it has the form YYYY-MM-DD, quoted or not."""
    return isinstance(scalar, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar) is not None


def duration_days(duration: str) -> int:
    """Return the days in a duration of the rules such as `30d`, `4w`, `6mo` or `1y`."""
    count, unit = re.fullmatch(r"([0-9]+)(d|w|mo|y)", duration).groups()  # type: ignore[union-attr]
    return int(count) * _DURATION_DAYS[unit]
