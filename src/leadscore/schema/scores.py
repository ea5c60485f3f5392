"""Scores and their rules: who a contact is, what they do, and how both are combined."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, PlainValidator, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from leadscore.schema.base import Listed, Model, Several, exactly_one
from leadscore.schema.conditions import Condition
from leadscore.schema.types import (
    Duration,
    Name,
    Percent,
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


class NoDecay(Model):
    """An activity counts in full for ever."""


class HalfLife(Model):
    """An activity counts half after this many days, a quarter after twice as many."""

    half_life: Duration


class Linear(Model):
    """An activity loses the same part every day and is worth nothing after this many days."""

    linear: Duration


class StepSize(Model):
    """How long a step lasts and how much each takes away."""

    every: Duration
    lose: Percent


class Step(Model):
    """An activity loses a part of its first worth every so many days."""

    step: StepSize


_DECAYS: dict[str, type[HalfLife | Linear | Step]] = {"half_life": HalfLife, "linear": Linear, "step": Step}


def _as_decay(value: Any) -> NoDecay | HalfLife | Linear | Step:
    if value == "none":
        return NoDecay()
    if isinstance(value, Model):
        return value  # type: ignore[return-value]  # a model that was built by hand
    if isinstance(value, str):
        fail(
            f"a decay is `none`, or written {{half_life: 30d}}, {{linear: 90d}} or {{step: …}}; found {describe(value)}"
        )
    key = exactly_one(value, tuple(_DECAYS), "a decay that is not `none`")
    return _DECAYS[key].model_validate(value)


Decay = Annotated[
    NoDecay | HalfLife | Linear | Step,
    PlainValidator(_as_decay),
]
"""How activities fade with age."""


class Group(Model):
    """Limits on the sum of some rules of one score."""

    max: Points | None = None
    min: Points | None = None

    @model_validator(mode="after")
    def _has_limits_in_order(self) -> Group:
        if self.max is None and self.min is None:
            fail("a group limits its rules: give it `max`, `min` or both")
        if self.max is not None and self.min is not None and self.min > self.max:
            fail_at((error("a group's `min` is at most its `max`"), ("min",)))
        return self


class _RuleBase(Model):
    id: Name
    label: Text | None = None
    group: Name | None = None

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

    unknown: Points | None = None


class WhenRule(ContactRule):
    """Gives points where a condition is true."""

    when: Condition
    points: Points


def _as_limit(value: Any) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        fail(f"`below` is a number, found {describe(value)}")
    return value


class Band(Model):
    """Points for values below a limit; the last band may have none."""

    below: Annotated[int | Decimal, PlainValidator(_as_limit)] | None = None
    points: Points


class BandRule(ContactRule):
    """Gives the points of the first band whose limit is above the value."""

    band: Text
    points: Listed[Band]

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
                fail_at((error(message), ("points", place + 1, "below")))
        return self


def _as_lookup_points(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        fail(f"a lookup's points are written {{value: points}}, found {describe(value)}")
    return value


def _lookup_key(key: Any) -> Scalar:
    return as_scalar(getattr(key, "value", key))


class LookupRule(ContactRule):
    """Gives the points that stand beside the value."""

    lookup: Text
    points: Annotated[
        dict[Annotated[Scalar, PlainValidator(_lookup_key)], Points], BeforeValidator(_as_lookup_points)
    ]

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

    activity: Several[Text]
    where: Condition | None = None
    within_last: Duration | None = None
    count: Literal["each", "per_day", "once"] = "each"
    min_count: Annotated[int, Field(ge=1, le=900_000)] = 1
    points: Points
    max: Points | None = None
    decay: Decay | None = None

    @model_validator(mode="after")
    def _max_is_positive(self) -> ActivityRule:
        if self.max is not None and self.max <= 0:
            message = "`max` limits the size of a rule's points in both directions: it is above 0"
            fail_at((error(message), ("max",)))
        return self


class QuietRule(_RuleBase):
    """Gives points, usually below 0, where the newest activity is older than this."""

    quiet_for: Duration
    except_: Several[Text] | None = Field(default=None, alias="except")
    points: Points


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
    PlainValidator(_as_rule),
]
"""A rule of one of the five kinds."""


class RuledScore(Model):
    """A score that adds up the points of its rules."""

    full_at: Points = 100_000
    min: Points = 0
    decay: Decay = NoDecay()
    groups: dict[Name, Group] = Field(default_factory=dict)
    rules: Listed[Rule]
    momentum: Duration | None = None

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

    combine: Annotated[dict[Name, Weight], Field(min_length=1)]
    momentum: Duration | None = None

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
    PlainValidator(_as_score),
]
"""A score with rules, or one that combines others."""
