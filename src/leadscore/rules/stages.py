"""Stages with memory: what holds a contact in a stage, what lifts it, and what sends it back.

A stage is known by its place in the file, counted from 0, so that the furthest of several is the largest number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    ONLY_STAGE,
    WAS_FURTHEST,
    WAS_RECYCLED_BY,
    WAS_RECYCLED_ON,
    WAS_SINCE,
    WAS_STAGE,
)
from leadscore.schema.conditions import FieldTest
from leadscore.schema.funnel import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.funnel import Recycling

__all__ = ["MEMORY", "CompiledRecycling", "CompiledStages", "compile_stages"]

MEMORY: Final = {
    WAS_STAGE: pl.String(),
    WAS_SINCE: pl.Date(),
    WAS_FURTHEST: pl.String(),
    WAS_RECYCLED_BY: pl.String(),
    WAS_RECYCLED_ON: pl.Date(),
}
"""The columns of what is remembered of a contact; all null of one that is new."""
_NOWHERE: Final = pl.lit(None, pl.Int64)


@dataclass(frozen=True)
class CompiledRecycling:
    """One way back to nurturing, ready to meet the data.

    Attributes:
        id: Its name.
        applies: Boolean, never null: its condition is true.
        cooling: Boolean, never null: it sent the contact back, and its time is not over.
        from_: Places of the stages from which it sends back.
        to: Place of the stage to which it does.
    """

    id: str
    applies: pl.Expr
    cooling: pl.Expr
    from_: tuple[int, ...]
    to: int

    def takes(self, place: pl.Expr) -> pl.Expr:
        """Return whether it sends a contact back that would be in the stage of this place."""
        return (self.applies | self.cooling) & place.is_in(self.from_).fill_null(value=False)


@dataclass(frozen=True)
class CompiledStages:
    """The funnel, ready to meet the data; places are Int64, null for no stage.

    Attributes:
        names: The stages in their order.
        entered: Place of the last stage whose `enter` is true.
        stayed: Place of the last one in which a contact stays that was there or further.
        held: Place below which its `min_days` do not let a contact fall.
        kept: Place of the furthest stage marked `forward_only` that it has reached.
        lifted: Place that the CRM's own stage stands for.
        recyclings: The ways back, in file order.
    """

    names: tuple[str, ...]
    entered: pl.Expr
    stayed: pl.Expr
    held: pl.Expr
    kept: pl.Expr
    lifted: pl.Expr
    recyclings: tuple[CompiledRecycling, ...]

    def place_of(self, column: str) -> pl.Expr:
        """Return the place of the stage that a column names, null where the rules know none of that name."""
        return _place_of(column, self.names)

    def name_of(self, place: pl.Expr) -> pl.Expr:
        """Return the name of the stage of a place."""
        return _looked_up(place, self.names, pl.String())


def compile_stages(rules: CompiledRules) -> CompiledStages:
    """Compile the stages, the CRM's own stage and the ways back of a rules file."""
    stages = rules.model.stages or (Stage(name=ONLY_STAGE),)
    names = tuple(stage.name for stage in stages)
    was = _place_of(WAS_STAGE, names)
    entered = [rules.conditions.holding(stage.enter, stage.unless) for stage in stages]
    stayed = {
        place: (was >= place).fill_null(value=False) & rules.conditions.holding(stage.stay, None)
        for place, stage in enumerate(stages)
        if stage.stay is not None
    }
    least = _looked_up(was, [stage.min_days for stage in stages], pl.Int64())
    days = (pl.lit(rules.as_of) - pl.col(WAS_SINCE)).dt.total_days()
    return CompiledStages(
        names,
        _last(dict(enumerate(entered))),
        _last(stayed),
        pl.when(days < least).then(was).otherwise(_NOWHERE),
        _looked_up(_place_of(WAS_FURTHEST, names), _forward_only(stages), pl.Int64()),
        _last(_crm_stages(rules, names)),
        tuple(_compile_recycling(entry, rules, names) for entry in rules.model.recycle or ()),
    )


def _last(holding: dict[int, pl.Expr]) -> pl.Expr:
    """Return the place of the last stage of which something holds."""
    found: pl.Expr = _NOWHERE
    for place, holds in holding.items():
        found = pl.when(holds).then(pl.lit(place, pl.Int64)).otherwise(found)
    return found


def _place_of(column: str, names: Sequence[str]) -> pl.Expr:
    places = list(range(len(names)))
    return pl.col(column).replace_strict(list(names), places, default=None, return_dtype=pl.Int64)


def _looked_up(place: pl.Expr, values: Sequence[object], kind: pl.DataType) -> pl.Expr:
    # NOTE: replacing would be a join.
    return pl.lit(pl.Series(values, dtype=kind)).gather(place)


def _forward_only(stages: Sequence[Stage]) -> list[int | None]:
    """Return, for each stage, the place of the last one marked `forward_only` up to there."""
    found: list[int | None] = []
    for place, stage in enumerate(stages):
        before = found[-1] if found else None
        found.append(place if stage.forward_only else before)
    return found


def _crm_stages(rules: CompiledRules, names: Sequence[str]) -> dict[int, pl.Expr]:
    """Return where the CRM's own stage is each of the stages."""
    crm = rules.model.crm_stage
    if crm is None or crm.use == "ignore":
        return {}
    meanings = crm.map if crm.map is not None else {name: name for name in names}
    words: dict[int, list[pl.Expr]] = {}
    for word, name in meanings.items():
        test = FieldTest(crm.column, "is", word, ())
        words.setdefault(names.index(name), []).append(rules.conditions.holding(test, None))
    return {place: pl.any_horizontal(words[place]) for place in sorted(words)}


def _compile_recycling(entry: Recycling, rules: CompiledRules, names: Sequence[str]) -> CompiledRecycling:
    cooling = pl.lit(value=False)
    if entry.cool_off is not None:
        days = (pl.lit(rules.as_of) - pl.col(WAS_RECYCLED_ON)).dt.total_days()
        cooling = ((pl.col(WAS_RECYCLED_BY) == entry.id) & (days < entry.cool_off)).fill_null(value=False)
    applies = rules.conditions.holding(entry.when, None)
    return CompiledRecycling(
        entry.id, applies, cooling, tuple(map(names.index, entry.from_)), names.index(entry.to)
    )
