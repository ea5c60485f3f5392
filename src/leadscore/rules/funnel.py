"""How far contacts came in the funnel, and what that is counted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import ONLY_STAGE, PLACE, reached

if TYPE_CHECKING:
    from leadscore.schema.model import Rules

__all__ = ["funnel_of", "reached_counts", "ripe_stage"]

_RIPE: Final = "sql"
"""The stage in which leads are ripe for Sales, where the rules have it."""


def funnel_of(rules: Rules) -> tuple[str, ...]:
    """Return the names of the stages from top to bottom."""
    return tuple(stage.name for stage in rules.stages) or (ONLY_STAGE,)


def ripe_stage(rules: Rules) -> str:
    """Return the stage in which leads are ripe: `sql`, else the furthest with a hand-off list, else the last."""
    stages = funnel_of(rules)
    if _RIPE in stages[1:]:
        return _RIPE
    listed = {stage for entry in rules.handoff for stage in entry.stage} or {"mql"}
    return ([stage for stage in stages[1:] if stage in listed] or stages)[-1]


def reached_counts(stages: tuple[str, ...]) -> list[pl.Expr]:
    """Return how many contacts reached each stage but the first, over rows with `channel:place`."""
    return [
        (pl.col(PLACE) >= place).sum().cast(pl.Int64).alias(reached(stage))
        for place, stage in enumerate(stages)
        if place
    ]
