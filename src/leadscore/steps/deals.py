"""Deals are counted per contact, as they stood on the as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGAIN, CONTACT, DEAL_AMOUNT, DEAL_STATE, FATE, typed
from leadscore.rules.arithmetic import quotient, thousandths
from leadscore.rules.deals import DEAL_WORDS
from leadscore.rules.keys import is_rounded
from leadscore.rules.values import as_canonical, as_day, as_text, is_there

if TYPE_CHECKING:
    from datetime import date

    from leadscore.rules.deals import DealWords
    from leadscore.tables.layout import Layout

__all__ = [
    "COUNTS",
    "add_deal_state",
    "add_missing_counts",
    "count_deals",
    "deal_key",
    "unreadable_deals",
]

COUNTS: Final = ("deals.open", "deals.won", "deals.lost", "deals.amount_won")
"""The fields that deals give a contact."""


def add_deal_state(
    deals: pl.LazyFrame, layout: Layout, zone: str, as_of: date, words: DealWords = DEAL_WORDS
) -> pl.LazyFrame:
    """Add what a deal is on the as-of date, its amount, and what became of its row.

    Args:
        deals: One row per deal, in file order, with `row:contact`, null where it matches nobody.
        layout: Where the deals' fields stand.
        zone: Time zone that gives a time with an offset its day.
        as_of: A deal created later does not exist yet; one closed later is open.
        words: What the cells of deals mean.

    Returns:
        The same rows, plus `deal:state` (open, won, lost), `deal:amount` (Int64 thousandths) and `row:fate`.
    """
    stage, status = (as_text(layout.cell(field), layout.missing) for field in ("stage", "status"))
    created = _day("created_at", layout, zone)
    closed_later = (_day("closed_at", layout, zone) > as_of).fill_null(value=False)
    said = pl.coalesce(words.meaning(status), words.meaning(stage), pl.lit("open"))
    state = pl.when(closed_later).then(pl.lit("open")).otherwise(said)
    fate = (
        pl.when((stage.is_null() & status.is_null()) | _keyless(layout))
        .then(pl.lit("rejected"))
        .when((created > as_of).fill_null(value=False))
        .then(pl.lit("later"))
        .when(pl.col(CONTACT).is_null())
        .then(pl.lit("unknown_contact"))
        .otherwise(pl.lit("used"))
    )
    written = as_canonical(layout.cell("amount"), layout.missing, layout.format_of("amount"))
    amount = thousandths(written).alias(DEAL_AMOUNT)
    return deals.with_columns(state.alias(DEAL_STATE), amount, fate.alias(FATE)).pipe(_mark_repeated, layout)


def _day(field: str, layout: Layout, zone: str) -> pl.Expr:
    return as_day(layout.cell(field), zone, layout.missing, layout.format_of(field))


def _keyless(layout: Layout) -> pl.Expr:
    return pl.all_horizontal(
        as_text(layout.cell(key), layout.missing).is_null() for key in ("contact_id", "email", "contact_name")
    )


def _mark_repeated(deals: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Turn the fate of a used deal into `repeated` where a used one before it has the same id."""
    key = pl.when(pl.col(FATE) == "used").then(deal_key(layout))
    again = key.is_not_null() & ~key.is_first_distinct()
    if AGAIN in deals.collect_schema().names():
        again |= (pl.col(FATE) == "used") & pl.col(AGAIN)
    return deals.with_columns(pl.when(again).then(pl.lit("repeated")).otherwise(FATE).alias(FATE))


def deal_key(layout: Layout) -> pl.Expr:
    """Return what says that two deals are one; null without an id, or where a spreadsheet has rounded it."""
    shown = layout.shown("deal_id")
    return pl.when(~is_rounded(shown)).then(shown)


def count_deals(deals: pl.LazyFrame) -> pl.LazyFrame:
    """Count the used deals of each contact.

    Args:
        deals: One row per deal, as `add_deal_state` gives it.

    Returns:
        One row per contact that has one: `row:contact` and the fields of `COUNTS` as numbers.
    """

    def of(state: str) -> pl.Expr:
        return (pl.col(DEAL_STATE) == state).sum().cast(pl.Float64)

    won = quotient(pl.when(pl.col(DEAL_STATE) == "won").then(pl.col(DEAL_AMOUNT)).sum(), 1000)
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


def unreadable_deals(layout: Layout, zone: str) -> dict[str, pl.Expr]:
    """Return whether the amount or a day of a deal cannot be read, by `<kind>:<field>`.

    The expressions go over rows that `add_deal_state` has seen.
    """
    amount = is_there("number", layout.cell("amount"), layout.missing) & pl.col(DEAL_AMOUNT).is_null()
    days = {
        typed("day", field): is_there("day", layout.cell(field), layout.missing)
        & _day(field, layout, zone).is_null()
        for field in ("created_at", "closed_at")
    }
    return {typed("number", "amount"): amount, **days}
