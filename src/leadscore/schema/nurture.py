"""Nurturing: which leads get which content next."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from leadscore.schema.base import Listed, Model, Several
from leadscore.schema.conditions import Condition, FieldTest, Node
from leadscore.schema.types import Name, SlugName, Text

__all__ = ["Nurture", "Taken", "Track"]

_CONSENT: Final = FieldTest("marketing_consent", "is", operand=True, where=())
"""What is asked for where the rules do not say what consent is."""
_ASSET: Final = "asset"
"""The field that names content where the rules do not say which does."""


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
        description="How it shows which content a lead has taken. Any activity but mails with it as `asset`, if it is not given.",
        examples=[{"activity": "download", "field": "asset"}],
    )
    ask: Name | None = Field(
        None, description="The question that the next form should ask.", examples=["budget"]
    )

    @property
    def field(self) -> str:
        """The column of activities that names content."""
        return self.taken.field if self.taken else _ASSET


class Nurture(Model):
    """Which leads get which content."""

    consent: Condition | None = Field(
        None,
        description="Who may be written to. Whose `marketing_consent` is true, if it is not given.",
        examples=[{"marketing_consent": True}],
    )
    tracks: Listed[Track] = Field(
        description="The tracks; a lead is on the first one that fits.",
        examples=[[{"name": "basics", "when": {"stage": "lead"}, "content": ["checklist"]}]],
    )

    @property
    def consenting(self) -> Node:
        """The condition that is true of whoever may be written to."""
        return _CONSENT if self.consent is None else self.consent
