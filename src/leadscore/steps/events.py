"""Columns of contacts whose days are activities, as wide exports have them: the day of the last click, of the last visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, FATE, typed
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.values import normalised_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["COLUMN", "list_events"]

COLUMN: Final = "event:column"
"""String: the field of contacts that an activity was made of."""

_ROWS: Final[Mapping[str, pl.DataType]] = {
    CONTACT: pl.Int64(),
    AGE: pl.Int64(),
    TYPE: pl.String(),
    FATE: pl.String(),
    COLUMN: pl.String(),
    typed("day", "occurred_at"): pl.Date(),
    typed("text", "occurred_at"): pl.String(),
}


def list_events(contacts: pl.LazyFrame, events: Mapping[str, str], as_of: date) -> pl.LazyFrame:
    """Return one activity for each day that stands in a column of `events`.

    Args:
        contacts: The accepted contacts, with `day:<field>` of each such column.
        events: Type of activity by field.
        as_of: The day on which ages are counted.

    Returns:
        Rows like those of activities: `row:contact`, `row:age`, `text:type`, `row:fate` (used, or later than the as-of
        date), the day and its text as what `where` reads of `occurred_at`, and `event:column`.
    """
    types = dict(zip(events, normalised_all(events.values()), strict=True))
    days = [
        contacts.select(
            CONTACT,
            pl.lit(type_).alias(TYPE),
            pl.lit(field).alias(COLUMN),
            pl.col(typed("day", field)).alias(typed("day", "occurred_at")),
        )
        for field, type_ in types.items()
    ]
    day = pl.col(typed("day", "occurred_at"))
    age = (pl.lit(as_of) - day).dt.total_days()
    fate = pl.when(age < 0).then(pl.lit("later")).otherwise(pl.lit("used"))
    text = day.cast(pl.String).alias(typed("text", "occurred_at"))
    rows = pl.concat(days) if days else pl.LazyFrame(schema=_ROWS)
    return rows.filter(day.is_not_null()).with_columns(age.alias(AGE), fate.alias(FATE), text).select(*_ROWS)
