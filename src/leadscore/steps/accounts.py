"""Contacts know their company: who else is there, how engaged all of them are, and what they have bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    ACCOUNT,
    ACCOUNT_ENGAGEMENT,
    ACCOUNT_NAME,
    CONTACT,
    DISQUALIFIED,
    EMPLOYER,
    EMPLOYER_NAME,
    ENGAGED,
    tenths,
    typed,
)
from leadscore.rules.accounts import combined, weighted
from leadscore.rules.arithmetic import quotient
from leadscore.rules.keys import known_key

if TYPE_CHECKING:
    from leadscore.rules.accounts import CompiledAccounts
    from leadscore.tables.layout import Layout

__all__ = ["add_account", "add_company_counts", "count_companies", "counted_columns", "find_colleagues"]

_GROUP: Final = "account:group"
"""String: the account of a contact, or itself where it has none."""
_ASKED: Final = "account:asked"
"""Boolean: whether the row is a contact that is asked about, and no colleague."""
_WON: Final = typed("number", "deals.won")


def add_account(contacts: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Add which company each contact belongs to: by its company id, else by the domain of its e-mail address.

    Args:
        contacts: One row per contact, with `email_domain` and `free_mail`, and what `company_ids` gives where there are
            companies: whoever is joined to one of them has its id.
        layout: Where the contacts' fields stand.

    Returns:
        The same rows, plus `account:key` and `account:name`, null for who has neither an id nor a domain of its own.
    """
    written = layout.shown("company_id")
    id_ = known_key(written)
    shown: pl.Expr = pl.when(id_.is_not_null()).then(written)
    if EMPLOYER in contacts.collect_schema().names():
        id_, shown = pl.coalesce(id_, EMPLOYER), pl.coalesce(shown, EMPLOYER_NAME)
    domain = pl.when(~pl.col(typed("flag", "free_mail"))).then(typed("text", "email_domain"))
    return contacts.with_columns(
        pl.coalesce("id:" + id_, "domain:" + domain).alias(ACCOUNT),
        pl.when(id_.is_not_null()).then(shown).otherwise(domain).alias(ACCOUNT_NAME),
    )


def add_company_counts(
    contacts: pl.LazyFrame, accounts: CompiledAccounts | None, colleagues: pl.DataFrame | None = None
) -> pl.LazyFrame:
    """Add what all contacts of a company come to; who has none is a company of its own.

    Who is disqualified adds deals and no engagement.

    Args:
        contacts: One row per contact, with scores, counts of deals, whether it is disqualified, and `account:key`.
        accounts: The scores that accounts go by; None where nothing asks for accounts.
        colleagues: Given where the rows are versions of one contact, none of which is a colleague of another: what
            `find_colleagues` says of those who are. `account:key` is not needed then.

    Returns:
        The same rows, plus `account:engaged`, `account:engagement`, and the three counts of `company.…` as numbers.
    """
    if accounts is None:
        return contacts
    engaged = pl.max_horizontal(pl.col(tenths(accounts.engagement)), pl.lit(0, pl.Int64))
    own = pl.when(DISQUALIFIED).then(pl.lit(0, pl.Int64)).otherwise(engaged)
    itself = pl.format("contact:{}", CONTACT)
    group = itself if colleagues is not None else pl.coalesce(ACCOUNT, itself)
    grouped = contacts.with_columns(own.alias(ENGAGED), group.alias(_GROUP))
    if colleagues is None:
        return grouped.pipe(_count).drop(_GROUP)
    asked = grouped.with_columns(pl.lit(value=True).alias(_ASKED))
    others = grouped.select(_GROUP).join(colleagues.lazy(), how="cross")
    together = pl.concat([asked, others], how="diagonal").pipe(_count)
    return together.filter(_ASKED).drop(_GROUP, _ASKED)


def counted_columns(accounts: CompiledAccounts) -> list[str]:
    """Return the columns of contacts that companies are counted by."""
    return [CONTACT, ACCOUNT, DISQUALIFIED, tenths(accounts.engagement), _WON]


def count_companies(contacts: pl.LazyFrame, accounts: CompiledAccounts) -> pl.LazyFrame:
    """Return what `add_company_counts` adds to each contact, by `row:contact`.

    Args:
        contacts: All contacts, with the columns that `counted_columns` names.
        accounts: The scores that accounts go by.
    """
    return contacts.pipe(add_company_counts, accounts).drop(counted_columns(accounts)[1:])


def _count(contacts: pl.LazyFrame) -> pl.LazyFrame:
    """Add what the contacts of each group come to."""
    engagement = combined(weighted(pl.col(ENGAGED), _GROUP).sum().over(_GROUP))
    number = (pl.col(ENGAGED) > 0).sum().over(_GROUP)
    won = pl.col(_WON).sum().over(_GROUP)
    return contacts.with_columns(
        engagement.alias(ACCOUNT_ENGAGEMENT),
        number.cast(pl.Float64).alias(typed("number", "company.engaged_contacts")),
        won.alias(typed("number", "company.deals_won")),
    ).with_columns(quotient(pl.col(ACCOUNT_ENGAGEMENT), 10).alias(typed("number", "company.engagement")))


def find_colleagues(scored: pl.DataFrame, contact: int) -> pl.DataFrame:
    """Return what the others of a contact's company add to it, one row each; those who add nothing are left out.

    Args:
        scored: One row per contact, as `add_company_counts` gives it.
        contact: `row:contact` of the contact.
    """
    account = scored.filter(pl.col(CONTACT) == contact).select(ACCOUNT)
    others = scored.filter(pl.col(CONTACT) != contact).join(account, on=ACCOUNT, how="semi")
    return others.select(ENGAGED, _WON).filter((pl.col(ENGAGED) > 0) | (pl.col(_WON) > 0))
