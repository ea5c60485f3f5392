"""Conditions that take no effect in a run yet, but are checked: those of later sections and of examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.fields import Step
from leadscore.schema.uses import ConditionUse, field_uses, tests_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.model import Rules
    from leadscore.schema.types import Where
    from leadscore.schema.uses import FieldUse

__all__ = ["all_uses"]


def _idle_conditions(rules: Rules) -> Iterator[ConditionUse]:
    for place, entry in enumerate(rules.owners or ()):
        yield from _conditions(entry, f"entry number {place + 1} of owners", ("owners", place))
    if rules.nurture is not None:
        yield from _conditions(rules.nurture, "the consent of nurture", ("nurture",))
        for place, track in enumerate(rules.nurture.tracks):
            yield from _conditions(track, f'track "{track.name}"', ("nurture", "tracks", place))


def _conditions(model: object, what: str, path: Where) -> Iterator[ConditionUse]:
    for key in ("consent", "when", "unless"):
        condition = getattr(model, key, None)
        if condition is not None:
            yield ConditionUse(what, (*path, key), condition, Step.LIST)


def _examples(rules: Rules) -> Iterator[ConditionUse]:
    for place, example in enumerate(rules.tests):
        what = f'example "{example.name}"'
        yield ConditionUse(what, ("tests", place, "expect"), example.expect, Step.LIST)


def all_uses(rules: Rules) -> Iterator[FieldUse]:
    """Yield every field that is read anywhere in a rules file."""
    yield from field_uses(rules)
    for use in (*_idle_conditions(rules), *_examples(rules)):
        yield from tests_in(use)
