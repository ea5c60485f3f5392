"""Conditions with three values: true, false and unknown, which is `None`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.reference.meanings import meaning
from tests.reference.rows import Facts, look_up
from tests.reference.values import Scalar, Value, duration_days, is_day, normalise, trim

Truth = bool | None
Condition = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """What a condition needs besides the contact.

    Attributes:
        as_of: The day on which ages are counted.
        lists: Contents of the files named by `in_list`, by their path in the rules.
    """

    as_of: date
    lists: Mapping[str, str] = field(default_factory=dict)


def all_of(truths: Sequence[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def any_of(truths: Sequence[Truth]) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def holds(condition: Condition, facts: Facts, setting: Setting) -> Truth:
    """Say whether every entry of a condition holds."""
    return all_of([_entry(key, test, facts, setting) for key, test in condition.items()])


def held_back(entry: Condition, facts: Facts, setting: Setting) -> bool:
    """Say whether an entry's `unless` is true; unknown holds nobody back."""
    return "unless" in entry and holds(entry["unless"], facts, setting) is True


def _entry(key: str, test: Any, facts: Facts, setting: Setting) -> Truth:
    if key == "all":
        return all_of([holds(part, facts, setting) for part in test])
    if key == "any":
        return any_of([holds(part, facts, setting) for part in test])
    if key == "not":
        return negation(holds(test, facts, setting))
    return passes(look_up(facts, key), test, setting)


def passes(value: Value, test: Any, setting: Setting) -> Truth:
    """Say whether a value passes a scalar (is), a list (is one of), or all of several operators."""
    if isinstance(test, Mapping):
        return all_of([_OPERATORS[name](value, operand, setting) for name, operand in test.items()])
    return (
        one_of(value, test)
        if isinstance(test, Sequence) and not isinstance(test, str)
        else equals(value, test)
    )


def equals(value: Value, scalar: Scalar) -> Truth:
    """Compare as the kind that the rules name; unknown where the value cannot be read as that kind."""
    mine, theirs = _meant(value, scalar)
    return None if mine is None else mine == theirs


def one_of(value: Value, scalars: Sequence[Scalar]) -> Truth:
    """Say whether any scalar equals the value; unknown only if it can be read as none of their kinds."""
    truths = [equals(value, scalar) for scalar in scalars]
    return None if all(truth is None for truth in truths) else True in truths


def _both(value: Value, scalar: Scalar) -> tuple[Any, Any]:
    if isinstance(scalar, bool):
        return value.flag, scalar
    if not isinstance(scalar, str):
        return value.number, float(scalar)
    if is_day(scalar):
        return value.day, date.fromisoformat(scalar)
    return value.text, normalise(scalar)


def _meant(value: Value, scalar: Scalar) -> tuple[Any, Any]:
    """Return both sides as they are compared for equality: a stage or status by what it means."""
    mine, theirs = _both(value, scalar)
    texts = isinstance(mine, str) and isinstance(theirs, str)
    return (meaning(value.column, mine), meaning(value.column, theirs)) if texts else (mine, theirs)


def below(value: Value, scalar: Scalar) -> Truth:
    mine, theirs = _both(value, scalar)
    return None if mine is None else mine < theirs


def above(value: Value, scalar: Scalar) -> Truth:
    mine, theirs = _both(value, scalar)
    return None if mine is None else mine > theirs


def _at_least(value: Value, scalar: Scalar) -> Truth:
    return negation(below(value, scalar))


def _at_most(value: Value, scalar: Scalar) -> Truth:
    return negation(above(value, scalar))


def _between(value: Value, ends: Sequence[Scalar]) -> Truth:
    return all_of([_at_least(value, ends[0]), _at_most(value, ends[1])])


def _any_text(value: Value, operand: str | Sequence[str], found: Callable[[str, str], bool]) -> Truth:
    if value.text is None:
        return None
    texts = [operand] if isinstance(operand, str) else operand
    return any(found(value.text, normalise(text)) for text in texts)


def has_word(text: str, word: str) -> bool:
    """Say whether a word stands somewhere in a text with no letter or number next to it."""
    starts = (match.start() for match in re.finditer(f"(?={re.escape(word)})", text))
    return any(not _lettered(text[:at][-1:]) and not _lettered(text[at + len(word) :][:1]) for at in starts)


def _lettered(character: str) -> bool:
    return character != "" and unicodedata.category(character)[0] in "LN"


def _matches(value: Value, pattern: str) -> Truth:
    return None if value.text is None else re.search(pattern, value.text, re.IGNORECASE) is not None


def _in_list(value: Value, content: str) -> Truth:
    lines = [line for line in content.split("\n") if trim(line) and not line.startswith("#")]
    return None if value.text is None else value.text in map(normalise, lines)


def _age(value: Value, setting: Setting) -> int | None:
    return None if value.day is None else (setting.as_of - value.day).days


def _within_last(value: Value, duration: str, setting: Setting) -> Truth:
    age = _age(value, setting)
    return None if age is None else 0 <= age <= duration_days(duration)


def _older_than(value: Value, duration: str, setting: Setting) -> Truth:
    age = _age(value, setting)
    return None if age is None else age > duration_days(duration)


_OPERATORS: Mapping[str, Callable[[Value, Any, Setting], Truth]] = {
    "is": lambda value, scalar, _: equals(value, scalar),
    "in": lambda value, scalars, _: one_of(value, scalars),
    "not_in": lambda value, scalars, _: negation(one_of(value, scalars)),
    "contains": lambda value, texts, _: _any_text(value, texts, lambda text, part: part in text),
    "has_word": lambda value, texts, _: _any_text(value, texts, has_word),
    "starts_with": lambda value, texts, _: _any_text(value, texts, str.startswith),
    "ends_with": lambda value, texts, _: _any_text(value, texts, str.endswith),
    "matches": lambda value, pattern, _: _matches(value, pattern),
    "known": lambda value, wanted, _: value.known == wanted,
    "at_least": lambda value, scalar, _: _at_least(value, scalar),
    "above": lambda value, scalar, _: above(value, scalar),
    "at_most": lambda value, scalar, _: _at_most(value, scalar),
    "below": lambda value, scalar, _: below(value, scalar),
    "between": lambda value, ends, _: _between(value, ends),
    "before": lambda value, scalar, _: below(value, scalar),
    "after": lambda value, scalar, _: above(value, scalar),
    "within_last": _within_last,
    "older_than": _older_than,
    "in_list": lambda value, path, setting: _in_list(value, setting.lists[path]),
}
