"""Strategies for conditions: every operator on every kind of field, nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.properties.odds import mostly
from tests.properties.pools import DURATIONS, LISTS, MIXED, PATTERNS, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.values import Scalar

_NEVER_MISSING = {"count", "amount"}


def conditions(fields: Sequence[Field], depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a condition on these fields; `all`, `any` and `not` nest up to the depth."""
    tests = _tests_of(fields)
    if depth == 0:
        return tests
    inner = conditions(fields, depth - 1)
    several = st.lists(inner, min_size=1, max_size=3)
    nested = st.one_of(
        several.map(lambda parts: {"any": parts}),
        several.map(lambda parts: {"all": parts}),
        _negations(fields, several),
    )
    both = st.tuples(tests, nested).map(lambda pair: pair[0] | pair[1])
    return mostly(tests, st.one_of(nested, both), times=1 if depth > 1 else 2)


def _tests_of(fields: Sequence[Field]) -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.lists(st.sampled_from(fields), min_size=1, max_size=2, unique_by=lambda field: field.name)
    return chosen.flatmap(lambda some: st.fixed_dictionaries({field.name: tests(field) for field in some}))


def _negations(
    fields: Sequence[Field], several: st.SearchStrategy[list[dict[str, Any]]]
) -> st.SearchStrategy[dict[str, Any]]:
    one = st.sampled_from(fields).flatmap(lambda field: st.fixed_dictionaries({field.name: tests(field)}))
    inside = st.one_of(
        one, several.map(lambda parts: {"any": parts}), several.map(lambda parts: {"all": parts})
    )
    return inside.map(lambda part: {"not": part})


def tests(field: Field) -> st.SearchStrategy[Any]:
    """Draw a test of this field: a scalar, a list, or one or two operators."""
    operators = _operators(field)
    together = st.lists(st.sampled_from(sorted(operators)), min_size=1, max_size=2, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: operators[name] for name in names})
    )
    if field.kind == "amount":
        return together
    scalars = _scalars(field)
    return mostly(together, st.one_of(scalars, _lists(scalars)), times=1)


def _operators(field: Field) -> Mapping[str, st.SearchStrategy[Any]]:
    scalars = _scalars(field)
    operators: dict[str, st.SearchStrategy[Any]] = {}
    if field.kind != "amount":
        operators |= {"is": scalars, "in": _lists(scalars), "not_in": _lists(scalars)}
    if field.kind not in _NEVER_MISSING or field.name == "last_activity_days":
        operators["known"] = st.booleans()
    if field.kind in {"number", "day", "count", "amount"}:
        operators |= _ordering(field)
    if field.kind == "day":
        operators |= _calendar(field)
    if field.kind in {"text", "known_text"}:
        operators |= _textual(field)
    return operators


def _scalars(field: Field) -> st.SearchStrategy[Scalar]:
    """Draw a scalar of the field's own pool; for cells now and then one of another kind."""
    own = st.sampled_from(field.operands)
    mixed = field.kind in {"text", "number", "flag", "day"}
    return mostly(own, st.sampled_from(MIXED), times=5) if mixed else own


def _lists(scalars: st.SearchStrategy[Scalar]) -> st.SearchStrategy[list[Scalar]]:
    return st.lists(
        scalars, min_size=1, max_size=3, unique_by=lambda scalar: (type(scalar), str(scalar).lower())
    )


def _ordering(field: Field) -> Mapping[str, st.SearchStrategy[Any]]:
    own = st.sampled_from(field.operands)
    ends = st.lists(own, min_size=2, max_size=2).map(sorted)
    return dict.fromkeys(("at_least", "above", "at_most", "below"), own) | {"between": ends}


def _calendar(field: Field) -> Mapping[str, st.SearchStrategy[Any]]:
    own, durations = st.sampled_from(field.operands), st.sampled_from(DURATIONS)
    return {"before": own, "after": own, "within_last": durations, "older_than": durations}


def _textual(field: Field) -> Mapping[str, st.SearchStrategy[Any]]:
    words = st.sampled_from([operand for operand in field.operands if isinstance(operand, str)])
    one_or_more = st.one_of(words, st.lists(words, min_size=1, max_size=2, unique=True))
    names = ("contains", "has_word", "starts_with", "ends_with")
    return dict.fromkeys(names, one_or_more) | {
        "matches": st.sampled_from(PATTERNS),
        "in_list": st.sampled_from(sorted(LISTS)),
    }
