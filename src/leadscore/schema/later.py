"""Sections that are read and checked now, and take effect in a later version.

`LATER` says which they are, so that a run names what it does not do yet.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from leadscore.schema.base import Listed, Model, Several
from leadscore.schema.conditions import Condition
from leadscore.schema.types import Day, Duration, Name, Percent, SlugName, Text

__all__ = [
    "LATER",
    "Channels",
    "CrmStage",
    "DealSteps",
    "Guards",
    "Nurture",
    "Owner",
    "Recycling",
    "Taken",
    "Track",
]

LATER: Final = {
    "owners": "owners and their capacity",
    "nurture": "nurture tracks",
    "deals": "deal stages of your own",
    "crm_stage": "the CRM's own stage",
    "recycle": "sending leads back to nurturing",
    "channels": "channels and their cost",
    "guards": "guards against broken exports",
}
"""Top-level sections without effect so far, each with what it will do."""

Count = Annotated[int, Field(ge=1)]


class Owner(Model):
    """Who in Sales gets the leads that match."""

    owner: Several[Text]
    when: Condition | None = None
    unless: Condition | None = None
    per_day: Count | None = None
    open: Count | None = None
    away: dict[str, Day] | None = None


class Taken(Model):
    """The activity, and its field, that say which content a lead has taken."""

    activity: Several[Text]
    field: Text


class Track(Model):
    """Content for the leads of a stage or persona, in order."""

    name: SlugName
    when: Condition
    unless: Condition | None = None
    content: Listed[Text]
    taken: Taken | None = None
    ask: Name | None = None


class Nurture(Model):
    """Which leads get which content."""

    consent: Condition | None = None
    tracks: Listed[Track]


class DealSteps(Model):
    """The pipeline's own steps."""

    column: Text | None = None
    won: Several[Text] | None = None
    lost: Several[Text] | None = None
    steps: Listed[Text] | None = None
    stalled_after: Duration | None = None


class CrmStage(Model):
    """How the CRM's own stage counts."""

    column: Text = "lifecycle_stage"
    use: Literal["floor", "ignore"] = "floor"
    map: dict[str, SlugName] | None = None


class Recycling(Model):
    """When a lead goes back to nurturing."""

    id: Name
    when: Condition
    from_: Several[SlugName] = Field(alias="from")
    to: SlugName
    cool_off: Duration | None = None
    reason: Text | None = None


class Channels(Model):
    """Where leads come from."""

    column: Text = "channel"
    bought: Several[Text] | None = None


class AtLeast(Model):
    """Absolute and relative limits on a number of rows."""

    at_least: Count | None = None
    fall: Percent | None = None


class Guards(Model):
    """Limits beyond which a run publishes nothing."""

    contacts: AtLeast | None = None
    fill: Annotated[int, Field(ge=1, le=100)] | None = None
    unmatched: Percent | None = None
    moved: Percent | None = None
    psi: Annotated[float, Field(gt=0, strict=False)] | None = None
