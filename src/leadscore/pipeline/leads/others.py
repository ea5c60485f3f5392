"""Which other contacts, which deals and which companies have to be there, so that all is as it was for some contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import ACCOUNT, CONTACT, EMAIL, FILE, KEY, LINE, typed
from leadscore.rules.keys import join_key, may_hold
from leadscore.rules.values import normalised
from leadscore.steps import accounts, companies, contacts, deals, match

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.tables.layout import Layout

__all__ = ["find_colleagues", "find_companies", "find_deals", "find_referrers"]


def find_referrers(known: pl.DataFrame, wanted: pl.Series, layout: Layout) -> pl.Series:
    """Return the contacts that name one of those wanted as who referred them.

    Args:
        known: The accepted contacts.
        wanted: `row:contact` of the leads.
        layout: Where the contacts' fields stand.
    """
    if not layout.has("referred_by"):
        return wanted.clear()
    named = known.filter(pl.col(CONTACT).is_in(wanted.implode()))
    cell = layout.cell("referred_by")
    by_id = join_key(cell).is_in(named[KEY].implode())
    by_email = normalised(cell).is_in(named[EMAIL].drop_nulls().implode())
    return known.filter(by_id | by_email)[CONTACT]


def find_colleagues(session: Session, known: pl.DataFrame, wanted: pl.Series) -> pl.Series:
    """Return the contacts that belong to the same companies as those wanted, and these themselves.

    Args:
        session: The run.
        known: The accepted contacts.
        wanted: `row:contact` of the leads.
    """
    people = known.lazy().pipe(contacts.add_email_fields)
    if "companies" in session.inputs:
        layout = session.inputs["companies"].layout
        rows = session.inputs["companies"].table.frame.pipe(companies.identify_companies, layout)
        matches = companies.match_companies(people, rows, session.layout)
        ids = companies.company_ids(matches, rows, layout)
        people = people.join(ids, on=CONTACT, how="left", validate="1:1", maintain_order="left")
    named = people.pipe(accounts.add_account, session.layout).collect()
    theirs = named.filter(pl.col(CONTACT).is_in(wanted.implode()))[ACCOUNT].drop_nulls()
    found = named.filter(pl.col(ACCOUNT).is_in(theirs.implode()))[CONTACT]
    return pl.concat([wanted, found]).unique()


def find_deals(session: Session, known: pl.DataFrame, wanted: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Return the deals that matter for some leads, and the contacts that matter for these deals.

    A deal that has the id of another one may take its place, whoever has it; an address or a name that several contacts
    share may be of each of them, as long as it is not known whether one of them is rejected.

    Args:
        session: The run, with deals.
        known: The accepted contacts.
        wanted: `row:contact` of the leads.
    """
    table, layout = session.inputs["deals"].table, session.inputs["deals"].layout
    rows = table.frame.with_columns(
        match.key_of_row(layout).alias(KEY), deals.deal_key(layout).alias("deal")
    ).collect(engine="streaming")
    claims = known.lazy().pipe(match.contact_claims, session.layout, layout).collect()
    keys = claims.filter(pl.col(CONTACT).is_in(wanted.implode()))[KEY]
    theirs = rows.filter(pl.col(KEY).is_in(keys.implode()))
    copies = pl.col("deal").is_in(theirs["deal"].drop_nulls().implode())
    kept = rows.filter(pl.col(KEY).is_in(keys.implode()) | copies.fill_null(value=False))
    holders = claims.filter(pl.col(KEY).is_in(kept[KEY].drop_nulls().implode()))[CONTACT]
    return kept.drop(KEY, "deal"), holders


def find_companies(session: Session, known: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    """Return the companies that some leads may belong to, and those that have the id of one of them.

    Args:
        session: The run, with companies.
        known: The accepted contacts.
        wanted: `row:contact` of the leads.
    """
    table, layout = session.inputs["companies"].table, session.inputs["companies"].layout
    leads = known.lazy().filter(pl.col(CONTACT).is_in(wanted.implode())).pipe(contacts.add_email_fields)
    named = leads.select(
        id=companies.company_id(session.layout), domain=pl.col(typed("text", "email_domain"))
    ).collect()
    ids, domains = (named[key].drop_nulls().unique() for key in ("id", "domain"))
    rows = table.frame.collect(engine="streaming")
    of_domain = _holding(rows, layout, "domain", domains).filter(
        companies.company_domain(layout).is_in(domains.implode())
    )
    more = of_domain.select(id=companies.company_id(layout))["id"].drop_nulls()
    ids = pl.concat([ids, more]).unique()
    of_id = _holding(rows, layout, "company_id", ids).filter(
        companies.company_id(layout).is_in(ids.implode())
    )
    return pl.concat([of_domain, of_id]).unique([FILE, LINE], keep="first")


def _holding(rows: pl.DataFrame, layout: Layout, field: str, texts: pl.Series) -> pl.DataFrame:
    """Return the rows that may have one of these texts in a field."""
    cells = rows.select(layout.cell(field)).to_series()
    return rows.filter(may_hold(cells, texts.to_list()))
