"""What single rules gave a lead, and why: the value, the condition or the silence behind the points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from leadscore.columns import holds, newest, undecided
from leadscore.pipeline.explain.amounts import as_points
from leadscore.pipeline.lead import answer_of
from leadscore.results.explanation import Reading, RulePoints
from leadscore.rules.activity_rules import CompiledActivityRule
from leadscore.schema.conditions import FieldTest, field_tests
from leadscore.schema.scores import BandRule, LookupRule, QuietRule, WhenRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.pipeline.explain.activities import Log
    from leadscore.pipeline.lead import Lead
    from leadscore.rules.compile import CompiledRule
    from leadscore.schema.conditions import Node
    from leadscore.schema.scores import Rule

__all__ = ["explain_rule"]


def explain_rule(
    rule: Rule, compiled: CompiledRule, line: Mapping[str, Any], lead: Lead, log: Log
) -> RulePoints:
    """Return what a rule gave, and why.

    Args:
        rule: The rule in the rules file.
        compiled: The same, compiled.
        line: Its line of the ledger.
        lead: The lead.
        log: Its activities.

    Raises:
        InputError: Its activities are not those that were summed, which would be a fault of this program.
    """
    given = RulePoints(
        rule=rule.id,
        title=rule.title,
        kind="activity",
        group=rule.group,
        before=as_points(line["before"]),
        lost_to_decay=as_points(line["lost_to_decay"]),
        lost_to_cap=as_points(line["lost_to_cap"]),
        points=as_points(line["points"]),
    )
    match rule:
        case WhenRule():
            return _of_condition(given, rule, lead)
        case BandRule():
            return _of_value(replace(given, kind="band", why=_above(rule, lead)), rule.band, lead)
        case LookupRule():
            return _of_value(replace(given, kind="lookup"), rule.lookup, lead)
        case QuietRule():
            return replace(given, kind="quiet_for", why=_silence(rule, lead))
    if not isinstance(compiled, CompiledActivityRule):
        raise TypeError(compiled)
    decayed = line["before"] - line["lost_to_decay"]
    behind = log.behind(rule, compiled, lead, decayed)
    return replace(given, activities=behind, why="" if behind else log.why_none(rule, compiled, lead))


def _of_condition(given: RulePoints, rule: WhenRule, lead: Lead) -> RulePoints:
    answer = answer_of(lead.cells[holds(rule.id)])
    fields = dict.fromkeys(test.field for test in field_tests(rule.when))
    return replace(
        given,
        kind="when",
        answer=answer,
        reads=tuple(Reading(field, lead.found(field)) for field in fields),
        parts=lead.parts(rule.when),
        missing=_open_fields(rule.when, lead) if answer == "unknown" else (),
    )


def _open_fields(node: Node, lead: Lead) -> tuple[str, ...]:
    """Return the fields whose tests are unknown."""
    fields = [test.field for test in field_tests(node) if lead.answer(test) == "unknown"]
    return tuple(dict.fromkeys(fields))


def _of_value(given: RulePoints, field: str, lead: Lead) -> RulePoints:
    open_ = lead.cells[undecided(given.rule)]
    return replace(
        given,
        answer="unknown" if open_ else "yes",
        reads=(Reading(field, lead.found(field)),),
        missing=(field,) if open_ else (),
    )


def _above(rule: BandRule, lead: Lead) -> str:
    """Return that a value lies above all bands; empty where it does not."""
    last = rule.points[-1].below
    if last is None or lead.answer(FieldTest(rule.band, "at_least", last, ())) != "yes":
        return ""
    return f"{rule.band} = {lead.found(rule.band)}, above the last band, which ends below {last:,}"


def _silence(rule: QuietRule, lead: Lead) -> str:
    age = lead.cells[newest(rule.id)]
    if age is None:
        return "no activity that counts, so never active"
    days = "day" if age == 1 else "days"
    if age > rule.quiet_for:
        return f"the newest activity is {age:,} {days} old, which is more than {rule.quiet_for:,}"
    return f"the newest activity is {age:,} {days} old, and quiet begins after {rule.quiet_for:,}"
