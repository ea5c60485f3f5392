"""Conditions: `{field: test, …}`, `all`, `any` and `not`, read into a small tree.

`Condition` is the type of a model's field. Reading one reports every problem in it, each at its own place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic_core import PydanticCustomError

from leadscore.errors import did_you_mean
from leadscore.schema.operators import OPERATORS, Operand
from leadscore.schema.shapes import SHAPE, Read, Shape
from leadscore.schema.types import FIELD, VALUE, Where, describe, error, fail_at

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AllOf", "AnyOf", "Condition", "FieldTest", "Negation", "Node", "Where", "field_tests"]


@dataclass(frozen=True)
class FieldTest:
    """One field held against one operator.

    Attributes:
        field: The field's name as written.
        operator: Its name in `OPERATORS`.
        operand: What the field is held against.
        where: The place in the condition, for messages.
    """

    field: str
    operator: str
    operand: Operand
    where: Where


@dataclass(frozen=True)
class AllOf:
    """True where every part is true."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf:
    """True where one of the parts is true."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Negation:
    """True where the part is false; unknown where it is unknown."""

    part: Node


_SAID_ELSEWHERE: Final = {
    "beginswith": "starts_with",
    "equals": "is",
    "equal": "is",
    "eq": "is",
    "oneof": "in",
    "anyof": "in",
    "greaterthan": "above",
    "morethan": "above",
    "gt": "above",
    "gte": "at_least",
    "min": "at_least",
    "lessthan": "below",
    "lt": "below",
    "lte": "at_most",
    "max": "at_most",
    "includes": "contains",
    "regex": "matches",
    "exists": "known",
}
"""What other tools call an operator, without `_`."""
_OTHER_WORDS: Final = {"or": "any", "and": "all"}

Node = FieldTest | AllOf | AnyOf | Negation


def field_tests(node: Node) -> Iterator[FieldTest]:
    """Yield every test in a condition, in file order."""
    match node:
        case FieldTest():
            yield node
        case Negation(part):
            yield from field_tests(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from field_tests(part)


def _read(value: Any) -> Node:
    reader = _Reader()
    node = reader.mapping(value, ())
    return fail_at(*reader.errors) if reader.errors or node is None else node


class _Reader:
    """Reads one condition and collects what is wrong with it."""

    def __init__(self) -> None:
        self.errors: list[tuple[PydanticCustomError, Where]] = []

    def mapping(self, value: Any, where: Where) -> Node | None:
        """Read `{field: test, …}`; all entries must hold."""
        if not isinstance(value, dict):
            return self._error(
                error(f"a condition is written like {{employees: {{above: 50}}}}, found {describe(value)}"),
                where,
            )
        if not value:
            return self._error(
                error("the condition is empty", "say what must hold, or remove the line"), where
            )
        parts = [self._entry(str(key), entry, (*where, str(key))) for key, entry in value.items()]
        known = tuple(part for part in parts if part is not None)
        return known[0] if len(known) == 1 else AllOf(known)

    def _entry(self, key: str, value: Any, where: Where) -> Node | None:
        if key == "all":
            return AllOf(self._list(value, where))
        if key == "any":
            return AnyOf(self._list(value, where))
        if key == "not":
            return self._negation(value, where)
        if key in _OTHER_WORDS and isinstance(value, list) and any(isinstance(item, dict) for item in value):
            return self._error(
                error(f'unknown key "{key}"', f'did you mean "{_OTHER_WORDS[key]}"?', "unknown"), where
            )
        return self._tests(key, value, where)

    def _list(self, value: Any, where: Where) -> tuple[Node, ...]:
        if not isinstance(value, list) or not value:
            self._error(error(f"`{where[-1]}` needs a list of conditions, such as [{{…}}, {{…}}]"), where)
            return ()
        parts = [self.mapping(item, (*where, place)) for place, item in enumerate(value)]
        return tuple(part for part in parts if part is not None)

    def _negation(self, value: Any, where: Where) -> Node | None:
        if isinstance(value, dict) and len(value) != 1:
            hint = "put several tests into `not: {all: […]}` or `not: {any: […]}`"
            return self._error(error(f"`not` takes exactly one test, found {len(value)}", hint), where)
        part = self.mapping(value, where)
        return None if part is None else Negation(part)

    def _tests(self, field: str, value: Any, where: Where) -> Node | None:
        if not isinstance(value, dict):
            operator = "in" if isinstance(value, list) else "is"
            return self._test(field, operator, value, where, where)
        if not value:
            return self._error(error(f'the test of "{field}" is empty'), where)
        parts = [
            self._test(field, str(name), operand, (*where, str(name)), where)
            for name, operand in value.items()
        ]
        known = tuple(part for part in parts if part is not None)
        return known[0] if len(known) == 1 else AllOf(known)

    def _test(self, field: str, name: str, value: Any, where: Where, at: Where) -> FieldTest | None:
        operator = OPERATORS.get(name)
        if operator is None:
            meant = _SAID_ELSEWHERE.get(name.lower().replace("_", "").replace(" ", ""))
            close = f'did you mean "{meant}"?' if meant else did_you_mean(name, list(OPERATORS))
            hint = close or f"allowed: {', '.join(OPERATORS)}"
            self._error(error(f'unknown operator "{name}"', hint, "unknown"), where)
            return None
        try:
            return FieldTest(field, name, operator.read(value), at)
        except PydanticCustomError as problem:
            self._error(problem, where)
            return None

    def _error(self, problem: PydanticCustomError, where: Where) -> Node | None:
        self.errors.append((problem, where))
        return None


_OPERATORS: Final = Shape(
    "Operators",
    {
        "description": "Operators, all of which must hold of the field.",
        "type": "object",
        "properties": {
            operator.name: {
                SHAPE: operator.written,
                "description": operator.meaning,
                "examples": [operator.example],
            }
            for operator in OPERATORS.values()
        },
        "additionalProperties": False,
        "minProperties": 1,
    },
)
_TEST: Final = Shape(
    "Test",
    {
        "description": "What must hold of a field: a value that it is, a list of which it is one, or operators.",
        "oneOf": [VALUE, {"type": "array", "items": VALUE, "minItems": 1}, _OPERATORS],
    },
)
_ITSELF: Final = {"$ref": "#/$defs/Condition"}
_LISTED: Final = {"type": "array", "items": _ITSELF, "minItems": 1}
_CONDITION: Final = Shape(
    "Condition",
    {
        "description": "Fields and their tests, all of which must hold; or all, any, not.",
        "type": "object",
        "properties": {
            "all": {
                **_LISTED,
                "description": "Each of these conditions holds.",
                "examples": [[{"country": "DE"}, {"employees": {"at_least": 50}}]],
            },
            "any": {
                **_LISTED,
                "description": "At least one of these conditions holds.",
                "examples": [[{"country": "DE"}, {"industry": "Software"}]],
            },
            "not": {
                **_ITSELF,
                "maxProperties": 1,
                "description": "This one test, `all` or `any` does not hold.",
                "examples": [{"industry": "Retail"}],
            },
        },
        "additionalProperties": _TEST,
        "propertyNames": FIELD,
        "minProperties": 1,
    },
)

Condition = Annotated[Node, Read(_read), _CONDITION]
"""A condition of the rules language."""
