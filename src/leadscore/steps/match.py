"""Rows of other inputs find their contact: by contact id where they name one, else by e-mail, else by name and company.

Each row has one key and each key one contact, so one join finds them all and doubles nobody.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from leadscore.columns import CONTACT, EMAIL, FATE, KEY, own
from leadscore.rules.keys import (
    company_key,
    email_key,
    first_id,
    has_several_ids,
    is_guid,
    join_key,
    may_be_id,
    may_hold,
    name_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from leadscore.tables.layout import Layout

__all__ = [
    "contact_claims",
    "contact_keys",
    "count_joins",
    "has_key",
    "key_of_row",
    "key_text",
    "match_contacts",
    "name_of_contact",
    "texts_of_keys",
    "unknown_keys",
]

BY_ID: Final = "i"
BY_EMAIL: Final = "e"
BY_NAME: Final = "n"
"""What a key begins with says what it is."""
_POWERS: Final = np.array([10**power for power in range(19)], np.int64)
"""Whose places say how many digits a number has."""
_NOBODY: Final = -1
_MOST_SPREAD: Final = 8
_LEAST_SPREAD: Final = 1_000_000
"""Ids that go over at most so many numbers for each contact, and so many more, are looked up in a table."""
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
    keys = [_ids(contacts)]
    if rows.has("email"):
        keys.append(_emails(contacts).unique(KEY, keep="first", maintain_order=True))
    if rows.has("contact_name"):
        keys.append(_names(contacts, layout, rows).filter(pl.col(KEY).is_unique()))
    return pl.concat(keys)


def contact_claims(contacts: pl.LazyFrame, layout: Layout, rows: Layout) -> pl.LazyFrame:
    """Return all keys that contacts have, those too which belong to another of them or to none.

    Args:
        contacts: As for `contact_keys`.
        layout: Where the contacts' fields stand.
        rows: Where the rows' fields stand.

    Returns:
        `row:key` and `row:contact`, one row for each contact that has a key.
    """
    claims = [_ids(contacts)]
    if rows.has("email"):
        claims.append(_emails(contacts))
    if rows.has("contact_name"):
        claims.append(_names(contacts, layout, rows))
    return pl.concat(claims)


def _ids(contacts: pl.LazyFrame) -> pl.LazyFrame:
    return contacts.select((BY_ID + pl.col(KEY)).alias(KEY), CONTACT)


def _emails(contacts: pl.LazyFrame) -> pl.LazyFrame:
    return contacts.select((BY_EMAIL + pl.col(EMAIL)).alias(KEY), CONTACT).drop_nulls(KEY)


def _names(contacts: pl.LazyFrame, layout: Layout, rows: Layout) -> pl.LazyFrame:
    return contacts.select(name_of_contact(layout, rows).alias(KEY), CONTACT).drop_nulls(KEY)


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
    if not (layout.has("email") or layout.has("contact_name")):
        known = keys.collect()
        if (numbers := _numbers(known[KEY])) is not None:
            return rows.with_columns(_by_number(numbers, known[CONTACT], layout).alias(CONTACT))
    keyed = rows.with_columns(key_of_row(layout).alias(KEY))
    return keyed.join(keys, on=KEY, how="left", validate="m:m", maintain_order="none").drop(KEY)


def _numbers(keys: pl.Series) -> NDArray[np.int64] | None:
    """Return the ids in keys as numbers, if all are such and lie close together; else None."""
    numbers, plain = _as_numbers(keys.str.slice(len(BY_ID)))
    if not (len(numbers) and plain.all()):
        return None
    spread = int(numbers.max()) - int(numbers.min())
    return numbers if spread <= _MOST_SPREAD * len(numbers) + _LEAST_SPREAD else None


def _as_numbers(ids: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return ids as numbers, and which are the same as a number and as a text: digits alone, without a zero before."""
    numbers = ids.cast(pl.Int64, strict=False).fill_null(0).to_numpy()
    lengths = ids.str.len_bytes().fill_null(0).to_numpy()
    return numbers, (numbers > 0) & (np.searchsorted(_POWERS, numbers, side="right") == lengths)


def _by_number(numbers: NDArray[np.int64], contacts: pl.Series, layout: Layout) -> pl.Expr:
    """Return the contact of each row where all ids of contacts are numbers: one look into a table, and no text compared."""
    first = int(numbers.min())
    table = np.full(int(numbers.max()) - first + 1, _NOBODY, np.int64)
    table[numbers - first] = contacts.to_numpy()
    # NOTE: what stands for nothing may be a number; no contact has it.

    def numbered(ids: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        found, plain = _as_numbers(ids)
        there = plain & (found >= first) & (found < first + len(table))
        return np.where(there, table[np.where(there, found - first, 0)], _NOBODY), plain

    def find(cells: pl.Series) -> pl.Series:
        found, plain = numbered(cells)
        if not plain.all():
            rest = np.flatnonzero(~plain)
            odd = cells.gather(rest).alias(own(layout.places["contact_id"])).to_frame()
            found[rest] = numbered(odd.select(key_of_row(layout).str.slice(len(BY_ID))).to_series())[0]
        places = pl.Series(found)
        return places.set(places < 0, None) if (found < 0).any() else places

    return layout.cell("contact_id").map_batches(find, return_dtype=pl.Int64, is_elementwise=True)


def key_of_row(layout: Layout) -> pl.Expr:
    """Return what a row finds its contact by: the first that it has of id, e-mail and name, known or not."""
    keys = []
    if layout.has("contact_id"):
        keys.append(BY_ID + join_key(first_id(layout.shown("contact_id"))))
    if layout.has("email"):
        keys.append(BY_EMAIL + email_key(layout.cell("email"), layout.missing))
    if layout.has("contact_name"):
        keys.append(_name(name_key(layout.cell("contact_name"), layout.missing), layout, layout))
    return pl.coalesce(keys)


def has_key(keys: Collection[str], layout: Layout) -> pl.Expr:
    """Return whether a row's key is one of these, at a small part of the cost of its key.

    Args:
        keys: Keys of contacts, as `contact_keys` returns them.
        layout: Where the rows' fields stand.
    """
    fields = [field for field in ("contact_id", "email", "contact_name", "company") if layout.has(field)]
    places = sorted({own(layout.places[field]) for field in fields})
    wanted = {kind: [key[1:] for key in keys if key[0] == kind] for kind in (BY_ID, BY_EMAIL, BY_NAME)}
    sought = list(keys)

    def found(rows: pl.Series) -> pl.Series:
        cells = rows.struct.unnest()
        some = _may_have_key(cells, wanted, layout).arg_true()
        none = pl.zeros(cells.height, dtype=pl.Boolean, eager=True)
        if some.is_empty():
            return none
        keyed = cells.select(pl.all().gather(some)).select(
            key_of_row(layout).is_in(sought).fill_null(value=False)
        )
        return none.scatter(some, keyed.to_series())

    return pl.struct(places).map_batches(found, return_dtype=pl.Boolean, is_elementwise=True)


def texts_of_keys(keys: Collection[str], layout: Layout) -> list[str] | None:
    """Return texts of which one stands in every row with one of these keys, just as it is; None if there are none.

    Args:
        keys: Keys of contacts.
        layout: Where the rows' fields stand.
    """
    ids = [key[1:] for key in keys]
    if layout.has("email") or layout.has("contact_name") or any(map(is_guid, ids)):
        return None
    return ids


def _may_have_key(cells: pl.DataFrame, wanted: Mapping[str, Sequence[str]], layout: Layout) -> pl.Series:
    """Return which rows may have one of these keys; the others do not."""

    def column(field: str) -> pl.Series:
        return cells[own(layout.places[field])]

    parts = []
    if layout.has("contact_id"):
        parts.append(may_be_id(column("contact_id"), wanted[BY_ID]))
    if layout.has("email"):
        parts.append(may_hold(column("email"), wanted[BY_EMAIL]))
    if layout.has("contact_name"):
        parts.append(may_hold(column("contact_name"), list(map(_longest_word, wanted[BY_NAME]))))
    return reduce(or_, parts).fill_null(value=False)


def _longest_word(name: str) -> str:
    """Return the longest word of the name in a key: however it is written, a name has it in it."""
    return max(name.partition(BETWEEN)[0].replace(",", " ").split(" "), key=len)


def name_of_contact(layout: Layout, rows: Layout) -> pl.Expr:
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
    several = has_several_ids(layout.cell("contact_id")).fill_null(value=False).sum()
    if not layout.has("contact_name"):
        return rows.select(several=several).select(by_name=pl.lit(0), several="several")
    named = (pl.col(FATE) == "used") & key_of_row(layout).str.starts_with(BY_NAME)
    return rows.select(by_name=named.sum(), several=several)


def unknown_keys(rows: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return `row:key` of rows that are of no known contact.

    Args:
        rows: Activities or deals, with their fate.
        layout: Where their fields stand.
    """
    # NOTE: to look at the contact first spares all others the question of what became of them.
    nobodys = rows.filter(pl.col(CONTACT).is_null()).filter(pl.col(FATE) == "unknown_contact")
    return nobodys.select(key_of_row(layout).alias(KEY))


def key_text(key: str) -> str:
    """Return a key as people read it: the id, the address, or name and company."""
    return key[1:].replace(BETWEEN, ", ")
