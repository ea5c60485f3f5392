"""Contacts become cohorts: when each was created, how far it came, and what it has bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import CUSTOMER, LEAD_STAGE, MONTH, PLACE, WON, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["add_cohort"]

_CUSTOMER: Final = "customer"
"""The stage that makes a customer."""


def add_cohort(contacts: pl.LazyFrame, stages: Sequence[str]) -> pl.LazyFrame:
    """Add the month of a contact, how far it came, whether it is a customer, and what it has bought.

    Args:
        contacts: One row per contact, with its stage, the day of `created_at`, and counts of its deals.
        stages: The funnel from top to bottom.

    Returns:
        The same rows, plus `channel:month`, null without a day, `channel:place`, `channel:customer` and `channel:won`. A
        customer has reached the stage `customer`; where there is no such stage, a deal was won.
    """
    places = {stage: place for place, stage in enumerate(stages)}
    place = pl.col(LEAD_STAGE).replace_strict(places, default=-1, return_dtype=pl.Int64)
    won = pl.col(typed("number", "deals.won")) > 0
    customer = place >= places[_CUSTOMER] if _CUSTOMER in places else won
    # NOTE: exact, as the amount is the closest number to one of thousandths.
    amount = (pl.col(typed("number", "deals.amount_won")) * 1000).round().cast(pl.Int64)
    return contacts.with_columns(
        pl.col(typed("day", "created_at")).dt.strftime("%Y-%m").alias(MONTH),
        place.alias(PLACE),
        customer.alias(CUSTOMER),
        amount.alias(WON),
    )
