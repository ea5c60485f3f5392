"""The rules file as a tree of models, in the order in which it is written."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from leadscore.schema.accounts import Accounts
from leadscore.schema.base import Listed, Model
from leadscore.schema.channels import Channels
from leadscore.schema.conditions import Condition, Node
from leadscore.schema.deals import DealSteps
from leadscore.schema.funnel import CrmStage, Recycling, Stage
from leadscore.schema.grade import Axis, Grade, Lights, Mark
from leadscore.schema.guards import Guards
from leadscore.schema.handoff import Handoff, Owner
from leadscore.schema.nurture import Nurture
from leadscore.schema.scores import CombinedScore, RuledScore, Score
from leadscore.schema.shapes import Shape
from leadscore.schema.sources import INPUTS, InputName, Source, Sources
from leadscore.schema.types import Day, Name, SlugName, Text, Version, Zone

__all__ = [
    "INPUTS",
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

_CELL: Final = {"type": ["string", "number", "boolean"]}
_CELLS: Final = Shape("Cells", {"type": "object", "additionalProperties": _CELL})
Cells = Annotated[dict[str, Any], _CELLS]
"""A row of an export, by column."""


class Persona(Model):
    """A kind of person in the buying process; a contact has the first that matches."""

    name: Name = Field(description="Its name, which `persona` compares with.", examples=["decision_maker"])
    when: Condition = Field(
        description="Who has this persona.", examples=[{"job_title": {"has_word": ["ceo", "cto"]}}]
    )


class Question(Model):
    """A qualification question and the field that answers it."""

    id: Name = Field(description="Its name, unique among the questions.", examples=["budget"])
    ask: Text = Field(description="The question as Sales asks it.", examples=["Is a budget set aside?"])
    answered_by: Text = Field(
        description="The column of contacts that is filled where the question is answered.",
        examples=["budget"],
    )


class Disqualification(Model):
    """Who is taken out, and why."""

    id: Name = Field(description="Its name, which results show.", examples=["competitor"])
    reason: Text | None = Field(
        None, description="The reason, shown instead of the id.", examples=["Works for a competitor"]
    )
    when: Condition = Field(
        description="Who is taken out.",
        examples=[{"email_domain": {"in_list": "lists/competitors.txt"}}],
    )

    @property
    def title(self) -> str:
        """The reason, or the id where there is none."""
        return self.reason or self.id


class Outputs(Model):
    """How the lists that people open are written."""

    delimiter: Literal[",", ";", "\t", "|"] = Field(
        ",", description="What stands between the cells. A comma, if it is not given.", examples=[";"]
    )
    bom: bool = Field(
        default=False,
        description="Whether files begin with a byte order mark, by which Excel knows UTF-8.",
        examples=[True],
    )


class Example(Model):
    """An example that must hold."""

    name: Text = Field(
        description="What it shows, in words; a failure is reported under this name.",
        examples=["A CTO who asks for a demo is for Sales"],
    )
    as_of: Day = Field(description="The day on which ages are counted.", examples=["2026-11-01"])
    contact: Cells = Field(
        default_factory=dict,
        description="The contact, as a row of an export.",
        examples=[{"job_title": "CTO", "employees": 120}],
    )
    activities: list[Cells] = Field(
        default_factory=list,
        description="What the contact did, as rows of an export.",
        examples=[[{"type": "demo_request", "occurred_at": "2026-10-30"}]],
    )
    deals: list[Cells] = Field(
        default_factory=list,
        description="The contact's deals, as rows of an export.",
        examples=[[{"stage": "offer", "amount": 5000}]],
    )
    company: Cells = Field(
        default_factory=dict,
        description="The contact's company, as a row of an export.",
        examples=[{"industry": "Software"}],
    )
    was: SlugName | None = Field(
        None, description="The stage in which the contact was before.", examples=["lead"]
    )
    since: Day | None = Field(
        None, description="Since when the contact was in that stage.", examples=["2026-10-01"]
    )
    expect: Condition = Field(
        description="What must come out.",
        examples=[{"stage": "sql", "reasons": {"contains": "Asked for a demo"}}],
    )


class Rules(Model):
    """A whole rules file."""

    version: Version = Field(description="The version of the rules language.", examples=[1])
    name: Text | None = Field(None, description="What results are headed with.", examples=["Example rules"])
    timezone: Zone = Field(
        "UTC",
        description="To which calendar day a time with an offset belongs. UTC, if it is not given.",
        examples=["Europe/Berlin"],
    )
    sources: Sources = Field(
        default_factory=dict,
        description="Which column is which field, and how exports are read, where that does not show by itself.",
        examples=[{"contacts": {"columns": {"contact_id": "Kundennummer"}, "optional": ["nps"]}}],
    )
    personas: Listed[Persona] = Field(
        (),
        description="Kinds of people in the buying process; a contact has the first that matches.",
        examples=[[{"name": "decision_maker", "when": {"job_title": {"has_word": ["ceo", "cto"]}}}]],
    )
    scores: Annotated[dict[Name, Score], Field(min_length=1)] = Field(
        description="Scores by name: each adds up the points of its rules, or combines others.",
        examples=[{"fit": {"rules": [{"id": "region", "lookup": "country", "points": {"DE": 20}}]}}],
    )
    lead_score: Name | None = Field(
        None, description="Which score is the lead score, where none is called `total`.", examples=["fit"]
    )
    grade: Grade | None = Field(
        None,
        description="A letter for one score and a number for another, such as A2.",
        examples=[{"letter": {"score": "fit", "A": 75, "B": 50, "C": 0}}],
    )
    lights: Lights | None = Field(
        None,
        description="When a lead is green or yellow.",
        examples=[{"green": {"score.total": {"at_least": 60}}}],
    )
    qualification: Listed[Question] = Field(
        (),
        description="Questions that Sales has to answer.",
        examples=[[{"id": "budget", "ask": "Is a budget set aside?", "answered_by": "budget"}]],
    )
    disqualify: Listed[Disqualification] = Field(
        (),
        description="Who is taken out; the first entry that is true counts.",
        examples=[[{"id": "student", "when": {"job_title": {"has_word": "student"}}}]],
    )
    stages: Listed[Stage] = Field(
        (),
        description="The funnel from top to bottom; a contact is in the last stage that it enters.",
        examples=[[{"name": "lead"}, {"name": "mql", "enter": {"score.total": {"at_least": 45}}}]],
    )
    handoff: Listed[Handoff] = Field(
        (), description="Lists for Marketing and Sales.", examples=[[{"list": "sql", "stage": "sql"}]]
    )
    owners: Listed[Owner] | None = Field(
        None,
        description="Who in Sales gets which leads; the first entry that matches decides.",
        examples=[[{"owner": "anna", "when": {"country": "DE"}, "per_day": 5}]],
    )
    nurture: Nurture | None = Field(
        None,
        description="Who gets which content next.",
        examples=[{"tracks": [{"name": "basics", "when": {"stage": "lead"}, "content": ["checklist"]}]}],
    )
    deals: DealSteps | None = Field(
        None,
        description="The steps of the pipeline, and the words for deals that are won or lost.",
        examples=[
            {"won": ["Signed"], "lost": ["No answer"], "steps": ["Contact", "Offer"], "stalled_after": "30d"}
        ],
    )
    crm_stage: CrmStage | None = Field(
        None,
        description="How the stage that a contact has in the CRM counts.",
        examples=[{"use": "floor", "map": {"Kunde": "customer"}}],
    )
    recycle: Listed[Recycling] | None = Field(
        None,
        description="When a lead goes back to nurturing.",
        examples=[
            [{"id": "cold", "when": {"last_activity_days": {"above": 90}}, "from": "sql", "to": "lead"}]
        ],
    )
    channels: Channels | None = Field(
        None,
        description="Where leads come from, and which of them were bought.",
        examples=[{"column": "channel", "bought": ["list broker"]}],
    )
    accounts: Accounts | None = Field(
        None,
        description="The companies that contacts belong to: who is engaged there, who is missing, and how far it got.",
        examples=[{"engagement": "engagement", "fit": "fit"}],
    )
    guards: Guards | None = Field(
        None,
        description="Limits beyond which a run publishes nothing.",
        examples=[{"contacts": {"at_least": 100}, "moved": "20%"}],
    )
    outputs: Outputs = Field(
        default_factory=Outputs,
        description="How hand-off lists are written.",
        examples=[{"delimiter": ";", "bom": True}],
    )
    tests: Listed[Example] = Field(
        (),
        description="Examples that must hold.",
        examples=[
            [
                {
                    "name": "A CTO fits",
                    "as_of": "2026-11-01",
                    "contact": {"job_title": "CTO"},
                    "expect": {"score.fit": {"at_least": 30}},
                }
            ]
        ],
    )

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
