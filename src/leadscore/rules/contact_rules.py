"""Rules that read the contact: `when`, `band` and `lookup`, compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import holds, points, undecided
from leadscore.rules.operators import Field, comparable
from leadscore.schema.operators import kind_of
from leadscore.schema.scores import BandRule, ContactRule, LookupRule, WhenRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.columns import Kind
    from leadscore.rules.conditions import ConditionCompiler
    from leadscore.schema.types import Scalar

__all__ = ["CompiledContactRule", "compile_contact_rule"]


@dataclass(frozen=True)
class CompiledContactRule:
    """A rule that reads the contact, ready to meet the data.

    Attributes:
        id: Its id in the rules file.
        held: Boolean, null where unknown; the condition of a `when`, none for other rules.
        open: Boolean: what the rule reads is missing or unreadable, or its condition is unknown.
        earned: Int64 thousandths: what it gives, by the `held` and `open` columns of the rule.
        least: What it could give at least where it is open, in thousandths.
        most: What it could give at most where it is open.
    """

    id: str
    held: pl.Expr | None
    open: pl.Expr
    earned: pl.Expr
    least: int
    most: int

    @property
    def low(self) -> pl.Expr:
        """The least that the rule could give, by its `points` and `undecided` columns."""
        return pl.when(undecided(self.id)).then(pl.lit(self.least, pl.Int64)).otherwise(points(self.id))

    @property
    def high(self) -> pl.Expr:
        """The most that the rule could give."""
        return pl.when(undecided(self.id)).then(pl.lit(self.most, pl.Int64)).otherwise(points(self.id))


def compile_contact_rule(rule: ContactRule, conditions: ConditionCompiler) -> CompiledContactRule:
    """Compile a `when`, `band` or `lookup` rule."""
    match rule:
        case WhenRule():
            return _compile_when(rule, conditions)
        case BandRule():
            return _compile_band(rule, Field(rule.band, conditions.as_of, {}))
        case LookupRule():
            return _compile_lookup(rule, Field(rule.lookup, conditions.as_of, {}))
        case _:
            raise AssertionError(rule)


def _compiled(
    rule: ContactRule, held: pl.Expr | None, open_: pl.Expr, gives: pl.Expr, could: Sequence[int]
) -> CompiledContactRule:
    unknown = rule.unknown or 0
    earned = pl.when(undecided(rule.id)).then(pl.lit(unknown, pl.Int64)).otherwise(gives)
    return CompiledContactRule(rule.id, held, open_, earned, min(*could, unknown), max(*could, unknown))


def _compile_when(rule: WhenRule, conditions: ConditionCompiler) -> CompiledContactRule:
    held = pl.col(holds(rule.id))
    gives = pl.when(held).then(pl.lit(rule.points, pl.Int64)).otherwise(pl.lit(0, pl.Int64))
    return _compiled(rule, conditions.compile(rule.when), held.is_null(), gives, (0, rule.points))


def _compile_band(rule: BandRule, field: Field) -> CompiledContactRule:
    value = field.read("number")
    has_limit = rule.points[-1].below is not None
    gives: pl.Expr = pl.lit(0 if has_limit else rule.points[-1].points, pl.Int64)
    limited = rule.points if has_limit else rule.points[:-1]
    for band in reversed(limited):
        gives = pl.when(value < comparable(band.below)).then(pl.lit(band.points, pl.Int64)).otherwise(gives)  # type: ignore[arg-type]
    could = [band.points for band in rule.points] + ([0] if has_limit else [])
    return _compiled(rule, None, value.is_null(), gives, could)


def _compile_lookup(rule: LookupRule, field: Field) -> CompiledContactRule:
    by_kind: dict[Kind, dict[Scalar, int]] = {}
    for key, given in rule.keyed.items():
        by_kind.setdefault(kind_of(key), {})[key] = given
    kinds: tuple[Kind, ...] = tuple(by_kind) or ("text",)
    found = [_points_of(field, kind, table) for kind, table in by_kind.items()]
    gives = pl.coalesce(*found, pl.lit(rule.default, pl.Int64))
    unreadable = pl.all_horizontal([field.read(kind).is_null() for kind in kinds])
    return _compiled(rule, None, unreadable, gives, (*rule.keyed.values(), rule.default))


def _points_of(field: Field, kind: Kind, table: dict[Scalar, int]) -> pl.Expr:
    given = {value: points_ for key, points_ in table.items() for value in field.equal_to(key)}
    return field.compared(kind).replace_strict(
        list(given), list(given.values()), default=None, return_dtype=pl.Int64
    )
