"""Personas, disqualification and stages: what a contact is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    DISQUALIFIED,
    DISQUALIFIED_STAGE,
    FURTHEST,
    KEY,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_PERSONA,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    MOVED_BY,
    RECYCLED_BY,
    RECYCLED_ON,
    WAS_FURTHEST,
    WAS_RECYCLED_BY,
    WAS_RECYCLED_ON,
    WAS_SINCE,
    WAS_STAGE,
    typed,
)
from leadscore.rules.stages import MEMORY, compile_stages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leadscore.rules.compile import CompiledRules
    from leadscore.rules.stages import CompiledStages

__all__ = ["add_disqualification", "add_memory", "add_persona", "add_stage"]

_ENTERED: Final = "stage:entered"
_STAYED: Final = "stage:stayed"
_STAYED_LONG: Final = "stage:stayed_long"
_HELD: Final = "stage:held"
_CRM: Final = "stage:crm"
_LIFTED: Final = "stage:lifted"
_BACK: Final = "stage:back"
_BACK_BY: Final = "stage:back_by"
_COOLING: Final = "stage:cooling"
_INNER: Final = (_ENTERED, _STAYED, _STAYED_LONG, _HELD, _CRM, _LIFTED, _BACK, _BACK_BY, _COOLING)
"""Places of stages, and what sends a contact back: the steps on the way to its stage."""


def add_memory(contacts: pl.LazyFrame, memory: pl.DataFrame | None) -> pl.LazyFrame:
    """Add the columns of `MEMORY`, null where nothing is remembered of a contact.

    Args:
        contacts: One row per contact, with `row:key`.
        memory: What is remembered, by `row:key`; None for a run without a memory.
    """
    if memory is None:
        return contacts.with_columns(pl.lit(None, kind).alias(name) for name, kind in MEMORY.items())
    return contacts.join(memory.lazy(), on=KEY, how="left", validate="1:1", maintain_order="left")


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


def add_stage(contacts: pl.LazyFrame, rules: CompiledRules, *, remembers: bool = False) -> pl.LazyFrame:
    """Add `lead_stage`: the last stage that holds a contact, null for none, `disqualified` for who is.

    What is remembered of a contact, its own stage in the CRM and the ways back to nurturing have their say, in this order.

    Args:
        contacts: One row per contact, with scores, grade, light, whether it is disqualified, and the columns of `MEMORY`.
        rules: The rules.
        remembers: Whether the run has a memory; without one nobody knows since when a contact is in its stage.

    Returns:
        The same rows, plus `lead_stage`, `lead_stage_since`, `now:moved_by`, and what is to be remembered.
    """
    stages = compile_stages(rules)
    placed = contacts.with_columns(
        pl.max_horizontal(stages.entered, stages.stayed, stages.held, stages.kept).alias(_HELD),
        stages.entered.alias(_ENTERED),
        pl.max_horizontal(stages.entered, stages.stayed).alias(_STAYED),
        pl.max_horizontal(stages.entered, stages.stayed, stages.held).alias(_STAYED_LONG),
        stages.lifted.alias(_CRM),
    )
    lifted = placed.with_columns(pl.max_horizontal(_HELD, _CRM).alias(_LIFTED))
    back = [(way, way.takes(pl.col(_LIFTED))) for way in stages.recyclings]
    sent = lifted.with_columns(
        _first([(taken, pl.lit(way.to, pl.Int64)) for way, taken in back], pl.Int64()).alias(_BACK),
        _first([(taken, pl.lit(way.id)) for way, taken in back], pl.String()).alias(_BACK_BY),
        _first([(way.cooling, pl.lit(way.id)) for way in stages.recyclings], pl.String()).alias(_COOLING),
    )
    stage = stages.name_of(pl.coalesce(_BACK, _LIFTED))
    named = sent.with_columns(
        pl.when(DISQUALIFIED).then(pl.lit(DISQUALIFIED_STAGE)).otherwise(stage).alias(LEAD_STAGE),
        _moved_by().alias(MOVED_BY),
    )
    return (
        named.with_columns(pl.col(LEAD_STAGE).str.to_lowercase().alias(typed("text", "stage")))
        .with_columns(*_remembered(stages, rules.as_of), _since(rules.as_of, remembers=remembers))
        .drop(_INNER)
    )


def _first(cases: Sequence[tuple[pl.Expr, pl.Expr]], kind: pl.DataType) -> pl.Expr:
    """Return the value of the first case that holds, null for none."""
    found: pl.Expr = pl.lit(None, kind)
    for holds, value in reversed(cases):
        found = pl.when(holds).then(value).otherwise(found)
    return found


def _moved_by() -> pl.Expr:
    """Return what decided: the last in the order of computation without which the stage would be another one."""
    return (
        pl.when(DISQUALIFIED)
        .then("disqualify:" + pl.col(LEAD_DISQUALIFIED_BY))
        .when(pl.col(_BACK_BY).is_not_null())
        .then("recycle:" + pl.col(_BACK_BY))
        .when(pl.col(_LIFTED).ne_missing(pl.col(_HELD)))
        .then(pl.lit("crm_stage"))
        .when(pl.col(_HELD).ne_missing(pl.col(_STAYED_LONG)))
        .then(pl.lit("forward_only"))
        .when(pl.col(_STAYED_LONG).ne_missing(pl.col(_STAYED)))
        .then(pl.lit("min_days"))
        .when(pl.col(_STAYED).ne_missing(pl.col(_ENTERED)))
        .then(pl.lit("stay"))
        .when(pl.col(_ENTERED).is_null())
        .then(pl.lit("none"))
        .otherwise(pl.lit("enter"))
    )


def _remembered(stages: CompiledStages, as_of: date) -> list[pl.Expr]:
    """Return what the next run has to know; who is sent back has its way before it again."""
    sent_back = pl.col(_BACK).is_not_null()
    by = pl.coalesce(_BACK_BY, _COOLING)
    again = by == pl.col(WAS_RECYCLED_BY)
    furthest = pl.max_horizontal(stages.place_of(WAS_FURTHEST), stages.place_of(WAS_STAGE), _LIFTED)
    return [
        stages.name_of(pl.when(sent_back).then(_BACK).otherwise(furthest)).alias(FURTHEST),
        by.alias(RECYCLED_BY),
        pl.when(by.is_null())
        .then(None)
        .when(again)
        .then(WAS_RECYCLED_ON)
        .otherwise(pl.lit(as_of))
        .alias(RECYCLED_ON),
    ]


def _since(as_of: date, *, remembers: bool) -> pl.Expr:
    """Return the as-of date of the last entry into the stage, as text."""
    if not remembers:
        return pl.lit(None, pl.String).alias(LEAD_STAGE_SINCE)
    stayed = pl.col(LEAD_STAGE) == pl.col(WAS_STAGE)
    since = pl.when(stayed).then(WAS_SINCE).otherwise(pl.lit(as_of))
    known = pl.when(pl.col(LEAD_STAGE).is_not_null()).then(since)
    return known.dt.to_string("%Y-%m-%d").alias(LEAD_STAGE_SINCE)
