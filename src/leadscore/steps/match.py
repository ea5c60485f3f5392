"""Rows of other inputs find their contact: by contact id where they name one, else by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import CONTACT, EMAIL, ID
from leadscore.rules.values import as_text

if TYPE_CHECKING:
    from leadscore.tables.layout import Layout

__all__ = ["match_contacts"]


def match_contacts(rows: pl.LazyFrame, contacts: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Add `row:contact`, null where a row names nobody whom the contacts know.

    Args:
        rows: Activities or deals.
        contacts: The accepted contacts: `row:contact`, `row:id`, `row:email`.
        layout: Where the rows' fields stand.

    Returns:
        The same rows in any order: keeping theirs would hold millions of activities in memory. Ids and first e-mails are
        unique, so no row is doubled; validating it would take the join off the streaming engine.

    NOTE: an e-mail address that several contacts share belongs to the first of them.
    """
    rows = rows.with_columns(layout.shown("contact_id").alias(ID))
    by_id = rows.join(contacts.select(ID, CONTACT), on=ID, how="left", validate="m:m", maintain_order="none")
    if not layout.has("email"):
        return by_id
    first = contacts.select(EMAIL, CONTACT).drop_nulls(EMAIL).unique(EMAIL, keep="first", maintain_order=True)
    email = pl.when(pl.col(ID).is_null()).then(as_text(layout.cell("email"), layout.missing))
    both = by_id.with_columns(email.alias(EMAIL)).join(
        first.rename({CONTACT: "by_email"}), on=EMAIL, how="left", validate="m:m", maintain_order="none"
    )
    return both.with_columns(pl.coalesce(CONTACT, "by_email").alias(CONTACT)).drop("by_email")
