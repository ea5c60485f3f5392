"""Who becomes something and who stops being it, and the leads that move most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import FILE, ID, LINE
from leadscore.pipeline.diff.causes import BECAUSE, effects
from leadscore.pipeline.diff.sides import BOTH, CHANGE, FIRST, LAST, MAIN, STAGE, new, old
from leadscore.results.movement import Crossing, ListChange, MovedLead, Turn
from leadscore.rules.arithmetic import tenths_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadscore.pipeline.diff.causes import Causes
    from leadscore.pipeline.diff.sides import Side
    from leadscore.pipeline.diff.stages import Ladder

__all__ = ["count_lists", "find_turns", "most_moved"]

TOP: Final = 10
"""Leads of each group that are shown."""
MOVERS: Final = 5
"""Leads that rise or fall most."""


def find_turns(changed: pl.DataFrame, pairs: pl.DataFrame, causes: Causes) -> tuple[Turn, ...]:
    """Return who becomes and who stops being what, stage by stage.

    Args:
        changed: What `add_causes` returns, of the leads that changed.
        pairs: All leads.
        causes: What may have made a difference.
    """
    return tuple(_turn(stage, changed, pairs, causes) for stage in causes.ladder.turning)


def _turn(stage: str, changed: pl.DataFrame, pairs: pl.DataFrame, causes: Causes) -> Turn:
    """Return who crosses the border of a stage; where only one file has it, there is nothing to compare."""
    ladder = causes.ladder
    was = _is(ladder, stage, ladder.of_old, old)
    is_ = _is(ladder, stage, ladder.of_new, new)
    before, after = pairs.select(was.sum().alias("old"), is_.sum().alias("new")).row(0)
    title = ladder.titles[stage]
    if stage not in ladder.of_old or stage not in ladder.of_new:
        is_new = stage in ladder.of_new
        return Turn(stage, title, None if is_new else before, after if is_new else None)
    became = _crossing(changed.filter(is_ & ~was), new(MAIN), causes)
    stopped = _crossing(changed.filter(was & ~is_), old(MAIN), causes)
    return Turn(stage, title, before, after, became, stopped)


def _is(ladder: Ladder, stage: str, own: tuple[str, ...], side: Callable[[str], str]) -> pl.Expr:
    """Return whether a lead is in a stage or in a later one on one side."""
    return pl.col(side(STAGE)).is_in(ladder.reached(stage, own)).fill_null(value=False)


def _crossing(leads: pl.DataFrame, score: str, causes: Causes) -> Crossing:
    if leads.is_empty():
        return Crossing()
    first = leads.sort(score, ID, FILE, LINE, descending=[True, False, False, False]).head(TOP)
    return Crossing(leads.height, _moved_leads(first, causes.ladder), effects(leads, causes))


def most_moved(changed: pl.DataFrame, ladder: Ladder, *, up: bool) -> tuple[MovedLead, ...]:
    """Return the leads whose score rises or falls most.

    Args:
        changed: What `add_causes` returns.
        ladder: The stages.
        up: Whether those that rise are meant.
    """
    there = changed.filter(BOTH, pl.col(CHANGE) > 0 if up else pl.col(CHANGE) < 0)
    ordered = there.sort(CHANGE, ID, FILE, LINE, descending=[up, False, False, False])
    return _moved_leads(ordered.head(MOVERS), ladder)


def _moved_leads(leads: pl.DataFrame, ladder: Ladder) -> tuple[MovedLead, ...]:
    texts = {
        "contact_id": pl.col(ID),
        "name": pl.concat_str(FIRST, LAST, separator=" ", ignore_nulls=True),
        "stage_old": ladder.titled(pl.col(old(STAGE))),
        "stage_new": ladder.titled(pl.col(new(STAGE))),
        "score_old": tenths_text(pl.col(old(MAIN))),
        "score_new": tenths_text(pl.col(new(MAIN))),
        "because": pl.col(BECAUSE),
    }
    shown = leads.select(text.fill_null("").alias(key) for key, text in texts.items())
    return tuple(MovedLead(**row) for row in shown.iter_rows(named=True))


def count_lists(pairs: pl.DataFrame, one: Side, other: Side) -> tuple[ListChange, ...]:
    """Count who is on which list, who gets on and who gets off.

    Args:
        pairs: What `join_sides` returns.
        one: The old side.
        other: The new side.
    """
    found = []
    for name in dict.fromkeys([*other.lists, *one.lists]):
        was, is_ = _on(name, one, old), _on(name, other, new)
        before, after, on, off = pairs.select(
            was.sum().alias("old"),
            is_.sum().alias("new"),
            (is_ & ~was).sum().alias("on"),
            (was & ~is_).sum().alias("off"),
        ).row(0)
        found.append(
            ListChange(
                name,
                before if name in one.lists else None,
                after if name in other.lists else None,
                on,
                off,
            )
        )
    return tuple(found)


def _on(name: str, side: Side, own: Callable[[str], str]) -> pl.Expr:
    """Return whether a lead is on a list; nobody is where the side has no such list."""
    if name not in side.lists:
        return pl.col(BOTH) & pl.lit(value=False)
    return pl.col(own(f"list:{name}")).fill_null(value=False)
