"""Rows of other inputs find their contact: by contact id where they name one, else by e-mail, else by name and company.

Each row has one key and each key one contact, so one join finds them all and doubles nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CONTACT, EMAIL, FATE, KEY
from leadscore.rules.keys import company_key, email_key, first_id, has_several_ids, join_key, name_key

if TYPE_CHECKING:
    from leadscore.tables.layout import Layout

__all__ = ["contact_keys", "count_joins", "key_text", "match_contacts", "smallest_unknown"]

BY_ID: Final = "i"
BY_EMAIL: Final = "e"
BY_NAME: Final = "n"
"""What a key begins with says what it is."""
BETWEEN: Final = "\n"
"""Stands between name and company, neither of which has a line break once its blanks are collapsed."""


def contact_keys(contacts: pl.LazyFrame, layout: Layout, rows: Layout) -> pl.LazyFrame:
    """Return the keys by which rows of an input find the contacts.

    Args:
        contacts: The accepted contacts in file order: their own cells, `row:contact`, `row:key`, `row:email`.
        layout: Where the contacts' fields stand.
        rows: Where the rows' fields stand; only the keys that they can have are made.

    Returns:
        `row:key`, each once, and `row:contact`. An e-mail address that several contacts share belongs to the first of
        them; a name that several share, to none.
    """
    keys = [contacts.select((BY_ID + pl.col(KEY)).alias(KEY), CONTACT)]
    if rows.has("email"):
        first = contacts.drop_nulls(EMAIL).unique(EMAIL, keep="first", maintain_order=True)
        keys.append(first.select((BY_EMAIL + pl.col(EMAIL)).alias(KEY), CONTACT))
    if rows.has("contact_name"):
        named = contacts.select(_name_of_contact(layout, rows).alias(KEY), CONTACT).drop_nulls(KEY)
        keys.append(named.filter(pl.col(KEY).is_unique()))
    return pl.concat(keys)


def match_contacts(rows: pl.LazyFrame, keys: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Add `row:contact`, null where a row names nobody whom the contacts know.

    Args:
        rows: Activities or deals.
        keys: What `contact_keys` returns.
        layout: Where the rows' fields stand.

    Returns:
        The same rows in any order: keeping theirs would hold millions of activities in memory. Keys are unique, so no
        row is doubled; validating it would take the join off the streaming engine.
    """
    keyed = rows.with_columns(_key(layout).alias(KEY))
    return keyed.join(keys, on=KEY, how="left", validate="m:m", maintain_order="none").drop(KEY)


def _key(layout: Layout) -> pl.Expr:
    """Return what a row finds its contact by: the first that it has of id, e-mail and name, known or not."""
    keys = []
    if layout.has("contact_id"):
        keys.append(BY_ID + join_key(first_id(layout.shown("contact_id"))))
    if layout.has("email"):
        keys.append(BY_EMAIL + email_key(layout.cell("email"), layout.missing))
    if layout.has("contact_name"):
        keys.append(_name(name_key(layout.cell("contact_name"), layout.missing), layout, layout))
    return pl.coalesce(keys)


def _name_of_contact(layout: Layout, rows: Layout) -> pl.Expr:
    """Return a contact's full name, else its first and last name, with its company where rows have one."""
    parts = [layout.shown(part) for part in ("first_name", "last_name")]
    both = pl.concat_str(parts, separator=" ", ignore_nulls=True)
    name = pl.coalesce(name_key(layout.cell("full_name"), layout.missing), name_key(both))
    return _name(name, layout, rows)


def _name(name: pl.Expr, layout: Layout, rows: Layout) -> pl.Expr:
    """Return a name as a key, null without a company; the name alone where rows have no such column."""
    if not rows.has("company"):
        return BY_NAME + name
    return BY_NAME + name + BETWEEN + company_key(layout.cell("company"), layout.missing)


def count_joins(rows: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Count the rows that found their contact by name, and those that name several contacts by id.

    Args:
        rows: Activities or deals, with their fate.
        layout: Where their fields stand.

    Returns:
        One row: `by_name` and `several`.
    """
    named = _key(layout).str.starts_with(BY_NAME) if layout.has("contact_name") else pl.lit(value=False)
    several = has_several_ids(layout.cell("contact_id"))
    return rows.select(
        by_name=((pl.col(FATE) == "used") & named).sum(), several=several.fill_null(value=False).sum()
    )


def smallest_unknown(rows: pl.LazyFrame, layout: Layout, above: str | None) -> pl.LazyFrame:
    """Return the smallest key of rows that are of no known contact, as one row and one column.

    Args:
        rows: Activities or deals, with their fate.
        layout: Where their fields stand.
        above: A key that it has to be above, if any.
    """
    keys = rows.filter(pl.col(FATE) == "unknown_contact").select(_key(layout).alias(KEY))
    return (keys if above is None else keys.filter(pl.col(KEY) > above)).min()


def key_text(key: str) -> str:
    """Return a key as people read it: the id, the address, or name and company."""
    return key[1:].replace(BETWEEN, ", ")
