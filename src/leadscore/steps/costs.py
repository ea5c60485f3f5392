"""Costs are read: which channel cost how much in which month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CHANNEL, CHANNEL_KEY, FATE, FILE, LINE, MONTH, REJECTED, SPEND
from leadscore.rules.arithmetic import thousandths
from leadscore.rules.keys import is_total
from leadscore.rules.values import as_canonical, as_day, as_text, is_there, trimmed

if TYPE_CHECKING:
    from datetime import date

    from leadscore.tables.layout import Layout

__all__ = ["add_cost_fate", "rejected_costs"]

_COLUMN, _VALUE, _REASON = REJECTED[2:5]
_MONTHS: Final = (
    (r"^([0-9]{4})[-/.]([0-9]{1,2})$", "${1}-${2}-01"),
    (r"^([0-9]{1,2})[-/.]([0-9]{4})$", "${2}-${1}-01"),
    (r"^(\p{L}{3,9})\.?[ -]([0-9]{4}|[0-9]{2})$", "1 ${1} ${2}"),
)
"""Months as people and spreadsheets write them, and the date that each becomes."""

_REASONS: Final = {
    "period": ("has no period", "cannot be read as a month; write it like 2026-11"),
    "spend": ("has no spend; write 0 where there was none", "cannot be read as a number"),
}
"""Why a cell cannot be used: because nothing stands there, and because it is something else."""


def add_cost_fate(costs: pl.LazyFrame, layout: Layout, zone: str, as_of: date) -> pl.LazyFrame:
    """Add whose cost it is, of which month and how much, and what became of the row.

    Args:
        costs: One row per record.
        layout: Where its fields stand.
        zone: Time zone that gives a time with an offset its day.
        as_of: A month that begins after it is later.

    Returns:
        The same rows, plus `channel:key`, `channel:name`, `channel:month`, `channel:spend` (Int64 thousandths), each
        null where it cannot be read, and `row:fate`.
    """
    cell = layout.cell("channel")
    key = pl.when(~is_total(cell)).then(as_text(cell, layout.missing))
    written = as_canonical(layout.cell("spend"), layout.missing, layout.format_of("spend"))
    named = costs.with_columns(
        key.alias(CHANNEL_KEY),
        layout.shown("channel").alias(CHANNEL),
        _month(layout, zone).dt.strftime("%Y-%m").alias(MONTH),
        thousandths(written).alias(SPEND),
    )
    unreadable = pl.any_horizontal(pl.col(CHANNEL_KEY, MONTH, SPEND).is_null())
    fate = (
        pl.when(unreadable)
        .then(pl.lit("rejected"))
        .when(pl.col(MONTH) > as_of.strftime("%Y-%m"))
        .then(pl.lit("later"))
        .otherwise(pl.lit("used"))
    )
    return named.with_columns(fate.alias(FATE))


def _month(layout: Layout, zone: str) -> pl.Expr:
    """Return a day of the month that a period names."""
    text = trimmed(layout.cell("period"))
    for shape, day in _MONTHS:
        text = text.str.replace(shape, day)
    return as_day(text, zone, layout.missing, layout.format_of("period"))


def rejected_costs(costs: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return the rejected costs, each with the first cell that is wrong."""
    wrong = {
        "channel": (
            pl.col(CHANNEL_KEY).is_null(),
            pl.when(is_total(layout.cell("channel")).fill_null(value=False))
            .then(pl.lit("is a total and no channel"))
            .otherwise(pl.lit("has no channel")),
        ),
        "period": (pl.col(MONTH).is_null(), _why("period", layout)),
        "spend": (pl.col(SPEND).is_null(), _why("spend", layout)),
    }
    column, value, reason = (pl.lit(None, pl.String) for _ in range(3))
    for field, (is_wrong, why) in reversed(wrong.items()):
        column = pl.when(is_wrong).then(pl.lit(layout.header_of(field))).otherwise(column)
        value = pl.when(is_wrong).then(layout.cell(field)).otherwise(value)
        reason = pl.when(is_wrong).then(why).otherwise(reason)
    return costs.filter(pl.col(FATE) == "rejected").select(
        FILE, LINE, column.alias(_COLUMN), value.alias(_VALUE), reason.alias(_REASON)
    )


def _why(field: str, layout: Layout) -> pl.Expr:
    """Return why a cell gives no month or amount."""
    absent, unreadable = _REASONS[field]
    there = is_there("text", layout.cell(field), layout.missing)
    return pl.when(there).then(pl.lit(unreadable)).otherwise(pl.lit(absent))
