"""A comparison, from inputs and two rules files to what moves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from leadscore.pipeline.diff.both import open_both, score_both
from leadscore.pipeline.diff.causes import add_causes, find_causes
from leadscore.pipeline.diff.segments import check_fields
from leadscore.pipeline.diff.shift import segmented, shift_of
from leadscore.pipeline.diff.sides import BOTH, CHANGED, MAIN, MOVED, join_sides, new, old, take_side
from leadscore.pipeline.diff.stages import count_moves, merge_stages, moving_stages
from leadscore.pipeline.diff.table import changed_leads
from leadscore.pipeline.diff.turns import count_lists, find_turns, most_moved
from leadscore.results.movement import Movement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.pipeline.diff.both import Opened
    from leadscore.pipeline.diff.sides import Side
    from leadscore.pipeline.inputs import Inputs, Settings
    from leadscore.results import OutputTable
    from leadscore.schema.load import RulesFile

__all__ = ["Comparison", "compare_rules"]


@dataclass(frozen=True)
class Comparison:
    """What a comparison finds out.

    Attributes:
        movement: What is shown.
        table: The leads that change, one row each.
        strangers: How many activities there are, where not one of them finds a contact; else 0.
    """

    movement: Movement
    table: OutputTable
    strangers: int


def compare_rules(
    inputs: Inputs, old_rules: RulesFile, new_rules: RulesFile, settings: Settings, fields: Sequence[str] = ()
) -> Comparison:
    """Score every contact under two rules files, and hold the results against each other.

    Args:
        inputs: The files.
        old_rules: The rules that are replaced.
        new_rules: The rules that take their place.
        settings: How both runs are made.
        fields: Fields whose values make segments.

    Raises:
        InputError: A file cannot be read as what it was given as.
        RulesError: Rules need something that the inputs do not have.
        UsageError: A field makes no segments.
    """
    fields = tuple(dict.fromkeys(fields))
    opened = open_both(inputs, old_rules, new_rules, settings, fields)
    check_fields(fields, opened.old)
    check_fields(fields, opened.new)
    # NOTE: a map lets go of all columns of the first run before the second begins.
    one, other = map(partial(take_side, fields=fields), score_both(opened))
    settings.tell("comparing")
    return _compared(opened, one, other, fields)


def _compared(opened: Opened, one: Side, other: Side, fields: Sequence[str]) -> Comparison:
    pairs = join_sides(one, other)
    ladder = merge_stages(one.rules, other.rules)
    causes = find_causes(one, other, ladder)
    changed = add_causes(pairs.filter(CHANGED), causes)
    stages = moving_stages(pairs, ladder)
    movement = Movement(
        old=one.file.file,
        new=other.file.file,
        as_of=opened.old.rules.as_of,
        compared=int(pairs[BOTH].sum()),
        only_old=_alone(pairs, old(MAIN)),
        only_new=_alone(pairs, new(MAIN)),
        moved=int(pairs[MOVED].sum()),
        changed=changed.height,
        stages=stages,
        matrix=count_moves(pairs, stages),
        turns=find_turns(changed, pairs, causes),
        lists=count_lists(pairs, one, other),
        shift=shift_of(pairs),
        rising=most_moved(changed, ladder, up=True),
        falling=most_moved(changed, ladder, up=False),
        segments=tuple(segmented(pairs, field) for field in fields),
        notes=(*opened.notes, *_notes(one, other)),
    )
    table = changed_leads(changed, one, other, ladder)
    return Comparison(movement, table, min(one.strangers, other.strangers))


def _alone(pairs: pl.DataFrame, column: str) -> int:
    """Return how many leads only one side has."""
    return pairs.filter(~pl.col(BOTH) & pl.col(column).is_not_null()).height


def _notes(one: Side, other: Side) -> Iterator[str]:
    """Yield what only one of both makes, and so nobody changes in, and how much was rejected."""
    mains = one.rules.main_score, other.rules.main_score
    if mains[0] != mains[1]:
        yield f"the lead score is {mains[0]} in {one.file.file}, and {mains[1]} in {other.file.file}"
    for side, opposite in ((one, other), (other, one)):
        alone = [f"score {name}" for name in side.rules.scores if name not in opposite.rules.scores]
        alone += [_word(name) for name in side.facts if name not in opposite.facts]
        if alone:
            what = ", ".join(alone)
            yield f"only {side.file.file} has: {what}; nobody counts as changed for that alone"
    rejected = min(one.rejected, other.rejected)
    if rejected:
        yield f"{rejected:,} records of contacts were not accepted under either file, as `score` would show"


def _word(fact: str) -> str:
    return fact.removeprefix("lead_").replace("_", " ")
