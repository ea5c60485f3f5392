"""Personas, disqualification and stages: what a contact is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import (
    DISQUALIFIED,
    DISQUALIFIED_STAGE,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_PERSONA,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    ONLY_STAGE,
    typed,
)

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

__all__ = ["add_disqualification", "add_persona", "add_stage"]


def add_persona(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add `lead_persona`: the first persona whose condition is true, null for none."""
    found: pl.Expr = pl.lit(None, pl.String)
    for persona in reversed(rules.model.personas):
        found = pl.when(rules.conditions.compile(persona.when)).then(pl.lit(persona.name)).otherwise(found)
    return contacts.with_columns(
        found.alias(LEAD_PERSONA), found.str.to_lowercase().alias(typed("text", "persona"))
    )


def add_disqualification(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add `lead_disqualified_by`, the id of the first disqualification that is true, and `lead_light`, then red.

    Args:
        contacts: One row per contact, with scores, grade and light.
        rules: The rules.
    """
    found: pl.Expr = pl.lit(None, pl.String)
    for entry in reversed(rules.model.disqualify):
        found = pl.when(rules.conditions.compile(entry.when)).then(pl.lit(entry.id)).otherwise(found)
    marked = contacts.with_columns(found.alias(LEAD_DISQUALIFIED_BY))
    out = pl.col(LEAD_DISQUALIFIED_BY).is_not_null()
    light = pl.when(out).then(pl.lit("red")).otherwise(typed("text", "light"))
    return marked.with_columns(out.alias(DISQUALIFIED), light.alias(LEAD_LIGHT))


def add_stage(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add `lead_stage`: the last stage that a contact enters, null for none, `disqualified` for who is.

    Args:
        contacts: One row per contact, with scores, grade, light, and whether it is disqualified.
        rules: The rules.

    Returns:
        The same rows, plus `lead_stage` and `lead_stage_since`, which only a run with memory fills.
    """
    found: pl.Expr = pl.lit(None, pl.String) if rules.model.stages else pl.lit(ONLY_STAGE)
    for stage in rules.model.stages:
        entered = rules.conditions.holding(stage.enter, stage.unless)
        found = pl.when(entered).then(pl.lit(stage.name)).otherwise(found)
    stage_ = pl.when(DISQUALIFIED).then(pl.lit(DISQUALIFIED_STAGE)).otherwise(found)
    return contacts.with_columns(
        stage_.alias(LEAD_STAGE),
        stage_.str.to_lowercase().alias(typed("text", "stage")),
        pl.lit(None, pl.String).alias(LEAD_STAGE_SINCE),
    )
