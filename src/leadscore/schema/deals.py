"""Deals: the steps of the pipeline, and the words of the CRM for them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from leadscore.schema.base import Listed, Model, Several
from leadscore.schema.types import Duration, Text

__all__ = ["DealStep", "DealSteps"]


class DealStep(Model):
    """One step of the pipeline, and what the CRM calls it."""

    name: Text = Field(description="Its name; a word for it too.", examples=["Offer"])
    is_: Several[Text] = Field(
        (),
        alias="is",
        description="Further words for it in the CRM.",
        examples=["Proposal", ["Proposal", "Angebot"]],
    )

    @property
    def words(self) -> tuple[str, ...]:
        """All words for it."""
        return (self.name, *self.is_)


def _as_step(value: Any) -> Any:
    """Take a bare word for a step that the CRM calls so too."""
    return {"name": value} if isinstance(value, str) else value


Step = Annotated[DealStep, BeforeValidator(_as_step, json_schema_input_type=Text | DealStep)]
"""A step: its name, or a mapping with its name and further words for it."""


class DealSteps(Model):
    """The pipeline's own steps."""

    column: Text | None = Field(
        None,
        description="The only column of deals that says how far they are. `stage` and `status`, if it is not given.",
        examples=["stage"],
    )
    won: Several[Text] | None = Field(
        None,
        description="The words that mean won, instead of those that are known.",
        examples=[["Signed"]],
    )
    lost: Several[Text] | None = Field(
        None,
        description="The words that mean lost, instead of those that are known.",
        examples=[["No answer"]],
    )
    steps: Listed[Step] = Field(
        (),
        description="The steps in their order, each with its name and perhaps further words for it.",
        examples=[["First contact", {"name": "Offer", "is": ["Proposal", "Angebot"]}]],
    )
    stalled_after: Duration | None = Field(
        None,
        description="After how long without any activity of its contact an open deal stands still.",
        examples=["30d"],
    )
