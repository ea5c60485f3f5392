"""Scalars of the rules file: points, durations, percentages, names, dates, zones.

Each is an annotated type for the models: it takes what the YAML loader gives (text, whole numbers, decimals,
booleans), and either turns it into the number the arithmetic uses or says what is allowed instead.
"""

from __future__ import annotations

import codecs
import re
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Annotated, Any, Final, Literal, NoReturn

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from leadscore.errors import did_you_mean
from leadscore.schema.scalars import WrittenDecimal, WrittenInt
from leadscore.schema.shapes import Read, Shape

__all__ = [
    "COLUMN",
    "DAY",
    "DURATION",
    "FIELD",
    "NAME",
    "TEXT",
    "THRESHOLD",
    "VALUE",
    "Day",
    "Duration",
    "Encoding",
    "Name",
    "Percent",
    "Points",
    "Scalar",
    "SlugName",
    "Text",
    "Threshold",
    "Version",
    "Weight",
    "Where",
    "Zone",
    "as_scalar",
    "as_threshold",
    "describe",
    "error",
    "fail",
    "fail_at",
    "line_errors",
    "number_help",
    "parse_duration",
    "thousands_help",
]

Scalar = str | bool | int | Decimal | date
"""A value in a condition; its type says what it compares as."""
Where = tuple[str | int, ...]
"""Keys and list places that lead to a part of the file."""
About = Literal["value", "key", "unknown"]
"""What an error is about: a value, its key, or a key that does not exist. It is the `type` of the error."""

MAX_POINTS: Final = 10_000
MAX_DAYS: Final = 36_500
_DAYS_PER_UNIT: Final = {"d": 1, "w": 7, "mo": 30, "y": 365}
_DURATION: Final = re.compile(r"([0-9]{1,6})(d|w|mo|y)")
_SAID_DURATION: Final = re.compile(r"([0-9]{1,6})\s*([a-z]+)")
_SAID_UNITS: Final = {
    "d": ("d", "day", "days", "tag", "tage", "tagen"),
    "w": ("w", "week", "weeks", "woche", "wochen"),
    "mo": ("mo", "m", "month", "months", "monat", "monate", "monaten"),
    "y": ("y", "year", "years", "jahr", "jahre", "jahren"),
}
"""Words for the units of a duration."""
_SAID_ZONES: Final = dict.fromkeys(
    ("MEZ", "MESZ", "CEST"), "summer and winter time go with a city: write Europe/Berlin"
)
"""What to say of names for the time of one half of the year."""
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERCENT: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*%")


def fail(message: str, help: str = "") -> NoReturn:  # noqa: A002 - the word of DESIGN's messages
    """Raise the error that becomes one problem of the rules file, at the place of the value."""
    raise error(message, help)


def error(message: str, help: str = "", about: About = "value") -> PydanticCustomError:  # noqa: A002
    """Return the error that becomes one problem of the rules file."""
    return PydanticCustomError(about, "{message}", {"message": message, "help": help})


def fail_at(*problems: tuple[PydanticCustomError, Where]) -> NoReturn:
    """Raise several errors, each at its place inside the value that is being read."""
    details = [InitErrorDetails(type=problem, loc=where, input=None) for problem, where in problems]
    raise ValidationError.from_exception_data("rules", details)


def line_errors(problem: PydanticCustomError | ValidationError) -> list[InitErrorDetails]:
    """Return the errors that an exception of the models stands for, to be raised together with others."""
    if isinstance(problem, PydanticCustomError):
        return [InitErrorDetails(type=problem, loc=(), input=None)]
    return [_line_error(fault) for fault in problem.errors()]


def _line_error(fault: ErrorDetails) -> InitErrorDetails:
    context = fault.get("ctx", {})
    if "message" in context:
        kind: PydanticCustomError | str = PydanticCustomError(fault["type"], "{message}", context)
        return InitErrorDetails(type=kind, loc=fault["loc"], input=None)
    return InitErrorDetails(type=fault["type"], loc=fault["loc"], input=fault["input"], ctx=context)


def describe(value: object) -> str:
    """Return how a message names a value that was found: `"text"`, `5`, `true`, `a list`."""
    if isinstance(value, WrittenInt | WrittenDecimal):
        return value.source
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:40] + "…"}"'
    if isinstance(value, list | tuple):
        return "a list"
    return "a mapping" if isinstance(value, dict) else str(value)


def as_scalar(value: object) -> Scalar:
    """Return a scalar of a condition, a date where the text has the form YYYY-MM-DD."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _as_day(value)
    if isinstance(value, str | bool | int | Decimal):
        return value
    fail(f"{describe(value)} stands where one value is needed")


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _thousandths(value: Any, what: str) -> int:
    if not _is_number(value):
        fail(f"{what} are numbers, found {describe(value)}", number_help(value))
    scaled = Decimal(value) * 1000
    if scaled != scaled.to_integral_value():
        fail(f"{what} have at most 3 decimals, found {describe(value)}")
    return int(scaled)


def number_help(value: object) -> str:
    """Return how a number is written that was written as a text, or an empty string."""
    text = str(value)
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return f"write the decimals with a point: {text.replace(',', '.')}"
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9][0-9_]*(\.[0-9]+)?", text):
        return f"write it without quotes or separators: {text.replace('_', '')}"
    if isinstance(value, str) and (match := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*%", text)):
        return f"write it without the sign: {match[1]}"
    return ""


def thousands_help(limit: int | Decimal) -> str:
    """Return how a number is written whose point seems to set thousands apart: 1.250 below 250 is meant as 1250."""
    written = describe(limit)
    is_meant = re.fullmatch(r"[-+]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+", written)
    return f"if thousands are meant, write {written.replace('.', '')}" if is_meant else ""


def _as_points(value: object) -> int:
    thousandths = _thousandths(value, "points")
    if abs(thousandths) > MAX_POINTS * 1000:
        fail(f"points go from -{MAX_POINTS} to {MAX_POINTS}, found {describe(value)}")
    return thousandths


def _as_weight(value: object) -> int:
    thousandths = _thousandths(value, "weights")
    if not 0 < thousandths <= MAX_POINTS * 1000:
        fail(f"weights are above 0 and at most {MAX_POINTS}, found {describe(value)}")
    return thousandths


def as_threshold(value: object) -> Decimal:
    """Return a displayed score from which on a mark is given."""
    if not _is_number(value):
        fail(f"a threshold is a number, found {describe(value)}", number_help(value))
    return Decimal(value)  # type: ignore[arg-type]  # _is_number has looked


def parse_duration(value: object) -> int:
    """Return the whole days of a duration such as `30d`, `4w`, `6mo` (30 days each) or `1y` (365 days)."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        hint = f"write {value}d for days" if isinstance(value, int) else _duration_help(value)
        fail(f"a duration is written like 30d, 4w, 6mo or 1y, found {describe(value)}", hint)
    days = int(match[1]) * _DAYS_PER_UNIT[match[2]]
    if not 1 <= days <= MAX_DAYS:
        fail(f"a duration is from 1 to {MAX_DAYS} days, found {value}")
    return days


def _duration_help(value: object) -> str:
    match = _SAID_DURATION.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if match is None:
        return ""
    unit = next((unit for unit, words in _SAID_UNITS.items() if match[2] in words), "")
    return f"write {int(match[1])}{unit}" if unit else ""


def _as_version(value: object) -> int:
    if isinstance(value, bool) or value != 1:
        newer = isinstance(value, int) and value > 1
        hint = "this file needs a newer leadscore" if newer else "write version: 1"
        fail(f"this leadscore reads version 1 of the rules language, found {describe(value)}", hint)
    return 1


def _as_percent(value: object) -> int:
    match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if match is None or not 0 < Decimal(match[1]) <= 100:
        hint = f"write {_per_cent(value)}" if _is_number(value) else ""
        fail(f"a percentage is written like 10%, above 0% and at most 100%, found {describe(value)}", hint)
    return int(Decimal(match[1]) * 1000)


def _per_cent(value: Any) -> str:
    """Return the percentage that a number is meant as: 10 and 0.1 are 10%."""
    return f"{Decimal(value) * 100:f}".rstrip("0").rstrip(".") + "%" if 0 < value < 1 else f"{value}%"


def _as_day(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            fail(f"{value} is not a day of the calendar")
    fail(f"a date is written like 2026-11-01, found {describe(value)}")


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        fail(
            f"text is needed here, found {describe(value)}",
            f'quote it: "{describe(value)}"' if _quotable(value) else "",
        )
    if not value.strip():
        fail("text is needed here, found nothing but blanks")
    return str(value)  # as plain text: how it was written matters no more


def _quotable(value: object) -> bool:
    return isinstance(value, bool | int | Decimal)


def _name(pattern: str, allowed: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        text = _as_text(value)
        if not compiled.fullmatch(text):
            fail(f"{describe(value)} is not a name here", f"a name is {allowed}, at most 64 characters")
        return text

    return BeforeValidator(check)


@cache
def _zones() -> frozenset[str]:
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return frozenset(listed.split())


def _as_zone(value: object) -> str:
    text = _as_text(value)
    if text not in _zones():
        fail(
            f"{describe(text)} is not a time zone",
            _SAID_ZONES.get(text.upper(), "")
            or did_you_mean(text, sorted(_zones()))
            or "write it like Europe/Berlin, or UTC",
        )
    return text


ENCODINGS: Final = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", *(f"windows-{page}" for page in range(1250, 1259)),
    *(f"iso-8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
    "macintosh", "cp437", "cp850", "cp852", "cp866", "koi8-r", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr",
)  # fmt: skip
"""Encodings that exports come in, as people write them."""


def _as_encoding(value: object) -> str:
    text = _as_text(value)
    try:
        found = codecs.lookup(text).name
    except (LookupError, ValueError):
        found = ""
    if found not in {codecs.lookup(name).name for name in ENCODINGS}:
        hint = did_you_mean(text.lower(), ENCODINGS) or "write it like windows-1252, utf-16 or iso-8859-2"
        fail(f"{describe(text)} is not an encoding that is read", hint)
    return text


_FILLED: Final = r"\S"
_NAME: Final = "[A-Za-z][A-Za-z0-9_]{0,63}"
_SLUG: Final = "[A-Za-z][A-Za-z0-9_-]{0,63}"

_COLUMN: Final = r"[^\s!-/:-@A-Z\[-^`{-~]+"
"""Lower case, with _ for blanks and signs, as far as a schema can tell."""

COLUMN: Final = Shape("Column", {"type": "string", "pattern": f"^{_COLUMN}$"})
FIELD: Final = Shape("Field", {"type": "string", "pattern": rf"^({_COLUMN}|[a-z]+\..+)$"})
TEXT: Final = Shape("Text", {"type": "string", "pattern": _FILLED})
VALUE: Final = Shape("Value", {"type": ["string", "number", "boolean"], "pattern": _FILLED})
DAY: Final = Shape("Day", {"type": "string", "pattern": f"^{_DATE.pattern}$"})
NAME: Final = Shape("Name", {"type": "string", "pattern": f"^{_NAME}$"})
THRESHOLD: Final = Shape("Threshold", {"type": "number"})
DURATION: Final = Shape("Duration", {"type": "string", "pattern": "^0*[1-9][0-9]*(d|w|mo|y)$"})

Points = Annotated[
    int,
    Read(_as_points),
    Shape(
        "Points",
        {"type": "number", "minimum": -MAX_POINTS, "maximum": MAX_POINTS},
    ),
]
"""Points in thousandths, from -10,000 to 10,000 points."""
Weight = Annotated[
    int,
    Read(_as_weight),
    Shape(
        "Weight",
        {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_POINTS},
    ),
]
"""A weight in thousandths, above 0."""
Threshold = Annotated[Decimal, Read(as_threshold), THRESHOLD]
"""A displayed score from which on a mark is given."""
Duration = Annotated[int, Read(parse_duration), DURATION]
"""Whole days, at least 1."""
Percent = Annotated[
    int,
    Read(_as_percent),
    Shape("Percent", {"type": "string", "pattern": f"^{_PERCENT.pattern}$"}),
]
"""Thousandths of a per cent, above 0."""
Day = Annotated[date, Read(_as_day), DAY]
"""A day of the calendar."""
Text = Annotated[str, Read(_as_text), TEXT]
"""Text with something in it."""
Name = Annotated[
    str,
    _name(_NAME, "a letter, then letters, digits and _"),
    Field(strict=False),
    NAME,
]
"""Name of a score, group, rule, persona, question."""
SlugName = Annotated[
    str,
    _name(_SLUG, "a letter, then letters, digits, _ and -"),
    Field(strict=False),
    Shape("SlugName", {"type": "string", "pattern": f"^{_SLUG}$"}),
]
"""Name of a stage, list or track; a file may be called after it."""
Version = Annotated[Literal[1], Read(_as_version, written=Literal[1])]
"""The version of the rules language."""
Encoding = Annotated[str, Read(_as_encoding), Shape("Encoding", {"anyOf": [{"enum": list(ENCODINGS)}, TEXT]})]
"""How bytes become text."""
Zone = Annotated[str, Read(_as_zone), Shape("Zone", {"type": "string", "pattern": "^[A-Za-z0-9_+/-]+$"})]
"""A time zone of the IANA database."""
