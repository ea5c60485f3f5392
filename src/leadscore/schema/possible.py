"""Whether a condition can be true of anybody: tests of one field that contradict each other, or that rules cannot meet.

A condition is taken apart into alternatives, each a list of tests that all have to hold. It is never true if every
alternative has a field for which no value is left. What cannot be judged is taken to be possible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from leadscore.schema.check_values import normalised
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation, field_tests
from leadscore.schema.domains import Domains, is_always_known
from leadscore.schema.operators import kind_of
from leadscore.schema.spans import Span
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.schema.conditions import Node
    from leadscore.schema.spans import Value

__all__ = ["NOTHING_KNOWN", "Why", "implies", "why_never"]

NOTHING_KNOWN: Final = Domains({}, {})
"""Of an activity's own columns."""
_MOST: Final = 500
"""Alternatives that are looked at; a condition with more is taken to be possible."""
_OPPOSITE: Final = {
    "at_least": "below",
    "below": "at_least",
    "above": "at_most",
    "at_most": "above",
    "before": "at_least",
    "after": "at_most",
    "is": "not_in",
    "in": "not_in",
    "not_in": "in",
}
"""What holds of a known value where an operator does not."""
_MISSING: Final = "missing"

_Narrow = Callable[[Span], Span]
_NARROW: Final[dict[str, Callable[..., Span]]] = {
    "is": lambda span, values: span.only(*values),
    "in": lambda span, values: span.only(*values),
    "not_in": lambda span, values: span.without(*values),
    "between": lambda span, values: span.from_(values[0]).to(values[1]),
    "at_least": lambda span, values: span.from_(values[0]),
    "above": lambda span, values: span.from_(values[0], above=True),
    "after": lambda span, values: span.from_(values[0], above=True),
    "at_most": lambda span, values: span.to(values[0]),
    "below": lambda span, values: span.to(values[0], below=True),
    "before": lambda span, values: span.to(values[0], below=True),
}
"""What is left of the values of a field once an operator holds."""
_AGES: Final[dict[str, Callable[..., Span]]] = {
    "within_last": lambda span, days: span.from_(Decimal(0)).to(days),
    "older_than": lambda span, days: span.from_(days, above=True),
}
"""The same in days from a date to the day of the run."""


@dataclass(frozen=True)
class _Literal:
    """A test that has to hold, or that has to be false."""

    test: FieldTest
    holds: bool

    @property
    def operator(self) -> str:
        return self.test.operator if self.holds else _OPPOSITE.get(self.test.operator, "")

    @property
    def wants(self) -> str:
        """What it wants of the field, for messages."""
        operand = self.test.operand
        if self.test.operator == "known":
            return "known" if operand is self.holds else _MISSING
        several = operand if isinstance(operand, tuple) else (operand,)
        values = ", ".join(map(describe, several))
        values = values if len(several) == 1 else f"[{values}]"
        words = {
            "is": values,
            "in": values if len(several) == 1 else f"one of {values}",
            **{name: f"{name} {values}d" for name in _AGES},
        }
        said = words.get(self.test.operator, f"{self.test.operator} {values}")
        return said if self.holds else f"not {said}"


@dataclass(frozen=True)
class Why:
    """Why something is never true.

    Attributes:
        test: The test that is one too many; None where several alternatives each have another.
        reason: The reason, for messages.
        alone: Whether the test can never hold, whatever stands beside it.
    """

    test: FieldTest | None
    reason: str
    alone: bool


def why_never(condition: Node, domains: Domains) -> Why | None:
    """Return why a condition is never true, None where it may be.

    Args:
        condition: The condition.
        domains: What computed fields can be.
    """
    alternatives = _alternatives(condition, holds=True)
    if not alternatives or len(alternatives) > _MOST:
        return None
    reasons = []
    for alternative in alternatives:
        why = _contradiction(alternative, domains)
        if why is None:
            return None
        reasons.append(why)
    tests = {(why.test, why.reason) for why in reasons}
    first = reasons[0]
    return first if len(tests) == 1 else Why(None, first.reason, alone=all(why.alone for why in reasons))


def implies(condition: Node, other: Node, domains: Domains) -> bool:
    """Tell whether everybody of whom one condition is true is also one of whom the other is.

    Only said of conditions whose fields are never missing, as unknown is neither.
    """
    always = all(is_always_known(test.field) for test in field_tests(other))
    return always and why_never(AllOf((condition, Negation(other))), domains) is not None


def _alternatives(node: Node, *, holds: bool) -> list[tuple[_Literal, ...]]:
    """Return the ways in which a condition holds, or is false; one more than allowed where there are too many."""
    match node:
        case FieldTest():
            return [(_Literal(node, holds),)]
        case Negation(part):
            return _alternatives(part, holds=not holds)
        case AllOf(parts) | AnyOf(parts):
            ways = [_alternatives(part, holds=holds) for part in parts]
            if isinstance(node, AllOf) is holds:
                return _all_of(ways)
            return [way for one in ways for way in one][: _MOST + 1]


def _all_of(ways: Sequence[list[tuple[_Literal, ...]]]) -> list[tuple[_Literal, ...]]:
    found: list[tuple[_Literal, ...]] = [()]
    for one in ways:
        if len(found) * len(one) > _MOST:
            return [()] * (_MOST + 1)
        found = [(*before, *after) for before, after in product(found, one)]
    return found


def _contradiction(literals: Sequence[_Literal], domains: Domains) -> Why | None:
    """Return the first test that leaves no value to its field."""
    spans: dict[tuple[str, str], Span] = {}
    for place, literal in enumerate(literals):
        field = literal.test.field
        if alone := _never_alone(literal, domains):
            return Why(literal.test, alone, alone=True)
        before = [other for other in literals[:place] if other.test.field == field]
        missing = next(
            (one for one in before if (one.wants == _MISSING) != (literal.wants == _MISSING)), None
        )
        if missing is not None:
            return Why(literal.test, _both(missing, literal), alone=False)
        for kind, span in _narrowed(literal, domains, spans).items():
            spans[field, kind] = span
            if span.is_empty:
                return Why(literal.test, _against(before, literal, kind), alone=False)
    return None


def _narrowed(literal: _Literal, domains: Domains, spans: dict[tuple[str, str], Span]) -> dict[str, Span]:
    """Return what is left of a field, by the kinds that a test reads."""
    field = literal.test.field
    left: dict[str, Span] = {}
    for kind, narrow in _narrowings(literal):
        span = left.get(kind) or spans.get((field, kind)) or domains.of(field, kind)
        left[kind] = narrow(span)
    return left


def _narrowings(literal: _Literal) -> list[tuple[str, _Narrow]]:
    """Return what a test does to the values of its field, by kind; nothing where that cannot be said."""
    operator, operand = literal.operator, literal.test.operand
    if operator in _AGES:
        return [("age", partial(_AGES[operator], days=Decimal(int(operand))))]  # type: ignore[arg-type]  # whole days
    by_kind: dict[str, list[Value]] = {}
    for value in operand if isinstance(operand, tuple) else (operand,):
        by_kind.setdefault(kind_of(value), []).append(_comparable(value))
    if operator == "in" and len(by_kind) > 1:
        return []
    narrow = _NARROW.get(operator)
    return [(kind, partial(narrow, values=values)) for kind, values in by_kind.items()] if narrow else []


def _comparable(value: Any) -> Value:
    if isinstance(value, bool | date):
        return value
    return normalised(value) if isinstance(value, str) else Decimal(value)


def _never_alone(literal: _Literal, domains: Domains) -> str:
    """Return why a test can never hold, whatever stands beside it; empty where it may."""
    field = literal.test.field
    if literal.wants == _MISSING and is_always_known(field) and domains is not NOTHING_KNOWN:
        return f'"{field}" is never missing'
    for kind, span in _narrowed(literal, domains, {}).items():
        if span.is_empty:
            return _out_of_reach(literal, domains.of(field, kind))
    return ""


def _out_of_reach(literal: _Literal, domain: Span) -> str:
    operator, field = literal.operator, literal.test.field
    if domain.high is not None and operator in {"at_least", "above"}:
        return f'"{field}" is never above {_number(domain.high)}'
    if domain.low is not None and operator in {"at_most", "below"}:
        return f'"{field}" is never below {_number(domain.low)}'
    return f'"{field}" is never {literal.wants}'


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _against(before: Sequence[_Literal], literal: _Literal, kind: str) -> str:
    """Name the first test that alone contradicts this one."""
    for other in before:
        spans = {(other.test.field, name): span for name, span in _narrowed(other, NOTHING_KNOWN, {}).items()}
        left = _narrowed(literal, NOTHING_KNOWN, spans).get(kind)
        if left is not None and left.is_empty:
            return _both(other, literal)
    return f'the tests of "{literal.test.field}" contradict each other'


def _both(one: _Literal, other: _Literal) -> str:
    return f'"{one.test.field}" cannot be {one.wants} and {other.wants}'
