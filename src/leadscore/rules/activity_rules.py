"""Rules that read activities: `activity` and `quiet_for`, compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from leadscore.columns import AGE, count, newest, typed, weight
from leadscore.rules.arithmetic import clamped, excess, rounded
from leadscore.rules.decay import FULL, weight_table
from leadscore.rules.values import normalised_all

if TYPE_CHECKING:
    from leadscore.rules.conditions import ConditionCompiler
    from leadscore.schema.scores import ActivityRule, Decay, QuietRule

__all__ = ["CompiledActivityRule", "CompiledQuietRule", "compile_activity_rule", "compile_quiet_rule"]

TYPE = typed("text", "type")


@dataclass(frozen=True)
class CompiledActivityRule:
    """A rule that counts activities, ready to meet the data.

    Attributes:
        id: Its id in the rules file.
        types: The normalised types that it is about.
        within_last: The age in days beyond which nothing counts; None for no limit.
        where: Boolean over activity rows, null for unknown; None where the rule has no `where`.
        weights: Weight by age in days, in millionths; every later age has the last one.
        mode: Whether each activity counts, one a day, or only the newest.
        min_count: Fewer than this give nothing.
        points: Thousandths for one activity without decay.
        max: Limit on the size of the sum, in thousandths.
    """

    id: str
    types: frozenset[str]
    within_last: int | None
    where: pl.Expr | None
    weights: tuple[int, ...]
    mode: Literal["each", "per_day", "once"]
    min_count: int
    points: int
    max: int | None

    @property
    def counts(self) -> pl.Expr:
        """Whether an activity counts, Boolean, never null: of the rule's types, young enough, `where` is true."""
        counts = pl.col(TYPE).is_in(sorted(self.types))
        if self.within_last is not None:
            counts &= pl.col(AGE) <= self.within_last
        if self.where is not None:
            counts &= self.where
        return counts.fill_null(value=False)

    @property
    def counted(self) -> pl.Expr:
        """How many activities give points, Int64: none below `min_count`, one at most where only the newest counts."""
        return self._if_enough(pl.lit(1, pl.Int64) if self.mode == "once" else pl.col(count(self.id)))

    @property
    def decayed(self) -> pl.Expr:
        """What they give, Int64 thousandths, by the rule's `count` and `weight` columns; `max` does not limit it yet."""
        return self._if_enough(rounded(pl.col(weight(self.id)) * self.points, FULL))

    @property
    def earned(self) -> pl.Expr:
        """The rule's points, Int64 thousandths."""
        return self.decayed if self.max is None else clamped(self.decayed, -self.max, self.max)

    @property
    def capped(self) -> pl.Expr:
        """What `max` takes away, Int64 thousandths; below 0 where it holds back negative points."""
        return pl.lit(0, pl.Int64) if self.max is None else excess(self.decayed, -self.max, self.max)

    def _if_enough(self, value: pl.Expr) -> pl.Expr:
        return pl.when(pl.col(count(self.id)) >= self.min_count).then(value).otherwise(pl.lit(0, pl.Int64))

    def weight_of(self, age: pl.Expr) -> pl.Expr:
        """Return the weight of an activity by its age; Int64 millionths."""
        table = pl.Series(self.weights, dtype=pl.Int64)
        last = len(self.weights) - 1
        return age.clip(0, last).map_batches(table.gather, return_dtype=pl.Int64, is_elementwise=True)


@dataclass(frozen=True)
class CompiledQuietRule:
    """A rule about silence, ready to meet the data.

    Attributes:
        id: Its id in the rules file.
        except_: The normalised types that do not break the silence.
        days: The newest one is older than this.
        points: Thousandths that it gives.
    """

    id: str
    except_: frozenset[str]
    days: int
    points: int

    @property
    def counts(self) -> pl.Expr:
        """Whether an activity breaks the silence, Boolean, null without a type."""
        return ~pl.col(TYPE).is_in(sorted(self.except_))

    @property
    def earned(self) -> pl.Expr:
        """The rule's points, Int64 thousandths, by its `newest` column."""
        quiet = pl.col(newest(self.id)) > self.days
        return pl.when(quiet).then(pl.lit(self.points, pl.Int64)).otherwise(pl.lit(0, pl.Int64))


def compile_activity_rule(
    rule: ActivityRule, decay: Decay, conditions: ConditionCompiler
) -> CompiledActivityRule:
    """Compile an `activity` rule.

    Args:
        rule: The rule.
        decay: The decay of its score, for a rule without one of its own.
        conditions: Compiles its `where`.
    """
    return CompiledActivityRule(
        id=rule.id,
        types=frozenset(normalised_all(rule.activity)),
        within_last=rule.within_last,
        where=None if rule.where is None else conditions.compile(rule.where, of_activity=True),
        weights=weight_table(rule.decay or decay),
        mode=rule.count,
        min_count=rule.min_count,
        points=rule.points,
        max=rule.max,
    )


def compile_quiet_rule(rule: QuietRule) -> CompiledQuietRule:
    """Compile a `quiet_for` rule."""
    except_ = frozenset(normalised_all(rule.except_ or ()))
    return CompiledQuietRule(rule.id, except_, rule.quiet_for, rule.points)
