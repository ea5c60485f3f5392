"""The rules language as a JSON Schema, for editors: generated from the models, with what they say of each key."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

from leadscore.schema.model import Rules
from leadscore.schema.shapes import SHAPE, Shape

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

__all__ = ["rules_schema", "schema_text"]

_HEAD: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:leadscore:rules:1",
}
_AS_WRITTEN: Final = frozenset({"examples", "enum", "required"})
"""Keywords whose value is data, or whose order is that of the models."""


def schema_text() -> str:
    """Return the JSON Schema of the rules file as text, the same for the same version."""
    return json.dumps(rules_schema(), indent=2) + "\n"


def rules_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the rules file."""
    generated = Rules.model_json_schema(schema_generator=_Generator)
    definitions = generated.pop("$defs")
    definitions |= _definitions_of([generated, definitions])
    whole = {**_HEAD, **generated, "title": "Rules of leadscore", "$defs": definitions}
    schema: dict[str, Any] = _in_order(_with_titles(_with_references(whole)))
    return schema


class _Generator(GenerateJsonSchema):
    """What pydantic knows of the models, in the terms of a rules file."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave defaults out: models hold them as the arithmetic needs them, not as they are written."""
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leave null out: an empty value is an error."""
        return self.generate_inner(schema["schema"])

    def get_union_of_schemas(self, schemas: list[JsonSchemaValue]) -> JsonSchemaValue:
        """Say that exactly one of the alternatives holds."""
        return {"oneOf": schemas}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Say what the keys of a mapping look like apart from its values."""
        found: dict[str, Any] = {"type": "object"}
        if values := self.generate_inner(schema["values_schema"]):
            found["additionalProperties"] = values
        keys = self.generate_inner(schema["keys_schema"])
        if keys not in ({}, {"type": "string"}):
            found["propertyNames"] = keys
        self.update_with_validations(found, schema, self.ValidationsMapping.object)
        return found

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Leave the order as it is until the schema is whole."""
        del parent_key
        return value


def _definitions_of(value: Any) -> dict[str, Any]:
    """Return the schemas of the shapes in a schema, by name."""
    found: dict[str, Any] = {}
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Shape() as shape if shape.name not in found:
                found[shape.name] = dict(shape.schema)
                waiting.append(found[shape.name])
            case dict() as mapping:
                waiting += mapping.values()
            case list() as items:
                waiting += items
    return found


def _with_references(value: Any) -> Any:
    """Return a schema in which each shape is a reference to its definition."""
    match value:
        case Shape():
            return {"$ref": f"#/$defs/{value.name}"}
        case {**entries} if SHAPE in entries:
            shape = entries.pop(SHAPE)
            return {**_with_references(shape), **_with_references(entries)}
        case {**entries}:
            return {key: _with_references(entry) for key, entry in entries.items()}
        case list():
            return [_with_references(item) for item in value]
    return value


def _with_titles(schema: Any, name: str = "") -> Any:
    """Return a schema in which every definition and every key has a title in words."""
    if isinstance(schema, list):
        return [_with_titles(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {
        key: {inner: _with_titles(part, inner) for inner, part in value.items()}
        if key in {"properties", "$defs"}
        else value
        if key in _AS_WRITTEN
        else _with_titles(value)
        for key, value in schema.items()
    }
    return {**parts, "title": _words(name)} if name else parts


def _words(name: str) -> str:
    """Return a name such as `full_at` or `BandRule` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).strip().capitalize()


def _in_order(schema: Any, *, keep: bool = False) -> Any:
    """Return a schema with its keywords in alphabetical order; properties stay in the order of the file."""
    if isinstance(schema, list):
        return [_in_order(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    keys = schema if keep else sorted(schema)
    return {
        key: schema[key] if key in _AS_WRITTEN else _in_order(schema[key], keep=key == "properties")
        for key in keys
    }
