"""Contacts are scored as of now and, where a score tells how it rises or falls, as of some days before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from leadscore.columns import FATES, typed
from leadscore.schema.momentum import reads_activities
from leadscore.steps import activity, contacts, deals, momentum, score, stage

if TYPE_CHECKING:
    import polars as pl

    from leadscore.rules.compile import CompiledRules

__all__ = ["add_all_scores", "sum_activities_of_then"]


def sum_activities_of_then(rows: pl.LazyFrame, rules: CompiledRules) -> list[pl.DataFrame]:
    """Sum the activities for each earlier day that scores are held against, one more look at the rows for each.

    Args:
        rows: The activities, with their age and fate as of now.
        rules: The rules.

    Returns:
        Frames for the contacts, like those of now but for their names.
    """
    found = []
    for one in rules.earlier:
        if not reads_activities(one.rules.model):
            continue
        known = rows.pipe(momentum.activities_of_then, one.days)
        frames = [known.pipe(activity.sum_activities, one.rules).drop(FATES)]
        once = [rule for rule in one.rules.activity_rules if rule.mode == "per_day"]
        if once:
            frames.append(known.pipe(activity.sum_once_a_day, once))
        found += [momentum.named_then(frame.collect(engine="streaming"), one.days) for frame in frames]
    return found


def add_all_scores(people: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Add everything from answered questions to the scores and what they have gained.

    Args:
        people: One row per contact, with everything that the inputs give, now and on earlier days.
        rules: The rules.
    """
    for one in rules.earlier:
        people = people.pipe(
            momentum.add_earlier_scores, one, _moving(rules), partial(_scored, rules=one.rules)
        )
    gaining = [name for one in rules.earlier for name in one.scores]
    return people.pipe(_scored, rules).pipe(momentum.add_momentum, gaining)


def _scored(people: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    return (
        people.pipe(contacts.add_answers, rules.model)
        .pipe(activity.add_missing_sums, rules)
        .pipe(deals.add_missing_counts)
        .pipe(stage.add_persona, rules)
        .pipe(score.add_points, rules)
        .pipe(score.add_scores, rules)
        .pipe(score.add_combined_scores, rules)
    )


def _moving(rules: CompiledRules) -> list[str]:
    """Return what inputs give that is not the same on an earlier day."""
    return [*activity.columns_of_sums(rules), *(typed("number", name) for name in deals.COUNTS)]
