"""Operators of conditions: a closed set, and what each may stand beside.

What an operator *means* is in `leadscore.rules.operators`; here is what may be written. A new operator is one
entry in `OPERATORS` there and here; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import SchemaError, SchemaValidator, core_schema

from leadscore.schema.shapes import Shape
from leadscore.schema.types import (
    DAY,
    DURATION,
    TEXT,
    VALUE,
    Scalar,
    as_scalar,
    describe,
    error,
    fail,
    number_help,
    parse_duration,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadscore.columns import Kind

__all__ = ["OPERATORS", "Operand", "Operator", "kind_of"]

Operand = Scalar | tuple[Scalar, ...]
"""What stands beside an operator once it has been read."""

MAX_PATTERN: Final = 1_000


@dataclass(frozen=True)
class Operator:
    """One operator of the rules language.

    Attributes:
        name: The word in the rules file.
        meaning: One sentence for the reference.
        read: Turns what was written beside it into its operand, or says what is allowed.
        written: What may be written beside it, as a JSON Schema.
        example: Something that may be written beside it.
    """

    name: str
    meaning: str
    read: Callable[[object], Operand]
    written: Shape
    example: Any


def kind_of(value: Scalar) -> Kind:
    """Return what a value compares as."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | Decimal):
        return "number"
    return "day" if isinstance(value, date) else "text"


def _one(value: object) -> Scalar:
    scalar = as_scalar(value)
    if isinstance(scalar, str) and not scalar.strip():
        fail("an empty text equals nothing", "did you mean `known: false`?")
    return scalar


def _several(value: object) -> tuple[Scalar, ...]:
    if not isinstance(value, list):
        fail(
            f"a list is needed here, found {describe(value)}",
            f"write [{value}]" if not isinstance(value, dict) else "",
        )
    if not value:
        fail("the list is empty, so nothing can be one of it")
    return tuple(_one(item) for item in value)


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        fail("the list is empty, so nothing can match")
    return tuple(_text(item) for item in items)


def _text(value: object) -> str:
    if not isinstance(value, str):
        fail(f"this operator looks for text, found {describe(value)}", f'quote it: "{describe(value)}"')
    if not value.strip():
        fail("this operator looks for text, found nothing but blanks")
    return value


def _pattern(value: object) -> str:
    if not isinstance(value, str) or not value:
        fail(f"a regular expression is text in single quotes, found {describe(value)}")
    if len(value) > MAX_PATTERN:
        fail(f"a regular expression has at most {MAX_PATTERN} characters, found {len(value)}")
    try:
        SchemaValidator(core_schema.str_schema(pattern=f"(?i){value}"))
    except SchemaError as problem:
        raise _pattern_error(str(problem)) from None
    return value


def _pattern_error(text: str) -> Exception:
    reason = text.strip().splitlines()[-1].strip().removeprefix("error: ").removeprefix("SchemaError: ")
    return error(
        f"the regular expression cannot be used: {reason}",
        "the syntax is that of Rust's regex crate: no look-around, no back-references",
    )


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        fail(f"`known` is true or false, found {describe(value)}", "write known: true, or known: false")
    return value


def _orderable(value: object) -> Decimal | int | date:
    scalar = as_scalar(value)
    if isinstance(scalar, bool | str):
        fail(f"this operator compares numbers or dates, found {describe(value)}", number_help(value))
    return scalar


def _range(value: object) -> tuple[Scalar, ...]:
    if not isinstance(value, list) or len(value) != 2:
        fail(f"`between` needs both ends as a list, such as [10, 50], found {describe(value)}")
    low, high = (_orderable(end) for end in value)
    if kind_of(low) != kind_of(high):
        fail("both ends of `between` are numbers, or both are dates")
    if low > high:  # type: ignore[operator]  # both are of one kind
        fail(f"the lower end of `between` comes first, found [{low}, {high}]", f"write [{high}, {low}]")
    return (low, high)


def _day(value: object) -> date:
    scalar = as_scalar(value)
    if not isinstance(scalar, date):
        fail(f"this operator needs a date such as 2026-11-01, found {describe(value)}")
    return scalar


def _file(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        fail(f"`in_list` needs the name of a file, found {describe(value)}")
    if value.startswith(("/", "\\")) or ":" in value:
        fail(f"`in_list` needs a path relative to the rules file, found {describe(value)}")
    return value


_VALUES: Final = Shape("Values", {"type": "array", "items": VALUE, "minItems": 1})
_TEXTS: Final = Shape("Texts", {"oneOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]})
_ORDERED: Final = Shape("NumberOrDay", {"oneOf": [{"type": "number"}, DAY]})
_ENDS: Final = Shape("Ends", {"type": "array", "items": _ORDERED, "minItems": 2, "maxItems": 2})
_REGEX: Final = Shape("Pattern", {"type": "string", "minLength": 1, "maxLength": MAX_PATTERN})
_FLAG: Final = Shape("Flag", {"type": "boolean"})
_FILE: Final = Shape("ListFile", {"type": "string", "pattern": r"^(?![/\\])[^:]*[^:\s][^:]*$"})

OPERATORS: Final = {
    operator.name: operator
    for operator in (
        Operator("is", "The value equals this one.", _one, VALUE, "Software"),
        Operator("in", "The value is one of the list.", _several, _VALUES, ["DE", "AT"]),
        Operator("not_in", "The value is known and none of the list.", _several, _VALUES, ["US", "GB"]),
        Operator("contains", "The text contains this text, or one of the list.", _texts, _TEXTS, "engineer"),
        Operator(
            "has_word",
            "The text contains this word, with no letter or digit next to it.",
            _texts,
            _TEXTS,
            ["ceo", "cto"],
        ),
        Operator("starts_with", "The text starts with this text, or one of the list.", _texts, _TEXTS, "+49"),
        Operator("ends_with", "The text ends with this text, or one of the list.", _texts, _TEXTS, ".edu"),
        Operator(
            "matches",
            "The regular expression is found anywhere in the text.",
            _pattern,
            _REGEX,
            r"leiter(in)?\b",
        ),
        Operator("known", "The value is there (true), or missing (false).", _flag, _FLAG, True),  # noqa: FBT003 - the example
        Operator("at_least", "The number or date is this one or above.", _orderable, _ORDERED, 50),
        Operator("above", "The number or date is above this one.", _orderable, _ORDERED, 50),
        Operator("at_most", "The number or date is this one or below.", _orderable, _ORDERED, 50),
        Operator("below", "The number or date is below this one.", _orderable, _ORDERED, "2026-01-01"),
        Operator(
            "between", "The number or date lies between the two ends; both belong.", _range, _ENDS, [10, 50]
        ),
        Operator("before", "The date is before this one.", _day, DAY, "2026-01-01"),
        Operator("after", "The date is after this one.", _day, DAY, "2026-01-01"),
        Operator(
            "within_last",
            "The date is at most this long ago, and not in the future.",
            parse_duration,
            DURATION,
            "30d",
        ),
        Operator("older_than", "The date is longer ago than this.", parse_duration, DURATION, "4w"),
        Operator(
            "in_list",
            "The text is a line of this file, which lies relative to the rules file.",
            _file,
            _FILE,
            "lists/competitors.txt",
        ),
    )
}
