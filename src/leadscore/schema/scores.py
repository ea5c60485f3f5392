"""Scores and their rules: who a contact is, what they do, and how both are combined."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from leadscore.schema.base import Listed, Model, Several, exactly_one
from leadscore.schema.conditions import Condition
from leadscore.schema.decay import Decay, HalfLife, Linear, NoDecay, Step
from leadscore.schema.shapes import Read
from leadscore.schema.types import (
    THRESHOLD,
    Duration,
    Name,
    Points,
    Scalar,
    Text,
    Weight,
    as_scalar,
    describe,
    error,
    fail,
    fail_at,
    line_errors,
    number_help,
    thousands_help,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = [
    "ActivityRule",
    "Band",
    "BandRule",
    "CombinedScore",
    "ContactRule",
    "Decay",
    "Group",
    "HalfLife",
    "Linear",
    "LookupRule",
    "NoDecay",
    "QuietRule",
    "Rule",
    "RuledScore",
    "Score",
    "Step",
    "WhenRule",
]

DEFAULT_KEY = "default"


class Group(Model):
    """Limits on the sum of some rules of one score."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    max: Points | None = Field(
        None, description="The most that the rules of the group give together.", examples=[50]
    )
    min: Points | None = Field(
        None, description="The least that the rules of the group give together.", examples=[-20]
    )

    @model_validator(mode="after")
    def _has_limits_in_order(self) -> Group:
        if self.max is None and self.min is None:
            fail("a group limits its rules: give it `max`, `min` or both")
        if self.max is not None and self.min is not None and self.min > self.max:
            fail_at((error("a group's `min` is at most its `max`"), ("min",)))
        return self


class _RuleBase(Model):
    id: Name = Field(description="Its name, unique in the file.", examples=["region"])
    label: Text | None = Field(None, description="What reasons show instead of the id.", examples=["Region"])
    group: Name | None = Field(
        None, description="The group of the score whose limits hold for this rule too.", examples=["company"]
    )

    @property
    def title(self) -> str:
        """The label, or the id where there is none."""
        return self.label or self.id

    @classmethod
    def unknown_key(cls, key: str, value: Mapping[str, Any]) -> PydanticCustomError:
        """Return the error of a key that this kind of rule cannot have; it may go with another kind."""
        if key not in _GOES_WITH:
            return super().unknown_key(key, value)
        kind = next(kind for kind in RULE_KINDS if kind in value)
        return error(f'"{key}" goes with {_GOES_WITH[key]}, not with "{kind}"', "remove it", "key")


class ContactRule(_RuleBase):
    """A rule that reads the contact: its condition or value may be unknown."""

    unknown: Points | None = Field(
        None, description="The points where the condition or the value is unknown.", examples=[5]
    )


class WhenRule(ContactRule):
    """Gives points where a condition is true."""

    when: Condition = Field(
        description="Where this is true the rule gives its points.",
        examples=[{"country": ["DE", "AT", "CH"]}],
    )
    points: Points = Field(description="The points that it gives.", examples=[20, -10, 33.335])


def _as_limit(value: Any) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        fail(f"`below` is a number, found {describe(value)}", number_help(value))
    return value


class Band(Model):
    """Points for values below a limit; the last band may have none."""

    below: Annotated[int | Decimal, Read(_as_limit), THRESHOLD] | None = Field(
        None,
        description="The number below which the band lies; the last band may go without.",
        examples=[250],
    )
    points: Points = Field(description="The points of numbers in this band.", examples=[15])


class BandRule(ContactRule):
    """Gives the points of the first band whose limit is above the value."""

    band: Text = Field(description="The field whose number is read.", examples=["employees"])
    points: Listed[Band] = Field(
        description="The bands in ascending order, each with its points.",
        examples=[[{"below": 10, "points": 0}, {"below": 250, "points": 15}, {"points": 30}]],
    )

    @model_validator(mode="after")
    def _limits_ascend(self) -> BandRule:
        limits = [band.below for band in self.points]
        if None in limits[:-1]:
            place = limits.index(None)
            hint = "give it a `below`, or put it at the end"
            fail_at((error("only the last band may go without `below`", hint), ("points", place)))
        numbers = [limit for limit in limits if limit is not None]
        for place, (first, second) in enumerate(pairwise(numbers)):
            if first >= second:
                message = f"bands ascend: each `below` is above the one before; found {first}, then {second}"
                fail_at((error(message, thousands_help(second)), ("points", place + 1, "below")))
        return self


def _as_lookup_points(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        fail(f"a lookup's points are written {{value: points}}, found {describe(value)}")
    return value


def _lookup_key(key: Any) -> Scalar:
    return as_scalar(getattr(key, "value", key))


class LookupRule(ContactRule):
    """Gives the points that stand beside the value."""

    lookup: Text = Field(description="The field whose value is looked up.", examples=["country"])
    points: Annotated[
        dict[Annotated[Scalar, Read(_lookup_key)], Points], BeforeValidator(_as_lookup_points)
    ] = Field(
        min_length=1,
        description="The points that stand beside each value, and beside `default` those of all others.",
        examples=[{"DE": 20, "AT": 20, "default": 5}],
    )

    @property
    def keyed(self) -> dict[Scalar, int]:
        """Points by value, without the default."""
        return {key: points for key, points in self.points.items() if key != DEFAULT_KEY}

    @property
    def default(self) -> int:
        """Points of a value that is not listed."""
        return self.points.get(DEFAULT_KEY, 0)


class ActivityRule(_RuleBase):
    """Gives points for each of the contact's activities of some types."""

    activity: Several[Text] = Field(
        description="The type of activities that count, or several types.",
        examples=["page_view", ["download", "webinar"]],
    )
    where: Condition | None = Field(
        None,
        description="Which of them count, by their own columns.",
        examples=[{"url": {"contains": "/pricing"}}],
    )
    within_last: Duration | None = Field(
        None, description="Only activities that are at most this old count.", examples=["90d"]
    )
    count: Literal["each", "per_day", "once"] = Field(
        "each",
        description="Whether each one counts, one a day, or only the newest. Each, if it is not given.",
        examples=["once"],
    )
    min_count: Annotated[int, Field(ge=1, le=900_000)] = Field(
        1, description="With fewer activities than this the rule gives nothing.", examples=[2]
    )
    points: Points = Field(description="The points for each one that counts.", examples=[8])
    max: Points | None = Field(
        None,
        description="The rule gives at most this much; with negative points, takes at most this much.",
        examples=[24],
        json_schema_extra={"exclusiveMinimum": 0},
    )
    decay: Decay | None = Field(
        None,
        description="How activities fade with age, instead of the score's own decay.",
        examples=[{"half_life": "30d"}, "none"],
    )

    @model_validator(mode="after")
    def _max_is_positive(self) -> ActivityRule:
        if self.max is not None and self.max <= 0:
            message = "`max` limits the size of a rule's points in both directions: it is above 0"
            fail_at((error(message), ("max",)))
        return self


class QuietRule(_RuleBase):
    """Gives points, usually below 0, where the newest activity is older than this."""

    quiet_for: Duration = Field(
        description="The age from which on the newest activity makes the contact quiet.", examples=["60d"]
    )
    except_: Several[Text] | None = Field(
        default=None,
        alias="except",
        description="Types of activities that are no sign of life.",
        examples=[["email_sent", "email_bounce"]],
    )
    points: Points = Field(description="The points, usually below 0.", examples=[-15])


_RULES: Final[dict[str, type[WhenRule | BandRule | LookupRule | ActivityRule | QuietRule]]] = {
    "when": WhenRule,
    "band": BandRule,
    "lookup": LookupRule,
    "activity": ActivityRule,
    "quiet_for": QuietRule,
}
RULE_KINDS: Final = tuple(_RULES)
_GOES_WITH: Final = {
    **dict.fromkeys(("where", "within_last", "count", "min_count", "max", "decay"), '"activity"'),
    "except": '"quiet_for"',
    "unknown": '"when", "band" or "lookup"',
}
_RULE_KEYS: Final = {key for kind in _RULES.values() for key in kind.known_keys()}


class _AnyRule(_RuleBase):
    """What can be checked of a rule whose kind is not known."""

    unknown: Points | None = None
    points: Points | None = None

    @classmethod
    def known_keys(cls) -> dict[str, bool]:
        """Return the keys of all kinds of rules."""
        return {key: key == "id" for key in sorted(_RULE_KEYS)}


def _as_rule(value: Any) -> Any:
    if isinstance(value, Model):
        return value
    try:
        kind = exactly_one(value, RULE_KINDS, "a rule", _RULE_KEYS)
    except (PydanticCustomError, ValidationError) as problem:
        found = [
            *line_errors(problem),
            *(_faults_of_any_rule(value, problem) if isinstance(value, dict) else ()),
        ]
        raise ValidationError.from_exception_data("rule", found) from None
    return _RULES[kind].model_validate(value)


def _faults_of_any_rule(
    value: dict[str, Any], problem: PydanticCustomError | ValidationError
) -> list[InitErrorDetails]:
    """Return what is wrong with a rule besides its kind, so that one fault does not hide the others."""
    told = {str(key) for fault in line_errors(problem) for key in fault.get("loc", ())}
    strange = [str(key) for key in value if key not in told and key not in _RULE_KEYS]
    found = [
        InitErrorDetails(type=_AnyRule.unknown_key(key, value), loc=(key,), input=None) for key in strange
    ]
    known = {key: entry for key, entry in value.items() if key in _AnyRule.model_fields}
    if isinstance(known.get("points"), list | dict):
        del known["points"]
    try:
        _AnyRule.model_validate(known)
    except ValidationError as faults:
        found += line_errors(faults)
    return found


Rule = Annotated[
    WhenRule | BandRule | LookupRule | ActivityRule | QuietRule,
    Read(_as_rule, WhenRule | BandRule | LookupRule | ActivityRule | QuietRule),
]
"""A rule of one of the five kinds."""


class RuledScore(Model):
    """A score that adds up the points of its rules."""

    full_at: Points = Field(
        100_000,
        description="How many points make a full 100; more changes nothing. 100, if it is not given.",
        examples=[80],
        json_schema_extra={"exclusiveMinimum": 0},
    )
    min: Points = Field(
        0, description="The fewest points that the score can have. 0, if it is not given.", examples=[-40]
    )
    decay: Decay = Field(
        NoDecay(),
        description="How activities fade with age, for all rules that do not say it themselves.",
        examples=[{"half_life": "30d"}, {"step": {"every": "30d", "lose": "25%"}}],
    )
    groups: dict[Name, Group] = Field(
        default_factory=dict,
        description="Groups of rules by name, with limits on what they give together.",
        examples=[{"company": {"max": 50}}],
    )
    rules: Listed[Rule] = Field(
        description="The rules, whose points are added up.",
        examples=[[{"id": "region", "when": {"country": "DE"}, "points": 20}]],
    )
    momentum: Duration | None = Field(
        None, description="The time over which it is told how a score rises or falls.", examples=["7d"]
    )

    @model_validator(mode="after")
    def _limits_in_order(self) -> RuledScore:
        if self.full_at <= 0:
            message = "`full_at` is the number of points that make a full 100: it is above 0"
            fail_at((error(message), ("full_at",)))
        if self.min >= self.full_at:
            fail_at((error("`min` is below `full_at`, which is 100 unless it is given"), ("min",)))
        return self


class CombinedScore(Model):
    """The weighted mean of other scores."""

    combine: Annotated[dict[Name, Weight], Field(min_length=1)] = Field(
        description="Names of other scores and their weights.", examples=[{"fit": 40, "engagement": 60}]
    )
    momentum: Duration | None = Field(
        None, description="The time over which it is told how a score rises or falls.", examples=["7d"]
    )

    @classmethod
    def unknown_key(cls, key: str, value: Mapping[str, Any]) -> PydanticCustomError:
        """Return the error of a key that goes with rules, or with no score at all."""
        if key in RuledScore.known_keys():
            return error(f'"{key}" goes with "rules", not with "combine"', "remove it", "key")
        return super().unknown_key(key, value)


_SCORES: Final[dict[str, type[RuledScore | CombinedScore]]] = {"rules": RuledScore, "combine": CombinedScore}


def _as_score(value: Any) -> Any:
    if isinstance(value, Model):
        return value
    return _SCORES[exactly_one(value, tuple(_SCORES), "a score", RuledScore.known_keys())].model_validate(
        value
    )


Score = Annotated[
    RuledScore | CombinedScore,
    Read(_as_score, written=RuledScore | CombinedScore),
]
"""A score with rules, or one that combines others."""
