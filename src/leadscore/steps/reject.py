"""Rejected records are a result: each with its file, line, the cell that is wrong, the reason and its raw text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FATE, FILE, LINE, REJECTED
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.keys import is_rounded, is_total
from leadscore.rules.values import as_text, is_there
from leadscore.tables import raw_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.tables import Table
    from leadscore.tables.layout import Layout

__all__ = [
    "is_blank",
    "rejected_activities",
    "rejected_contacts",
    "rejected_deals",
    "rejected_overflow",
    "with_raw",
]

COLUMN, VALUE, REASON = REJECTED[2:5]


def with_raw(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rejected records as `rejected.csv` has them, with file names and raw text.

    Args:
        table: The input that they come from.
        rows: `row:file`, `row:line`, `column`, `value`, `reason`, one row per rejected record.

    Returns:
        The columns of `REJECTED`, in file order, together with the table's malformed records.
    """
    names = pl.Series([file.name for file in table.files], dtype=pl.String)
    if rows.is_empty():
        return table.malformed
    raw = rows.join(
        raw_records(table, rows.select(FILE, LINE)),
        on=[FILE, LINE],
        how="left",
        validate="1:1",
        maintain_order="left",
    )
    named = raw.with_columns(pl.lit(names).gather(pl.col(FILE)).alias("file"), pl.col(LINE).alias("line"))
    both = pl.concat([table.malformed, named.select(REJECTED)], how="vertical_relaxed")
    order = pl.col("file").replace_strict(
        {name: place for place, name in enumerate(dict.fromkeys(names))}, return_dtype=pl.Int32
    )
    return both.sort(order, "line", maintain_order=True)


def is_blank() -> pl.Expr:
    """Return which rejected records, with their raw text, are rows without a single cell that is filled."""
    return pl.col(REJECTED[5]).str.contains(r'^[\s,;|"]*$')


def rejected_contacts(found: pl.DataFrame, files: Sequence[str], layout: Layout) -> pl.DataFrame:
    """Say why contacts were rejected.

    Args:
        found: What `find_rejected` returns.
        files: Names of the contacts files.
        layout: Where the contacts' fields stand.
    """
    names = pl.lit(pl.Series(list(files), dtype=pl.String))
    same_file = pl.col("first_file") == pl.col(FILE)
    where = pl.when(same_file).then(pl.lit("")).otherwise(" of " + names.gather(pl.col("first_file")))
    repeats = "repeats the id of line " + pl.col("first_line").cast(pl.String) + where
    rounded = "the id was rounded by a spreadsheet; export it again and do not open it in between"
    reason = (
        pl.when(pl.col("first_line").is_not_null())
        .then(repeats)
        .when(is_rounded(pl.col("value")))
        .then(pl.lit(rounded))
        .when(pl.col("value").is_not_null() & is_total(pl.col("value")))
        .then(pl.lit("is a total and no contact"))
        .otherwise(pl.lit("has no contact id"))
    )
    column = pl.lit(layout.header_of("contact_id"))
    return found.select(FILE, LINE, column.alias(COLUMN), pl.col("value").alias(VALUE), reason.alias(REASON))


def rejected_overflow(places: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Say why contacts with too many activities were rejected.

    Args:
        places: `row:file`, `row:line` and `row:id` of the contacts.
        layout: Where the contacts' fields stand.
    """
    return places.select(
        FILE,
        LINE,
        pl.lit(layout.header_of("contact_id")).alias(COLUMN),
        pl.col("row:id").alias(VALUE),
        pl.lit("has more than 900,000 activities that count for one rule").alias(REASON),
    )


def rejected_activities(activities: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return the rejected activities, each with the cell that is wrong."""
    typeless = pl.col(TYPE).is_null()
    timeless = ~is_there("day", layout.cell("occurred_at"), layout.missing)
    reason = pl.when(typeless).then(pl.lit("has no activity type")).when(timeless).then(pl.lit("has no time"))
    unreadable = pl.lit("cannot be read as a date or time; write it like 2026-11-01 or 2026-11-01 14:05:00")
    return _of_fate(activities).select(
        FILE,
        LINE,
        _choose(typeless, layout, "type", "occurred_at").alias(COLUMN),
        pl.when(typeless).then(layout.cell("type")).otherwise(layout.cell("occurred_at")).alias(VALUE),
        reason.otherwise(unreadable).alias(REASON),
    )


def rejected_deals(deals: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return the rejected deals, each with the cell that is wrong."""
    key = next((key for key in ("contact_id", "email") if layout.has(key)), "contact_name")
    stage = "stage" if layout.has("stage") else "status"
    stageless = pl.all_horizontal(
        as_text(layout.cell(field), layout.missing).is_null() for field in ("stage", "status")
    )
    return _of_fate(deals).select(
        FILE,
        LINE,
        _choose(stageless, layout, stage, key).alias(COLUMN),
        pl.when(stageless).then(layout.cell(stage)).otherwise(layout.cell(key)).alias(VALUE),
        pl.when(stageless)
        .then(pl.lit("has no deal stage"))
        .otherwise(pl.lit("names no contact"))
        .alias(REASON),
    )


def _of_fate(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.filter(pl.col(FATE) == "rejected")


def _choose(first: pl.Expr, layout: Layout, one: str, other: str) -> pl.Expr:
    return pl.when(first).then(pl.lit(layout.header_of(one))).otherwise(pl.lit(layout.header_of(other)))
