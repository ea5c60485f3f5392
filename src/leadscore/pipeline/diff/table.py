"""The file of a comparison: one row per lead that changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    FILE,
    ID,
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_PERSONA,
    LINE,
    tenths,
)
from leadscore.pipeline.diff.causes import BECAUSE
from leadscore.pipeline.diff.sides import (
    CHANGE,
    FACTS,
    FIRST,
    LAST,
    LISTS,
    MAIN,
    MOVED,
    STAGE,
    new,
    old,
    other_scores,
)
from leadscore.results import OutputTable
from leadscore.rules.arithmetic import tenths_text
from leadscore.tables.cells import guarded

if TYPE_CHECKING:
    from leadscore.pipeline.diff.sides import Side
    from leadscore.pipeline.diff.stages import Ladder

__all__ = ["changed_leads"]

NAME: Final = "diff.csv"
_WAYS: Final = {"old": old, "new": new}
_TITLES: Final = {
    LEAD_GRADE: "grade",
    LEAD_LIGHT: "light",
    LEAD_PERSONA: "persona",
    LEAD_DISQUALIFIED_BY: "disqualified_by",
}


def changed_leads(changed: pl.DataFrame, one: Side, other: Side, ladder: Ladder) -> OutputTable:
    """Return the leads that change: those that move first, by their stages, then by how much the score changes.

    Args:
        changed: What `add_causes` returns.
        one: The old side.
        other: The new side.
        ladder: The stages.
    """
    ordered = changed.sort(
        pl.col(MOVED),
        ladder.rank(pl.col(old(STAGE))),
        ladder.rank(pl.col(new(STAGE))),
        pl.col(CHANGE).abs(),
        ID,
        FILE,
        LINE,
        descending=[True, False, False, True, False, False, False],
    )
    cells = _cells(one, other)
    texts = (pl.when(cell != "").then(cell) for cell in cells.values())
    rows = ordered.select(guarded(text).alias(str(place)) for place, text in enumerate(texts))
    return OutputTable(NAME, tuple(cells), rows)


def _cells(one: Side, other: Side) -> dict[str, pl.Expr]:
    """Return the text of every column by its header."""
    named = [name for name in (FIRST, LAST) if any(map(partial(_has, name), (one, other)))]
    change = pl.col(CHANGE)
    sign = pl.when(change > 0).then(pl.lit("+")).otherwise(pl.lit(""))
    cells = {"contact_id": pl.col(ID)} | {name: pl.col(name) for name in named}
    cells |= _both("stage", STAGE)
    cells |= {f"score_{way}": tenths_text(pl.col(own(MAIN))) for way, own in _WAYS.items()}
    cells["score_change"] = sign + tenths_text(change)
    for score in other_scores(one, other):
        for way, side in (("old", one), ("new", other)):
            there = score in side.rules.scores
            column = pl.col(_WAYS[way](tenths(score))) if there else pl.lit(None, pl.Int64)
            cells[f"score_{score}_{way}"] = tenths_text(column)
    for name in FACTS:
        if name in one.facts or name in other.facts:
            cells |= _both(_TITLES[name], name)
    return cells | _both("lists", LISTS) | {BECAUSE: pl.col(BECAUSE)}


def _has(name: str, side: Side) -> bool:
    return side.contacts[name].null_count() < side.contacts.height


def _both(title: str, name: str) -> dict[str, pl.Expr]:
    return {f"{title}_{way}": pl.col(own(name)) for way, own in _WAYS.items()}
