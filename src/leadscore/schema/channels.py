"""Channels: where leads come from."""

from __future__ import annotations

from pydantic import Field

from leadscore.schema.base import Model, Several
from leadscore.schema.types import Text

__all__ = ["Channels"]


class Channels(Model):
    """Where leads come from."""

    column: Text = Field(
        "channel",
        description="The column of contacts with the channel. `channel`, if it is not given.",
        examples=["channel"],
    )
    bought: Several[Text] = Field(
        (), description="Channels whose leads are bought.", examples=[["list broker"]]
    )
