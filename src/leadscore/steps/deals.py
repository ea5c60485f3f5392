"""Deals are counted per contact, as they stood on the as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, FATE, typed
from leadscore.rules.arithmetic import thousandths
from leadscore.rules.values import as_day, as_text

if TYPE_CHECKING:
    from datetime import date

    from leadscore.tables.layout import Layout

__all__ = ["COUNTS", "add_deal_state", "add_missing_counts", "count_deals", "count_unreadable_deals"]

WON: Final = ("closed_won", "won")
LOST: Final = ("closed_lost", "lost")
COUNTS: Final = ("deals.open", "deals.won", "deals.lost", "deals.amount_won")
"""The fields that deals give a contact."""

STATE = "deal:state"
AMOUNT = "deal:amount"


def add_deal_state(deals: pl.LazyFrame, layout: Layout, zone: str, as_of: date) -> pl.LazyFrame:
    """Add what a deal is on the as-of date, its amount, and what became of its row.

    Args:
        deals: One row per deal, in file order, with `row:contact`, null where it matches nobody.
        layout: Where the deals' fields stand.
        zone: Time zone that gives a time with an offset its day.
        as_of: A deal created later does not exist yet; one closed later is open.

    Returns:
        The same rows, plus `deal:state` (open, won, lost), `deal:amount` (Int64 thousandths) and `row:fate`.
    """
    stage = as_text(layout.cell("stage"), layout.missing)
    created = as_day(layout.cell("created_at"), zone, layout.missing)
    closed_later = (as_day(layout.cell("closed_at"), zone, layout.missing) > as_of).fill_null(value=False)
    state = (
        pl.when(stage.is_in(WON) & ~closed_later)
        .then(pl.lit("won"))
        .when(stage.is_in(LOST) & ~closed_later)
        .then(pl.lit("lost"))
        .otherwise(pl.lit("open"))
    )
    fate = (
        pl.when(stage.is_null() | _keyless(layout))
        .then(pl.lit("rejected"))
        .when((created > as_of).fill_null(value=False))
        .then(pl.lit("later"))
        .when(pl.col(CONTACT).is_null())
        .then(pl.lit("unknown_contact"))
        .otherwise(pl.lit("used"))
    )
    amount = thousandths(layout.shown("amount")).alias(AMOUNT)
    return deals.with_columns(state.alias(STATE), amount, fate.alias(FATE)).pipe(_mark_repeated, layout)


def _keyless(layout: Layout) -> pl.Expr:
    return pl.all_horizontal(
        as_text(layout.cell(key), layout.missing).is_null() for key in ("contact_id", "email")
    )


def _mark_repeated(deals: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Turn the fate of a used deal into `repeated` where a used one before it has the same id."""
    key = pl.when(pl.col(FATE) == "used").then(layout.shown("deal_id"))
    again = key.is_not_null() & ~key.is_first_distinct()
    return deals.with_columns(pl.when(again).then(pl.lit("repeated")).otherwise(FATE).alias(FATE))


def count_deals(deals: pl.LazyFrame) -> pl.LazyFrame:
    """Count the used deals of each contact.

    Args:
        deals: One row per deal, as `add_deal_state` gives it.

    Returns:
        One row per contact that has one: `row:contact` and the fields of `COUNTS` as numbers.
    """

    def of(state: str) -> pl.Expr:
        return (pl.col(STATE) == state).sum().cast(pl.Float64)

    won = pl.when(pl.col(STATE) == "won").then(pl.col(AMOUNT)).sum() / 1000
    counted = deals.filter(pl.col(FATE) == "used").group_by(CONTACT)
    values = (of("open"), of("won"), of("lost"), won)
    return counted.agg(value.alias(typed("number", name)) for name, value in zip(COUNTS, values, strict=True))


def add_missing_counts(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Give the contacts without deals 0 in the fields of `COUNTS`, also where no deals were given at all.

    Args:
        contacts: One row per contact, joined to what `count_deals` returns if there are deals.
    """
    there = set(contacts.collect_schema().names())
    names = [typed("number", name) for name in COUNTS]
    return contacts.with_columns(
        pl.col(name).fill_null(0.0) if name in there else pl.lit(0.0).alias(name) for name in names
    )


def count_unreadable_deals(deals: pl.LazyFrame, layout: Layout, zone: str) -> pl.LazyFrame:
    """Count the cells of amounts and days that hold something which cannot be read."""
    read = {
        typed("number", "amount"): pl.col(AMOUNT),
        typed("day", "created_at"): as_day(layout.cell("created_at"), zone, layout.missing),
        typed("day", "closed_at"): as_day(layout.cell("closed_at"), zone, layout.missing),
    }
    present = {
        name: as_text(layout.cell(name.partition(":")[2]), layout.missing).is_not_null() for name in read
    }
    return deals.select((present[name] & value.is_null()).sum().alias(name) for name, value in read.items())
