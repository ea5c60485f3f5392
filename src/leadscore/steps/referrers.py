"""Who recommended whom, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    CONTACT,
    CUSTOMER,
    EMAIL,
    ID,
    KEY,
    LEAD_STAGE,
    MONTH,
    PLACE,
    REFERRED,
    REFERRER,
    WON,
    reached,
)
from leadscore.results import percent
from leadscore.results.referrers import TopReferrer, WordOfMouthMonth
from leadscore.rules.arithmetic import amount_text, rounded, tenths_text
from leadscore.rules.funnel import reached_counts
from leadscore.rules.keys import join_key
from leadscore.rules.values import as_text

if TYPE_CHECKING:
    from leadscore.tables.layout import Layout

__all__ = [
    "add_referrer",
    "count_months",
    "count_referrers",
    "month_rows",
    "referrer_rows",
    "tell_months",
    "tell_referrers",
]

NUMBER: Final = "referred"
NAME: Final = "name"
LEADS: Final = "leads"
CUSTOMERS: Final = "customers"
"""Names of columns: how many somebody recommended, what they are called, how many leads and customers there are."""

_BOTH: Final = "referred_customers"
_TEXT: Final = "referral:text"
_SHOWN: Final = "referral:shown"
_IDS: Final = "referral:ids"
_BETWEEN: Final = "; "
_TOP: Final = 5
"""Referrers that the summary shows."""


def add_referrer(contacts: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Add who recommended us to each contact: the one whose id `referred_by` names, else whose e-mail.

    Args:
        contacts: One row per contact in file order, with `row:contact`, `row:key` and `row:email`.
        layout: Where the contacts' fields stand.

    Returns:
        The same rows, plus `channel:referred`, false for who names nobody but itself, and `channel:referrer`. An address
        that several contacts share is that of the first.
    """
    cell = layout.cell("referred_by")
    read = contacts.with_columns(
        as_text(cell, layout.missing).alias(_TEXT), layout.shown("referred_by").alias(_SHOWN)
    )
    naming = read.filter(pl.col(_TEXT).is_not_null()).select(
        CONTACT, _TEXT, EMAIL, join_key(cell).alias("name")
    )
    by_id = _named(contacts, KEY, naming.select("name")).rename({CONTACT: "by_id"})
    by_email = _named(contacts, EMAIL, naming.select(pl.col(_TEXT).alias("name"))).rename(
        {CONTACT: "by_email"}
    )
    named = pl.coalesce("by_id", "by_email")
    itself = ((named == pl.col(CONTACT)) | (pl.col(_TEXT) == pl.col(EMAIL))).fill_null(value=False)
    found = (
        naming.join(by_id, on="name", how="left", validate="m:1")
        .join(by_email, left_on=_TEXT, right_on="name", how="left", validate="m:1")
        .select(CONTACT, (~itself).alias(REFERRED), pl.when(~itself).then(named).alias(REFERRER))
    )
    return read.join(found, on=CONTACT, how="left", validate="1:1", maintain_order="left").with_columns(
        pl.col(REFERRED).fill_null(value=False)
    )


def _named(contacts: pl.LazyFrame, column: str, names: pl.LazyFrame) -> pl.LazyFrame:
    """Return the first contact with each of some names, which stand in a column, as `name` and `row:contact`."""
    known = contacts.select(pl.col(column).alias("name"), CONTACT)
    theirs = known.join(names, on="name", how="semi", maintain_order="left")
    return theirs.unique("name", keep="first", maintain_order=True)


def count_referrers(contacts: pl.LazyFrame, layout: Layout, stages: tuple[str, ...]) -> pl.LazyFrame:
    """Count whom each referrer brought, and what became of them.

    Args:
        contacts: What `add_referrer` and `add_cohort` return.
        layout: Where the contacts' fields stand.
        stages: The funnel from top to bottom.

    Returns:
        One row per referrer, most recommendations first: `row:id`, null for who is no contact of the export, `name`,
        `company`, `lead_stage`, `referred`, `customers`, `reached_<stage>` of every stage but the first, `channel:won`
        and the ids of those whom they brought.
    """
    stranger = pl.when(pl.col(REFERRER).is_null()).then(pl.col(_TEXT)).alias(_TEXT)
    brought = contacts.filter(REFERRED).select(REFERRER, stranger, _SHOWN, ID, CUSTOMER, WON, PLACE)
    counted = brought.group_by(REFERRER, _TEXT).agg(
        pl.len().cast(pl.Int64).alias(NUMBER),
        pl.col(CUSTOMER).sum().cast(pl.Int64).alias(CUSTOMERS),
        *reached_counts(stages),
        pl.col(WON).sum(),
        pl.col(ID).sort().str.join(_BETWEEN).alias(_IDS),
        pl.col(_SHOWN).min(),
    )
    referring = contacts.join(brought.select(pl.col(REFERRER).alias(CONTACT)), on=CONTACT, how="semi")
    people = referring.select(
        pl.col(CONTACT).alias(REFERRER),
        ID,
        _name(layout).alias(NAME),
        layout.shown("company").alias("company"),
        LEAD_STAGE,
    )
    named = counted.join(people, on=REFERRER, how="left", validate="m:1")
    shown = pl.when(pl.col(REFERRER).is_null()).then(_SHOWN).otherwise(NAME)
    order = [pl.col(NUMBER).neg(), pl.col(WON).neg(), pl.col(ID), pl.col(_TEXT)]
    return named.with_columns(shown.alias(NAME)).sort(order, nulls_last=True)


def _name(layout: Layout) -> pl.Expr:
    both = pl.concat_str(
        layout.shown("first_name"), layout.shown("last_name"), separator=" ", ignore_nulls=True
    )
    return pl.when(both != "").then(both).otherwise(layout.shown("full_name"))


def referrer_rows(counted: pl.DataFrame, stages: tuple[str, ...], *, deals: bool) -> pl.DataFrame:
    """Return the rows of `referrers.csv`, as they are written.

    Args:
        counted: What `count_referrers` returns.
        stages: The funnel from top to bottom.
        deals: Whether deals were read; else nothing is known of amounts.
    """
    return counted.select(
        pl.col(ID).alias("contact_id"),
        NAME,
        "company",
        LEAD_STAGE,
        NUMBER,
        *map(reached, stages[1:]),
        pl.when(pl.lit(value=deals)).then(amount_text(pl.col(WON))).alias("won_amount"),
        pl.col(_IDS).alias("referred_ids"),
    )


def count_months(contacts: pl.LazyFrame, *, together: bool) -> pl.LazyFrame:
    """Count the leads and customers of each month, or of all, and those of them whom somebody else recommended.

    Args:
        contacts: What `add_referrer` and `add_cohort` return.
        together: Whether all months are one.

    Returns:
        `channel:month`, sorted, those without one last, then `leads`, `referred`, `share`, `customers`,
        `referred_customers` and `customer_share`; shares in tenths of a per cent, null of nothing.
    """
    both = pl.col(CUSTOMER) & pl.col(REFERRED)
    counts = (
        pl.len().cast(pl.Int64).alias(LEADS),
        pl.col(REFERRED).sum().cast(pl.Int64).alias(NUMBER),
        pl.col(CUSTOMER).sum().cast(pl.Int64).alias(CUSTOMERS),
        both.sum().cast(pl.Int64).alias(_BOTH),
    )
    if together:
        counted = contacts.select(pl.lit(None, pl.String).alias(MONTH), *counts)
    else:
        counted = contacts.group_by(MONTH).agg(counts).sort(MONTH, nulls_last=True)
    return counted.select(
        MONTH,
        LEADS,
        NUMBER,
        _share(NUMBER, LEADS).alias("share"),
        CUSTOMERS,
        _BOTH,
        _share(_BOTH, CUSTOMERS).alias("customer_share"),
    )


def _share(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(rounded(1000 * pl.col(part), pl.col(whole)))


def month_rows(counted: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `word_of_mouth.csv`, as they are written."""
    shares = [tenths_text(pl.col(name)).alias(name) for name in ("share", "customer_share")]
    return counted.with_columns(shares).rename({MONTH: "month"})


def tell_months(counted: pl.DataFrame) -> tuple[WordOfMouthMonth, ...]:
    """Return what is told of each row that `count_months` returns."""
    return tuple(
        WordOfMouthMonth(
            row[MONTH] or "",
            row[LEADS],
            row[NUMBER],
            percent(row[NUMBER], row[LEADS]),
            row[CUSTOMERS],
            row[_BOTH],
            percent(row[_BOTH], row[CUSTOMERS]),
        )
        for row in counted.iter_rows(named=True)
    )


def tell_referrers(counted: pl.DataFrame) -> tuple[TopReferrer, ...]:
    """Return the first of what `count_referrers` returns."""
    rows = counted.head(_TOP).select(pl.col(ID, NAME).fill_null(""), NUMBER, CUSTOMERS)
    return tuple(TopReferrer(*row) for row in rows.iter_rows())
