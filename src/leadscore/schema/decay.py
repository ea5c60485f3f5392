"""Decay: how activities fade with age."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from leadscore.schema.base import Model, exactly_one
from leadscore.schema.shapes import Read
from leadscore.schema.types import Duration, Percent, describe, fail

__all__ = ["Decay", "HalfLife", "Linear", "NoDecay", "Step"]


class NoDecay(Model):
    """An activity counts in full for ever."""


class HalfLife(Model):
    """An activity counts half after this many days, a quarter after twice as many."""

    half_life: Duration = Field(description="The age at which an activity is worth half.", examples=["30d"])


class Linear(Model):
    """An activity loses the same part every day and is worth nothing after this many days."""

    linear: Duration = Field(description="The age at which nothing is left of an activity.", examples=["90d"])


class StepSize(Model):
    """How long a step lasts and how much each takes away."""

    every: Duration = Field(description="How long a step lasts.", examples=["30d"])
    lose: Percent = Field(
        description="How much of its first worth an activity loses with each step.", examples=["25%"]
    )


class Step(Model):
    """An activity loses a part of its first worth every so many days."""

    step: StepSize = Field(
        description="How long a step lasts, and how much it takes away.",
        examples=[{"every": "30d", "lose": "25%"}],
    )


_DECAYS: dict[str, type[HalfLife | Linear | Step]] = {"half_life": HalfLife, "linear": Linear, "step": Step}


def _as_decay(value: Any) -> NoDecay | HalfLife | Linear | Step:
    if value == "none":
        return NoDecay()
    if isinstance(value, Model):
        return value  # type: ignore[return-value]  # a model that was built by hand
    if isinstance(value, str):
        fail(
            f"a decay is `none`, or written {{half_life: 30d}}, {{linear: 90d}} or {{step: …}}; found {describe(value)}"
        )
    key = exactly_one(value, tuple(_DECAYS), "a decay that is not `none`")
    return _DECAYS[key].model_validate(value)


Decay = Annotated[
    NoDecay | HalfLife | Linear | Step,
    Read(_as_decay, written=Literal["none"] | HalfLife | Linear | Step),
]
"""How activities fade with age."""
