"""Scalars as the YAML 1.2 core schema reads them, each remembering how it was written.

`NO`, `on`, `1_000`, `12:30` and `2026-01-01` are text; `010` is ten; only true and false are booleans.
https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

__all__ = [
    "NULLS",
    "Key",
    "Scalar",
    "Unusable",
    "WrittenDecimal",
    "WrittenInt",
    "WrittenText",
    "is_bent",
    "read_plain",
]

Scalar = str | bool | int | Decimal
"""What a scalar of the file becomes; text and numbers are of the classes below."""

MAX_NUMBER_LENGTH: Final = 40
MAX_EXPONENT: Final = 40

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""Scalars without quotes that say nothing."""
_FLAGS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NO_NUMBER: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_PREFIXED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_DECIMAL: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE](?P<exponent>[-+]?[0-9]+))?")


@dataclass(frozen=True)
class Unusable:
    """Why something written in the file cannot be used.

    Attributes:
        message: What was found and what is allowed.
        help: What to do next.
    """

    message: str
    help: str


class WrittenText(str):
    """Text of the file.

    Attributes:
        plain: Whether it stands there without quotes.
    """

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, *, plain: bool) -> Self:
        """Return the text with the way it was written."""
        written = super().__new__(cls, text)
        written.plain = plain
        return written


class WrittenInt(int):
    """A whole number of the file.

    Attributes:
        source: Its text as written, such as `01067`, `0x1F` or `+5`.
    """

    source: str

    def __new__(cls, source: str) -> Self:
        """Return the number that the core schema reads; a leading 0 is no octal number."""
        written = super().__new__(cls, source, 0 if _PREFIXED.fullmatch(source) else 10)
        written.source = source
        return written


class WrittenDecimal(Decimal):
    """A number of the file with a point or an exponent, exactly as written.

    Attributes:
        source: Its text as written, such as `.5` or `1E5`.
    """

    __slots__ = ("source",)
    source: str

    def __new__(cls, source: str) -> Self:
        """Return the exact number."""
        written = super().__new__(cls, source)
        written.source = source
        return written


class Key(str):
    """A key of a mapping: its text, so that `5` and `"5"` are the same key.

    Attributes:
        value: What the core schema reads: 5 for `5`, text for `"5"`.
        plain: Whether it stands there without quotes.
    """

    __slots__ = ("plain", "value")
    plain: bool
    value: Scalar

    def __new__(cls, text: str, value: Scalar, *, plain: bool) -> Self:
        """Return the text with what it was read as."""
        key = super().__new__(cls, text)
        key.value = value
        key.plain = plain
        return key


def is_bent(value: object) -> bool:
    """Tell whether YAML changes what was written: `01067` becomes 1067, `1E5` becomes 100000.

    Harmless where a number is meant; where a code is meant, it needs quotes.
    """
    if isinstance(value, WrittenInt):
        return str(int(value)) != value.source
    return isinstance(value, WrittenDecimal) and format(value, "f") != value.source


def read_plain(text: str) -> Scalar | Unusable:
    """Return what a scalar without quotes is, unless it is null: a boolean, a number, else text."""
    if text in _FLAGS:
        return _FLAGS[text]
    if _NO_NUMBER.fullmatch(text):
        return Unusable(
            f'"{text}" is not a number that rules can use', f'write a number, or quote it: "{text}"'
        )
    if _PREFIXED.fullmatch(text) or _WHOLE.fullmatch(text):
        return WrittenInt(text) if len(text) <= MAX_NUMBER_LENGTH else _too_long(text)
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return WrittenText(text, plain=True)
    if len(text) > MAX_NUMBER_LENGTH or abs(int(match["exponent"] or 0)) > MAX_EXPONENT:
        return _too_long(text)
    return WrittenDecimal(text)


def _too_long(text: str) -> Unusable:
    shown = text if len(text) <= MAX_NUMBER_LENGTH else f"{text[:MAX_NUMBER_LENGTH]}…"
    return Unusable(f'"{shown}" is too large or too long for a number', "quote it if it is meant as text")
