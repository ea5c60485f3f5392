"""Hand-off lists, compiled: who is on them, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import DISQUALIFIED, LEAD_STAGE

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Handoff

__all__ = ["CompiledList", "compile_lists"]


@dataclass(frozen=True)
class CompiledList:
    """One hand-off list: who is on it and in which order.

    Attributes:
        name: Its name.
        on: Boolean over contacts, never null.
        score: The score it is ordered by, best first.
        respond_within: Working days within which Sales should answer.
        accepted_after: Working days without an answer after which a lead counts as accepted.
    """

    name: str
    on: pl.Expr
    score: str
    respond_within: int | None = None
    accepted_after: int | None = None


def compile_lists(rules: CompiledRules) -> tuple[CompiledList, ...]:
    """Return the lists that the rules name; without any, one for each stage called `mql` or `sql`."""
    main = rules.model.main_score
    if rules.model.handoff:
        return tuple(_named_list(entry, rules) for entry in rules.model.handoff)
    names = [stage.name for stage in rules.model.stages if stage.name in ("mql", "sql")]
    return tuple(
        CompiledList(name, (pl.col(LEAD_STAGE) == name).fill_null(value=False), main) for name in names
    )


def _named_list(entry: Handoff, rules: CompiledRules) -> CompiledList:
    there = pl.col(LEAD_STAGE).is_in(list(entry.stage)).fill_null(value=False)
    wanted = rules.conditions.holding(entry.when, entry.unless)
    score = entry.order_by.partition(".")[2] if entry.order_by else rules.model.main_score
    on = there & wanted & ~pl.col(DISQUALIFIED)
    return CompiledList(entry.list, on, score, entry.respond_within, entry.accepted_after)
