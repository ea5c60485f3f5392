"""What the contacts did, as far as rules can go by it: types of activities, pages that say something, days."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.pipeline.draft.columns import Value, values_of
from leadscore.pipeline.draft.words import PATHS
from leadscore.rules.values import as_day, as_text, trimmed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from leadscore.tables.layout import Layout

__all__ = ["Activities", "Pages", "look_at_events", "look_at_log"]

_ZONE: Final = "UTC"


@dataclass(frozen=True)
class Pages:
    """Pages of one meaning that activities name.

    Attributes:
        parts: What their addresses contain.
        types: The types of activities that name them, as they are compared.
    """

    parts: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True)
class Activities:
    """What the contacts did.

    Attributes:
        types: The types that occur, the most frequent first.
        pages: Pages that say something about who reads them, by their meaning.
        oldest: The oldest day.
        newest: The newest day that is not later than the as-of date.
    """

    types: tuple[Value, ...]
    pages: Mapping[str, Pages] = field(default_factory=dict)
    oldest: date | None = None
    newest: date | None = None


def look_at_log(rows: pl.LazyFrame, layout: Layout, as_of: date) -> Activities:
    """Look at a log of activities.

    Args:
        rows: Its records.
        layout: Where its fields stand, and how its days are written.
        as_of: Days after it are not looked at.
    """
    cell = layout.cell("type")
    types = rows.select(as_text(cell, layout.missing).alias("key"), trimmed(cell).alias("text"))
    day = as_day(layout.cell("occurred_at"), _ZONE, layout.missing, layout.format_of("occurred_at"))
    return Activities(
        values_of(types.drop_nulls("key")),
        _pages(rows, layout) if layout.has("url") else {},
        *_ends(rows.select(day.alias("day")), as_of),
    )


def look_at_events(frame: pl.DataFrame, layout: Layout, events: Mapping[str, str], as_of: date) -> Activities:
    """Look at columns of contacts that are activities; arguments as of `look_at_log`, with the types of the columns."""
    days = {
        name: frame.select(
            as_day(layout.cell(name), _ZONE, layout.missing, layout.format_of(name)).alias("day")
        ).drop_nulls()
        for name in events
    }
    counted: dict[str, int] = {}
    for name, kind in events.items():
        counted[kind] = counted.get(kind, 0) + days[name].height
    types = tuple(Value(kind, kind, rows) for kind, rows in counted.items())
    return Activities(types, {}, *_ends(pl.concat(days.values()).lazy(), as_of))


def _ends(days: pl.LazyFrame, as_of: date) -> tuple[date | None, date | None]:
    """Return the oldest and the newest day."""
    ends = days.filter(pl.col("day") <= as_of).select(
        pl.col("day").min().alias("oldest"), pl.col("day").max().alias("newest")
    )
    oldest, newest = ends.collect(engine="streaming").row(0)
    return oldest, newest


def _pages(rows: pl.LazyFrame, layout: Layout) -> dict[str, Pages]:
    """Return the pages that say something, as far as they occur."""
    url = as_text(layout.cell("url"), layout.missing)
    named = rows.select(
        as_text(layout.cell("type"), layout.missing).alias("key"), url.alias("url")
    ).drop_nulls()
    hits = {
        part: pl.col("url").str.contains(part, literal=True) for parts in PATHS.values() for part in parts
    }
    counted = (
        named.group_by("key")
        .agg(hit.sum().alias(part) for part, hit in hits.items())
        .sort("key")
        .collect(engine="streaming")
    )
    found = {}
    for meaning, parts in PATHS.items():
        there = tuple(part for part in parts if counted[part].sum())
        if there:
            of_types = counted.filter(pl.any_horizontal(pl.col(part) > 0 for part in there))
            found[meaning] = Pages(there, tuple(of_types["key"].to_list()))
    return found
