"""Every place of the rules that reads a field: what the checks, the input contract and the compiler walk over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.schema.conditions import FieldTest, Node, field_tests
from leadscore.schema.fields import Step, field_info
from leadscore.schema.operators import kind_of
from leadscore.schema.scores import ActivityRule, BandRule, LookupRule, QuietRule, WhenRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leadscore.columns import Kind
    from leadscore.schema.conditions import Where
    from leadscore.schema.model import InputName, Rules
    from leadscore.schema.scores import Rule

__all__ = [
    "ConditionUse",
    "FieldUse",
    "all_uses",
    "condition_uses",
    "field_uses",
    "input_uses",
    "inputs_needed",
    "kinds_of",
    "rule_uses",
    "tests_in",
]

_KIND_OF_OPERATOR: Final[Mapping[str, Kind]] = {
    "contains": "text",
    "has_word": "text",
    "starts_with": "text",
    "ends_with": "text",
    "matches": "text",
    "in_list": "text",
    "known": "text",
    "before": "day",
    "after": "day",
    "within_last": "day",
    "older_than": "day",
}


@dataclass(frozen=True)
class ConditionUse:
    """A condition, where it stands, and when it is evaluated.

    Attributes:
        what: How messages name its owner, such as `rule "pricing"`.
        path: Its place in the file.
        condition: The condition.
        step: The step that evaluates it; it sees the fields of earlier steps.
        of_activity: Whether it reads an activity's own columns (`where`).
    """

    what: str
    path: Where
    condition: Node
    step: Step
    of_activity: bool = False


@dataclass(frozen=True)
class FieldUse:
    """One field that is read, as which kinds, and where that stands.

    Attributes:
        what: How messages name its owner.
        path: The place of the field's name in the file.
        field: The name as written.
        kinds: What it is read as.
        step: The step that reads it.
        of_activity: Whether it is one of an activity's own columns.
        test: The test that reads it, where there is one.
    """

    what: str
    path: Where
    field: str
    kinds: tuple[Kind, ...]
    step: Step
    of_activity: bool = False
    test: FieldTest | None = None


def kinds_of(test: FieldTest) -> tuple[Kind, ...]:
    """Return as which kinds a test reads its field: one, or several for a list of mixed values."""
    if test.operator in _KIND_OF_OPERATOR:
        return (_KIND_OF_OPERATOR[test.operator],)
    operands = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    return tuple(dict.fromkeys(kind_of(operand) for operand in operands))


def rule_uses(rule: Rule, path: Where) -> Iterator[ConditionUse]:
    """Yield the conditions of one rule."""
    what = f'rule "{rule.id}"'
    if isinstance(rule, WhenRule):
        yield ConditionUse(what, (*path, "when"), rule.when, Step.SCORE)
    if isinstance(rule, ActivityRule) and rule.where is not None:
        yield ConditionUse(what, (*path, "where"), rule.where, Step.SCORE, of_activity=True)


def condition_uses(rules: Rules) -> Iterator[ConditionUse]:
    """Yield every condition that takes effect, in the order of computation."""
    for place, persona in enumerate(rules.personas):
        yield ConditionUse(
            f'persona "{persona.name}"', ("personas", place, "when"), persona.when, Step.PERSONA
        )
    for name, score in rules.ruled.items():
        for place, rule in enumerate(score.rules):
            yield from rule_uses(rule, ("scores", name, "rules", place))
    for color in ("green", "yellow"):
        condition = getattr(rules.lights, color, None)
        if condition is not None:
            yield ConditionUse(f"the {color} light", ("lights", color), condition, Step.LIGHT)
    for place, entry in enumerate(rules.disqualify):
        yield ConditionUse(
            f'disqualification "{entry.id}"', ("disqualify", place, "when"), entry.when, Step.DISQUALIFY
        )
    yield from _stage_uses(rules)
    for place, way in enumerate(rules.recycle or ()):
        yield ConditionUse(f'recycling "{way.id}"', ("recycle", place, "when"), way.when, Step.STAGE)
    yield from _list_uses(rules)
    yield from _nurture_uses(rules)


def _stage_uses(rules: Rules) -> Iterator[ConditionUse]:
    for place, stage in enumerate(rules.stages):
        for key in ("enter", "unless", "stay"):
            condition = getattr(stage, key)
            if condition is not None:
                yield ConditionUse(f'stage "{stage.name}"', ("stages", place, key), condition, Step.STAGE)


def _list_uses(rules: Rules) -> Iterator[ConditionUse]:
    for place, entry in enumerate(rules.handoff):
        for key in ("when", "unless"):
            condition = getattr(entry, key)
            if condition is not None:
                yield ConditionUse(f'list "{entry.list}"', ("handoff", place, key), condition, Step.LIST)
    for place, owner in enumerate(rules.owners or ()):
        for key in ("when", "unless"):
            condition = getattr(owner, key)
            if condition is not None:
                what = f"entry number {place + 1} of owners"
                yield ConditionUse(what, ("owners", place, key), condition, Step.LIST)


def _nurture_uses(rules: Rules) -> Iterator[ConditionUse]:
    if rules.nurture is None:
        return
    consent: Where = ("nurture", "consent")
    yield ConditionUse("the consent of nurture", consent, rules.nurture.consenting, Step.LIST)
    for place, track in enumerate(rules.nurture.tracks):
        for key in ("when", "unless"):
            condition = getattr(track, key)
            if condition is not None:
                path: Where = ("nurture", "tracks", place, key)
                yield ConditionUse(f'track "{track.name}"', path, condition, Step.LIST)


def tests_in(use: ConditionUse) -> Iterator[FieldUse]:
    """Yield the fields that a condition tests."""
    for test in field_tests(use.condition):
        path = (*use.path, *test.where)
        yield FieldUse(use.what, path, test.field, kinds_of(test), use.step, use.of_activity, test)


def field_uses(rules: Rules) -> Iterator[FieldUse]:
    """Yield every field that is read by something that takes effect."""
    for use in condition_uses(rules):
        yield from tests_in(use)
    for name, score in rules.ruled.items():
        for place, rule in enumerate(score.rules):
            yield from _value_uses(rule, ("scores", name, "rules", place))
    for place, question in enumerate(rules.qualification):
        what = f'question "{question.id}"'
        yield FieldUse(
            what, ("qualification", place, "answered_by"), question.answered_by, ("text",), Step.CONTACT
        )
    yield from _crm_uses(rules)
    if rules.channels is not None:
        yield FieldUse("channels", ("channels", "column"), rules.channels.column, ("text",), Step.LIST)
    yield from _content_uses(rules)
    for column, type_ in rules.events.items():
        path = ("sources", "contacts", "events", column)
        yield FieldUse(f'event "{type_}"', path, column, ("day",), Step.CONTACT)


def _crm_uses(rules: Rules) -> Iterator[FieldUse]:
    if rules.crm_stage is not None and rules.crm_stage.use != "ignore":
        yield FieldUse("crm_stage", ("crm_stage", "column"), rules.crm_stage.column, ("text",), Step.STAGE)
    for place, way in enumerate(rules.recycle or ()):
        if way.reason is not None:
            path: Where = ("recycle", place, "reason")
            yield FieldUse(f'recycling "{way.id}"', path, way.reason, ("text",), Step.STAGE)


def _content_uses(rules: Rules) -> Iterator[FieldUse]:
    """Yield, for each track, the column of activities that names content."""
    for place, track in enumerate(rules.nurture.tracks if rules.nurture else ()):
        path: Where = ("nurture", "tracks", place, *(("taken", "field") if track.taken else ("content",)))
        what = f'track "{track.name}"'
        yield FieldUse(what, path, track.field, ("text",), Step.LIST, of_activity=True)


def _value_uses(rule: Rule, path: Where) -> Iterator[FieldUse]:
    what = f'rule "{rule.id}"'
    if isinstance(rule, BandRule):
        yield FieldUse(what, (*path, "band"), rule.band, ("number",), Step.SCORE)
    if isinstance(rule, LookupRule):
        kinds = tuple(dict.fromkeys(kind_of(key) for key in rule.keyed)) or ("text",)
        yield FieldUse(what, (*path, "lookup"), rule.lookup, kinds, Step.SCORE)


def input_uses(rules: Rules) -> Iterator[tuple[InputName, FieldUse]]:
    """Yield every use of an input besides contacts; the rule's own key where no field is named."""
    for name, score in rules.ruled.items():
        for place, rule in enumerate(score.rules):
            if isinstance(rule, ActivityRule | QuietRule):
                key = "activity" if isinstance(rule, ActivityRule) else "quiet_for"
                path = ("scores", name, "rules", place, key)
                yield "activities", FieldUse(f'rule "{rule.id}"', path, key, (), Step.SCORE)
    if rules.deals is not None:
        yield "deals", FieldUse("the section deals", ("deals",), "deals", (), Step.LIST)
    for use in _content_uses(rules):
        yield "activities", use
    for use in field_uses(rules):
        info = field_info(use.field)
        if info is not None and info.input != "contacts" and not use.of_activity:
            yield info.input, use


def inputs_needed(rules: Rules) -> dict[InputName, FieldUse]:
    """Return the inputs besides contacts that the rules use, each with the first place that does.

    Activities are not needed where columns of contacts give some.
    """
    needed: dict[InputName, FieldUse] = {}
    for name, use in input_uses(rules):
        if name != "activities" or not rules.events:
            needed.setdefault(name, use)
    return needed


def all_uses(rules: Rules) -> Iterator[FieldUse]:
    """Yield every field that is read anywhere in a rules file, in the expectations of examples too."""
    yield from field_uses(rules)
    for place, example in enumerate(rules.tests):
        what = f'example "{example.name}"'
        yield from tests_in(ConditionUse(what, ("tests", place, "expect"), example.expect, Step.LIST))
