"""Guards: limits beyond which a run is taken for a broken one, and publishes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from pydantic import ConfigDict, Field, model_validator

from leadscore.schema.base import Model
from leadscore.schema.shapes import Read, Shape
from leadscore.schema.types import Percent, describe, fail, number_help

__all__ = ["ContactGuard", "Guards"]

MOST_POINTS: Final = 100


def _as_points(value: object) -> int:
    """Return a number of percentage points."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_POINTS:
        fail(
            f"fill is a whole number of percentage points, from 1 to {MOST_POINTS}, found {describe(value)}",
            number_help(value),
        )
    return value


def _as_shift(value: object) -> Decimal:
    """Return the most that a distribution may shift."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value <= 0:
        fail(f"psi is a number above 0, such as 0.25, found {describe(value)}")
    return Decimal(value)


class ContactGuard(Model):
    """An absolute limit, and one beside the last run."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    at_least: Annotated[int, Field(ge=1)] | None = Field(
        None, description="The fewest contacts that there may be.", examples=[100]
    )
    fall: Percent | None = Field(
        None, description="How many fewer contacts there may be than in the last run.", examples=["20%"]
    )

    @model_validator(mode="after")
    def _has_a_limit(self) -> ContactGuard:
        if self.at_least is None and self.fall is None:
            fail("a guard is a limit: give it `at_least`, `fall` or both")
        return self


class Guards(Model):
    """What a run may look like; only what is named is a limit."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    contacts: ContactGuard | None = Field(
        None, description="Limits on the number of contacts.", examples=[{"at_least": 100, "fall": "20%"}]
    )
    fill: (
        Annotated[
            int,
            Read(_as_points),
            Shape("PercentagePoints", {"type": "integer", "minimum": 1, "maximum": MOST_POINTS}),
        ]
        | None
    ) = Field(
        None,
        description="By how many percentage points fewer cells of a column may be filled than in the last run.",
        examples=[15],
    )
    unmatched: Percent | None = Field(
        None, description="How many activities may be of no known contact.", examples=["30%"]
    )
    moved: Percent | None = Field(
        None,
        description="How many contacts may change their stage from one run to the next.",
        examples=["10%"],
    )
    psi: (
        Annotated[Decimal, Read(_as_shift), Shape("Shift", {"type": "number", "exclusiveMinimum": 0})] | None
    ) = Field(
        None,
        description="How much the distribution of a score may shift, as a population stability index.",
        examples=[0.25],
    )

    @model_validator(mode="after")
    def _has_a_limit(self) -> Guards:
        if not self.model_fields_set:
            fail(
                "there is no limit here",
                "give one of contacts, fill, unmatched, moved, psi, or remove the line",
            )
        return self
