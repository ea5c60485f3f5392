"""What Sales and Marketing get: lists, and the owners of the leads on them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from leadscore.schema.base import Model, Several
from leadscore.schema.conditions import Condition
from leadscore.schema.types import Day, Duration, SlugName, Text

__all__ = ["Handoff", "Owner"]

_Count = Annotated[int, Field(ge=1)]


class Handoff(Model):
    """A list for Sales or marketing."""

    list: SlugName = Field(description="Its name, which a file is called after.", examples=["sql"])
    stage: Several[SlugName] = Field(
        description="The stage, or the stages, whose contacts are on it.", examples=["sql", ["mql", "sal"]]
    )
    when: Condition | None = Field(
        None,
        description="Who of them is on it. All, if it is not given.",
        examples=[{"country": ["DE", "AT"]}],
    )
    unless: Condition | None = Field(
        None, description="Who of them is not on it.", examples=[{"do_not_call": True}]
    )
    order_by: Text | None = Field(
        None,
        description="The score by which the best come first. The lead score, if it is not given.",
        examples=["score.engagement"],
    )
    respond_within: Duration | None = Field(
        None, description="Within how many working days Sales should answer.", examples=["2d"]
    )
    accepted_after: Duration | None = Field(
        None,
        description="After how many working days without an answer a lead counts as accepted.",
        examples=["7d"],
    )


class Owner(Model):
    """Who in Sales gets the leads that match."""

    owner: Several[Text] = Field(
        description="The owner, or several who share the leads evenly.", examples=["anna", ["ben", "eva"]]
    )
    when: Condition | None = Field(
        None, description="Whose leads they get. All, if it is not given.", examples=[{"country": "DE"}]
    )
    unless: Condition | None = Field(
        None, description="Whose leads they do not get.", examples=[{"company": {"known": False}}]
    )
    per_day: _Count | None = Field(None, description="How many new leads they get a day, each.", examples=[5])
    open: _Count | None = Field(
        None, description="How many leads they have that are not yet answered, each.", examples=[40]
    )
    away: dict[str, Day] | None = Field(
        None, description="Who is away, and the last day of it.", examples=[{"anna": "2026-11-15"}]
    )
