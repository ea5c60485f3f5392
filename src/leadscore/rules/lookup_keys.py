"""The keys of a lookup: no two that stand for the same value of a stage or status."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from leadscore.errors import Problem, RulesError
from leadscore.rules.operators import Field
from leadscore.schema.scores import LookupRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.load import RulesFile

__all__ = ["check_lookup_keys"]


def check_lookup_keys(file: RulesFile) -> None:
    """Check that no cell can be two keys of one lookup.

    Keys that are the same text are found when the rules are read; here are those that only mean the same.

    Raises:
        RulesError: Some keys mean the same.
    """
    problems = list(_problems(file))
    if problems:
        raise RulesError(problems)


def _problems(file: RulesFile) -> Iterator[Problem]:
    for score, model in file.rules.ruled.items():
        for number, rule in enumerate(model.rules):
            if isinstance(rule, LookupRule):
                for first, key in _same(rule):
                    place = file.place(("scores", score, "rules", number, "points", key))
                    message = f'rule "{rule.id}": the keys "{first}" and "{key}" mean the same'
                    yield Problem(file.file, place.line, place.column, message, "remove one of the two")


def _same(rule: LookupRule) -> Iterator[tuple[str, str]]:
    """Yield each key that means the same as one before, after that one."""
    field, first = Field(rule.lookup, date.min, {}), dict[object, str]()
    for key in rule.keyed:
        if isinstance(key, str) and field.meant:
            before = next((first[value] for value in field.equal_to(key) if value in first), None)
            if before is None:
                first.update(dict.fromkeys(field.equal_to(key), key))
            else:
                yield before, key
