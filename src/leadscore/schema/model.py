"""The rules file as a tree of models, in the order in which it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from leadscore.errors import did_you_mean
from leadscore.schema.base import Listed, Model, Several
from leadscore.schema.conditions import Condition, Node
from leadscore.schema.later import Channels, CrmStage, DealSteps, Guards, Nurture, Owner, Recycling
from leadscore.schema.scores import CombinedScore, RuledScore, Score
from leadscore.schema.types import (
    Day,
    Duration,
    Encoding,
    Name,
    SlugName,
    Text,
    Threshold,
    Version,
    Zone,
    as_threshold,
    describe,
    error,
    fail,
    fail_at,
)

if TYPE_CHECKING:
    from leadscore.schema.types import Where

__all__ = [
    "Axis",
    "Disqualification",
    "Example",
    "Grade",
    "Handoff",
    "InputName",
    "Lights",
    "Mark",
    "Outputs",
    "Persona",
    "Question",
    "Rules",
    "Source",
    "Stage",
]

Profile = Literal[
    "hubspot",
    "salesforce",
    "pipedrive",
    "zoho",
    "dynamics",
    "mautic",
    "odoo",
    "espocrm",
    "suitecrm",
    "facebook",
]
"""A system whose exports are known."""
InputName = Literal["contacts", "activities", "deals", "companies", "costs"]
INPUTS: Final = ("contacts", "activities", "deals", "companies", "costs")


class Source(Model):
    """How one input's columns are found and read."""

    columns: dict[str, Text] = Field(default_factory=dict)
    optional: Several[Text] = ()
    missing: Several[Text] = ()
    profile: Profile | None = None
    dates: Literal["day_first", "month_first"] | None = None
    decimal: Literal[",", "."] | None = None
    ranges: Literal["lower", "upper", "missing"] | None = None
    encoding: Encoding | None = None
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    header_line: Annotated[int, Field(ge=1)] | None = None
    sheet: Text | None = None
    events: dict[str, Text] = Field(default_factory=dict)


class Persona(Model):
    """A kind of person in the buying process; a contact has the first that matches."""

    name: Name
    when: Condition


class Mark(Model):
    """One letter or number of the grade and the score from which on it is given."""

    mark: str
    at_least: Threshold


class Axis(Model):
    """One half of the grade: a score and its marks, best first."""

    score: Name
    marks: tuple[Mark, ...]


def _letters(value: Any) -> Any:
    return _axis(value, re.compile("[A-Z]"), "letter", "{score: fit, A: 75, B: 50, C: 0}")


def _numbers(value: Any) -> Any:
    return _axis(value, re.compile("[0-9]{1,2}"), "number", "{score: engagement, 1: 60, 2: 35, 3: 0}")


def _axis(value: Any, allowed: re.Pattern[str], what: str, example: str) -> Any:
    """Turn `{score: …, A: 75, …}` into the mapping of an `Axis`, or report every entry that is wrong."""
    if not isinstance(value, dict):
        fail(f"a grade's {what} is written {example}, found {describe(value)}")
    marks = {str(key): threshold for key, threshold in value.items() if key != "score"}
    wrong = [_wrong_mark(key, threshold, allowed, what) for key, threshold in marks.items()]
    if errors := [(error, where) for error, where in wrong if error is not None]:
        fail_at(*errors)
    if not marks:
        fail(f"a grade's {what} needs at least one mark", f"write {example}")
    listed = tuple({"mark": key, "at_least": threshold} for key, threshold in marks.items())
    return {**{key: value[key] for key in value if key == "score"}, "marks": listed}


def _wrong_mark(
    key: str, threshold: Any, allowed: re.Pattern[str], what: str
) -> tuple[PydanticCustomError | None, Where]:
    if not allowed.fullmatch(key):
        single = "one capital letter" if what == "letter" else "a number of one or two digits"
        hint = did_you_mean(key, ["score"])
        return error(f'"{key}" is no {what} of a grade, which is {single}', hint, "key"), (key,)
    try:
        as_threshold(threshold)
    except PydanticCustomError as wrong:
        return wrong, (key,)
    return None, ()


class Grade(Model):
    """A letter for one score, a number for another, such as A2."""

    letter: Annotated[Axis, BeforeValidator(_letters)] | None = None
    number: Annotated[Axis, BeforeValidator(_numbers)] | None = None

    @model_validator(mode="after")
    def _has_an_axis(self) -> Grade:
        if self.letter is None and self.number is None:
            fail("a grade has a `letter`, a `number`, or both")
        return self


class Lights(Model):
    """When a lead's light is green or yellow; it is red else."""

    green: Condition | None = None
    yellow: Condition | None = None

    @model_validator(mode="after")
    def _has_a_light(self) -> Lights:
        if self.green is None and self.yellow is None:
            fail("lights say when a lead is `green`, when it is `yellow`, or both")
        return self


class Question(Model):
    """A qualification question and the field that answers it."""

    id: Name
    ask: Text
    answered_by: Text


class Disqualification(Model):
    """Who is taken out, and why."""

    id: Name
    reason: Text | None = None
    when: Condition

    @property
    def title(self) -> str:
        """The reason, or the id where there is none."""
        return self.reason or self.id


class Stage(Model):
    """One step of the funnel."""

    name: SlugName
    label: Text | None = None
    enter: Condition | None = None
    unless: Condition | None = None
    stay: Condition | None = None
    min_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    forward_only: bool = False

    @property
    def title(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


class Handoff(Model):
    """A list for Sales or marketing."""

    list: SlugName
    stage: Several[SlugName]
    when: Condition | None = None
    unless: Condition | None = None
    order_by: Text | None = None
    respond_within: Duration | None = None
    accepted_after: Duration | None = None


class Outputs(Model):
    """How the lists that people open are written."""

    delimiter: Literal[",", ";", "\t", "|"] = ","
    bom: bool = False


class Example(Model):
    """An example that must hold."""

    name: Text
    as_of: Day
    contact: dict[str, Any] = Field(default_factory=dict)
    activities: list[dict[str, Any]] = Field(default_factory=list)
    deals: list[dict[str, Any]] = Field(default_factory=list)
    company: dict[str, Any] = Field(default_factory=dict)
    was: SlugName | None = None
    since: Day | None = None
    expect: Condition


class Rules(Model):
    """A whole rules file."""

    version: Version
    name: Text | None = None
    timezone: Zone = "UTC"
    sources: dict[InputName, Source] = Field(default_factory=dict)
    personas: Listed[Persona] = ()
    scores: Annotated[dict[Name, Score], Field(min_length=1)]
    lead_score: Name | None = None
    grade: Grade | None = None
    lights: Lights | None = None
    qualification: Listed[Question] = ()
    disqualify: Listed[Disqualification] = ()
    stages: Listed[Stage] = ()
    handoff: Listed[Handoff] = ()
    owners: Listed[Owner] | None = None
    nurture: Nurture | None = None
    deals: DealSteps | None = None
    crm_stage: CrmStage | None = None
    recycle: Listed[Recycling] | None = None
    channels: Channels | None = None
    guards: Guards | None = None
    outputs: Outputs = Field(default_factory=Outputs)
    tests: Listed[Example] = ()

    def source(self, name: InputName) -> Source:
        """Return how an input is read; the defaults where the file says nothing."""
        return self.sources.get(name, Source())

    @property
    def events(self) -> dict[str, str]:
        """The columns of contacts of which each day becomes an activity, with its type."""
        return self.source("contacts").events

    @property
    def ruled(self) -> dict[str, RuledScore]:
        """The scores with rules, in file order."""
        return {name: score for name, score in self.scores.items() if isinstance(score, RuledScore)}

    @property
    def combined(self) -> dict[str, CombinedScore]:
        """The scores that combine others, in file order."""
        return {name: score for name, score in self.scores.items() if isinstance(score, CombinedScore)}

    @property
    def light_conditions(self) -> list[tuple[str, Node]]:
        """The lights that have a condition, the weakest first."""
        lights = self.lights
        pairs = (("yellow", lights.yellow), ("green", lights.green)) if lights else ()
        return [(color, condition) for color, condition in pairs if condition is not None]

    @property
    def main_score(self) -> str:
        """The name of the lead score: `total`, else the only one, else what `lead_score` names."""
        if "total" in self.scores:
            return "total"
        return next(iter(self.scores)) if len(self.scores) == 1 else str(self.lead_score)
