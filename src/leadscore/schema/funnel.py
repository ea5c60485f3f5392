"""The funnel: stages, the stage in the CRM, and the ways back to nurturing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from leadscore.schema.base import Model, Several
from leadscore.schema.conditions import Condition
from leadscore.schema.types import Duration, Name, SlugName, Text

__all__ = ["CrmStage", "Recycling", "Stage"]


class Stage(Model):
    """One step of the funnel."""

    name: SlugName = Field(
        description="Its name, which `stage` compares with and a file is called after.", examples=["mql"]
    )
    label: Text | None = Field(
        None, description="What the funnel shows instead of the name.", examples=["Marketing qualified"]
    )
    enter: Condition | None = Field(
        None,
        description="Who enters. Everybody, if it is not given.",
        examples=[{"score.total": {"at_least": 45}}],
    )
    unless: Condition | None = Field(
        None, description="Who is held back from this stage alone.", examples=[{"lead_status": "rejected"}]
    )
    stay: Condition | None = Field(
        None,
        description="Who stays once they are in.",
        examples=[{"score.total": {"at_least": 35}}],
    )
    min_days: Annotated[int, Field(ge=1, le=36_500)] | None = Field(
        None, description="How many days a lead stays at least.", examples=[14]
    )
    forward_only: bool = Field(
        default=False,
        description="Whether nobody falls back from here.",
        examples=[True],
    )

    @property
    def title(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


class CrmStage(Model):
    """How the CRM's own stage counts."""

    column: Text = Field(
        "lifecycle_stage",
        description="The column with the CRM's stage. `lifecycle_stage`, if it is not given.",
        examples=["lifecycle_stage"],
    )
    use: Literal["floor", "ignore"] = Field(
        "floor",
        description="Whether the CRM's stage is the least that a lead has, or says nothing.",
        examples=["floor"],
    )
    map: dict[str, SlugName] | None = Field(
        None, description="Words of the CRM, and the stage that each is.", examples=[{"Kunde": "customer"}]
    )


class Recycling(Model):
    """When a lead goes back to nurturing."""

    id: Name = Field(description="Its name.", examples=["cold"])
    when: Condition = Field(description="Who goes back.", examples=[{"last_activity_days": {"above": 90}}])
    from_: Several[SlugName] = Field(
        alias="from",
        description="The stage, or the stages, from which they go.",
        examples=["sql", ["sal", "sql"]],
    )
    to: SlugName = Field(description="The stage to which they go.", examples=["lead"])
    cool_off: Duration | None = Field(None, description="How long they are left alone.", examples=["60d"])
    reason: Text | None = Field(None, description="The column with the reason.", examples=["rejected_reason"])
