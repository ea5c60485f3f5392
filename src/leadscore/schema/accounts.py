"""Accounts: the companies that contacts belong to."""

from __future__ import annotations

from pydantic import Field

from leadscore.schema.base import Model
from leadscore.schema.types import Name

__all__ = ["Accounts"]


class Accounts(Model):
    """The companies that contacts belong to, and which scores say how warm they are and how well they fit."""

    engagement: Name | None = Field(
        None,
        description="The score that says how engaged a contact is. The one called `engagement`, if it is not given; else the only one that counts activities; else the lead score.",
        examples=["engagement"],
    )
    fit: Name | None = Field(
        None,
        description="The score that says how well a contact fits. The one called `fit`, if it is not given; else the only one whose rules count no activities; else none.",
        examples=["fit"],
    )
