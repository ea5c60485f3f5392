"""What the JSON Schema says of values whose reading pydantic cannot describe by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["SHAPE", "Filled", "Keys", "OneOrMore", "Read", "Shape"]

SHAPE: Final = "leadscore:shape"
"""Where a schema of pydantic says which shape stands in its place."""


@dataclass(frozen=True, eq=False)
class Read:
    """Says of a type that a function reads it, whatever was written.

    It does what pydantic's `PlainValidator` does, which besides works out how the type would be written back. That is
    never done here, and would make up a good part of the time in which a rules file is checked.

    Attributes:
        read: Takes what was written and returns a value of the type, or raises an error of pydantic.
        written: The type of what may be written, if no shape says it.
    """

    read: Callable[[Any], Any]
    written: Any = Any

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a schema that calls the function."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema of what may be written."""
        return handler(TypeAdapter(self.written).core_schema)


@dataclass(frozen=True, eq=False)
class Shape:
    """What may be written for a type; as an annotation of the type, it takes the place of pydantic's own schema.

    Attributes:
        name: Its name among the definitions of the JSON Schema.
        schema: The JSON Schema, in which other shapes may stand as they are.
    """

    name: str
    schema: Mapping[str, Any]

    def __get_pydantic_json_schema__(
        self, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return a schema that names this shape."""
        return {SHAPE: self}


@dataclass(frozen=True, eq=False)
class Filled:
    """Says of a list that it has an entry."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of a list with at least one entry."""
        return {**handler(core), "minItems": 1}


@dataclass(frozen=True, eq=False)
class OneOrMore(Filled):
    """Says of a list that it has an entry, and that its only entry may stand for it."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of an entry, or of a list of them."""
        listed = super().__get_pydantic_json_schema__(core, handler)
        return {"oneOf": [listed["items"], listed]}


@dataclass(frozen=True, eq=False)
class Keys:
    """Says of a mapping which keys it may have.

    Attributes:
        keys: Each key with what it means, and an example of what stands beside it.
    """

    keys: Mapping[str, tuple[str, Any]]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of a mapping with these keys and no others."""
        value = handler(core)["additionalProperties"]
        properties = {
            key: {**value, "description": meaning, "examples": [example]}
            for key, (meaning, example) in self.keys.items()
        }
        return {"type": "object", "properties": properties, "additionalProperties": False}
