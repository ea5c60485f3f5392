"""How far versions of a lead are from a stage, so that a search knows which to pursue."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import typed
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation
from leadscore.schema.fields import field_info

if TYPE_CHECKING:
    from leadscore.rules.conditions import ConditionCompiler
    from leadscore.schema.conditions import Node
    from leadscore.schema.model import Stage

__all__ = ["distance_to"]

_SCALE: Final = 1000.0
"""Numbers further apart than this are all the same."""


def distance_to(stage: Stage, conditions: ConditionCompiler) -> pl.Expr:
    """Return how far a version is from entering a stage: 0 where it enters.

    Each test that does not come to what it should is 1, and a number that is too small up to 1 more, by what it lacks.
    """
    parts = [_distance(stage.enter, conditions, holds=True)] if stage.enter else []
    if stage.unless:
        held = conditions.compile(stage.unless).fill_null(value=False)
        apart = pl.max_horizontal(_distance(stage.unless, conditions, holds=False), pl.lit(0.5))
        parts.append(pl.when(held).then(apart).otherwise(0.0))
    return pl.sum_horizontal(parts) if parts else pl.lit(0.0)


def _distance(node: Node, conditions: ConditionCompiler, *, holds: bool) -> pl.Expr:
    match node:
        case FieldTest():
            true = conditions.compile(node)
            met = (true if holds else ~true).fill_null(value=False)
            return pl.when(met).then(0.0).otherwise(1.0 + _lack(node))
        case Negation(part):
            return _distance(part, conditions, holds=not holds)
        case AllOf(parts) | AnyOf(parts):
            each = [_distance(part, conditions, holds=holds) for part in parts]
            if isinstance(node, AllOf) is holds:
                return reduce(lambda one, other: one + other, each)
            return pl.min_horizontal(each)


def _lack(test: FieldTest) -> pl.Expr:
    """Return by how much a computed number misses its limit, from 0 to 1."""
    info, operand = field_info(test.field), test.operand
    if info is None or info.kind != "number" or not isinstance(operand, int | Decimal):
        return pl.lit(0.0)
    apart = (pl.col(typed("number", test.field)) - float(operand)).abs().fill_null(_SCALE)
    return apart.clip(0.0, _SCALE) / _SCALE
