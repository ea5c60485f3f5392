"""Activities of one lead, summed for many versions of it: what all versions share is summed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import CONTACT, FATES, NEWEST, OLDEST, newest
from leadscore.steps import activity

if TYPE_CHECKING:
    from leadscore.rules.compile import CompiledRules

__all__ = ["merge_sums", "sum_up"]


def sum_up(rows: pl.DataFrame, rules: CompiledRules) -> pl.DataFrame:
    """Return the sums of activities, one row per version that has some.

    Args:
        rows: Activities as they were read, each with the number of its version as `row:contact`.
        rules: The rules.
    """
    once_a_day = [rule for rule in rules.activity_rules if rule.mode == "per_day"]
    sums = rows.lazy().pipe(activity.sum_activities, rules).drop(FATES)
    if once_a_day:
        days = rows.lazy().pipe(activity.sum_once_a_day, once_a_day)
        sums = sums.join(days, on=CONTACT, how="left", validate="1:1", maintain_order="left")
    return sums.collect()


def merge_sums(one: pl.DataFrame, other: pl.DataFrame, rules: CompiledRules) -> pl.DataFrame:
    """Return the sums of two sets of activities that have no day in common, taken together."""
    youngest = [NEWEST, *(newest(rule.id) for rule in rules.rules if newest(rule.id) in one.columns)]
    ages = {*youngest, OLDEST}
    summed = [name for name in one.columns if name != CONTACT and name not in ages]
    return (
        pl.concat([one, other], how="diagonal")
        .group_by(CONTACT)
        .agg(pl.col(summed).sum(), pl.col(youngest).min(), pl.col(OLDEST).max())
    )
