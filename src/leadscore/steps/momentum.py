"""Scores rise and fall: what was known of contacts on an earlier day stands beside what is known now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE, earlier, momentum, tenths, then, typed
from leadscore.rules.arithmetic import quotient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from leadscore.rules.compile import Earlier

__all__ = ["activities_of_then", "add_earlier_scores", "add_momentum", "named_then"]


def activities_of_then(activities: pl.LazyFrame, days: int) -> pl.LazyFrame:
    """Return the activities that counted so many days before, with their age on that day.

    Args:
        activities: One row per activity, with its age and its fate.
        days: How many days.
    """
    there = (pl.col(FATE) == "used") & (pl.col(AGE) >= days)
    return activities.filter(there).with_columns(pl.col(AGE) - days)


def named_then(known: pl.DataFrame, days: int) -> pl.DataFrame:
    """Return what was known of contacts so many days before, under names that stand beside those of now."""
    return known.rename({name: then(days, name) for name in known.columns if name != CONTACT})


def add_earlier_scores(
    contacts: pl.LazyFrame,
    earlier_day: Earlier,
    moving: Iterable[str],
    score: Callable[[pl.LazyFrame], pl.LazyFrame],
) -> pl.LazyFrame:
    """Add `earlier:<score>` for the scores that are held against those of an earlier day.

    Args:
        contacts: One row per contact, with what is known of it now, and of then under the names of `named_then`.
        earlier_day: The day.
        moving: The columns that are not the same on both days; of then they are missing where there is nothing.
        score: Adds the scores, as of that day.

    Returns:
        The same rows, without what was known of then.
    """
    columns = contacts.collect_schema().names()
    mark = then(earlier_day.days, "")
    of_then = {name: name.removeprefix(mark) for name in columns if name.startswith(mark)}
    aside = {name: f"now:{name}" for name in moving if name in columns}
    known = contacts.rename(aside | of_then).pipe(score)
    kept = [pl.col(aside.get(name, name)).alias(name) for name in columns if name not in of_then]
    return known.select(*kept, *[pl.col(tenths(name)).alias(earlier(name)) for name in earlier_day.scores])


def add_momentum(contacts: pl.LazyFrame, scores: Iterable[str]) -> pl.LazyFrame:
    """Add what scores have gained: `momentum:<score>` in tenths, and `momentum.<score>` as a number.

    Args:
        contacts: One row per contact, with `tenths:<score>` and `earlier:<score>` of each.
        scores: The scores.
    """
    gained = {momentum(name): pl.col(tenths(name)) - pl.col(earlier(name)) for name in scores}
    if not gained:
        return contacts
    numbers = {typed("number", f"momentum.{name}"): quotient(pl.col(momentum(name)), 10) for name in scores}
    return contacts.with_columns(**gained).with_columns(**numbers)
