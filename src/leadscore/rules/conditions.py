"""Conditions as Boolean expressions with three values: true, false, and null for unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.rules.operators import MEANINGS, Field
from leadscore.schema.conditions import AllOf, AnyOf, FieldTest, Negation, Node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

__all__ = ["ConditionCompiler"]


@dataclass(frozen=True)
class ConditionCompiler:
    """Turns conditions into expressions.

    Attributes:
        as_of: The day on which ages are counted, or the column that holds it.
        lists: Normalised lines of each `in_list` file.
    """

    as_of: date | pl.Expr
    lists: Mapping[str, Sequence[str]]

    def compile(self, node: Node, *, of_activity: bool = False) -> pl.Expr:
        """Return a Boolean expression over typed columns; null where the answer is unknown.

        Args:
            node: The condition.
            of_activity: Whether its fields are an activity's own columns.
        """
        match node:
            case FieldTest(field=name, operator=operator, operand=operand):
                return MEANINGS[operator](Field(name, self.as_of, self.lists, of_activity), operand)
            case Negation(part):
                return ~self.compile(part, of_activity=of_activity)
            case AllOf(parts):
                compiled = [self.compile(part, of_activity=of_activity) for part in parts]
                return pl.all_horizontal(compiled)
            case AnyOf(parts):
                compiled = [self.compile(part, of_activity=of_activity) for part in parts]
                return pl.any_horizontal(compiled)

    def holding(self, when: Node | None, unless: Node | None) -> pl.Expr:
        """Return where `when` is true, or absent, and `unless` is not true; never null."""
        true = pl.lit(value=True) if when is None else self.compile(when).fill_null(value=False)
        return true if unless is None else true & ~self.compile(unless).fill_null(value=False)
