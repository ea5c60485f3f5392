"""The stages of two rules files in one order, and how leads go from one to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import DISQUALIFIED_STAGE, ONLY_STAGE
from leadscore.pipeline.diff.sides import BOTH, STAGE, new, old
from leadscore.results.movement import MovingStage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.schema.model import Rules

__all__ = ["Ladder", "count_moves", "merge_stages", "moving_stages"]

_NO_STAGE: Final = "(none)"
_ALWAYS: Final = ("mql", "sql")
"""Stages that are looked at wherever they stand."""


@dataclass(frozen=True)
class Ladder:
    """The stages of both files.

    Attributes:
        names: Their names, top to bottom, each once.
        titles: Their labels by name, those of the new rules first, also for who is in no stage or disqualified; the
            name itself where several have that label.
        of_old: Names of those of the old rules, in file order.
        of_new: Names of those of the new rules, in file order.
    """

    names: tuple[str, ...]
    titles: Mapping[str, str]
    of_old: tuple[str, ...]
    of_new: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """Where leads can be: in no stage, in one of them, or disqualified."""
        return ("", *self.names, DISQUALIFIED_STAGE)

    @property
    def turning(self) -> tuple[str, ...]:
        """The stages that leads become or stop being: all but the first, which is everybody's."""
        return tuple(name for place, name in enumerate(self.names) if place or name in _ALWAYS)

    @staticmethod
    def reached(stage: str, own: Sequence[str]) -> tuple[str, ...]:
        """Return the stages of a file in which a lead is at least this far; none where the file lacks the stage.

        Args:
            stage: The stage.
            own: The stages of the file.
        """
        return tuple(own[own.index(stage) :]) if stage in own else ()

    def rank(self, stage: pl.Expr) -> pl.Expr:
        """Return the place of a stage among `places`, null for null."""
        return stage.replace_strict(
            {name: rank for rank, name in enumerate(self.places)}, default=None, return_dtype=pl.Int32
        )

    def titled(self, stage: pl.Expr) -> pl.Expr:
        """Return the label of a stage, null for null."""
        return stage.replace_strict(dict(self.titles), default=None, return_dtype=pl.String)


def merge_stages(old_rules: Rules, new_rules: Rules) -> Ladder:
    """Return the stages of both files; one that only the old file has stands below the one that it had above it."""
    before, after = _titles(old_rules), _titles(new_rules)
    names = list(after)
    above = -1 if new_rules.stages else 0
    for name in before:
        if name in names:
            above = names.index(name)
        else:
            above += 1
            names.insert(above, name)
    titles = {"": _NO_STAGE, DISQUALIFIED_STAGE: DISQUALIFIED_STAGE, **_apart({**before, **after})}
    return Ladder(tuple(names), titles, tuple(before), tuple(after))


def _apart(titles: Mapping[str, str]) -> dict[str, str]:
    """Return labels by name, and the name where several have the same label."""
    frequency = Counter(map(str.casefold, titles.values()))
    return {name: name if frequency[title.casefold()] > 1 else title for name, title in titles.items()}


def _titles(rules: Rules) -> dict[str, str]:
    return {stage.name: stage.title for stage in rules.stages} or {ONLY_STAGE: "Lead"}


def moving_stages(pairs: pl.DataFrame, ladder: Ladder) -> tuple[MovingStage, ...]:
    """Count who is where under each file; who is in no stage or disqualified only where somebody is.

    Args:
        pairs: What `join_sides` returns.
        ladder: The stages.
    """
    before, after = (_counts(pairs, own(STAGE)) for own in (old, new))
    return tuple(
        MovingStage(
            name,
            ladder.titles[name],
            before.get(name, 0) if name in ladder.of_old or name not in ladder.names else None,
            after.get(name, 0) if name in ladder.of_new or name not in ladder.names else None,
        )
        for name in ladder.places
        if name in ladder.names or name in before or name in after
    )


def _counts(pairs: pl.DataFrame, column: str) -> dict[str, int]:
    counted = pairs.drop_nulls(column).group_by(column).len()
    return dict(zip(counted[column].to_list(), counted["len"].to_list(), strict=True))


def count_moves(pairs: pl.DataFrame, stages: Sequence[MovingStage]) -> tuple[tuple[int, ...], ...]:
    """Count who goes from which stage to which, among the leads that both files score.

    Args:
        pairs: What `join_sides` returns.
        stages: The rows and columns.
    """
    counted = pairs.filter(BOTH).group_by(old(STAGE), new(STAGE)).len()
    found = {(before, after): number for before, after, number in counted.iter_rows()}
    return tuple(tuple(found.get((row.name, column.name), 0) for column in stages) for row in stages)
