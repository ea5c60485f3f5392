"""Company columns are joined to contacts: by company id, else by the domain of the e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import CONTACT, EMPLOYER, EMPLOYER_NAME, FATE, typed
from leadscore.rules.keys import known_key
from leadscore.rules.values import as_text

if TYPE_CHECKING:
    from leadscore.tables.layout import Layout

__all__ = [
    "company_columns",
    "company_domain",
    "company_fates",
    "company_id",
    "company_ids",
    "identify_companies",
    "match_companies",
]

COMPANY = "row:company"
COMPANY_ID = "row:company_id"
DOMAIN = "row:domain"
REPEATED = "is:repeated"


def company_domain(layout: Layout) -> pl.Expr:
    """Return the domain of a company, of which a web address may be given."""
    text = as_text(layout.cell("domain"), layout.missing)
    bare = text.str.replace(r"^[a-z]+://", "").str.replace(r"^www\.", "").str.replace(r"[/:?#].*$", "")
    return pl.when(bare != "").then(bare)


def identify_companies(companies: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Add the keys of each company, its place, and whether it repeats one before it.

    Args:
        companies: One row per company, in file order.
        layout: Where the companies' fields stand.
    """
    keys = companies.with_columns(
        company_id(layout).alias(COMPANY_ID),
        company_domain(layout).alias(DOMAIN),
    ).with_row_index(COMPANY)
    again = pl.col(COMPANY_ID).is_not_null() & ~pl.col(COMPANY_ID).is_first_distinct()
    domain = pl.when(~again).then(pl.col(DOMAIN))
    nameless = pl.col(COMPANY_ID).is_null() & domain.is_not_null() & ~domain.is_first_distinct()
    return keys.with_columns((again | nameless).alias(REPEATED))


def company_id(layout: Layout) -> pl.Expr:
    """Return what company ids are compared by; an id that a spreadsheet has rounded is none."""
    return known_key(layout.shown("company_id"))


def match_companies(contacts: pl.LazyFrame, companies: pl.LazyFrame, contact_layout: Layout) -> pl.LazyFrame:
    """Find the company of each contact that has one.

    Args:
        contacts: One row per contact, with `row:contact`, `email_domain` and `free_mail`.
        companies: What `identify_companies` returns.
        contact_layout: Where the contacts' fields stand.

    Returns:
        The contacts' `row:contact` and the place of their company as `row:company`.
    """
    kept = companies.filter(~pl.col(REPEATED))
    by_id = kept.filter(pl.col(COMPANY_ID).is_not_null()).select(COMPANY_ID, pl.col(COMPANY).alias("by_id"))
    by_domain = kept.filter(pl.col(DOMAIN).is_not_null()).unique(DOMAIN, keep="first", maintain_order=True)
    domains = by_domain.select(DOMAIN, pl.col(COMPANY).alias("by_domain"))
    own_domain = pl.when(~pl.col(typed("flag", "free_mail"))).then(typed("text", "email_domain"))
    keyed = contacts.select(CONTACT, company_id(contact_layout).alias(COMPANY_ID), own_domain.alias(DOMAIN))
    matched = keyed.join(by_id, on=COMPANY_ID, how="left", validate="m:1", maintain_order="left").join(
        domains, on=DOMAIN, how="left", validate="m:1", maintain_order="left"
    )
    return matched.select(CONTACT, pl.coalesce("by_id", "by_domain").alias(COMPANY))


def company_columns(matches: pl.LazyFrame, companies: pl.LazyFrame) -> pl.LazyFrame:
    """Return the typed columns of each contact's company.

    Args:
        matches: What `match_companies` found.
        companies: One row per company, with its place and the typed columns of `company.<field>`.

    Returns:
        One row per contact: `row:contact` and the typed columns, null where it has no company.
    """
    fields = [name for name in companies.collect_schema().names() if ":company." in name]
    wanted = companies.select(COMPANY, *fields)
    joined = matches.join(wanted, on=COMPANY, how="left", validate="m:1", maintain_order="left")
    return joined.drop(COMPANY)


def company_ids(matches: pl.LazyFrame, companies: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return the id of each contact's company, by which those who are joined by domain are with those joined by id.

    Args:
        matches: What `match_companies` found.
        companies: What `identify_companies` returns.
        layout: Where the companies' fields stand.

    Returns:
        One row per contact: `row:contact`, `account:employer` and `account:employer_name`, null where nothing is known.
    """
    shown = layout.shown("company_id")
    named = companies.select(COMPANY, pl.col(COMPANY_ID).alias(EMPLOYER), shown.alias(EMPLOYER_NAME))
    joined = matches.join(named, on=COMPANY, how="left", validate="m:1", maintain_order="left")
    return joined.drop(COMPANY)


def company_fates(companies: pl.LazyFrame, matches: pl.LazyFrame) -> pl.LazyFrame:
    """Return `row:fate` of every company: used, repeated, or joined by no contact.

    Args:
        companies: What `identify_companies` returns.
        matches: What `match_companies` found.
    """
    used = matches.select(COMPANY).drop_nulls().unique().with_columns(used=pl.lit(value=True))
    rows = companies.select(COMPANY, REPEATED)
    fate = pl.when(REPEATED).then(pl.lit("repeated")).when(pl.col("used")).then(pl.lit("used"))
    joined = rows.join(used, on=COMPANY, how="left", validate="1:1", maintain_order="left")
    return joined.select(fate.otherwise(pl.lit("unknown_contact")).alias(FATE))
