"""Conditions that are true of nobody, and negations that leave leads undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.columns import LEAD_PERSONA
from leadscore.pipeline.health.asking import negations
from leadscore.pipeline.health.export import ENOUGH, those_of
from leadscore.schema.conditions import FieldTest, field_tests
from leadscore.schema.domains import domains_of
from leadscore.schema.possible import why_never
from leadscore.schema.uses import condition_uses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from leadscore.pipeline.health.export import Export
    from leadscore.results.health import Finding
    from leadscore.schema.conditions import Negation
    from leadscore.schema.uses import ConditionUse

__all__ = ["look_at_negations", "look_at_people"]

_UNDECIDED: Final = 1
"""Per cent of all leads from which on it is worth telling that they stay undecided."""


def look_at_people(export: Export, empty: Collection[str]) -> Iterator[Finding]:
    """Yield the personas that nobody gets, and the disqualifications and tracks that are true of nobody.

    Args:
        export: The export.
        empty: Fields of which it is said that they are nearly empty.
    """
    domains = domains_of(export.rules)
    uses = [
        use
        for use in condition_uses(export.rules)
        if use.path[0] in {"personas", "disqualify", "nurture"} and use.path[-1] != "unless"
    ]
    if export.leads < ENOUGH or not uses:
        return
    true = export.contacts.select(
        export.compiled(use.condition).sum().alias(str(place)) for place, use in enumerate(uses)
    ).row(0)
    given = set(export.contacts[LEAD_PERSONA].unique()) if export.rules.personas else set()
    for use, leads in zip(uses, true, strict=True):
        if why_never(use.condition, domains) is not None or _all_missing(export, use, empty):
            continue
        if not leads:
            message = f"{use.what} never applies: its condition is true of none of the {export.leads:,} leads"
            hint = "look at what it asks for, or leave it for later exports"
            yield export.finding("never-applies", use.path, message, hint)
        elif use.path[0] == "personas" and _name(export, use) not in given:
            message = (
                f"nobody gets {use.what}: it is true of {leads:,} leads, and all of them have one above it"
            )
            hint = "a contact has the first persona that matches: put it higher, or remove it"
            yield export.finding("persona-shadowed", use.path, message, hint)


def _name(export: Export, use: ConditionUse) -> str:
    return export.rules.personas[int(use.path[1])].name


def _all_missing(export: Export, use: ConditionUse, empty: Collection[str]) -> bool:
    fields = {test.field for test in field_tests(use.condition)}
    return all(field in empty or export.lacks(field) for field in fields)


def look_at_negations(export: Export, empty: Collection[str]) -> Iterator[Finding]:
    """Yield each `not` and `not_in` that leaves many leads undecided, as what it reads is missing.

    Args:
        export: The export.
        empty: Fields of which it is said that they are nearly empty.
    """
    found = [
        (use, node)
        for use in condition_uses(export.rules)
        if not use.of_activity and use.path[-1] != "stay" and not _has_unknown(export, use)
        for node in negations(use.condition)
    ]
    if not found:
        return
    open_ = export.contacts.select(
        (export.compiled(node).is_null() & export.compiled(use.condition).is_null()).sum().alias(str(place))
        for place, (use, node) in enumerate(found)
    ).row(0)
    for (use, node), leads in zip(found, open_, strict=True):
        tests = list(field_tests(node))
        explained = all(test.field in empty or export.lacks(test.field) for test in tests)
        if leads and 100 * leads >= _UNDECIDED * export.leads and not explained:
            yield _undecided(export, use, node, tests, leads)


def _has_unknown(export: Export, use: ConditionUse) -> bool:
    """Return whether the rule says itself what it gives where its condition is unknown."""
    if use.path[0] != "scores":
        return False
    rule = export.rules.ruled[str(use.path[1])].rules[int(use.path[3])]
    return getattr(rule, "unknown", None) is not None


def _undecided(
    export: Export, use: ConditionUse, node: Negation | FieldTest, tests: list[FieldTest], leads: int
) -> Finding:
    word = "not_in" if isinstance(node, FieldTest) else "not"
    first = tests[0]
    fields = " or ".join(f'"{field}"' for field in dict.fromkeys(test.field for test in tests))
    message = (
        f"`{word}` of {use.what} leaves {those_of(leads, export.leads)} undecided: {fields} is missing there"
    )
    now = f"{{{first.field}: {{not_in: […]}}}}" if word == "not_in" else "{not: {…}}"
    help_ = (
        f"undecided is not true; if missing is fine, write any: [{now}, {{{first.field}: {{known: false}}}}]"
    )
    return export.finding("left-undecided", (*use.path, *first.where), message, help_)
