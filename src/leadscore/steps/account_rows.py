"""Accounts are counted: who is at a company, how engaged they are, who is missing, and what is at stake."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    ACCOUNT,
    ACCOUNT_ENGAGEMENT,
    ACCOUNT_NAME,
    DISQUALIFIED,
    ENGAGED,
    ID,
    LEAD_PERSONA,
    LEAD_STAGE,
    tenths,
    typed,
)
from leadscore.results.accounts import TopAccount
from leadscore.rules.arithmetic import amount_text, tenths_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.tables.layout import Layout

__all__ = ["Group", "account_rows", "count_accounts", "tell_accounts"]

RISK: Final = "one_contact_risk"
CONTACTS: Final = "contacts"
NUMBER: Final = "engaged_contacts"
"""Names of columns: whether an account depends on one contact, how many contacts it has, and how many are engaged."""

_NAME: Final = "account"
_COMPANY: Final = "company"
_FIT: Final = "best_fit"
_STAGE: Final = "furthest_stage"
_PLACE: Final = "furthest_place"
_OPEN: Final = "deals_open"
_WON: Final = "deals_won"
_AMOUNT: Final = "won_amount"
_THERE: Final = "personas"
_MISSING: Final = "missing_personas"
_NEXT: Final = "next_contact"
_NEXT_PERSONA: Final = "next_persona"
_BETWEEN: Final = "; "
_TOP: Final = 5
"""Accounts that the summary shows."""


@dataclass(frozen=True)
class Group:
    """What the rules say of those who are to be won at a company.

    Attributes:
        personas: The personas, in file order.
        stages: The funnel from top to bottom.
        ripe: The place of the stage from which on something is at stake; 0 where only deals say that.
        fit: The score that says how well a contact fits; None for none.
        score: The lead score.
    """

    personas: tuple[str, ...]
    stages: tuple[str, ...]
    ripe: int
    fit: str | None
    score: str


def count_accounts(contacts: pl.LazyFrame, layout: Layout, group: Group) -> pl.LazyFrame:
    """Count the contacts of each account, and what they come to.

    Args:
        contacts: One row per contact, with every column that the steps add.
        layout: Where the contacts' fields stand.
        group: What the rules say of those who are to be won.

    Returns:
        One row per account, the most engaged first, with the columns of `accounts.csv`: scores in tenths, amounts in
        thousandths. Who is disqualified is a contact and has deals, and is nobody to be won.
    """
    there = contacts.filter(pl.col(ACCOUNT).is_not_null())
    counted = there.group_by(ACCOUNT).agg(*_counts(), *_people(group))
    places = dict(enumerate(group.stages))
    stage = pl.col(_PLACE).replace_strict(places, default=None, return_dtype=pl.String)
    far = pl.lit(group.ripe > 0) & (pl.col(_PLACE) >= group.ripe).fill_null(value=False)
    stake = (pl.col(_OPEN) > 0) | far
    named = counted.with_columns(
        stage.alias(_STAGE),
        ((pl.col(NUMBER) == 1) & stake).alias(RISK),
        _listed(group, there=True).alias(_THERE),
        _listed(group, there=False).alias(_MISSING),
    )
    for more in (_companies(there, layout), _next_contacts(there, group)):
        named = named.join(more, on=ACCOUNT, how="left", validate="1:1")
    return named.sort(pl.col(ACCOUNT_ENGAGEMENT).neg(), _NAME, ACCOUNT)


def _counts() -> list[pl.Expr]:
    # NOTE: exact, as the amount is the closest number to one of thousandths.
    amount = (pl.col(typed("number", "deals.amount_won")) * 1000).round().cast(pl.Int64)
    return [
        pl.col(ACCOUNT_NAME).min().alias(_NAME),
        pl.len().cast(pl.Int64).alias(CONTACTS),
        pl.col(DISQUALIFIED).sum().cast(pl.Int64).alias("disqualified"),
        (pl.col(ENGAGED) > 0).sum().cast(pl.Int64).alias(NUMBER),
        pl.col(ACCOUNT_ENGAGEMENT).first(),
        pl.col(typed("number", "deals.open")).sum().cast(pl.Int64).alias(_OPEN),
        pl.col(typed("number", "deals.won")).sum().cast(pl.Int64).alias(_WON),
        amount.sum().alias(_AMOUNT),
    ]


def _people(group: Group) -> list[pl.Expr]:
    """Return what is known of those who are to be won: how well they fit, how far they are, and who is engaged."""
    places = {name: place for place, name in enumerate(group.stages)}
    place = pl.col(LEAD_STAGE).replace_strict(places, default=None, return_dtype=pl.Int64)
    wanted = ~pl.col(DISQUALIFIED)
    fit = pl.lit(None, pl.Int64) if group.fit is None else pl.col(tenths(group.fit))
    return [
        pl.when(wanted).then(fit).max().alias(_FIT),
        pl.when(wanted).then(place).max().alias(_PLACE),
        *(
            ((pl.col(ENGAGED) > 0) & (pl.col(LEAD_PERSONA) == name)).any().alias(_has(name))
            for name in group.personas
        ),
    ]


def _has(persona: str) -> str:
    return f"has:{persona}"


def _listed(group: Group, *, there: bool) -> pl.Expr:
    """Return the personas of which somebody is engaged, or nobody, in file order."""
    names = [pl.when(pl.col(_has(name)) == there).then(pl.lit(name)) for name in group.personas]
    if not names:
        return pl.lit(None, pl.String)
    listed = pl.concat_str(names, separator=_BETWEEN, ignore_nulls=True)
    return pl.when(listed != "").then(listed)


def _companies(contacts: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Return the name of each account's company: the most frequent spelling, of several the smallest."""
    spelt = contacts.select(ACCOUNT, layout.shown("company").alias(_COMPANY)).drop_nulls(_COMPANY)
    often = spelt.group_by(ACCOUNT, _COMPANY).len()
    ordered = often.sort(ACCOUNT, "len", _COMPANY, descending=[False, True, False])
    return ordered.unique(ACCOUNT, keep="first", maintain_order=True).select(ACCOUNT, _COMPANY)


def _next_contacts(contacts: pl.LazyFrame, group: Group) -> pl.LazyFrame:
    """Return whom to win next where somebody is engaged: the one who fits best of those whose persona is missing."""
    persona = pl.col(LEAD_PERSONA) if group.personas else pl.lit(None, pl.String)
    engaged = pl.col(ENGAGED) > 0
    named = contacts.with_columns(persona.alias(_NEXT_PERSONA))
    candidates = named.with_columns(
        begun=engaged.any().over(ACCOUNT), missing=~engaged.any().over(ACCOUNT, _NEXT_PERSONA)
    ).filter(pl.col(_NEXT_PERSONA).is_not_null(), pl.col("begun"), pl.col("missing"), ~pl.col(DISQUALIFIED))
    order = [tenths(score) for score in (group.fit, group.score) if score is not None]
    best = candidates.sort(*(pl.col(name).neg() for name in order), ID).unique(
        ACCOUNT, keep="first", maintain_order=True
    )
    return best.select(ACCOUNT, pl.col(ID).alias(_NEXT), _NEXT_PERSONA)


def account_rows(counted: pl.DataFrame, *, deals: bool) -> pl.DataFrame:
    """Return the rows of `accounts.csv`, as they are written.

    Args:
        counted: What `count_accounts` returns.
        deals: Whether deals were read; else nothing is known of them.
    """
    sold = {_OPEN: pl.col(_OPEN), _WON: pl.col(_WON), _AMOUNT: amount_text(pl.col(_AMOUNT))}
    known = pl.lit(value=deals)
    return counted.select(
        _NAME,
        _COMPANY,
        CONTACTS,
        "disqualified",
        NUMBER,
        tenths_text(pl.col(ACCOUNT_ENGAGEMENT)).alias("engagement"),
        tenths_text(pl.col(_FIT)).alias(_FIT),
        _THERE,
        _MISSING,
        _STAGE,
        *(pl.when(known).then(value).alias(name) for name, value in sold.items()),
        RISK,
        _NEXT,
        _NEXT_PERSONA,
    )


def tell_accounts(counted: pl.DataFrame, titles: Mapping[str, str]) -> tuple[TopAccount, ...]:
    """Return the first of what `count_accounts` returns that anybody is engaged in.

    Args:
        counted: The accounts.
        titles: The title of each stage.
    """
    top = counted.filter(pl.col(ACCOUNT_ENGAGEMENT) > 0).head(_TOP)
    return tuple(
        TopAccount(
            account=row[_NAME],
            company=row[_COMPANY] or "",
            contacts=row[CONTACTS],
            engaged=row[NUMBER],
            engagement=Decimal(row[ACCOUNT_ENGAGEMENT]) / 10,
            stage=titles.get(row[_STAGE], ""),
            one_contact_risk=row[RISK],
            personas=_split(row[_THERE]),
            missing=_split(row[_MISSING]),
        )
        for row in top.iter_rows(named=True)
    )


def _split(listed: str | None) -> tuple[str, ...]:
    return tuple(listed.split(_BETWEEN)) if listed else ()
