"""Sections that are read and checked now, and take effect in a later version.

`LATER` says which they are, so that a run names what it does not do yet.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from leadscore.schema.base import Listed, Model, Several
from leadscore.schema.conditions import Condition
from leadscore.schema.types import Day, Duration, Name, Percent, SlugName, Text

__all__ = [
    "LATER",
    "Channels",
    "DealSteps",
    "Guards",
    "Nurture",
    "Owner",
    "Taken",
    "Track",
]

LATER: Final = {
    "owners": "owners and their capacity",
    "nurture": "nurture tracks",
    "deals": "deal stages of your own",
    "channels": "channels and their cost",
    "guards": "guards against broken exports",
}
"""Top-level sections without effect so far, each with what it will do."""

Count = Annotated[int, Field(ge=1)]


class Owner(Model):
    """Who in Sales gets the leads that match."""

    owner: Several[Text] = Field(
        description="The owner, or several in turn.", examples=["anna", ["ben", "eva"]]
    )
    when: Condition | None = Field(
        None, description="Whose leads they get. All, if it is not given.", examples=[{"country": "DE"}]
    )
    unless: Condition | None = Field(
        None, description="Whose leads they do not get.", examples=[{"owner": {"known": True}}]
    )
    per_day: Count | None = Field(None, description="How many new leads they get a day, each.", examples=[5])
    open: Count | None = Field(
        None, description="How many leads they have that are not yet answered, each.", examples=[40]
    )
    away: dict[str, Day] | None = Field(
        None, description="Who is away, and the last day of it.", examples=[{"anna": "2026-11-15"}]
    )


class Taken(Model):
    """The activity, and its field, that say which content a lead has taken."""

    activity: Several[Text] = Field(
        description="The types of activities that take content.", examples=[["download", "webinar"]]
    )
    field: Text = Field(description="The column of the activity that names the content.", examples=["asset"])


class Track(Model):
    """Content for the leads of a stage or persona, in order."""

    name: SlugName = Field(description="Its name.", examples=["engineers"])
    when: Condition = Field(description="Who is on it.", examples=[{"persona": "engineer"}])
    unless: Condition | None = Field(
        None, description="Who of them is not on it.", examples=[{"stage": "customer"}]
    )
    content: Listed[Text] = Field(
        description="The content, in the order of sending.", examples=[["checklist", "security-whitepaper"]]
    )
    taken: Taken | None = Field(
        None,
        description="How it shows which content a lead has taken.",
        examples=[{"activity": "download", "field": "asset"}],
    )
    ask: Name | None = Field(
        None, description="The question that the next form should ask.", examples=["budget"]
    )


class Nurture(Model):
    """Which leads get which content."""

    consent: Condition | None = Field(
        None, description="Who may be written to.", examples=[{"marketing_consent": True}]
    )
    tracks: Listed[Track] = Field(
        description="The tracks; a lead is on the first one that fits.",
        examples=[[{"name": "basics", "when": {"stage": "lead"}, "content": ["checklist"]}]],
    )


class DealSteps(Model):
    """The pipeline's own steps."""

    column: Text | None = Field(None, description="The column of deals with the step.", examples=["stage"])
    won: Several[Text] | None = Field(None, description="Steps that mean won.", examples=[["Signed"]])
    lost: Several[Text] | None = Field(None, description="Steps that mean lost.", examples=[["No answer"]])
    steps: Listed[Text] | None = Field(
        None, description="The steps in their order.", examples=[["Offer", "Negotiation", "Signed"]]
    )
    stalled_after: Duration | None = Field(
        None, description="After how long in one step a deal has stalled.", examples=["30d"]
    )


class Channels(Model):
    """Where leads come from."""

    column: Text = Field(
        "channel",
        description="The column of contacts with the channel. `channel`, if it is not given.",
        examples=["channel"],
    )
    bought: Several[Text] | None = Field(
        None, description="Channels whose leads are bought.", examples=[["list broker"]]
    )


class AtLeast(Model):
    """Absolute and relative limits on a number of rows."""

    at_least: Count | None = Field(None, description="The fewest rows that there may be.", examples=[100])
    fall: Percent | None = Field(
        None, description="How much smaller than last time the number of rows may be.", examples=["20%"]
    )


class Guards(Model):
    """Limits beyond which a run publishes nothing."""

    contacts: AtLeast | None = Field(
        None, description="Limits on the number of contacts.", examples=[{"at_least": 100, "fall": "20%"}]
    )
    fill: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None,
        description="By how many percentage points fewer cells of a column may be filled than last time.",
        examples=[15],
    )
    unmatched: Percent | None = Field(
        None, description="How many activities may be of no known contact.", examples=["10%"]
    )
    moved: Percent | None = Field(
        None, description="How many leads may change their stage.", examples=["20%"]
    )
    psi: Annotated[float, Field(gt=0, strict=False)] | None = Field(
        None,
        description="How much the distribution of scores may shift, as a population stability index.",
        examples=[0.25],
    )
