"""What the JSON Schema says of values whose reading pydantic cannot describe by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["SHAPE", "Filled", "Keys", "OneOrMore", "Shape"]

SHAPE: Final = "leadscore:shape"
"""Where a schema of pydantic says which shape stands in its place."""


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
