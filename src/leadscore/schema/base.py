"""What all models of the rules file share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from leadscore.errors import did_you_mean
from leadscore.schema.shapes import Filled, OneOrMore
from leadscore.schema.types import describe, error, fail, fail_at

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pydantic_core import PydanticCustomError

__all__ = ["Listed", "Model", "Several", "exactly_one"]

T = TypeVar("T")


class Model(BaseModel):
    """A mapping of the rules file: unknown keys are errors, values are taken as written."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        populate_by_name=False,
        defer_build=True,  # a file has few of the kinds of rules and scores that there are
    )

    @model_validator(mode="before")
    @classmethod
    def _knows_its_keys(cls, value: Any) -> Any:
        if isinstance(value, Model):
            return value
        if not isinstance(value, dict):
            fail(f"{cls.written()} is needed here, found {describe(value)}")
        unknown = [(cls.unknown_key(key, value), (str(key),)) for key in value if key not in cls.known_keys()]
        return fail_at(*unknown) if unknown else value

    @classmethod
    def known_keys(cls) -> dict[str, bool]:
        """Return the keys as written in the file, and whether each is required."""
        fields = cls.model_fields.items()
        return {field.alias or name: field.is_required() for name, field in fields}

    @classmethod
    def written(cls) -> str:
        """Return how such a mapping is written, for messages."""
        keys = [key for key, required in cls.known_keys().items() if required] or list(cls.known_keys())[:2]
        return f"{{{', '.join(f'{key}: …' for key in keys)}}}"

    @classmethod
    def unknown_key(cls, key: str, value: Mapping[str, Any]) -> PydanticCustomError:
        """Return the error of a key that the mapping `value` cannot have."""
        free = [known for known in cls.known_keys() if known not in value]
        hint = did_you_mean(key, free) or f"allowed: {', '.join(cls.known_keys())}"
        return error(f'unknown key "{key}"', hint, "unknown")


def _as_several(value: object) -> object:
    """Take one value for a list of one; an empty list says nothing."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(items) if items else fail("the list is empty")


Several = Annotated[tuple[T, ...], BeforeValidator(_as_several), OneOrMore()]
"""One value or a list of values."""


def _as_tuple(value: object) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        fail(f"a list is needed here, each entry on a line of its own with a dash, found {describe(value)}")
    if not value:
        fail("the list is empty", "remove the line, or add an entry")
    return tuple(value)


Listed = Annotated[tuple[T, ...], BeforeValidator(_as_tuple), Filled()]
"""A list with at least one entry."""


def exactly_one(value: object, keys: tuple[str, ...], what: str, beside: Collection[str] = ()) -> str:
    """Return the one key of `keys` that a mapping has; anything else is an error about `what`.

    Args:
        value: What was written.
        keys: The keys of which there is one.
        what: What it is, for messages.
        beside: Other keys that it may have.
    """
    if not isinstance(value, dict):
        fail(f"{what} is written {{{keys[0]}: …}}, with one of {', '.join(keys)}; found {describe(value)}")
    found = [str(key) for key in value if key in keys]
    if not found:
        _fail_without([str(key) for key in value if key not in beside], keys, what)
    if len(found) > 1:
        message = f"{what} has exactly one of {', '.join(keys)}; found {' and '.join(found)}"
        fail_at((error(message, about="key"), (found[1],)))
    return found[0]


def _fail_without(unknown: list[str], keys: tuple[str, ...], what: str) -> NoReturn:
    for key in unknown:
        if hint := did_you_mean(key, keys):
            fail_at((error(f'unknown key "{key}"', hint, "unknown"), (key,)))
    fail(f"{what} has exactly one of {', '.join(keys)}; found none of them")
