"""Rules are run on an export, and looked at from every side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.pipeline.health.bands import band_parts, look_at_bands
from leadscore.pipeline.health.conditions import look_at_negations, look_at_people
from leadscore.pipeline.health.export import ENOUGH, Export, kind_of_rule
from leadscore.pipeline.health.fields import look_at_cells, look_at_fields, nearly_empty
from leadscore.pipeline.health.firing import find_firings, look_at_firings
from leadscore.pipeline.health.lookups import look_at_lookups, lookup_parts
from leadscore.pipeline.inputs import open_session
from leadscore.pipeline.scored import score_contacts
from leadscore.results import percent
from leadscore.results.health import Health, RuleHealth
from leadscore.schema.scores import BandRule, LookupRule

if TYPE_CHECKING:
    from leadscore.pipeline.health.firing import Firing
    from leadscore.pipeline.inputs import Inputs, Settings
    from leadscore.results.health import PartHealth
    from leadscore.schema.load import RulesFile

__all__ = ["examine"]


def examine(inputs: Inputs, file: RulesFile, settings: Settings) -> Health:
    """Score an export, and say how the rules fare with it.

    Args:
        inputs: The files.
        file: The rules.
        settings: How the run is made.

    Raises:
        InputError: A file cannot be read as what it was given as.
        RulesError: The rules need something that the inputs do not have.
    """
    scored = score_contacts(open_session(inputs, file, settings))
    settings.tell("looking at the rules")
    export = Export(scored)
    firings = find_firings(export)
    empty = nearly_empty(export)
    findings = [
        *look_at_firings(export, firings, empty),
        *(found for one in firings for found in look_at_bands(export, one, empty)),
        *(found for one in firings for found in look_at_lookups(export, one, empty)),
        *look_at_people(export, empty),
        *look_at_fields(export, empty),
        *look_at_cells(export),
        *look_at_negations(export, empty),
    ]
    return Health(
        contacts=tuple(path.name for path in inputs.files["contacts"]),
        as_of=settings.as_of,
        leads=export.leads,
        few=export.leads < ENOUGH,
        findings=tuple(sorted(findings, key=lambda found: (found.problem, found.code))),
        rules=tuple(_health(export, one) for one in firings),
    )


def _health(export: Export, one: Firing) -> RuleHealth:
    return RuleHealth(
        score=one.score,
        rule=one.rule.id,
        kind=kind_of_rule(one.rule),
        line=export.session.file.place(one.path).line,
        leads=one.leads,
        percent=percent(one.leads, export.leads),
        mean=_mean(one),
        parts=_parts(export, one),
    )


def _mean(one: Firing) -> float | None:
    """Return the mean of a rule's points, in points to a tenth, rounded half away from zero by whole numbers."""
    if not one.leads:
        return None
    tenths = (2 * abs(one.points) + 100 * one.leads) // (200 * one.leads)
    return (tenths if one.points >= 0 else -tenths) / 10


def _parts(export: Export, one: Firing) -> tuple[PartHealth, ...]:
    match one.rule:
        case BandRule():
            return band_parts(export, one.rule)
        case LookupRule():
            return lookup_parts(export, one.rule)
        case _:
            return ()
